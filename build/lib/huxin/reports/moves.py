"""How do a report and its sections move, and the terms of the duties with them? Moves without rights or events."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F

from huxin.base.errors import NotPossible
from huxin.plans import terms
from huxin.plans.models import Duty, Term
from huxin.reports.models import Figure, Report, Section, SectionVersion
from huxin.typesetting.content import tidy

TEXTS = ("progress", "highlights", "experience", "cases", "problems", "measures", "next_steps")
OPEN_REPORT = (Report.State.DRAFT, Report.State.RETURNED)
OPEN_SECTION = (Section.State.DRAFT, Section.State.RETURNED)


def tidied(told: Mapping[str, str]) -> dict[str, str]:
    """What was typed without control characters that neither a database nor a printer takes."""
    return {field: tidy(text).strip() for field, text in told.items()}


def claim_report(report: Report, *, among: tuple[str, ...], **changes: Any) -> None:
    """Change the report if it still stands in one of these states; of two at once the second is told.

    Every action on a report that left the unit begins here: the UPDATE holds the row, so what is read after it is
    not stale, and nobody takes the sections before the report.
    """
    moved = Report.objects.filter(pk=report.pk, state__in=among).update(version=F("version") + 1, **changes)
    report.refresh_from_db()
    if not moved:
        raise NotPossible(f"这份报告现为“{report.get_state_display()}”，不能办理此事项，请刷新页面查看。")


def claim_section(section: Section, *, among: tuple[str, ...], **changes: Any) -> None:
    """The same for one section."""
    moved = Section.objects.filter(pk=section.pk, state__in=among).update(version=F("version") + 1, **changes)
    section.refresh_from_db()
    if not moved:
        raise NotPossible(f"这一部分现为“{section.get_state_display()}”，不能办理此事项，请刷新页面查看。")


def duties_of(sections: Iterable[Section]) -> list[Duty]:
    """The duties that these sections answer for; two roles under one goal share a section."""
    rows = list(sections)
    goals = {section.goal_id for section in rows if section.goal_id}
    if not goals:
        return []
    return list(Duty.objects.filter(goal__in=goals, organisation=rows[0].report.organisation_id, ended_on=None))


def terms_of(sections: Iterable[Section], *states: str) -> list[Term]:
    """The terms of this round under those duties, as far as they stand in one of these states."""
    rows = list(sections)
    if not rows:
        return []
    found = Term.objects.filter(
        duty__in=duties_of(rows), kind=Term.Kind.CYCLE, period=rows[0].report.cycle.period, state__in=states
    )
    return list(found.select_related("duty"))


def hand_in_terms(sections: list[Section], at: datetime) -> None:
    answers = {section.goal_id: section.answer for section in sections}
    for term in terms_of(sections, Term.State.OPEN, Term.State.RETURNED):
        terms.hand_in(term, answer=answers[term.duty.goal_id], at=at)


def withdraw_terms(sections: list[Section]) -> None:
    for term in terms_of(sections, Term.State.HANDED_IN):
        terms.withdraw(term)


def close_terms(sections: list[Section], at: datetime) -> None:
    for term in terms_of(sections, Term.State.HANDED_IN):
        terms.close(term, at=at)


def return_terms(section: Section, until: date) -> None:
    """A term that waits is given back; one that was closed by an acceptance is owed again."""
    for term in terms_of([section], Term.State.HANDED_IN):
        terms.give_back(term, until=until, reason=section.return_reason)
    for term in terms_of([section], Term.State.DONE):
        terms.reopen(term, due_on=until, reason=section.return_reason)


def keep_version(section: Section, *, by_id: int | None, at: datetime, correction: str = "") -> SectionVersion:
    """What the section says at this moment, never changed again."""
    return SectionVersion.objects.create(
        section=section,
        number=section.versions.count() + 1,
        correction=correction,
        answer=section.answer,
        written_by_id=by_id,
        written_at=at,
        **{field: getattr(section, field) for field in TEXTS},
    )


def freeze_figures(sections: Iterable[Section], at: datetime) -> int:
    """From now on these figures are only corrected, with a note."""
    return Figure.objects.filter(section__in=sections, current=True, frozen_at=None).update(frozen_at=at)
