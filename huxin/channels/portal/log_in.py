"""How does a worker log in by his phone: number, code, and at first his name?

What is known of the number stays in the session, sealed, until the log-in is done. The answers tell nobody whether a
number is known: only who has read the code is asked for a name.
"""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme

from huxin.base.chinese import mask_phone
from huxin.cases.actions.filing import places
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.limits import limit
from huxin.channels.portal.me_forms import CodeForm, NameForm, PhoneForm
from huxin.notices.sms import can_send, send_sms
from huxin.orgs.access import public
from huxin.orgs.models import User
from huxin.orgs.personal import decrypt, encrypt
from huxin.registry.actions.log_in import TERM, ask_code, come_in, prove_phone, returning

ASKED, PROVED, NEXT = "phone_asked", "phone_proved", "phone_next"
FIELD = "portal_session.phone"
NAMED_WITHIN = timedelta(minutes=15)
TEXT = "【护新】验证码{code}，{minutes}分钟内有效，用于登录查询本人案件和证据。请勿告诉任何人。"
TOO_OFTEN = "这个网络上操作得太频繁了，请过一会儿再试；急用的可以凭回执查询。"


@public
def log_in(request: HttpRequest) -> HttpResponse:
    """The number; the code goes out to every number alike."""
    if request.user.is_authenticated:
        return redirect("portal:me")
    form = PhoneForm(request.POST or None)

    def act(given: dict[str, Any]) -> None:
        limit(request, "sms", TOO_OFTEN)
        code = ask_code(given["phone"], at=request.at)
        send_sms(given["phone"], TEXT.format(code=code, minutes=TERM.seconds // 60), at=request.at)
        request.session[ASKED] = encrypt(given["phone"], FIELD)

    if "next" in request.GET:
        request.session[NEXT] = request.GET["next"]
    if carried_out(form, act):
        return redirect("portal:log_in_code")
    return render(request, "portal/me/phone.html", {"form": form, "can_send": can_send()})


@public
def log_in_code(request: HttpRequest) -> HttpResponse:
    """The code: who was here lately is in, others say their name."""
    if ASKED not in request.session:
        return redirect("portal:log_in")
    phone = decrypt(request.session[ASKED], FIELD)
    form = CodeForm(request.POST or None)

    def act(given: dict[str, Any]) -> User | None:
        limit(request, "sms_code", TOO_OFTEN)
        prove_phone(phone, given["code"], at=request.at)
        return returning(phone, at=request.at)

    if carried_out(form, act):
        del request.session[ASKED]
        if form.result is not None:
            return _enter(request, form.result)
        request.session[PROVED] = [encrypt(phone, FIELD), request.at.isoformat()]
        return redirect("portal:log_in_name")
    return render(request, "portal/me/code.html", {"form": form, "phone": mask_phone(phone)})


@public
def log_in_name(request: HttpRequest) -> HttpResponse:
    """His name, where the number came for the first time or after a long while."""
    sealed, proved_at = request.session.get(PROVED, ("", ""))
    since = parse_datetime(proved_at) if proved_at else None
    if since is None or request.at >= since + NAMED_WITHIN:
        return redirect("portal:log_in")
    areas = {area.code: area for area in places()}
    form = NameForm(request.POST or None, areas=[(area.code, area.name) for area in areas.values()])
    phone = decrypt(sealed, FIELD)

    def act(given: dict[str, Any]) -> User:
        himself = given["himself"] == "yes"
        return come_in(phone, name=given["name"], area=areas[given["area"]], himself=himself, at=request.at)

    if carried_out(form, act):
        del request.session[PROVED]
        return _enter(request, form.result)
    return render(request, "portal/me/name.html", {"form": form, "phone": mask_phone(phone)})


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    """By the house's own way in: a new session key, the note in the journal, the list of devices."""
    wanted = request.session.pop(NEXT, "")
    get_adapter(request).login(request, user)
    messages.success(request, "登录成功。用完请退出，尤其是借用的手机。")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return HttpResponseRedirect(wanted if safe else reverse("portal:me"))
