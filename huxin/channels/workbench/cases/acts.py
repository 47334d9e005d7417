"""How does an officer act on a case: what its procedure allows, and what is done beside it?"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from huxin.base.errors import PermissionDenied
from huxin.cases import agency
from huxin.cases.actions import desk, joint, merging, moving, talking
from huxin.cases.actions.opening import procedure_of
from huxin.cases.models import Case, Party
from huxin.cases.officers import officers_of
from huxin.cases.people import reveal
from huxin.cases.procedure import Action
from huxin.cases.records import Assistance, Move
from huxin.cases.replies import conclusions_for
from huxin.cases.vault import collect, keep_evidence
from huxin.channels.parts import typed
from huxin.channels.parts.drafts import keep_draft, with_draft
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.cases import forms, page
from huxin.channels.workbench.cases.page import Shown, found
from huxin.documents import store
from huxin.orgs.access import needs, visible
from huxin.work.drafts import clear_draft


@needs("case.view")
def case_do(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """The form of one action, and the action; of two officers at once the second is told, with all that he typed."""
    case = found(request, number)
    action = next((a for a in procedure_of(case).actions if a.code == code), None)
    if action is None or not moving.may(case, action, request.actor):
        raise PermissionDenied("case.handle" if action is None else action.needs or "case.follow")
    kind = import_string(action.form)
    key = f"case-{case.pk}-{kind.drafted_as or code}"
    form = with_draft(request, key, partial(kind, case=case, at=request.at, auto_id="act_%s"))
    conclusions = _conclusions(request, case, action, form)
    if carried_out(form, lambda _: _perform(request, case, action, form)):
        clear_draft(key=key, by=request.actor)
        messages.success(request, _said(form.result, action))
        return _gone(request, form.result)
    if request.method == "POST" and kind.drafted_as:
        keep_draft(request, key)
    case.refresh_from_db()
    step = procedure_of(case).step(case.step)
    context = {"case": case, "action": action, "form": form, "step": step, "late": case.step not in action.steps,
               "conclusions": conclusions}  # fmt: skip
    template = "workbench/cases/act.html"
    return render(request, f"{template}#act" if request.htmx else template, context)


def _conclusions(request: HttpRequest, case: Case, action: Action, form: Any) -> list[tuple[str, str]]:
    """Code and title of the standard texts for this form; the chosen one stands in its fields, the only one at once."""
    found = [
        (reply.code, reply.title, {reply.field: words})
        for reply, words in conclusions_for(case, action.code)
        if reply.field in form.fields
    ] + form.standard_texts()
    wanted = request.GET.get("use", "")
    for code, _, values in found:
        alone = len(found) == 1 and not form.draft_saved_at and not any(
            form.get_initial_for_field(form.fields[name], name) for name in values
        )  # fmt: skip
        if not form.is_bound and (code == wanted or alone):
            form.initial = form.initial | values
    return [(code, title) for code, title, _ in found]


def _perform(request: HttpRequest, case: Case, action: Action, form: Any) -> Move:
    version = request.POST.get("version", "")
    known = typed.number(version) if version else None
    return moving.perform(case, action.code, form.facts(), by=request.actor, at=request.at, version=known)


def _said(move: Move, action: Action) -> str:
    if move.state == Move.State.PROPOSED:
        return f"“{action.title}”已提请审批，文书已拟好：请核对后点“送审”，签批后生效。"
    return f"已办理：{action.title}。"


def _gone(request: HttpRequest, move: Move) -> HttpResponse:
    """Back to the case; to the paper that is to be sent on its way, where the move waits for it."""
    url = reverse("workbench:case", args=[move.case.number])
    if move.state == Move.State.PROPOSED and move.paper_id is not None:
        url = reverse("workbench:paper", args=[move.paper_id])
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)


def _answered(
    request: HttpRequest, case: Case, kind: str, form: Form, act: Callable[..., Any], said: str
) -> HttpResponse:
    """Back to the case; a form that was refused stands there with what was typed."""
    if carried_out(form, lambda given: act(**given, by=request.actor, at=request.at)):
        messages.success(request, said)
        return redirect("workbench:case", case.number)
    return page.shown(request, case, Shown(refused={kind: form}))


def _parties(case: Case) -> list[Any]:
    return list(case.parties.filter(left_at=None).select_related("case", "enterprise").order_by("pk"))


@needs("case.handle")
@require_POST
def case_drop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A proposal is taken back."""
    case = found(request, number)
    move = get_object_or_404(case.moves.select_related("case", "paper"), pk=pk)
    form = forms.Reason(request.POST, auto_id="drop_%s")
    return _answered(request, case, "drop", form, partial(moving.drop, move), "已撤回提请，文书作废。")


@needs("case.handle")
@require_POST
def case_note(request: HttpRequest, number: str) -> HttpResponse:
    """For the office only."""
    case = found(request, number)
    form = forms.Text(request.POST, auto_id="note_%s")
    return _answered(request, case, "note", form, partial(talking.note, case), "内部记录已保存。")


@needs("case.handle")
@require_POST
def case_tell(request: HttpRequest, number: str) -> HttpResponse:
    """To a party."""
    case = found(request, number)
    told = [party for party in _parties(case) if talking.may_be_told(party)]
    form = forms.Telling(request.POST, parties=told, nobody="全部反映人", auto_id="tell_%s")
    return _answered(request, case, "tell", form, partial(talking.tell, case), "留言已发出，当事人可以看到。")


