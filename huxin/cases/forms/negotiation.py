"""What must be given while firm and worker negotiate: an offer, another sum, an answer?"""

from datetime import date
from typing import Any

from django import forms

from huxin.base.chinese import spoken_date
from huxin.base.money import read_fen
from huxin.cases import collective
from huxin.cases.facts import Facts
from huxin.cases.forms.common import AHEAD, CaseForm, MoneyField, Plain, day, text
from huxin.cases.models import Case, Party
from huxin.cases.reach import OUT
from huxin.cases.records import Move, last_done
from huxin.cases.signing import papers_of
from huxin.cases.wording import asked


def agreed(case: Case, what: str, *roles: str) -> bool:
    """Whether everybody in these roles has this consent on record: fills in the box that asks for it."""
    rows = list(case.parties.filter(role__in=roles, left_at=None))
    return bool(rows) and all(what in party.consents for party in rows)


def on_the_table(case: Case) -> Move | None:
    """The newest offer or counter-offer since the claim was sent to the firm."""
    rows = [one for one in case.moves.all() if one.action in ("send_claim", "offer", "counter")]
    last = max((one for one in rows if one.state == Move.State.DONE), key=lambda one: one.pk, default=None)
    return last if last is not None and last.action != "send_claim" else None


def came_to(case: Case) -> tuple[str, int | None]:
    """What was proposed last, in words; and its sum in fen where both came to it."""
    move = on_the_table(case)
    if move is None:
        return "", None
    data = move.facts["data"]
    amount = read_fen(data["amount"]) if data.get("amount") else None
    taken = last_done(case, "take_counter") if case.step == "agreed" else None
    more = taken.facts["data"].get("remark", "") if taken else data.get("reason", "")
    words = str(data["offer"]) if move.action == "offer" else f"被申请人支付申请人{data['amount']}元。{more}"
    return words, amount if case.step == "agreed" else None


class SendClaim(CaseForm):
    """The firm gets the claim first, with the worker's consent, and so many days to offer something."""

    consented = forms.BooleanField(label="申请人同意先由企业协商答复")
    due_on = day("请企业于何时前答复", AHEAD)
    remark = text("需要企业说明的问题", required=False, rows=2)

    def prepare(self) -> None:
        """A consent given before stands."""
        self.fields["consented"].initial = agreed(self.case, "offer", Party.Role.CLAIMANT)

    def facts(self) -> Facts:
        """The firm's day."""
        return Facts(data=self.shown(), due={"offer": self.cleaned_data["due_on"]})


class Offer(CaseForm):
    """What the firm offers: what is asked for, or something else."""

    answer = forms.ChoiceField(
        label="答复", choices=[("full", "同意申请人的全部请求"), ("other", "提出其他方案")], widget=forms.RadioSelect
    )
    offer = text("协商方案（支付项目、金额、时间）", rows=4)
    amount = MoneyField(label="同意支付金额（元）", required=False, help_text="同意全部请求的，可不填。")

    def prepare(self) -> None:
        """What is asked for stands beside the answer."""
        self.fields["answer"].help_text = f"申请人请求：{asked(self.case)}"

    def clean(self) -> dict[str, Any]:
        """Who agrees to everything agrees to the sum of the claims."""
        given = super().clean()
        if given.get("answer") == "full" and given.get("amount") is None and "amount" not in self.errors:
            sums = [claim.claimed_fen for claim in self.case.claims.all()]
            if not sums or None in sums:
                self.add_error("amount", "请求中有没写明金额的，请填写同意支付的金额。")
            else:
                given["amount"] = sum(fen for fen in sums if fen is not None)
        return given


class Decline(CaseForm):
    """The firm does not negotiate, and takes no part in mediation."""

    reason = text("不同意协商的理由", help_text="提交后，申请人可以依法申请仲裁或者起诉。")


class RatherMediate(CaseForm):
    """The firm does not negotiate, and takes part in mediation, which comes next."""

    reason = text("不同意协商的理由", help_text="提交即同意参加调解，调解组织随即受理，并通知双方调解时间。")


class NoOffer(Plain):
    """The firm got the letter, and its days are over."""

    def clean(self) -> dict[str, Any]:
        """Not before."""
        given = super().clean()
        sent = [one for one in papers_of(self.case) if one.kind == "offer_request"]
        if not sent or sent[-1].state not in OUT:
            raise forms.ValidationError("协商建议函还没有印发，企业还不知道，不能登记逾期未答复；请先印发并送达。")
        last = _last_day(self.case)
        if last is not None and last >= self.today:
            raise forms.ValidationError(f"企业答复的期限到{spoken_date(last)}，期满没有答复的才能登记。")
        return given


class Counter(CaseForm):
    """The worker names another sum, and why; the firm answers within the days that it was given at first."""

    amount = MoneyField(label="提出的金额（元）")
    reason = text("理由（怎样算的、希望何时支付）", rows=3)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """One speaks for himself; of several each takes the offer or does not."""
        return collective.claimants(case).count() == 1

    def prepare(self) -> None:
        """What was offered, and until when one may answer so."""
        words, _ = came_to(self.case)
        self.fields["amount"].help_text = f"企业的方案：{words}" if words else ""
        if last := _last_day(self.case):
            self.fields["reason"].help_text = f"企业会看到您的方案，在{spoken_date(last)}前可以同意或者另行答复。"

    def clean(self) -> dict[str, Any]:
        """Within those days, and by one alone."""
        given = super().clean()
        last = _last_day(self.case)
        if last is not None and last < self.today:
            raise forms.ValidationError(
                f"协商的期限已于{spoken_date(last)}届满，不能再另提方案；可以接受，不接受的由调解组织接着调解。"
            )
        if not self.offered(self.case):
            raise forms.ValidationError("本案有多名申请人，不能由一人另提方案；不接受的，由调解组织接着调解。")
        return given

    def facts(self) -> Facts:
        """The firm's day is the one that it had."""
        last = _last_day(self.case)
        return Facts(data=self.shown(), reason=self.cleaned_data["reason"], due={"offer": last} if last else {})


class TakeCounter(CaseForm):
    """The firm agrees to the sum that the worker named."""

    remark = text("怎样支付、何时支付（可不填）", required=False, rows=2)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Only while a counter-offer stands."""
        move = on_the_table(case)
        return move is not None and move.action == "counter"

    def prepare(self) -> None:
        """To what it agrees."""
        self.fields["remark"].help_text = f"申请人的方案：{came_to(self.case)[0]}"


def _last_day(case: Case) -> date | None:
    """The last day of the negotiation: the firm's, whether it has answered or not."""
    term = case.deadlines.filter(clock="offer").order_by("-pk").first()
    return term.due_on if term else None
