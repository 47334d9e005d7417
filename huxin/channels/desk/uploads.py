"""How does the page bring a large file over in pieces, so that a broken line costs nothing?"""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from huxin.channels.desk.firm import own_firms
from huxin.channels.parts import tus
from huxin.channels.parts.typed import number
from huxin.orgs.access import needs, visible
from huxin.oversight.machines import Upload


@needs("delivery.hand_in")
@require_POST
def uploads(request: HttpRequest) -> HttpResponse:
    """A place for one file of the firm that the address names."""
    return tus.spoken(lambda: _begun(request))


def _begun(request: HttpRequest) -> HttpResponse:
    key = number(request.GET.get("enterprise", ""))
    if not key:
        raise BadRequest("请先选择平台。")
    upload = tus.begin(request, get_object_or_404(own_firms(request), pk=key), checked=False)
    answer = tus.state(upload, 201)
    answer["Location"] = reverse("desk:upload", args=[upload.token])
    return answer


@needs("delivery.hand_in")
@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
def upload(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is, the next piece, or the end of it."""
    return tus.spoken(lambda: tus.handle(request, get_object_or_404(visible(Upload, request.actor), token=token)))
