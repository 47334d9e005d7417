"""How does an officer take out the file of a closed case, or put together material for a court or another body?"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huxin.cases.casefile import Piece, make_file, pieces_of
from huxin.cases.procedure import PROCEDURES
from huxin.channels.parts import files
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.cases.page import found
from huxin.documents import media
from huxin.orgs.access import needs

VOLUMES = (
    ("正卷", "当事人可以查阅，可以移送法院和其他单位。", False),
    ("副卷（内部）", "审批、审核、集体讨论、结案报告等内部材料，当事人不能查阅，不与正卷装订在一起。", True),
)


class Choosing(forms.Form):
    """Which pieces, out of those that are there."""

    keys = forms.MultipleChoiceField(
        error_messages={"required": "请至少选择一件材料。", "invalid_choice": "材料有变化，请刷新页面后再选。"}
    )

    def __init__(self, *args: Any, pieces: list[Piece], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(piece.key, piece.title) for piece in pieces]


@needs("case.handle")
def case_file(request: HttpRequest, number: str) -> HttpResponse:
    """The two volumes; what is chosen of one leaves as one PDF, and that is recorded."""
    case = found(request, number, "case.handle")
    pieces = pieces_of(case)
    form = Choosing(request.POST or None, pieces=pieces)
    if request.method == "POST" and carried_out(
        form, lambda given: make_file(case, given["keys"], by=request.actor, at=request.at)
    ):
        inner = any(piece.inner for piece in pieces if piece.key in form.cleaned_data["keys"])
        return files.made(form.result, f"{case.number}{'副卷' if inner else '正卷'}.pdf", media.PDF, inline=False)
    chosen = set(request.POST.getlist("keys")) if form.is_bound else None
    volumes = [
        (title, hint, [(n, one, chosen is None or one.key in chosen) for n, one in _of(pieces, inner)])
        for title, hint, inner in VOLUMES
    ]
    step = PROCEDURES[case.procedure].step(case.step)
    context = {"case": case, "form": form, "volumes": volumes, "step": step, "pieces": pieces}
    return render(request, "workbench/cases/file.html", context)


def _of(pieces: list[Piece], inner: bool) -> list[tuple[int, Piece]]:
    """Those of one volume, numbered in it."""
    return list(enumerate((piece for piece in pieces if piece.inner == inner), 1))
