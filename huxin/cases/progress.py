"""What does a party see of his case: where it stands, what comes next, what he may do, which papers are his?"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.utils.timezone import localtime

from huxin.base.chinese import spoken_date
from huxin.cases import clocks, collective, signing
from huxin.cases.actions.opening import procedure_of
from huxin.cases.agency import may_act, may_do
from huxin.cases.counsel import ASSIGNS, brought_along
from huxin.cases.drafting import CASE_PAPERS
from huxin.cases.facts import Facts
from huxin.cases.given import given
from huxin.cases.models import Case, CaseLink, CaseReach, Claim, Party
from huxin.cases.procedure import OWED_BY, SERVED, Action, Owes, said_of
from huxin.cases.reach import OUT, ever_in, papers_to, party_key
from huxin.cases.records import Deadline, Move, PaperService, PaperSignature
from huxin.documents.models import Paper
from huxin.law.calendar import calendar_for


@dataclass(frozen=True, slots=True)
class Progress:
    """The state in plain words, the sentences about what comes next, and the actions open to this party."""

    state: str
    office: str
    closed: bool
    next: tuple[str, ...]
    actions: tuple[Action, ...]


Withheld = Mapping[int, Move]  # what `untold` said, where it was asked already


def untold(parties: Iterable[Party]) -> Withheld:
    """By case the step that a party does not know of yet: the paper by which it is told goes to him, and is not out.
    One statement for all."""
    roles = {party.case_id: _role(party) for party in parties}
    moves = Move.objects.filter(case__in=roles, state=Move.State.DONE, to_step=F("case__step"), paper__isnull=False)
    secret = moves.exclude(to_step=F("from_step")).exclude(paper__state__in=(*OUT, Paper.State.VOIDED))
    found = secret.select_related("paper").order_by("pk")
    return {one.case_id: one for one in found if one.paper and roles[one.case_id] in CASE_PAPERS[one.paper.kind].served}


def _secret(party: Party, withheld: Withheld | None) -> Move | None:
    return (untold([party]) if withheld is None else withheld).get(party.case_id)


def _role(party: Party) -> str:
    return party.acts_for.role if party.acts_for else party.role


def progress(
    case: Case, party: Party, *, today: date, terms: Iterable[Deadline] | None = None,
    withheld: Withheld | None = None,
) -> Progress:  # fmt: skip
    """From the declaration and the deadlines alone; nothing internal shows. `terms` and what is `withheld` where they
    were read already."""
    if party.left_at is not None:
        gone = "委托已经终止，您不再代办" if party.acts_for_id else "您已退出本案，本人请求已撤回"
        return Progress(gone, case.organisation.name, True, (), ())
    procedure, role = procedure_of(case), _role(party)
    if move := _secret(party, withheld):
        before = procedure.step(move.from_step)
        return Progress(before.plain or before.title, case.organisation.name, False, (), ())
    step = procedure.step(case.step)
    live = open_terms([case]).get(case.pk, []) if terms is None else list(terms)
    here = [
        action for action in procedure.at_step(case.step)
        if action.party == role and may_act(party, today) and may_do(party, procedure, action)
    ]  # fmt: skip
    may = tuple(action for action in here if clocks.is_awaited(procedure, action, live))
    said = "已并入集体案件一起办理" if case.merged_into_id else step.plain or step.title
    rights = {clock.code for clock in procedure.clocks if clock.right}
    if role == Party.Role.CLAIMANT and collective.has_answered(party, procedure, case.step):
        said, live = "您已答复，在往下办以前还可以改", [
            term for term in live if term.owed_by != Owes.CLAIMANT
        ]  # fmt: skip
    if case.people > 1 and role == Party.Role.CLAIMANT:
        live = own_terms(party, live)
    lines = _next(live, today, rights, himself=role == Party.Role.CLAIMANT)
    return Progress(said, case.organisation.name, case.closed_at is not None, tuple(lines), may)


def told(
    party: Party, *, at: datetime, withheld: Withheld | None = None
) -> list[tuple[str, date, list[tuple[str, str]]]]:
    """What was said to him, and what he answered, since the office last took a step (an end of which nothing is said
    silences nothing): which action, when, and what was given with it; the newest of each."""
    case, procedure = party.case, procedure_of(party.case)
    if _role(party) != Party.Role.CLAIMANT or party.left_at is not None:
        return []
    fields = said_of(procedure.told)  # without a field all is said
    himself = _himself(party, localtime(at).date())
    moves = _said(party, fields, himself, _secret(party, withheld))
    if "assign" in fields and (own := brought_along(party)):
        moves = [own, *(move for move in moves if move.action not in ASSIGNS)]
    return [
        (
            _said_by(procedure.action(move.action)),
            localtime(move.done_at or move.made_at).date(),
            given(move, case, at, only=fields.get(move.action, ""))
            if move.action in fields or move.party_id is None or move.party_id in himself
            else [],
        )
        for move in moves
    ]


def _said_by(action: Action) -> str:
    """What was done; of the other side with who did it."""
    side = f"{OWED_BY[Owes.FIRM]}：" if action.party == Party.Role.RESPONDENT else ""
    return side + action.title.removeprefix("登记")


def _himself(party: Party, on: date) -> set[int]:
    """Whose answers are his own to read: his, and those of whoever acts for him; an agent reads what his principal
    answered while he may act."""
    if not may_act(party, on):
        return {party.pk}
    principal = party.acts_for_id or party.pk
    return {principal, *party.case.parties.filter(acts_for=principal).values_list("pk", flat=True)}


def _said(party: Party, told: Container[str], himself: Container[int], secret: Move | None) -> list[Move]:
    """The moves that are said to him and, of what the claimants may do, what he did, or else what took a step."""
    case, procedure = party.case, procedure_of(party.case)
    done = case.moves.filter(state=Move.State.DONE).order_by("pk")
    if secret:
        done = done.filter(pk__lt=secret.pk)
    offices = [one for one in procedure.actions if not one.party]
    ends = [one for one in offices if one.to and procedure.step(one.to).final and one.code not in told]
    steps = done.filter(action__in=[one.code for one in offices if one not in ends]).exclude(to_step=F("from_step"))
    since = steps.values_list("pk", flat=True).last() or 0
    own = [one.code for one in procedure.actions if one.party == Party.Role.CLAIMANT]
    newest = {
        move.action: move
        for move in sorted(done.filter(pk__gte=since), key=lambda one: (one.party_id in himself, one.pk))
        if move.action in told or (move.action in own and (move.from_step != move.to_step or move.party_id in himself))
    }
    return sorted(newest.values(), key=lambda one: one.pk)


def elsewhere(party: Party) -> list[Party]:
    """As whom the holder of the same receipt stands in the cases that this one, or one in which he stood before it was
    merged or parted, brought forth or came of."""
    own = Case.objects.filter(reaches__key=party_key(party)).values("pk")
    links = CaseLink.objects.filter(Q(case__in=own) | Q(other__in=own)).values_list("case", "other")
    near = {pk for pair in links for pk in pair} - {party.case_id}
    if not party.receipt_digest or not near:
        return []
    there = Q(case__in=near) | Q(case__in=Case.objects.filter(pk__in=near).values("merged_into"))
    rows = Party.objects.filter(there, receipt_digest=party.receipt_digest, left_at=None).exclude(pk=party.pk)
    return list(rows.select_related("case__organisation", "acts_for").order_by("pk"))


def own_claims(party: Party, withheld: Withheld | None = None) -> list[Claim]:
    """What he, or he for whom he acts, asks for by himself or with all, and what came of it."""
    mine = Q(party=party.acts_for_id or party.pk) | Q(party=None)
    claims = list(party.case.claims.filter(mine).order_by("pk"))
    if secret := _secret(party, withheld):
        decided = {row.id for row in Facts.from_json(secret.facts).claims}
        for claim in claims:
            if claim.pk in decided:
                claim.outcome = ""
    return claims


def open_terms(cases: Iterable[Case]) -> dict[int, list[Deadline]]:
    """The terms that run or are halted, by case, the nearest first; one statement for all of them."""
    found: dict[int, list[Deadline]] = defaultdict(list)
    states = (Deadline.State.RUNNING, Deadline.State.STOPPED)
    rows = Deadline.objects.filter(case__in=[case.pk for case in cases], state__in=states)
    for term in rows.order_by("due_on", "pk"):
        found[term.case_id].append(term)
    return found


def own_terms(party: Party, terms: Iterable[Deadline]) -> list[Deadline]:
    """A term that runs from service runs for each of several from the day on which it was served on himself; nothing
    runs for whom it was not served yet."""
    clocks_of = procedure_of(party.case).clock
    owes = Owes.CLAIMANT if _role(party) == Party.Role.CLAIMANT else Owes.FIRM
    found = []
    for term in terms:
        starts = clocks_of(term.clock).starts
        if term.owed_by == owes and all(one.startswith(SERVED) for one in starts):
            kinds = [one.removeprefix(SERVED) for one in starts]
            rows = PaperService.objects.filter(_reached(party), case=party.case_id, paper__kind__in=kinds)
            row = rows.order_by("-paper", "served_on", "pk").first()
            if row is None:
                continue
            term = copy(term)
            term.started_on = row.served_on
            term.due_on = clocks.due_day(calendar_for(party.case.area_id), term, ())
        found.append(term)
    return found


def _reached(party: Party) -> Q:
    """Service on him, on who acts for him, or on those who represent him."""
    himself = party.acts_for_id or party.pk
    own = Q(party=himself) | Q(party__acts_for=himself)
    if collective.represented(party.case).filter(pk=himself).exists():
        own |= Q(party__in=collective.representatives(party.case))
    return own


def _next(terms: Iterable[Deadline], today: date, rights: Container[str], *, himself: bool) -> list[str]:
    lines, halted = [], []
    for term in terms:
        if term.state == Deadline.State.STOPPED:
            halted.append(f"“{term.title}”的期限现在暂停计算。")
            continue
        owes = Owes(term.owed_by)
        who = "请您" if himself and owes == Owes.CLAIMANT else f"{OWED_BY[owes]}应"
        mark = "（节假日安排公布后可能调整）" if term.provisional else ""
        side = OWED_BY[owes] if himself and owes == Owes.FIRM and OWED_BY[owes] not in term.title else ""
        if term.clock in rights and term.due_on < today:
            lines.append(f"{side}“{term.title}”的期限已于{spoken_date(term.due_on)}届满。")
            continue
        if term.clock in rights:
            lines.append(f"{side}“{term.title}”最晚到{spoken_date(term.due_on)}，过期不能再提出{mark}。")
            continue
        late = "，现已超期" if term.due_on < today else ""
        if late and owes == Owes.OFFICE:
            late += "，您可以留言催办"
        lines.append(f"{who}在{spoken_date(term.due_on)}前完成“{term.title}”{mark}{late}。")
    return lines + halted


def own_papers(party: Party, *, today: date) -> list[Paper]:
    """Issued papers that were served to this party, or that by their kind go to parties of his role; to an agent with
    an authorisation those of whom he acts for."""
    return [paper for _, paper in papers_of([party], today=today)]


def signed_papers(party: Party, *, today: date) -> list[Paper]:
    """What he, or he for whom he acts, has signed and that is not out: his own word is his to read again."""
    if not may_act(party, today):
        return []
    own = PaperSignature.objects.filter(party__in={party.pk, party.acts_for_id or party.pk}, document__isnull=False)
    rows = Paper.objects.filter(subject_kind="case", subject_id=party.case_id, pk__in=own.values("paper"))
    kept = rows.exclude(state__in=(*OUT, Paper.State.VOIDED)).order_by("pk")
    return [paper for paper in kept if signing.stands(paper, own)]  # no draft of what was changed since


def papers_of(parties: Iterable[Party], *, today: date) -> list[tuple[Party, Paper]]:
    """The same for parties of several cases, with three statements for all; also what they got before their case was
    merged into another, or parted from it."""
    able = [party for party in parties if may_act(party, today)]
    by_case, keys = {party.case_id: party for party in able}, {party_key(party): party for party in able}
    merged = CaseReach.objects.filter(key__in=keys, case__merged_into__in=by_case).values_list("case", "key")
    by_case |= {case: keys[key] for case, key in merged}
    theirs = {pk: party for party in able for pk in (party.acts_for_id, party.pk) if pk}
    served = set(PaperService.objects.filter(party__in=theirs).values_list("party", "paper"))
    got = {paper: theirs[party] for party, paper in served}
    rows = Paper.objects.filter(Q(subject_id__in=by_case) | Q(pk__in=got), subject_kind="case", state__in=OUT)
    found = [
        (by_case.get(paper.subject_id or 0) or got[paper.pk], paper)
        for paper in rows.select_related("pdf").order_by("pk")
    ]  # fmt: skip
    return [
        (party, paper) for party, paper in found
        if (_meant_for(party, paper) and not _gone(party, paper)) or _is_served(party, paper, served)
    ]  # fmt: skip


def _meant_for(party: Party, paper: Paper) -> bool:
    """Does it go to parties in his role; and where its move names to whom, to him, or to him for whom he acts? What
    went to his case before that was merged went to him, where he was alone in it."""
    if paper.kind not in _kinds(party):
        return False
    if CASE_PAPERS[paper.kind].only is None:
        return True
    if paper.subject_id != party.case_id:
        there = ever_in([paper.subject_id or 0])[paper.subject_id or 0]
        return Party.objects.filter(pk__in=there, role=Party.Role.CLAIMANT).count() == 1
    return signing.goes_to(paper, party.case).filter(pk__in=(party.pk, party.acts_for_id or party.pk)).exists()


def _gone(party: Party, paper: Paper) -> bool:
    """Was it issued after the party had left?"""
    return party.left_at is not None and (paper.issued_at is None or paper.issued_at > party.left_at)


def _kinds(party: Party) -> list[str]:
    return papers_to(_role(party))


def _is_served(party: Party, paper: Paper, served: set[tuple[int, int]]) -> bool:
    return any((one, paper.pk) in served for one in (party.pk, party.acts_for_id or party.pk))
