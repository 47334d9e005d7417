"""How do cases of another system come in: a table to fill, looked through line by line, registered all at once?"""

from io import BytesIO
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huxin.cases.actions.importing import MOST, Verdict, import_cases, read_lines
from huxin.cases.importing import HEADINGS, Rows
from huxin.cases.replies import replies_for
from huxin.channels.parts import excel
from huxin.channels.parts.forms import carried_out
from huxin.documents import store
from huxin.documents.models import Document
from huxin.orgs.access import needs, visible

TONES = {Verdict.NEW: "info", Verdict.SAME: "plain", Verdict.WRONG: "late"}


class Handing(forms.Form):
    """A table of another system."""

    file = forms.FileField(
        label="Excel表格",
        help_text=f"用下载的表样填写，一次最多{MOST}件。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
    )


@needs("case.open")
def case_import_sample(request: HttpRequest) -> HttpResponse:
    """The table to fill in, with one line as an example."""
    columns = [excel.Column(h.title, lambda row, h=h: row[h.title], max(12, len(h.example) * 2)) for h in HEADINGS]
    return excel.export("外部事项导入表样", columns, [{h.title: h.example for h in HEADINGS}])


def _rows(document: Document, request: HttpRequest) -> Rows:
    return excel.read_table(BytesIO(store.read(document, by=request.actor, at=request.at))).rows


def _kept(request: HttpRequest) -> Document:
    """The file is kept as it came, before anything is read in it."""
    file = request.FILES["file"]
    place = request.actor.reaches("case.open")[0]
    document = store.keep(file, name=file.name, org_path=place, by=request.actor, at=request.at)
    read_lines(_rows(document, request), by=request.actor, at=request.at)
    return document


@needs("case.open")
def case_import(request: HttpRequest) -> HttpResponse:
    """Hand in a table."""
    form = Handing(request.POST or None, request.FILES or None)
    if carried_out(form, lambda given: _kept(request)):
        return redirect("workbench:case_import_check", form.result.pk)
    return render(request, "workbench/cases/import.html", {"form": form, "headings": HEADINGS})


def _handed_in(request: HttpRequest, pk: int) -> Document:
    return get_object_or_404(visible(Document, request.actor).filter(subject_kind=""), pk=pk)


@needs("case.open")
def case_import_check(request: HttpRequest, pk: int) -> HttpResponse:
    """What each line would do; nothing is written yet."""
    document = _handed_in(request, pk)
    return render(request, "workbench/cases/import_check.html", _checked(request, document))


def _checked(request: HttpRequest, document: Document) -> dict[str, Any]:
    lines = read_lines(_rows(document, request), by=request.actor, at=request.at)
    number = {verdict: len([line for line in lines if line.verdict is verdict]) for verdict in Verdict}
    lines.sort(key=lambda line: (line.verdict is not Verdict.WRONG, line.number))
    return {
        "document": document,
        "lines": [(line, TONES[line.verdict]) for line in lines],
        "counts": [(verdict.value, number[verdict]) for verdict in Verdict],
        "wrong": number[Verdict.WRONG],
        "keeps": number[Verdict.NEW] and not number[Verdict.WRONG],
    }


@needs("case.open")
@require_POST
def case_import_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Register them; the receipts are shown this once, with a text to paste back."""
    done = import_cases(_rows(_handed_in(request, pk), request), by=request.actor, at=request.at)
    lines = [(one.case, one.receipts[0] if one.receipts else "", _first_words(one.case)) for one in done.opened]
    return render(request, "workbench/cases/imported.html", {"lines": lines, "same": done.same})


def _first_words(case: Any) -> str:
    found = replies_for(case)
    return found[0][1] if found else ""
