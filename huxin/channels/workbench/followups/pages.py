"""Which late parties are followed up, on which rung, and how does it stand?"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.base.errors import NotPossible
from huxin.channels.parts import excel
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.followups import actions
from huxin.followups.models import FollowUp, Rung
from huxin.followups.queries import late_parties, listed, rung_names
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import needs, visible
from huxin.plans.models import Plan
from huxin.plans.subjects import duty_name

MOST_PLANS = 3  # the newest; of older ones the plan's own page leads there


class Filters(forms.Form):
    """Which followings-up to list."""

    rung = forms.ChoiceField(label="层级", required=False)
    state = forms.ChoiceField(label="状态", choices=[("", "全部状态"), *FollowUp.State.choices], required=False)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        names = rung_names(visible(Plan, request.actor, "follow_up.draft"))
        called = [(rung, "、".join(words)) for rung, words in names.items()]
        self.fields["rung"].choices = [("", "全部层级"), *called]


class Reason(forms.Form):
    """Why it is struck off or not sent."""

    reason = forms.CharField(label="说明", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class Choice(forms.Form):
    """Which party is followed up on which rung."""

    organisation = forms.IntegerField(widget=forms.HiddenInput)
    rung = forms.ChoiceField(choices=Rung.choices)


def _chosen(filters: Filters) -> dict[str, str]:
    return {k: v for k, v in filters.cleaned_data.items() if v} if filters.is_valid() else {}


@needs("follow_up.draft")
def follow_ups(request: HttpRequest) -> HttpResponse:
    """All followings-up within reach, newest first, and the plans whose ladder can be worked on."""
    filters = Filters(request)
    rows = listed(visible(FollowUp, request.actor)).filter(**_chosen(filters))
    plans = visible(Plan, request.actor, "follow_up.draft").filter(ended_on=None).order_by("-pk")[:MOST_PLANS]
    context = {"page": page(rows, request, "-pk"), "filters": filters, "plans": plans}
    return render(request, "workbench/followups/list.html", {**context, "rules": request.actor.can("follow_up.rule")})


@needs("follow_up.draft")
def follow_ups_export(request: HttpRequest) -> HttpResponse:
    """The same list as a table."""
    columns = (
        excel.Column("层级", lambda f: f.rung_name),
        excel.Column("单位", lambda f: f.organisation.name, 30),
        excel.Column("方案", lambda f: f.plan.title, 40),
        excel.Column("涉及任务", lambda f: f.term_count),
        excel.Column("状态", lambda f: f.get_state_display()),
        excel.Column("起草时间", lambda f: f.drafted_at, 18),
        excel.Column("文号", lambda f: f.paper.number if f.paper else "", 22),
        excel.Column("说明", lambda f: f.reason, 30),
    )
    rows = listed(visible(FollowUp, request.actor)).filter(**_chosen(Filters(request))).order_by("-pk")
    return excel.export("督办台账", columns, rows)


@needs("follow_up.draft")
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One following-up: the late terms, the text or the paper, what became of it."""
    thing = get_object_or_404(listed(visible(FollowUp, request.actor)), pk=pk)
    context = {
        "thing": thing,
        "terms": [item.term for item in thing.items.select_related("term__duty__goal", "term__duty__organisation")],
        "reason": Reason(),
        "entries": entries(events_of(thing)[:100]),
    }
    return render(request, "workbench/followups/follow_up.html", context)


LATE = (
    *excel.columns(("单位", "0.organisation.name", 30), ("情况", "1.word", 14), ("时限", "1.due_on", 14)),
    excel.Column("任务", lambda line: duty_name(line[1].duty), 50),
    excel.Column("已督办", lambda line: "、".join(one.rung_name for one in line[1].follow_ups.all()), 24),
)


@needs("follow_up.draft")
def late(request: HttpRequest, plan_pk: int) -> HttpResponse:
    """The plan's late parties with their terms, and what may be drafted for each."""
    plan = get_object_or_404(visible(Plan, request.actor, "follow_up.draft"), pk=plan_pk)
    today = timezone.localdate(request.at)
    form = Choice(request.POST or None)
    parties = late_parties(plan, today=today)
    if excel.asked(request):
        return excel.export("逾期单位", LATE, [(party, term) for party in parties for term in party.terms])

    def draft(given: dict[str, Any]) -> FollowUp:
        party = next((p for p in parties if p.organisation.pk == given["organisation"]), None)
        if party is None:
            raise NotPossible("这个单位现在没有逾期任务，请刷新页面查看。")
        terms = party.open_on(given["rung"])
        return actions.draft(
            plan, party.organisation, given["rung"], terms, by=request.actor, at=request.at, today=today
        )

    if carried_out(form, draft):
        return redirect("workbench:follow_up", form.result.pk)
    context = {"plan": plan, "parties": parties, "form": form, "rules": request.actor.can("follow_up.rule")}
    return render(request, "workbench/followups/late.html", context)


def _ended(request: HttpRequest, pk: int, act: Callable[..., FollowUp], **more: Any) -> HttpResponse:
    thing = get_object_or_404(visible(FollowUp, request.actor), pk=pk)
    act(thing, by=request.actor, at=request.at, **more)
    return redirect("workbench:follow_up", pk)


@needs("follow_up.draft")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not send it."""
    return _ended(request, pk, actions.drop, reason=request.POST.get("reason", ""))


@needs("follow_up.draft")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike it off."""
    return _ended(request, pk, actions.close, reason=request.POST.get("reason", ""))


@needs("follow_up.draft")
@require_POST
def chat_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """It was said in the group chat."""
    return _ended(request, pk, actions.chat_sent)
