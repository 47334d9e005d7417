"""What did the scan of a month find, firm by firm and county by county, and how is a scan asked for?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.base.actor import Actor
from huxin.channels.parts import typed
from huxin.channels.parts.chart import Bars, bars
from huxin.channels.parts.county_map import SOURCE, county_map
from huxin.channels.parts.findings import severity
from huxin.orgs.access import needs, visible
from huxin.orgs.directory import all_areas
from huxin.oversight import figures, queries
from huxin.oversight.actions.scanning import start_scan
from huxin.oversight.models import RuleSet, Scan

VIEWS = ("firm", "area", "rule", "month")
DRAWN = 12  # lines of a chart; the table has them all


def month_of(text: str, known: list[date], today: date) -> date:
    """The month that the address asks for, else the newest of those of which something is known."""
    return typed.month(text) or (known[0] if known else queries.last_month(today))


def rules_of(text: str) -> RuleSet:
    """The set of rules that the address asks for."""
    return RuleSet(text) if text in RuleSet.values else RuleSet.IN_FORCE


def own_area(by: Actor) -> Any:
    """The prefecture of which this person may scan everything; None for an office of a county."""
    return all_areas().filter(path__in=by.reaches("scan.run"), pk__endswith="00").order_by("path").first()


@needs("finding.view")
def oversight(request: HttpRequest) -> HttpResponse:
    """Figures of the month; each opens the findings behind it."""
    everything = queries.scans()
    known = list(dict.fromkeys(one.month for one in everything))
    month = month_of(request.GET.get("month", ""), known, timezone.localdate(request.at))
    rules, by = rules_of(request.GET.get("rules", "")), request.GET.get("by", "firm")
    view = by if by in VIEWS else "firm"
    area, scans = own_area(request.actor), [one for one in everything if one.month == month]
    scan = next((one for one in scans if one.state == Scan.State.DONE and one.rules == rules), None)
    context = {
        "month": month,
        "rules": rules,
        "rule_sets": RuleSet.choices,
        "view": view,
        "months": sorted({*known, month}, reverse=True),
        "scan": scan,
        "news": queries.news_since(scan) if scan else [],
        "law_changed": scan and queries.law_changed_since(scan),
        "working": next((one for one in scans if one.is_working and area), None),
        "area": area,
        **_figures(request, month, rules, view),
    }
    return render(request, "workbench/oversight/oversight.html", context)


def _figures(request: HttpRequest, month: date, rules: RuleSet, view: str) -> dict[str, Any]:
    by = request.actor
    if view == "rule":
        rows = [
            (code, figures.title_of(code), severity(weight), counts)
            for code, weight, _, counts in queries.by_rule(by, month, rules)
        ]
        return {"rule_rows": rows, "chart": _chart(month, rules, "rule", [(c, w, n["found"]) for c, w, _, n in rows])}
    if view == "month":
        months = queries.by_month(by, rules)
        drawn = [(f"{one:%Y-%m}", f"{one.year}年{one.month}月", counts["found"]) for one, counts in months]
        return {"month_rows": months[::-1], "chart": _chart(None, rules, "month", drawn)}
    lines = queries.lines(by, month, rules, view)
    total = {name: sum(getattr(one, name) for one in lines) for name in ("found", "open", "clues", "workers", "orders")}
    drawn = [(one.thing.pk, one.thing.short_name or one.thing.name, one.found) for one in lines]
    given: dict[str, Any] = {"lines": lines, "total": total, "chart": _chart(month, rules, view, drawn)}
    if view == "area" and lines:
        drawing = county_map(lines[0].thing.pk[:4])
        by_code = {one.thing.pk: one for one in lines}
        most = max((one.found for one in lines), default=0)
        places = [(c, by_code[c.code], _shade(by_code[c.code].found, most)) for c in drawing.counties
                  if c.code in by_code] if drawing else []  # fmt: skip
        others = [c for c in drawing.counties if c.code not in by_code] if drawing else []
        given |= {"drawing": drawing, "places": places, "others": others, "source": SOURCE}
    return given


def _chart(month: date | None, rules: RuleSet, name: str, rows: Iterable[tuple[Any, str, int]]) -> Bars | None:
    """The most of them as bars, each leading to its findings."""
    start = f"{reverse('workbench:findings')}?rules={rules}{f'&month={month:%Y-%m}' if month else ''}"
    most = [row for row in rows if row[2]]
    if name != "month":
        most = sorted(most, key=lambda row: -row[2])[:DRAWN]
    return bars([(words, found, f"{found:,}项", f"{start}&{name}={key}") for key, words, found in most])


def _shade(found: int, most: int) -> str:
    """Few, some, many: a colour of the map."""
    if not found:
        return "green"
    return "red" if found * 3 > most * 2 else "yellow" if found * 3 > most else "lime"


class ScanForm(forms.Form):
    """Which month, by which set of rules."""

    month = forms.DateField(input_formats=["%Y-%m"])
    rules = forms.ChoiceField(choices=RuleSet)


@needs("scan.run")
@require_POST
def scan_start(request: HttpRequest) -> HttpResponse:
    """Ask for a scan; the same orders and figures are not scanned twice."""
    form, area = ScanForm(request.POST), own_area(request.actor)
    if not form.is_valid() or area is None:
        messages.error(request, "请选择月份和标准后再运行。")
        return redirect("workbench:oversight")
    scan = start_scan(area, **form.cleaned_data, by=request.actor, at=request.at)
    if scan.state == Scan.State.DONE:
        messages.info(request, "订单和标准都没有变化，这是已有的结果。")
    return redirect("workbench:scan", scan.pk)


@needs("finding.view")
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; then what it counted, and what it could not ask."""
    rows = visible(Scan, request.actor).select_related("area", "started_by")
    row = get_object_or_404(rows, pk=pk)
    found = [
        (figures.title_of(code), code, number)
        for code, number in sorted(row.figures.get("findings", {}).items(), key=lambda pair: -pair[1])
    ]
    facts = row.figures
    context = {
        "scan": row,
        "law_changed": row.state == Scan.State.DONE and queries.law_changed_since(row),
        "found": found,
        "hours": {
            name: figures.hours(facts[name])
            for name in ("order_s", "time_s", "presence_s", "longest_stretch_s")
            if name in facts
        },
        "deliveries": row.deliveries.select_related("enterprise").order_by("pk"),
        "left_out": sum(n for why, n in facts.get("left_out", {}).items() if why != "sessions"),
        "lost_sessions": facts.get("left_out", {}).get("sessions", 0),
    }
    return render(request, "workbench/oversight/scan.html", context)
