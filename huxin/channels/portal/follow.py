"""How does a reporter follow his case: status in plain words, messages, papers, evidence, and what he may do?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages as flash
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from huxin.cases import agency, collective, signing, vault
from huxin.cases.actions import talking
from huxin.cases.actions.moving import makes_sense
from huxin.cases.actions.opening import procedure_of
from huxin.cases.actions.proving import perform_with_proof
from huxin.cases.court_words import court_words
from huxin.cases.models import Case, Party
from huxin.cases.papers.authorisation import authorisation
from huxin.cases.people import Person, by_receipt, identify, own_party
from huxin.cases.people import face as face_of
from huxin.cases.progress import (
    Progress,
    Withheld,
    elsewhere,
    own_claims,
    own_papers,
    progress,
    signed_papers,
    told,
    untold,
)
from huxin.cases.records import Evidence, Move
from huxin.cases.sessions import of_claimant
from huxin.channels.parts import files
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.limits import limit
from huxin.channels.portal import follow_forms as forms
from huxin.channels.portal.follow_sign import to_sign
from huxin.channels.portal.reporters import mine, own_number, party_in, remember, reporter, worker_of
from huxin.documents import store
from huxin.documents.faces import signed_face
from huxin.documents.models import Document
from huxin.journal.log import PARTIES
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import public, visible


@public
def enter(request: HttpRequest) -> HttpResponse:
    """Number and secret of the receipt."""
    form = forms.ReceiptForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if carried_out(form, lambda given: by_receipt(given["number"], given["secret"], at=request.at)):
        case, by = form.result
        if party := own_party(case, by):
            remember(request, party, form.cleaned_data["number"].strip())
        return redirect("portal:my_case", number=case.number)
    return render(request, "portal/follow/enter.html", {"form": form})


@public
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One page: where it stands, what happens next and by when, messages, papers, evidence."""
    rows = visible(Case, reporter(request), "case.follow").filter(number=number)
    seen = rows.select_related("merged_into").first()
    if seen and seen.merged_into and party_in(request, seen.merged_into):
        return redirect("portal:my_case", seen.merged_into.number)  # a page that was kept from before the merging
    if seen is None or seen.merged_into:
        return redirect(f"{reverse('portal:follow')}?number={number}")
    found, party = mine(request, number)
    return _page(request, found, party)


def _seen(case: Case, party: Party, today: date, withheld: Withheld | None = None) -> Progress:
    """How it stands for him, with what he may do."""
    seen, procedure = progress(case, party, today=today, withheld=withheld), procedure_of(case)
    may = (one for one in seen.actions if makes_sense(case, one, today, party))
    return replace(seen, actions=tuple(one for one in may if not collective.left_to_them(case, procedure, one, party)))


def _elsewhere(request: HttpRequest, party: Party) -> list[Party]:
    """As whom he stands in the cases nearby; the same receipt opens them."""
    others = elsewhere(party)
    for one in others:
        remember(request, one)
    return others


def _page(request: HttpRequest, case: Case, party: Party, **wrong: Any) -> HttpResponse:
    today = localtime(request.at).date()
    others = _elsewhere(request, party)
    withheld = untold([party, *others])
    seen = _seen(case, party, today, withheld)
    claims = own_claims(party, withheld)
    acts = party.acts_for_id is not None and party.left_at is None
    context: dict[str, Any] = {
        "case": case,
        "kind": case.procedure.split("/")[0],
        "party": party,
        "progress": seen,
        "claims": claims,
        "told": told(party, at=request.at, withheld=withheld),
        "court": court_words(party, claims, today=today),
        "sessions": [] if party.left_at else of_claimant(case, today),
        "gathered": case.merged.exists(),
        "own_number": own_number(request, case, party),
        "others": [
            (one.case, procedure_of(one.case), progress(one.case, one, today=today, withheld=withheld))
            for one in others
        ],
        "messages_between": talking.messages(case, party),
        "papers": own_papers(party, today=today),
        "signed": signed_papers(party, today=today),
        "to_sign": to_sign(case, party, today) if agency.may_act(party, today) else [],
        "evidence": vault.of_party(case, party),
        "entries": entries(_events(case, party, withheld), PARTIES),
        "representative": party if party.representative_since else None,
        "represented": collective.represented(case).filter(pk=party.pk).exists(),
        "message_form": None if party.left_at else forms.MessageForm(),
        "evidence_form": None if party.left_at else forms.EvidenceForm(),
        "rate_form": forms.RateForm() if _may_rate(case, party, seen) else None,
        "use_form": None if party.left_at else _use_form(request, case, party),
        "may_act": agency.may_act(party, today),
        "agents": [(one, face_of(one).name) for one in agency.agents_of(party)],
        "authorisation_form": _authorisation_form(request, case, party) if acts else None,
        "identify_form": forms.IdentifyForm() if not party.name_sealed else None,
    }
    return render(request, "portal/follow/case.html", context | wrong)


