"""Who are the people in a case, what do officers see of them, and how does a reporter come back?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from huxin.base.actor import Actor
from huxin.base.chinese import mask_id, mask_name, mask_phone, normal_name, read_id, read_mobile
from huxin.base.errors import NotPossible
from huxin.base.secrets import read_code
from huxin.cases import reach
from huxin.cases.models import Case, CaseLink, Party
from huxin.cases.procedure import PROCEDURES
from huxin.documents.models import Document
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import require
from huxin.orgs.personal import decrypt, digest, encrypt
from huxin.registry.actions.workers import PURPOSES
from huxin.registry.models import Enterprise, Worker

NAME, PHONE, ID = "cases_party.name", "cases_party.phone", "cases_party.id"
RECEIPT = "case.receipt"
TRIES, LOCK = 5, timedelta(minutes=15)
REVEALED = verb(
    "case.party_revealed", "查看当事人完整信息，用途：{reveal_purpose}", ("reveal_purpose", "party_id"), PARTIES
)
IDENTIFIED = verb("case.identified", "匿名反映人补充了身份", ("party_id",))
_CLAIMS_NOTHING: dict[str, str] = {Party.Role.CLAIMANT: "反映人", Party.Role.RESPONDENT: "用工单位"}


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes part, as told: a worker, a firm, or somebody who acts for a party. Empty fields are not known."""

    role: str = Party.Role.CLAIMANT
    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    worker: Worker | None = None
    enterprise: Enterprise | None = None
    e_service: bool = False
    acts_for: Party | None = None
    acts_as: str = ""
    authorised_until: date | None = None
    authorisation: Document | None = None


def add_party(case: Case, person: Person, *, receipt: str = "") -> Party:
    """A row for somebody in a case, with his key; part of the action that brings him in."""
    party = Party.objects.create(
        case=case,
        role=person.role,
        worker=person.worker,
        enterprise=person.enterprise,
        address=person.address,
        e_service=person.e_service,
        acts_for=person.acts_for,
        acts_as=person.acts_as,
        authorised_until=person.authorised_until,
        authorisation=person.authorisation,
        receipt_digest=digest(RECEIPT, receipt) if receipt else "",
        **sealed(person),
    )
    reach.add_party(party)
    return party


def sealed(person: Person) -> dict[str, str]:
    """Name, phone and ID number encrypted, with the digests by which they are found."""
    found: dict[str, str] = {}
    try:
        phone = read_mobile(person.phone) if person.phone else ""
        number = read_id(person.id_number).number if person.id_number else ""
    except ValueError as error:
        raise NotPossible(str(error)) from error
    name = normal_name(person.name)
    for column, field, value in (("name", NAME, name), ("phone", PHONE, phone), ("id", ID, number)):
        if value:
            found[f"{column}_sealed"] = encrypt(value, field)
            found[f"{column}_digest"] = digest(column, value)
    return found


@dataclass(frozen=True, slots=True)
class Face:
    """A party as shown: masked, or in clear after a recorded reading."""

    name: str
    phone: str
    id_number: str


def face(party: Party, *, clear: bool = False) -> Face:
    """What is shown of a party; masked unless the reading was recorded (see `reveal`) or he reads about himself."""
    name = decrypt(party.name_sealed, NAME) if party.name_sealed else ""
    phone = decrypt(party.phone_sealed, PHONE) if party.phone_sealed else ""
    number = decrypt(party.id_sealed, ID) if party.id_sealed else ""
    if party.enterprise_id:
        return Face(party.enterprise.name if party.enterprise else "", phone and mask_phone(phone), "")
    if party.role == Party.Role.RESPONDENT and not name:  # a firm that is in no register, as it was told
        return Face(
            party.case.enterprise_name or party.case.platform_name or "（名称不详）", phone and mask_phone(phone), ""
        )
    if party.case.anonymous and not name:
        return Face("匿名", "", "")
    if clear:
        return Face(name, phone, number)
    return Face(mask_name(name) if name else "（未留姓名）", phone and mask_phone(phone), number and mask_id(number))


def choices(parties: Iterable[Party]) -> list[tuple[str, str]]:
    """Parties to choose from, by role and masked name; of several in a role with what tells them apart."""
    rows = list(parties)
    many = {role for role, number in Counter(party.role for party in rows).items() if number > 1}
    named = ((party, told_apart(party) if party.role in many else face(party).name) for party in rows)
    return [(str(party.pk), f"{role_words(party)}：{name or '未登记'}") for party, name in named]


