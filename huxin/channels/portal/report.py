"""How does a worker tell what happened? One question a screen, kept in the session until it is sent."""

import json
from collections.abc import Sequence
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from huxin.base.chinese import spoken_date
from huxin.base.errors import NotPossible
from huxin.base.money import yuan
from huxin.cases import mine, vault
from huxin.cases.actions.filing import Teller, file_report, places
from huxin.cases.actions.opening import Matter, Opened
from huxin.cases.facts import ClaimFact
from huxin.cases.models import Party
from huxin.cases.people import follower
from huxin.cases.records import Evidence
from huxin.cases.topics import Source, Topic
from huxin.channels.portal.follow_forms import UseForm
from huxin.channels.portal.report_forms import STEPS, WHOSE
from huxin.channels.portal.reporters import account_of, remember, reporter, worker_of
from huxin.orgs.access import NOBODY, public
from huxin.registry.personal import person_of
from huxin.registry.queries import pick_enterprises, picked

KEY = "report"
PROPOSED = "report_proposed"  # what a calculator found: shown in the screens, kept only when they are answered
PIECES = "report_pieces"  # of the vault, ticked before it is sent
ORDER = list(STEPS)
AT_ONCE = 60  # seconds within which the same answers are one report


def _kept(request: HttpRequest) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(KEY, {})
    return kept


def propose(request: HttpRequest, screens: dict[str, dict[str, Any]], pieces: Sequence[int] = ()) -> None:
    """Let these screens be asked with what is proposed; a story that was typed before goes on, and these pieces of
    his vault are ticked before he sends."""
    request.session[PIECES] = sorted({*request.session.get(PIECES, []), *pieces})
    kept = _kept(request)
    told = kept.get("story", {}).get("story", "")
    if told and "story" in screens:
        screens["story"] = {**kept["story"], "story": f"{told}\n{screens['story']['story']}"}
    request.session[PROPOSED] = screens
    request.session[KEY] = {name: given for name, given in kept.items() if name not in screens}


def keep_proposed(request: HttpRequest, names: Sequence[str]) -> None:
    """What was proposed for these screens and is sound counts as answered: it is all on the last screen, to change."""
    for name in names:
        shown = _form(name, request)
        given = {field: value for field in shown.fields if (value := shown[field].value()) is not None}
        if (form := _form(name, request, given)).is_valid():
            request.session[KEY] = _kept(request) | {name: _plain(form)}


def _form(name: str, request: HttpRequest, data: Any = None) -> Form:
    """The form of a screen with what was typed before; `data` validates."""
    kept = _kept(request)
    known: dict[str, Any] = {}
    if name == "where":
        known["areas"] = [(area.code, area.name) for area in places()]
    proposed: dict[str, Any] = request.session.get(PROPOSED, {}).get(name, {})
    if name == "who":
        typed = data or kept.get("who") or proposed
        wanted = typed.get("firm") or typed.get("platform") or ""
        found = pick_enterprises(wanted, most=6) if wanted else []
        known["found"] = [(str(one.pk), one.name) for one in found]
        if typed is proposed and len(found) == 1:
            proposed = proposed | {"chosen": str(found[0].pk)}
    if name == "when":
        known["today"] = localtime(request.at).date()
    if name == "teller" and (worker := worker_of(request)):
        himself = person_of(worker)
        kept = {name: {"name": himself.name, "phone": himself.phone} | kept.get(name, {})}
    return STEPS[name](data, initial=proposed | kept.get(name, {}), **known)


@public
def start(request: HttpRequest) -> HttpResponse:
    """The first question; something begun goes on."""
    return redirect("portal:report_step", step=next((s for s in ORDER if s not in _kept(request)), "check"))


