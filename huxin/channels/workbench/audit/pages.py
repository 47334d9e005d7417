"""Who did what to which thing, when, and is the record whole?"""

import re

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huxin.base.errors import NotPossible
from huxin.channels.parts import excel
from huxin.channels.parts.forms import DateInput
from huxin.channels.parts.paging import page
from huxin.journal.log import VERBS
from huxin.journal.models import Event
from huxin.journal.timeline import said_once, sentence, who
from huxin.orgs.access import SUBJECTS, needs
from huxin.orgs.audit import Selection, note_reading, selected
from huxin.work.upkeep import seals

MOST = 50_000


def _verbs() -> list[tuple[str, str]]:
    return [(code, f"{re.sub('{.*?}', '…', verb.words)}（{code}）") for code, verb in sorted(VERBS.items())]


def _kinds() -> list[tuple[str, str]]:
    return sorted(((code, str(kind.model._meta.verbose_name)) for code, kind in SUBJECTS.items()), key=lambda k: k[1])


class Filters(forms.Form):
    """Which events are asked for."""

    person = forms.CharField(label="姓名", max_length=40, required=False)
    organisation = forms.CharField(label="单位", max_length=60, required=False)
    verb = forms.ChoiceField(label="事项", choices=lambda: [("", "全部事项"), *_verbs()], required=False)
    since_on = forms.DateField(label="记录日期自", widget=DateInput(), required=False)
    until_on = forms.DateField(label="至", widget=DateInput(), required=False)
    kind = forms.ChoiceField(label="对象类别", choices=lambda: [("", "全部对象"), *_kinds()], required=False)
    subject_id = forms.IntegerField(label="对象编号", min_value=1, max_value=2**63 - 1, required=False)


def _selection(request: HttpRequest) -> tuple[Filters, Selection]:
    """What was asked for; of a form with a mistake, what is sound in it."""
    form = Filters(request.GET)
    form.is_valid()
    return form, Selection(**{name: value for name, value in form.cleaned_data.items() if value not in ("", None)})


def _things(event: Event) -> list[tuple[str, str, int]]:
    """(code, name of the kind, number) of each thing that the event touched."""
    return [
        (s.kind, str(SUBJECTS[s.kind].model._meta.verbose_name) if s.kind in SUBJECTS else s.kind, s.subject_id)
        for s in event.subjects.all()
    ]


@needs("journal.audit")
def audit(request: HttpRequest) -> HttpResponse:
    """The record, newest first, narrowed; looking at it stands in it."""
    form, selection = _selection(request)
    found = page(selected(selection, request.actor), request, "-pk")
    note_reading(selection, exported=False, by=request.actor, at=request.at)
    with said_once(found.rows):
        lines = [(event, who(event), sentence(event), _things(event)) for event in found.rows]
    context = {"form": form, "page": found, "lines": lines, "seals": seals()}
    return render(request, "workbench/audit/audit.html", context)


@needs("journal.audit")
def audit_export(request: HttpRequest) -> HttpResponse:
    """The same selection as a table."""
    _, selection = _selection(request)
    rows = list(selected(selection, request.actor).order_by("-pk")[: MOST + 1])
    if len(rows) > MOST:
        raise NotPossible(f"符合条件的日志超过{MOST}条，请缩小日期范围后分次导出。")
    note_reading(selection, exported=True, by=request.actor, at=request.at)
    columns = (
        excel.Column("序号", lambda e: e.pk, 10),
        excel.Column("发生时间", lambda e: e.occurred_at, 20),
        excel.Column("记录时间", lambda e: e.recorded_at, 20),
        excel.Column("操作人", lambda e: e.actor_name),
        excel.Column("单位", lambda e: e.organisation, 24),
        excel.Column("代何人", lambda e: e.acting_for),
        excel.Column("事项", sentence, 60),
        excel.Column("事项代码", lambda e: e.verb, 26),
        excel.Column("对象", lambda e: "、".join(f"{name}{number}" for _, name, number in _things(e)), 30),
    )
    with said_once(rows):
        return excel.export("审计日志", columns, rows)
