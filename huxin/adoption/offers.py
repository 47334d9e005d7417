"""What does adoption offer to the list of to-dos?"""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from huxin.adoption.models import PlanDraft
from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.work.todos import Todo, offer


@offer
def open_drafts(by: Actor, at: datetime) -> Iterator[Todo]:
    """Plans that were read and wait to be looked through."""
    for draft in visible(PlanDraft, by).filter(state=PlanDraft.State.OPEN).order_by("-pk")[:20]:
        yield Todo(
            title=draft.data.get("title") or "（无标题的方案草稿）",
            url=reverse("workbench:plan_draft", args=[draft.pk]),
            due_on=None,
            kind="方案草稿",
            state="校正中",
        )
