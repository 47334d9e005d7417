"""专项监察: how is a firm inspected by plan, from the list of what is looked at to what follows (task 10)?"""

from django.db.models import Q

from huxin.cases.models import Case, CaseLink
from huxin.cases.papers import clue  # noqa: F401  declares the papers named here
from huxin.cases.procedure import Action, Clock, Procedure, Step, register
from huxin.cases.procedures.clue import CLUE, ask_to_tell
from huxin.cases.referring import bring_forth, done_in
from huxin.journal.log import react
from huxin.journal.models import Event

_I = "huxin.cases.forms.inspection."
_R = "huxin.cases.forms.rectification."
_AFTER = ("surveyed", "following")

INSPECTION = register(
    Procedure(
        code="inspection/1",
        title="专项监察检查",
        order=7,
        law="《劳动保障监察条例》",
        claims=False,
        steps=(
            Step("planned", "已列入计划"),
            Step("scheduled", "已定检查日期"),
            Step("visiting", "检查中"),
            Step("surveyed", "已检查待处理"),
            Step("following", "督促整改、查处中"),
            Step("clean", "未发现问题", final=True),
            Step("closed", "已办结", final=True),
            Step("cancelled", "已取消", final=True),
        ),
        clocks=(Clock("visit", "上门检查", starts=("schedule",), restarts=("reschedule",), ends=("start", "cancel")),),
        actions=(
            Action("schedule", "确定检查日期", ("planned",), "scheduled", "case.handle", f"{_R}Schedule",
                   letters=("inspection_notice",)),
            Action("reschedule", "改期", ("scheduled",), "", "case.handle", f"{_R}Schedule",
                   letters=("inspection_notice",)),
            Action("start", "开始检查", ("planned", "scheduled"), "visiting", "case.handle", f"{_R}Start"),
            Action("cancel", "取消检查", ("planned", "scheduled"), "cancelled", "case.handle",
                   "huxin.cases.forms.common.Reason"),
            Action("survey", "填写检查清单", ("visiting", *_AFTER), "surveyed", "case.handle", f"{_R}Survey",
                   letters=("site_record",)),
            Action("talk", "约谈", _AFTER, "", "case.handle", f"{_I}Talk", letters=("talk_notice",)),
            Action("talk_held", "登记约谈情况", _AFTER, "", "case.handle", "huxin.cases.forms.talk.TalkHeld",
                   letters=("talk_record",)),
            Action("warn", "警示", _AFTER, "", "case.handle", f"{_I}Warn"),
            Action("rectify", "责令整改", _AFTER, "", "case.handle", f"{_R}ToRectify"),
            Action("investigate", "立案查处", _AFTER, "", "case.handle", f"{_R}ToInvestigation"),
            Action("follow", "进入督促整改", ("surveyed",), "following", "case.handle"),
            Action("copy", "抄告有关部门", (*_AFTER, "closed"), "", "case.handle", f"{_I}Copy",
                   letters=("copy_letter",)),
            Action("answer_back", "登记对方答复", (*_AFTER, "closed"), "", "case.handle", f"{_I}AnswerBack"),
            Action("no_problem", "未发现问题，办结", ("surveyed",), "clean", "case.handle", f"{_R}NoProblem",
                   letters=("inspection_report",)),
            Action("close", "办结", _AFTER, "closed", "case.handle", f"{_R}InspectionEnd", paper="inspection_report"),
        ),
    )
)  # fmt: skip


@react("case.done")
def open_investigation(event: Event) -> None:
    """What an inspection found is investigated as a clue of the office's own."""
    if move := done_in(event, "inspection/1.investigate"):
        bring_forth(event, move, CLUE, link="arises", told=False, secret=True)


@react("case.moved")
def remind_of_reporters(event: Event) -> None:
    """Who told the clues that went into it, or into one that was merged into it, waits for what came of it."""
    if move := done_in(event, *(f"inspection/1.{code}" for code in ("no_problem", "close", "cancel"))):
        joined = CaseLink.objects.filter(Q(other=move.case) | Q(other__merged_into=move.case))
        clues = joined.filter(kind=CaseLink.Kind.REFERRED, case__procedure=CLUE.code).values("case")
        for one in Case.objects.filter(pk__in=clues).order_by("pk"):
            ask_to_tell(one)
