"""How far has a public plan come, goal by goal? No person, no unit, no internal text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from huxin.orgs.access import public
from huxin.plans.lamps import Lamp
from huxin.plans.public import public_plans
from huxin.plans.queries import GoalProgress, goal_progress

DONE = (Lamp.DONE, Lamp.DONE_LATE)
NOT_COUNTED = (Lamp.NONE, Lamp.HISTORY)


def _share(goals: list[GoalProgress]) -> tuple[int, int]:
    """(done, counted): what has no day, or lies before the tracking, is not counted."""
    counts = [(lamp, number) for goal in goals for lamp, number in goal.counts.items() if lamp not in NOT_COUNTED]
    return sum(number for lamp, number in counts if lamp in DONE), sum(number for _, number in counts)


@public
def plans(request: HttpRequest) -> HttpResponse:
    """The plans whose progress is public; where it is one, the plan itself."""
    found = list(public_plans())
    if len(found) == 1:
        return plan_progress(request, found[0].pk)
    return render(request, "portal/progress/plans.html", {"plans": found})


@public
def plan_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan, to read and to print."""
    plan = get_object_or_404(public_plans(), pk=pk)
    today = timezone.localdate(request.at)
    goals = goal_progress(plan, today)
    done, counted = _share(goals)
    lines = [(goal, *_share([goal])) for goal in goals]
    percent = round(100 * done / counted) if counted else 0
    context = {"plan": plan, "lines": lines, "today": today, "done": done, "counted": counted, "percent": percent}
    return render(request, "portal/progress/plan.html", context)
