"""What does a person read when a request cannot be answered?"""

import sys

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from huxin.base.errors import no_room, too_busy
from huxin.orgs.access import public
from huxin.orgs.roles import PERMISSIONS

_STATUS = {"": 500, "full": 507, "busy": 503}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address or the data sent make no sense; or what a session could not be kept for. What our own refusals
    say is shown, Django's own words are not."""
    if _why(exception):
        return broken(request, exception)
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "parts/errors/400.html", {"reason": reason}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 from Django itself, such as a form whose secret token is too old."""
    return render(request, "parts/errors/403.html", status=403)


def lacking(request: HttpRequest, permission: str) -> HttpResponse:
    """403: the person is known, and does not hold the right."""
    return render(request, "parts/errors/403.html", {"right": PERMISSIONS[permission]}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page had been open for too long, or the log-in changed meanwhile."""
    return render(request, "parts/errors/stale.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for this person; the two are not told apart."""
    return render(request, "parts/errors/404.html", status=404)


@public
def not_offered(request: HttpRequest) -> HttpResponse:
    """To the log-in: a page of the accounts library that is not used here, but that the library asks for by name."""
    return redirect("account_login")


def too_long() -> HttpResponse:
    """414: an address longer than any page of ours has."""
    return HttpResponse(render_to_string("parts/errors/414.html"), status=414)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: so many log-ins from one place that somebody may be guessing."""
    return render(request, "parts/errors/429.html", status=429)


def broken(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """500: a defect of ours; or a disk that is full (507), or a database that had no time (503: asked again, it may
    pass). The page needs neither database nor session."""
    why = _why(exception or sys.exc_info()[1])
    page = HttpResponse(render_to_string("parts/errors/500.html", {"why": why}), status=_STATUS[why])
    if why == "busy":
        page["Retry-After"] = "10"
    return page


def _why(exception: BaseException | None) -> str:
    """Was it the disk or the database, and not a defect?"""
    return "full" if no_room(exception) else "busy" if too_busy(exception) else ""
