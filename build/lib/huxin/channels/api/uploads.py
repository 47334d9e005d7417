"""How does a platform's program bring a file over, piece by piece?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from huxin.channels.api.keys import by_key
from huxin.channels.parts import tus
from huxin.orgs.access import visible
from huxin.oversight.machines import Upload


@by_key("delivery.hand_in", "POST", "OPTIONS")
def uploads(request: HttpRequest) -> HttpResponse:
    """A place for one file; the same file again is the same place."""
    if request.method == "OPTIONS":
        return tus.options()
    upload = tus.begin(request, request.machine_key.reporter.enterprise, checked=True)
    answer = tus.state(upload, 201)
    answer["Location"] = request.build_absolute_uri(reverse("api:upload", args=[upload.token]))
    return answer


@by_key("delivery.hand_in", "GET", "HEAD", "PATCH", "DELETE")
def upload(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is, the next piece, or the end of it."""
    return tus.handle(request, get_object_or_404(visible(Upload, request.actor), token=token))
