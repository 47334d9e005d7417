"""Which names of enterprises are offered while somebody types? Public: the register of firms is."""

from django.http import HttpRequest, HttpResponse

from huxin.channels.parts.picking import offered
from huxin.orgs.access import public


@public
def pick_enterprises(request: HttpRequest) -> HttpResponse:
    """Options for the list below the input."""
    return offered(request)
