"""How is a worker entered and corrected, engaged, judged, and joined with his double?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.channels.parts.drafts import with_draft
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.workers.forms import (
    AssessForm,
    CorrectForm,
    EndForm,
    EngageForm,
    MergeForm,
    RelationForm,
    WorkerForm,
)
from huxin.channels.workbench.workers.pages import fetched, shown
from huxin.law.at import law
from huxin.law.parameters import Law
from huxin.orgs.access import needs, visible
from huxin.registry.actions import engagements, workers
from huxin.registry.actions.engagements import Terms
from huxin.registry.actions.workers import About
from huxin.registry.models import Engagement, RelationAssessment, Worker
from huxin.registry.personal import masked
from huxin.registry.queries import firms_of
from huxin.work.drafts import clear_draft


def _about(given: dict[str, Any]) -> About:
    return About(given.pop("area"), given.pop("rural"), given.pop("occupation"))


@needs("registry.edit")
def worker_new(request: HttpRequest) -> HttpResponse:
    """Enter somebody; who is there already is recognised. No draft: names and numbers are not kept on the way."""
    form = WorkerForm(request.POST or None, by=request.actor)

    def act(given: dict[str, Any]) -> Worker:
        about = _about(given)
        return workers.register_worker(**given, about=about, by=request.actor, at=request.at)

    if carried_out(form, act):
        found = form.result.registered_at != request.at
        messages.success(request, "认出是已登记的劳动者，已补充新的信息。" if found else "已登记。")
        return redirect("workbench:worker", form.result.pk)
    return render(request, "workbench/workers/form.html", {"form": form, "title": "登记劳动者"})


@needs("registry.edit")
def worker_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of somebody."""
    someone = fetched(request, pk, "registry.edit")
    known = {field: getattr(someone, field) for field in ("area", "rural", "occupation", "version")}
    form = CorrectForm(request.POST or None, by=request.actor, initial=known)

    def act(given: dict[str, Any]) -> int:
        about = _about(given)
        return workers.correct_worker(someone, **given, about=about, by=request.actor, at=request.at)

    if carried_out(form, act):
        messages.success(request, "资料已更正。" if form.result else "资料没有变化。")
        return redirect("workbench:worker", pk)
    context = {"form": form, "title": "更正劳动者资料", "worker": someone, "masked": masked(someone)}
    return render(request, "workbench/workers/form.html", context)


@needs("registry.edit")
@require_POST
def worker_engage(request: HttpRequest, pk: int) -> HttpResponse:
    """For whom he works."""
    someone = fetched(request, pk, "registry.edit")
    form = EngageForm(request.POST, by=request.actor, auto_id="engage_%s")

    def act(given: dict[str, Any]) -> Engagement:
        enterprise = given.pop("enterprise")
        return engagements.engage(someone, enterprise, Terms(**given), by=request.actor, at=request.at)

    if not carried_out(form, act):
        return shown(request, someone, engage=form)
    messages.success(request, "用工记录已登记。")
    return redirect("workbench:worker", pk)


def _engagement(request: HttpRequest, pk: int) -> Engagement:
    rows = visible(Engagement, request.actor, "registry.edit").filter(valid_until=None)
    return get_object_or_404(rows.select_related("worker", "enterprise", "platform", "area"), pk=pk)


@needs("registry.edit")
def engagement_relation(request: HttpRequest, pk: int) -> HttpResponse:
    """Another class of relation from a day on."""
    row = _engagement(request, pk)
    form = RelationForm(request.POST or None, initial={"relation": row.relation, "version": row.version})
    if carried_out(form, lambda given: engagements.change_relation(row, **given, by=request.actor, at=request.at)):
        messages.success(request, "用工关系已变更。")
        return redirect("workbench:worker", row.worker_id)
    return _about_work(request, row, form, "变更用工关系")


@needs("registry.edit")
def engagement_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The work ended."""
    row = _engagement(request, pk)
    form = EndForm(request.POST or None, initial={"version": row.version})
    if carried_out(form, lambda given: engagements.end_engagement(row, **given, by=request.actor, at=request.at)):
        messages.success(request, "用工记录已结束。")
        return redirect("workbench:worker", row.worker_id)
    return _about_work(request, row, form, "结束用工")


def _about_work(request: HttpRequest, row: Engagement, form: Any, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "worker": row.worker, "masked": masked(row.worker), "row": row}
    return render(request, "workbench/workers/form.html", context)


@needs("registry.edit")
@require_POST
def worker_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """This entry is another one's double."""
    someone = fetched(request, pk, "registry.edit")
    others = visible(Worker, request.actor, "registry.edit").filter(merged_into=None).exclude(pk=pk)
    form = MergeForm(request.POST, rows=others, auto_id="merge_%s")
    if not carried_out(form, lambda given: workers.merge_workers(someone, **given, by=request.actor, at=request.at)):
        return shown(request, someone, merge=form)
    messages.success(request, "两条登记已合并。")
    return redirect("workbench:worker", form.cleaned_data["into"].pk)


def _law(request: HttpRequest, someone: Worker) -> Law:
    return law(timezone.localdate(request.at), someone.area_id)


@needs("registry.edit")
def worker_assess(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the questions about a relation; what they point to is guidance."""
    someone, key = fetched(request, pk, "registry.edit"), f"assess-{pk}"
    form = with_draft(request, key, AssessForm, rows=firms_of(someone, request.actor))

    def act(given: dict[str, Any]) -> RelationAssessment:
        return engagements.assess_relation(
            someone, _law(request, someone), enterprise=given["enterprise"], replies=form.replies(),
            part_time=given["part_time"], evidence=given["evidence"], by=request.actor, at=request.at,
        )  # fmt: skip

    if carried_out(form, act):
        clear_draft(key=key, by=request.actor)
        return redirect("workbench:worker_assessment", pk, form.result.pk)
    return render(
        request, "workbench/workers/assess.html", {"form": form, "worker": someone, "masked": masked(someone)}
    )


@needs("worker.view")
def worker_assessment(request: HttpRequest, pk: int, assessment_pk: int) -> HttpResponse:
    """What the answers pointed to, and why."""
    someone = fetched(request, pk)
    rows = someone.assessments.select_related("enterprise", "assessed_by")
    row = get_object_or_404(rows, pk=assessment_pk)
    found = engagements.explained(row, _law(request, someone))
    context = {"row": row, "found": found, "worker": someone, "masked": masked(someone)}
    return render(request, "workbench/workers/assessment.html", context)
