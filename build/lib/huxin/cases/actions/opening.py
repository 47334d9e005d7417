"""How does a matter become a case? By one door, whoever opens it: a worker, an officer, a file, or another case."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.base.secrets import new_receipt
from huxin.cases import clocks, reach, writing
from huxin.cases.facts import ClaimFact, Facts
from huxin.cases.jurisdiction import office_for
from huxin.cases.models import Case, CaseLink, Party
from huxin.cases.people import Person, add_party
from huxin.cases.procedure import OPEN, PROCEDURES, Procedure
from huxin.cases.topics import Source
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import require_at
from huxin.orgs.models import Area, Organisation
from huxin.registry.models import Enterprise

OPENED = verb(
    "case.opened", "登记：{procedure}，由{organisation_id}办理", ("procedure", "source", "organisation_id"), PARTIES
)
_PLAIN = (
    "topic", "story", "wish", "area", "place", "industry", "relation", "enterprise", "enterprise_name",
    "platform_name", "happened_from", "happened_until", "people", "anonymous", "source", "outside_number",
    "outside_due_on",
)  # fmt: skip
_TWICE = "同一来源、外部编号“{}”的事项已经登记过（{}），不必重复登记。"


@dataclass(frozen=True, slots=True)
class Matter:
    """What is told when a case is opened. Money in fen; `organisation` only where the office is already known."""

    topic: str
    title: str
    area: Area
    source: str = Source.PORTAL
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
    people: int = 1
    anonymous: bool = False
    outside_number: str = ""
    outside_due_on: date | None = None
    organisation: Organisation | None = None
    claims: tuple[ClaimFact, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """The new case, its reporters, and the secret of each one's receipt: shown once, kept as a digest."""

    case: Case
    parties: tuple[Party, ...]
    receipts: tuple[str, ...]


@transaction.atomic
def open_case(
    procedure: Procedure,
    matter: Matter,
    *,
    by: Actor,
    at: datetime,
    reporters: Sequence[Person] = (),
    arises_from: Case | None = None,
    link: str = CaseLink.Kind.ARISES,
) -> Opened:
    """Register a matter with the office that the table of jurisdiction names, and start the clocks of the law.

    Where the procedure names a right, an officer needs it at that office or above; a public one is open to anybody.
    """
    today = localtime(at).date()
    _check(matter, today)
    office = matter.organisation or office_for(matter.area, matter.topic, procedure.code.split("/")[0], today)
    if procedure.opens and arises_from is None:
        require_at(by, procedure.opens, office.path)
    case = _create(procedure, matter, office, by=by, at=at)
    reach.home(case)
    receipts = tuple(new_receipt() for _ in reporters)
    parties = tuple(add_party(case, one, receipt=code) for one, code in zip(reporters, receipts, strict=True))
    if matter.enterprise or matter.enterprise_name:
        add_party(case, Person(role=Party.Role.RESPONDENT, enterprise=matter.enterprise))
    if procedure.claims:
        writing.write_claims(case, matter.claims or (ClaimFact(kind=matter.topic, people=matter.people),))
        if len(parties) == 1:
            case.claims.update(party=parties[0])
    if arises_from is not None:
        CaseLink.objects.create(case=arises_from, other=case, kind=link, since=at)
    clocks.trigger(case, procedure, (OPEN,), Facts(data=matter.data), at=at)
    subjects = [case] if arises_from is None else [case, arises_from]
    record(
        OPENED, subjects, by=by, at=at, org_path=case.org_path, permission=procedure.opens,
        procedure=procedure.code, source=matter.source, organisation_id=office.pk,
    )  # fmt: skip
    return Opened(case, parties, receipts)


def _check(matter: Matter, today: date) -> None:
    if not matter.title.strip():
        raise NotPossible("请用一句话写明是什么事情。")
    if matter.outside_number:
        known = Case.objects.filter(source=matter.source, outside_number=matter.outside_number).first()
        if known is not None:
            raise NotPossible(_TWICE.format(matter.outside_number, known.number))
    begin, end = matter.happened_from, matter.happened_until
    if begin and begin > today:
        raise NotPossible("发生时间不能晚于今天，请核对日期。")
    if begin and end and end < begin:
        raise NotPossible("发生时间的结束日期早于开始日期，请核对。")


def _create(procedure: Procedure, matter: Matter, office: Organisation, *, by: Actor, at: datetime) -> Case:
    sums = [claim.claimed_fen for claim in matter.claims if claim.claimed_fen is not None]
    for _ in range(8):
        try:
            with transaction.atomic():
                return Case.objects.create(
                    **{name: getattr(matter, name) for name in _PLAIN},
                    title=matter.title.strip(),
                    number=_number(localtime(at).year),
                    procedure=procedure.code,
                    step=procedure.steps[0].code,
                    claimed_fen=sum(sums) if sums else None,
                    organisation=office,
                    org_path=office.path,
                    opened_by_id=by.user_id,
                    opened_at=at,
                )
        except IntegrityError as error:
            if "outside" in str(error):
                raise NotPossible(_TWICE.format(matter.outside_number, "刚刚登记")) from None
            if "number" not in str(error):
                raise
    raise NotPossible("编号暂时无法生成，请稍后再提交一次，已填内容仍在。")


def _number(year: int) -> str:
    """2026-0731-5528: eight random digits, so that a number tells neither order nor volume, and is easy to read out."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return f"{year}-{digits[:4]}-{digits[4:]}"


def procedure_of(case: Case) -> Procedure:
    """The declaration by which the case runs."""
    return PROCEDURES[case.procedure]
