"""Who may handle the cases of an office, how much has each of them to do, and who has this one?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import IntegerField, OuterRef, Q, Subquery

from huxin.base.actor import Actor
from huxin.cases import signs
from huxin.cases.models import Case
from huxin.journal.log import record, verb
from huxin.orgs.models import Membership, Organisation, User
from huxin.orgs.roles import roles_with

ASSIGNED = verb("case.assigned", "指派承办人", ("officer_id", "second_officer_id"))
Staff = list[tuple[User, int]]
MANY = 1000


def officers_of(office: Organisation) -> Staff:
    """The people who may handle cases of an office with the number of open cases of each, the least loaded first."""
    return staff_of([office])[office.pk]


def staff_of(offices: Sequence[Organisation]) -> dict[int, Staff]:
    """The same of many offices at once, by their keys."""
    if not offices:
        return {}
    there = reduce(or_, (Q(organisation__path__startswith=office.path) for office in offices))
    held = Membership.objects.filter(there, until=None, role__in=roles_with("case.handle"), user__is_active=True)
    rows = list(held.select_related("user", "organisation"))
    load = open_cases({row.user_id for row in rows})
    found = {}
    for office in offices:
        people = {row.user_id: row.user for row in rows if row.organisation.path.startswith(office.path)}
        staff = [(user, load.get(pk, 0)) for pk, user in people.items()]
        found[office.pk] = sorted(staff, key=lambda one: (one[1], one[0].pk))
    return found


def open_cases(officers: Collection[int]) -> dict[int, int]:
    """How many open cases each of them handles, counted up to `MANY`: who has so many has enough."""
    own = Case.objects.filter(officer=OuterRef("pk"), closed_at=None).order_by().values("pk")[:MANY]
    rows = User.objects.filter(pk__in=officers).annotate(load=_Number(own))
    return dict(rows.values_list("pk", "load"))


class _Number(Subquery):
    """How many rows a bounded query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def put(case: Case, officer: User, second: User | None, *, right: str, by: Actor, at: datetime) -> Case:
    """Write down who has the case, inside the action that has the right."""
    case.officer, case.second_officer = officer, second
    Case.objects.filter(pk=case.pk).update(officer=officer, second_officer=second)
    signs.keep(case)
    record(
        ASSIGNED, [case], by=by, at=at, org_path=case.org_path, permission=right,
        officer_id=officer.pk, second_officer_id=second.pk if second else None,
    )  # fmt: skip
    return case


def take(case: Case, *, right: str, by: Actor, at: datetime) -> None:
    """Who accepts a case that nobody has, and may handle it there, has it from now on."""
    if case.officer_id is None:
        staff = (user for user, _ in officers_of(case.organisation))
        if officer := next((user for user in staff if user.pk == by.user_id), None):
            put(case, officer, None, right=right, by=by, at=at)
