"""What must be given where a firm's property is looked for (《保障农民工工资支付条例》 art. 40)?"""

from typing import Any

from django import forms
from django.utils.timezone import localtime

from huxin.cases.facts import Facts
from huxin.cases.forms.common import AHEAD, PAST, CaseForm, day, text
from huxin.cases.models import Case
from huxin.cases.records import last_done, was_done
from huxin.cases.topics import PAY


class AskQuery(CaseForm):
    """The head of an authority of a prefecture or above is asked to approve a query of the firm's property."""

    to = forms.CharField(label="报请批准的单位（设区的市级以上）", max_length=80, initial="文山州人力资源和社会保障局")
    what = text("查询范围（金融账户，或者房产、车辆等）", rows=2, initial="单位金融账户，房产、车辆等财产情况")
    reason = text("查询理由（拖欠的人数、金额，单位不配合的情况）", rows=3)
    due_on = day("希望何日前批复", AHEAD)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Only where pay is owed."""
        return case.topic in PAY or any(claim.kind in PAY for claim in case.claims.all())

    def clean(self) -> dict[str, Any]:
        """Only where pay is owed."""
        given: dict[str, Any] = super().clean() or {}
        if not self.offered(self.case):
            raise forms.ValidationError("查询单位财产只适用于拖欠工资的案件（《保障农民工工资支付条例》第四十条）。")
        return given

    def facts(self) -> Facts:
        """Until when the office waits."""
        return Facts(data=self.shown(), due={"property_query": self.cleaned_data["due_on"]})


class Query(CaseForm):
    """It was approved; the bank or the registrar is asked."""

    approved_by = forms.CharField(label="批准人（单位和职务）", max_length=80)
    approved_on = day("批准日期", PAST)
    number = forms.CharField(label="批复文号", max_length=60, required=False)
    to = forms.CharField(label="协助查询单位（银行、登记机构）", max_length=80)
    what = text("查询内容", rows=2, initial="单位金融账户，房产、车辆等财产情况")

    def prepare(self) -> None:
        """As it was asked for."""
        if asked := last_done(self.case, "ask_query"):
            self.fields["what"].initial = asked.facts["data"]["what"]

    def clean(self) -> dict[str, Any]:
        """Nothing is queried before it was asked for."""
        given: dict[str, Any] = super().clean() or {}
        asked = last_done(self.case, "ask_query")
        if asked is None:
            raise forms.ValidationError("查询前应当报设区的市级以上部门负责人批准，请先办理“请示查询单位财产”。")
        on = given.get("approved_on")
        if on and on < localtime(asked.made_at).date():
            self.add_error("approved_on", "批准日期不能早于请示日期。")
        return given


class QueryResult(CaseForm):
    """What the bank or the registrar answered."""

    answered_on = day("答复日期", PAST)
    found = text("查询结果", rows=4)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Only what was queried has a result."""
        return was_done(case, "query")

    def clean(self) -> dict[str, Any]:
        """Somebody was asked."""
        given: dict[str, Any] = super().clean() or {}
        if not self.offered(self.case):
            raise forms.ValidationError("还没有发出查询，没有可以登记的结果。")
        return given
