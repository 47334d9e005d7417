"""Which kinds of papers are there, and which opinions does each need before it may go out?"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from huxin.documents.models import ApprovalStep, Paper
from huxin.orgs.models import Organisation, User
from huxin.orgs.roles import ROLES
from huxin.typesetting.content import Layout
from huxin.typesetting.content import Paper as Tree

REVIEW, COUNTERSIGN, SIGN = ApprovalStep.Kind
Opinion = ApprovalStep.Opinion
HEADED = (Layout.OFFICIAL, Layout.LETTER, Layout.MINUTES)  # layouts with a place for number and openness
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Step:
    """One opinion asked for: of `user`, or of whoever holds `role` (empty: any that approves) in `organisation`.

    In the template of a kind `user` and `organisation` stay empty: a role is then asked where the paper is drafted or
    above it (科室负责人, 单位领导), or for its area (召集人); a step without role, of whoever approves in the
    organisation that issues the paper. `beside` puts the step side by side with the one before it instead of after it.
    """

    kind: ApprovalStep.Kind
    user: User | None = None
    organisation: Organisation | None = None
    role: str = ""
    beside: bool = False

    def __post_init__(self) -> None:
        if self.user and (self.organisation or self.role):
            raise ValueError("a step asks a person, or a role in an organisation, not both")
        if self.role and "paper.approve" not in ROLES[self.role].permissions:
            raise ValueError(f"role {self.role} does not approve papers")


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper as its package declares it with `paper_kind`.

    A `request` (审批表) asks for a decision and goes no further than the signature, which grants or refuses it: its
    text is made from what was asked, its way is laid down, the opinions stand on its face.
    """

    code: str
    title: str
    layout: Layout
    steps: tuple[Step, ...]
    needs_number: bool = False
    series: str = ""  # the running numbers it shares with other kinds; empty: numbers are typed in
    openness: Paper.Openness = Paper.Openness.ON_REQUEST
    closed_reason: str = ""  # stated where it is not to be disclosed
    drafter_may_sign: bool = False
    text_agreed: bool = False  # agreed to elsewhere word for word: it may be signed or returned, not mended
    request: bool = False
    inner: bool = False  # stays in the house: done when it is signed, and issued to nobody
    unaddressed: bool = False  # an award: whom it concerns stands in its text, no line calls on anybody
    personal: bool = False  # names the parties of a case: its text is in no index
    barred: Callable[[Paper], Collection[int]] | None = None  # who may not sign it, whatever his role
    barred_because: str = ""  # what he is told
    upward: bool = False  # to a higher body: who has signed is named beside the number
    signed_in: Callable[[Paper, Tree], Tree] | None = None  # puts signatures that its owner keeps into their boxes

    def __post_init__(self) -> None:
        problems = list(step_problems(self.steps))
        if not _CODE.fullmatch(self.code) or (self.series and not _CODE.fullmatch(self.series)):
            problems.append("code and series are lower case words joined by _")
        if any(step.user or step.organisation for step in self.steps):
            problems.append("its template names no person and no organisation")
        if self.series and not self.needs_number:
            problems.append("a series is for papers that need a number")
        if self.needs_number and self.layout not in HEADED:
            problems.append(f"the layout {self.layout} has no place for a number")
        if (self.openness == Paper.Openness.CLOSED) != bool(self.closed_reason):
            problems.append("a reason is stated when, and only when, it is not to be disclosed")
        if self.request and self.layout is not Layout.SHEET:
            problems.append("a request is a sheet that goes out to nobody")
        if (self.barred is None) != (not self.barred_because):
            problems.append("who is barred from signing is told why")
        if problems:
            raise ValueError(f"paper kind {self.code}: {'; '.join(problems)}")

    @property
    def fixed_text(self) -> bool:
        """Nobody types over the text of this kind."""
        return self.text_agreed or self.request


KINDS: dict[str, PaperKind] = {}


def paper_kind(kind: PaperKind) -> PaperKind:
    """Register a kind once, when the application starts."""
    if kind.code in KINDS:
        raise ValueError(f"paper kind {kind.code} is declared twice")
    KINDS[kind.code] = kind
    return kind


def ended_by_signature() -> list[str]:
    """The codes of the kinds that go nowhere once they are signed."""
    return [kind.code for kind in KINDS.values() if kind.request or kind.inner]


def opinions(kind: PaperKind, step: str) -> tuple[ApprovalStep.Opinion, ...]:
    """What may be said at a step: nothing that mends a fixed text; only who would grant a request may refuse it."""
    mending = () if kind.fixed_text else (Opinion.AGREE_WITH_CHANGES,)
    refusing = (Opinion.REFUSE,) if kind.request and step == SIGN else ()
    return (Opinion.AGREE, *mending, Opinion.RETURN, *refusing)


def orders(steps: Iterable[Step]) -> list[int]:
    """The order number of each step: 1, 2, 2, 3 …, equal for those side by side."""
    numbers: list[int] = []
    for step in steps:
        last = numbers[-1] if numbers else 0
        numbers.append(max(last, 1) if step.beside else last + 1)
    return numbers


def step_problems(steps: tuple[Step, ...]) -> Iterable[str]:
    """Why this is no path to a signature; sentences for people, as drafters compose paths on screen."""
    if not steps or steps[-1].kind != SIGN:
        yield "审批流程的最后一步应为签发"
    ranked = list(zip(orders(steps), steps, strict=True))
    first_sign = min((order for order, step in ranked if step.kind == SIGN), default=0)
    if any(order >= first_sign > 0 and step.kind != SIGN for order, step in ranked):
        yield "签发之后、与签发同时不能再有核稿或会签"
    kinds: dict[int, ApprovalStep.Kind] = {}
    if any(kinds.setdefault(order, step.kind) != step.kind for order, step in ranked):
        yield "同时办理的各步应为同一环节"
