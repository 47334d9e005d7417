"""What does somebody see who is not logged in?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huxin.channels.parts.context import LARGE_LETTERS
from huxin.channels.parts.forms import carried_out
from huxin.channels.portal.forms import AcceptForm, CodeForm, RenewForm
from huxin.orgs.access import public
from huxin.orgs.actions.invitations import accept_invitation, accept_renewal, open_invitation
from huxin.orgs.models import User
from huxin.orgs.roles import ROLES

DAY = 24 * 3600
YEAR = 365 * 24 * 3600


@public
def landing(request: HttpRequest) -> HttpResponse:
    """The front door: what this is, and the ways in."""
    return render(request, "portal/landing.html")


@public
def icon(request: HttpRequest) -> HttpResponse:
    """The site's sign where no page names it, as in a tab that shows a file: browsers ask for this address."""
    response = redirect(static("parts/icon.svg"))
    patch_cache_control(response, public=True, max_age=DAY)
    return response


@public
@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """Large letters on or off, remembered by the browser."""
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if safe else reverse("portal:landing"))
    if request.COOKIES.get(LARGE_LETTERS) == "large":
        response.delete_cookie(LARGE_LETTERS)
    else:
        response.set_cookie(
            LARGE_LETTERS, "large", max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return response


@public
def invitation(request: HttpRequest) -> HttpResponse:
    """Open an account, or one's own account again: first the code of the letter, then the password."""
    first = CodeForm(request.POST or None)
    if not carried_out(first, lambda data: open_invitation(data["code"], at=request.at)):
        return render(request, "portal/invitation/code.html", {"form": first})
    found = first.result
    kind = RenewForm if found.renews_id else AcceptForm
    form = kind(request.POST if "password" in request.POST else None, initial={"code": first.data["code"]})
    if carried_out(form, lambda data: _accept(data, request)):
        then = "请登录并设置两步验证。" if ROLES[found.role].staff else "请登录。"
        messages.success(request, f"办理成功，您的登录名是“{form.result.username}”。{then}")
        return redirect("account_login")
    role = ROLES[found.role].title
    return render(request, "portal/invitation/accept.html", {"form": form, "invitation": found, "role": role})


def _accept(data: dict[str, Any], request: HttpRequest) -> User:
    if "username" in data:
        return accept_invitation(data["code"], username=data["username"], password=data["password"], at=request.at)
    return accept_renewal(data["code"], password=data["password"], at=request.at)
