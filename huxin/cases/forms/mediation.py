"""What must be given for mediation?"""

from datetime import date
from typing import Any

from django import forms

from huxin.cases.facts import ClaimFact, Facts
from huxin.cases.forms.common import (
    NOT_BEFORE,
    PAST,
    CaseForm,
    Claims,
    Closing,
    Elsewhere,
    Extension,
    MoneyField,
    Referral,
    claim_title,
    claims_of,
    day,
    text,
)
from huxin.cases.forms.negotiation import agreed, agreed_sums, came_to
from huxin.cases.models import Case, Claim, Party
from huxin.cases.records import Move, is_over, last_done
from huxin.cases.signing import missing_signers, papers_of
from huxin.cases.wording import called, names

CONFIRMED, REFUSED = "予以确认", "不予确认"


class Accept(CaseForm):
    """Mediation is of one's own will, on both sides."""

    in_scope = forms.BooleanField(label="属于本组织调解范围（报酬、奖惩、休息、职业伤害等纠纷）")
    claimant = forms.BooleanField(label="申请人同意调解，申请书已签名")
    respondent = forms.BooleanField(label="被申请人同意调解")
    mediator = forms.CharField(label="调解员", max_length=60)

    def prepare(self) -> None:
        """The officer of the case mediates; consents given before stand: who signed the application gave his, and the
        firm where it would rather mediate than negotiate."""
        for role in ("claimant", "respondent"):
            self.fields[role].initial = agreed(self.case, "mediation", role)
        asked = [one for one in papers_of(self.case) if one.kind == "mediation_application"]
        if asked and not missing_signers(asked[-1], self.case):
            self.fields["claimant"].initial = True
        if self.case.step == "consented":
            self.fields["in_scope"].initial = self.fields["respondent"].initial = True
        if self.case.officer is not None:
            self.fields["mediator"].initial = self.case.officer.name


class Call(CaseForm):
    """A meeting ahead: when and where. The claimant reads it at once; a notice to both sides is drafted."""

    held_on = day("调解日期", NOT_BEFORE)
    time = forms.CharField(label="时间", max_length=20, initial="9时00分")
    place = forms.CharField(label="地点", max_length=120, help_text="线上调解的，写明用什么方式。")
    bring = text("请带什么来", required=False, rows=2, initial="身份证明、接单和收款记录、聊天记录等证据。")

    def prepare(self) -> None:
        """Where one met before."""
        if last := last_done(self.case, "call_session"):
            self.fields["place"].initial = last.facts["data"]["place"]

    def facts(self) -> Facts:
        """The day is the office's own term."""
        return Facts(data=self.shown(), due={"session": self.cleaned_data["held_on"]})


class Session(CaseForm):
    """One meeting: who was there, what was said, what came of it."""

    held_on = day("调解日期", PAST)
    place = forms.CharField(label="地点", max_length=120)
    present = forms.CharField(label="到场人员", max_length=200)
    dialogue = text("调解经过（双方意见和方案）", rows=10, longest=20000)
    result = text("本次结果", rows=2)

    def prepare(self) -> None:
        """As it was called, and who was asked to come."""
        if last := last_done(self.case, "call_session"):
            self.fields["held_on"].initial = last.facts["data"]["held_on"]
            self.fields["place"].initial = last.facts["data"]["place"]
        sides = (Party.Role.CLAIMANT, Party.Role.RESPONDENT)
        told = [f"{called(self.case, side)}{names(self.case, side)}" for side in sides if names(self.case, side)]
        self.fields["present"].initial = "；".join(told)


class LongerMediation(Extension):
    """Fifteen more days at most, where both agree (人社厅发〔2024〕4号)."""

    clock = "mediation"
    both = forms.BooleanField(label="双方当事人均同意延长")
    field_order = ("both", "days", "reason")

    def prepare(self) -> None:
        """Consents given before stand."""
        self.fields["both"].initial = agreed(self.case, "longer", Party.Role.CLAIMANT, Party.Role.RESPONDENT)
        self.fields["days"].initial = 15


class Agreement(CaseForm):
    """What the parties agreed on: a sum for each claim, the terms in words, the day of performance."""

    def prepare(self) -> None:
        """A sum for each claim, filled in with what they came to by themselves; what is claimed is not agreed on."""
        self.claims = claims_of(self.case)
        known = agreed_sums(self.case)
        for claim in self.claims:
            title = claim_title(claim, len(self.claims) > 1)
            self.fields[f"found_{claim.pk}"] = MoneyField(
                label=f"{title}——协议金额（元）", required=claim.claimed_fen is not None, initial=known.get(claim.pk),
                help_text="没有约定金额的填0。" if claim.claimed_fen is not None else "",
            )  # fmt: skip
        self.fields["terms"] = text("协议内容（逐项写明，含支付方式）", rows=6, initial=came_to(self.case))
        self.fields["due_on"] = day("履行期限", NOT_BEFORE)

    def facts(self) -> Facts:
        """The sums go to the claims; the day to the paper, and later to the clock."""
        given = self.cleaned_data
        rows = tuple(ClaimFact(id=c.pk, found_fen=given.get(f"found_{c.pk}")) for c in self.claims)
        return Facts(data={"terms": given["terms"], "due_on": given["due_on"].isoformat()}, claims=rows)


