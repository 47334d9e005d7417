"""What has a lawyer to whom legal aid was assigned before him, and how does his centre take his reports?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from huxin.cases.actions import counsel as acts
from huxin.cases.clients import File, file_of
from huxin.cases.counsel import Counsel, CounselReport, reports_on
from huxin.cases.models import Case
from huxin.cases.people import Face, face
from huxin.channels.parts import files
from huxin.channels.parts.days import calendar_of, due
from huxin.channels.parts.forms import DateInput, carried_out, not_ahead
from huxin.channels.parts.paging import page
from huxin.channels.workbench.cases.forms import Reason, lines
from huxin.channels.workbench.cases.page import found
from huxin.documents import store
from huxin.orgs.access import needs, visible

_WITH = ("case__organisation", "case__area", "case__enterprise", "user")


class ReportForm(forms.Form):
    """What was done, or how it ended; with a file."""

    kind = forms.ChoiceField(
        label="报告", choices=CounselReport.Kind.choices, widget=forms.RadioSelect, initial=CounselReport.Kind.PROGRESS,
        help_text="结案报告提交后由法律援助机构审收，审收后结案。",
    )  # fmt: skip
    done_on = forms.DateField(label="日期", widget=DateInput(attrs={"class": "short"}), validators=[not_ahead])
    text = forms.CharField(
        label="内容", max_length=5000, widget=lines(5),
        help_text="会见、调查取证、代写文书、参加调解或庭审、结果和受援人的意见。",
    )  # fmt: skip
    file = forms.FileField(label="材料", required=False, help_text="会见笔录、代理词、裁决书、结案材料等，可不传。")


def _row(request: HttpRequest, pk: int) -> Counsel:
    rows = visible(Counsel, request.actor, "case.represent").select_related(*_WITH)
    return get_object_or_404(rows, pk=pk)


def _open(request: HttpRequest, pk: int) -> tuple[Counsel, File]:
    """What is his still, with all that he sees; anything else is no page of his."""
    row = _row(request, pk)
    file = file_of(row, localdate(request.at))
    if file is None:
        raise Http404
    return row, file


@needs("case.represent")
def counsel_list(request: HttpRequest) -> HttpResponse:
    """What was assigned to him, newest first, what he has no longer among it."""
    rows = visible(Counsel, request.actor, "case.represent").select_related("case__organisation")
    return render(request, "workbench/counsel/list.html", {"page": page(rows, request, "-pk")})


@needs("case.represent")
def counsel(request: HttpRequest, pk: int) -> HttpResponse:
    """His client's matter, and the form to report with."""
    row = _row(request, pk)
    form = ReportForm(request.POST or None, request.FILES or None, initial={"done_on": localdate(request.at)})

    def act(given: dict[str, Any]) -> CounselReport:
        file, by, at = given.pop("file"), request.actor, request.at
        kept = store.keep(file, name=file.name, org_path=row.org_path, by=by, at=at) if file else None
        return acts.report(row, **given, document=kept, by=by, at=at)

    if carried_out(form, act):
        messages.success(request, "报告已提交，法律援助机构会看到。")
        return redirect("workbench:counsel", pk)
    return _page(request, row, form)


def _page(request: HttpRequest, row: Counsel, form: forms.Form, clear: dict[int, Face] | None = None) -> HttpResponse:
    file = file_of(row, localdate(request.at))
    calendar, clear = calendar_of(request.actor), clear or {}
    matters = file.matters if file else []
    context = {
        "row": row,
        "file": file,
        "clients": [(one, clear.get(one.pk) or face(one), one.pk in clear) for one in file.clients] if file else [],
        "matters": [(one, [(term, due(term.due_on, request.at, calendar)) for term in one.terms]) for one in matters],
        "reports": row.reports.select_related("document").order_by("-pk"),
        "form": form,
    }
    return render(request, "workbench/counsel/counsel.html", context)


@needs("case.represent")
@require_POST
def counsel_contact(request: HttpRequest, pk: int, party_pk: int) -> HttpResponse:
    """His client's name and number in clear; the reading is recorded."""
    row, file = _open(request, pk)
    client = next((one for one in file.clients if one.pk == party_pk), None)
    if client is None:
        raise Http404
    seen = acts.contact(row, client, by=request.actor, at=request.at)
    return _page(request, row, ReportForm(initial={"done_on": localdate(request.at)}), {client.pk: seen})


@needs("case.represent")
def counsel_paper(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponseBase:
    """A paper that is meant for his client."""
    _, file = _open(request, pk)
    paper = next((one for matter in file.matters for one in matter.papers if one.pk == paper_pk), None)
    if paper is None:
        raise Http404
    return files.of_paper(paper, request)


@needs("case.represent")
def counsel_evidence(request: HttpRequest, pk: int, item_pk: int) -> HttpResponseBase:
    """What his client handed in."""
    _, file = _open(request, pk)
    piece = next((one for matter in file.matters for one in matter.evidence if one.pk == item_pk), None)
    if piece is None:
        raise Http404
    return files.kept(piece.document, request)


@needs("case.represent")
def counsel_own(request: HttpRequest, pk: int, item_pk: int) -> HttpResponseBase:
    """The file of a report of his own, also after it is over."""
    report = get_object_or_404(_row(request, pk).reports.filter(document__isnull=False), pk=item_pk)
    return files.kept(report.document, request)


def _report(request: HttpRequest, number: str, pk: int) -> tuple[Case, CounselReport]:
    case = found(request, number, "case.handle")
    report = next((one for _, reports in reports_on(case) for one in reports if one.pk == pk), None)
    if report is None:
        raise Http404
    return case, report


@needs("case.handle")
def case_report_file(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """The file of a lawyer's report, for the centre."""
    _, report = _report(request, number, pk)
    if report.document is None:
        raise Http404
    return files.kept(report.document, request)


@needs("case.handle")
@require_POST
def case_report_accept(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The closing report is accepted."""
    acts.accept(_report(request, number, pk)[1], by=request.actor, at=request.at)
    messages.success(request, "结案报告已审收，可以办理结案。")
    return redirect("workbench:case", number)


@needs("case.handle")
def case_report_return(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The closing report goes back to the lawyer, with the reason."""
    case, report = _report(request, number, pk)
    form = Reason(request.POST or None)
    if carried_out(form, lambda given: acts.send_back(report, **given, by=request.actor, at=request.at)):
        messages.success(request, "已退回承办律师。")
        return redirect("workbench:case", number)
    return render(request, "workbench/counsel/return.html", {"case": case, "report": report, "form": form})
