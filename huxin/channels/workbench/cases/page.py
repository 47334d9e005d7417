"""What does an officer see of one case, on one page?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.workdays import Calendar
from huxin.cases import collective, recorded, signing
from huxin.cases.actions import merging, talking
from huxin.cases.actions.moving import asked_here, possible
from huxin.cases.actions.opening import procedure_of
from huxin.cases.actions.talking import may_be_told
from huxin.cases.boxes import office_places
from huxin.cases.clocks import LIVE
from huxin.cases.counsel import reports_on
from huxin.cases.dossier import Linked, bodies, letters_of, links_of, of_parties, read_once
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.given import given
from huxin.cases.joint import PARTS
from huxin.cases.models import Case, Claim, Party
from huxin.cases.officers import officers_of
from huxin.cases.people import Face, face, role_words, told_apart
from huxin.cases.procedure import OWED_BY, Action, Owes
from huxin.cases.records import Assistance, Deadline, Evidence, Move, Note, PaperService, PublicNotice
from huxin.cases.replies import replies_for
from huxin.channels.parts.days import Due, due
from huxin.channels.parts.findings import shown as shown_findings
from huxin.channels.workbench.cases import forms
from huxin.documents.kinds import KINDS
from huxin.documents.models import Paper
from huxin.documents.papers import WITH_DRAFTER
from huxin.journal.timeline import entries, events_of
from huxin.law.calendar import calendar_for
from huxin.orgs.access import allowed, needs, visible
from huxin.orgs.access import rights as held_on
from huxin.orgs.directory import deputies
from huxin.orgs.models import User
from huxin.oversight.models import Finding
from huxin.registry.models import Enterprise

_WITH = ("organisation__area", "area", "enterprise", "officer", "second_officer", "merged_into")
RIGHTS = ("case.handle", "case.assign", "case.transfer", "case.merge", "case.reveal")


@dataclass(frozen=True, slots=True)
class Shown:
    """What one answer shows besides the case: a form that was refused, data in clear after a recorded reading."""

    refused: dict[str, Form] = field(default_factory=dict)
    revealed: dict[int, Face] = field(default_factory=dict)


def found(request: HttpRequest, number: str, permission: str = "case.view") -> Case:
    """The case of this number, if this person holds the permission on it."""
    rows = visible(Case, request.actor, permission).select_related(*_WITH)
    return get_object_or_404(rows, number=number)


@needs("case.view")
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The whole case; whoever handles it has read the letters that it shows."""
    thing = found(request, number)
    answer = shown(request, thing)
    own = {thing.officer_id, thing.second_officer_id} & set(request.actor.hands())
    new = any(row.kind == Note.Kind.FROM_PARTY and row.read_at is None for row in thing.notes.all())
    if own and new and allowed(request.actor, "case.handle", thing):
        talking.read(thing, by=request.actor, at=request.at)
    return answer


def shown(request: HttpRequest, thing: Case, more: Shown | None = None) -> HttpResponse:
    """The page; a form that was refused stands there with what was typed."""
    more = more or Shown()
    by, procedure = request.actor, procedure_of(thing)
    held = held_on(by, thing, *sorted({*RIGHTS, *asked_here(thing)}))
    read_once(thing)
    rights = {right.partition(".")[2]: right in held for right in RIGHTS}
    everyone = {one.pk: one for one in thing.parties.all()}
    there = [one for one in everyone.values() if one.left_at is None]
    parties = sorted(there, key=lambda one: Party.Role.values.index(one.role))  # who asks stands first
    papers = papers_of(request, thing, parties)
    moves = _moves(thing, everyone, {line["paper"].pk: line["paper"] for line in papers})
    held_up = [line for line in papers if line["lacking"]]
    unsigned = [line["paper"] for line in held_up]
    context = {
        "case": thing,
        "procedure": procedure,
        "step": procedure.step(thing.step),
        **_terms(thing, papers, request.at),
        "deputies": deputies((thing.officer_id, thing.second_officer_id), request.at).values(),
        "parties": [
            (p, role_words(p), more.revealed.get(p.pk) or face(p), p.pk in more.revealed, collective.consented(p))
            for p in parties
        ],
        "open_actions": _grouped(possible(thing, by, unsigned, held, on=localtime(request.at).date())),
        "waiting_for": [_waits(line, thing, by) for line in held_up],
        "proposal": next((move for move in moves if move.state == Move.State.PROPOSED), None),
        "claims": _claims(thing, everyone),
        "measures": thing.measures.all(),
        "papers": papers,
        "unfinished": _unfinished(papers) if rights["handle"] else [],
        "moves": [(move, given(move, thing, request.at)) for move in moves],
        "rights": rights,
        "forms": forms_for(request, thing, parties, rights, more.refused),
        "several": sum(p.role == Party.Role.CLAIMANT for p in parties) > 1,
        "collective": collective.is_collective(thing),
        "entries": entries(events_of(thing)[:100]),
        "replies": replies_for(thing) if rights["handle"] else [],
    }
    return render(request, "workbench/cases/case.html", context | _around(request, thing, rights, everyone, more))


