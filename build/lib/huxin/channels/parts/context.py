"""What does every page know without being told? Who looks at it, the menu, the size of letters."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from huxin.channels.parts.menu import entries
from huxin.channels.parts.ways import PORTAL, channel_of, start_of
from huxin.notices.actions import unread
from huxin.orgs.access import NOBODY
from huxin.orgs.roles import ROLES

LARGE_LETTERS = "letters"


def frame(request: HttpRequest) -> dict[str, Any]:
    """For the templates' frame; evaluated only where a page really has one."""
    actor = getattr(request, "actor", NOBODY)
    channel = channel_of(actor)
    return {
        "actor": actor,
        "menu": SimpleLazyObject(lambda: list(entries(request)) if actor.user_id else []),
        "capacities": [(ROLES[g.role].title, g.organisation, g.acting_for) for g in actor.grants],
        "channel": channel,
        "start": start_of(actor),
        "hears": actor.can("notice.receive") and channel != PORTAL,
        "unread": SimpleLazyObject(lambda: _number(unread(actor))),
        "large_letters": request.COOKIES.get(LARGE_LETTERS) == "large",
    }


def _number(count: int) -> str:
    """As it stands beside the bell: nothing, 7, 99+."""
    return "99+" if count > 99 else str(count or "")
