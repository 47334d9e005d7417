"""What was found about the firm, and how does it answer?"""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from huxin.channels.parts import excel
from huxin.channels.parts.drafts import with_draft
from huxin.channels.parts.findings import FOUND, answered, rows_behind, shown
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.documents import store
from huxin.orgs.access import needs, visible
from huxin.oversight.actions.answering import alike, answer
from huxin.oversight.explaining import explained, prompted
from huxin.oversight.models import Answer, Finding
from huxin.oversight.queries import corrected_since
from huxin.work.drafts import clear_draft


class AnswerForm(forms.Form):
    """An explanation or a correction."""

    kind = forms.ChoiceField(label="答复", choices=Answer.Kind, widget=forms.RadioSelect, initial="explanation")
    text = forms.CharField(
        label="内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写明原因；已改正的，写明补发金额、日期和以后的做法。",
    )  # fmt: skip
    file = forms.FileField(label="附件", required=False, help_text="转账凭证、排班表等，可不传。")
    together = forms.BooleanField(required=False)

    def __init__(self, *args: Any, others: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["together"].label = f"同月同类的其他{others}项待说明发现一并这样答复"
        if not others:
            del self.fields["together"]


@needs("finding.answer")
def findings(request: HttpRequest) -> HttpResponse:
    """What the firm was asked about; what waits for its answer first."""
    rows = visible(Finding, request.actor, "finding.answer").select_related("firm", "platform", "area")
    if excel.asked(request):
        return excel.export("检查发现", FOUND, shown(rows.order_by("-pk")))
    listed = page(rows, request, "-pk")
    return render(request, "desk/findings.html", {"page": listed, "rows": shown(listed.rows)})


@needs("finding.answer")
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: what the law asks, the orders, and the answer."""
    rows = visible(Finding, request.actor, "finding.answer").select_related("firm", "platform", "area", "found_by")
    row = get_object_or_404(rows.select_related("changed_by"), pk=pk)
    same = alike(row)
    others = len([one for one in same if one.pk != row.pk])
    form = with_draft(request, f"finding-{pk}", partial(AnswerForm, others=others))
    if carried_out(form, lambda given: _answered(request, row, same, given)):
        clear_draft(key=f"finding-{pk}", by=request.actor)
        messages.success(request, f"已答复{len(form.result)}项。")
        return redirect("desk:findings")
    why = explained(row)
    context = {
        "one": shown([row])[0],
        "finding": row,
        "why": why,
        "prompted": prompted(row),
        **rows_behind(row, request, named=why.orders, whole=False),
        **answered(row),
        "corrected": corrected_since(row),
        "form": form if row.state in (Finding.State.ASKED, Finding.State.ANSWERED) else None,
        "document_view": "desk:document",
    }
    return render(request, "desk/finding.html", context)


def _answered(request: HttpRequest, row: Finding, same: list[Finding], given: dict[str, Any]) -> list[Answer]:
    file, by, at = given["file"], request.actor, request.at
    document = store.keep(file, name=file.name, org_path=row.firm.org_path, by=by, at=at) if file else None
    rows = {one.pk: one for one in ([row, *same] if given.get("together") else [row])}
    return answer(list(rows.values()), kind=given["kind"], text=given["text"], document=document, by=by, at=at)
