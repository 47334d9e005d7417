"""How does somebody outside the offices tell what happened? One action for the portal, with log-in or without."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases.actions.opening import Matter, Opened, open_case
from huxin.cases.models import Party
from huxin.cases.people import Person, add_party
from huxin.cases.procedure import PROCEDURES, Procedure
from huxin.orgs.access import SYSTEM
from huxin.orgs.models import Area
from huxin.registry.actions.workers import About, register_worker
from huxin.registry.models import Source, Worker

COMPLAINT, CLUE = "complaint", "clue"


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells: for himself, for somebody else, or without saying who he is."""

    name: str = ""
    phone: str = ""
    address: str = ""
    e_service: bool = False
    offer: bool = False  # agrees that the firm is asked first
    anonymous: bool = False
    worker: Worker | None = None  # who is logged in
    acts_for: str = ""  # the name of the person concerned, where the teller acts for him
    acts_as: str = ""  # as what he does so
    principal_phone: str = ""  # by which the person concerned finds the case on his own page


def newest(name: str) -> Procedure:
    """The version of a procedure by which new cases are opened."""
    versions = [p for p in PROCEDURES.values() if p.code.split("/")[0] == name]
    return max(versions, key=lambda p: int(p.code.split("/")[1]))


def places() -> list[Area]:
    """The places of work to choose from, in official order."""
    return list(Area.objects.filter(children=None).order_by("order", "code"))


@transaction.atomic
def file_report(kind: str, matter: Matter, teller: Teller, *, by: Actor, at: datetime) -> Opened:
    """A complaint for oneself, or a tip-off; the right office gets it, the teller gets his receipt."""
    procedure = newest(kind)
    if procedure.opens:
        raise NotPossible("这类事项不能在网上直接提交，请到窗口办理。")
    if teller.anonymous:
        return open_case(procedure, replace(matter, anonymous=True), by=by, at=at, reporters=[Person()])
    if not teller.name or not teller.phone:
        raise NotPossible("请填写姓名和手机号；不想留下身份的，请选择匿名。")
    name, phone = (teller.acts_for, teller.principal_phone) if teller.acts_for else (teller.name, teller.phone)
    worker = None if teller.acts_for else teller.worker
    if worker is None and phone:
        worker = register_worker(
            name=name, phone=phone, about=About(area=matter.area), source=Source.CASE, by=SYSTEM, at=at
        )
    agrees = teller.e_service and not teller.acts_for  # an agent agrees to it for himself
    teller_as = Person(name=name, phone=phone, address=teller.address, worker=worker, e_service=agrees)
    opened = open_case(procedure, matter, by=by, at=at, reporters=[teller_as])
    if teller.offer:
        agreed = {"offer": localtime(at).date().isoformat()}
        Party.objects.filter(pk=opened.parties[0].pk).update(consents=agreed)
    if not teller.acts_for:
        return opened
    return with_agent(opened, Person(
        name=teller.name, phone=teller.phone, worker=teller.worker, acts_as=teller.acts_as, e_service=teller.e_service
    ))  # fmt: skip


def with_agent(opened: Opened, agent: Person) -> Opened:
    """He who acts for another has the receipt; the office asks him for the authorisation."""
    principal = opened.parties[0]
    agent = replace(agent, role=Party.Role.AGENT, acts_for=principal)
    party = add_party(opened.case, agent, receipt=opened.receipts[0])
    Party.objects.filter(pk=principal.pk).update(receipt_digest="")
    return replace(opened, parties=(*opened.parties, party))
