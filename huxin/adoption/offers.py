"""What does adoption offer to the list of to-dos?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models.fields.json import KT

from huxin.adoption.models import PlanDraft
from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.work.todos import Line, Offered, Todo, offer


@offer("plan.adopt")
def open_drafts(by: Actor, at: datetime) -> Iterator[Offered]:
    """Plans that were read and wait to be looked through."""
    yield Offered(visible(PlanDraft, by).filter(state=PlanDraft.State.OPEN), _todo, title=KT("data__title"))


def _todo(line: Line) -> Todo:
    return replace(line, title=line.title or "（无标题的方案草稿）").todo("workbench:plan_draft", "方案草稿", "校正中")