def _grouped(actions: list[Action]) -> list[tuple[str, str, list[Action]]]:
    """What is done within the step, and what leaves it; nothing at all where nothing is open."""
    groups = [
        ("本环节可以做", "", [action for action in actions if not action.to]),
        ("进入下一环节", " btn-primary", [action for action in actions if action.to]),
    ]
    return groups if actions else []


def _around(
    request: HttpRequest, thing: Case, rights: dict[str, bool], everyone: dict[int, Party], more: Shown
) -> dict[str, Any]:
    """Notes, messages, evidence, other cases, other bodies."""
    notes = of_parties(thing.notes.all(), everyone)
    evidence = of_parties(thing.evidence.all(), everyone)
    links: list[Linked] = links_of(thing, request.actor)
    related = merging.related(thing, request.actor) if rights["merge"] and not thing.closed_at else []
    return {
        "private": [n for n in notes if n.kind == Note.Kind.PRIVATE],
        "letters": [(n, face(n.party).name if n.party else "") for n in notes if n.kind != Note.Kind.PRIVATE],
        "evidence": [(e, _from(e)) for e in evidence],
        "counsels": reports_on(thing),
        "links": links,
        "to_tell": rights["handle"] and not procedure_of(thing).claims and thing.todos.filter(paper=None).exists(),
        "main": next((link for link in links if link.case.pk == thing.merged_into_id), None),
        "knows_firm": thing.enterprise_id is not None
        and visible(Enterprise, request.actor).filter(pk=thing.enterprise_id).exists(),
        "findings": shown_findings(visible(Finding, request.actor).filter(case=thing).select_related("firm")[:50]),
        "related": related,
        "may_merge": any(other.procedure == thing.procedure for other in related),
        "assistance": [row for row in thing.assistance.all() if row.kind != Assistance.Kind.JOINT],
    } | _joint(thing, rights, more)


def _from(piece: Evidence) -> str:
    """Who brought it: a party, a body that handles the case jointly, or the office itself."""
    if piece.found_by is not None:
        return piece.found_by.organisation.short_name
    return face(piece.party).name if piece.party else "办案单位"


def _joint(thing: Case, rights: dict[str, bool], more: Shown) -> dict[str, Any]:
    """The bodies that handle it jointly: what each sees, what it found, and the form that ends it."""
    found = []
    for row in (row for row in thing.assistance.all() if row.kind == Assistance.Kind.JOINT):
        kind = f"ending{row.pk}"
        ends = more.refused.get(kind) or forms.Ending(auto_id=f"{kind}_%s")
        live = rights["handle"] and row.ended_at is None
        pieces = [one for one in thing.evidence.all() if one.found_by_id == row.pk]
        found.append((row, [PARTS[code] for code in row.parts], pieces, ends if live else None))
    return {"joint": found}


def unanswered(thing: Case) -> list[Assistance]:
    """What other bodies were asked and have not answered."""
    asked = (row for row in thing.assistance.all() if row.kind != Assistance.Kind.JOINT and row.answered_at is None)
    return sorted(asked, key=lambda row: row.pk)


def _claims(thing: Case, everyone: dict[int, Party]) -> list[tuple[Claim, str]]:
    """Each claim, and whose it is."""
    rows = of_parties(thing.claims.all(), everyone)
    return [(claim, told_apart(claim.party) if claim.party else "") for claim in rows]


def _moves(thing: Case, everyone: dict[int, Party], papers: dict[int, Paper]) -> list[Move]:
    """What was done, newest first, by its title in the procedure; with the papers of the case, which were read."""
    rows = of_parties(reversed(thing.moves.all()), everyone)
    for move in rows:
        if move.paper_id in papers:
            move.paper = papers[move.paper_id]
        move.title = procedure_of(thing).action(move.action).title
        move.who = _doer(move)
    return rows


def _doer(move: Move) -> str:
    """Who did it: of those who claim which one, also where an officer wrote it down for him."""
    by_office = move.user.name if move.user else "系统"
    if move.party is None or move.party.enterprise_id is not None:
        return by_office
    return f"当事人{told_apart(move.party)}"


