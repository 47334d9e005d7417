"""How does a case move? By one door: an action of its procedure, by somebody who may, in a step that allows it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string
from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases import agency, apart, clocks, collective, drafting, officers, signing, writing
from huxin.cases.actions.opening import procedure_of
from huxin.cases.collective import CONSENTS
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.cases.procedure import Action, Procedure
from huxin.cases.reach import ANSWER, FOLLOW, cases, keys_of, party_key
from huxin.cases.records import Move
from huxin.documents import issuing
from huxin.documents.models import Paper
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import allowed, rights

_DATA = ("case_action", "case_step")
MOVED = verb("case.moved", "{case_action}，进入“{case_step}”", _DATA, PARTIES)
DONE = verb("case.done", "办理：{case_action}", ("case_action",))
PROPOSED = verb("case.proposed", "提请审批：{case_action}", ("case_action",))
LEFT = verb("case.party_left", "一名当事人撤回自己的请求，其余{people}人继续", ("people",))
SAID = verb("case.said_alone", "一名申请人表示：{case_action}，还有{people}人未表示", ("case_action", "people"))
DROPPED = verb("case.proposal_dropped", "撤回提请：{case_action}", ("case_action",))
State = Move.State


@transaction.atomic
def perform(case: Case, code: str, facts: Facts, *, by: Actor, at: datetime, version: int | None = None) -> Move:
    """Do what the procedure allows in this step; where the action waits for an approval, propose it.

    `version` is that of the case as it stood on the screen: of two officers at once the second is told, and his facts
    are not written. A proposal holds the case until its paper is signed, or it is dropped.
    """
    procedure = procedure_of(case)
    action = _action(procedure, code)
    by = _in_place(case, action, by)
    party = _who(case, action, by) or _named(case, action, facts)
    agency.demand(party, procedure, action, at=at)
    case = claim(case, version=version)
    if case.step not in action.steps:
        step = procedure.step(case.step).title
        raise NotPossible(f"案件现在处于“{step}”，不能办理“{action.title}”，请刷新页面查看最新状态。")
    if own := _for_himself(case, procedure, action, party, facts, by=by, at=at):
        return own
    _nothing_in_the_way(case, procedure, action, facts, by)
    move = Move.objects.create(
        case=case,
        action=action.code,
        from_step=case.step,
        to_step=case.step if facts.stays else action.to or case.step,
        facts=facts.to_json(),
        state=State.PROPOSED if action.paper else State.DONE,
        user_id=by.user_id,
        party=party,
        made_at=at,
        done_at=None if action.paper else at,
    )
    if not action.paper:
        _apply(move, procedure, action, facts, by=by, at=at)
        return move
    move.paper = drafting.draft(case, action.paper, facts, on=localtime(at).date(), by=by, at=at)
    move.save(update_fields=["paper"])
    record(
        PROPOSED, [case], by=by, at=at, org_path=case.org_path, permission=action.needs,
        case_action=f"{procedure.code}.{action.code}",
    )  # fmt: skip
    return move


def _action(procedure: Procedure, code: str) -> Action:
    action = next((a for a in procedure.actions if a.code == code), None)
    if action is None:
        raise NotPossible("这个程序没有这项操作，请刷新页面后再选。")
    return action


def _in_place(case: Case, action: Action, by: Actor) -> Actor:
    """Who works on a case for its officer, who is away, does so in that one's capacity, and is written down as such."""
    officers = (case.officer_id, case.second_officer_id)
    absent = next((one for one in officers if one in by.hands()), None)
    if absent is None or by.user_id in officers or not action.needs:
        return by
    lent = replace(by, grants=tuple(grant for grant in by.grants if grant.acting_for_id == absent))
    return lent if allowed(lent, action.needs, case) else by


def _for_himself(
    case: Case, procedure: Procedure, action: Action, party: Party | None, facts: Facts, *, by: Actor, at: datetime
) -> Move | None:
    """What one of several does for himself alone: he leaves, or says what all have to say; the case stays."""
    if party is not None:
        collective.demand(case, procedure, action, party)
        if action.to and procedure.step(action.to).final and (rest := _others(case, party)):
            return _leave(case, action, party, rest, facts, by=by, at=at)
    if action.code in procedure.jointly and not _all_say_so(case, action, party, at=at):
        return _said_alone(case, procedure, action, party, facts, by=by, at=at)
    return None


