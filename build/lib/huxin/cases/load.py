"""How much work lies with which office and which officer, and which lines of jurisdiction are there?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from huxin.base.actor import Actor
from huxin.cases.actions.desk import Staff, staff_of
from huxin.cases.models import Case
from huxin.cases.records import Jurisdiction
from huxin.orgs.access import visible, within
from huxin.orgs.directory import public_bodies
from huxin.orgs.models import Organisation, User


@dataclass(slots=True)
class OfficerLoad:
    """One officer's open cases, and how many of them are late; `gone` has no longer the right to handle them."""

    user: User
    open: int = 0
    late: int = 0
    gone: bool = False


@dataclass(slots=True)
class OfficeLoad:
    """One office's open cases: how many, without officer, late; and its officers, the least loaded first."""

    office: Organisation
    open: int
    waiting: int
    late: int
    officers: list[OfficerLoad] = field(default_factory=list)


def loads(by: Actor, today: date) -> list[OfficeLoad]:
    """The offices in which `by` assigns and where cases are open."""
    rows = visible(Case, by, "case.assign").filter(closed_at=None).values("organisation")
    sums = rows.annotate(
        open=Count("pk"), waiting=Count("pk", filter=Q(officer=None)), late=Count("pk", filter=Q(due_on__lt=today))
    ).order_by("organisation")
    counted = {row["organisation"]: (row["open"], row["waiting"], row["late"]) for row in sums}
    offices = list(Organisation.objects.filter(pk__in=counted).order_by("area__order", "order", "pk"))
    late = Case.objects.filter(organisation__in=offices, closed_at=None, due_on__lt=today)
    by_officer = late.values("organisation", "officer").annotate(n=Count("pk")).order_by()
    late_by = {(row["organisation"], row["officer"]): row["n"] for row in by_officer}
    staff = staff_of(offices)
    gone = _gone(offices, staff)
    return [
        OfficeLoad(one, *counted[one.pk], [*gone.get(one.pk, ()), *_officers(one, staff[one.pk], late_by)])
        for one in offices
    ]


def _officers(office: Organisation, staff: Staff, late_by: Mapping[Any, int]) -> list[OfficerLoad]:
    return [OfficerLoad(user, load, late_by.get((office.pk, user.pk), 0)) for user, load in staff]


def _gone(offices: list[Organisation], staff: Mapping[int, Staff]) -> dict[int, list[OfficerLoad]]:
    """By office, who still has open cases there and is no officer of it any more: first in the list."""
    held = Case.objects.filter(organisation__in=offices, closed_at=None, officer__isnull=False)
    rows = held.values("organisation", "officer").annotate(n=Count("pk")).order_by("organisation", "officer")
    there = {pk: {user.pk for user, _ in people} for pk, people in staff.items()}
    left = [row for row in rows if row["officer"] not in there[row["organisation"]]]
    users = User.objects.in_bulk({row["officer"] for row in left})
    found: dict[int, list[OfficerLoad]] = {}
    for row in left:
        one = OfficerLoad(users[row["officer"]], row["n"], gone=True)
        found.setdefault(row["organisation"], []).append(one)
    return found


def busy(by: Actor) -> QuerySet[User]:
    """Whoever handles an open case, as first or second, as far as `by` assigns there; also who has left."""
    rows = visible(Case, by, "case.assign").filter(closed_at=None)
    return User.objects.filter(Q(pk__in=rows.values("officer")) | Q(pk__in=rows.values("second_officer")))


def handled_by(leaver: User, by: Actor) -> list[Organisation]:
    """The offices whose open cases this person handles, as first or second, as far as `by` assigns there."""
    theirs = Q(officer=leaver) | Q(second_officer=leaver)
    rows = visible(Case, by, "case.assign").filter(theirs, closed_at=None)
    return list(Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("pk"))


def jurisdictions(by: Actor) -> QuerySet[Jurisdiction]:
    """Every line for the areas that `by` looks after, in official order, the newest of its kind first."""
    rows = Jurisdiction.objects.filter(within(by, "jurisdiction.manage", "area__path"))
    return rows.select_related("area", "organisation").order_by(
        "area__order", "area", "procedure", "topic", "-valid_from"
    )


def offices_below(by: Actor) -> QuerySet[Organisation]:
    """The public bodies of these areas."""
    rows = public_bodies().filter(within(by, "jurisdiction.manage", "area__path"))
    return rows.order_by("area__order", "order", "pk")
