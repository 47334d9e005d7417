"""What do cases offer to the search box and to the list of to-dos?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Case as Choice
from django.db.models.functions import Coalesce, Concat, Left
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.cases.answering import told_of
from huxin.cases.clients import terms_of
from huxin.cases.counsel import RIGHT, Counsel, CounselReport
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.models import Case
from huxin.cases.procedure import PROCEDURES, Owes
from huxin.cases.queries import Wanted, listed
from huxin.cases.reach import ANSWER
from huxin.cases.records import Assistance, CaseTodo, Deadline, Move, Note
from huxin.cases.topics import Topic
from huxin.documents.models import Paper
from huxin.documents.offers import BY_THEIR_SUBJECT, named
from huxin.documents.papers import WITH_DRAFTER
from huxin.orgs.access import visible
from huxin.search.find import searchable
from huxin.work.todos import Line, Offered, Todo, offer

State = Paper.State
REVIEW = "case.review"


def _found(text: str, by: Actor, most: int) -> list[Case]:
    """As the list of all cases finds them."""
    return [one.case for one in listed(by, Wanted(tab="all", text=text), most=most)]


searchable(Case, by=_found)
BY_THEIR_SUBJECT.add("case")


def _cases(rows: QuerySet[Case], state: str = "", absent: str = "") -> Offered:
    """Lines that lead to a case by its public number; without a word of their own they say its step, and whose work it
    is where he is away."""

    def todo(line: Line) -> Todo:
        number, procedure, step = line.detail.split()
        known = PROCEDURES[procedure]
        url = reverse("workbench:case", args=[number])
        kind = f"{known.title} {number}" + (f"，代{absent}" if absent else "")  # titles are alike
        return Todo(line.title, url, line.due_on, kind, line.organisation, state or known.step(step).title, True)

    return Offered(
        rows.filter(merged_into=None),
        todo,
        title="title",
        due_on="due_on",
        organisation="organisation__short_name",
        detail=Concat("number", Value(" "), "procedure", Value(" "), "step"),
    )


def _of(officer: int, by: Actor, **facts: Any) -> QuerySet[Case]:
    """What an officer handles, and of a colleague's what one does not handle oneself; `facts` are asked before anything
    else is looked up."""
    first, second = (Case.objects.filter(**{name: officer}, **facts) for name in ("officer", "second_officer"))
    handled = first.values("pk").union(second.values("pk"))  # not OR: each half by its own index
    rows = visible(Case, by, "case.handle").filter(pk__in=handled)
    return rows if officer == by.user_id else rows.exclude(Q(officer=by.user_id) | Q(second_officer=by.user_id))


@offer("case.handle")
def own_cases(by: Actor, at: datetime) -> Iterator[Offered]:
    """The open cases that one handles, also for a colleague who is away, by the nearest day of the law."""
    for officer, absent in by.hands().items():
        yield _cases(_of(officer, by, closed_at=None), absent=absent)


@offer("case.handle")
def terms_after_the_end(by: Actor, at: datetime) -> Iterator[Offered]:
    """What the office has yet to do in a case that is closed: to take down a publication, say."""
    for officer, absent in by.hands().items():
        yield _cases(_of(officer, by, closed_at__isnull=False, due_on__isnull=False), "结案后待办", absent)


@offer("paper.draft")
def letters_to_send(by: Actor, at: datetime) -> Iterator[Offered]:
    """What rules have drafted in the cases that one handles; where no officer is named, it is for whoever names him,
    and for whoever did something in the case."""
    theirs = Case.objects.filter(pk=OuterRef("subject_id"))
    hands = by.hands()
    mine = theirs.filter(Q(officer__in=hands) | Q(second_officer__in=hands))
    nobody = visible(Case, by, "case.assign").filter(pk=OuterRef("subject_id"), officer=None)
    done = Move.objects.filter(case=OuterRef("subject_id"), user=by.user_id, case__officer=None)
    drafts = visible(Paper, by, "paper.draft").filter(subject_kind="case", drafted_by=None, state__in=WITH_DRAFTER)
    for_parties = [code for code, paper in CASE_PAPERS.items() if paper.own]  # those wait for who asks to sign
    yield Offered(
        drafts.filter(Exists(mine) | Exists(nobody) | Exists(done)).exclude(kind__in=for_parties),
        lambda line: line.todo("workbench:paper", "拟稿", "待送审" if line.detail == State.DRAFT else "退回修改"),
        title=named(),
        organisation="organisation__short_name",
        detail="state",
    )


def _to_sign(line: Line) -> Todo:
    url = reverse("workbench:case_paper_sign", args=[line.detail, line.pk])
    return Todo(line.title, url, line.due_on, f"案件 {line.detail}", line.organisation, "待您签字", True)


@offer("case.handle")
def records_to_sign(by: Actor, at: datetime) -> Iterator[Offered]:
    """Records that name one and lack one's signature, while the case, which they hold up, goes on where they were made;
    by its nearest day."""
    cases = visible(Case, by, "case.handle").filter(pk=OuterRef("case"))
    rows = CaseTodo.objects.filter(Exists(cases), user=by.user_id, case__closed_at=None)
    here = Q(paper__office=F("case__organisation")) | Q(paper__office=None, paper__organisation=F("case__organisation"))
    yield Offered(
        rows.filter(here).exclude(paper__state=State.VOIDED),
        _to_sign,
        title=named("paper__"),
        pk="paper_id",
        due_on="case__due_on",
        organisation="case__organisation__short_name",
        detail="case__number",
    )


@offer("case.handle")
def reporters_to_tell(by: Actor, at: datetime) -> Iterator[Offered]:
    """The inspection into which a clue went has ended, and its reporter does not know what came of it."""
    for officer, absent in by.hands().items():
        waits = CaseTodo.objects.filter(user=officer, paper=None).values("case")
        yield _cases(visible(Case, by, "case.handle").filter(pk__in=waits), "检查已结束，待答复举报人", absent)


@offer("case.assign")
def unassigned(by: Actor, at: datetime) -> Iterator[Offered]:
    """What waits for an officer."""
    yield _cases(visible(Case, by, "case.assign").filter(officer=None, closed_at=None), "待指派")


@offer("case.handle")
def letters_from_parties(by: Actor, at: datetime) -> Iterator[Offered]:
    """What reporters wrote and nobody has read."""
    unread = Note.objects.filter(case=OuterRef("pk"), kind=Note.Kind.FROM_PARTY, read_at=None).order_by()
    letter = Subquery(unread.values("pk")[:1])  # asked case by case: no database then collects all that is unread
    for officer, absent in by.hands().items():
        yield _cases(_of(officer, by).annotate(letter=letter).filter(letter__isnull=False), "有新留言", absent)


@offer(REVIEW)
def objections(by: Actor, at: datetime) -> Iterator[Offered]:
    """What is to be looked at again: cases in a step in which nobody but a reviewer decides."""
    waits = [
        Q(procedure=procedure.code, step=action.steps[0])
        for procedure in PROCEDURES.values()
        for action in procedure.actions
        if action.needs == REVIEW and action.paper
    ]
    yield _cases(visible(Case, by, REVIEW).filter(reduce(or_, waits), closed_at=None), "待审查异议")


@offer("case.assist")
def asked_of_us(by: Actor, at: datetime) -> Iterator[Offered]:
    """What other bodies ask of one's own."""
    kinds = dict(Assistance.Kind.choices)
    yield Offered(
        visible(Assistance, by, "case.assist").filter(answered_at=None, ended_at=None),
        lambda line: line.todo("workbench:assistance", kinds[line.detail], "待答复"),
        title=Left("text", 60),
        due_on="due_on",
        detail="kind",
    )


