"""How does the registry number, seal, issue, archive and void papers, and set its running numbers?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.channels.parts import excel
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.papers.forms import Archive, Number, Reason, Scan, Series
from huxin.channels.workbench.papers.pages import fetched
from huxin.channels.workbench.papers.writing import back, form_page
from huxin.documents import issuing, numbering, store
from huxin.documents.choices import series_of
from huxin.documents.models import NumberSeries, Paper
from huxin.documents.numbering import series_codes
from huxin.orgs.access import needs


@needs("paper.issue")
def paper_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it its number."""
    paper = fetched(request, pk, "paper.issue")
    form = Number(request.POST or None)
    if carried_out(form, lambda given: numbering.number(paper, **given, by=request.actor, at=request.at)):
        return back(request, paper, f"已编号：{paper.number}。")
    return form_page(request, paper, form, heading="编号", button="编号")


@needs("paper.issue")
def paper_number_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wrong number off."""
    paper = fetched(request, pk, "paper.issue")
    form = Reason(request.POST or None)
    if carried_out(form, lambda given: numbering.void_number(paper, **given, by=request.actor, at=request.at)):
        return back(request, paper, "字号已作废并留存，请重新编号。")
    return form_page(request, paper, form, heading=f"作废字号 {paper.number}", button="作废字号")


@needs("paper.issue")
def paper_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Register the seal and bind the scan of the sealed print."""
    paper = fetched(request, pk, "paper.issue")
    form = Scan(request.POST or None, request.FILES or None)

    def act(given: dict[str, Any]) -> Paper:
        file = given.pop("file")
        document = store.keep(file, name=file.name, org_path=paper.org_path, by=request.actor, at=request.at)
        return issuing.bind_scan(paper, document=document, **given, by=request.actor, at=request.at)

    if carried_out(form, act):
        return back(request, paper, "盖章扫描件已归入。")
    return form_page(request, paper, form, heading="用印登记", button="登记并上传", multipart=True)


@needs("paper.issue")
@require_POST
def paper_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze it and send it."""
    paper = issuing.issue(fetched(request, pk, "paper.issue"), by=request.actor, at=request.at)
    return back(request, paper, "已印发。")


@needs("paper.archive")
def paper_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay it down."""
    paper = fetched(request, pk, "paper.archive")
    form = Archive(request.POST or None)
    if carried_out(form, lambda given: issuing.archive(paper, **given, by=request.actor, at=request.at)):
        return back(request, paper, "已归档。")
    return form_page(request, paper, form, heading="归档", button="归档")


@needs("paper.view")
def paper_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare it void."""
    paper = fetched(request, pk)
    form = Reason(request.POST or None)
    if carried_out(form, lambda given: issuing.void(paper, **given, by=request.actor, at=request.at)):
        return back(request, paper, "文书已作废。")
    return form_page(request, paper, form, heading="作废文书", button="确定作废")


SERIES = excel.columns(
    ("发文机关", "0.organisation.name", 34), ("用于", "1", 24), ("年度", "0.year", 10), ("字号样式", "0.pattern", 30),
    ("下一号", "0.next", 10), ("启用", "0.active", 8),
)  # fmt: skip


@needs("paper.issue")
def number_series(request: HttpRequest) -> HttpResponse:
    """The running numbers of one's organisations, and a form to set one."""
    year = timezone.localdate(request.at).year
    form = Series(request.POST or None, by=request.actor, initial={"year": year, "next": 1, "active": True})

    def act(given: dict[str, Any]) -> NumberSeries:
        return numbering.set_series(given.pop("organisation"), **given, by=request.actor, at=request.at)

    if carried_out(form, act):
        messages.success(request, "编号系列已保存。")
        return redirect("workbench:number_series")
    rows = series_of(request.actor).select_related("organisation")
    titles = series_codes()
    listed = [(row, titles.get(row.code, row.code)) for row in rows.order_by("organisation__order", "code", "-year")]
    if excel.asked(request):
        return excel.export("编号系列", SERIES, listed)
    return render(request, "workbench/papers/series.html", {"form": form, "listed": listed})
