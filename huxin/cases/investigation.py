"""How is a case investigated once it is docketed? The part that complaints and clues have in common.

《劳动保障监察条例》, its 实施若干规定, and 《行政处罚法》.
"""

from django.db import transaction

from huxin.base.workdays import WORKING
from huxin.cases.actions.moving import claim
from huxin.cases.enforcement import ACTIONS as ENFORCING
from huxin.cases.enforcement import CLOCKS as ENFORCEMENT
from huxin.cases.facts import Facts
from huxin.cases.papers import inspection
from huxin.cases.people import Person, add_party
from huxin.cases.procedure import PROCEDURES, Action, Clock, Limit, Owes, Step
from huxin.cases.referring import bring_forth, done_in
from huxin.journal.log import react
from huxin.journal.models import Event

_F = "huxin.cases.forms.common."
_H = "huxin.cases.forms.hearing."
_I = "huxin.cases.forms.inspection."
_P = "huxin.cases.forms.police."
WORK = ("investigating",)  # an order is looked at again before a case ends: what became of it is on record
OPEN_STEPS = ("investigating", "correcting")
HALTS = ("suspend", "resume")
_ENDS = ("decide", "handle", "close", "revoke", "to_police")

STEPS = (
    Step("investigating", "调查中", plain="已立案，正在调查"),
    Step("suspended", "中止调查", plain="调查暂时中止"),
    Step("correcting", "责令改正中", plain="已责令单位限期改正"),
    Step("penalising", "拟处罚（处理）", plain="拟作出处罚或处理，正在听取单位意见"),
    Step("hearing", "听证中", plain="正在听证"),
    Step("decided", "已作决定待履行", plain="已作出决定，等待单位履行"),
    Step("revoked", "撤销立案", final=True, plain="单位已改正，撤销立案"),
    Step("transferred", "已移送公安机关", final=True, plain="涉嫌犯罪，已移送公安机关"),
    Step("closed", "已结案", final=True, plain="已办结"),
)


def clocks(*ends: str) -> tuple[Clock, ...]:
    """The terms from docketing on; `ends` are actions of the procedure itself that end the investigation too."""
    all_ends = (*_ENDS, *ends)
    return (
        Clock(
            "investigation",
            "调查",
            starts=("accept",),
            ends=all_ends,
            limit=Limit(60, WORKING, "《劳动保障监察条例》第十七条", extension=30),
            stops=("suspend",),
            resumes=("resume",),
        ),
        Clock("material", "提供材料", starts=("request_material",), ends=("provide", *all_ends),
              restarts=("request_material",), owed_by=Owes.FIRM),
        Clock("correction", "限期改正", starts=("order",), ends=("recheck", *all_ends), owed_by=Owes.FIRM),
        Clock(
            "hearing_request",
            "要求听证",
            starts=("served:prior_notice",),
            ends=("request_hearing", "decide", "handle", "close"),
            limit=Limit(5, WORKING, "《行政处罚法》第六十四条第一项"),
            owed_by=Owes.FIRM, right=True,
        ),
        Clock(
            "decision_service",
            "送达决定书",
            starts=("decide",),
            ends=("served:penalty_decision",),
            limit=Limit(7, WORKING, "《行政处罚法》第六十一条"),
        ),
        Clock("police_answer", "催问公安机关是否立案", starts=("to_police",), ends=("police_filed", "police_declined")),
        *ENFORCEMENT,
    )  # fmt: skip