@public
def step(request: HttpRequest, step: str) -> HttpResponse:
    """One question: what is sound is kept, and the next one asked."""
    if step == "check":
        return _check(request)
    if step not in STEPS:
        raise Http404
    form = _form(step, request, request.POST if request.method == "POST" else None)
    unasked = "chosen" in form.fields and not {"chosen", "asked"} & set(request.POST)  # firms he has not seen yet
    look_up = form.is_bound and step == "who" and ("search" in request.POST or unasked)
    if look_up and unasked:
        form.errors.pop("chosen", None)
    if form.is_bound and form.is_valid() and not look_up:
        request.session[KEY] = _kept(request) | {step: _plain(form)}
        missing = next((s for s in ORDER if s not in _kept(request)), "check")
        return redirect("portal:report_step", step=missing)
    place = ORDER.index(step)
    context = {
        "form": form, "step": step, "number": place + 1, "of": len(ORDER) + 1,
        "before": ORDER[place - 1] if place else "", "nothing_found": look_up and "chosen" not in form.fields,
        "hours": settings.SESSION_COOKIE_AGE // 3600,
    }  # fmt: skip
    return render(request, "portal/report/step.html", context)


def _plain(form: Form) -> dict[str, Any]:
    """What was typed, as texts, so that the session can keep it."""
    kept = {name: form.data.get(name, "") for name in form.fields}
    ticks = [name for name in form.fields if isinstance(form.cleaned_data.get(name), bool)]
    return kept | {name: "on" if form.cleaned_data[name] else "" for name in ticks}


def _answers(request: HttpRequest) -> dict[str, Any] | None:
    """All screens validated again; None where something is missing, or no longer holds: that is asked again."""
    given: dict[str, Any] = {}
    for name in ORDER:
        form = _form(name, request, _kept(request).get(name))
        if not form.is_bound or not form.is_valid():
            kept = _kept(request)
            request.session[PROPOSED] = request.session.get(PROPOSED, {}) | {name: kept.get(name, {})}
            request.session[KEY] = {step: said for step, said in kept.items() if step != name}
            return None
        given |= form.cleaned_data
    return given


def _check(request: HttpRequest, refusal: str = "") -> HttpResponse:
    """Everything once more before it is sent, or why it was not taken."""
    given = _answers(request)
    if given is None:
        return start(request)
    firm = picked(int(given["chosen"])) if given.get("chosen") else None
    area = next(area for area in places() if area.code == given["area"])
    lines = [
        ("what", "事项", f"{dict(WHOSE)[given['whose']]}；{Topic(given['topic']).label}"),
        ("where", "干活地点", f"{area.name} {given['place']}"),
        ("who", "有关单位", "，".join(filter(None, (given["platform"], firm.name if firm else given["firm"])))),
        ("when", "时间和金额", _when(given)),
        ("story", "经过", given["story"]),
        ("teller", "联系方式", "匿名" if given["anonymous"] else _teller(given)),
    ]
    last = len(ORDER) + 1
    pieces = None if given["anonymous"] else vault_choice(request)
    context = {"lines": lines, "number": last, "of": last, "refusal": refusal, "pieces_form": pieces}
    return render(request, "portal/report/check.html", context)


def vault_choice(request: HttpRequest, data: Any = None) -> UseForm | None:
    """The pieces of his vault that may go along; those of a slip that is taken into the complaint are ticked."""
    worker = worker_of(request)
    rows = vault.free_pieces(worker) if worker else None
    if rows is None or not rows.exists():
        return None
    return UseForm(data, rows=rows, required=False, initial={"pieces": request.session.get(PIECES, [])})


def _teller(given: dict[str, Any]) -> str:
    himself = f"{given['name']} {given['phone']}"
    if not given["acts_as"]:
        return himself
    return f"{himself}（{Party.Agency(given['acts_as']).label}），替{given['acts_for']} {given['principal_phone']}办理"


def _when(given: dict[str, Any]) -> str:
    span = f"{spoken_date(given['since'])}至" if given["since"] else ""
    span += spoken_date(given["until"]) if given["until"] else "今" if span else ""
    parts = [span or "没有写时间", f"{given['people']}人"]
    if given["amount"] is not None:
        parts.append(f"约{yuan(given['amount'])}元")
    return "，".join(parts)


