"""Which platforms have handed in their orders, and what does the office do with a delivery?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.channels.parts import excel
from huxin.channels.parts.deliveries import listing, shown
from huxin.channels.parts.forms import carried_out
from huxin.orgs.access import allowed, needs, visible
from huxin.oversight.actions.delivering import accept, refuse, set_reporter
from huxin.oversight.models import Delivery, Reporter
from huxin.oversight.queries import last_month
from huxin.registry.models import Enterprise


class ReporterForm(forms.Form):
    """Who delivers, from when, by when, and what is done with rejected rows."""

    enterprise = forms.ModelChoiceField(None, label="平台企业", empty_label="请选择")
    since = forms.DateField(
        label="首个报送月份", input_formats=["%Y-%m"], help_text="写作2026-10。",
        widget=forms.DateInput(attrs={"class": "short", "placeholder": "2026-10"}, format="%Y-%m"),
    )  # fmt: skip
    due_day = forms.IntegerField(
        label="次月几日前报送",
        min_value=1,
        max_value=28,
        initial=10,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    on_rejects = forms.ChoiceField(
        label="有不合格的行时", choices=Reporter.OnRejects, initial="ask", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, platforms: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["enterprise"].queryset = platforms


class RefuseForm(forms.Form):
    """Why the whole goes back."""

    reason = forms.CharField(label="退回原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


REPORTERS = excel.columns(
    ("平台", "enterprise.name", 30), ("首个月份", "since", 12), ("次月期限（日）", "due_day", 16),
    ("有不合格行时", "get_on_rejects_display", 24),
)  # fmt: skip


@needs("delivery.view")
def deliveries(request: HttpRequest) -> HttpResponse:
    """Expected month by month: in, late, missing; below it everything that came, newest first."""
    found = listing(request)
    if isinstance(found, HttpResponse):
        return found
    late = [one for one in found["expected"] if one.delivery is None and one.state[0] == "late"]
    return render(request, "workbench/oversight/deliveries.html", found | {"late": late})


@needs("delivery.view")
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """What came, what is sound, what is not; take the sound part or send the whole back."""
    rows = visible(Delivery, request.actor).select_related("enterprise", "document", "handed_in_by", "decided_by")
    row = get_object_or_404(rows.select_related("replaces"), pk=pk)
    may = row.state == Delivery.State.CHECKED and allowed(request.actor, "delivery.decide", row)
    views = {"document_view": "workbench:document", "delivery_view": "workbench:delivery"}
    context = {**shown(row, request), **views, "may_decide": may, "form": RefuseForm()}
    return render(request, "workbench/oversight/delivery.html", context)


@needs("delivery.decide")
@require_POST
def delivery_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The sound rows count."""
    row = get_object_or_404(visible(Delivery, request.actor, "delivery.decide"), pk=pk)
    accept(row, by=request.actor, at=request.at)
    messages.success(request, f"已接收合格的{row.accepted_rows:,}行。")
    return redirect("workbench:delivery", pk)


@needs("delivery.decide")
def delivery_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing of it counts."""
    row = get_object_or_404(visible(Delivery, request.actor, "delivery.decide").select_related("enterprise"), pk=pk)
    form = RefuseForm(request.POST or None)
    if carried_out(form, lambda given: refuse(row, **given, by=request.actor, at=request.at)):
        messages.success(request, "已整批退回，平台会看到退回原因。")
        return redirect("workbench:delivery", pk)
    return render(request, "workbench/oversight/delivery_refuse.html", {"form": form, "delivery": row})


@needs("delivery.decide")
def reporter_new(request: HttpRequest) -> HttpResponse:
    """Name a platform that delivers, or change its terms."""
    platforms = visible(Enterprise, request.actor).filter(kind=Enterprise.Kind.PLATFORM, merged_into=None)
    known = visible(Reporter, request.actor).select_related("enterprise").order_by("pk")
    if excel.asked(request):
        return excel.export("报送平台", REPORTERS, known)
    form = ReporterForm(
        request.POST or None, platforms=platforms.order_by("name"),
        initial={"since": last_month(timezone.localdate(request.at))},
    )  # fmt: skip
    if carried_out(form, lambda given: set_reporter(**given, by=request.actor, at=request.at)):
        messages.success(request, "报送平台已设定。")
        return redirect("workbench:deliveries")
    return render(request, "workbench/oversight/reporter.html", {"form": form, "reporters": known})
