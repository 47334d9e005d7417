"""How do the figures of other systems come in as a table: many platforms and months at once, all of them or none?"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.chinese import half_width
from huxin.base.errors import NotPossible
from huxin.orgs.access import visible
from huxin.oversight.actions.delivering import DECIDE
from huxin.oversight.actions.reporting import enter_figures
from huxin.oversight.models import Reporter
from huxin.oversight.reported import ReportedFigure
from huxin.registry.names import search_key

PLATFORM, MONTH, SOURCE = "平台", "月份", "来源"
HEADINGS = (PLATFORM, MONTH, *ReportedFigure.Kind.labels, SOURCE)
MOST, MOST_TOLD = 500, 10
Rows = Sequence[tuple[int, Mapping[str, Any]]]
_MONTH = re.compile(r"(20\d\d)\D?(\d{1,2})月?(?:\D?0?1日?)?")


def known_lines(by: Actor, month: date) -> list[dict[str, Any]]:
    """The platforms within reach, each with what is known of the month, as lines of the table."""
    reporters = visible(Reporter, by, DECIDE).select_related("enterprise").order_by("pk")
    firms = [one.enterprise for one in reporters]
    lines: dict[int, dict[str, Any]] = {
        one.pk: {PLATFORM: str(one), MONTH: f"{month:%Y-%m}", SOURCE: ""} for one in firms
    }
    for row in ReportedFigure.objects.filter(enterprise__in=lines, month=month).order_by("pk"):
        lines[row.enterprise_id] |= {row.get_kind_display(): row.value, SOURCE: row.source}
    return list(lines.values())


@transaction.atomic
def enter_table(rows: Rows, *, by: Actor, at: datetime) -> int:
    """Enter every line; NotPossible tells the lines that are wrong, and then none is entered. The number of figures
    that are new or other."""
    if not rows or len(rows) > MOST:
        raise NotPossible(f"表格应有1至{MOST}行数据，第一行是列名。")
    if absent := [one for one in (PLATFORM, MONTH, SOURCE) if one not in rows[0][1]]:
        raise NotPossible(f"表格缺少列：{'、'.join(absent)}。请用下载的表样填写。")
    reporters, changed, wrong = _reporters(by), 0, []
    for number, row in rows:
        try:
            changed += _enter(row, reporters, by, at)
        except NotPossible as refusal:
            wrong.append(f"第{number}行：{refusal.reason}")
    if wrong:
        more = f"另有{len(wrong) - MOST_TOLD}行有误。" if len(wrong) > MOST_TOLD else ""
        raise NotPossible(f"整张表都没有录入，请改正后重新导入。{''.join(wrong[:MOST_TOLD])}{more}")
    return changed


def _reporters(by: Actor) -> dict[str, Reporter]:
    """The platforms within reach by whatever they are called."""
    rows = visible(Reporter, by, DECIDE).select_related("enterprise").prefetch_related("enterprise__names")
    found: dict[str, Reporter] = {}
    for row in rows:
        firm = row.enterprise
        names = [firm.name, firm.short_name, firm.credit_code or "", *(one.name for one in firm.names.all())]
        found |= {search_key(name): row for name in names if name}
    return found


def _enter(row: Mapping[str, Any], reporters: Mapping[str, Reporter], by: Actor, at: datetime) -> int:
    name = str(row.get(PLATFORM) or "")
    reporter = reporters.get(search_key(name)) if name else None
    if reporter is None:
        raise NotPossible(f"“{name}”不是您管理的报送平台。")
    values = {kind: _count(row.get(label), label) for kind, label in ReportedFigure.Kind.choices}
    if all(value is None for value in values.values()):
        raise NotPossible("没有填数字。")
    source = str(row.get(SOURCE) or "")
    return enter_figures(reporter, month=_month(row.get(MONTH)), values=values, source=source, by=by, at=at)


def _month(cell: Any) -> date:
    """2026-10, 2026年10月, 202610, or the day that Excel makes of it."""
    if isinstance(cell, date):
        return cell
    found = _MONTH.fullmatch(half_width(str(cell or "")).replace(" ", ""))
    if found is None or not 1 <= int(found[2]) <= 12:
        raise NotPossible(f"月份“{cell or ''}”读不懂，请写作2026-10。")
    return date(int(found[1]), int(found[2]), 1)


def _count(cell: Any, label: str) -> int | None:
    if cell in (None, ""):
        return None
    text = half_width(str(cell)).replace(",", "")
    if not re.fullmatch(r"\d{1,15}", text):
        raise NotPossible(f"“{label}”应为不带小数的数，不是“{cell}”。")
    return int(text)
