"""举报线索: how is a clue looked into that claims nothing, also of somebody who does not say who he is?"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huxin.cases import enforcement, investigation
from huxin.cases.models import Case, CaseLink, Party
from huxin.cases.papers import clue  # noqa: F401  declares the papers named here
from huxin.cases.procedure import PROCEDURES, Action, Procedure, Step, register
from huxin.cases.records import CaseTodo, Move, Note
from huxin.cases.referring import bring_forth, carry_parties, done_in
from huxin.journal.log import react
from huxin.journal.models import Event

_C = "huxin.cases.forms.clue."
_ENDS = ("unfounded", "redirected", "revoked", "transferred", "closed")

CLUE = register(
    Procedure(
        code="clue/1",
        title="举报线索",
        order=2,
        law="《劳动保障监察条例》第九条、第十七条",
        opens="",
        claims=False,
        told=("dismiss.ground", "pass_on.to"),
        steps=(
            Step("filed", "待核查", plain="已收到，正在核查"),
            *investigation.STEPS,
            Step("unfounded", "不予立案", final=True, plain="经核查没有立案"),
            Step("passed_on", "已移送有关部门", final=True, plain="已移送有权处理的部门"),
            Step("redirected", "已并案办理", final=True, plain="已并入其他案件办理"),
        ),
        clocks=investigation.clocks(),
        halts=investigation.HALTS,
        awaits=enforcement.AWAITS,
        actions=(
            Action("verify", "登记核查情况", ("filed",), "", "case.handle", f"{_C}Verify"),
            Action("accept", "立案调查", ("filed",), "investigating", "case.accept", f"{_C}Docket",
                   paper="docket_approval"),
            Action("dismiss", "不予立案", ("filed",), "unfounded", "case.accept", f"{_C}Unfounded"),
            Action("pass_on", "移送有关部门", ("filed",), "passed_on", "case.accept", f"{_C}PassOn",
                   paper="referral_letter"),
            Action("to_inspection", "并入专项监察", ("filed",), "redirected", "case.accept", f"{_C}JoinInspection"),
            Action("to_complaint", "按投诉办理", ("filed",), "redirected", "case.accept", f"{_C}JoinComplaint"),
            Action("reply", "答复实名举报人", (*_ENDS, "passed_on", *investigation.OPEN_STEPS, "decided"), "",
                   "case.handle", f"{_C}Reply", letters=("clue_reply",)),
            Action("body_answered", "登记移送结果", ("passed_on",), "", "case.handle",
                   "huxin.cases.forms.inspection.AnswerBack"),
            Action("reward", "举报奖励", ("closed", "transferred", "decided"), "", "case.handle", f"{_C}Reward",
                   paper="reward_approval"),
            *investigation.ACTIONS,
        ),
    )
)  # fmt: skip


@react("case.moved")
@transaction.atomic
def go_on_elsewhere(event: Event) -> None:
    """A clue joins a case that was chosen, or a new one is opened; who told it stays secret in an inspection."""
    for action, target in (("to_inspection", "inspection/1"), ("to_complaint", "complaint/1")):
        move = done_in(event, f"{CLUE.code}.{action}")
        if move is None:
            continue
        number = move.facts.get("data", {}).get("into", "")
        if number:
            other = Case.objects.get(number=number)
            key = {"case": move.case, "other": other, "kind": CaseLink.Kind.REFERRED}
            _, new = CaseLink.objects.get_or_create(**key, defaults={"since": event.occurred_at})
            if new and action == "to_complaint":
                carry_parties(move.case, other)
        else:
            named = action == "to_complaint"
            bring_forth(event, move, PROCEDURES[target], link="referred", told=named, secret=not named)


def ask_to_tell(case: Case) -> None:
    """Who has the clue, else the inspection into which it went, tells the reporter once that has ended and nobody has
    told him since; said twice, the same."""
    joined = Case.objects.filter(linked_from__case=case, linked_from__kind=CaseLink.Kind.REFERRED)
    went = [one.merged_into or one for one in joined.filter(procedure__startswith="inspection/")]
    ends = sorted((one.closed_at, one.pk) for one in went if one.closed_at)
    if not ends or _was_told(case, since=ends[-1][0]):
        CaseTodo.objects.filter(case=case, paper=None).delete()
        return
    inspection = next(one for one in went if one.pk == ends[-1][1])
    last = inspection.moves.filter(to_step=inspection.step, user__isnull=False).order_by("-pk").first()
    whoever = (case.officer, case.second_officer, inspection.officer, last.user if last else None)
    if user := next((one for one in whoever if one is not None and one.is_active), None):
        CaseTodo.objects.get_or_create(case=case, paper=None, defaults={"user": user})


def _was_told(case: Case, *, since: datetime) -> bool:
    replied = case.moves.filter(action="reply", state=Move.State.DONE, done_at__gte=since)
    to_reporters = Q(party=None) | Q(party__role__in=(Party.Role.CLAIMANT, Party.Role.AGENT))
    written = case.notes.filter(to_reporters, kind=Note.Kind.TO_PARTY, written_at__gte=since)
    return replied.exists() or written.exists()


@react("case.done")
def is_answered(event: Event) -> None:
    """The reporter may have got his answer."""
    case = Case.objects.get(pk=event.subjects.get(kind="case").subject_id)
    if case.procedure == CLUE.code:
        ask_to_tell(case)


@react("case.told")
def is_written_to(event: Event) -> None:
    """Or a message."""
    is_answered(event)