@public
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Open the case and show the receipt: once, also where somebody on a slow line presses twice, or goes back."""
    given = _answers(request)
    if given is None:
        sent = not _kept(request) and "receipt" in request.session
        return redirect("portal:receipt") if sent else start(request)
    pressed = _pressed(request)
    if not cache.add(pressed, True, AT_ONCE):
        return render(request, "portal/report/sending.html")
    taken = False
    try:
        answer = _sent(request, given)
        taken = answer.status_code == HTTPStatus.FOUND
    finally:
        if not taken:  # it may be sent again
            cache.delete(pressed)
    return answer


def _pressed(request: HttpRequest) -> str:
    """Names what this browser sends: the same answers again are the same report."""
    said = json.dumps(_kept(request), sort_keys=True)
    return f"report.{sha256(f'{request.session.session_key} {said}'.encode()).hexdigest()}"


def _sent(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    if not ratelimit.consume(request, action="report"):
        return _check(request, "这个网络上提交得太频繁了，您填写的内容还在，请过几分钟再按一次提交。")
    chosen = None if given["anonymous"] else vault_choice(request, request.POST)
    if chosen is not None and not chosen.is_valid():
        return _check(request, "选的证据中有一件已经用掉或删除，请重新选择。")
    try:
        opened = _file(request, given)
    except NotPossible as refusal:
        return _check(request, refusal.reason)
    for key in (KEY, PROPOSED, PIECES):
        request.session.pop(key, None)
    remember(request, opened.parties[-1])
    account = None if given["anonymous"] else account_of(request)
    if account is not None and account.worker is None:  # who is no worker finds it again by the receipt alone
        shown = follower([opened.parties[-1].pk])
        mine.keep_receipt(opened.case, shown=shown, account=account, by=request.actor, at=request.at)
    if chosen is not None and (pieces := list(chosen.cleaned_data["pieces"])):
        _hand_in(request, opened, pieces)
    request.session["receipt"] = [opened.case.number, opened.receipts[0], bool(given["acts_as"])]
    return redirect("portal:receipt")


def _hand_in(request: HttpRequest, opened: Opened, pieces: list[Evidence]) -> None:
    """The chosen pieces of his vault go into the case that was just opened; it stands without them too."""
    try:
        vault.use(opened.case, pieces, by=reporter(request, opened.case), at=request.at)
    except NotPossible as refusal:
        messages.warning(request, f"反映已经提交，但证据没有附上：{refusal.reason}")


def _file(request: HttpRequest, given: dict[str, Any]) -> Opened:
    firm = picked(int(given["chosen"])) if given.get("chosen") else None
    area = next(area for area in places() if area.code == given["area"])
    topic = Topic(given["topic"])
    named = firm.name if firm else given["firm"] or given["platform"]
    asked = ClaimFact(
        kind=topic, claimed_fen=given["amount"], people=given["people"], period_from=given["since"],
        period_until=given["until"],
    )  # fmt: skip
    matter = Matter(
        topic=topic, title=f"{topic.label}（{named}）"[:120], area=area, source=Source.PORTAL, story=given["story"],
        wish=given["wish"], place=given["place"], enterprise=firm, enterprise_name=given["firm"] or given["platform"],
        platform_name=given["platform"], happened_from=given["since"], happened_until=given["until"],
        people=given["people"], claims=(asked,),
    )  # fmt: skip
    teller = Teller(
        name=given["name"], phone=given["phone"], e_service=given["e_service"], offer=given["offer"],
        anonymous=given["anonymous"], acts_for=given["acts_for"], acts_as=given["acts_as"],
        principal_phone=given["principal_phone"], worker=worker_of(request),
    )  # fmt: skip
    by = NOBODY if given["anonymous"] else request.actor  # also of somebody who is logged in
    return file_report(given["whose"], matter, teller, by=by, at=request.at)


@public
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and secret, shown until the session ends or another report is sent; then only the digest is left."""
    found = request.session.get("receipt")
    if not found:
        return redirect("portal:report") if _kept(request) else redirect("portal:follow")
    number, secret, agent = found
    return render(request, "portal/report/receipt.html", {"number": number, "secret": secret, "agent": agent})
