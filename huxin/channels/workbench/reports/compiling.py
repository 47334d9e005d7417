"""How does the prefecture's report come about on screen: what is in, what is chosen, the draft?"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.reports.matrix import found
from huxin.orgs.access import needs
from huxin.reports.actions import compiling
from huxin.reports.counts import count
from huxin.reports.gathered import Gathered, gather
from huxin.reports.models import Section
from huxin.reports.words import section_title

CHOICES = (("highlights", "工作亮点"), ("experience", "经验做法"), ("cases", "典型案例"))


class CompileForm(forms.Form):
    """Whether the present draft may be replaced."""

    replace = forms.BooleanField(label="以新汇总稿代替现稿（现稿保留在文稿版本中）", required=False)


def _offered(gathered: Gathered) -> list[tuple[Section, str, list[tuple[str, str, str, bool]]]]:
    """Accepted sections that have something to choose, with each text and whether it goes in."""
    rows = []
    for section in gathered.accepted():
        texts = [
            (name, title, getattr(section, name).strip(), getattr(section, f"use_{name}")) for name, title in CHOICES
        ]
        if any(text for _, _, text, _ in texts):
            rows.append((section, section_title(section), texts))
    return rows


@needs("report.compile")
def compile_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes in, and the button that makes the draft."""
    cycle = found(request, pk, "report.compile")
    form = CompileForm(request.POST if request.method == "POST" else None)
    done = carried_out(
        form,
        lambda data: compiling.compile_report(cycle, replace=data["replace"], by=request.actor, at=request.at),
    )
    if done:
        messages.success(request, "汇总稿已生成，可在线修改，或下载DOCX到WPS修改后传回，再送审签发。")
        return redirect("workbench:report_compile", pk)
    gathered = gather(cycle, today=timezone.localdate(request.at))
    context = {
        "cycle": cycle,
        "form": form,
        "counts": count(gathered.reports),
        "offered": _offered(gathered),
        "accepted": sum(1 for _ in gathered.accepted()),
        "open": [r for r in gathered.reports if r.state != "accepted"],
    }
    return render(request, "workbench/reports/compile.html", context)
