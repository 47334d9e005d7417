"""How does a paper come to be, and how is its text changed?  (The interface of documents for upper packages.)

Declare a kind once, in a module imported when your application starts:

    from huxin.documents.kinds import REVIEW, SIGN, PaperKind, Step, paper_kind
    LETTER = paper_kind(PaperKind("reminder_letter", "提示函", Layout.LETTER,
        steps=(Step(REVIEW, role="section_head"), Step(SIGN, role="unit_leader")), needs_number=True, series="letter"))

Then, each an action of its own (own right, own event; call it where you are in a transaction or not):

    papers.draft_paper(LETTER, subject=row|None, organisation=, office=None, tree=content.Paper, title=, to=(orgs),
                       cc=(orgs), steps=None, reply_due_on=None, by=, at=) -> Paper      [paper.draft]
    papers.revise(paper, tree=, title=None, version=None, by=, at=)   papers.redirect(paper, to=, cc=, …)
    papers.remake(paper, tree=, …)                                    the same for a text composed by the system
    papers.disclose(paper, openness=, reason=, …)                     papers.set_steps(paper, steps=(Step…), …)
    approval.submit(paper, …)   approval.decide(step, opinion=, reason=, …)   approval.recall(paper, …)
    approval.delegate(step, to=user, reason=, …)                      approval.deciders(step) -> people who may decide
    numbering.number(paper, text="", …)        empty text: from the series    numbering.void_number(paper, reason=, …)
    issuing.bind_scan(paper, document=, seal=, copies=, …)   issuing.issue(paper, …)
    issuing.archive(paper, archive_no=, retention=, …)       issuing.void(paper, reason=, …)
    receipts.acknowledge(receipt, name=, post=, …)   receipts.reply(receipt, text=, document=None, …)
    store.keep(file, name=, subject=row|None, org_path=, by=, at=) -> Document   (an action; call it before yours)

React on `paper.signed`, `paper.refused`, `paper.returned`, `paper.issued`, `paper.voided`, `paper.acknowledged` …;
`papers.of_event(event)` gives the paper, whose `subject_kind`, `subject_id` say whether it is yours. Events before
issue touch only the paper, so that no draft or opinion shows on the timeline of a thing that addressees see; from
issue on they touch the subject too. `faces.face(paper)` is the tree with number, date and openness filled in.

Rights: drafts, steps and opinions are seen only by the drafting organisation and by those whose opinion is or was asked
(`subjects.inside`); whoever may view papers of an area sees issued ones; an addressee sees its issued papers.
"""

from collections.abc import Container, Iterable
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, QuerySet

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.kinds import KINDS, PaperKind, Step, orders, step_problems
from huxin.documents.models import Addressee, ApprovalStep, Document, Paper, PaperVersion
from huxin.documents.words import keep
from huxin.journal.log import record, verb
from huxin.journal.models import Event
from huxin.orgs.access import SUBJECTS, require, require_at, rights
from huxin.orgs.models import Organisation
from huxin.typesetting import content
from huxin.typesetting.content_check import check
from huxin.typesetting.content_json import to_json

DRAFTED = verb("paper.drafted", "拟稿")
REVISED = verb("paper.revised", "修改文稿，形成第{number}稿", ("number", "paper_source"))
REDIRECTED = verb("paper.redirected", "调整主送、抄送单位{organisations}", ("organisations",))
DISCLOSED = verb("paper.disclosed", "确定公开属性：{openness}", ("openness",))
ROUTED = verb("paper.routed", "调整审批流程，共{steps}步", ("steps",))

State = Paper.State
WRITING = ("paper.draft", "paper.approve")  # the rights with which a text is typed over
WITH_DRAFTER = (State.DRAFT, State.RETURNED, State.WITHDRAWN)
IN_APPROVAL = (State.REVIEWING, State.COUNTERSIGNING, State.SIGNING)


def claim(paper: Paper, *, among: tuple[str, ...], version: int | None = None, **changes: Any) -> Paper:
    """Change the paper if it still stands in one of these states; of two at once the second is told.

    The UPDATE also holds the row until the end of the transaction, so what is read after it is not stale.
    """
    rows = Paper.objects.filter(pk=paper.pk, state__in=among)
    if version is not None:
        rows = rows.filter(version=version)
    moved = rows.update(version=F("version") + 1, **changes)
    paper.refresh_from_db()
    if not moved and paper.state in among:
        raise NotPossible("这份文书刚刚被他人修改过，请查看最新内容后再提交，您填写的内容请先另行保存。")
    if not moved:
        raise NotPossible(f"这份文书现为“{paper.get_state_display()}”，不能办理此事项，请刷新页面查看。")
    return paper


def of_event(event: Event) -> Paper:
    """The paper that a paper.* event is about."""
    return Paper.objects.get(pk=event.subjects.get(kind="paper").subject_id)


