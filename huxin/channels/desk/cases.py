"""In which cases does this enterprise answer, what was served on it there, and how does it answer?"""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from huxin.cases import answering
from huxin.cases.actions.moving import perform
from huxin.cases.actions.opening import procedure_of
from huxin.cases.answering import Told
from huxin.cases.models import Case
from huxin.cases.reach import ANSWER
from huxin.cases.sessions import sessions
from huxin.channels.parts import excel, files
from huxin.channels.parts.days import calendar_of, due
from huxin.channels.parts.drafts import with_draft
from huxin.channels.parts.faces import shown
from huxin.channels.parts.forms import FilesField, carried_out
from huxin.channels.parts.paging import page
from huxin.channels.parts.receiving import acknowledgement
from huxin.channels.parts.signature import SignatureForm, signed
from huxin.documents import receipts, store
from huxin.documents.faces import signed_face
from huxin.documents.models import Receipt
from huxin.orgs.access import needs, visible
from huxin.work.drafts import clear_draft


class AnswerForm(forms.Form):
    """What the firm hands in."""

    kind = forms.ChoiceField(label="提交什么", choices=answering.KINDS.items(), widget=forms.RadioSelect)
    text = forms.CharField(
        label="说明", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="已支付的，写明金额、日期和人数；已整改的，逐项写明怎样改的。",
    )  # fmt: skip
    files = FilesField(
        label="材料", required=False, help_text="转账凭证、工资表、考勤、整改前后的照片等，可以选多个文件。"
    )


def _answering(request: HttpRequest):  # type: ignore[no-untyped-def]
    return visible(Case, request.actor, ANSWER).select_related("organisation")


def _told(request: HttpRequest, number: str) -> Told:
    """The case as this firm sees it, or nothing at all."""
    case = get_object_or_404(_answering(request), number=number)
    party = answering.firm_party(case, request.actor)
    if party is None:
        raise Http404
    return answering.told(case, party, at=request.at)


LISTED = excel.columns(
    ("事项", "get_topic_display", 24), ("案件编号", "number", 20), ("承办单位", "organisation.name", 34),
    ("登记时间", "opened_at", 20), ("办结时间", "closed_at", 20),
)  # fmt: skip


@needs("case.answer")
def cases(request: HttpRequest) -> HttpResponse:
    """The cases in which something was served on the firm, with the nearest term that it owes."""
    if excel.asked(request):
        return excel.export("案件", LISTED, _answering(request).order_by("-pk"))
    listed = page(_answering(request), request, "-pk")
    nearest = {term.case_id: term for term in reversed(answering.terms_of(listed.rows))}
    calendar = calendar_of(request.actor)
    terms = [nearest.get(case.pk) for case in listed.rows]
    called = {one.case.pk: one for one in reversed(sessions(listed.rows, timezone.localdate(request.at)))}
    rows = [
        (case, term, due(term.due_on, request.at, calendar) if term else None, called.get(case.pk))
        for case, term in zip(listed.rows, terms, strict=True)
    ]
    return render(request, "desk/cases.html", {"page": listed, "rows": rows})


@needs("case.answer")
def case(request: HttpRequest, number: str) -> HttpResponse:
    """What was served, by when something is owed, and the form to answer with."""
    return _page(request, _told(request, number), AnswerForm())


def _page(request: HttpRequest, told: Told, form: forms.Form) -> HttpResponse:
    calendar = calendar_of(request.actor)
    context = {
        "told": told,
        "case": told.case,
        "terms": [
            (term, due(term.due_on, request.at, calendar), procedure_of(told.case).clock(term.clock).right)
            for term in told.terms
        ],
        "form": form if told.case.closed_at is None else None,
    }
    return render(request, "desk/case.html", context)


@needs("case.answer")
@require_POST
def case_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Words and files to the office."""
    told = _told(request, number)
    form = AnswerForm(request.POST, request.FILES)

    def act(given: dict[str, Any]) -> Any:
        by, at = request.actor, request.at
        kept = [store.keep(one, name=one.name, org_path=told.case.org_path, by=by, at=at) for one in given["files"]]
        return answering.answer(
            told.case, told.party, kind=given["kind"], text=given["text"], documents=kept, by=by, at=at
        )

    if not carried_out(form, act):
        return _page(request, told, form)
    messages.success(request, "已提交，承办人员会收到提醒。")
    return redirect("desk:case", number)


@needs("case.answer")
def case_act(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """What the procedure lets the firm do: offer, defend itself, ask for a hearing, hand in what was put right."""
    told = _told(request, number)
    action = next((one for one in told.actions if one.code == code), None)
    if action is None:
        raise Http404
    key = f"desk-case-{told.case.pk}-{code}"
    form = with_draft(request, key, partial(import_string(action.form), case=told.case, at=request.at))
    if carried_out(form, lambda _: perform(told.case, code, form.facts(), by=request.actor, at=request.at)):
        clear_draft(key=key, by=request.actor)
        messages.success(request, f"“{action.title}”已提交。")
        return redirect("desk:case", number)
    return render(request, "desk/case_act.html", {"case": told.case, "action": action, "form": form})


@needs("case.answer")
def case_receive(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """签收: with name and post, and that is the service of the paper."""
    told = _told(request, number)
    letter = next((one for one in told.letters if one.receipt is not None and one.receipt.pk == pk), None)
    if letter is None or letter.receipt is None:
        raise Http404
    receipt: Receipt = letter.receipt
    form = acknowledgement(request, receipt)
    act = partial(answering.receive, receipt, told.case, by=request.actor, at=request.at)
    if carried_out(form, lambda given: act(**given)):
        words = "已签收，以签收日为送达日。" if form.result else "已签收；文书此前已经送达，送达日期不变。"
        messages.success(request, words)
        return redirect("desk:case", number)
    return render(request, "desk/case_receive.html", {"case": told.case, "letter": letter, "form": form})


@needs("case.answer")
def case_paper(request: HttpRequest, number: str, paper_pk: int) -> HttpResponseBase:
    """A paper that was served on the firm, as PDF; or one that it has signed, as it reads."""
    told = _told(request, number)
    paper = next((one.paper for one in told.letters if one.paper.pk == paper_pk), None)
    if paper is None and (own := next((one for one in told.signed if one.pk == paper_pk), None)):
        return files.printed(signed_face(own), f"{own.title}.pdf")
    if paper is None or paper.pdf is None:
        raise Http404
    for one in told.letters:
        if one.paper.pk == paper.pk and one.receipt is not None:
            receipts.open_receipt(one.receipt, by=request.actor, at=request.at)
    return files.of_paper(paper, request)


@needs("case.answer")
def case_sign(request: HttpRequest, number: str, paper_pk: int) -> HttpResponse:
    """The firm signs a paper that waits for its signature, having read it on the same page."""
    told = _told(request, number)
    paper = next((one for one, _ in told.to_sign if one.pk == paper_pk), None)
    if paper is None:
        raise Http404
    form = SignatureForm(request.POST or None, request.FILES or None, paper=paper)
    act = partial(signed, paper, told.case, told.party, by=request.actor, request=request)
    if carried_out(form, act):
        messages.success(request, "签字已提交。")
        return redirect("desk:case", number)
    context = {"case": told.case, "paper": paper, "form": form, "shown": shown(signed_face(paper))}
    return render(request, "desk/case_sign.html", context)
