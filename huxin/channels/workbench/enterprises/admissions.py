"""Which firms ask for access, is their authorisation in order, and whom does the office itself invite?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from huxin.channels.parts import excel
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.letters import letter
from huxin.channels.parts.paging import page
from huxin.channels.workbench.enterprises.forms import AdmitForm, RefuseForm
from huxin.channels.workbench.enterprises.pages import fetched
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import needs, visible
from huxin.orgs.roles import ROLES
from huxin.registry.actions import admission as admit
from huxin.registry.models import AdmissionRequest, Enterprise
from huxin.registry.personal import masked_applicant_phone

ASKED = (
    *excel.columns(("企业", "enterprise_name", 34), ("统一社会信用代码", "credit_code", 22), ("属地", "area.name", 16)),
    *excel.columns(("申请人", "name", 14), ("申请时间", "asked_at", 20), ("状态", "get_state_display", 12)),
    excel.Column("申请角色", lambda row: ROLES[row.role].title, 20),
)
TONES = {"waiting": "near", "admitted": "good", "refused": "back"}


@needs("enterprise.admit")
def admissions(request: HttpRequest) -> HttpResponse:
    """Requests, those that wait first by being asked for."""
    rows = visible(AdmissionRequest, request.actor).select_related("area")
    state = request.GET.get("state", "waiting")
    rows = rows.filter(state=state) if state in AdmissionRequest.State.values else rows
    if excel.asked(request):
        return excel.export("企业准入申请", ASKED, rows.order_by("-pk"))
    listed = page(rows, request, "-pk")
    for row in listed.rows:
        row.tone, row.role_title = TONES[row.state], ROLES[row.role].title
    context = {"page": listed, "state": state, "states": AdmissionRequest.State.choices}
    return render(request, "workbench/enterprises/admissions.html", context)


@needs("enterprise.admit")
def admission(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: who, for which firm, with which paper; admitted or refused here."""
    rows = visible(AdmissionRequest, request.actor).select_related("area", "authorisation", "enterprise", "decided_by")
    row = get_object_or_404(rows, pk=pk)
    refusing = "reason" in request.POST
    form = RefuseForm(request.POST if refusing else None)
    by, at = request.actor, request.at
    if refusing and carried_out(form, lambda given: admit.refuse_admission(row, **given, by=by, at=at)):
        messages.success(request, "已答复申请人未通过的原因。")
        return redirect("workbench:admission", pk)
    if request.method == "POST" and not refusing:
        firm = admit.admit(row, by=by, at=at)
        messages.success(request, f"已同意准入。{row.name}凭申请码即可开通账号。")
        return redirect("workbench:enterprise", firm.pk)
    context = {
        "row": row,
        "tone": TONES[row.state],
        "role": ROLES[row.role].title,
        "phone": masked_applicant_phone(row),
        "known": visible(Enterprise, by).filter(credit_code=row.credit_code).first(),
        "form": form,
        "events": entries(events_of(row)),
    }
    return render(request, "workbench/enterprises/admission.html", context)


@needs("enterprise.admit")
def enterprise_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """The office invites somebody of a firm; the answer is the letter to print, shown this once."""
    firm = fetched(request, pk, "enterprise.admit")
    form = AdmitForm(request.POST or None)
    by, at = request.actor, request.at
    if carried_out(form, lambda given: admit.admit_enterprise_user(firm, **given, by=by, at=at)):
        return letter(request, *form.result, back=request.path.removesuffix("invite/"))
    return render(request, "workbench/enterprises/form.html", {"form": form, "title": "邀请企业人员", "firm": firm})
