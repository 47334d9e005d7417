"""What must be given for the actions on a clue?"""

from typing import Any

from django import forms

from huxin.cases.facts import Facts
from huxin.cases.forms.common import AHEAD, CaseForm, MoneyField, day, text
from huxin.cases.models import Case, Party


class Verify(CaseForm):
    """What a first look showed."""

    how = forms.CharField(label="核查方式", max_length=120, initial="实地查看、调取资料")
    found = text("核查情况", rows=4)


class Docket(CaseForm):
    """Why a clue is taken up."""

    in_time = forms.BooleanField(label="违法行为在二年内，或有连续、继续状态")
    matter_of_law = text("拟查处的违法事项", rows=2)
    review = text("初步核查意见", required=False)
    opinion = text("承办意见", initial="建议立案调查。", rows=2)


class Unfounded(CaseForm):
    """Why a clue is not taken up."""

    ground = forms.ChoiceField(
        label="不予立案的原因",
        choices=[
            ("", "请选择"),
            ("not_found", "查无违法事实"),
            ("too_late", "违法行为已超过二年"),
            ("no_firm", "无法确定用工单位"),
            ("repeated", "重复反映，已经处理"),
        ],
    )
    found = text("核查情况", rows=4)


class PassOn(CaseForm):
    """To which body the clue belongs."""

    to = forms.CharField(label="移送单位", max_length=80)
    found = text("移送的情况（不写举报人信息）", rows=4)
    due_on = day("请于何时前函告结果", AHEAD, required=False)


class Join(CaseForm):
    """The clue goes on in a case that is already open on the same firm, or in a new one."""

    into = forms.ChoiceField(label="并入", required=False)
    remark = text("说明", required=False, rows=2)
    procedure = ""  # the code of the case that it joins

    def prepare(self) -> None:
        """The open cases of this firm in the same office."""
        rows = Case.objects.none()
        if self.case.enterprise_id:
            rows = Case.objects.filter(
                enterprise=self.case.enterprise_id, org_path=self.case.org_path, procedure=self.procedure,
                closed_at=None, merged_into=None,
            ).order_by("-pk")[:20]  # fmt: skip
        self.fields["into"].choices = [("", "另开新案"), *((c.number, str(c)) for c in rows)]  # type: ignore[attr-defined]

    def facts(self) -> Facts:
        """The number of the case it joins."""
        return super().facts().with_data(into=self.cleaned_data["into"])


class JoinInspection(Join):
    """A planned inspection of the same firm."""

    procedure = "inspection/1"


class JoinComplaint(Join):
    """A complaint, with the consent of a reporter who gave his name."""

    procedure = "complaint/1"
    consented = forms.BooleanField(label="举报人同意实名并按投诉办理")

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Once somebody has said who he is."""
        return somebody_named(case)

    def clean(self) -> dict[str, Any]:
        """A complaint has somebody who complains."""
        return named_reporter(self, super().clean() or {})


class Reply(CaseForm):
    """What a reporter who gave his name is told."""

    result = text("答复内容", rows=4)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Only to somebody who has said who he is."""
        return somebody_named(case)

    def clean(self) -> dict[str, Any]:
        """Nobody can be written to who did not say who he is; he reads the result by his receipt."""
        return named_reporter(self, super().clean() or {})


class Reward(CaseForm):
    """A reward, paid without anybody else learning to whom."""

    ground = text("奖励依据（奖励办法及条款）", rows=2)
    amount = MoneyField(label="奖励金额（元）")
    paid_by = forms.CharField(label="发放方式", max_length=120, initial="由专人联系举报人领取，不公开姓名")


def somebody_named(case: Case) -> bool:
    """Has a reporter who is in the case given his name?"""
    there = (one for one in case.parties.all() if one.role == Party.Role.CLAIMANT and one.left_at is None)
    return any(one.name_sealed for one in there)


def named_reporter(form: CaseForm, given: dict[str, Any]) -> dict[str, Any]:
    """Refuse where nobody gave his name."""
    if not somebody_named(form.case):
        raise forms.ValidationError("举报人没有留下姓名，不能这样办理；可在留言中请其补充身份。")
    return given
