"""Which rules could not be asked of whom, and what has to be entered before they can?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huxin.law.catalogue import Industry, entry
from huxin.oversight.scan.days import day_of
from huxin.oversight.scan.figures import Norm
from huxin.oversight.scan.rules import Rule


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A rule that was not asked of some workers, because a figure is missing or something was not reported."""

    rule: str
    title: str
    missing: tuple[str, ...]  # codes of figures of law, or one word of `UNREPORTED`
    relations: tuple[str, ...]
    industries: tuple[str, ...]
    areas: tuple[str, ...]
    platforms: tuple[str, ...] = ()

    @property
    def whom(self) -> str:
        """Of whom it is not judged: （B类、即时配送、砚山县）; empty where that is not said."""
        parts = (
            [f"{relation}类" for relation in self.relations],
            [Industry(one).zh for one in self.industries],
            self.areas,
            self.platforms,
        )
        words = "、".join(_listed(part) for part in parts if part)
        return f"（{words}）" if words else ""

    @property
    def needed(self) -> str:
        """What has to be entered: “抽成比例上限”（commission.cap）; empty where something was not reported."""
        return "、".join(f"“{entry(code).title}”（{code}）" for code in self.missing if code not in UNREPORTED)

    @property
    def sentence(self) -> str:
        """What is not judged and what to do about it, for people."""
        why = f"缺少{self.needed}，{TO_ENTER}" if self.needed else UNREPORTED[self.missing[0]]
        return f"“{self.title}”没有判断{self.whom}：{why}"

    def named(self, names: Mapping[str, str]) -> "Gap":
        """The same with places by their names; those that have none, by their codes."""
        return replace(self, areas=tuple(names.get(code, code) for code in self.areas))


_NAMED = 8  # places named in a sentence; a country has three thousand
TO_ENTER = "人力资源社会保障部门在“法规参数”中录入后才能判断。"
UNREPORTED = {
    "paid_s": "平台没有报送支付时间，请补报。",
    "pay_period": "平台没有报送计薪周期，请补报。",
    "pay_fen": "有订单没有报送报酬，请补报后再查。",
    "holidays": "数据中有的年份还没有录入法定节假日，那一年按平日看待，人力资源社会保障部门录入后才能判断。",
}


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + (f"等{len(names)}个" if len(names) > _NAMED else "")


def unpriced(platforms: Collection[str]) -> tuple[Gap, ...]:
    """The gap where orders came without their pay: rules of pay leave out the worker-months that they belong to."""
    if not platforms:
        return ()
    named = tuple(sorted(platforms))
    return (Gap("wage", "报酬", ("pay_fen",), relations=(), industries=(), areas=(), platforms=named),)


def undated(rule: Rule, first: int, last: int, holidays: Collection[date]) -> tuple[Gap, ...]:
    """The gap where the data reach into a year of which no statutory holiday is known."""
    if {day_of(first).year, day_of(last).year} <= {day.year for day in holidays}:
        return ()
    return (Gap(rule.code, rule.title, ("holidays",), relations=(), industries=(), areas=()),)


class Missing:
    """Collects what is missing, norm by norm, and tells it once per rule and figure."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, tuple[str, ...]], set[Norm]] = defaultdict(set)

    def add(self, rule: str, title: str, missing: Iterable[str], norm: Norm) -> None:
        """The rule cannot be asked of workers of this norm."""
        self._found[rule, title, tuple(missing)].add(norm)

    def gaps(self) -> tuple[Gap, ...]:
        """What was added, in the order of rules; platforms are named only where it is about what they report."""
        return tuple(
            Gap(
                rule,
                title,
                missing,
                relations=tuple(sorted({norm.relation for norm in norms})),
                industries=tuple(sorted({norm.industry for norm in norms})),
                areas=tuple(sorted({norm.area for norm in norms})),
                platforms=tuple(sorted({norm.platform for norm in norms})) if missing[0] in UNREPORTED else (),
            )
            for (rule, title, missing), norms in sorted(self._found.items())
        )
