"""Whom does an event of a case concern? Its officers, whoever assigns there, and the body that was asked."""

from collections.abc import Iterator

from huxin.cases.models import Case
from huxin.journal.models import Event
from huxin.notices.people import holders
from huxin.notices.targets import Target, touched


def _desk(case: Case, event: Event) -> set[int]:
    """The officers; while there is none, whoever assigns."""
    people = {pk for pk in (case.officer_id, case.second_officer_id) if pk}
    return people or holders("case.assign", case.org_path, at=event.occurred_at)


def officers(event: Event) -> Iterator[Target]:
    """Who handles the case."""
    for case in touched(event, "case"):
        yield Target(case, _desk(case, event), case.org_path)


def assigners(event: Event) -> Iterator[Target]:
    """Who names the officer, of a case that came in and has none."""
    for case in touched(event, "case"):
        if case.officer_id is None:
            yield Target(case, holders("case.assign", case.org_path, at=event.occurred_at), case.org_path)


def late(event: Event) -> Iterator[Target]:
    """The officers; where the office itself is late, whoever supervises them too."""
    for case in touched(event, "case"):
        people = _desk(case, event)
        if event.data["owed_by"] == "office":
            people |= holders("case.assign", case.org_path, at=event.occurred_at, leaders=True)
        yield Target(case, people, case.org_path)


def asked_body(event: Event) -> Iterator[Target]:
    """The body that is asked to help, or told."""
    for row in touched(event, "assistance"):
        people = holders("case.assist", row.org_path, at=event.occurred_at, leaders=True)
        yield Target(row, people, row.org_path)
