"""What is mine to do, by when?"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.base.actor import Actor
from huxin.channels.parts import excel
from huxin.channels.parts.days import Due, calendar_of, due
from huxin.channels.parts.drafts import keep_draft
from huxin.channels.parts.paging import Key, page_of
from huxin.orgs.access import needs, visible
from huxin.orgs.directory import memberships
from huxin.plans.models import Plan
from huxin.plans.queries import idle_seat
from huxin.reports.models import Report
from huxin.reports.periods import slots
from huxin.work.todos import Place, Todo, some, todos

Line = tuple[Todo, Due, bool]  # what is to do, how near its day is, and whether that day may still move


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the to-dos under one heading; how many is said where all of them stand on the page."""

    title: str
    lines: list[Line]


def _lines(request: HttpRequest, found: list[Todo]) -> list[Line]:
    calendar = calendar_of(request.actor)
    return [
        (todo, due(day, request.at, calendar), todo.by_calendar and day is not None and calendar.is_provisional(day))
        for todo in found
        for day in [todo.due_on]
    ]


def _read(request: HttpRequest, key: Key | None, back: bool, most: int) -> list[tuple[Place, Todo]]:
    beyond = (date.fromisoformat(key[0]), key[1], key[2]) if key else None
    return some(request.actor, request.at, most=most, beyond=beyond, back=back)


def _key(row: tuple[Place, Todo]) -> Key:
    (day, *rest), _ = row
    return [day.isoformat(), *rest]


@needs("home.view")
def home(request: HttpRequest) -> HttpResponse:
    """我的待办: what is overdue, what is due this week, what comes later."""
    shown = page_of(partial(_read, request), _key, request, "todos")
    lines = _lines(request, [todo for _, todo in shown.rows])
    today = timezone.localdate(request.at)
    week = today + timedelta(days=7)
    groups = (
        Group("已超期", [line for line in lines if line[0].due_on and line[0].due_on < today]),
        Group("7天内到期", [line for line in lines if line[0].due_on and today <= line[0].due_on <= week]),
        Group("以后到期", [line for line in lines if line[0].due_on and line[0].due_on > week]),
        Group("未定期限", [line for line in lines if line[0].due_on is None]),
    )
    context = {"groups": [g for g in groups if g.lines], "today": today, "page": shown, "number": len(lines),
               "seat": idle_seat(request.actor) if not shown.previous else None,
               "whole": not (shown.next or shown.previous)}  # fmt: skip
    if not context["groups"]:
        context |= _start(request.actor)
    if seat := context["seat"]:
        years = (today.year, today.year + 1)
        context["report"] = _, slot = next(slots(seat.plan.report_rules.all(), since=today, years=years), (None, None))
        filed = visible(Report, request.actor).filter(cycle__plan=seat.plan, organisation=seat.organisation_id)
        context["filed"] = filed.filter(cycle__period=slot.period).first() if slot else None
    return render(request, "workbench/home/home.html", context)


def _start(by: Actor) -> dict[str, Any]:
    """What gets a new installation going: a plan where there is none, people where there is only who set it up."""
    if by.can("plan.adopt"):
        return {"without_plan": not visible(Plan, by).exists()}
    if by.can("system.manage") and not memberships(by).exclude(user=by.user_id).exists():
        return {"alone_in": next(grant.organisation_id for grant in by.grants if "system.manage" in grant.reach)}
    return {}


@needs("home.view")
def home_export(request: HttpRequest) -> HttpResponse:
    """The same list as a table."""
    columns = (
        excel.Column("事项", lambda line: line[0].title, 48),
        excel.Column("类别", lambda line: line[0].kind),
        excel.Column("单位", lambda line: line[0].organisation, 24),
        excel.Column("状态", lambda line: line[0].state),
        excel.Column("期限", lambda line: line[0].due_on),
        excel.Column("时限情况", lambda line: line[1].words + ("（暂定）" if line[2] else ""), 22),
    )
    return excel.export("我的待办", columns, _lines(request, todos(request.actor, request.at)))


@needs("home.view")
@require_POST
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what is typed in an open form; sent by the page itself."""
    return keep_draft(request, key)