def role_words(party: Party) -> str:
    """As what somebody stands in a case; where nothing is claimed there is nobody who applies."""
    plain = {} if PROCEDURES[party.case.procedure].claims else _CLAIMS_NOTHING
    return plain.get(party.role) or str(party.get_role_display())


def told_apart(party: Party) -> str:
    """A masked name with the end of the phone number, so that twelve of one family name can be told apart."""
    shown = face(party)
    return f"{shown.name}（尾号{shown.phone[-4:]}）" if shown.phone else shown.name


@transaction.atomic
def reveal(party: Party, *, purpose: str, by: Actor, at: datetime) -> Face:
    """Show a party's data in clear; the reading is recorded with its purpose, where the party can see it too."""
    require(by, "case.reveal", party.case)
    if purpose not in PURPOSES:
        raise NotPossible("请选择查看的用途。")
    subjects = [party.case] if party.worker is None else [party.case, party.worker]
    record(
        REVEALED, subjects, by=by, at=at, org_path=party.case.org_path, permission="case.reveal",
        reveal_purpose=purpose, party_id=party.pk,
    )  # fmt: skip
    return face(party, clear=True)


def by_receipt(number: str, secret: str, *, at: datetime) -> tuple[Case, Actor]:
    """The case of a receipt, and its reporter as an actor. Five wrong secrets lock it for a quarter of an hour."""
    wrong = NotPossible("编号或查询码不对，请对照回执核对。连续输错5次将锁定15分钟。")
    case = Case.objects.filter(number=number.strip()).first()
    if case is None:
        raise wrong
    if case.receipt_locked_until and at < case.receipt_locked_until:
        raise NotPossible("查询码连续输错，已暂时锁定，请15分钟后再试。")
    party = _holder(case, secret)
    if party is None:
        _count_try(case, at)
        raise wrong
    if case.receipt_tries:
        Case.objects.filter(pk=case.pk).update(receipt_tries=0, receipt_locked_until=None)
    return party.case, reach.as_parties("反映人", None, [party])


def follower(party_ids: Iterable[int]) -> Actor:
    """Somebody who has shown the receipts of these parties."""
    return reach.as_parties("反映人", None, Party.objects.filter(pk__in=list(party_ids)))


def own_party(case: Case, by: Actor) -> Party | None:
    """As whom this person stands in the case, or stood before he left it; for an agent the agent himself."""
    keys = set(reach.keys_of(by, reach.FOLLOW))
    rows = case.parties.select_related("enterprise", "case", "acts_for")
    rows = rows.order_by(F("left_at").desc(nulls_first=True), "pk")
    return next((party for party in rows if reach.party_key(party) in keys), None)


def _holder(case: Case, secret: str) -> Party | None:
    """The reporter to whom this receipt was given, also after he left; where his report was merged he stands in the
    collective case, and where he was parted from that, in the case that was made of his own."""
    try:
        given = digest(RECEIPT, read_code(secret))
    except ValueError:
        return None
    here = (case.pk, case.merged_into_id or case.pk)
    parted = CaseLink.objects.filter(case__in=here, kind=CaseLink.Kind.SPLIT).values("other")
    there = Q(case__in=here) | Q(case__in=parted) | Q(pk__in=reach.ever_in([case.pk])[case.pk])
    rows = Party.objects.filter(there, receipt_digest=given)
    return rows.select_related("case").first()


def _count_try(case: Case, at: datetime) -> None:
    """Outside any transaction of the caller, so that refusing does not undo the counting."""
    rows = Case.objects.filter(pk=case.pk)
    rows.update(receipt_tries=F("receipt_tries") + 1)
    rows.filter(receipt_tries__gte=TRIES).update(receipt_tries=0, receipt_locked_until=at + LOCK)


@transaction.atomic
def identify(party: Party, person: Person, *, by: Actor, at: datetime) -> Party:
    """An anonymous reporter says later, of his own will, who he is."""
    require(by, "case.follow", party.case)
    if party.name_sealed:
        raise NotPossible("已经登记过姓名；需要更正请给办案人员留言。")
    if not person.name or not person.phone:
        raise NotPossible("请填写姓名和手机号。")
    Party.objects.filter(pk=party.pk).update(**sealed(person), worker=person.worker)
    Case.objects.filter(pk=party.case_id).update(anonymous=False)
    party.refresh_from_db()
    record(
        IDENTIFIED,
        [party.case],
        by=by,
        at=at,
        org_path=party.case.org_path,
        permission="case.follow",
        party_id=party.pk,
    )
    return party
