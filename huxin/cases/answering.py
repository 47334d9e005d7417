"""What does a firm see of a case in which it answers, and how does it answer and acknowledge what is served on it?

It sees what was served on it or written to it, the terms that it owes itself, and what it handed in: never the office's
own track, what reporters wrote, or who they are beyond what its papers say.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases import clocks, collective, recorded, signing
from huxin.cases.actions.moving import makes_sense
from huxin.cases.actions.opening import procedure_of
from huxin.cases.actions.talking import plain_text
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.given import given
from huxin.cases.models import Case, Party
from huxin.cases.procedure import PLAIN, PROCEDURES, Action, Owes, said_of
from huxin.cases.progress import own_terms, papers_of, signed_papers
from huxin.cases.reach import ANSWER, FIRM_ROLES, OUT, firm_parties
from huxin.cases.records import Deadline, Evidence, Move, Note, PaperService
from huxin.cases.sessions import Session, sessions
from huxin.cases.trial import was_drawn_in
from huxin.cases.vault import keep_evidence, titled
from huxin.cases.wording import full_name
from huxin.documents import receipts
from huxin.documents.models import Document, Paper, Receipt
from huxin.journal.log import record, verb
from huxin.journal.timeline import words_for
from huxin.orgs.access import require

KINDS = {
    "explanation": "情况说明",
    "material": "按要求提供的材料",
    "rectified": "整改证明",
    "paid": "支付凭证",
    "another_day": "改期请求",
}
ANSWERED = verb("case.firm_answered", "用人单位提交{firm_answer}", ("firm_answer", "pieces"))
words_for("firm_answer", lambda code: KINDS.get(code, code))
_OWED = (Owes.FIRM, Owes.PARTY)
_NEVER_SENT = (Paper.State.VOIDED, Paper.State.REFUSED)


@dataclass(frozen=True, slots=True)
class Letter:
    """A paper that came to the firm: since when, how it was served, and its receipt where it came by this system."""

    paper: Paper
    service: PaperService | None
    receipt: Receipt | None

    @property
    def waits(self) -> bool:
        """Is its receipt to be acknowledged?"""
        return self.receipt is not None and self.receipt.acknowledged_at is None


@dataclass(frozen=True, slots=True)
class Said:
    """What the firm answered, or what the other side answered to it: in which words, by whom, when."""

    title: str
    own: bool
    on: date
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A case as a firm sees it."""

    case: Case
    party: Party
    letters: tuple[Letter, ...]
    signed: tuple[Paper, ...]
    to_sign: tuple[tuple[Paper, str], ...]  # with the person who alone may sign what he said
    terms: tuple[Deadline, ...]
    actions: tuple[Action, ...]
    messages: tuple[Note, ...]
    given: tuple[Evidence, ...]
    sessions: tuple[Session, ...]
    said: tuple[Said, ...]
    halted: Said | None  # that it stands still, or goes on again


def firm_party(case: Case, by: Actor) -> Party | None:
    """As whom this person answers in the case."""
    rows = firm_parties(by).filter(case=case).select_related("case", "answered_by", "acts_for")
    return rows.order_by("pk").first()


def told(case: Case, party: Party, *, at: datetime) -> Told:
    """Everything on the firm's page of a case."""
    today = localtime(at).date()
    letters, terms = _letters(case, party, today), terms_of([case])
    if case.parties.filter(role__in=FIRM_ROLES, left_at=None).count() > 1:
        terms = own_terms(party, terms)
    return Told(
        case=case,
        party=party,
        letters=letters,
        signed=tuple(signed_papers(party, today=today)),
        to_sign=tuple(
            (paper, recorded.by_himself(paper, party))
            for paper in signing.papers_of(case)
            if party in signing.missing_signers(paper, case)
        ),
        terms=tuple(terms),
        actions=_open_actions(case, party, {letter.paper.pk for letter in letters}, today),
        messages=tuple(case.notes.filter(party=party).exclude(kind=Note.Kind.PRIVATE).order_by("pk")),
        given=tuple(case.evidence.filter(party=party).select_related("document").order_by("pk")),
        sessions=tuple(sessions([case], today)),
        said=tuple(_said(case, party, at)),
        halted=_halted(case, at),
    )


