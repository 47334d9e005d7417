"""Which workers of the area claim a platform's key, and is it theirs?"""

from django.http import HttpRequest, HttpResponse

from huxin.channels.parts.claims import decided, listed
from huxin.orgs.access import needs


@needs("claim.decide")
def claims(request: HttpRequest) -> HttpResponse:
    """Those of workers looked after here."""
    return listed(request, "workbench")


@needs("claim.decide")
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them."""
    return decided(request, pk, "workbench")
