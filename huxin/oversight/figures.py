"""How do rules and their figures read on screen, and which are worse?"""

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from huxin.base.money import yuan
from huxin.base.workdays import add_months
from huxin.law.units import Unit

if TYPE_CHECKING:
    from huxin.oversight.models import Finding
    from huxin.oversight.scan.rules import Rule

SEVERITIES = {1: "提示", 2: "较重", 3: "严重"}


@cache
def _rules() -> dict[str, "Rule"]:
    """The rules as declared; read late, as they bring the whole engine with them."""
    from huxin.oversight.scan.rules import BY_CODE

    return BY_CODE


def titles() -> dict[str, str]:
    """Every rule with its words, in the order of the declarations."""
    return {code: rule.title for code, rule in _rules().items()}


def title_of(code: str) -> str:
    """A rule in words; its code where it is no longer asked."""
    return _rules()[code].title if code in _rules() else code


def grain_of(code: str) -> str:
    """Is it about a day, a week, a month or a stretch?"""
    return _rules()[code].grain if code in _rules() else ""


def last_day(finding: "Finding") -> date:
    """The last day that a finding speaks of: of its month, its week, or the day itself."""
    grain, first = grain_of(finding.rule), finding.first_day
    if grain == "month":
        return add_months(first.replace(day=1), 1) - timedelta(days=1)
    return first + timedelta(days=6) if grain == "week" else first


def written(value: int, code: str) -> str:
    """A value of a rule in its unit: 8小时15分, 20.00元, 27.5%."""
    unit = _unit(code)
    if unit is Unit.SECONDS:
        return hours(value)
    if unit is Unit.FEN:
        return f"{yuan(value)}元"
    if unit is Unit.BASIS_POINTS:
        return f"{value / 100:g}%"
    return f"{value}{ {Unit.DAYS: '天', Unit.CASES: '单'}.get(unit, '') }".replace(" ", "")


def amount(value: int, code: str) -> float:
    """A value of a rule as a number in the unit that `unit_word` names: 8.25, 20.00, 27.5, 3."""
    from huxin.oversight.scan.rules import GIVEN_IN

    return value / GIVEN_IN[_unit(code)][1]


def unit_word(code: str) -> str:
    """In what the numbers of a rule are given: 小时, 元, %, 天, 单."""
    from huxin.oversight.scan.rules import GIVEN_IN

    return GIVEN_IN[_unit(code)][0]


def _unit(code: str) -> Unit:
    return _rules()[code].unit if code in _rules() else Unit.CASES


def hours(seconds: int) -> str:
    """8小时15分, 30分, 0分; a rest of seconds is told where it matters that there is one."""
    whole, rest = divmod(seconds, 60)
    h, m = divmod(whole, 60)
    words = (f"{h:,}小时" if h else "") + (f"{m}分" if m else "") + (f"{rest}秒" if rest else "")
    return words or "0分"


def measured(finding: "Finding") -> str:
    """What was found."""
    return written(finding.measured, finding.rule)


def required(finding: "Finding") -> str:
    """What the law asks."""
    return written(finding.required, finding.rule)
