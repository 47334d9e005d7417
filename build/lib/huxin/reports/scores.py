"""How did each unit report in a half-year, also one without a task, and which reports stand behind every figure?"""

from datetime import date

from django.db.models import Count, Q, QuerySet

from huxin.plans.queries import half_year
from huxin.reports.models import Report

FIGURES = {"asked": "应报", "on_time": "按时报送", "late": "迟报", "returned": "报告退回"}


def _rule(figure: str, today: date) -> Q:
    """A report that is owed past its day is late too, whether it comes or not."""
    return {
        "asked": Q(),
        "on_time": Q(handed_in_at__isnull=False, late=False),
        "late": Q(late=True) | Q(handed_in_at=None, due_on__lt=today),
        "returned": Q(returns__gt=0),
    }[figure]


def scored_reports(
    reports: QuerySet[Report], year: int, half: int, figure: str = "asked", *, today: date
) -> QuerySet[Report]:
    """The reports of rounds due in a half-year that one figure counts; what is history counts nowhere."""
    found = reports.filter(cycle__due_on__range=half_year(year, half)).exclude(state=Report.State.HISTORY)
    return found.filter(_rule(figure, today))


def report_scores(reports: QuerySet[Report], year: int, half: int, *, today: date) -> dict[int, dict[str, int]]:
    """By unit: every figure, the length of `scored_reports` with the same word."""
    counts = {figure: Count("pk", filter=_rule(figure, today)) for figure in FIGURES if figure != "asked"}
    rows = scored_reports(reports, year, half, today=today).order_by().values_list("organisation")
    found = rows.annotate(asked=Count("pk"), **{f"n_{name}": count for name, count in counts.items()})
    return {unit: dict(zip(FIGURES, numbers, strict=True)) for unit, *numbers in found}