@needs("case.handle")
@require_POST
def case_evidence(request: HttpRequest, number: str) -> HttpResponse:
    """A file as evidence."""
    case = found(request, number)
    form = forms.Exhibit(
        request.POST, request.FILES, parties=_parties(case), nobody="办案单位自行收集", auto_id="evidence_%s"
    )

    def act(file: Any, party: Any, title: str, **given: Any) -> Any:
        kept = store.keep(file, name=file.name, org_path=case.org_path, by=request.actor, at=request.at)
        given["title"] = title or kept.name
        return keep_evidence(kept, party=party, **given) if party else collect(case, kept, **given)

    return _answered(request, case, "evidence", form, act, "证据已保存。")


@needs("case.handle")
@require_POST
def case_consent(request: HttpRequest, number: str) -> HttpResponse:
    """What parties agreed to: being represented, negotiation first, service by screen."""
    case = found(request, number)
    form = forms.Consenting(request.POST, among=_parties(case), auto_id="consent_%s")
    return _answered(request, case, "consent", form, partial(merging.consent_all, case), "同意事项已登记。")


@needs("case.reveal")
@require_POST
def case_reveal(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A party's data in clear, once, on this answer alone."""
    case = found(request, number)
    party = get_object_or_404(case.parties.select_related("case", "enterprise", "worker"), pk=pk)
    form = forms.Purpose(request.POST, auto_id="reveal_%s")
    if not carried_out(form, lambda given: reveal(party, **given, by=request.actor, at=request.at)):
        return page.shown(request, case, Shown(refused={"reveal": form}))
    return page.shown(request, case, Shown(revealed={party.pk: form.result}))


@needs("case.handle")
@require_POST
def case_agency_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The party has told the office that the agent acts for him no more."""
    case = found(request, number)
    agency.end(get_object_or_404(case.parties, pk=pk, role=Party.Role.AGENT), by=request.actor, at=request.at)
    messages.success(request, "委托终止已登记。")
    return redirect("workbench:case", number)


@needs("case.assign")
@require_POST
def case_assign(request: HttpRequest, number: str) -> HttpResponse:
    """Who handles it."""
    case = found(request, number)
    form = forms.Assigning(request.POST, staff=officers_of(case.organisation), case=case, auto_id="assign_%s")
    return _answered(request, case, "assign", form, partial(desk.assign, case), "承办人已指派。")


@needs("case.transfer")
@require_POST
def case_transfer(request: HttpRequest, number: str) -> HttpResponse:
    """To another office, which may be out of one's own sight."""
    case = found(request, number)
    form = forms.Passing(request.POST, bodies=page.bodies(case), auto_id="transfer_%s")
    if carried_out(form, lambda given: desk.transfer(case, **given, by=request.actor, at=request.at)):
        messages.success(request, f"案件{case.number}已移交{form.cleaned_data['to'].name}，期限和文书一并移交。")
        return redirect("workbench:cases")
    return page.shown(request, case, Shown(refused={"transfer": form}))


@needs("case.handle")
@require_POST
def case_ask(request: HttpRequest, number: str) -> HttpResponse:
    """Another body is asked, or told."""
    case = found(request, number)
    form = forms.Asking(request.POST, bodies=page.bodies(case), auto_id="ask_%s")
    return _answered(request, case, "ask", form, partial(desk.ask, case), "已发出，对方可以看到请求内容。")


@needs("case.handle")
@require_POST
def case_joint(request: HttpRequest, number: str) -> HttpResponse:
    """The case is opened in part to another body."""
    case = found(request, number)
    form = forms.Joining(request.POST, case=case, bodies=page.bodies(case), auto_id="joint_%s")
    said = "已发出：对方接受后在所开放的范围内办理。"
    return _answered(request, case, "joint", form, partial(joint.open_part, case), said)


@needs("case.handle")
@require_POST
def case_joint_end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """It is closed to that body again."""
    case = found(request, number)
    row = get_object_or_404(case.assistance.select_related("case", "organisation"), pk=pk)
    kind = f"ending{row.pk}"
    form = forms.Ending(request.POST, auto_id=f"{kind}_%s")
    return _answered(request, case, kind, form, partial(joint.end, row), "联合办理已结束，对方不再看到本案。")


@needs("case.merge")
@require_POST
def case_merge(request: HttpRequest, number: str) -> HttpResponse:
    """Reports that belong together become one."""
    case, others = found(request, number), _chosen(request)
    merging.merge(case, others, by=request.actor, at=request.at)
    messages.success(request, f"{len(others)}件已并入本案，反映人仍可用各自的回执查询。")
    return redirect("workbench:case", case.number)


def _chosen(request: HttpRequest) -> list[Case]:
    chosen = [typed.number(pk) for pk in request.POST.getlist("other")]
    return list(visible(Case, request.actor, "case.merge").filter(pk__in=chosen).order_by("pk"))


@needs("case.merge")
@require_POST
def case_relate(request: HttpRequest, number: str) -> HttpResponse:
    """Cases that go on each by itself are laid beside each other."""
    case, others = found(request, number), _chosen(request)
    merging.relate(case, others, by=request.actor, at=request.at)
    messages.success(request, f"已关联{len(others)}件案件，各自办理、各自答复。")
    return redirect("workbench:case", case.number)


@needs("case.handle")
@require_POST
def case_answered(request: HttpRequest, number: str) -> HttpResponse:
    """What another body answered on paper is noted by the office that asked."""
    case = found(request, number, "case.handle")
    form = forms.Answered(request.POST, asked=page.unanswered(case), auto_id="answered_%s")

    def act(of: Assistance, **given: Any) -> Assistance:
        return desk.answer(of, **given)

    return _answered(request, case, "answered", form, act, "对方的答复已登记。")
