"""What must be given while firm and worker negotiate: an offer, another sum, an answer?"""

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localtime

from huxin.base.chinese import spoken_date
from huxin.base.money import read_fen
from huxin.cases import collective
from huxin.cases.facts import Facts
from huxin.cases.forms.common import AHEAD, CaseForm, MoneyField, Plain, day, text
from huxin.cases.models import Case, Party
from huxin.cases.people import told_apart
from huxin.cases.reach import OUT
from huxin.cases.records import Move, is_over, last_done
from huxin.cases.signing import papers_of
from huxin.cases.wording import asked, full_name
from huxin.documents.models import Paper

FULL = "同意申请人的全部请求"


def agreed(case: Case, what: str, *roles: str) -> bool:
    """Whether everybody in these roles has this consent on record: fills in the box that asks for it."""
    rows = list(case.parties.filter(role__in=roles, left_at=None))
    return bool(rows) and all(what in party.consents for party in rows)


def on_the_table(case: Case) -> Move | None:
    """The newest offer or counter-offer since the claim was sent to the firm; what one of several has asked for lies
    there only once all have spoken."""
    rows = [one for one in case.moves.all() if one.action in ("send_claim", "offer", "counter")
            and one.to_step != one.from_step]  # fmt: skip
    last = max((one for one in rows if one.state == Move.State.DONE), key=lambda one: one.pk, default=None)
    return last if last is not None and last.action != "send_claim" else None


def came_to(case: Case) -> str:
    """What was proposed last, in words."""
    move = on_the_table(case)
    if move is None:
        return ""
    if move.action == "offer":
        return str(move.facts["data"]["offer"])
    taken = last_done(case, "take_counter") if case.step == "agreed" else None
    if collective.claimants(case).count() < 2:
        more = taken.facts["data"].get("remark", "") if taken else move.facts["data"].get("reason", "")
        return f"被申请人支付申请人{move.facts['data']['amount']}元。{more}"
    lines = [
        f"被申请人支付{full_name(party)}{data['amount']}元。{'' if taken else data.get('reason', '')}"
        for party, data in counters(case)
    ]
    offer = last_done(case, "offer")
    if offer and (others := [full_name(one) for one in collective.claimants(case) if "take_offer" in one.consents]):
        lines.append(f"{'、'.join(others)}接受被申请人的方案：{offer.facts['data']['offer']}")
    return "\n".join([*lines, *([taken.facts["data"]["remark"]] if taken and "remark" in taken.facts["data"] else [])])


def counters(case: Case) -> list[tuple[Party, dict[str, Any]]]:
    """What each of several asked for last in answer to the newest offer, where he has not taken that offer since."""
    offer = last_done(case, "offer")
    moves = case.moves.filter(action="counter", state=Move.State.DONE, pk__gt=offer.pk if offer else 0)
    asks = {m.party.acts_for_id or m.party_id: m.facts["data"] for m in moves.select_related("party").order_by("pk")
            if m.party}  # fmt: skip
    return [(one, asks[one.pk]) for one in collective.claimants(case) if one.pk in asks and "counter" in one.consents]


def agreed_sums(case: Case) -> dict[int, int | None]:
    """To what firm and claimants came by themselves: the sum in fen of each claim, none where they named none for it;
    nothing where they did not come to terms so."""
    move = on_the_table(case) if case.step == "agreed" else None
    if move is None:
        return {}
    rows = list(case.claims.order_by("pk"))
    if collective.claimants(case).count() > 1 and move.action == "counter":
        asks = {party.pk: data["amount"] for party, data in counters(case)}
        own = [row.party_id for row in rows]
        return {c.pk: read_fen(asks[c.party_id]) if c.party_id in asks and own.count(c.party_id) == 1 else None
                for c in rows}  # fmt: skip
    data = move.facts["data"]
    if len(rows) == 1 and data.get("amount"):
        return {rows[0].pk: read_fen(data["amount"])}
    full = data.get("answer") == FULL
    return {c.pk: c.claimed_fen if full else None for c in rows}


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


class NewDay(CaseForm):
    """Another day for the firm, where the letter did not go out before the day that it names."""

    due_on = day(
        "请企业改于何时前答复", AHEAD,
        help_text="按新的日期重新拟一份协商建议函。原来的函还没有送审的，自动作废；已经送审、签发而没有印发的，请撤回送审或者"
        "由印发人员作废，不要再印发。",
    )  # fmt: skip

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Until the firm has had days to answer."""
        letter, last = _letter(case), max(case.deadlines.all(), key=lambda one: (one.clock == "offer", one.pk))
        if letter is None or letter.issued_at is None:
            return True
        return localtime(letter.issued_at).date() >= last.due_on

    def facts(self) -> Facts:
        """The firm's new day; what it was asked to explain, and which day no longer holds where it was told of one."""
        last, before = last_done(self.case, "send_claim"), _last_day(self.case)
        asked = last.facts["data"].get("remark", "") if last else ""
        told = before.isoformat() if before and _is_out(_letter(self.case)) else ""
        data = self.shown() | {"remark": asked, "instead_of": told}
        return Facts(data=data, due={"offer": self.cleaned_data["due_on"]})