def _halted(case: Case, at: datetime) -> Said | None:
    """That the office has halted the case or taken it up again, until its next step; why, where the firm is told."""
    procedure = procedure_of(case)
    fields = said_of(procedure.halts)  # without a field nothing more is said
    move = case.moves.filter(state=Move.State.DONE, action__in=fields).order_by("pk").last()
    if move is None or case.step != move.to_step:
        return None
    only = fields[move.action]
    lines = tuple(given(move, case, at, only=only)) if only else ()
    return Said(procedure.action(move.action).title, False, localtime(move.done_at or move.made_at).date(), lines)


def _said(case: Case, party: Party, at: datetime) -> Iterator[Said]:
    """Its own answers, also those that the office wrote down for it, and what the other side answers to it; a remark
    that the other side made beside is for the office."""
    procedure = procedure_of(case)
    own = [one.code for one in procedure.actions if one.party == party.role]
    moves = case.moves.filter(state=Move.State.DONE, action__in=(*own, *procedure.hears))
    rows = moves.filter(~Q(action__in=own) | Q(party=None) | Q(party=party)).select_related("party__acts_for")
    several = collective.claimants(case).count() > 1
    for move in _when_all_had_said(rows, own):
        action = procedure.action(move.action)
        private = move.action not in own and action.form == PLAIN
        lines = [] if private else given(move, case, at)
        if move.action not in own and move.party is not None and several:
            lines.insert(0, ("申请人", full_name(move.party.acts_for or move.party)))
        yield Said(action.title, move.action in own, localtime(move.done_at or move.made_at).date(), tuple(lines))


def _when_all_had_said(moves: Iterable[Move], own: Sequence[str]) -> Iterator[Move]:
    """The firm's own; and of what several claimants said each for himself the last word of each, once they all had."""
    words: dict[int | None, Move] = {}
    for move in sorted(moves, key=lambda one: (one.done_at or one.made_at, one.to_step != one.from_step, one.pk)):
        if move.action in own:
            yield move
            continue
        whose = move.party.acts_for_id or move.party_id if move.party else None
        words.pop(whose, None)
        words[whose] = move
        if move.to_step != move.from_step:
            yield from (one for one in words.values() if not _had_left(one, by=move))
            words.clear()


def _had_left(move: Move, *, by: Move) -> bool:
    """Had he who said this left the case before the others took that step? Then it was not put to the firm."""
    whose = move.party.acts_for or move.party if move.party else None
    return whose is not None and whose.left_at is not None and whose.left_at <= (by.done_at or by.made_at)


def _letters(case: Case, party: Party, today: date) -> tuple[Letter, ...]:
    papers = [paper for _, paper in papers_of([party], today=today)]
    served = {row.paper_id: row for row in PaperService.objects.filter(case=case, party=party)}
    came = {row.paper_id: row for row in Receipt.objects.filter(paper__in=papers, organisation=party.answered_by)}
    return tuple(Letter(paper, served.get(paper.pk), came.get(paper.pk)) for paper in papers)


def terms_of(cases: Iterable[Case]) -> list[Deadline]:
    """The terms that run for the firm in these cases and of which it was told, the nearest first."""
    live = (Deadline.State.RUNNING, Deadline.State.STOPPED)
    rows = Deadline.objects.filter(case__in=[case.pk for case in cases], state__in=live, owed_by__in=_OWED)
    return list(told_of(rows).order_by("due_on", "pk"))


