"""What does the registry offer to the search box and to the list of to-dos?"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import CharField, Value
from django.db.models.functions import Concat

from huxin.base.actor import Actor
from huxin.orgs.access import visible
from huxin.registry.models import Enterprise, PlatformClaim
from huxin.search.find import searchable
from huxin.work.todos import Offered, offer

searchable(Enterprise, "name", "credit_code", "names__name")


@offer("claim.decide")
def claims_to_decide(by: Actor, at: datetime) -> Iterator[Offered]:
    """Claimed keys that wait: the page of the workbench leads a platform's people to their own."""
    waiting = visible(PlatformClaim, by, "claim.decide").filter(state=PlatformClaim.State.WAITING)
    yield Offered(
        waiting,
        lambda line: line.todo("workbench:claim", "账号认领", "待核对"),
        title=Concat(Value("核对平台账号 "), "key", output_field=CharField()),
        organisation="platform__name",
    )
