"""协商与一站式调解: how do firm and worker come to terms, and what makes the terms hold?"""

from huxin.base.workdays import CALENDAR
from huxin.cases.papers import mediation  # noqa: F401  declares the papers named here
from huxin.cases.procedure import Action, Clock, Limit, Owes, Procedure, Step, register
from huxin.cases.referring import bring_forth, doer, done_in
from huxin.documents import issuing
from huxin.documents.models import Paper
from huxin.documents.papers import WITH_DRAFTER
from huxin.journal.log import react
from huxin.journal.models import Event

_F = "huxin.cases.forms.common."
_M = "huxin.cases.forms.mediation."
_N = "huxin.cases.forms.negotiation."
_TALKING = ("offering", "considering", "talked", "agreed")
_BEFORE = ("filed", *_TALKING, "mediating", "signing")
_OPEN = (*_BEFORE, "consented")
_LEAVES = ("to_arbitration", "fail", "withdraw")
_ENDS = ("performed", "breach", "to_arbitration")

MEDIATION = register(
    Procedure(
        code="mediation/1",
        jointly=("take_offer", "counter", "decline_offer", "withdraw"),
        told=(
            "offer", "take_counter", "decline", "rather_mediate", "no_offer.said", "reject", "reviewed",
            "breach.instead", "fail.instead", "order_issued", "order_refused", "order_objected", "order_stands",
        ),
        hears=("counter", "take_offer", "decline_offer"),
        takes=("send_claim", "accept"),
        title="协商与一站式调解",
        order=3,
        law="《劳动争议调解仲裁法》、人社厅发〔2024〕4号",
        opens="",
        letters=("mediation_application",),
        steps=(
            Step("filed", "待受理", plain="已收到调解申请"),
            Step("offering", "待企业答复", plain="已请企业先行协商，等待答复"),
            Step("considering", "待申请人答复", plain="企业已提出方案，请您答复"),
            Step("talked", "协商未成待处理", plain="协商没有谈成，调解组织会联系双方；不调解的，可以申请仲裁或者起诉"),
            Step("consented", "双方同意调解待受理", plain="企业同意参加调解，等待受理"),
            Step("agreed", "协商一致待立协议", plain="双方已谈妥，正在制作协议"),
            Step("mediating", "调解中", plain="正在调解"),
            Step("signing", "待签协议", plain="协议已拟好，请双方签字"),
            Step("performing", "协议履行中", plain="协议已生效，等待履行"),
            Step("reviewing", "仲裁审查中", plain="双方已共同申请仲裁审查"),
            Step("confirming", "司法确认中", plain="双方已共同申请司法确认"),
            Step("rejected", "不予受理", final=True, plain="没有受理，理由和可以怎么办写在案件页和不予受理通知书里"),
            Step("performed", "已履行", final=True, plain="协议已履行"),
            Step("breached", "未履行", final=True, plain="协议没有履行，已告知后续可以怎么办"),
            Step("failed", "调解不成", final=True, plain="没有达成协议，已告知后续可以怎么办"),
            Step("referred", "已转仲裁", final=True, plain="已转入仲裁"),
            Step("withdrawn", "已撤回", final=True, plain="您已撤回"),
        ),
        clocks=(
            Clock(
                "offer",
                "企业协商答复",
                starts=("send_claim", "counter"),
                restarts=("new_day",),
                ends=("offer", "take_counter", "decline", "rather_mediate", "no_offer", *_LEAVES),
                owed_by=Owes.FIRM,
            ),
            Clock(
                "answer",
                "答复企业的方案",
                starts=("offer",),
                ends=("take_offer", "counter", "decline_offer", *_LEAVES),
                owed_by=Owes.CLAIMANT,
            ),
            Clock(
                "mediation",
                "调解",
                starts=("accept",),
                ends=("take_effect", *_LEAVES),
                limit=Limit(15, CALENDAR, "人社厅发〔2024〕4号", extension=15),
            ),
            Clock(
                "session",
                "召开调解会",
                starts=("call_session",),
                restarts=("call_session",),
                ends=("hold_session", "agree", *_LEAVES),
            ),
            Clock("performance", "履行协议", starts=("take_effect",), ends=_ENDS, owed_by=Owes.PARTY),
            Clock(
                "arbitration_review",
                "共同申请仲裁审查",
                starts=("take_effect",),
                ends=("apply_review", *_ENDS),
                limit=Limit(15, CALENDAR, "人社部发〔2022〕9号"),
                owed_by=Owes.PARTY,
                right=True,
            ),
            Clock(
                "confirmation",
                "共同申请司法确认",
                starts=("take_effect",),
                ends=("apply_confirmation", *_ENDS),
                limit=Limit(30, CALENDAR, "《民事诉讼法》第二百零五条"),
                owed_by=Owes.PARTY,
                right=True,
            ),
            Clock(
                "payment_order",
                "发出支付令",
                starts=("payment_order",),
                ends=("order_issued", "order_refused", *_ENDS),
                limit=Limit(15, CALENDAR, "《民事诉讼法》第二百二十七条"),
                owed_by=Owes.COURT,
            ),
            Clock(
                "objection",
                "清偿债务或者提出书面异议",
                starts=("order_issued",),
                ends=("order_objected", "order_stands", *_ENDS),
                limit=Limit(15, CALENDAR, "《民事诉讼法》第二百二十七条"),
                owed_by=Owes.FIRM,
            ),
        ),
        actions=(
            Action("send_claim", "送企业先行协商", ("filed", "talked"), "offering", "case.accept", f"{_N}SendClaim",
                   letters=("offer_request",)),
            Action("new_day", "改定企业答复日期", ("offering",), "", "case.handle", f"{_N}NewDay",
                   letters=("offer_request",)),
            Action("take_counter", "同意申请人的方案", ("offering",), "agreed", "case.handle", f"{_N}TakeCounter",
                   party="respondent"),
            Action("offer", "提出协商方案", ("offering",), "considering", "case.handle", f"{_N}Offer",
                   party="respondent"),
            Action("rather_mediate", "不同意协商，同意调解", ("offering",), "consented", "case.handle",
                   f"{_N}RatherMediate", party="respondent"),
            Action("decline", "不同意协商，也不参加调解", ("offering",), "talked", "case.handle", f"{_N}Decline",
                   party="respondent"),
            Action("no_offer", "企业逾期未答复", ("offering",), "talked", "case.handle", f"{_N}NoOffer"),
            Action("take_offer", "接受方案", ("considering",), "agreed", "case.handle", party="claimant"),
            Action("counter", "另提方案", ("considering",), "offering", "case.handle", f"{_N}Counter",
                   party="claimant"),
            Action("decline_offer", "不接受方案", ("considering",), "talked", "case.handle", party="claimant"),
            Action("accept", "受理调解", ("filed", "talked", "consented"), "mediating", "case.accept", f"{_M}Accept",
                   letters=("mediation_notice",)),
            Action("reject", "不予受理", ("filed", "talked"), "rejected", "case.accept", f"{_F}Rejection",
                   paper="mediation_refusal"),
            Action("call_session", "约定调解会", ("mediating",), "", "case.handle", f"{_M}Call",
                   letters=("session_notice",)),
            Action("hold_session", "登记调解会", ("mediating",), "", "case.handle", f"{_M}Session",
                   letters=("session_record",)),
            Action("extend", "延长调解期限", ("mediating", "signing"), "", "case.handle", f"{_M}LongerMediation"),
            Action("agree", "达成协议", ("mediating", "agreed"), "signing", "case.handle", f"{_M}Agreement",
                   paper="mediation_agreement"),
            Action("redo", "重新调解", ("signing",), "mediating", "case.handle", f"{_F}Reason"),
            Action("take_effect", "协议生效", ("signing",), "performing", "case.handle", f"{_M}Effect"),
            Action("apply_review", "共同申请仲裁审查", ("performing",), "reviewing", "case.handle",
                   f"{_M}JointReview", letters=("review_application",)),
            Action("apply_confirmation", "共同申请司法确认", ("performing",), "confirming", "case.handle",
                   f"{_M}JointConfirmation", letters=("confirmation_application",)),
            Action("reviewed", "登记审查（确认）结果", ("reviewing", "confirming"), "performing", "case.handle",
                   f"{_M}Reviewed"),
            Action("payment_order", "申请支付令", ("performing",), "", "case.handle", f"{_M}ToCourt",
                   letters=("payment_order_application",)),
            Action("order_issued", "登记支付令", ("performing",), "", "case.handle", f"{_M}OrderIssued"),
            Action("order_refused", "登记法院没有发出支付令", ("performing",), "", "case.handle", f"{_M}OrderRefused"),
            Action("order_objected", "登记支付令异议", ("performing",), "", "case.handle", f"{_M}OrderObjected"),
            Action("order_stands", "登记支付令期满无异议", ("performing",), "", "case.handle", f"{_M}OrderStands"),
            Action("performed", "履行完毕，结案", ("performing",), "performed", "case.handle", f"{_M}Performed",
                   letters=("mediation_report",)),
            Action("breach", "未履行，结案", ("performing",), "breached", "case.handle", f"{_M}Breach",
                   letters=("mediation_report",)),
            Action("to_arbitration", "转仲裁", (*_OPEN, "performing"), "referred", "case.handle", f"{_M}ToArbitration",
                   letters=("mediation_end",)),
            Action("fail", "调解不成，终结", _BEFORE, "failed", "case.handle", f"{_M}Failed",
                   letters=("mediation_end",)),
            Action("legal_aid", "申请法律援助", (*_OPEN, "performing"), "", "case.handle",
                   "huxin.cases.forms.legal_aid.Asking",
                   party="claimant"),
            Action("withdraw", "撤回申请", _OPEN, "withdrawn", "case.handle", f"{_F}Withdrawal", party="claimant"),
        ),
    )
)  # fmt: skip


@react("case.done")
def take_back_the_old_day(event: Event) -> None:
    """A draft of the letter gives way to the one with the new day."""
    if move := done_in(event, "mediation/1.new_day"):
        before = move.case.letters.filter(kind="offer_request", move__lt=move.pk).values("paper")
        for paper in Paper.objects.filter(pk__in=before, state__in=WITH_DRAFTER).order_by("pk"):
            issuing.void(paper, reason="改定答复日期，另行拟函", by=doer(event), at=event.occurred_at)


@react("case.moved")
def open_mediation(event: Event) -> None:
    """A complaint or a question goes to mediation with all that was told."""
    if move := done_in(event, "complaint/1.mediate", "consultation/1.to_mediation"):
        bring_forth(event, move, MEDIATION, link="referred")