@offer(RIGHT)
def aid_before_me(by: Actor, at: datetime) -> Iterator[Offered]:
    """The legal aid that a lawyer has before him; by itself, with the days that his clients owe and were told of."""
    mine = visible(Counsel, by, RIGHT).filter(ended_at=None)
    closing = CounselReport.objects.filter(counsel=OuterRef("pk"), kind="closing")
    yield Offered(
        mine.filter(~Exists(closing.filter(returned_at=None))).annotate(returned=Exists(closing)),
        lambda line: line.todo("workbench:counsel", "法律援助", line.detail),
        title="case__title",
        organisation="case__organisation__short_name",
        detail=Choice(When(returned=True, then=Value("结案报告被退回")), default=Value("办理中")),
    )
    if not (rows := list(mine.select_related("case"))):
        return
    terms, whose = terms_of(rows)  # the cases are few, and known first: terms there are very many
    yield Offered(
        terms,
        lambda line: replace(line, pk=whose[line.pk]).todo(
            "workbench:counsel", "受援人的期限", "须在期限内办", by_calendar=True
        ),
        title="title",
        pk="case_id",
        due_on="due_on",
        organisation="case__organisation__short_name",
    )


@offer("case.handle")
def closing_reports(by: Actor, at: datetime) -> Iterator[Offered]:
    """How lawyers closed, for the centre to accept or to return; they lead to the cases, as they are few."""
    waits = CounselReport.objects.filter(kind="closing", accepted_at=None, returned_at=None, counsel__ended_at=None)
    into = Case.objects.filter(pk=OuterRef("counsel__case")).values("merged_into")  # looked up report by report
    aid = waits.values(aid=Coalesce(Subquery(into), "counsel__case", output_field=BigIntegerField()))
    found = visible(Case, by, "case.handle").filter(pk__in=aid, closed_at=None)
    yield _cases(found, "结案报告待审收")


def _owed(line: Line) -> Todo:
    """What is owed, and in which matter; the title of a case is for the office alone."""
    number, topic = line.detail.split()
    url = reverse("desk:case", args=[number])
    return Todo(
        f"{line.title}（{Topic(topic).label}）", url, line.due_on, f"案件 {number}", line.organisation, "待办理"
    )


@offer(ANSWER)
def owed_by_the_firm(by: Actor, at: datetime) -> Iterator[Offered]:
    """What a firm was given a term for."""
    running = Deadline.objects.filter(state=Deadline.State.RUNNING, owed_by=Owes.FIRM)
    yield Offered(
        told_of(running.filter(case__in=visible(Case, by, ANSWER))),
        _owed,
        title="title",
        due_on="due_on",
        organisation="case__organisation__short_name",
        detail=Concat("case__number", Value(" "), "case__topic"),
    )