def _all_say_so(case: Case, action: Action, party: Party | None, *, at: datetime) -> bool:
    """Of several claimants each speaks for himself; the office goes on when all have agreed to what it may note."""
    if collective.claimants(case).count() < 2:
        return True
    if party is not None:
        others = [one.code for one in collective.asked_of_each(procedure_of(case), case.step) if one != action]
        collective.say(party, action.code, instead_of=others, at=at)
    waiting = collective.silent(case, action.code)
    if waiting and party is None and action.code in CONSENTS:
        raise NotPossible(
            f"还有{len(waiting)}名申请人没有同意“{CONSENTS[action.code]}”，请先征求每个人的意见并登记，不能由他人代为决定。"
        )
    return not waiting or party is None


def _said_alone(
    case: Case, procedure: Procedure, action: Action, party: Party | None, facts: Facts, *, by: Actor, at: datetime
) -> Move:  # fmt: skip
    """One's own word is kept; the case stays where it is until all have said it."""
    asked = [one.code for one in collective.asked_of_each(procedure, case.step)]
    record(
        SAID, [case], by=by, at=at, org_path=case.org_path,
        case_action=f"{case.procedure}.{action.code}", people=len(collective.silent(case, *asked)),
    )  # fmt: skip
    move = Move.objects.create(
        case=case, action=action.code, from_step=case.step, to_step=case.step, facts=facts.to_json(), state=State.DONE,
        user_id=by.user_id, party=party, made_at=at, done_at=at,
    )  # fmt: skip
    go_on(case, by=by, at=at)
    return move


def go_on(case: Case, *, by: Actor, at: datetime) -> None:
    """With the last word of several, or when he leaves who had not spoken, the case takes the step that some of them
    asked for, where those who did not gave way to it; not when the day that was set for it has passed since."""
    procedure = procedure_of(case)
    for action in collective.asked_of_each(procedure, case.step):
        if collective.silent(case, action.code):
            continue
        came = case.moves.filter(state=State.DONE, to_step=case.step).exclude(from_step=case.step).order_by("pk").last()
        words = case.moves.filter(state=State.DONE, action=action.code, pk__gt=came.pk if came else 0)
        move = next((one for one in words.order_by("-pk") if _stands(one)), None)
        if move and all(day >= localtime(at).date() for day in Facts.from_json(move.facts).due.values()):
            move.case, move.to_step, move.done_at = case, action.to, at
            move.save(update_fields=["to_step", "done_at"])
            _apply(move, procedure, action, Facts.from_json(move.facts), by=by, at=at)
            return


def _stands(move: Move) -> bool:
    """Is he who said it still in the case, and has he said nothing else since?"""
    principal = _whose(move, procedure_of(move.case).action(move.action))
    if principal is None or principal.case_id != move.case_id or principal.left_at is not None:
        return False
    return move.action in principal.consents


def _others(case: Case, party: Party) -> int:
    """How many stay in the same role when this party, or he for whom it acts, goes."""
    principal = party.acts_for or party
    return case.parties.filter(role=principal.role, left_at=None).exclude(pk=principal.pk).count()


def _leave(case: Case, action: Action, party: Party, rest: int, facts: Facts, *, by: Actor, at: datetime) -> Move:
    """One of several ends the matter for himself alone: his own claims are withdrawn, the case goes on for the rest."""
    principal = party.acts_for or party
    own = tuple(fact for fact in facts.claims if case.claims.filter(pk=fact.id or 0, party=principal).exists())
    alone = replace(facts, claims=own, outcome="")
    move = Move.objects.create(
        case=case, action=action.code, from_step=case.step, to_step=case.step, facts=alone.to_json(), state=State.DONE,
        user_id=by.user_id, party=party, made_at=at, done_at=at,
    )  # fmt: skip
    writing.write(case, alone, on=localtime(at).date(), paper=None)
    case.parties.filter(Q(pk=principal.pk) | Q(acts_for=principal)).update(left_at=at)
    Case.objects.filter(pk=case.pk).update(people=max(rest, 1))
    record(LEFT, [case], by=by, at=at, org_path=case.org_path, people=rest)
    go_on(case, by=by, at=at)
    return move