def told_of(terms: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """Those of which the firm knows: a term that begins with an order is nobody's before the order is out."""
    for procedure in PROCEDURES.values():
        for clock in procedure.clocks:
            begun_by = [action for action in procedure.actions if action.code in clock.starts]
            tells = [code for action in begun_by for code in (action.paper, *action.letters) if _to_a_firm(code)]
            if clock.owed_by in _OWED and tells:
                case = OuterRef(OuterRef("case"))
                sent = Paper.objects.filter(subject_kind="case", subject_id=case, kind__in=tells)
                newest = sent.exclude(state__in=_NEVER_SENT).order_by("-pk").values("pk")[:1]
                out = Paper.objects.filter(pk=Subquery(newest), state__in=OUT)
                terms = terms.exclude(~Exists(out), case__procedure=procedure.code, clock=clock.code)
    return terms


def _to_a_firm(code: str) -> bool:
    return code != "" and bool({Party.Role.RESPONDENT, Party.Role.THIRD} & set(CASE_PAPERS[code].served))


def _open_actions(case: Case, party: Party, letters: set[int], today: date) -> tuple[Action, ...]:
    """What the firm may do in this step, once it was told of the step by the very paper that goes out with it."""
    if case.merged_into_id is not None or case.moves.filter(state=Move.State.PROPOSED).exists():
        return ()
    procedure = procedure_of(case)
    here = [one for one in procedure.at_step(case.step) if one.party == party.role]
    live = list(case.deadlines.filter(state__in=clocks.LIVE))
    here = [one for one in here if clocks.is_awaited(procedure, one, live) and makes_sense(case, one, today, party)]
    done = case.moves.filter(state=Move.State.DONE, to_step=case.step).exclude(from_step=case.step).order_by("pk")
    if (move := done.last()) and not (letters and was_drawn_in(party)):  # who was called in later got another paper
        action = procedure.action(move.action)
        tells = [code for code in (action.paper, *action.letters) if code and _goes_to(code, party)]
        since = case.letters.filter(move__gte=move.pk, kind__in=tells)  # a letter may have been written anew
        these = {move.paper_id, *since.values_list("paper", flat=True)}
        if tells and not letters & these:  # it knows of the step before alone
            return tuple(one for one in here if move.from_step in one.steps)
    return tuple(here)


def _goes_to(code: str, party: Party) -> bool:
    return party.role in CASE_PAPERS[code].served


@transaction.atomic
def answer(
    case: Case, party: Party, *, kind: str, text: str, documents: Sequence[Document], by: Actor, at: datetime
) -> Note:
    """Explain, or hand in what was asked for: words to the office, and files that become evidence of the case."""
    require(by, ANSWER, case)
    if firm_party(case, by) != party:
        raise NotPossible("您不能代表这家单位答复本案。")
    if case.closed_at is not None:
        raise NotPossible("案件已经办结，不能再提交；有新的情况请联系承办单位。")
    if kind not in KINDS:
        raise NotPossible("请选择提交的内容。")
    note = Note.objects.create(
        case=case, kind=Note.Kind.FROM_PARTY, party=party, text=f"【{KINDS[kind]}】{plain_text(text)}",
        user_id=by.user_id, written_at=at,
    )  # fmt: skip
    for title, document in titled(KINDS[kind], documents):
        keep_evidence(document, title=title, party=party, proves=document.name, by=by, at=at)
    record(
        ANSWERED, [case], by=by, at=at, org_path=case.org_path, permission=ANSWER, firm_answer=kind,
        pieces=len(documents),
    )  # fmt: skip
    return note


@transaction.atomic
def receive(receipt: Receipt, case: Case, *, name: str, post: str, by: Actor, at: datetime) -> PaperService | None:
    """Acknowledge a paper of a case with name and post: that is its electronic service, and its terms begin.

    Whoever acknowledges here agrees to electronic service (the page says so); a paper that was served on the firm in
    another way before keeps that day.
    """
    require(by, ANSWER, case)
    party = firm_party(case, by)
    if party is None:
        raise NotPossible("您不能代表这家单位签收本案文书。")
    receipts.acknowledge(receipt, name=name, post=post, by=by, at=at)
    if PaperService.objects.filter(paper=receipt.paper, party=party).exists():
        return None
    Party.objects.filter(pk=party.pk).update(e_service=True)
    return signing.write_service(
        receipt.paper, case, party, mode=PaperService.Mode.ELECTRONIC, served_on=localtime(at).date(),
        remark=f"{name.strip()}（{post.strip()}）在线签收", right=ANSWER, by=by, at=at,
    )  # fmt: skip
