"""How many reports and sections are in, late, returned, missing? Counted, never typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from huxin.reports.models import Report, Section


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one round, over the reports given."""

    parties: int
    handed_in: int
    on_time: int
    late: int
    missing: int
    returned: int  # reports that were ever returned
    sections: int  # handed in
    zero: int
    not_ours: int
    accepted: int  # reports accepted as a whole


def count(reports: Iterable[Report]) -> Counts:
    """Counts of reports with their sections loaded."""
    rows = list(reports)
    came = [report for report in rows if report.handed_in_at is not None]
    late = sum(report.late for report in came)
    given = [s for r in came for s in r.sections.all() if s.state != Section.State.DRAFT]
    return Counts(
        parties=len(rows),
        handed_in=len(came),
        on_time=len(came) - late,
        late=late,
        missing=len(rows) - len(came),
        returned=sum(report.returns > 0 for report in rows),
        sections=len(given),
        zero=sum(s.answer == Section.Answer.ZERO for s in given),
        not_ours=sum(s.answer == Section.Answer.NOT_OURS for s in given),
        accepted=sum(report.state == Report.State.ACCEPTED for report in rows),
    )
