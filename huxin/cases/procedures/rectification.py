"""整改: how does a firm put right what was found, and who looks again? Born of inspections, clues and complaints."""

from huxin.cases.papers import clue  # noqa: F401  declares the papers named here
from huxin.cases.procedure import Action, Clock, Owes, Procedure, Step, register
from huxin.cases.procedures.clue import CLUE
from huxin.cases.referring import bring_forth, done_in
from huxin.journal.log import react
from huxin.journal.models import Event

_R = "huxin.cases.forms.rectification."
_RUN = ("rectifying", "handed_in")

RECTIFICATION = register(
    Procedure(
        code="rectification/1",
        title="整改",
        order=8,
        law="《劳动保障监察条例》第十八条",
        claims=False,
        steps=(
            Step("drafting", "待下达", plain="正在制作整改通知"),
            Step("rectifying", "整改中", plain="请按通知逐项整改，并提交证明材料"),
            Step("handed_in", "待复查", plain="整改材料已收到，等待复查"),
            Step("rechecked", "已复查", plain="已复查，正在作出结论"),
            Step("closed", "整改合格", final=True),
            Step("escalated", "已转立案查处", final=True),
            Step("cancelled", "已撤销", final=True),
        ),
        clocks=(
            Clock(
                "rectification",
                "整改",
                starts=("notify", "again"),
                ends=("recheck", "escalate"),
                restarts=("extend_term",),
                owed_by=Owes.FIRM,
            ),
        ),
        actions=(
            Action("notify", "下达整改通知", ("drafting",), "rectifying", "case.handle", f"{_R}Notify",
                   paper="rectification_notice"),
            Action("cancel", "撤销整改", ("drafting",), "cancelled", "case.handle", "huxin.cases.forms.common.Reason"),
            Action("hand_in", "提交整改材料", _RUN, "handed_in", "case.handle", f"{_R}HandIn", party="respondent"),
            Action("extend_term", "延长整改期限", _RUN, "", "case.handle", f"{_R}Longer"),
            Action("recheck", "复查", _RUN, "rechecked", "case.handle", f"{_R}OnTheSpot", letters=("recheck_record",)),
            Action("again", "责令再次整改", ("rechecked",), "rectifying", "case.handle", f"{_R}Again",
                   paper="rectification_notice"),
            Action("pass", "整改合格", ("rechecked",), "closed", "case.handle", f"{_R}AllDone"),
            Action("escalate", "转立案查处", (*_RUN, "rechecked"), "escalated", "case.handle", f"{_R}ToInvestigation"),
        ),
    )
)  # fmt: skip


@react("case.done")
def open_from_inspection(event: Event) -> None:
    """An inspection, or the handling of a complaint or a clue, found something to put right."""
    if move := done_in(event, "inspection/1.rectify", "complaint/1.rectify", "clue/1.rectify"):
        lines = [line.strip() for line in str(move.facts["data"]["items"]).splitlines() if line.strip()]
        bring_forth(event, move, RECTIFICATION, link="arises", told=False, secret=True, items=lines)


@react("case.moved")
def open_investigation(event: Event) -> None:
    """What a firm will not put right is investigated."""
    if move := done_in(event, "rectification/1.escalate"):
        bring_forth(event, move, CLUE, link="arises", told=False, secret=True)
