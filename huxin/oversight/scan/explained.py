"""Why does the scan say so? A finding worked out anew from its rows by `law.standards`, with every step on the way.

Nothing of the scan's own arithmetic is used: the rows of the person are read, cut and added up one by one, and the pure
functions of the law answer. So an explanation is also a second opinion. Where it differs from the scan it says so, and
nobody may make a clue of the finding.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from huxin.law.parameters import Rules, Table
from huxin.law.standards.steps import Answer, Step, Verdict
from huxin.law.units import Unit, figure
from huxin.oversight.scan import why_charges, why_hours, why_pay
from huxin.oversight.scan.days import number
from huxin.oversight.scan.reading import Finding, OrderRow, SessionRow, orders_of, sessions_of
from huxin.oversight.scan.rules import BY_CODE, Rule
from huxin.oversight.scan.store import Store
from huxin.oversight.scan.tally import Tally
from huxin.oversight.scan.why import Why, verdict

_WHY: dict[str, Callable[[Tally], Why]] = {
    "hours.daily": why_hours.daily,
    "hours.weekly": why_hours.weekly,
    "hours.overtime": why_hours.overtime,
    "rest.weekly": why_hours.rest_day,
    "part_time": why_hours.part_time,
    "wage.hourly": why_pay.hourly,
    "wage.monthly": why_pay.monthly,
    "pay.overtime": why_pay.overtime,
    "pay.holiday": why_pay.holiday,
    "pay.late": why_pay.late,
    "pay.cycle": why_pay.cycle,
    "commission.order": why_charges.order_commission,
    "commission.month": why_charges.month_commission,
    "deduction.cap": why_charges.share,
    "deduction.sanction": why_charges.sanctions,
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding with its way: `answer` has the sentence, the steps, the figures of law with their articles.

    `rows` are the orders that steps name by `Step.rows`, `sessions` the demanded presence and the rests. `differences`
    says in words what the second working out makes different from the scan; empty where both agree.
    """

    finding: Finding
    rule: Rule
    answer: Answer
    rows: Mapping[str, OrderRow]
    sessions: Mapping[str, SessionRow]
    measured: int
    required: int
    short_fen: int | None
    differences: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Does the second working out come to what the scan says?"""
        return not self.differences

    @property
    def steps(self) -> tuple[Step, ...]:
        """The tree of steps, from the first."""
        return self.answer.steps


def explain(
    finding: Finding,
    store: Store,
    *,
    table: Table,
    rules: Rules = "in-force",
    holidays: Collection[date] = (),
) -> Explained:
    """Why a scan says so of one worker: the rows behind the finding, the steps, and whether both ways agree.

    `finding` is a row of the scan's table `findings` (`Finding.of(row)`), `store` the laid-down orders of the scan
    (`store.laid(work / "orders")` for the folder `work` that was given to `scan`); `table`, `rules` and `holidays` are
    what the scan was given: under another law the values differ and `agrees` is false. Reads one bucket; nothing is
    written. Raises NotPossible where the store does not know the worker or has no such day, week, month or stretch of
    his any more, and MissingParameter (a NotPossible) where the law has no figure that the rule needs.
    """
    rule = BY_CODE[finding.rule]
    orders = orders_of(store, finding.platform, finding.worker, finding.person)
    sessions = sessions_of(store, finding.platform, finding.worker, finding.person)
    tally = Tally(
        finding, orders, table, rules, frozenset(map(number, holidays)), sessions=sessions,
        paying=store.paying, as_of=store.last_known_day,
    )  # fmt: skip
    why = _WHY.get(finding.rule, why_hours.stretch)(tally)
    answer = why.answer
    if answer.verdict is not Verdict.KEPT:
        answer = replace(answer, verdict=verdict(rule, why.law))
    named = set(answer.rows())
    return Explained(
        finding, rule, answer, {order.key: order for order in orders if order.key in named},
        {session.key: session for session in sessions if session.key in named},
        why.measured, why.required, why.short_fen, tuple(_differences(finding, rule, why, answer)),
    )  # fmt: skip


def _differences(finding: Finding, rule: Rule, why: Why, answer: Answer) -> list[str]:
    pairs = (
        ("实测值", _told(finding.measured, rule.unit), _told(why.measured, rule.unit)),
        ("标准值", _told(finding.required, rule.unit), _told(why.required, rule.unit)),
        ("差额", _told(finding.short_fen, Unit.FEN), _told(why.short_fen, Unit.FEN)),
        ("判断", Verdict(finding.verdict).zh, answer.verdict.zh),
        ("适用的地方", finding.area, why.norm.area),
    )
    return [f"{what}：检查得出{scanned}，逐步计算得出{again}。" for what, scanned, again in pairs if scanned != again]


def _told(value: int | None, unit: Unit) -> str:
    return "没有" if value is None else figure(value, unit)
