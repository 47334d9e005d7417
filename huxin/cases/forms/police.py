"""What must be given where a refusal to pay is sent to the police, and when they answer? (法释〔2013〕3号)"""

from typing import Any

from django import forms

from huxin.base.chinese import spoken_date
from huxin.cases.facts import Facts
from huxin.cases.forms.common import AHEAD, PAST, CaseForm, MoneyField, day, left_open, text
from huxin.cases.models import Case, Claim, Measure
from huxin.cases.reach import OUT
from huxin.cases.records import was_done
from huxin.cases.signing import papers_of
from huxin.cases.writing import unsettled


class ToPolice(CaseForm):
    """A suspected refusal to pay wages; only after a written order."""

    to = forms.CharField(label="移送至", max_length=80)
    found = text("移送的事实", rows=5)
    people = forms.IntegerField(label="涉及劳动者人数", min_value=1, max_value=100_000)
    amount = MoneyField(label="拖欠金额（元）")
    due_on = day("请公安机关何日前函告是否立案", AHEAD, help_text="写进移送书；到期没有答复的，在待办里提醒催问。")

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Not before the firm was ordered to pay."""
        return any(one.kind == Measure.Kind.CORRECTION and one.served_on for one in case.measures.all())

    def prepare(self) -> None:
        """For how many it is, and what they are owed by what was found."""
        self.fields["people"].initial = self.case.people
        owed = sum(c.found_fen if c.found_fen is not None else c.claimed_fen or 0 for c in unsettled(self.case))
        self.fields["amount"].initial = owed or None

    def clean(self) -> dict[str, Any]:
        """A written order that was served and not followed comes first (法释〔2013〕3号)."""
        served = self.case.measures.filter(kind=Measure.Kind.CORRECTION, served_on__isnull=False)
        last = served.order_by("-pk").first()
        if last is None:
            raise forms.ValidationError("移送前应当已下达并送达限期改正指令书。")
        if last.result == Measure.Result.COMPLIED:
            raise forms.ValidationError("限期改正指令书已经履行，不符合移送条件。")
        if not last.result and last.due_on and last.due_on >= self.today:
            raise forms.ValidationError(
                f"限期改正指令书的改正期限到{spoken_date(last.due_on)}，期满仍不支付的才能移送。"
            )
        return super().clean() or {}

    def facts(self) -> Facts:
        """The claims go on elsewhere."""
        return Facts(
            data=self.shown(), claims=left_open(self.case, Claim.Outcome.PASSED_ON), outcome="police",
            due={"police_answer": self.cleaned_data["due_on"]},
        )  # fmt: skip


class _Answer(CaseForm):
    """The police have said what they do: once."""

    answered_on = day("公安机关答复日期", PAST)
    number = forms.CharField(label="公安机关文号", max_length=60)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """While no answer is on record."""
        return was_done(case, "to_police") and not was_done(case, "police_filed", "police_declined")

    def clean(self) -> dict[str, Any]:
        """They had the letter."""
        given: dict[str, Any] = super().clean() or {}
        if not any(one.kind == "police_transfer" and one.state in OUT for one in papers_of(self.case)):
            raise forms.ValidationError("移送书还没有印发，没有可以登记的答复；请先印发并送交公安机关。")
        return given


class PoliceFiled(_Answer):
    """They have taken the case up: it is theirs now."""


class PoliceDeclined(_Answer):
    """They have not: the office takes the matter up again."""

    reason = text("不予立案（退回）的理由", rows=3)
