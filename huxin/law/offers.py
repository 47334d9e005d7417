"""Which proposals of legal figures wait for this person?"""

from collections.abc import Iterator
from datetime import datetime

from huxin.base.actor import Actor
from huxin.law.catalogue import entry
from huxin.law.models import Parameter
from huxin.orgs.access import visible
from huxin.work.todos import Line, Offered, Todo, offer


@offer("law.approve")
def proposals(by: Actor, at: datetime) -> Iterator[Offered]:
    """Proposals of others that he may approve."""
    waiting = visible(Parameter, by, "law.approve").filter(state=Parameter.State.PROPOSED)
    yield Offered(waiting.exclude(proposed_by=by.user_id), _todo, title="code")


def _todo(line: Line) -> Todo:
    found = line.todo("workbench:law_figure", "法规", "待审核")
    return Todo(f"审核法规参数：{entry(line.title).title}", found.url, None, found.kind, state=found.state)
