"""What is on record about one's own firm and the people who work for it, and what may the firm itself change?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from huxin.channels.parts import excel
from huxin.channels.parts.drafts import with_draft
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.parts.purposes import PurposeForm
from huxin.journal.log import PARTIES
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import allowed, needs, visible
from huxin.registry.actions.enterprises import update_own
from huxin.registry.actions.workers import reveal
from huxin.registry.dossier import dossier, facts
from huxin.registry.models import Engagement, Enterprise, Worker
from huxin.registry.personal import masked
from huxin.registry.queries import current
from huxin.work.drafts import clear_draft


class OwnForm(forms.Form):
    """What a firm keeps up to date about itself."""

    contact = forms.CharField(label="联系人", max_length=40)
    phone = forms.CharField(
        label="联系电话", max_length=20, required=False, help_text="加密保存；不填则保留已登记的号码。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "class": "short"}),
    )  # fmt: skip
    address = forms.CharField(label="住所", max_length=200)
    short_name = forms.CharField(label="简称", max_length=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def own_firms(request: HttpRequest) -> QuerySet[Enterprise]:
    """The firms for which this person stands."""
    rows = visible(Enterprise, request.actor, "registry.own").select_related("area", "organisation")
    return rows.filter(organisation__in=request.actor.organisation_ids()).order_by("pk")


@needs("desk.view")
def enterprise(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """The firm's file as far as the firm may read it."""
    rows = own_firms(request)
    firm = get_object_or_404(rows, pk=pk) if pk else rows.first()
    if firm is None:
        return render(request, "desk/no_firm.html")
    context = {
        "firm": firm,
        "facts": facts(firm),
        "parts": dossier(firm, request.actor, request.at),
        "firms": rows,
        "events": entries(events_of(firm)[:30], PARTIES),
    }
    return render(request, "desk/firm.html", context)


@needs("registry.own")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """How the firm is reached and where it sits; the rest is changed by the office."""
    firm, key = get_object_or_404(own_firms(request), pk=pk), f"own-{pk}"
    known = {field: getattr(firm, field) for field in ("contact", "address", "short_name", "version")}
    form = with_draft(request, key, OwnForm, initial=known)
    if carried_out(form, lambda given: update_own(firm, **given, by=request.actor, at=request.at)):
        clear_draft(key=key, by=request.actor)
        messages.success(request, "资料已更新。" if form.result else "资料没有变化。")
        return redirect("desk:enterprise", pk)
    return render(request, "desk/firm_edit.html", {"form": form, "firm": firm})


WORKERS = excel.columns(
    ("姓名", "1.name", 12), ("手机号", "1.phone", 16), ("用工企业", "0.enterprise.name", 30),
    ("平台", "0.platform.name", 30), ("用工关系", "0.get_relation_display", 24), ("劳动地", "0.area.name", 16),
    ("起", "0.valid_from", 14), ("止", "0.valid_until", 14),
)  # fmt: skip


@needs("worker.view")
def workers(request: HttpRequest) -> HttpResponse:
    """Who works for the firm, or on its platform, now or before."""
    rows = visible(Engagement, request.actor).select_related("worker", "enterprise", "platform", "area")
    if request.GET.get("all") != "yes":
        rows = current(rows, timezone.localdate(request.at))
    if excel.asked(request):
        return excel.export("劳动者", WORKERS, ((row, masked(row.worker)) for row in rows.order_by("-pk")))
    listed = page(rows, request, "-pk")
    for row in listed.rows:
        row.masked = masked(row.worker)
    return render(request, "desk/workers.html", {"page": listed, "all": request.GET.get("all") == "yes"})


@needs("worker.view")
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, masked; in clear for a purpose, which he sees."""
    someone = get_object_or_404(visible(Worker, request.actor).select_related("area"), pk=pk)
    may = allowed(request.actor, "registry.reveal", someone)
    form = PurposeForm(request.POST or None)
    context: dict[str, Any] = {"worker": someone, "masked": masked(someone), "may_reveal": may, "form": form}
    if may and carried_out(form, lambda given: reveal(someone, **given, by=request.actor, at=request.at)):
        context["revealed"] = form.result
    work = visible(Engagement, request.actor).filter(worker=someone).select_related("enterprise", "platform", "area")
    return render(request, "desk/worker.html", context | {"work": work.order_by("-valid_from", "-pk")})
