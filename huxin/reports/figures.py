"""Which figures are asked for, and how does one stand against the year so far and the year before?"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from huxin.reports.models import Figure, ReportCycle
from huxin.reports.periods import of_the_year, year_before

DECLARED = Path(__file__).parent / "figures.toml"
FLOW, STOCK = "flow", "stock"
LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that is asked for; a flow adds up over the year, a stock stands at the end of the period."""

    code: str
    title: str
    unit: str
    kind: str
    decimals: int = 0

    def __post_init__(self) -> None:
        if self.kind not in (FLOW, STOCK) or not 0 <= self.decimals <= 4:
            raise ValueError(f"figure {self.code}: unknown kind {self.kind}, or too many digits")


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure in its own period, in the year so far, and in the same part of the year before; None is unknown."""

    value: int | None
    total: int | None = None
    last_year: int | None = None

    @property
    def change(self) -> Decimal | None:
        """同比: the change against the year before in per cent, to one digit."""
        if self.total is None or not self.last_year:
            return None
        return ((Decimal(self.total) / self.last_year - 1) * 100).quantize(Decimal("0.1"))


def _bare(title: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff]", "", title)


@cache
def _declared() -> dict[str, tuple[Asked, ...]]:
    tasks = tomllib.loads(DECLARED.read_text(encoding="utf-8"))["task"]
    found = {_bare(task["title"]): tuple(Asked(**figure) for figure in task["figures"]) for task in tasks}
    codes = [figure.code for figures in found.values() for figure in figures]
    if len(codes) != len(set(codes)):
        raise ValueError("a figure is declared twice")
    return found


def asked(goal_title: str) -> tuple[Asked, ...]:
    """The figures asked for under the task of this title; none for a task that nobody declared."""
    return _declared().get(_bare(goal_title), ())


@cache
def by_code() -> dict[str, Asked]:
    """Every declared figure, in order of the tasks."""
    return {figure.code: figure for figures in _declared().values() for figure in figures}


def read_number(text: str, decimals: int) -> int:
    """What was typed, in units of the last digit. Raises ValueError with a sentence for people."""
    try:
        number = Decimal(text.strip().replace(",", "").replace("，", "")).scaleb(decimals)
    except InvalidOperation:
        raise ValueError(f"“{text.strip()[:20]}”不是数字，请只填数字，不带单位。") from None
    if not number.is_finite() or not 0 <= number < LARGEST:
        raise ValueError("请填写不小于0的数字，且不要超出合理范围。")
    if number != number.to_integral_value():
        raise ValueError(f"最多保留{decimals}位小数。" if decimals else "请填写整数。")
    return int(number)


def plain_number(value: int | None, decimals: int) -> str:
    """As it is typed: 1234.50; empty where there is none."""
    return "" if value is None else str(Decimal(value).scaleb(-decimals))


def shown_number(value: int | None, decimals: int) -> str:
    """As it is read: 1,234.50; a dash where there is none."""
    return "—" if value is None else f"{Decimal(value).scaleb(-decimals):,}"


def shown_change(change: Decimal | None) -> str:
    """+15.0%, -3.2%, 持平; a dash where it cannot be said."""
    if change is None:
        return "—"
    return f"{change:+}%" if change else "持平"


Known = dict[tuple[int, str, str], int]  # organisation, code, period -> value


def _frozen(cycle: ReportCycle, organisation_ids: Iterable[int] | None) -> Known:
    """Frozen values of the year's earlier periods and of the year before; this period's own are not among them."""
    before = year_before(cycle.period)
    periods = {*of_the_year(cycle.period), *of_the_year(before)} - {cycle.period}
    rows = Figure.objects.filter(
        current=True,
        value__isnull=False,
        frozen_at__isnull=False,
        section__report__cycle__plan=cycle.plan_id,
        section__report__cycle__period__in=periods,
    )
    if organisation_ids is not None:
        rows = rows.filter(section__report__organisation__in=organisation_ids)
    found = rows.values_list("section__report__organisation", "code", "section__report__cycle__period", "value")
    return {(organisation, code, period): value for organisation, code, period, value in found if value is not None}


def standings(cycle: ReportCycle, figures: Iterable[Figure]) -> dict[int, Standing]:
    """Each figure of one round by its id; the sections must come with their reports."""
    rows = list(figures)
    known = _frozen(cycle, {row.section.report.organisation_id for row in rows})
    return {row.pk: _standing(cycle, row.code, row.value, known, row.section.report.organisation_id) for row in rows}


def _is_flow(code: str) -> bool:
    return code in by_code() and by_code()[code].kind == FLOW


def _counted(code: str, period: str) -> tuple[str, ...]:
    """The periods that make up the figure at the end of this one."""
    return of_the_year(period) if _is_flow(code) else (period,)


def _standing(cycle: ReportCycle, code: str, value: int | None, known: Known, organisation: int) -> Standing:
    def until(period: str) -> int | None:
        parts = [known.get((organisation, code, p)) for p in _counted(code, period)]
        return sum(p for p in parts if p is not None) if None not in parts else None

    if value is not None:
        known[(organisation, code, cycle.period)] = value
    return Standing(value, until(cycle.period), until(year_before(cycle.period)))


def sums(cycle: ReportCycle, figures: Iterable[Figure]) -> dict[str, Standing]:
    """All parties' figures of one round added up by code; who gave none is left out. The year before stands beside them
    only where everybody who had a figure then has answered now, as the sums of more parties and fewer say nothing."""
    known = _frozen(cycle, None)
    before = year_before(cycle.period)
    then = {(party, code) for party, code, period in known if period in _counted(code, before)}
    for row in figures:
        party = row.section.report.organisation_id
        if row.value is not None:
            known[(party, row.code, cycle.period)] = row.value
        if row.value is not None or (_is_flow(row.code) and not row.missing_reason):  # a zero report adds nothing
            then.discard((party, row.code))
    partial = {code for _, code in then}
    added: Known = defaultdict(int)
    for (_, code, period), value in known.items():
        added[(0, code, period)] += value
    codes = {code for _, code, period in added if period == cycle.period}
    stood = {
        code: _standing(cycle, code, added[(0, code, cycle.period)], dict(added), 0)
        for code in by_code()
        if code in codes
    }
    return {code: replace(one, last_year=None) if code in partial else one for code, one in stood.items()}
