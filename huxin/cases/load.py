"""How much work lies with which office and which officer, and which lines of jurisdiction are there?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from huxin.base.actor import Actor
from huxin.cases.models import Case
from huxin.cases.officers import Staff, staff_of
from huxin.cases.records import Jurisdiction
from huxin.orgs.access import visible, within
from huxin.orgs.directory import public_bodies
from huxin.orgs.models import Organisation, User


@dataclass(slots=True)
class OfficerLoad:
    """One officer's open cases, how many of them are late, and in how many he is the second; `gone` has no longer the
    right to handle them."""

    user: User
    open: int = 0
    late: int = 0
    beside: int = 0
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
    first, beside = (_by_officer(offices, name) for name in ("officer", "second_officer"))
    found = {one.pk: OfficeLoad(one, *counted[one.pk]) for one in offices}
    gone = _gone(staff, first, beside)
    for office in found.values():
        for user, load, left in [*gone.get(office.office.pk, ()), *((*one, False) for one in staff[office.office.pk])]:
            here = (office.office.pk, user.pk)
            office.officers.append(OfficerLoad(user, load, late_by.get(here, 0), beside.get(here, 0), left))
    return list(found.values())


def _by_officer(offices: list[Organisation], name: str) -> dict[tuple[int, int], int]:
    """By office and officer, in how many open cases he is the first, or the second."""
    held = Case.objects.filter(organisation__in=offices, closed_at=None, **{f"{name}__isnull": False})
    rows = held.values_list("organisation", name).annotate(n=Count("pk")).order_by("organisation", name)
    return {(office, officer): n for office, officer, n in rows}


def _gone(
    staff: Mapping[int, Staff], first: Mapping[tuple[int, int], int], beside: Mapping[tuple[int, int], int]
) -> dict[int, list[tuple[User, int, bool]]]:
    """By office, who still stands in open cases there and is no officer of it any more: first in the list."""
    there = {pk: {user.pk for user, _ in people} for pk, people in staff.items()}
    left = [(office, officer) for office, officer in dict.fromkeys((*first, *beside)) if officer not in there[office]]
    users = User.objects.in_bulk({officer for _, officer in left})
    found: dict[int, list[tuple[User, int, bool]]] = {}
    for office, officer in left:
        found.setdefault(office, []).append((users[officer], first.get((office, officer), 0), True))
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
