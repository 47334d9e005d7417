"""Which cases are mine, my office's, waiting for an officer, or asked of us; and how do they leave as a table?"""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.base.errors import NotPossible
from huxin.base.money import yuan
from huxin.cases.models import Case
from huxin.cases.procedure import PROCEDURES, in_order
from huxin.cases.queries import TABS, Listed, Wanted, every, listed, may_move
from huxin.cases.records import Assistance
from huxin.cases.topics import Source, Topic
from huxin.channels.parts import excel
from huxin.channels.parts.days import calendar_of, due
from huxin.channels.parts.forms import KeyField
from huxin.channels.parts.paging import Page, page, page_of
from huxin.orgs.access import needs, visible
from huxin.orgs.directory import areas
from huxin.work.filters import drop_filter, filters_of, save_filter


class Filters(forms.Form):
    """Which cases of a tab."""

    text = forms.CharField(label="查找", max_length=60, required=False)
    procedure = forms.ChoiceField(label="程序", required=False)
    step = forms.ChoiceField(label="环节", required=False)
    topic = forms.ChoiceField(label="事项", choices=[("", "全部事项"), *Topic.choices], required=False)
    source = forms.ChoiceField(label="来源", choices=[("", "全部来源"), *Source.choices], required=False)
    area = forms.ModelChoiceField(label="工作地点", queryset=None, empty_label="全部地区", required=False)
    overdue = forms.ChoiceField(label="时限", choices=[("", "不限"), ("1", "已超期")], required=False)
    officer = KeyField()
    office = KeyField()
    hand = KeyField()

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(p.code, p.title) for p in in_order()]
        self.fields["procedure"].choices = [("", "全部程序"), *known]
        chosen = PROCEDURES.get(self.data.get("procedure", ""))
        steps = [(step.code, step.title) for step in chosen.steps] if chosen else []
        self.fields["step"].choices = [("", "全部环节" if chosen else "先选程序"), *steps]
        self.fields["area"].queryset = areas(by, "case.view")

    def wanted(self, tab: str, today: date) -> Wanted:
        """The same for the query; a filter that makes no sense is left out."""
        given = self.cleaned_data if self.is_valid() else {}
        plain = {name: given.get(name) or "" for name in ("procedure", "step", "topic", "source", "text")}
        return Wanted(
            tab=tab,
            area=given["area"].path if given.get("area") else "",
            officer=given.get("officer"),
            office=given.get("office"),
            hand=given.get("hand"),
            overdue_on=today if given.get("overdue") else None,
            **plain,
        )


def tabs_of(request: HttpRequest) -> dict[str, str]:
    """The tabs that make sense for this person."""
    hidden = set() if request.actor.can("case.handle") else {"mine"}
    hidden |= set() if request.actor.can("case.assign") else {"waiting"}
    return {code: title for code, title in TABS.items() if code not in hidden}


def _asked(request: HttpRequest) -> tuple[str, Filters, Wanted]:
    """The tab, the filters, and both for the query. A text without a tab is looked for everywhere."""
    tabs = tabs_of(request)
    tab = request.GET.get("tab", "")
    if tab not in tabs:
        tab = "all" if request.GET.get("text") else next(iter(tabs))
    filters = Filters(request.GET, by=request.actor)
    return tab, filters, filters.wanted(tab, timezone.localdate(request.at))


@needs("case.view")
def cases(request: HttpRequest) -> HttpResponse:
    """One tab, by the nearest day of the law."""
    tab, filters, wanted = _asked(request)

    def read(key: Any, back: bool, most: int) -> list[Listed]:
        beyond = (date.fromisoformat(key[0]), int(key[1])) if key else None
        return listed(request.actor, wanted, most=most, beyond=beyond, back=back)

    found: Page[Listed] = page_of(read, lambda one: [one.place[0].isoformat(), one.place[1]], request, f"cases-{tab}")
    calendar = calendar_of(request.actor)
    mains = {one.case.merged_into_id for one in found.rows} - {None}
    open_mains = set(visible(Case, request.actor).filter(pk__in=mains).values_list("pk", flat=True)) if mains else ()
    provisional = may_move(one.case for one in found.rows)
    lines = [
        {
            "case": one.case,
            "provisional": one.case.pk in provisional,
            "opens_main": one.case.merged_into_id in open_mains,
            "step": PROCEDURES[one.case.procedure].step(one.case.step),
            "procedure": PROCEDURES[one.case.procedure].title,
            "due": None if one.case.closed_at else due(one.case.due_on, request.at, calendar),
        }
        for one in found.rows
    ]
    context = {"page": found, "lines": lines, "filters": filters, "tab": tab, "tabs": tabs_of(request)}
    context |= {"saved": filters_of(page="cases", by=request.actor), "query": dict(parse_qsl(_query(request)))}
    context |= {"hand": wanted.hand, "away": [one for one in request.actor.hands().items() if one[1]]}
    rights = {"may_open": "case.open", "may_assign": "case.assign", "may_assist": "case.assist"}
    context |= {name: request.actor.can(right) for name, right in rights.items()}
    return render(request, "workbench/cases/list.html", context)