def about(paper: Paper) -> models.Model | None:
    """What the paper is about; None for a paper that stands for itself."""
    kind = SUBJECTS.get(paper.subject_kind)
    return kind.model._default_manager.filter(pk=paper.subject_id).first() if kind else None


def with_subject(paper: Paper) -> list[models.Model]:
    """The paper and what it is about: the subjects of an event that all readers of either may see."""
    thing = about(paper)
    return [paper] if thing is None else [paper, thing]


def checked(tree: content.Paper, kind: PaperKind) -> dict[str, Any]:
    """The tree as JSON, or a sentence about everything that keeps it from being printed."""
    try:
        check(tree)
    except content.InvalidContent as error:
        raise NotPossible("；".join(error.problems) + "。") from error
    if tree.layout != kind.layout:
        raise NotPossible(f"“{kind.title}”的版式与文稿不符，请使用系统给出的文稿修改。")
    if kind.request and not (tree.blocks and isinstance(tree.blocks[-1], content.Form)):
        raise ValueError(f"the sheet of {kind.code} ends with a form for the opinions")
    return to_json(tree)


def named(subject: models.Model | None) -> dict[str, Any]:
    """The two columns by which a row says to what it belongs."""
    return {"subject_kind": subject._meta.model_name, "subject_id": subject.pk} if subject is not None else {}


@transaction.atomic
def draft_paper(
    kind: PaperKind,
    *,
    subject: models.Model | None,
    organisation: Organisation,
    tree: content.Paper,
    title: str,
    by: Actor,
    at: datetime,
    office: Organisation | None = None,
    to: Iterable[Organisation] = (),
    cc: Iterable[Organisation] = (),
    steps: tuple[Step, ...] | None = None,
    reply_due_on: date | None = None,
    about: str = "",
) -> Paper:
    """A new draft of `organisation`, written by its `office`; without `steps` it goes the way of its kind."""
    home = office or organisation
    require_at(by, "paper.draft", home.path)
    if not home.path.startswith(organisation.path):
        raise NotPossible(f"“{home.name}”不是“{organisation.name}”的内设机构，不能以其名义拟稿。")
    paper = Paper.objects.create(
        kind=kind.code, **named(subject), organisation=organisation, office=office, org_path=home.path,
        title=title, about=about, tree=checked(tree, kind), openness=kind.openness,
        openness_reason=kind.closed_reason, reply_due_on=reply_due_on, drafted_by_id=by.user_id, drafted_at=at,
    )  # fmt: skip
    write_version(paper, source=PaperVersion.Source.DRAFT, by=by, at=at)
    _write_addressees(paper, to, cc)
    _write_steps(paper, kind.steps if steps is None else steps)
    keep(paper)
    record(DRAFTED, [paper], by=by, at=at, org_path=paper.org_path, permission="paper.draft")
    return paper


@transaction.atomic
def revise(
    paper: Paper,
    *,
    tree: content.Paper,
    by: Actor,
    at: datetime,
    title: str | None = None,
    version: int | None = None,
    document: Document | None = None,
) -> Paper:
    """A new text: by the drafting side while it is theirs, or by one whose opinion is waited for.

    `version` is the one that was on the screen; `document` the DOCX from which the text was read.
    """
    if KINDS[paper.kind].text_agreed:
        raise NotPossible("这份文书的文字已经有关单位同意，不能在这里修改；确需修改的，请退回起草环节重新征求意见。")
    if KINDS[paper.kind].request:
        raise NotPossible("这份审批表由系统按申请内容生成，请到所属事项的页面修改申请。")
    source = PaperVersion.Source.DOCX if document else PaperVersion.Source.SCREEN
    return _rewrite(paper, tree, title, version, source, document, by=by, at=at)


@transaction.atomic
def remake(paper: Paper, *, tree: content.Paper, by: Actor, at: datetime, title: str | None = None) -> Paper:
    """A text that the system composes, made anew from what is asked or reported now: it is drafted, nobody typed it."""
    return _rewrite(paper, tree, title, None, PaperVersion.Source.DRAFT, None, by=by, at=at)


def _rewrite(
    paper: Paper,
    tree: content.Paper,
    title: str | None,
    version: int | None,
    source: str,
    document: Document | None,
    *,
    by: Actor,
    at: datetime,
) -> Paper:
    held = rights(by, paper, *WRITING)
    states = _writers_states(paper, held)
    if not states:
        raise PermissionDenied("paper.draft")
    changes = {"changes_due": False} if "paper.draft" in held and paper.changes_due else {}
    claim(
        paper,
        among=states,
        version=version or paper.version,
        tree=checked(tree, KINDS[paper.kind]),
        title=paper.title if title is None else title,
        **changes,
    )
    keep(paper)
    kept = write_version(paper, source=source, by=by, at=at, document=document)
    right = "paper.draft" if "paper.draft" in held else "paper.approve"
    said = {"number": kept.number, "paper_source": source}
    record(REVISED, [paper], by=by, at=at, org_path=paper.org_path, permission=right, **said)
    return paper


