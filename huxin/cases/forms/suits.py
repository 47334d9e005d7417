"""What must be given where both sides go to court over the same dispute?"""

from typing import Any

from django import forms

from huxin.cases.facts import Facts
from huxin.cases.forms.award import SuedAgain
from huxin.cases.forms.common import PAST, CaseForm, day
from huxin.cases.models import Case, Party
from huxin.cases.records import was_done
from huxin.cases.suits import SIDES, suing


class SuedToo(SuedAgain):
    """The other side goes to court as well: with a suit, or of a final award the firm with the wish to annul it."""

    def prepare(self) -> None:
        """It is he who has not gone there yet."""
        there = suing(self.case)
        left = [(role, words) for role, words in SIDES.items() if role not in there]
        self.fields["by_whom"].choices = left  # type: ignore[attr-defined]
        self.fields["by_whom"].initial = left[0][0] if left else ""

    @classmethod
    def offered(cls, case: Case) -> bool:
        """While one side alone is there."""
        return len(suing(case)) == 1

    def facts(self) -> Facts:
        """Of what kind it can only be (arts 48 to 50)."""
        own = super().facts()
        if was_done(self.case, "annulled"):
            return own
        annulment = was_done(self.case, "award_final") and own.side == Party.Role.RESPONDENT
        return own.with_data(kind="申请撤销终局裁决" if annulment else "不服裁决起诉", annulment=annulment)


class OneOut(CaseForm):
    """One of two suits is over without a judgment; the court goes on with the other."""

    by_whom = forms.ChoiceField(label="撤诉（被驳回）的一方", choices=[("", "请选择"), *SIDES.items()])
    result = forms.ChoiceField(
        label="结果", choices=[("", "请选择"), ("withdrawn", "撤诉"), ("dismissed", "裁定不予受理或者驳回")]
    )
    number = forms.CharField(label="裁定书编号", max_length=60, required=False)
    decided_on = day("裁定日期", PAST)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """While both are there."""
        return len(suing(case)) > 1

    def clean(self) -> dict[str, Any]:
        """The last one ends by the result of the court."""
        given: dict[str, Any] = super().clean() or {}
        if not self.offered(self.case):
            raise forms.ValidationError("现在只有一方在诉讼中，它的撤诉请办理“登记法院结果”。")
        return given
