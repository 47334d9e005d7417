"""Which sections does nobody owe any more, because the task or the party's share in it ended since it was asked?"""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from huxin.plans.models import Duty
from huxin.reports.models import Figure, Report, Section, SectionFile, SectionVersion
from huxin.reports.moves import OPEN_SECTION, claim_section, keep_version

_OUT = (Report.State.RETURNED, Report.State.HANDED_IN)


def unowed(sections: QuerySet[Section]) -> QuerySet[Section]:
    """Those of tasks under which the party has no living duty; the part about the whole is always owed."""
    duties = Duty.objects.filter(
        goal=OuterRef("goal"), organisation=OuterRef("report__organisation"), ended_on=None, goal__ended_on=None
    )
    return sections.filter(~Exists(duties), goal__isnull=False)


def drop_unowed(sections: QuerySet[Section], *, at: datetime) -> list[Section]:
    """Take away what nobody owes and nobody has written into; what was written or handed in stays. Those dropped.

    For use inside the action or reaction that follows the plan.
    """
    of_it = {"section": OuterRef("pk")}
    blank = unowed(sections).filter(
        ~Exists(SectionVersion.objects.filter(**of_it)),
        ~Exists(SectionFile.objects.filter(**of_it)),
        ~Exists(Figure.objects.filter(**of_it, value__isnull=False)),
        state=Section.State.DRAFT,
        written_at=None,
    )
    dropped = list(blank.select_related("goal").order_by("goal__number", "pk"))
    Figure.objects.filter(section__in=dropped).delete()
    Section.objects.filter(pk__in=[section.pk for section in dropped]).delete()
    _settle({section.report_id for section in dropped}, at)
    return dropped


def settle_not_ours(sections: QuerySet[Section], *, by_id: int | None, at: datetime) -> None:
    """The office agreed that the task is none of the party's: what was handed in or sent back stays on file, answered
    so, and waits for nobody. For use inside the reaction to that."""
    waiting = unowed(sections).filter(state__in=(Section.State.HANDED_IN, Section.State.RETURNED))
    for section in waiting.select_related("report"):
        settled = {"answer": Section.Answer.NOT_OURS, "decided_by_id": by_id, "decided_at": at}
        claim_section(section, among=(section.state,), state=Section.State.ACCEPTED, **settled)
        keep_version(section, by_id=by_id, at=at, correction="办公室同意本单位无此项任务，责任终止")
        _settle({section.report_id}, at)


def _settle(report_ids: set[int], at: datetime) -> None:
    """A report that was open, or waited, for these sections alone is whole without them."""
    left = Section.objects.filter(report=OuterRef("pk"))
    rows = Report.objects.filter(~Exists(left.filter(state__in=OPEN_SECTION)), pk__in=report_ids, state__in=_OUT)
    waits = Exists(left.exclude(state=Section.State.ACCEPTED))
    rows.filter(waits).update(state=Report.State.HANDED_IN, version=F("version") + 1)
    rows.filter(~waits).update(state=Report.State.ACCEPTED, accepted_at=at, version=F("version") + 1)
