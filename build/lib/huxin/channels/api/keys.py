"""Who speaks to the machine interface? Whoever shows a platform's key; a log-in of a browser does not count here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit  # the public one never counts a GET
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from huxin.base.errors import NotPossible
from huxin.channels.parts import tus
from huxin.orgs.access import needs
from huxin.oversight.actions.keys import holder_of

View = Callable[..., HttpResponse]


def by_key(permission: str, *methods: str) -> Callable[[View], View]:
    """The view answers machines alone: no cookies, so no secret token of a form; every answer is JSON or empty."""

    def mark(view: View) -> View:
        @csrf_exempt
        @needs(permission)
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return _answered(view, methods, request, *args, **kwargs)

        answered.by_key = True  # type: ignore[attr-defined]
        return answered

    return mark


def _answered(view: View, methods: tuple[str, ...], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The view's answer, or why there is none."""
    if (stopped := _let_in(request)) is not None:
        return stopped
    if request.method not in methods:
        answer = tus.told(405, "method", f"这个地址只接受{'、'.join(methods)}请求。")
        answer["Allow"] = ", ".join(methods)
        return answer
    if request.headers.get("Tus-Resumable", tus.VERSION) != tus.VERSION:
        answer = tus.told(412, "version", f"只支持tus协议{tus.VERSION}。")
        answer["Tus-Version"] = tus.VERSION
        return answer
    return tus.spoken(lambda: view(request, *args, **kwargs))


def _let_in(request: HttpRequest) -> HttpResponse | None:
    """Who is it? The refusal, where it is nobody or somebody too eager; otherwise `request.actor` acts by his key."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    try:
        if kind.lower() != "bearer" or not key.strip():
            raise NotPossible("请在请求头中给出密钥：Authorization: Bearer <密钥>。")
        row, request.actor = holder_of(key.strip(), at=request.at)
    except NotPossible as refusal:
        if not _may_ask_again(request, "machine_refused"):
            return _too_many()
        answer = tus.told(401, "key", refusal.reason)
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    if not _may_ask_again(request, "machine", str(row.pk)):
        return _too_many()
    request.machine_key = row
    return None


def _may_ask_again(request: HttpRequest, action: str, key: str = "") -> bool:
    return bool(ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True))


def _too_many() -> HttpResponse:
    answer = tus.told(429, "too_many", "请求过于频繁，请一分钟后再试；续传时每段可以大一些（如8MB）。")
    answer["Retry-After"] = "60"
    return answer
