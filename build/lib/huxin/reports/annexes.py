"""Which tables go with the prefecture's report: who reported when, and the figures?"""

from django.utils import timezone

from huxin.reports.figures import Standing, by_code, shown_change, shown_number
from huxin.reports.gathered import Gathered, is_government
from huxin.reports.models import Report, Section
from huxin.typesetting.content import Align, Annex, Cell, Column, Table, cells


def annexes(gathered: Gathered, added: dict[str, Standing]) -> tuple[Annex, ...]:
    """附件1 to 附件3."""
    return (
        Annex("附件1", "各单位报送情况表", (_parties(gathered),)),
        Annex("附件2", "主要数据表", (_totals(gathered, added),)),
        Annex("附件3", "主要数据分地区表", (_by_area(gathered, added),), landscape=True),
    )


def _parties(gathered: Gathered) -> Table:
    head = cells("序号", "单位", "报送日期", "按时", "退回", "任务项", "零报告", "状态")
    rows = [_party(place, report) for place, report in enumerate(gathered.reports, start=1)]
    widths = (2, 7, 5, 3, 2, 3, 3, 3)
    columns = tuple(Column(w, Align.LEFT if w == 7 else Align.CENTER) for w in widths)
    return Table(columns, (head, *rows))


def _party(place: int, report: Report) -> tuple[Cell, ...]:
    sections = [section for section in report.sections.all() if section.goal_id]
    came = report.handed_in_at
    zero = sum(s.answer == Section.Answer.ZERO for s in sections if s.state != Section.State.DRAFT)
    day = timezone.localtime(came).strftime("%Y-%m-%d") if came else ""
    on_time = ("否" if report.late else "是") if came else "未报送"
    return cells(
        str(place), report.organisation.short_name, day, on_time, str(report.returns), str(len(sections)),
        str(zero), report.get_state_display(),
    )  # fmt: skip


def _totals(gathered: Gathered, added: dict[str, Standing]) -> Table:
    head = cells("序号", "指标", "单位", "本期", "今年累计", "上年同期", "同比")
    rows = []
    for place, (code, standing) in enumerate(added.items(), start=1):
        figure = by_code()[code]
        numbers = (standing.value, standing.total, standing.last_year)
        shown = (shown_number(number, figure.decimals) for number in numbers)
        rows.append(cells(str(place), figure.title, figure.unit, *shown, shown_change(standing.change)))
    widths = (2, 8, 2, 3, 3, 3, 3)
    columns = tuple(Column(w, Align.LEFT if w == 8 else Align.CENTER) for w in widths)
    return Table(columns, (head, *(rows or [cells("", "本期没有数据", "", "", "", "", "")])))


def _by_area(gathered: Gathered, added: dict[str, Standing]) -> Table:
    """This period's figures: the prefecture's units together, each county, and the sum."""
    areas = [report.organisation.area for report in gathered.reports if is_government(report.organisation)]
    values: dict[tuple[str, str], int] = {}
    for figure in gathered.figures():
        if figure.value is not None:
            party = figure.section.report.organisation
            place = party.area.code if is_government(party) else ""
            values[figure.code, place] = values.get((figure.code, place), 0) + figure.value
    level = f"{gathered.cycle.plan.area.name[-1]}级"
    head = cells("指标", "单位", level, *(area.short_name for area in areas), "合计")
    rows = []
    for code, standing in added.items():
        known = by_code()[code]
        shown = (shown_number(values.get((code, p)), known.decimals) for p in ("", *(a.code for a in areas)))
        rows.append(cells(known.title, known.unit, *shown, shown_number(standing.value, known.decimals)))
    columns = (Column(7, Align.LEFT), Column(2), *(Column(3) for _ in range(len(areas) + 2)))
    return Table(columns, (head, *(rows or [cells("本期没有数据", *[""] * (len(areas) + 3))])))