def _terms(thing: Case, papers: list[dict[str, Any]], at: datetime) -> dict[str, Any]:
    """The terms of the case and what is public now, by the calendar of the place."""
    calendar = calendar_for(thing.area_id)
    return {"clocks": clocks_of(thing, at, calendar), "public_notices": public_notices_of(papers, at, calendar)}


def clocks_of(thing: Case, at: datetime, calendar: Calendar) -> list[tuple[Deadline, Due]]:
    """Every term of the case, running ones first, with its day in words; nobody is late with what he may do."""
    state = Deadline.State
    rights = {clock.code for clock in procedure_of(thing).clocks if clock.right}
    rows = list(thing.deadlines.all())
    order = {state.RUNNING: 0, state.STOPPED: 1, state.ENDED: 2, state.REPLACED: 3}
    for row in rows:
        row.who = OWED_BY[Owes(row.owed_by)]
        row.may_move = row.provisional and row.state in LIVE
        row.right = row.clock in rights
    words = {state.STOPPED: Due("plain", "中止计时"), state.ENDED: Due("good", "已办结"),
             state.REPLACED: Due("plain", "重新起算")}  # fmt: skip
    over, today = Due("plain", "已届满"), localtime(at).date()
    return [
        (
            row,
            words.get(state(row.state))
            or (over if row.right and row.due_on < today else due(row.due_on, at, calendar)),
        )
        for row in sorted(rows, key=lambda row: order[state(row.state)])
    ]


def public_notices_of(
    papers: list[dict[str, Any]], at: datetime, calendar: Calendar
) -> list[tuple[PublicNotice, str, Due]]:
    """What is public now, for whom, and the day on which it counts as served."""
    return [(row, name, due(row.due_on, at, calendar)) for line in papers for row, name in line["noticed"]]


def papers_of(request: HttpRequest, thing: Case, parties: Iterable[Party]) -> list[dict[str, Any]]:
    """Every paper with its state, who has it, who has signed, and what can be done with it here."""
    papers = letters_of(thing)
    if not papers:
        return []
    read = set(visible(Paper, request.actor).filter(pk__in=[p.pk for p in papers]).values_list("pk", flat=True))
    served: dict[int, list[tuple[PaperService, str]]] = {}
    for row in thing.services.select_related("party__case", "party__enterprise", "proof").order_by("pk"):
        served.setdefault(row.paper_id, []).append((row, face(row.party).name))
    public, signed, asked = _public(thing), signing.signatures(papers), _asked(thing, papers)
    there = [(party.pk, party.role) for party in parties]
    narrow = [paper for paper in papers if CASE_PAPERS[paper.kind].only]
    only = {paper.pk: set(signing.goes_to(paper, thing).values_list("pk", flat=True)) for paper in narrow}
    return [
        {
            "paper": paper,
            "open": paper.pk in read,
            "came_along": paper.pk not in read and paper.state in signing.OFFICE_SIGNED,
            "served": served.get(paper.pk, []),
            "noticed": public.get(paper.pk, []),
            "signed": [(row, signing.signer(row, _name)) for row in signed.get(paper.pk, []) if row.document_id],
            "unsigned": [(row, signing.signer(row, _name)) for row in signed.get(paper.pk, []) if not row.document_id],
            "own": CASE_PAPERS[paper.kind].own,
            "missing": [recorded.named(paper, party, _name) for party in signing.missing_signers(paper, thing)],
            "lacking": signing.lacking(paper, thing),
            "asked": asked.get(paper.pk, []),
            "officials": signing.missing_officials(paper, thing),
            "places": office_places(paper, request.actor),
            "servable": paper.state in (Paper.State.ISSUED, Paper.State.ARCHIVED)
            and _to_serve(
                paper,
                [one for one in there if one[0] in only.get(paper.pk, {one[0]})],
                _reached(row for row, _ in served.get(paper.pk, [])),
            ),
        }
        for paper in papers
    ]


def _name(party: Party) -> str:
    return face(party).name


def _holds(paper: Paper, thing: Case) -> str:
    """What waits for a signature on it where the case stands now, in words; empty where nothing does."""
    here = procedure_of(thing).at_step(thing.step)
    held = [action for action in here if signing.holds([paper], action)]
    if any(action.to for action in held) and all(action in held for action in here if action.to):
        return "签字后才能进入下一环节"
    return f"签字后才能办理{''.join(f'“{action.title}”' for action in held)}" if held else ""


def _public(thing: Case) -> dict[int, list[tuple[PublicNotice, str]]]:
    """What is public now, by paper, and for whom."""
    found: dict[int, list[tuple[PublicNotice, str]]] = {}
    running = thing.public_notices.filter(ended_on=None)
    for notice in running.select_related("paper", "party__case", "party__enterprise"):
        found.setdefault(notice.paper_id, []).append((notice, face(notice.party).name))
    return found


