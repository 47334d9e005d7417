"""Who asks, when, and may the request go on? What stands between the web server and every view."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict, UnreadablePostError
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.utils.http import MAX_URL_REDIRECT_LENGTH, url_has_allowed_host_and_scheme

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.channels.parts import errors
from huxin.channels.parts.ways import PORTAL, WORKBENCH, channel_of, own_way, start_of
from huxin.orgs.access import NOBODY, actor
from huxin.orgs.roles import ROLES

Answer = Callable[[HttpRequest], HttpResponse]
NULL = "\x00"
WORKERS_ENTRANCE = "portal:log_in"
LEADING_TO_SECOND_FACTOR = (
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "account_reauthenticate",
    "account_logout",
    "portal:letters",
)


class ShortAddresses:
    """Refuses an address that could not be carried along to the log-in: it grows threefold there, and the framework
    answers a longer one than its own limit with an error of its own."""

    longest = MAX_URL_REDIRECT_LENGTH // 3 - 200

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return errors.too_long() if len(request.get_full_path()) > self.longest else self.get_response(request)


class NoNulls:
    """Takes the null character out of all that is typed, and finds nothing at an address that holds one: nobody sees
    it, and PostgreSQL does not keep it. Stands before the session, whose key a cookie may spell with one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: text for name, text in request.COOKIES.items() if NULL not in name + text}
        request.GET = _without_nulls(request.GET)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if NULL in request.path_info:
            raise Http404
        if not getattr(view, "by_key", False):  # a machine sends no form: its body is the view's to read
            with suppress(UnreadablePostError):  # cut off on its way: nothing is typed, and the next refuses it so
                request.POST = _without_nulls(request.POST)
        return None


def _without_nulls(sent: QueryDict) -> QueryDict:
    if not any(NULL in text for name, texts in sent.lists() for text in (name, *texts)):
        return sent
    clean = QueryDict(mutable=True)
    for name, texts in sent.lists():
        clean.setlist(name.replace(NULL, ""), [text.replace(NULL, "") for text in texts])
    return clean


class WhoAndWhen:
    """Hands every view `request.at` and `request.actor`; what a person saw is not kept by a shared computer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()
        request.actor = SimpleLazyObject(
            lambda: actor(request.user, request.at) if request.user.is_authenticated else NOBODY
        )
        response = self.get_response(request)
        known = request.session.accessed and not request.session.is_empty()  # by log-in, by receipt, by what he typed
        if known and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_store=True)
        return response


class SecondFactor:
    """Leads whoever holds a role of staff to set up the second factor; nothing else works until then."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.resolver_match.view_name in LEADING_TO_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        if not any(ROLES[grant.role].staff for grant in request.actor.grants):
            return None
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return None
        return _go(request, reverse("mfa_activate_totp"))


class OwnChannel:
    """Leads people of firms, and workers, from an address of the workbench to the same thing in their own channel."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match.namespace != WORKBENCH or not request.user.is_authenticated:
            return None
        return None if channel_of(request.actor) == WORKBENCH else _go(request, own_way(request.actor, match))


class Refusals:
    """Asks for the right that each route states, and turns the domain's two refusals into answers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if view.__module__.startswith("allauth."):
            return None
        if not hasattr(view, "needs"):
            raise ImproperlyConfigured(f"the route of {view.__module__}.{view.__name__} states no right")
        if view.needs is None or getattr(view, "by_key", False) or request.actor.can(view.needs):
            return None  # a machine's route asks for the key, and for the right of its holder, by itself
        if not request.user.is_authenticated:
            entrance = reverse(WORKERS_ENTRANCE) if request.resolver_match.namespace == PORTAL else None
            return _go(request, redirect_to_login(request.get_full_path(), entrance).url)
        return errors.lacking(request, view.needs)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, PermissionDenied):
            return errors.lacking(request, exception.permission)
        if not isinstance(exception, NotPossible):
            return None
        messages.error(request, exception.reason)
        if not request.htmx:
            return HttpResponseRedirect(_back(request))
        response = render(request, "parts/flash.html")
        response["HX-Retarget"], response["HX-Reswap"] = "#flash", "innerHTML show:top"
        return response


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the whole browser there, also when only a fragment was asked for."""
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _back(request: HttpRequest) -> str:
    """The page of our own on which the button stood, else the start."""
    came_from = request.headers.get("Referer", "")
    origin = f"{request.scheme}://{request.get_host()}/"
    itself = request.method == "GET" and came_from == request.build_absolute_uri()
    way = f"/{came_from.removeprefix(origin)}" if came_from.startswith(origin) and not itself else ""
    if url_has_allowed_host_and_scheme(way, allowed_hosts=None):  # //elsewhere.example is no page of ours
        return way
    return start_of(request.actor)
