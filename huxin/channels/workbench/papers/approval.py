"""How is a paper sent on its way, decided upon, passed to a deputy, taken back?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huxin.channels.parts.faces import shown
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.papers.forms import Decision, Deputy
from huxin.channels.workbench.papers.moves import my_step
from huxin.channels.workbench.papers.pages import fetched
from huxin.channels.workbench.papers.writing import back, form_page
from huxin.documents import approval
from huxin.documents.faces import signed_face
from huxin.documents.models import ApprovalStep
from huxin.orgs.access import needs


@needs("paper.draft")
@require_POST
def paper_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it on its way."""
    paper = approval.submit(fetched(request, pk, "paper.draft"), by=request.actor, at=request.at)
    return back(request, paper, "已送审。")


@needs("paper.draft")
@require_POST
def paper_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back before it is signed."""
    paper = approval.recall(fetched(request, pk, "paper.draft"), by=request.actor, at=request.at)
    return back(request, paper, "已撤回，可以继续修改。")


@needs("paper.approve")
def paper_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one's opinion, the text above it."""
    paper = fetched(request, pk, "paper.approve")
    step = my_step(paper, request.actor)
    if step is None:
        return redirect("workbench:paper", pk)
    first = {"text_number": paper.versions.count(), "opinion": ApprovalStep.Opinion.AGREE}
    form = Decision(request.POST or None, initial=first, step=step)

    def act(given: dict[str, Any]) -> ApprovalStep:
        return approval.decide(step, **given, by=request.actor, at=request.at)

    if carried_out(form, act):
        return back(request, paper, "意见已签署。")
    earlier = paper.steps.filter(state=ApprovalStep.State.DECIDED).select_related("acted_by").order_by("acted_at")
    context = {"paper": paper, "step": step, "form": form, "shown": shown(signed_face(paper)), "earlier": earlier}
    return render(request, "workbench/papers/decide.html", context)


@needs("paper.approve")
def paper_delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass one's step to a deputy."""
    paper = fetched(request, pk, "paper.approve")
    step = my_step(paper, request.actor)
    if step is None:
        return redirect("workbench:paper", pk)
    form = Deputy(request.POST or None, by=request.actor)
    if carried_out(form, lambda given: approval.delegate(step, **given, by=request.actor, at=request.at)):
        return back(request, paper, "已转请他人办理。") if my_step(paper, request.actor) else redirect("workbench:home")
    return form_page(request, paper, form, heading="转请他人办理", button="转请")
