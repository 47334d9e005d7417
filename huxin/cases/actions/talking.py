"""What do officers note for themselves, and what do office and reporter say to each other?"""

from datetime import datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases.models import Case, Party
from huxin.cases.reach import merged_before
from huxin.cases.records import Note
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import require

NOTED = verb("case.noted", "添加内部记录")
TOLD = verb("case.told", "给当事人留言", (), PARTIES)
FIRM_TOLD = verb("case.firm_told", "给用人单位留言")
HEARD = verb("case.heard", "当事人留言", (), PARTIES)
READ = verb("case.messages_read", "已阅当事人留言{messages}条", ("messages",), PARTIES)
RATED = verb("case.rated", "当事人评价：{stars}分", ("stars",))
LONGEST = 5000


def plain_text(text: str) -> str:
    """What was written, without blanks around it; something, and not too much."""
    plain = text.strip()
    if not plain:
        raise NotPossible("请填写内容。")
    if len(plain) > LONGEST:
        raise NotPossible(f"内容最多{LONGEST}字，现有{len(plain)}字，请分次填写。")
    return plain


def still_in(party: Party) -> None:
    """Refuse what somebody would do in a case that he left."""
    if party.left_at is not None:
        raise NotPossible("您已退出本案，可以查看自己的记录，不能再提交；有新的情况请另行反映。")


def may_be_told(party: Party) -> bool:
    """Reporters and those who act for them; a firm whose people have log-ins."""
    if party.enterprise is not None:
        return party.answered_by_id is not None
    return party.role in (Party.Role.CLAIMANT, Party.Role.AGENT)


@transaction.atomic
def note(case: Case, *, text: str, by: Actor, at: datetime) -> Note:
    """Write down something for the office only; parties never see it."""
    require(by, "case.handle", case)
    row = Note.objects.create(
        case=case, kind=Note.Kind.PRIVATE, text=plain_text(text), user_id=by.user_id, written_at=at
    )
    record(NOTED, [case], by=by, at=at, org_path=case.org_path, permission="case.handle")
    return row


@transaction.atomic
def tell(case: Case, *, text: str, by: Actor, at: datetime, party: Party | None = None) -> Note:
    """Write to a party, or to all reporters; what is written to a firm shows to nobody else."""
    require(by, "case.handle", case)
    row = Note.objects.create(
        case=case, kind=Note.Kind.TO_PARTY, party=party, text=plain_text(text), user_id=by.user_id, written_at=at
    )
    to_firm = party is not None and party.enterprise_id is not None
    record(FIRM_TOLD if to_firm else TOLD, [case], by=by, at=at, org_path=case.org_path, permission="case.handle")
    return row


@transaction.atomic
def write(case: Case, party: Party, *, text: str, by: Actor, at: datetime) -> Note:
    """A reporter writes to the office, by his log-in or his receipt."""
    require(by, "case.follow", case)
    still_in(party)
    row = Note.objects.create(
        case=case, kind=Note.Kind.FROM_PARTY, party=party, text=plain_text(text), user_id=by.user_id, written_at=at
    )
    record(HEARD, [case], by=by, at=at, org_path=case.org_path, permission="case.follow")
    return row


@transaction.atomic
def read(case: Case, *, by: Actor, at: datetime) -> int:
    """Whoever handles the case has read what reporters wrote; the number of new letters."""
    require(by, "case.handle", case)
    count = case.notes.filter(kind=Note.Kind.FROM_PARTY, read_at=None).update(read_at=at)
    if count:
        record(READ, [case], by=by, at=at, org_path=case.org_path, permission="case.handle", messages=count)
    return count


def messages(case: Case, party: Party) -> list[Note]:
    """What this party wrote, and what was written to him or to all reporters, oldest first; also to all of a case in
    which he stood before it was merged."""
    rows = Note.objects.filter(case__in=[case, *merged_before([party])]).exclude(kind=Note.Kind.PRIVATE)
    mine = [row for row in rows.order_by("written_at", "pk") if row.party_id in (None, party.pk)]
    return [row for row in mine if party.left_at is None or row.written_at <= party.left_at]


@transaction.atomic
def rate(case: Case, *, stars: int, text: str, by: Actor, at: datetime) -> Case:
    """A reporter says at the end how he was served: one to five."""
    require(by, "case.follow", case)
    if case.closed_at is None:
        raise NotPossible("办结之后才能评价。")
    if not 1 <= stars <= 5:
        raise NotPossible("请选择1到5分。")
    if not Case.objects.filter(pk=case.pk, satisfaction=None).update(
        satisfaction=stars, satisfaction_text=text.strip()[:300]
    ):
        raise NotPossible("已经评价过，感谢您的反馈。")
    case.refresh_from_db()
    record(RATED, [case], by=by, at=at, org_path=case.org_path, permission="case.follow", stars=stars)
    return case
