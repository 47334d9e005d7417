"""When does the ladder of a plan draft which paper, and what would it have drafted last year?"""

from collections import Counter
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from huxin.channels.parts.forms import carried_out
from huxin.followups import actions
from huxin.followups.ladder import tried
from huxin.followups.models import LadderRule
from huxin.law.calendar import calendar_for
from huxin.orgs.access import needs, visible
from huxin.plans.actions.warning import LONGEST, set_warn_days
from huxin.plans.models import Plan


class RuleForm(forms.Form):
    """One rung: what the paper is called, when it is drafted, and whether."""

    name = forms.CharField(label="文书名称", max_length=40)
    after_days = forms.IntegerField(label="逾期工作日数", min_value=1, max_value=250)
    on = forms.BooleanField(label="启用（只起草，不发出）", required=False)


class WarnForm(forms.Form):
    """From when on a lamp is yellow."""

    warn_days = forms.IntegerField(
        label="临期提醒天数", min_value=1, max_value=LONGEST, help_text="期限前这么多天（自然日）起，任务显示为“临期”。"
    )


def _plan(request: HttpRequest, plan_pk: int) -> Plan:
    return get_object_or_404(visible(Plan, request.actor, "follow_up.rule"), pk=plan_pk)


@needs("follow_up.rule")
def ladder(request: HttpRequest, plan_pk: int) -> HttpResponse:
    """All rungs of one plan, and how early its lamps warn."""
    plan = _plan(request, plan_pk)
    form = WarnForm(request.POST or None, initial={"warn_days": plan.warn_days})
    if carried_out(form, lambda given: set_warn_days(plan, **given, by=request.actor, at=request.at)):
        messages.success(request, "临期提醒天数已保存。")
        return redirect("workbench:ladder", plan_pk)
    context = {"plan": plan, "rules": actions.rules_of(plan), "form": form}
    return render(request, "workbench/followups/ladder.html", context)


@needs("follow_up.rule")
def rung(request: HttpRequest, plan_pk: int, code: str) -> HttpResponse:
    """One rung: set it, and try it on the last year first."""
    plan = _plan(request, plan_pk)
    rule = next((r for r in actions.rules_of(plan) if r.rung == code), None)
    if rule is None:
        return redirect("workbench:ladder", plan_pk)
    first = {"name": rule.name, "after_days": rule.after_days, "on": rule.on}
    form = RuleForm(request.POST or None, initial=first)
    if "try" not in request.POST:

        def act(given: dict[str, Any]) -> LadderRule:
            return actions.set_rule(plan, code, by=request.actor, at=request.at, **given)

        if carried_out(form, act):
            return redirect("workbench:ladder", plan_pk)
    context = {"plan": plan, "rule": rule, "form": form, **_trial(request, plan, form)}
    return render(request, "workbench/followups/rung.html", context)


def _trial(request: HttpRequest, plan: Plan, form: RuleForm) -> dict[str, Any]:
    """What the rule as typed would have drafted in the year up to today."""
    if "try" not in request.POST or not form.is_valid():
        return {}
    end = timezone.localdate(request.at)
    start = end - timedelta(days=365)
    hits = tried(plan, form.cleaned_data["after_days"], start=start, end=end, calendar=calendar_for(plan.area_id))
    parties = Counter(hit.terms[0].duty.organisation.short_name for hit in hits)
    return {"hits": hits[-100:], "hit_count": len(hits), "parties": parties.most_common(), "start": start, "end": end}
