"""What do papers offer to the search box and to the list of to-dos?"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Concat

from huxin.base.actor import Actor
from huxin.documents.kinds import ended_by_signature
from huxin.documents.models import ApprovalStep, Paper, Receipt
from huxin.documents.papers import WITH_DRAFTER
from huxin.documents.subjects import steps_for
from huxin.documents.words import found
from huxin.orgs.access import visible
from huxin.search.find import searchable
from huxin.work.todos import Offered, offer

searchable(Paper, by=found)
State = Paper.State
_PAGE = "workbench:paper"
BY_THEIR_SUBJECT: set[str] = set()  # kinds of subjects whose package offers what rules have drafted for them


def named(at: str = "") -> Case:
    """The paper's title, and what it is about where titles are alike."""
    both = Concat(f"{at}title", Value("（"), f"{at}about", Value("）"), output_field=CharField())
    return Case(When(**{f"{at}about": "", "then": F(f"{at}title")}), default=both, output_field=CharField())


@offer()
def steps_to_decide(by: Actor, at: datetime) -> Iterator[Offered]:
    """Papers on which one's opinion is waited for."""
    yield Offered(
        steps_for(by).filter(state=ApprovalStep.State.WAITING),
        lambda line: line.todo(_PAGE, "审批", f"待{ApprovalStep.Kind(line.detail).label}"),
        pk="paper_id",
        title=named("paper__"),
        organisation="paper__organisation__short_name",
        detail="kind",
    )


@offer("paper.draft")
def papers_to_write(by: Actor, at: datetime) -> Iterator[Offered]:
    """One's own drafts, what came back, and what a rule has drafted for one's organisation."""
    by_rule = Q(drafted_by=None) & ~Q(subject_kind__in=BY_THEIR_SUBJECT)
    mine = Q(drafted_by_id=by.user_id) | by_rule
    here = visible(Paper, by, "paper.draft").filter(mine)
    words = {**dict(State.choices), State.DRAFT: "待送审", "changes": "待落实修改意见"}
    yield Offered(
        here.filter(Q(state__in=WITH_DRAFTER) | Q(changes_due=True)).exclude(state=State.VOIDED),
        lambda line: line.todo(_PAGE, "拟稿", words[line.detail]),
        title=named(),
        organisation="organisation__short_name",
        detail=Case(When(Q(changes_due=True) & ~Q(state=State.DRAFT), Value("changes")), default="state"),
    )


@offer("paper.issue")
def papers_to_issue(by: Actor, at: datetime) -> Iterator[Offered]:
    """Signed papers that wait for number, seal and issue."""
    words = {State.SIGNED: "待编号、印发", State.NUMBERED: "待用印、印发"}
    yield Offered(
        visible(Paper, by, "paper.issue")
        .filter(state__in=words, changes_due=False)
        .exclude(kind__in=ended_by_signature()),
        lambda line: line.todo(_PAGE, "印发", words[State(line.detail)]),
        title=named(),
        organisation="organisation__short_name",
        detail="state",
    )


@offer("paper.acknowledge")
def papers_received(by: Actor, at: datetime) -> Iterator[Offered]:
    """Papers that one's organisation has not acknowledged, or not answered."""
    open_ones = visible(Receipt, by, "paper.acknowledge").exclude(paper__state=State.VOIDED)
    yield Offered(
        open_ones.filter(Q(acknowledged_at=None) | Q(reply_due_on__isnull=False, replied_at=None)),
        lambda line: line.todo(_PAGE, "签收", line.detail),
        pk="paper_id",
        due_on="reply_due_on",
        title=named("paper__"),
        organisation="paper__organisation__short_name",
        detail=Case(When(acknowledged_at=None, then=Value("待签收")), default=Value("待回复")),
    )
