"""What do the office and a platform see of a claimed key, and how do they decide? The same in both channels."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from huxin.channels.parts import excel
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.orgs.access import visible
from huxin.oversight.queries import orders_under
from huxin.registry.actions.claims import confirm_claim, refuse_claim
from huxin.registry.models import PlatformClaim
from huxin.registry.personal import masked

LISTED = excel.columns(
    ("劳动者", "1.name", 12), ("平台", "0.platform.name", 30), ("账号", "0.key", 24), ("提出时间", "0.asked_at", 20),
    ("状态", "0.get_state_display", 12),
)  # fmt: skip
TONES = {"waiting": "near", "confirmed": "good", "refused": "back"}


class RefuseClaimForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label="未通过的原因", max_length=200, help_text="劳动者会看到。")


def listed(request: HttpRequest, channel: str) -> HttpResponse:
    """Claims, the newest first; those that wait where nothing else is asked for."""
    rows = visible(PlatformClaim, request.actor).select_related("platform", "worker")
    state = request.GET.get("state", "waiting")
    rows = rows.filter(state=state) if state in PlatformClaim.State.values else rows
    if excel.asked(request):
        return excel.export("账号认领", LISTED, ((row, masked(row.worker)) for row in rows.order_by("-pk")))
    found = page(rows, request, "-pk")
    lines = [(row, masked(row.worker), TONES[row.state]) for row in found.rows]
    context = {"page": found, "lines": lines, "state": state, "states": PlatformClaim.State.choices,
               "one": f"{channel}:claim"}  # fmt: skip
    return render(request, "parts/claims.html", context)


def decided(request: HttpRequest, pk: int, channel: str) -> HttpResponse:
    """One claim: who, which key; confirmed or refused here."""
    rows = visible(PlatformClaim, request.actor).select_related("platform", "worker", "decided_by")
    row = get_object_or_404(rows, pk=pk)
    refusing = "reason" in request.POST
    form, by, at = RefuseClaimForm(request.POST if refusing else None), request.actor, request.at

    def refuse(given: dict[str, Any]) -> None:
        refuse_claim(row, reason=given["reason"], by=by, at=at)

    if refusing and carried_out(form, refuse):
        messages.success(request, "已答复未通过。")
        return redirect(f"{channel}:claims")
    if request.method == "POST" and not refusing:
        confirm_claim(row, by=by, at=at)
        messages.success(request, "已对应，劳动者可以看到这个账号的订单。")
        return redirect(f"{channel}:claims")
    context = {"row": row, "who": masked(row.worker), "tone": TONES[row.state], "form": form,
               "list": f"{channel}:claims", "orders": orders_under(row.platform, row.key)}  # fmt: skip
    return render(request, "parts/claim.html", context)