ACTIONS = (
    Action("interview", "调查询问", OPEN_STEPS, "", "case.handle", f"{_I}Interview", letters=("interview_record",)),
    Action("request_material", "要求提供材料", OPEN_STEPS, "", "case.handle", f"{_I}MaterialRequest",
           letters=("material_request",)),
    Action("provide", "材料已交齐", OPEN_STEPS, "", "case.handle", f"{_I}Provided", party="respondent"),
    Action("talk", "约谈", OPEN_STEPS, "", "case.handle", f"{_I}Talk", letters=("talk_notice",)),
    Action("talk_held", "登记约谈情况", OPEN_STEPS, "", "case.handle", "huxin.cases.forms.talk.TalkHeld",
           letters=("talk_record",)),
    Action("warn", "警示", OPEN_STEPS, "", "case.handle", f"{_I}Warn"),
    Action("order", "责令限期改正", WORK, "correcting", "case.handle", f"{_I}Order",
           paper="correction_order"),
    Action("recheck", "复查", ("correcting",), "investigating", "case.handle", f"{_F}Recheck"),
    Action("rectify", "责令整改（另案跟踪）", OPEN_STEPS, "", "case.handle",
           "huxin.cases.forms.rectification.ToRectify"),
    Action("extend", "延长调查期限", OPEN_STEPS, "", "case.handle", f"{_I}LongerInvestigation",
           paper="case_extension"),
    Action("suspend", "中止调查", WORK, "suspended", "case.handle", f"{_F}Reason"),
    Action("resume", "恢复调查", ("suspended",), "investigating", "case.handle"),
    Action("review", "法制审核", (*OPEN_STEPS, "penalising"), "", "case.handle", f"{_I}Proposed", paper="legal_review"),
    Action("discuss", "集体讨论", (*OPEN_STEPS, "penalising"), "", "case.handle", f"{_H}Discussion"),
    Action("give_notice", "事先告知", OPEN_STEPS, "penalising", "case.handle", f"{_I}Proposed",
           paper="prior_notice"),
    Action("defend", "陈述申辩", ("penalising",), "", "case.handle", f"{_H}Statement", party="respondent"),
    Action("request_hearing", "要求听证", ("penalising",), "hearing", "case.handle", f"{_H}HearingRequest",
           party="respondent"),
    Action("set_hearing", "通知听证", ("hearing",), "", "case.handle", f"{_H}Hearing",
           letters=("hearing_notice",)),
    Action("end_hearing", "登记听证情况", ("hearing",), "penalising", "case.handle", f"{_H}HearingHeld",
           letters=("penalty_hearing_record",)),
    Action("decide", "作出处罚决定", ("penalising",), "decided", "case.handle", f"{_I}Decide",
           paper="penalty_decision"),
    Action("handle", "作出处理决定（责令支付等）", ("penalising",), "decided", "case.handle", f"{_I}Handle",
           paper="handling_decision"),
    Action("performed", "登记履行", ("decided",), "", "case.handle", f"{_I}Performed"),
    *ENFORCING,
    Action("to_police", "移送公安机关", ("correcting", "investigating", "decided"), "transferred",
           "case.handle", f"{_P}ToPolice", paper="police_transfer"),
    Action("police_filed", "登记公安机关决定立案", ("transferred",), "", "case.handle", f"{_P}PoliceFiled"),
    Action("police_declined", "公安机关不予立案，重新办理", ("transferred",), "", "case.handle", f"{_P}PoliceDeclined"),
    Action("copy", "抄告有关部门", (*OPEN_STEPS, "decided", "closed"), "", "case.handle", f"{_I}Copy",
           letters=("copy_letter",)),
    Action("answer_back", "登记对方答复", (*OPEN_STEPS, "decided", "closed", "transferred"), "", "case.handle",
           f"{_I}AnswerBack"),
    Action("revoke", "撤销立案", WORK, "revoked", "case.handle", f"{_I}Revoke", paper="closing_approval",
           letters=("result_notice",)),
    Action("close", "结案", (*WORK, "decided"), "closed", "case.handle", f"{_F}Closing",
           paper="closing_approval", letters=("result_notice",)),
    Action("publish", "登记公布", ("closed", "decided", "transferred"), "", "case.handle",
           f"{_I}Publication"),
)  # fmt: skip


@react("case.done")
def take_up_again(event: Event) -> None:
    """What the police do not take is handled again by the office, as a new case with all that was told and claimed."""
    move = done_in(event, "complaint/1.police_declined", "clue/1.police_declined")
    if move is not None:
        bring_forth(event, move, PROCEDURES[move.case.procedure], link="arises")


@react("case.done")
@transaction.atomic
def add_the_witness(event: Event) -> None:
    """A witness who was heard stands in the case, so that he signs the record; asked again, nothing happens."""
    move = done_in(event, "complaint/1.interview", "clue/1.interview")
    if move is None or move.facts["data"].get("whom_id") != inspection.WITNESS:
        return
    case, facts = claim(move.case), Facts.from_json(move.facts)
    if not inspection.interviewed(case, facts).exists():
        add_party(case, Person(role=inspection.WITNESS, name=str(facts.data["person"])))