class Effect(CaseForm):
    """Everybody has signed: the agreement holds, and its terms run."""

    due_on = day("履行期限")

    def prepare(self) -> None:
        """The day of the agreement."""
        if last := last_done(self.case, "agree"):
            self.fields["due_on"].initial = last.facts["data"]["due_on"]

    def clean(self) -> dict[str, Any]:
        """The agreement that stands bears all signatures."""
        given: dict[str, Any] = super().clean() or {}
        papers = [p for p in papers_of(self.case) if p.kind == "mediation_agreement"]
        if not papers or missing_signers(papers[-1], self.case):
            raise forms.ValidationError("调解协议书还没有全部签字（或已作废），不能登记生效。")
        return given

    def facts(self) -> Facts:
        """Every claim is agreed on; the firm's day."""
        rows = tuple(ClaimFact(id=c.pk, outcome=Claim.Outcome.AGREED) for c in self.case.claims.filter(outcome=""))
        return Facts(data=self.shown(), claims=rows, due={"performance": self.cleaned_data["due_on"]})


def _came_of_it(case: Case, step: str = "") -> set[str]:
    """What commission and court, or the one that had it in this step, made of the agreement. From the moves as read."""
    done = (one for one in case.moves.all() if one.action == "reviewed" and one.state == Move.State.DONE)
    return {one.facts["data"].get("result", "") for one in done if step in ("", one.from_step)}


class Unconfirmed(CaseForm):
    """What may be done as long as neither commission nor court has confirmed the agreement: then it is enforced."""

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Was it not?"""
        return CONFIRMED not in _came_of_it(case)


class ToArbitration(Unconfirmed, Referral):
    """The dispute goes on in arbitration."""


class Joint(Unconfirmed):
    """Both apply together, within the term, to whom."""

    to = forms.CharField(label="申请提交至", max_length=80)
    both = forms.BooleanField(label="双方当事人共同申请")
    clock = ""
    step = ""  # in which it is looked at

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Not to whoever refused it, nor to any other once the court did."""
        return super().offered(case) and REFUSED not in _came_of_it(case, cls.step) | _came_of_it(case, "confirming")

    @classmethod
    def timely(cls, case: Case, today: date) -> bool:
        """Within the term."""
        return not is_over(case, today, cls.clock)

    def clean(self) -> dict[str, Any]:
        """The term has not run out."""
        given: dict[str, Any] = super().clean() or {}
        term = self.case.deadlines.filter(clock=self.clock).order_by("-pk").first()
        if term is not None and term.due_on < self.today:
            raise forms.ValidationError(f"“{term.title}”的期限已于{term.due_on:%Y年%-m月%-d日}届满，不能再共同申请。")
        if not self.offered(self.case):
            raise forms.ValidationError(
                "协议已经予以确认（没有履行的，可以向人民法院申请执行），或者已经不予确认，不能再次共同申请。"
            )
        return given


class JointReview(Joint):
    """To the arbitration commission (15 days)."""

    clock, step = "arbitration_review", "reviewing"


class JointConfirmation(Joint):
    """To the court (30 days)."""

    clock, step = "confirmation", "confirming"