@transaction.atomic
def complete(move: Move, *, by: Actor, at: datetime) -> bool:
    """Its paper was signed: the action takes effect at that moment. Asked again, nothing happens; True where it did."""
    if not Move.objects.filter(pk=move.pk, state=State.PROPOSED).update(state=State.DONE, done_at=at):
        return False
    move.refresh_from_db()
    case = claim(move.case)
    procedure = procedure_of(case)
    _apply(move, procedure, procedure.action(move.action), Facts.from_json(move.facts), by=by, at=at)
    return True


@transaction.atomic
def drop(move: Move, *, reason: str, by: Actor, at: datetime) -> Move:
    """Take a proposal back, so that the case can go another way; its paper is voided with the reason."""
    procedure = procedure_of(move.case)
    action = procedure.action(move.action)
    _who(move.case, action, by)
    if not reason.strip():
        raise NotPossible("请写明撤回提请的理由。")
    case = claim(move.case)
    if not Move.objects.filter(pk=move.pk, state=State.PROPOSED).update(state=State.DROPPED, done_at=at):
        raise NotPossible("这项提请已经办结或撤回，请刷新页面查看。")
    if move.paper is not None and move.paper.state != Paper.State.VOIDED:
        issuing.void(move.paper, reason=reason, by=by, at=at)
    record(
        DROPPED, [case], by=by, at=at, org_path=case.org_path, permission=action.needs,
        case_action=f"{procedure.code}.{action.code}",
    )  # fmt: skip
    move.refresh_from_db()
    return move


def claim(case: Case, *, version: int | None = None) -> Case:
    """Take one's turn with the case, to do something: whoever fills in a form of it just now will be turned away."""
    rows = Case.objects.filter(pk=case.pk)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(version=F("version") + 1):
        raise NotPossible("这个案件刚刚被他人办理过，请查看最新情况后再提交，您填写的内容已保留。")
    return hold(case)


def hold(case: Case) -> Case:
    """The row, held to the end of the transaction and read afresh."""
    rows = Case.objects.select_related("organisation", "area", "enterprise").select_for_update(of=("self",))
    fresh = rows.get(pk=case.pk)
    if fresh.merged_into_id is not None:
        raise NotPossible("这个案件已经并案，请在主案中办理。")
    return fresh


def asked_here(case: Case) -> set[str]:
    """The rights that the actions of this step ask for."""
    return {action.needs for action in procedure_of(case).at_step(case.step) if action.needs}


def possible(
    case: Case, by: Actor, unsigned: Collection[Paper] | None = None, held: Collection[str] | None = None, *, on: date
) -> list[Action]:
    """What this person may do to the case on this day: nothing while a proposal waits for its approval, and no step
    further while the signature of a party is missing (on `unsigned`, where somebody has looked already; so of rights
    `held`).
    """
    if case.merged_into_id is not None or any(move.state == State.PROPOSED for move in case.moves.all()):
        return []
    here = procedure_of(case).at_step(case.step)
    held = rights(by, case, *sorted(asked_here(case))) if held is None else held
    open_now = [action for action in here if action.needs in held or (action.party and may(case, action, by))]
    open_now = [one for one in open_now if by.user_id not in apart.made_by(case, procedure_of(case), one)]
    live = [row for row in case.deadlines.all() if row.state in clocks.LIVE]
    open_now = [action for action in open_now if clocks.is_awaited(procedure_of(case), action, live)]
    open_now = [action for action in open_now if makes_sense(case, action, on)]
    if unsigned is None:
        unsigned = signing.waiting(case) if open_now else []
    return [action for action in open_now if not signing.holds(unsigned, action)]


def makes_sense(case: Case, action: Action, on: date, party: Party | None = None) -> bool:
    """What its form says of the case, of the day, and of the party that would do it, besides step and clocks; no matter
    of rights."""
    form = import_string(action.form)
    return bool(form.offered(case) and form.timely(case, on) and (party is None or form.offered_to(party)))


