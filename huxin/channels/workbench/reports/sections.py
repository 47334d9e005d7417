"""What does one section of a report say, who mends it, who accepts it?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from huxin.base.workdays import WORKING
from huxin.channels.parts.drafts import with_draft
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.reports.form import ChooseForm, FileForm, ReturnForm, SectionForm
from huxin.channels.workbench.reports.pages import found, powers
from huxin.documents import store
from huxin.law.calendar import calendar_for
from huxin.orgs.access import needs
from huxin.reports.actions import handing, ruling, writing
from huxin.reports.figures import standings
from huxin.reports.models import AS_THE_PLAN, Report, Section
from huxin.reports.moves import OPEN_SECTION
from huxin.reports.prefill import not_told
from huxin.reports.queries import unfinished_parts
from huxin.reports.words import fields_of, label, section_title
from huxin.work.drafts import clear_draft

MENDING_DAYS = 5  # working days offered for a return


def _section(request: HttpRequest, pk: int, order: int, permission: str = "") -> Section:
    report = found(request, pk, permission)
    section = get_object_or_404(report.sections.select_related("goal", "written_by", "decided_by"), order=order)
    section.report = report
    return section


@needs("report.view")
def section(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """Fill the section in while it is open and one's own; else read it, and rule on it."""
    thing = _section(request, pk, order)
    may = powers(request, thing.report)
    if may["write"] and thing.state in OPEN_SECTION:
        return _write(request, thing, may)
    return _show(request, thing, may)


def _write(request: HttpRequest, thing: Section, may: dict[str, bool]) -> HttpResponse:
    key = f"section-{thing.pk}-{thing.version}"
    form = with_draft(request, key, SectionForm, section=thing)

    def save(data: dict[str, Any]) -> Section:
        return writing.write_section(
            thing, told=form.told(), figures=form.given(), version=data["version"], by=request.actor, at=request.at
        )

    if carried_out(form, save):
        clear_draft(key=key, by=request.actor)
        messages.success(request, f"“{section_title(thing)}”已保存。")
        return redirect(_after(thing) if "next" in request.POST else request.path)
    context = {"form": form, "file_form": FileForm(), "theirs": _theirs(form, thing), "noted": not_told(thing)}
    return render(request, "workbench/reports/write.html", _common(request, thing, may) | context)


def _theirs(form: SectionForm, thing: Section) -> list[tuple[str, str]]:
    """Somebody else saved in between: what he wrote, to compare; the next saving goes over it knowingly."""
    if not form.is_bound or form.data.get("version") == str(thing.version):
        return []
    form.data = form.data.copy()
    form.data["version"] = str(thing.version)
    return [(label(thing, name), getattr(thing, name)) for name in fields_of(thing)]


def _show(request: HttpRequest, thing: Section, may: dict[str, bool]) -> HttpResponse:
    until = calendar_for(thing.report.organisation.area_id).add(timezone.localdate(request.at), MENDING_DAYS, WORKING)
    context = {
        "texts": [(label(thing, name), getattr(thing, name)) for name in fields_of(thing)],
        "return_form": ReturnForm(initial={"until": until}),
        "choose_form": ChooseForm(
            initial={"highlights": thing.use_highlights, "experience": thing.use_experience, "cases": thing.use_cases}
        ),
        "open_parts": unfinished_parts([thing]) if may["accept"] and thing.state == Section.State.HANDED_IN else [],
        "rules": may["accept"] and thing.state in (Section.State.HANDED_IN, Section.State.ACCEPTED),
        "corrects": may["correct"] and thing.state not in OPEN_SECTION,
    }
    return render(request, "workbench/reports/section.html", _common(request, thing, may) | context)


def _common(request: HttpRequest, thing: Section, may: dict[str, bool]) -> dict[str, Any]:
    """What both faces of a section show: its place among the others, figures, files, earlier texts."""
    figures = list(thing.figures.filter(current=True).select_related("previous").order_by("code"))
    for figure in figures:
        figure.section = thing
    numbers = standings(thing.report.cycle, figures)
    orders = list(thing.report.sections.order_by(*AS_THE_PLAN).values_list("order", flat=True))
    place = orders.index(thing.order)
    return {
        "section": thing, "report": thing.report, "name": section_title(thing), "may": may,
        "numbers": [(figure, numbers[figure.pk]) for figure in figures],
        "files": list(thing.files.filter(removed_at=None).select_related("document").order_by("pk")),
        "versions": [(v, _texts(thing, v)) for v in thing.versions.select_related("written_by").order_by("-number")],
        "before": orders[place - 1] if place else None,
        "after": orders[place + 1] if place + 1 < len(orders) else None,
    }  # fmt: skip