def _asked(thing: Case, papers: Iterable[Paper]) -> dict[int | None, list[User]]:
    """Which officials have yet to sign, by record."""
    found: dict[int | None, list[User]] = {}
    if any(CASE_PAPERS[paper.kind].there for paper in papers):
        for todo in thing.todos.select_related("user").order_by("pk"):
            found.setdefault(todo.paper_id, []).append(todo.user)
    return found


def _waits(line: dict[str, Any], thing: Case, by: Actor) -> tuple[Paper, str, str, str]:
    """What a paper lacks, what waits for it, and which officials have yet to sign, first of all who reads this."""
    names = [user.name for user in line["asked"] if user.pk != by.user_id]
    mine = "您还没有签" if len(names) < len(line["asked"]) else ""
    words = "；".join(filter(None, (mine, f"{'、'.join(names)}还没有签" if names else "")))
    return line["paper"], line["lacking"], _holds(line["paper"], thing), words


def _unfinished(papers: list[dict[str, Any]]) -> list[tuple[Paper, str]]:
    """The office's own papers on which it has something to do, and what."""
    found = []
    for line in papers:
        paper, kind = line["paper"], KINDS[line["paper"].kind]
        out = kind.needs_number and not kind.inner
        if paper.state in WITH_DRAFTER and not line["own"]:
            found.append((paper, "待送审"))
        elif paper.state in (Paper.State.SIGNED, Paper.State.NUMBERED) and out:
            found.append((paper, "待编号" if paper.state == Paper.State.SIGNED else "待印发"))
        elif line["servable"] and CASE_PAPERS[paper.kind].served:
            found.append((paper, "公告中" if line["noticed"] else "待送达"))
    return found


def _reached(services: Iterable[PaperService]) -> set[int]:
    """Whom these services reached; an agent is served for him for whom he acts."""
    return {pk for row in services for pk in (row.party_id, row.party.acts_for_id) if pk is not None}


def _to_serve(paper: Paper, parties: list[tuple[int, str]], done: set[int]) -> bool:
    """Is there still a party to whom this paper goes? Of a paper that goes to nobody by its kind: any party."""
    goes_to = CASE_PAPERS[paper.kind].served or Party.Role.values
    return any(pk not in done for pk, role in parties if role in goes_to)


def _chosen_words(request: HttpRequest, thing: Case) -> dict[str, str]:
    """The standard words that the officer chose to send."""
    code = request.GET.get("reply", "")
    words = next((words for reply, words in replies_for(thing) if reply.code == code), "") if code else ""
    return {"text": words}


def forms_for(
    request: HttpRequest, thing: Case, parties: list[Party], rights: dict[str, bool], refused: dict[str, Form]
) -> dict[str, Form]:
    """The forms that this person may use here, each under its kind; empty, or as it was refused."""
    told = [p for p in parties if may_be_told(p)]
    made: dict[str, Any] = {}
    others = list(bodies(thing)) if rights["handle"] or rights["transfer"] else []
    if rights["handle"]:
        made |= {
            "note": lambda: forms.Text(auto_id="note_%s"),
            "tell": lambda: forms.Telling(
                parties=told, nobody="全部反映人", auto_id="tell_%s", initial=_chosen_words(request, thing)
            ),
            "evidence": lambda: forms.Exhibit(parties=parties, nobody="办案单位自行收集", auto_id="evidence_%s"),
            "ask": lambda: forms.Asking(bodies=others, auto_id="ask_%s"),
            "answered": lambda: forms.Answered(asked=unanswered(thing), auto_id="answered_%s"),
            "consent": lambda: forms.Consenting(among=parties, auto_id="consent_%s"),
            "drop": lambda: forms.Reason(auto_id="drop_%s"),
        }
    if rights["reveal"]:
        made["reveal"] = lambda: forms.Purpose(auto_id="reveal_%s")
    if thing.closed_at is None:
        if rights["handle"]:
            made["joint"] = lambda: forms.Joining(case=thing, bodies=others, auto_id="joint_%s")
        if rights["assign"]:
            staff = officers_of(thing.organisation)
            away = deputies((user.pk for user, _ in staff), request.at)
            made["assign"] = lambda: forms.Assigning(staff=staff, away=away, case=thing, auto_id="assign_%s")
        if rights["transfer"]:
            made["transfer"] = lambda: forms.Passing(bodies=others, auto_id="transfer_%s")
    return {kind: refused.get(kind) or make() for kind, make in made.items()}