def _stands(case: Case) -> str:
    """Its step; of one that was merged, where it goes on."""
    if case.merged_into is not None:
        return f"并入{case.merged_into.number}继续办理"
    return PROCEDURES[case.procedure].step(case.step).title


@needs("case.view")
def cases_export(request: HttpRequest) -> HttpResponse:
    """The same tab as a table."""
    tab, _, wanted = _asked(request)
    columns = (
        excel.Column("案件编号", lambda c: c.number, 18),
        excel.Column("案由", lambda c: c.title, 40),
        excel.Column("程序", lambda c: PROCEDURES[c.procedure].title, 18),
        excel.Column("环节", _stands, 16),
        excel.Column("事项", lambda c: c.get_topic_display(), 18),
        excel.Column("用工单位", lambda c: c.enterprise.name if c.enterprise else c.enterprise_name, 32),
        excel.Column("工作地点", lambda c: c.area.name, 16),
        excel.Column("涉及人数", lambda c: c.people),
        excel.Column("涉及金额（元）", lambda c: yuan(c.claimed_fen) if c.claimed_fen is not None else "", 16),
        excel.Column("来源", lambda c: c.get_source_display(), 16),
        excel.Column("外部编号", lambda c: c.outside_number, 20),
        excel.Column("承办单位", lambda c: c.organisation.name, 28),
        excel.Column("主办", lambda c: c.officer.name if c.officer else ""),
        excel.Column("协办", lambda c: c.second_officer.name if c.second_officer else ""),
        excel.Column("登记时间", lambda c: c.opened_at, 18),
        excel.Column("最近时限", lambda c: c.due_on),
        excel.Column("首次超期", lambda c: c.first_overdue_on),
        excel.Column("办结时间", lambda c: c.closed_at, 18),
    )
    return excel.export(f"案件（{TABS[tab]}）", columns, every(request.actor, wanted))


def _query(request: HttpRequest) -> str:
    """The question of this page without its place in it: what is known and filled in."""
    asked = request.POST if request.method == "POST" else request.GET
    known = ("tab", *Filters.base_fields)
    return urlencode([(name, asked[name][:60]) for name in known if asked.get(name, "").strip()])


@needs("case.view")
@require_POST
def filter_save(request: HttpRequest) -> HttpResponse:
    """Keep this question under a name."""
    query, title = _query(request), request.POST.get("filter_name", "")
    try:
        save_filter(page="cases", title=title, query=query, by=request.actor, at=request.at)
        messages.success(request, f"已保存常用筛选“{title.strip()}”。")
    except NotPossible as refusal:
        messages.error(request, refusal.reason)
    return redirect(f"{reverse('workbench:cases')}?{query}")


@needs("case.view")
@require_POST
def filter_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one."""
    mine = get_object_or_404(filters_of(page="cases", by=request.actor), pk=pk)
    drop_filter(pk=mine.pk, by=request.actor)
    return redirect("workbench:cases")


ASKED_OF_US = excel.columns(
    ("类别", "get_kind_display", 12), ("内容", "text", 70), ("来自", "case.organisation.name", 30),
    ("发出", "asked_at", 20), ("时限", "due_on", 14), ("答复时间", "answered_at", 20),
)  # fmt: skip


@needs("case.assist")
def asked_of_us(request: HttpRequest) -> HttpResponse:
    """What other bodies asked of one's own, or told it, newest first."""
    rows = visible(Assistance, request.actor, "case.assist").select_related("case__organisation", "organisation")
    if excel.asked(request):
        return excel.export("请我单位协办", ASKED_OF_US, rows.order_by("-pk"))
    calendar = calendar_of(request.actor)
    found = page(rows, request, "-pk")
    lines = [(row, due(row.due_on, request.at, calendar) if row.due_on else None) for row in found.rows]
    context = {"page": found, "lines": lines, "tabs": tabs_of(request) if request.actor.can("case.view") else {}}
    return render(request, "workbench/cases/asked.html", context)
