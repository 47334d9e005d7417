"""法律援助: who gets a lawyer for nothing, how soon, and what if he is refused? It arises from any other procedure."""

from huxin.base.workdays import CALENDAR
from huxin.cases.actions import counsel
from huxin.cases.clients import without_aid
from huxin.cases.counsel import lawyers_of
from huxin.cases.models import Case, Party
from huxin.cases.papers import legal_aid  # noqa: F401  declares the papers named here
from huxin.cases.procedure import OPEN, Action, Clock, Limit, Owes, Procedure, Step, register
from huxin.cases.records import Move
from huxin.cases.referring import bring_forth, done_in
from huxin.journal.log import react
from huxin.journal.models import Event

_F = "huxin.cases.forms.common."
_L = "huxin.cases.forms.legal_aid."
_LAW = "《法律援助法》"
_RUNS = ("granted", "assigned")
_LEADS = ("filed", *_RUNS)  # to a lawyer: where it was merged into this case, its lawyer has his client still
_NO_AID = ("refuse", "terminate")
_ORIGINS = tuple(f"{code}/1.legal_aid" for code in ("complaint", "mediation", "arbitration", "consultation"))

LEGAL_AID = register(
    Procedure(
        code="legal_aid/1",
        title="法律援助",
        order=5,
        law=_LAW,
        opens="",
        letters=("legal_aid_application",),
        steps=(
            Step("filed", "待审查", plain="已收到申请，正在审查"),
            Step("granted", "待指派", plain="已决定援助，正在指派律师"),
            Step("assigned", "办理中", plain="已指派律师"),
            Step("declined", "不予（终止）援助", plain="没有给予援助，或者援助已经终止，可以提出异议"),
            Step("objecting", "异议审查中", plain="正在审查您的异议"),
            Step("refused", "不予（终止）援助，已结", final=True, plain="没有给予援助，或者援助已经终止"),
            Step("withdrawn", "已撤回", final=True, plain="您已撤回"),
            Step("closed", "已结案", final=True, plain="已办结"),
        ),
        clocks=(
            Clock(
                "decision",
                "审查决定",
                starts=(OPEN,),
                ends=("grant", "refuse", "help_first", "withdraw"),
                limit=Limit(7, CALENDAR, f"{_LAW}第四十三条"),
            ),
            Clock(
                "supplement",
                "补充材料",
                starts=("ask_supplement",),
                ends=("supplement", "grant", "refuse", "help_first", "withdraw"),
                owed_by=Owes.CLAIMANT,
            ),
            Clock(
                "assignment",
                "指派人员",
                starts=("grant", "help_first", "overturn"),
                ends=("assign", "terminate", "withdraw"),
                limit=Limit(3, CALENDAR, f"{_LAW}第四十三条"),
            ),
            Clock(
                "papers",
                "补办手续",
                starts=("help_first",),
                ends=("papers_made_up", "terminate", "finish", "withdraw"),
                owed_by=Owes.CLAIMANT,
            ),
            Clock(
                "objection",
                "异议审查",
                starts=("object",),
                ends=("uphold", "overturn"),
                limit=Limit(5, CALENDAR, f"{_LAW}第四十九条"),
            ),
        ),
        apart=(("uphold", _NO_AID), ("overturn", _NO_AID)),
        told=("ask_supplement", "refuse", "terminate", "uphold", "assign", "reassign"),
        actions=(
            Action("ask_supplement", "要求补充材料", ("filed",), "", "case.accept", f"{_L}Supplement"),
            Action("supplement", "补充材料", ("filed",), "", "case.accept", party="claimant"),
            Action("grant", "给予援助", ("filed",), "granted", "case.accept", f"{_L}Grant",
                   paper="legal_aid_decision"),
            Action("help_first", "先行提供援助", ("filed",), "granted", "case.accept", f"{_L}HelpFirst",
                   letters=("legal_aid_first",)),
            Action("refuse", "不予援助", ("filed",), "declined", "case.accept", f"{_L}Refusal",
                   paper="legal_aid_refusal"),
            Action("assign", "指派人员", ("granted",), "assigned", "case.assign", f"{_L}Assign",
                   letters=("assignment_letter", "assignment_notice")),
            Action("reassign", "更换承办人员", ("assigned",), "", "case.assign", f"{_L}Assign",
                   letters=("assignment_letter", "assignment_notice")),
            Action("papers_made_up", "手续已补办", _RUNS, "", "case.handle"),
            Action("progress", "登记承办情况", ("assigned",), "", "case.handle", f"{_L}Progress"),
            Action("terminate", "终止援助", _RUNS, "declined", "case.handle", f"{_L}Refusal",
                   paper="legal_aid_termination"),
            Action("object", "提出异议", ("declined",), "objecting", "case.review", f"{_L}Objection",
                   party="claimant"),
            Action("uphold", "维持原决定", ("objecting",), "refused", "case.review", f"{_L}Upheld",
                   paper="legal_aid_review"),
            Action("overturn", "责令给予援助", ("objecting",), "granted", "case.review", f"{_L}Review",
                   paper="legal_aid_review"),
            Action("end_declined", "没有异议，办结", ("declined",), "refused", "case.handle", f"{_L}Ended"),
            Action("finish", "结案", ("assigned",), "closed", "case.handle", f"{_L}Finish",
                   letters=("legal_aid_report",)),
            Action("withdraw", "撤回申请", ("filed", *_RUNS), "withdrawn", "case.handle", f"{_F}Withdrawal",
                   party="claimant"),
        ),
    )
)  # fmt: skip


@react("case.done")
def open_legal_aid(event: Event) -> None:
    """Whoever needs a lawyer in another procedure asks for him there, and tells nothing twice; of many each for
    himself."""
    if (move := done_in(event, *_ORIGINS)) and (asking := _asking(move)):
        bring_forth(event, move, LEGAL_AID, link="arises", among=asking)


def _asking(move: Move) -> list[Party]:
    """For whom: the office asks for all, a party for himself; for nobody who has asked for it before."""
    everybody = without_aid(move.case)
    if move.party is None:
        return everybody
    return [one for one in everybody if one == (move.party.acts_for or move.party)]


@react("case.moved")
def hand_to_the_lawyer(event: Event) -> None:
    """Aid was assigned: a lawyer with a log-in has it before him; where it has come to its end he has it no longer."""
    case = Case.objects.get(pk=event.subjects.get(kind="case").subject_id)
    if case.procedure != LEGAL_AID.code:
        return
    if move := done_in(event, f"{LEGAL_AID.code}.assign"):
        _engage(case, move, event, first=True)
    elif case.step not in _LEADS:
        counsel.end(case, reason=LEGAL_AID.step(case.step).title, at=event.occurred_at)


@react("case.done")
def hand_to_another_lawyer(event: Event) -> None:
    """Somebody else handles it from now on."""
    if move := done_in(event, f"{LEGAL_AID.code}.reassign"):
        _engage(move.case, move, event)


def _engage(case: Case, move: Move, event: Event, *, first: bool = False) -> None:
    chosen = str(move.facts["data"].get("counsel_id") or "")
    user = next((one for one in lawyers_of(case.organisation) if str(one.pk) == chosen), None)
    counsel.engage(case, user, at=event.occurred_at, first=first)