class Offer(CaseForm):
    """What the firm offers: what is asked for, or something else."""

    answer = forms.ChoiceField(
        label="答复", choices=[("full", FULL), ("other", "提出其他方案")], widget=forms.RadioSelect
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

    def facts(self) -> Facts:
        """The claimant has until the firm's own day; no day is set where the firm itself let that pass."""
        last = _last_day(self.case)
        if last is None or last < self.today:
            return Facts(data=self.shown(), ends=("answer",))
        return Facts(data=self.shown(), due={"answer": last})


class Decline(CaseForm):
    """The firm does not negotiate, and takes no part in mediation."""

    reason = text("不同意协商的理由", help_text="提交后，申请人可以依法申请仲裁或者起诉。")


class RatherMediate(CaseForm):
    """The firm does not negotiate, and takes part in mediation, which comes next."""

    reason = text("不同意协商的理由", help_text="提交即同意参加调解，调解组织随即受理，并通知双方调解时间。")


class NoOffer(Plain):
    """The firm got the letter, and its days are over."""

    said = text("情况说明", required=False, rows=2, help_text="申请人在自己的页面上能看到。")

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Not before that."""
        return _is_out(_letter(case))

    @classmethod
    def timely(cls, case: Case, today: date) -> bool:
        """Once its days are over."""
        return is_over(case, today, "offer")

    def clean(self) -> dict[str, Any]:
        """Not before."""
        given = super().clean()
        if not _is_out(_letter(self.case)):
            raise forms.ValidationError(
                "协商建议函还没有印发，企业还不知道，不能登记逾期未答复；请先印发并送达，原定日期已过的先改定答复日期。"
            )
        last = _last_day(self.case)
        if last is not None and last >= self.today:
            raise forms.ValidationError(f"企业答复的期限到{spoken_date(last)}，期满没有答复的才能登记。")
        return given


class Counter(CaseForm):
    """The worker names another sum, and why; the firm answers within the days that it was given at first."""

    amount = MoneyField(label="提出的金额（元）")
    reason = text("理由（怎样算的、希望何时支付）", rows=3)

    @classmethod
    def timely(cls, case: Case, today: date) -> bool:
        """Within those days."""
        terms = [one for one in case.deadlines.all() if one.clock == "offer"]
        late = bool(terms) and max(terms, key=lambda one: one.pk).due_on < today
        return not late and not is_over(case, today, "answer")

    def prepare(self) -> None:
        """What was offered, and until when one may answer so; of several each names his own sum, to the office too."""
        people = list(collective.claimants(self.case))
        if len(people) > 1 and self.party is None:
            choices = [("", "请选择"), *((str(one.pk), told_apart(one)) for one in people)]
            self.fields["whose"] = forms.ChoiceField(label="哪一名申请人", choices=choices)
            self.order_fields(["whose"])
        words = came_to(self.case)
        self.fields["amount"].help_text = f"企业的方案：{words}" if words else ""
        if last := _last_day(self.case):
            self.fields["reason"].help_text = self._what_follows(last, len(people) > 1)

    def _what_follows(self, last: date, many: bool) -> str:
        if last < self.today:
            return f"协商的期限已于{spoken_date(last)}届满，不能再另提方案。"
        if many:
            return (
                f"另提方案的，写本人的金额。其他申请人也都答复（接受或者另提）后，各人的方案一并送企业，"
                f"企业在{spoken_date(last)}前可以同意或者另行答复；有人不接受的，由调解组织接着办。"
            )
        return f"企业会看到您的方案，在{spoken_date(last)}前可以同意或者另行答复。"

    def clean(self) -> dict[str, Any]:
        """Within those days."""
        given = super().clean()
        last = _last_day(self.case)
        if last is not None and last < self.today:
            raise forms.ValidationError(
                f"协商的期限已于{spoken_date(last)}届满，不能再另提方案；可以接受，不接受的由调解组织接着调解。"
            )
        return given

    def shown(self) -> dict[str, Any]:
        """His sum; whose it is stands with the move, by name and without the end of his telephone number."""
        return {name: value for name, value in super().shown().items() if name != "whose"}

    def facts(self) -> Facts:
        """The firm's day is the one that it had."""
        last, whose = _last_day(self.case), self.cleaned_data.get("whose")
        return Facts(
            data=self.shown(), reason=self.cleaned_data["reason"], due={"offer": last} if last else {},
            whose=int(whose) if whose else None,
        )  # fmt: skip


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
        self.fields["remark"].help_text = f"申请人的方案：{came_to(self.case)}"


def _letter(case: Case) -> Paper | None:
    """The newest letter to the firm."""
    return next((one for one in reversed(papers_of(case)) if one.kind == "offer_request"), None)


def _is_out(letter: Paper | None) -> bool:
    """Does the firm know of it?"""
    return letter is not None and letter.state in OUT


def _last_day(case: Case) -> date | None:
    """The last day of the negotiation: the firm's, whether it has answered or not."""
    term = case.deadlines.filter(clock="offer").order_by("-pk").first()
    return term.due_on if term else None
