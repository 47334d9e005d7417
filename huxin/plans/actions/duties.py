"""How is a duty worked on: progress, handing in what was due, returning, accepting, handing over inside the unit?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import IO, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents import store
from huxin.documents.models import Document
from huxin.journal.log import Verb, record, verb
from huxin.orgs.access import SYSTEM, require
from huxin.orgs.models import Organisation, User
from huxin.plans import terms
from huxin.plans.actions.extensions import end_moot
from huxin.plans.actions.parts import open_parts
from huxin.plans.assigning import take_up_again
from huxin.plans.models import AssignmentDuty, Duty, Progress, Term

NOTED = verb("duty.progress_noted", "填写{happened_on}的进展，附件{files}个", ("happened_on", "files"))
ZERO = verb("duty.zero_noted", "零报告：截至{happened_on}无新进展", ("happened_on",))
UNNOTED = verb("duty.progress_withdrawn", "撤回{happened_on}的进展", ("happened_on",))
HANDED_OVER = verb("duty.handed_over", "调整承办科室和经办人")
NOT_OURS = verb("duty.not_ours_stated", "说明本单位无此项任务")
NOT_OURS_AGREED = verb("duty.not_ours_agreed", "同意本单位无此项任务的说明，责任终止")
NOT_OURS_REFUSED = verb("duty.not_ours_refused", "不同意本单位无此项任务的说明，仍须落实")
HANDED_IN = verb(
    "term.handed_in",
    "报送{term_kind}（{due_on}）的完成情况：{answer}{open_parts}",
    ("term_kind", "due_on", "answer", "open_parts"),
)
WITHDRAWN = verb("term.withdrawn", "撤回{term_kind}的报送", ("term_kind",))
RETURNED = verb(
    "term.returned",
    "退回修改{term_kind}，请于{until_on}前重新报送（第{returns}次退回）",
    ("term_kind", "until_on", "returns"),
)
ACCEPTED = verb("term.accepted", "审核通过{term_kind}{open_parts}", ("term_kind", "open_parts"))
REOPENED = verb(
    "term.reopened",
    "重开{term_kind}，新时限{due_on}{strike_off_undone}",
    ("term_kind", "due_on", "strike_off_undone"),
)
OVERDUE = verb("term.overdue", "{term_kind}逾期，时限{due_on}", ("term_kind", "due_on"))
_REPORT, _RULE = "duty.report", "duty.rule"
_BATCH = 200

Files = Sequence[tuple[str, bytes | IO[bytes]]]  # name, content


def note_progress(
    duty: Duty, *, happened_on: date, text: str, by: Actor, at: datetime, files: Files = (), zero: bool = False
) -> Progress:
    """What was done on a day, with evidence; a zero report says that nothing was."""
    require(by, _REPORT, duty)
    _living(duty)
    if happened_on > timezone.localtime(at).date():
        raise NotPossible("进展的日期不能晚于今天，请核对。")
    words = text.strip() or ("本期无新进展。" if zero else "")
    if not words:
        raise NotPossible("请写明做了什么；确无进展的，请勾选“零报告”。")
    kept = _keep(duty, files, by=by, at=at)
    with transaction.atomic():
        entry = _write(duty, happened_on, words, zero, kept, by=by, at=at)
        if zero:
            record(ZERO, [duty], by=by, at=at, org_path=duty.org_path, permission=_REPORT, happened_on=happened_on)
        else:
            record(
                NOTED, [duty], by=by, at=at, org_path=duty.org_path, permission=_REPORT,
                happened_on=happened_on, files=len(kept),
            )  # fmt: skip
    return entry


def _keep(duty: Duty, files: Files, *, by: Actor, at: datetime) -> list[Document]:
    return [store.keep(content, name=name, org_path=duty.org_path, by=by, at=at) for name, content in files]


def _write(duty: Duty, day: date, text: str, zero: bool, kept: list[Document], *, by: Actor, at: datetime) -> Progress:
    entry = Progress.objects.create(
        duty=duty, happened_on=day, text=text, zero=zero, written_by_id=by.person(), written_at=at
    )
    for document in kept:
        store.attach(document, subject=entry)
    return entry


def _living(duty: Duty) -> None:
    if duty.ended_on is not None:
        raise NotPossible("这项责任已经终止，不能再填报；需要时请联系联席会议办公室。")


@transaction.atomic
def withdraw_progress(entry: Progress, *, by: Actor, at: datetime) -> Progress:
    """Take an entry back; it stays on file, and no report is prefilled from it."""
    require(by, _REPORT, entry)
    if not Progress.objects.filter(pk=entry.pk, withdrawn_at=None).update(withdrawn_at=at):
        raise NotPossible("这条进展已经撤回。")
    record(
        UNNOTED, [entry.duty], by=by, at=at, org_path=entry.duty.org_path, permission=_REPORT,
        happened_on=entry.happened_on,
    )  # fmt: skip
    entry.refresh_from_db()
    return entry


def hand_in(term: Term, *, text: str, answer: str, by: Actor, at: datetime, files: Files = ()) -> Term:
    """Say that a milestone or a single task is done; what was done becomes the last progress entry."""
    duty = term.duty
    require(by, _REPORT, duty)
    _living(duty)
    if term.kind == Term.Kind.CYCLE:
        raise NotPossible("半年周期随本单位的半年报告一并报送，请到“报告”中填写这一项。")
    if not text.strip():
        raise NotPossible("请写明完成情况；零报告或本单位无此项任务的，请写明理由。")
    kept = _keep(duty, files, by=by, at=at)
    with transaction.atomic():
        terms.hand_in(term, answer=answer, at=at)
        zero = answer == Term.Answer.ZERO
        _write(duty, timezone.localtime(at).date(), text.strip(), zero, kept, by=by, at=at)
        record(
            HANDED_IN, [duty, term], by=by, at=at, org_path=duty.org_path, permission=_REPORT,
            term_kind=term.kind, due_on=term.due_on, answer=answer, open_parts=open_parts([duty]).count(),
        )  # fmt: skip
    return term


@transaction.atomic
def withdraw(term: Term, *, by: Actor, at: datetime) -> Term:
    """The unit takes back what it handed in, until it is accepted."""
    require(by, _REPORT, term.duty)
    _not_a_cycle(term)
    terms.withdraw(term)
    _of_term(WITHDRAWN, term, _REPORT, by=by, at=at)
    return term


@transaction.atomic
def give_back(term: Term, *, reason: str, until: date, by: Actor, at: datetime) -> Term:
    """Return it with a reason and a day; never by the unit itself."""
    require(by, _RULE, term.duty)
    _not_a_cycle(term)
    if not reason.strip():
        raise NotPossible("请写明退回原因和修改要求。")
    if until < timezone.localtime(at).date():
        raise NotPossible("重新报送的日期不能早于今天。")
    terms.give_back(term, until=until, reason=reason.strip())
    _of_term(RETURNED, term, _RULE, by=by, at=at, until_on=term.due_on, returns=term.returns)
    return term


@transaction.atomic
def accept(term: Term, *, by: Actor, at: datetime) -> Term:
    """It is done; nobody accepts what his own unit handed in."""
    require(by, _RULE, term.duty)
    _not_a_cycle(term)
    if term.state != Term.State.HANDED_IN:
        raise NotPossible("该单位尚未报送，不能审核通过。")
    terms.close(term, at=at)
    _of_term(ACCEPTED, term, _RULE, by=by, at=at, open_parts=open_parts([term.duty]).count())
    return term


@transaction.atomic
def reopen(term: Term, *, due_on: date, reason: str, by: Actor, at: datetime) -> Term:
    """It was accepted too early and is owed again, and what was handed down is not struck off any more; that it was
    late once stays."""
    require(by, _RULE, term.duty)
    _not_a_cycle(term)
    _living(term.duty)
    if not reason.strip():
        raise NotPossible("请写明重开的原因。")
    if due_on < timezone.localtime(at).date():
        raise NotPossible("新的时限不能早于今天。")
    terms.reopen(term, due_on=due_on, reason=reason.strip())
    given = AssignmentDuty.objects.filter(duty=term.duty).select_related("assignment").first()
    undone = given is not None and take_up_again(given.assignment, due_on=term.due_on)
    record(
        REOPENED, [term.duty, term, *([given.assignment] if given else [])], by=by, at=at, org_path=term.duty.org_path,
        permission=_RULE, term_kind=term.kind, due_on=term.due_on, strike_off_undone=undone,
    )  # fmt: skip
    return term


def _not_a_cycle(term: Term) -> None:
    if term.kind == Term.Kind.CYCLE:
        raise NotPossible("半年周期随报告退回、接收或重开，请到“报告”中办理。")


def _of_term(kind: Verb, term: Term, right: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    record(
        kind, [term.duty, term], by=by, at=at, org_path=term.duty.org_path, permission=right,
        term_kind=term.kind, **facts,
    )  # fmt: skip


@transaction.atomic
def hand_over(
    duty: Duty, *, office: Organisation | None, handler: User | None, version: int, by: Actor, at: datetime
) -> Duty:
    """Which office drafts and who handles it; the unit stays the one that answers."""
    require(by, _REPORT, duty)
    if office is not None and not office.path.startswith(duty.org_path):
        raise NotPossible(f"“{office.name}”不是本单位的内设机构，请重新选择承办科室。")
    inside = (
        handler is None or handler.memberships.filter(organisation__path__startswith=duty.org_path, until=None).exists()
    )
    if not inside:
        raise NotPossible("经办人须是本单位人员，请重新选择。")
    _claim(duty, version, drafting_office=office, handler=handler)
    record(HANDED_OVER, [duty], by=by, at=at, org_path=duty.org_path, permission=_REPORT)
    return duty


@transaction.atomic
def state_not_ours(duty: Duty, *, reason: str, version: int, by: Actor, at: datetime) -> Duty:
    """The unit says that this task is none of its own; until the office agrees, it still owes an answer."""
    require(by, _REPORT, duty)
    _living(duty)
    if not reason.strip():
        raise NotPossible("请写明为什么本单位没有此项任务。")
    _claim(duty, version, not_ours=reason.strip())
    record(NOT_OURS, [duty], by=by, at=at, org_path=duty.org_path, permission=_REPORT)
    return duty


@transaction.atomic
def rule_not_ours(duty: Duty, *, agreed: bool, version: int, by: Actor, at: datetime) -> Duty:
    """The office agrees, and the duty ends with all that is still owed; or it does not, and the duty stays."""
    require(by, _RULE, duty)
    if not duty.not_ours:
        raise NotPossible("该单位没有提出“本单位无此项任务”的说明。")
    changes = {"ended_on": timezone.localtime(at).date()} if agreed else {"not_ours": ""}
    _claim(duty, version, **changes)
    ended = list(duty.terms.filter(state__in=terms.UNFINISHED)) if agreed else []
    for term in ended:
        terms.close(term, answer=Term.Answer.NOT_OURS, at=at)
    end_moot(duty.terms.all(), reason="办公室同意本单位无此项任务，申请终止", at=at)
    ruled = NOT_OURS_AGREED if agreed else NOT_OURS_REFUSED
    record(ruled, [duty, *ended], by=by, at=at, org_path=duty.org_path, permission=_RULE)
    return duty


def _claim(duty: Duty, version: int, **changes: object) -> None:
    row = Duty.objects.filter(pk=duty.pk, version=version, ended_on=None)
    if not row.update(version=F("version") + 1, **changes):
        raise NotPossible("这项责任刚刚被他人修改过，请刷新页面查看最新状态。")
    duty.refresh_from_db()


def note_overdue(*, today: date, at: datetime) -> int:
    """The minute job: write the first moment overdue of every term past its day, with one event each. Number marked."""
    marked = 0
    while batch := list(terms.overdue(today=today).select_related("duty").order_by("pk")[:_BATCH]):
        with transaction.atomic():
            for term in batch:
                if terms.mark_overdue(term, at=at):
                    _of_term(OVERDUE, term, _REPORT, by=SYSTEM, at=at, due_on=term.due_on)
                    marked += 1
    return marked
