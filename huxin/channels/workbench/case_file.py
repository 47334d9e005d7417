"""How does an officer take out the file of a closed case, or put together material for a court or another body?"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huxin.cases.casefile import Piece, make_file, pieces_of
from huxin.cases.procedure import PROCEDURES
from huxin.channels.parts import files
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.case_page import found
from huxin.documents import media
from huxin.orgs.access import needs


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
    """Everything that belongs into the file; what is chosen leaves as one PDF, and that is recorded."""
    case = found(request, number, "case.handle")
    pieces = pieces_of(case)
    form = Choosing(request.POST or None, pieces=pieces)
    if request.method == "POST" and carried_out(
        form, lambda given: make_file(case, given["keys"], by=request.actor, at=request.at)
    ):
        name = "案卷" if case.closed_at and len(form.cleaned_data["keys"]) == len(pieces) else "材料"
        return files.made(form.result, f"{case.number}{name}.pdf", media.PDF, inline=False)
    chosen = set(request.POST.getlist("keys")) if form.is_bound else None
    lines = [
        (n, piece, piece.key in chosen if chosen is not None else bool(case.closed_at) or not piece.inner)
        for n, piece in enumerate(pieces, 1)
    ]
    context = {"case": case, "form": form, "lines": lines, "step": PROCEDURES[case.procedure].step(case.step)}
    return render(request, "workbench/cases/file.html", context)