def _texts(thing: Section, version: Any) -> list[tuple[str, str]]:
    return [(label(thing, name), getattr(version, name)) for name in fields_of(thing) if getattr(version, name)]


def _after(thing: Section) -> str:
    """The next section to fill in, else the report."""
    report = thing.report
    rows = list(report.sections.order_by(*AS_THE_PLAN))
    later = rows[rows.index(thing) + 1 :]
    return _address(report, next((one for one in later if one.state in OPEN_SECTION), None))


def _address(report: Report, thing: Section | None) -> str:
    if thing is None:
        return reverse("workbench:report", args=[report.pk])
    return reverse("workbench:report_section", args=[report.pk, thing.order])


@needs("report.hand_in")
def correct(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """Change what was handed in, with a note."""
    thing = _section(request, pk, order, "report.hand_in")
    form = SectionForm(request.POST or None, section=thing, corrects=True)

    def act(data: dict[str, Any]) -> Section:
        return handing.correct_section(
            thing, told=form.told(), figures=form.given(), note=data["note"], by=request.actor, at=request.at
        )

    if carried_out(form, act):
        messages.success(request, "已更正，更正前后的内容都已保留。")
        return redirect("workbench:report_section", pk, order)
    may = powers(request, thing.report)
    return render(request, "workbench/reports/correct.html", _common(request, thing, may) | {"form": form})


@needs("report.fill")
@require_POST
def add_file(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """A file that proves what is said."""
    thing = _section(request, pk, order, "report.fill")
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        kept = store.keep(file, name=file.name, org_path=thing.report.org_path, by=request.actor, at=request.at)
        writing.attach_file(thing, document=kept, by=request.actor, at=request.at)
        messages.success(request, f"已添加“{kept.name}”。")
    else:
        messages.error(request, "请选择要上传的文件。")
    return redirect("workbench:report_section", pk, order)


@needs("report.fill")
@require_POST
def remove_file(request: HttpRequest, pk: int, order: int, file_pk: int) -> HttpResponse:
    """Take a file out."""
    thing = _section(request, pk, order, "report.fill")
    row = get_object_or_404(thing.files.select_related("section__report"), pk=file_pk)
    writing.remove_file(row, by=request.actor, at=request.at)
    messages.success(request, "附件已移除。")
    return redirect("workbench:report_section", pk, order)


@needs("report.accept")
@require_POST
def accept(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """Accept this section."""
    thing = _section(request, pk, order, "report.accept")
    ruling.accept_section(thing, by=request.actor, at=request.at)
    messages.success(request, f"“{section_title(thing)}”已接收。")
    return redirect(_waiting(thing.report))


def _waiting(report: Report) -> str:
    """The next section that waits, else the report."""
    next_one = report.sections.filter(state=Section.State.HANDED_IN).order_by(*AS_THE_PLAN).first()
    return _address(report, next_one)


@needs("report.accept")
@require_POST
def give_back(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """Return this section with a reason."""
    thing = _section(request, pk, order, "report.accept")
    form = ReturnForm(request.POST)
    word = "重开" if thing.state == Section.State.ACCEPTED else "退回"
    done = carried_out(form, lambda data: ruling.return_section(thing, **data, by=request.actor, at=request.at))
    if done:
        messages.success(request, f"“{section_title(thing)}”已{word}。")
        return redirect(_waiting(thing.report))
    context = _common(request, thing, powers(request, thing.report))
    return render(request, "workbench/reports/return.html", context | {"form": form})


@needs("report.compile")
@require_POST
def choose(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """What goes into the compiled report."""
    thing = _section(request, pk, order, "report.compile")
    form = ChooseForm(request.POST)
    if form.is_valid():
        ruling.choose(thing, **form.cleaned_data, by=request.actor, at=request.at)
        messages.success(request, f"{thing.report.organisation.short_name}“{section_title(thing)}”的入选内容已保存。")
    if request.POST.get("back") == "compile":
        return redirect("workbench:report_compile", thing.report.cycle_id)
    return redirect("workbench:report_section", pk, order)
