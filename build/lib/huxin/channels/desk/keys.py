"""How does a platform let its own program hand in?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huxin.channels.parts import excel
from huxin.channels.parts.forms import carried_out
from huxin.orgs.access import needs, visible
from huxin.oversight.actions.keys import issue_key, revoke_key
from huxin.oversight.machines import MachineKey
from huxin.oversight.models import Reporter


class KeyForm(forms.Form):
    """For which platform, and what for."""

    reporter = forms.ModelChoiceField(None, label="平台", empty_label=None)
    name = forms.CharField(label="用途", max_length=40, help_text="如：数据平台每月自动报送。")

    def __init__(self, *args: Any, reporters: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reporter"].queryset = reporters
        self.fields["reporter"].label_from_instance = lambda one: str(one.enterprise)


LISTED = (
    *excel.columns(("平台", "reporter.enterprise.name", 30), ("用途", "name", 30), ("末四位", "tail", 10)),
    *excel.columns(("签发人", "issued_by.name", 14), ("签发时间", "issued_at", 20), ("最近使用", "last_used_at", 20)),
    *excel.columns(("吊销人", "revoked_by.name", 14), ("吊销时间", "revoked_at", 20)),
    excel.Column("状态", lambda key: "已吊销" if key.revoked_at else "有效", 10),
)


@needs("delivery.hand_in")
def keys(request: HttpRequest) -> HttpResponse:
    """The keys with their last use; a new one is shown this once."""
    by, at = request.actor, request.at
    rows = visible(MachineKey, by).select_related("reporter__enterprise", "issued_by", "revoked_by").order_by("-pk")
    if excel.asked(request):
        return excel.export("报送密钥", LISTED, rows)
    reporters = visible(Reporter, by, "delivery.hand_in").filter(ended_on=None).select_related("enterprise")
    form, made = KeyForm(request.POST or None, reporters=reporters.order_by("pk")), ""
    if carried_out(form, lambda given: issue_key(given["reporter"], name=given["name"], by=by, at=at)):
        _, made = form.result
        form = KeyForm(reporters=reporters)
    context = {
        "form": form,
        "made": made,
        "rows": rows[:50],
        "is_reporter": bool(reporters),
        "address": request.build_absolute_uri(reverse("api:uploads")).removesuffix("uploads/"),
    }
    return render(request, "desk/keys.html", context)


@needs("delivery.hand_in")
@require_POST
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The key opens nothing any more."""
    row = get_object_or_404(visible(MachineKey, request.actor).select_related("reporter__enterprise"), pk=pk)
    revoke_key(row, by=request.actor, at=request.at)
    messages.success(request, f"末四位为{row.tail}的密钥已吊销，立即失效。")
    return redirect("desk:keys")
