"""咨询: how is a question answered, with the article and the office, and what if it is more than a question?"""

from django.db import transaction

from huxin.cases.actions.moving import claim
from huxin.cases.actions.talking import tell
from huxin.cases.procedure import Action, Clock, Owes, Procedure, Step, register
from huxin.cases.procedures.complaint import COMPLAINT
from huxin.cases.records import Note
from huxin.cases.referring import bring_forth, doer, done_in
from huxin.journal.log import react
from huxin.journal.models import Event

_C = "huxin.cases.forms.consultation."
_R = "huxin.cases.forms.common.Referral"
_OPEN = ("asked", "asking_back")

CONSULTATION = register(
    Procedure(
        code="consultation/1",
        title="咨询",
        order=6,
        law="人社部发〔2021〕56号",
        opens="",
        claims=False,
        steps=(
            Step("asked", "待答复", plain="已收到，正在准备答复"),
            Step("asking_back", "待补充说明", plain="请您补充说明情况"),
            Step("answered", "已答复", final=True, plain="已答复"),
            Step("redirected", "已转办", final=True, plain="已转为案件办理"),
            Step("withdrawn", "已撤回", final=True, plain="您已撤回"),
        ),
        clocks=(
            Clock("more", "补充说明", starts=("ask_back",), ends=("tell_more", "answer", "withdraw"),
                  owed_by=Owes.CLAIMANT),
        ),
        actions=(
            Action("ask_back", "请补充说明", ("asked",), "asking_back", "case.handle", f"{_C}AskBack"),
            Action("tell_more", "补充说明", ("asking_back",), "asked", "case.handle", f"{_C}TellMore",
                   party="claimant"),
            Action("answer", "答复", _OPEN, "answered", "case.handle", f"{_C}Answer"),
            Action("add", "补充答复", ("answered",), "", "case.handle", f"{_C}Answer"),
            Action("to_complaint", "按投诉办理", _OPEN, "redirected", "case.handle", _R),
            Action("to_mediation", "转调解", _OPEN, "redirected", "case.handle", _R),
            Action("to_arbitration", "转仲裁", _OPEN, "redirected", "case.handle", _R),
            Action("legal_aid", "申请法律援助", _OPEN, "", "case.handle", "huxin.cases.forms.legal_aid.Asking",
                   party="claimant"),
            Action("withdraw", "撤回咨询", _OPEN, "withdrawn", "case.handle", party="claimant"),
        ),
    )
)  # fmt: skip


@react("case.moved")
def open_complaint(event: Event) -> None:
    """A question that is a complaint becomes one."""
    if move := done_in(event, "consultation/1.to_complaint"):
        bring_forth(event, move, COMPLAINT, link="referred")


@react("case.moved")
def tell_the_answer(event: Event) -> None:
    """Who asked finds the answer, or what he is asked back, among his messages."""
    _tell(event)


@react("case.done")
def tell_more_of_the_answer(event: Event) -> None:
    """The same for what is added to an answer."""
    _tell(event)


@transaction.atomic
def _tell(event: Event) -> None:
    move = done_in(event, "consultation/1.answer", "consultation/1.add", "consultation/1.ask_back")
    if move is None:
        return
    case = claim(move.case)
    if not case.notes.filter(kind=Note.Kind.TO_PARTY, written_at=event.occurred_at).exists():
        tell(case, text=move.facts["data"]["message"], by=doer(event), at=event.occurred_at)
