"""How does an answer about the law show the way it was reached: figures, rows, parameters, articles?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from huxin.law.catalogue import entry
from huxin.law.parameters import Force, Parameter, Status
from huxin.law.units import Unit, figure


class Verdict(StrEnum):
    """What an answer says of the rule it asked."""

    KEPT = "kept"
    BROKEN = "broken"  # a mandatory rule is not kept
    CAUTION = "caution"  # a recommended, agreed or draft figure is passed, or a person must judge
    COMPUTED = "computed"  # a figure was asked for, not a judgement

    @property
    def zh(self) -> str:
        """The word for people."""
        return {"kept": "符合", "broken": "不符合", "caution": "提请注意", "computed": "计算结果"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the way: what it says, from which rows, by which figure or article, and the steps it rests on."""

    what: str
    value: int
    unit: Unit
    rows: tuple[str, ...] = ()
    parameter: Parameter | None = None
    article: str = ""
    parts: tuple["Step", ...] = ()

    @property
    def words(self) -> str:
        """The figure as people write it; a sum that was worked out to the fen, so that sums stand under each other."""
        return self.parameter.words if self.parameter else figure(self.value, self.unit)

    def walk(self) -> Iterator["Step"]:
        """This step and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a step takes its rule from."""

    document: str
    article: str
    title: str = ""  # of the figure, empty where the article sets none
    words: str = ""
    force: Force = Force.MANDATORY
    status: Status = Status.VERIFIED
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The result with its way: `value` is the figure asked for, `sentence` says it to people."""

    what: str
    verdict: Verdict
    value: int
    unit: Unit
    sentence: str
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = field(default=())

    def walk(self) -> Iterator[Step]:
        """All steps, from the first."""
        for step in self.steps:
            yield from step.walk()

    def rows(self) -> tuple[str, ...]:
        """The keys of all rows that the answer rests on, each once."""
        return tuple(dict.fromkeys(row for step in self.walk() for row in step.rows))

    def parameters(self) -> tuple[Parameter, ...]:
        """The legal figures used, each once."""
        return tuple(dict.fromkeys(step.parameter for step in self.walk() if step.parameter))

    def sources(self) -> tuple[Source, ...]:
        """Documents and articles the answer rests on, in the order of its steps, each once."""
        return tuple(dict.fromkeys(source for step in self.walk() for source in _sources(step)))

    def cautions(self) -> tuple[str, ...]:
        """What the reader must know besides: the notes, and which figures nobody has verified or are drafts."""
        doubtful = [
            (one, "是征求意见稿的数值，尚未生效" if one.force is Force.DRAFT else "待核实")
            for one in self.parameters()
            if one.status is Status.UNVERIFIED or one.force is Force.DRAFT
        ]
        return self.notes + tuple(f"“{entry(one.code).title}”{one.words}{why}。" for one, why in doubtful)


def _sources(step: Step) -> Iterator[Source]:
    if one := step.parameter:
        yield Source(one.document, one.article, entry(one.code).title, one.words, one.force, one.status, one.source)
    if step.article:
        yield Source(step.article, "")


def stated(parameter: Parameter) -> Step:
    """A legal figure as a step of its own."""
    return Step(what=entry(parameter.code).title, value=parameter.value, unit=parameter.unit, parameter=parameter)


def computed(what: str, sentence: str, *steps: Step, notes: tuple[str, ...] = ()) -> Answer:
    """The figure of the first step as an answer that judges nothing."""
    first = steps[0]
    return Answer(
        what=what, verdict=Verdict.COMPUTED, value=first.value, unit=first.unit, sentence=sentence, steps=steps,
        notes=notes,
    )  # fmt: skip


def judged(kept: bool, *by: Parameter) -> Verdict:
    """KEPT, or BROKEN where all figures bind, or CAUTION where one of them only recommends or was agreed."""
    if kept:
        return Verdict.KEPT
    return Verdict.BROKEN if all(one.force is Force.MANDATORY for one in by) else Verdict.CAUTION


def total(parts: Iterable[Step]) -> int:
    """The sum of the figures of steps."""
    return sum(part.value for part in parts)
