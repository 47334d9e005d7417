"""What does the system know about this person of a firm, and where is he told?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huxin.channels.parts.profile import about_me, email_changed, phone_changed
from huxin.orgs.access import needs


@needs("desk.view")
def profile(request: HttpRequest) -> HttpResponse:
    """My roles, my number, my address, and who looked at my data."""
    return _page(request)


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    return render(request, "desk/profile.html", about_me(request) | more)


@needs("desk.view")
@require_POST
def phone(request: HttpRequest) -> HttpResponse:
    """Change my number."""
    form = phone_changed(request)
    return _page(request, phone_form=form) if form else redirect("desk:profile")


@needs("desk.view")
@require_POST
def email(request: HttpRequest) -> HttpResponse:
    """Change where notices are mailed to."""
    form = email_changed(request)
    return _page(request, email_form=form) if form else redirect("desk:profile")