def may(case: Case, action: Action, by: Actor) -> bool:
    """Might this person do it, as staff or as a party?"""
    try:
        _who(case, action, by)
    except PermissionDenied:
        return False
    return True


def _who(case: Case, action: Action, by: Actor) -> Party | None:
    """The party as which the actor acts; None for staff with the right."""
    if action.needs and allowed(by, action.needs, case):
        return None
    if action.party:
        told = by.can(ANSWER) and cases(by, ANSWER).filter(pk=case.pk).exists()
        keys = {*keys_of(by, FOLLOW), *(keys_of(by, ANSWER) if told else ())}
        for party in case.parties.filter(role__in=(action.party, Party.Role.AGENT), left_at=None).order_by("pk"):
            stands_for = party.acts_for.role if party.acts_for else party.role
            own = {party_key(party), *([f"firm/{party.answered_by.path}"] if party.answered_by else [])}
            if stands_for == action.party and own & keys:
                return party
    raise PermissionDenied(action.needs or FOLLOW)


def _named(case: Case, action: Action, facts: Facts) -> Party | None:
    """For whom of several the office writes down what he said."""
    named = case.parties.filter(role=action.party, left_at=None)
    return named.filter(pk=facts.whose).first() if facts.whose and action.party else None


def _nothing_in_the_way(case: Case, procedure: Procedure, action: Action, facts: Facts, by: Actor) -> None:
    apart.demand(case, procedure, action, by)
    if case.moves.filter(state=State.PROPOSED).exists():
        raise NotPossible("已有一项提请正在审批，请等待审批结果，或先撤回提请。")
    if paper := signing.holds(signing.waiting(case), action):
        raise NotPossible(f"《{paper.title}》还缺{signing.lacking(paper, case)}，请先完成签字或上传签字扫描件。")
    if action.to and procedure.step(action.to).final and not facts.stays:
        done = {claim.id for claim in facts.claims if claim.outcome}
        open_claims = [claim for claim in writing.unsettled(case) if claim.pk not in done]
        if open_claims:
            raise NotPossible(f"还有{len(open_claims)}项请求没有填写处理结果，请逐项填写后再办结。")


def _whose(move: Move, action: Action) -> Party | None:
    """For whom it was done: he who did it or for whom he acts; by an officer, the only party who might have."""
    if move.party is not None:
        return move.party.acts_for or move.party
    side = list(move.case.parties.filter(role=action.party, left_at=None)[:2]) if action.party else []
    return side[0] if len(side) == 1 else None


def _apply(move: Move, procedure: Procedure, action: Action, facts: Facts, *, by: Actor, at: datetime) -> None:
    """Write the facts, take the step, turn the clocks, and say so: once, in the caller's transaction."""
    case = move.case
    writing.write(case, facts, on=localtime(at).date(), paper=move.paper, whose=_whose(move, action))
    step = procedure.step(move.to_step)
    if move.to_step != move.from_step:
        asked = {action.code for action in procedure.at_step(step.code)} & set(procedure.jointly)
        collective.ask_anew(case, sorted(asked))
    changes: dict[str, object] = {"step": step.code}
    ends = step.final and case.closed_at is None
    if ends:
        changes |= {"closed_at": at, "outcome": facts.outcome or action.code}
    for name, value in changes.items():
        setattr(case, name, value)
    Case.objects.filter(pk=case.pk).update(**changes)
    clocks.trigger(case, procedure, () if facts.stays else (action.code,), facts, at=at)
    if action.code in procedure.takes:
        officers.take(case, right=action.needs, by=by, at=at)
    if ends:
        later = {one.code for one in procedure.at_step(step.code)}
        clocks.finish_all(case, at=at, but=[clock.code for clock in procedure.clocks if later & set(clock.ends)])
    code = f"{procedure.code}.{action.code}"
    if move.to_step != move.from_step:
        record(
            MOVED, [case], by=by, at=at, org_path=case.org_path, permission=action.needs,
            case_action=code, case_step=f"{procedure.code}.{step.code}",
        )  # fmt: skip
    else:
        record(DONE, [case], by=by, at=at, org_path=case.org_path, permission=action.needs, case_action=code)
