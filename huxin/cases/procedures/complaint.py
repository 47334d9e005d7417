"""投诉: how a complaint on labour rights goes from filing to its end (《劳动保障监察条例》 and its 实施若干规定)."""

from huxin.base.workdays import WORKING
from huxin.cases import enforcement, investigation
from huxin.cases.papers import public_notice  # noqa: F401  declares a paper of all procedures
from huxin.cases.procedure import OPEN, Action, Clock, Limit, Owes, Procedure, Step, register

_F = "huxin.cases.forms.common."
_I = "huxin.cases.forms.inspection."
_G = "huxin.cases.forms.guidance."

COMPLAINT = register(
    Procedure(
        code="complaint/1",
        title="劳动保障投诉",
        order=1,
        law="《劳动保障监察条例》《关于实施〈劳动保障监察条例〉若干规定》",
        opens="",
        steps=(
            Step("filed", "待受理", plain="已收到，正在审查是否受理"),
            Step("supplementing", "待补充材料", plain="请您补充材料"),
            *investigation.STEPS,
            Step("rejected", "不予受理", final=True, plain="没有受理，理由和可以怎么办写在案件页和不予受理告知书里"),
            Step("guided", "已行政指导", final=True, plain="没有立案，已说明您的权利和可以怎么办"),
            Step("redirected", "已转入调解", final=True, plain="已转入调解，在有关的案件里接着办"),
            Step("withdrawn", "已撤回", final=True, plain="您已撤回"),
        ),
        clocks=(
            Clock(
                "acceptance",
                "受理审查",
                starts=(OPEN,),
                ends=("accept", "reject", "guide", "mediate", "withdraw"),
                limit=Limit(5, WORKING, "《关于实施〈劳动保障监察条例〉若干规定》第十八条"),
                stops=("ask_supplement",),
                resumes=("supplement",),
            ),
            Clock(
                "supplement",
                "补充材料",
                starts=("ask_supplement",),
                ends=("supplement", "withdraw", "reject"),
                owed_by=Owes.CLAIMANT,
            ),
            *investigation.clocks("withdraw", "mediate"),
        ),
        told=(
            "ask_supplement", "guide", "guidance_result", "reject", "police_filed", "police_declined", "challenge.kind",
            "upheld.decided_on", "redo.result", "annulled.result", "enforce.court", "court_ruled.result",
        ),
        halts=investigation.HALTS,
        awaits=enforcement.AWAITS,
        actions=(
            Action("ask_supplement", "要求补充材料", ("filed",), "supplementing", "case.accept", f"{_I}Supplement",
                   letters=("supplement_notice",)),
            Action("supplement", "补充材料", ("supplementing",), "filed", "case.accept", party="claimant"),
            Action("accept", "受理立案", ("filed",), "investigating", "case.accept", f"{_I}Accept",
                   paper="docket_approval", letters=("acceptance_notice",)),
            Action("reject", "不予受理", ("filed", "supplementing"), "rejected", "case.accept", f"{_F}Rejection",
                   paper="refusal"),
            Action("guide", "行政指导", ("filed",), "guided", "case.accept", f"{_G}Guidance"),
            Action("guidance_result", "指导后的结果", ("guided",), "", "case.handle", f"{_G}GuidanceResult"),
            Action("mediate", "转入调解", ("filed", *investigation.WORK), "redirected", "case.accept", f"{_F}Referral"),
            Action("legal_aid", "申请法律援助", ("filed", *investigation.OPEN_STEPS), "", "case.handle",
                   "huxin.cases.forms.legal_aid.Asking", party="claimant"),
            Action("withdraw", "撤回投诉", ("filed", "supplementing", *investigation.OPEN_STEPS), "withdrawn",
                   "case.handle", f"{_F}Withdrawal", party="claimant"),
            *investigation.ACTIONS,
        ),
    )
)  # fmt: skip
