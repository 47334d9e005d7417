"""Who claims a key of this platform, and is it his?"""

from django.http import HttpRequest, HttpResponse

from huxin.channels.parts.claims import decided, listed
from huxin.orgs.access import needs


@needs("claim.decide")
def claims(request: HttpRequest) -> HttpResponse:
    """Those of its own keys."""
    return listed(request, "desk")


@needs("claim.decide")
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them."""
    return decided(request, pk, "desk")
