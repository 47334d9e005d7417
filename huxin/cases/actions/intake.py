"""How does what was told at a desk, on the phone or by another body become a case? The same data as from the portal."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from huxin.base.actor import Actor
from huxin.cases.actions.filing import with_agent
from huxin.cases.actions.opening import Matter, Opened, open_case
from huxin.cases.facts import ClaimFact
from huxin.cases.jurisdiction import office_for
from huxin.cases.people import Person
from huxin.cases.procedure import Procedure
from huxin.orgs.access import require
from huxin.orgs.models import Area, Organisation
from huxin.registry.actions.workers import find
from huxin.registry.models import Enterprise
from huxin.registry.personal import read_person

SAME = (  # what a matter takes over as it was told
    *("source", "topic", "title", "area", "story", "wish", "place", "industry", "relation", "enterprise"),
    *("enterprise_name", "platform_name", "happened_from", "happened_until", "people", "outside_number"),
    *("outside_due_on", "anonymous"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody tells an officer, for himself or for another (`acts_for`). Money in fen; without a name it is
    anonymous."""

    procedure: Procedure
    source: str
    topic: str
    title: str
    area: Area
    story: str = ""
    wish: str = ""
    place: str = ""
    industry: str = ""
    relation: str = ""
    enterprise: Enterprise | None = None
    enterprise_name: str = ""
    platform_name: str = ""
    happened_from: date | None = None
    happened_until: date | None = None
    claimed_fen: int | None = None
    people: int = 1
    outside_number: str = ""
    outside_due_on: date | None = None
    anonymous: bool = False
    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    e_service: bool = False
    acts_as: str = ""
    acts_for: str = ""
    principal_phone: str = ""


def places() -> QuerySet[Area]:
    """Where somebody may have worked: the whole prefecture, its counties in official order."""
    return Area.objects.filter(parent__isnull=False).order_by("order", "pk")


def office_of(told: Told, day: date) -> Organisation:
    """The office that will take it."""
    return office_for(told.area, told.topic, told.procedure.code.split("/")[0], day)


@transaction.atomic
def take_in(told: Told, *, by: Actor, at: datetime) -> Opened:
    """Register it with the office that is competent; whoever was registered as a worker before is recognised."""
    require(by, "case.open")
    claim = ClaimFact(
        kind=told.topic, claimed_fen=told.claimed_fen, people=told.people, period_from=told.happened_from,
        period_until=told.happened_until,
    )  # fmt: skip
    matter = Matter(**{name: getattr(told, name) for name in SAME}, claims=(claim,))
    if told.acts_for:
        opened = open_case(told.procedure, matter, by=by, at=at, reporters=(_principal(told),))
        return with_agent(opened, replace(_reporter(told), acts_as=told.acts_as))
    return open_case(told.procedure, matter, by=by, at=at, reporters=(_reporter(told),) if _is_told(told) else ())


def _is_told(told: Told) -> bool:
    """What an office begins by itself (an inspection, a rectification) is told by nobody, unless somebody is named."""
    return bool(told.name) or not told.procedure.opens


def _principal(told: Told) -> Person:
    """For whom somebody came."""
    known = find(read_person(name=told.acts_for, phone=told.principal_phone)) if told.principal_phone else None
    return Person(name=told.acts_for, phone=told.principal_phone, worker=known)


def _reporter(told: Told) -> Person:
    if told.anonymous:
        return Person(e_service=told.e_service)
    person = read_person(name=told.name, identity=told.id_number, phone=told.phone)
    return Person(
        name=told.name, phone=told.phone, id_number=told.id_number, address=told.address, e_service=told.e_service,
        worker=find(person),
    )  # fmt: skip