def may_write_in(paper: Paper, held: Container[str]) -> tuple[str, ...]:
    """The states in which one may type over the text of this paper as it stands, by the WRITING rights that one holds
    on it; none: one may not."""
    return () if KINDS[paper.kind].fixed_text else _writers_states(paper, held)


def may_remake(paper: Paper, by: Actor) -> bool:
    """May this person ask for something else on this request as it stands?"""
    return KINDS[paper.kind].request and paper.state in _writers_states(paper, rights(by, paper, *WRITING))


def _writers_states(paper: Paper, held: Container[str]) -> tuple[str, ...]:
    states: tuple[str, ...] = ()
    if "paper.draft" in held:
        states += (*WITH_DRAFTER, *IN_APPROVAL, State.SIGNED) if paper.changes_due else WITH_DRAFTER
    if "paper.approve" in held:
        states += IN_APPROVAL
    return states


@transaction.atomic
def redirect(paper: Paper, *, to: Iterable[Organisation], cc: Iterable[Organisation], by: Actor, at: datetime) -> Paper:
    """Other organisations to receive it."""
    require(by, "paper.draft", paper)
    claim(paper, among=WITH_DRAFTER)
    paper.addressees.all().delete()
    count = _write_addressees(paper, to, cc)
    record(REDIRECTED, [paper], by=by, at=at, org_path=paper.org_path, permission="paper.draft", organisations=count)
    return paper


@transaction.atomic
def disclose(paper: Paper, *, openness: str, reason: str, by: Actor, at: datetime) -> Paper:
    """Say whether the public may see it; a refusal needs its ground."""
    require(by, "paper.draft", paper)
    if openness == Paper.Openness.CLOSED and not reason.strip():
        raise NotPossible("选择“不予公开”须写明理由和依据。")
    ground = reason.strip() if openness == Paper.Openness.CLOSED else ""
    claim(paper, among=WITH_DRAFTER, openness=openness, openness_reason=ground)
    record(DISCLOSED, [paper], by=by, at=at, org_path=paper.org_path, permission="paper.draft", openness=openness)
    return paper


@transaction.atomic
def set_steps(paper: Paper, *, steps: tuple[Step, ...], by: Actor, at: datetime) -> Paper:
    """Another way to the signature, before it is sent on it."""
    require(by, "paper.draft", paper)
    if KINDS[paper.kind].request:
        raise NotPossible("这份审批表的审批流程是规定的，不能调整。")
    claim(paper, among=WITH_DRAFTER)
    paper.steps.filter(round=paper.round + 1).delete()
    _write_steps(paper, steps)
    record(ROUTED, [paper], by=by, at=at, org_path=paper.org_path, permission="paper.draft", steps=len(steps))
    return paper


def under_way(kind: PaperKind, subject: models.Model) -> QuerySet[Paper]:
    """The papers of this kind about this thing that are written and have neither gone out nor been voided."""
    rows = Paper.objects.filter(kind=kind.code, **named(subject), issued_at=None)
    return rows.exclude(state=State.VOIDED)


def write_version(
    paper: Paper, *, source: str, by: Actor, at: datetime, document: Document | None = None
) -> PaperVersion:
    """Keep the text as it stands now. For use inside the action that wrote it."""
    return PaperVersion.objects.create(
        paper=paper,
        number=paper.versions.count() + 1,
        tree=paper.tree,
        source=source,
        document=document,
        written_by_id=by.user_id,
        written_at=at,
    )


def _write_addressees(paper: Paper, to: Iterable[Organisation], cc: Iterable[Organisation]) -> int:
    """One row for each organisation; one that is addressed is not copied to as well."""
    how = dict.fromkeys(cc, Addressee.How.CC) | dict.fromkeys(to, Addressee.How.TO)
    rows = [Addressee(paper=paper, organisation=organisation, how=way) for organisation, way in how.items()]
    return len(Addressee.objects.bulk_create(rows))


def _write_steps(paper: Paper, steps: tuple[Step, ...]) -> None:
    """The steps of the round to come. A bare role is asked where the paper is drafted, and above."""
    problems = list(step_problems(steps))
    if not KINDS[paper.kind].drafter_may_sign and any(
        step.kind == ApprovalStep.Kind.SIGN and step.user and step.user.pk == paper.drafted_by_id for step in steps
    ):
        problems.append("拟稿人不能签发自己拟的文稿，请另选签发人")
    if problems:
        raise NotPossible("；".join(problems) + "。")
    home = paper.office or paper.organisation
    ApprovalStep.objects.bulk_create(
        ApprovalStep(
            paper=paper,
            round=paper.round + 1,
            order=order,
            kind=step.kind,
            user=step.user,
            organisation=None if step.user else step.organisation or (home if step.role else paper.organisation),
            role=step.role,
        )
        for order, step in zip(orders(steps), steps, strict=True)
    )
