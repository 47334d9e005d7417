"""What has the office to do about followings-up? Papers on their way to the signature are offered by documents."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.documents.papers import WITH_DRAFTER
from huxin.followups.models import FollowUp, Rung
from huxin.orgs.access import visible
from huxin.plans.models import Term
from huxin.work.todos import Line, Offered, Todo, offer

State = FollowUp.State


@offer("follow_up.draft")
def follow_ups(by: Actor, at: datetime) -> Iterator[Offered]:
    """One line a plan and a kind of thing to do, however many parties are late."""
    mine = visible(FollowUp, by)
    drafts = mine.filter(state=State.DRAFTED)
    yield _lines(drafts.filter(rung=Rung.CHAT), "条群提醒文字待发", "待发", "?state=drafted&rung=chat")
    yield _lines(drafts.filter(paper__state__in=WITH_DRAFTER), "份督办文书草稿待送审", "待送审", "?state=drafted")
    yield _lines(mine.filter(state=State.ANSWERED), "件督办已回复，待销号", "待销号", "?state=answered")
    owed = (Term.State.OPEN, Term.State.RETURNED, Term.State.HANDED_IN)
    settled = mine.filter(state=State.ISSUED).exclude(items__term__state__in=owed)
    yield _lines(settled, "件督办所涉任务已办结，待销号", "待销号", "?state=issued")


def _lines(rows: QuerySet[FollowUp], words: str, state: str, query: str) -> Offered:
    def todo(line: Line) -> Todo:
        title = f"{line.title}：{line.detail}{words}"
        return Todo(title, reverse("workbench:follow_ups") + query, None, "督办", state=state)

    counted = rows.order_by().values("plan_id", "plan__title").annotate(number=Count("pk", distinct=True))
    return Offered(counted, todo, key="plan_id", pk="plan_id", title="plan__title", detail=Cast("number", CharField()))