class Reviewed(CaseForm):
    """What commission or court decided on the agreement."""

    result = forms.ChoiceField(
        label="结果",
        choices=[("", "请选择"), ("confirmed", CONFIRMED), ("refused", REFUSED), ("withdrawn", "撤回申请")],
    )
    number = forms.CharField(label="文书编号", max_length=60, required=False)
    decided_on = day("文书日期", PAST)
    instead = text(
        "告知的后续途径", rows=3, required=False, help_text="不予确认的必须写明；申请人在自己的页面上能看到。",
        initial="可以就原来的争议依法申请劳动争议仲裁，或者向人民法院起诉；双方也可以重新协商，变更协议。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Who gets no confirmation is told what he may do; nobody else is."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("result") != "refused":
            given["instead"] = ""
        elif not given.get("instead"):
            self.add_error("instead", "请写明不予确认后申请人可以怎么办（例如变更协议、另行申请仲裁或者起诉）。")
        return given

    def facts(self) -> Facts:
        """What is confirmed is not brought to the other body, nor what the court refused."""
        result = self.cleaned_data["result"]
        over = result == "confirmed" or (result == "refused" and self.case.step == "confirming")
        return Facts(data=self.shown(), ends=("arbitration_review", "confirmation") if over else ())


class ToCourt(Unconfirmed):
    """A payment order is asked for."""

    to = forms.CharField(label="向哪个法院申请", max_length=80)
    amount = MoneyField(label="请求支付金额（元）")

    @classmethod
    def offered(cls, case: Case) -> bool:
        """While no order was asked for but such as was refused."""
        asked = [one for one in case.moves.all() if one.action in ("payment_order", "order_refused")]
        may = not asked or max(asked, key=lambda one: one.pk).action == "order_refused"
        return super().offered(case) and may

    @classmethod
    def timely(cls, case: Case, today: date) -> bool:
        """Once the day of performance has passed."""
        return is_over(case, today, "performance")

    def prepare(self) -> None:
        """What was agreed and is not paid."""
        rows = self.case.claims.values_list("found_fen", "paid_fen")
        self.fields["amount"].initial = sum(max((found or 0) - (paid or 0), 0) for found, paid in rows)

    def clean(self) -> dict[str, Any]:
        """The day of performance has passed (调解仲裁法 art. 16)."""
        given: dict[str, Any] = super().clean() or {}
        term = self.case.deadlines.filter(clock="performance").order_by("-pk").first()
        if term is not None and term.due_on >= self.today:
            raise forms.ValidationError(f"履行期限到{term.due_on:%Y年%-m月%-d日}届满，到期没有履行的才能申请支付令。")
        return given


class OrderIssued(CaseForm):
    """The court's payment order; the firm's fifteen days run from its receipt."""

    number = forms.CharField(label="支付令编号", max_length=60)
    decided_on = day("发出日期", PAST)
    received_on = day(
        "用人单位收到支付令的日期", PAST, help_text="用人单位清偿或者提出书面异议的期限从这一天算起，问明后再登记。"
    )

    def clean(self) -> dict[str, Any]:
        """Received after it was issued."""
        given: dict[str, Any] = super().clean() or {}
        issued, received = given.get("decided_on"), given.get("received_on")
        if issued and received and received < issued:
            self.add_error("received_on", "收到日期不能早于发出日期，请核对。")
        return given

    def facts(self) -> Facts:
        """From that day."""
        return Facts(data=self.shown(), since={"objection": self.cleaned_data["received_on"]})


class OrderRefused(CaseForm):
    """The court does not take up the application, or dismisses it: what is open instead, and since when it is known."""

    result = forms.ChoiceField(
        label="法院的处理", choices=[("", "请选择"), ("not_accepted", "不予受理"), ("dismissed", "裁定驳回申请")]
    )
    decided_on = day("通知（裁定）日期", PAST)
    number = forms.CharField(label="文书编号", max_length=60, required=False)
    reason = text("法院说明的理由", required=False, rows=2)
    instead = text(
        "告知的后续途径", rows=3,
        initial="法院没有发出支付令。可以凭调解协议向人民法院起诉，也可以依法申请劳动争议仲裁；"
        "因材料、管辖等原因没有受理的，可以补正后重新申请支付令。",
    )  # fmt: skip


class OrderObjected(CaseForm):
    """The firm objected in writing, and the court ended the proceedings: the payment order has fallen."""

    decided_on = day("法院裁定终结督促程序的日期", PAST)
    number = forms.CharField(label="裁定书编号", max_length=60, required=False)
    instead = text(
        "告知的后续途径", rows=3,
        initial="支付令因用人单位提出书面异议失效。可以向人民法院起诉，也可以依法申请劳动争议仲裁。",
    )  # fmt: skip


class OrderStands(CaseForm):
    """The firm neither objected nor paid within its days: the order can be enforced."""

    instead = text(
        "告知的后续途径", rows=3,
        initial="用人单位在期限内没有提出书面异议，又不履行支付令的，可以凭支付令向人民法院申请执行。",
    )  # fmt: skip

    @classmethod
    def timely(cls, case: Case, today: date) -> bool:
        """Once those days are over."""
        return is_over(case, today, "objection")

    def clean(self) -> dict[str, Any]:
        """Not before."""
        given: dict[str, Any] = super().clean() or {}
        term = self.case.deadlines.filter(clock="objection", state="running").first()
        if term is not None and term.due_on >= self.today:
            raise forms.ValidationError(
                f"用人单位清偿或者提出异议的期限到{term.due_on:%Y年%-m月%-d日}届满，期满后再登记。"
            )
        return given


class Performed(Closing):
    """The agreement was kept: what was agreed has been paid, and when."""

    def prepare(self) -> None:
        """What was agreed is what was paid, unless it is said otherwise."""
        super().prepare()
        for claim in self.claims:
            if claim.paid_fen is None:
                self.fields[f"paid_{claim.pk}"].initial = claim.found_fen

    def clean(self) -> dict[str, Any]:
        """No sum that was agreed on is left open."""
        given: dict[str, Any] = super().clean() or {}
        for claim in self.claims:
            if given.get(f"found_{claim.pk}") and given.get(f"paid_{claim.pk}") is None:
                self.add_error(f"paid_{claim.pk}", "请填写实际支付的金额；协议没有履行的，请选“未履行，结案”。")
        return given


class Breach(Claims):
    """The agreement was not kept: what was paid, and which way is open now."""

    instead = text("告知的后续途径（申请执行、支付令、仲裁或起诉）", rows=3)
    anew = True


class Failed(Elsewhere):
    """No agreement: why, and which way is open now."""

    outcome = Claim.Outcome.UNSETTLED
    reason = text("调解不成的原因", rows=3)
    instead = text("告知的后续途径", rows=3, initial="可以依法申请劳动争议仲裁，或者向人民法院起诉。")