def _may_rate(case: Case, party: Party, seen: Progress) -> bool:
    return seen.closed and case.satisfaction is None and party.left_at is None


def _events(case: Case, party: Party, withheld: Withheld) -> Any:
    """What happened, up to the moment at which he left, or to a step of which he is yet to be told."""
    rows = events_of(case)
    if secret := withheld.get(case.pk):
        rows = rows.filter(occurred_at__lt=secret.done_at)
    return rows.filter(occurred_at__lte=party.left_at) if party.left_at else rows


def _use_form(request: HttpRequest, case: Case, party: Party, data: Any = None) -> forms.UseForm | None:
    """What he may take from his vault: where he stands in the case by name, and has something there."""
    rows = _own_pieces(request, case, party)
    if rows is None:
        return None
    return forms.UseForm(data, rows=rows) if data is not None or rows.exists() else None


def _own_pieces(request: HttpRequest, case: Case, party: Party) -> QuerySet[Evidence] | None:
    """The free pieces of his vault; None where he does not stand in the case by name."""
    worker = worker_of(request)
    if worker is None or case.anonymous or party.worker_id != worker.pk:
        return None
    return vault.free_pieces(worker)


def _authorisation_form(
    request: HttpRequest, case: Case, party: Party, data: Any = None, files: Any = None
) -> forms.AuthorisationForm:  # fmt: skip
    return forms.AuthorisationForm(data, files, rows=_own_pieces(request, case, party))


@public
@require_POST
def use_pieces(request: HttpRequest, number: str) -> HttpResponse:
    """Pieces of the vault go into the case."""
    case, party = mine(request, number)
    form = _use_form(request, case, party, request.POST)
    if form is None:
        raise Http404
    if not carried_out(
        form, lambda given: vault.use(case, list(given["pieces"]), by=reporter(request, case), at=request.at)
    ):
        return _page(request, case, party, use_form=form)
    flash.success(request, f"已提交{form.result}件证据。")
    return redirect("portal:my_case", number=number)


def _handing_in(request: HttpRequest, party: Party, given: Sequence[Any] = ()) -> None:
    """Whoever has a receipt may hand in, without a log-in: so often from one network, so much for one case."""
    limit(request, "hand_in", "这个网络上提交得太频繁了，请过几分钟再提交一次。")
    vault.room_for(party, [file.size for file in given])


@public
@require_POST
def write(request: HttpRequest, number: str) -> HttpResponse:
    """A message to the office."""
    case, party = mine(request, number)
    form = forms.MessageForm(request.POST)

    def act(given: dict[str, Any]) -> Any:
        _handing_in(request, party)
        return talking.write(case, party, text=given["text"], by=reporter(request, case), at=request.at)

    if not carried_out(form, act):
        return _page(request, case, party, message_form=form)
    flash.success(request, "留言已送出，办案人员会看到。")
    return redirect("portal:my_case", number=number)


@public
@require_POST
def add_evidence(request: HttpRequest, number: str) -> HttpResponse:
    """Photos, recordings, exports: each is kept with the moment it came in."""
    case, party = mine(request, number)
    form = forms.EvidenceForm(request.POST, request.FILES)

    def keep(given: dict[str, Any]) -> None:
        _handing_in(request, party, given["files"])
        by = reporter(request, case)
        for title, file in vault.titled(given["title"], given["files"]):
            kept = store.keep(file, name=file.name, org_path=case.org_path, by=by, at=request.at)
            vault.keep_evidence(kept, title=title, party=party, by=by, at=request.at)

    if not carried_out(form, keep):
        return _page(request, case, party, evidence_form=form)
    flash.success(request, f"已存入{len(form.cleaned_data['files'])}件证据。")
    return redirect("portal:my_case", number=number)


@public
def evidence_list(request: HttpRequest, number: str) -> HttpResponse:
    """The signed list of what was handed in."""
    case, party = mine(request, number)
    pieces, owner = vault.of_party(case, party), vault.owner_name(party)
    data = vault.own_list(pieces, case, owner=owner, by=reporter(request, case), at=request.at)
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="evidence-{case.number}.pdf"'},
    )


@public
def paper(request: HttpRequest, number: str, paper_pk: int) -> HttpResponse:
    """A paper that was served to him, or is open to him; or one that he has signed, as it reads."""
    case, party = mine(request, number)
    today = localtime(request.at).date()
    found = next((row for row in own_papers(party, today=today) if row.pk == paper_pk), None)
    if found is None and (own := next((row for row in signed_papers(party, today=today) if row.pk == paper_pk), None)):
        return files.printed(signed_face(own), f"{own.title}.pdf")
    if found is None or found.pdf is None:
        raise Http404
    issued = signing.issued_file(found)
    if issued is None:
        return files.as_it_stands(found)
    file = store.checked_file(issued, by=reporter(request, case), at=request.at)
    return FileResponse(file, as_attachment=True, filename=f"{found.title}.pdf", content_type="application/pdf")


