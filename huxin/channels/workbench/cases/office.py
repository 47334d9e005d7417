"""Which office takes what, and how is the work spread over offices and people?"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.base.errors import NotPossible
from huxin.cases.actions.desk import hand_over
from huxin.cases.jurisdiction import set_jurisdiction
from huxin.cases.load import OfficeLoad, busy, handled_by, jurisdictions, loads, offices_below
from huxin.cases.officers import officers_of
from huxin.cases.procedure import PROCEDURES
from huxin.cases.topics import Topic
from huxin.channels.parts import excel
from huxin.channels.parts.forms import DateInput, carried_out
from huxin.orgs.access import needs
from huxin.orgs.directory import areas


class Setting(forms.Form):
    """From a day on, this office takes these matters."""

    area = forms.ModelChoiceField(label="地区", queryset=None, empty_label="请选择")
    procedure = forms.ChoiceField(label="程序", required=False)
    topic = forms.ChoiceField(label="事项", choices=[("", "全部事项"), *Topic.choices], required=False)
    organisation = forms.ModelChoiceField(label="承办单位", queryset=None, empty_label="请选择")
    valid_from = forms.DateField(label="生效日期", widget=DateInput())

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {p.code.partition("/")[0]: p.title for p in PROCEDURES.values()}
        self.fields["procedure"].choices = [("", "全部程序"), *names.items()]
        self.fields["area"].queryset = areas(by, "jurisdiction.manage")
        self.fields["organisation"].queryset = offices_below(by)
        self.fields["organisation"].label_from_instance = lambda office: office.name


TAKES = excel.columns(
    ("地区", "0.area.name", 16), ("程序", "1", 20), ("事项", "2", 20), ("承办单位", "0.organisation.name", 34),
    ("生效日期", "0.valid_from", 14), ("失效日期", "0.valid_until", 14), ("状态", "3", 10),
)  # fmt: skip


@needs("jurisdiction.manage")
def jurisdiction(request: HttpRequest) -> HttpResponse:
    """The whole table, area by area in official order; a new line ends the one before."""
    form = Setting(request.POST or None, by=request.actor, initial={"valid_from": timezone.localdate(request.at)})
    if carried_out(form, lambda given: set_jurisdiction(**given, by=request.actor, at=request.at)):
        messages.success(request, "管辖已设定，自生效日起新登记的案件按此分派。")
        return redirect("workbench:jurisdiction")
    names = {p.code.partition("/")[0]: p.title for p in PROCEDURES.values()}
    today = timezone.localdate(request.at)
    lines = [
        (row, names.get(row.procedure, row.procedure) or "全部程序", row.get_topic_display() or "全部事项",
         "已失效" if row.valid_until and row.valid_until <= today else "未生效" if row.valid_from > today else "现行")
        for row in jurisdictions(request.actor)
    ]  # fmt: skip
    if excel.asked(request):
        return excel.export("管辖", TAKES, lines)
    return render(request, "workbench/cases/jurisdiction.html", {"form": form, "lines": lines})


LOAD = excel.columns(("单位", "0", 34), ("承办人", "1", 18), ("在办", "2", 10), ("已超期", "3", 10), ("协办", "4", 10))


def _lines_of_load(rows: Iterable[OfficeLoad]) -> Iterator[tuple[str, str, int, int | None, int | None]]:
    """As the page shows it: each office, what waits for an officer, each officer."""
    for row in rows:
        yield row.office.name, "（合计）", row.open, row.late, None
        yield row.office.name, "（待指派）", row.waiting, None, None
        for one in row.officers:
            yield row.office.name, one.user.name + ("（已离岗）" if one.gone else ""), one.open, one.late, one.beside


@needs("case.assign")
def case_load(request: HttpRequest) -> HttpResponse:
    """Open cases by office and by officer: waiting, overdue; each figure opens its rows."""
    rows = loads(request.actor, timezone.localdate(request.at))
    if excel.asked(request):
        return excel.export("工作量", LOAD, _lines_of_load(rows))
    return render(request, "workbench/cases/load.html", {"rows": rows})


SHARED = "shared"


@needs("case.assign")
@require_POST
def case_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """All open cases of somebody who leaves go to a colleague, or are shared out by load."""
    leaver = get_object_or_404(busy(request.actor), pk=pk)
    chosen = request.POST.get("to", "")
    staff = {str(user.pk): user for office in handled_by(leaver, request.actor) for user, _ in officers_of(office)}
    if chosen != SHARED and chosen not in staff:
        raise NotPossible("请先选择移交给谁，或选择“按工作量分给同事”。")
    handed = hand_over(leaver, to=staff.get(chosen), by=request.actor, at=request.at)
    messages.success(request, f"已移交{handed}件在办案件。")
    return redirect("workbench:case_load")
