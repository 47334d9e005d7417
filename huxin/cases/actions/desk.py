"""Who handles a case, and who helps? Assigning, handing over, passing on to another office, asking other bodies."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases import reach, signs
from huxin.cases.actions import counsel
from huxin.cases.actions.moving import claim
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.models import Case
from huxin.cases.officers import officers_of, put
from huxin.cases.records import Assistance, CaseTodo
from huxin.documents.kinds import KINDS
from huxin.documents.models import Paper
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import allowed, require, visible
from huxin.orgs.models import Organisation, User

TRANSFERRED = verb("case.transferred", "移交{organisation_id}办理", ("organisation_id",), PARTIES)
ASKED = verb("case.assistance_asked", "请{organisation_id}{assistance}", ("assistance", "organisation_id"))
ANSWERED = verb("case.assistance_answered", "{organisation_id}已答复", ("organisation_id",))


_AT_REST = (Paper.State.ISSUED, Paper.State.ARCHIVED, Paper.State.VOIDED, Paper.State.REFUSED)


@transaction.atomic
def assign(
    case: Case, *, officer: User | None, second: User | None = None, by: Actor, at: datetime, version: int | None = None
) -> Case:
    """Name the officer, and the second where two are required; without a name the least loaded officer takes it."""
    require(by, "case.assign", case)
    case = claim(case, version=version)
    staff = officers_of(case.organisation)
    known = {user.pk for user, _ in staff}
    if officer is None:
        officer = next((user for user, _ in staff if second is None or user.pk != second.pk), None)
    if officer is None or officer.pk not in known or (second is not None and second.pk not in known):
        raise NotPossible("承办人应是本单位有办案权限的在岗人员，请重新选择。")
    if second is not None and second.pk == officer.pk:
        raise NotPossible("主办和协办应为两个人，请另选协办人员。")
    return put(case, officer, second, right="case.assign", by=by, at=at)


@transaction.atomic
def hand_over(of: User, *, to: User | None, by: Actor, at: datetime) -> int:
    """Give the open cases of an officer who leaves, as first or second, to a colleague, or share them out by load; as
    far as `by` assigns. Number handed over."""
    theirs = Q(officer=of) | Q(second_officer=of)
    rows = visible(Case, by, "case.assign").filter(theirs, closed_at=None, merged_into=None)
    cases = list(rows.select_related("organisation", "officer", "second_officer").order_by("pk"))
    for case in cases:
        stays = case.second_officer if case.officer_id == of.pk else case.officer
        others = [user for user, _ in officers_of(case.organisation) if user not in (of, stays)]
        new = to if to is not None and to != stays else next(iter(others), None)
        if case.officer_id == of.pk:
            assign(case, officer=new, second=stays, by=by, at=at)
        else:
            assign(case, officer=stays, second=new, by=by, at=at)
    ended = CaseTodo.objects.filter(Exists(visible(Case, by, "case.assign").filter(pk=OuterRef("case"))))
    ended.filter(user=of, paper=None).update(user=to.pk if to else by.user_id)
    return len(cases)


@transaction.atomic
def transfer(case: Case, *, to: Organisation, reason: str, by: Actor, at: datetime) -> Case:
    """Pass a case that came to the wrong office on to the right one, with its running clocks and all its papers; the
    lawyer whom the first named has it no longer."""
    require(by, "case.transfer", case)
    case = claim(case)
    if not reason.strip():
        raise NotPossible("请写明移交的理由，接收单位和当事人都能看到去向。")
    if to.pk == case.organisation_id:
        raise NotPossible("案件已经在该单位，不必移交。")
    if case.closed_at is not None:
        raise NotPossible("案件已经办结，不能移交。")
    if unfinished := _unfinished(case):
        titles = "".join(f"《{paper.title}》" for paper in unfinished)
        raise NotPossible(f"{titles}是以本单位名义拟的，还没有办完，请先办完，或者作废（撤回提请），再移交。")
    before = case.organisation
    case.organisation, case.org_path, case.officer, case.second_officer = to, to.path, None, None
    case.save(update_fields=["organisation", "org_path", "officer", "second_officer"])
    reach.home(case)
    signs.keep(case)
    case.notes.create(kind="private", text=f"由{before.name}移交：{reason.strip()}", user_id=by.user_id, written_at=at)
    Paper.objects.filter(subject_kind="case", subject_id=case.pk, state__in=("draft", "returned", "withdrawn")).update(
        org_path=to.path
    )
    counsel.end(case, reason=f"案件已移交{to.short_name}", at=at)
    record(TRANSFERRED, [case], by=by, at=at, org_path=to.path, permission="case.transfer", organisation_id=to.pk)
    return case


def _unfinished(case: Case) -> list[Paper]:
    """Papers in the name of the office that are still on their way; what parties ask for goes along as it is."""
    rows = Paper.objects.filter(subject_kind="case", subject_id=case.pk).order_by("pk")
    own = {code for code, paper in CASE_PAPERS.items() if paper.own}
    on_their_way = rows.exclude(kind__in=own).exclude(state__in=_AT_REST)
    return [one for one in on_their_way if one.state != Paper.State.SIGNED or KINDS[one.kind].needs_number]


@transaction.atomic
def ask(
    case: Case, *, kind: str, organisation: Organisation, text: str, due_on: date | None, by: Actor, at: datetime,
    paper: Paper | None = None,
) -> Assistance:  # fmt: skip
    """Ask another body to help, or tell it what is its own to handle (抄告); it sees this request, not the case."""
    require(by, "case.handle", case)
    if kind == Assistance.Kind.JOINT:
        raise NotPossible("联合办理要先选定向对方开放的内容，请从“联合办理”发出。")
    if not text.strip():
        raise NotPossible("请写明请对方协助或处理的内容。")
    if due_on is not None and due_on < localtime(at).date():
        raise NotPossible("请对方答复的日期不能早于今天。")
    row = Assistance.objects.create(
        case=case, kind=kind, organisation=organisation, org_path=organisation.path, text=text.strip(), paper=paper,
        asked_by_id=by.user_id, asked_at=at, due_on=due_on,
    )  # fmt: skip
    note_asked(row, by=by, at=at)
    return row


def note_asked(row: Assistance, *, by: Actor, at: datetime) -> None:
    """Write down that the body was asked, where it reads it."""
    record(
        ASKED, [row.case, row], by=by, at=at, org_path=row.org_path, permission="case.handle",
        assistance=row.kind, organisation_id=row.organisation_id,
    )  # fmt: skip


@transaction.atomic
def answer(row: Assistance, *, text: str, by: Actor, at: datetime) -> Assistance:
    """The body that was asked says what it did; or the office that asked notes what it was told on paper."""
    right, thing = ("case.assist", row) if allowed(by, "case.assist", row) else ("case.handle", row.case)
    require(by, right, thing)
    if not text.strip():
        raise NotPossible("请写明办理情况。")
    joint = row.kind == Assistance.Kind.JOINT
    if joint and (row.accepted_at is None or row.ended_at is not None):
        raise NotPossible("联合办理要先接受才能填写办理意见；已经结束的不能再填写。")
    written = Assistance.objects.filter(pk=row.pk, answered_at=None).update(
        answer=text.strip(), answered_by_id=by.user_id, answered_at=at
    )
    if not written:
        raise NotPossible("这项协办已经答复，请刷新页面查看。")
    row.refresh_from_db()
    record(
        ANSWERED, [row.case, row], by=by, at=at, org_path=row.case.org_path, permission=right,
        organisation_id=row.organisation_id,
    )  # fmt: skip
    return row