@public
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """What a party may do himself: withdraw, supplement, answer."""
    case, party = mine(request, number)
    today = localtime(request.at).date()
    chosen = next((one for one in progress(case, party, today=today).actions if one.code == action), None)
    if chosen is None:
        raise Http404
    if chosen not in _seen(case, party, today).actions:
        flash.warning(request, f"“{chosen.title}”已经办过，或者现在不用您办，请看下面的状态。")
        return redirect("portal:my_case", number=number)
    form = import_string(chosen.form)(request.POST or None, case=case, at=request.at, party=party)
    final = bool(chosen.to) and procedure_of(case).step(chosen.to).final
    proof = None if final else _proof_form(request, case, party)

    def do(_: Any) -> Move:
        given, by = proof.cleaned_data if proof else {}, reporter(request, case)
        _handing_in(request, party, given.get("files", ()))
        kept = [
            store.keep(file, name=file.name, org_path=case.org_path, by=by, at=request.at)
            for file in given.get("files", ())
        ]
        return perform_with_proof(
            case, action, form.facts(), party=party, files=kept, pieces=list(given.get("pieces", ())), by=by,
            at=request.at,
        )  # fmt: skip

    if (proof is None or not proof.is_bound or proof.is_valid()) and carried_out(form, do):
        waits = bool(chosen.to) and not final and form.result.to_step == form.result.from_step
        flash.success(request, f"“{chosen.title}”已登记。" if waits else f"“{chosen.title}”已办理。")
        return redirect("portal:my_case", number=number)
    return render(request, "portal/follow/act.html", {"case": case, "action": chosen, "form": form, "proof": proof})


def _proof_form(request: HttpRequest, case: Case, party: Party) -> forms.ProofForm:
    rows = _own_pieces(request, case, party)
    return forms.ProofForm(request.POST or None, request.FILES or None, rows=rows)


@public
@require_POST
def authorise(request: HttpRequest, number: str) -> HttpResponse:
    """Who acts for another hands in his authorisation, or a new one."""
    case, party = mine(request, number)
    form = _authorisation_form(request, case, party, request.POST, request.FILES)

    def act(given: dict[str, Any]) -> Party:
        _handing_in(request, party)
        by = reporter(request, case)
        kept = _kept(request, case, given.get("file"), given.get("piece"))
        return agency.authorise(party, kept, until=given["until"], settle=given["settle"], by=by, at=request.at)

    if not carried_out(form, act):
        return _page(request, case, party, authorisation_form=form)
    flash.success(request, "委托书已提交，可以代为办理。")
    return redirect("portal:my_case", number=number)


@public
def authorisation_form(request: HttpRequest, number: str) -> HttpResponse:
    """The authorisation filled in, to print and to have signed."""
    _, party = mine(request, number)
    if party.acts_for_id is None or party.left_at is not None:
        raise Http404
    return files.printed(authorisation(party), "授权委托书.pdf")


@public
@require_POST
def end_agency(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Who gave the authorisation takes it back, or the agent lays it down."""
    case, party = mine(request, number)
    agent = case.parties.filter(Q(acts_for=party) | Q(pk=party.pk), pk=pk, role=Party.Role.AGENT).first()
    if agent is None:
        raise Http404
    agency.end(agent, by=reporter(request, case), at=request.at)
    flash.success(request, "委托已终止。")
    return redirect("portal:my_case", number=number)


def _kept(request: HttpRequest, case: Case, file: Any, piece: Evidence | None) -> Document:
    """The new file; or a piece of his vault once more, the piece itself stays there."""
    by, at = reporter(request, case), request.at
    if file or piece is None:
        return store.keep(file, name=file.name, org_path=case.org_path, by=by, at=at)
    with store.checked_file(piece.document, by=by, at=at) as data:
        return store.keep(data, name=piece.document.name, org_path=case.org_path, by=by, at=at)


@public
@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Satisfaction at the end."""
    case, party = mine(request, number)
    form = forms.RateForm(request.POST)
    if not carried_out(
        form,
        lambda given: talking.rate(
            case, stars=int(given["stars"]), text=given["text"], by=reporter(request, case), at=request.at
        ),
    ):
        return _page(request, case, party, rate_form=form)
    flash.success(request, "感谢您的评价。")
    return redirect("portal:my_case", number=number)


@public
@require_POST
def say_who(request: HttpRequest, number: str) -> HttpResponse:
    """An anonymous reporter identifies himself of his own will."""
    case, party = mine(request, number)
    form = forms.IdentifyForm(request.POST)
    if not carried_out(
        form,
        lambda given: identify(
            party, Person(name=given["name"], phone=given["phone"]), by=reporter(request, case), at=request.at
        ),
    ):
        return _page(request, case, party, identify_form=form)
    flash.success(request, "身份已登记，只有办案人员能看到。")
    return redirect("portal:my_case", number=number)
