"""What must be given for the actions of legal aid?"""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from huxin.cases.clients import may_ask, without_aid
from huxin.cases.counsel import Counsel, closing_report, lawyers_of, of_aid
from huxin.cases.facts import Facts
from huxin.cases.forms.common import AHEAD, PAST, CaseForm, Closing, Elsewhere, day, text
from huxin.cases.models import Case, Claim, Party
from huxin.cases.records import last_done
from huxin.cases.signing import is_unserved
from huxin.cases.topics import PAY, Topic

NEAR = 7  # days before a limitation runs out in which help comes first (法律援助法 art. 44)
_PAY_OR_INJURY = (*PAY, Topic.INJURY)


class Asking(CaseForm):
    """Whoever has a case wants a lawyer for it, once."""

    for_himself = True
    consented = forms.BooleanField(
        label="申请人要申请法律援助（免费请律师帮忙）",
        help_text="请求支付报酬、工伤赔偿的进城务工人员不查经济困难状况；法律援助机构收到后7日内决定。",
    )
    remark = text("说明（例如：马上要开庭、快过时效）", required=False, rows=2)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """What was asked for is not asked for again while it is dealt with."""
        return may_ask(case)

    @classmethod
    def offered_to(cls, party: Party) -> bool:
        """Nor by one of many."""
        return (party.acts_for or party) in without_aid(party.case)

    def clean(self) -> dict[str, Any]:
        """The same, said."""
        given: dict[str, Any] = super().clean() or {}
        if not self.offered(self.case):
            raise forms.ValidationError("已经申请过法律援助，正在办理，请在“有关的案件”里查看。")
        return given


class Supplement(CaseForm):
    """What the application lacks, and by when."""

    needed = text("需要补充的材料")
    due_on = day("补充期限", AHEAD)

    def facts(self) -> Facts:
        """The applicant's day."""
        return Facts(data=self.shown(), due={"supplement": self.cleaned_data["due_on"]})


class Grant(CaseForm):
    """On which ground aid is given; who comes from the countryside for pay or injury is not asked for his means."""

    matter = forms.ChoiceField(
        label="援助事项",
        choices=[
            ("", "请选择"),
            ("pay", "请求确认劳动关系或者支付劳动报酬"),
            ("injury", "请求工伤（职业伤害）人身损害赔偿"),
            ("insurance", "请求社会保险待遇"),
            ("other", "法律、法规规定的其他情形"),
        ],
    )
    means = forms.ChoiceField(
        label="经济困难状况",
        choices=[
            ("", "请选择"),
            ("rural", "进城务工人员请求报酬或者工伤赔偿，免予核查"),
            ("welfare", "社会救助、司法救助或者优抚对象等，免予核查"),
            ("declared", "个人诚信承诺，经核查符合标准"),
        ],
    )
    kind = forms.ChoiceField(
        label="援助形式",
        choices=[
            ("litigation", "民事诉讼代理"),
            ("arbitration", "劳动争议调解与仲裁代理"),
            ("papers", "代拟法律文书"),
            ("advice", "法律咨询"),
        ],
        initial="arbitration",
    )
    reason = text("审查意见", rows=2, initial="符合法律援助条件，予以援助。")

    def prepare(self) -> None:
        """What the subject of the case suggests."""
        first = {Topic.INJURY: "injury", Topic.INSURANCE: "insurance"}.get(Topic(self.case.topic), "pay")
        self.fields["matter"].initial = first
        if self.case.topic in _PAY_OR_INJURY:
            self.fields["means"].initial = "rural"

    def clean(self) -> dict[str, Any]:
        """Only pay and injury free from the test of means."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("means") == "rural" and given.get("matter") not in ("pay", "injury"):
            self.add_error("means", "免予核查只适用于请求支付劳动报酬或者工伤人身损害赔偿。")
        return given


class HelpFirst(CaseForm):
    """Help now, papers later (法律援助法 art. 44)."""

    ground = forms.ChoiceField(
        label="先行援助的情形",
        choices=[
            ("", "请选择"),
            ("limitation", "距法定时效或者期限届满不足七日，需要及时提起诉讼或者申请仲裁"),
            ("preservation", "需要立即申请财产保全、证据保全或者先予执行"),
            ("other", "法律、法规、规章规定的其他情形"),
        ],
    )
    until = day("时效（期限）届满日", required=False)
    due_on = day("申请人补办手续、补充材料的期限", AHEAD)
    reason = text("说明", rows=2)

    def clean(self) -> dict[str, Any]:
        """The limitation is near."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("ground") == "limitation":
            until: date | None = given.get("until")
            if until is None:
                self.add_error("until", "请填写时效（期限）届满日。")
            elif not 0 <= (until - self.today).days < NEAR:
                self.add_error("until", f"届满日应在今天起{NEAR}日之内；不紧急的请按一般程序审查。")
        return given

    def facts(self) -> Facts:
        """The applicant's day for his papers."""
        return Facts(data=self.shown(), due={"papers": self.cleaned_data["due_on"]}, reason=self.cleaned_data["reason"])


class Refusal(CaseForm):
    """Why no aid is given, or given no longer."""

    reason = text("理由", rows=3)
    law = forms.CharField(label="依据", max_length=300)
    instead = text("可以去哪里、怎么办", rows=3)


class Assign(CaseForm):
    """To which office, which lawyer, whom to call."""

    counsel = forms.ChoiceField(
        label="承办律师账号",
        required=False,
        help_text="选了账号的，律师登录后只看到指派给他的案件；没有账号的填写下面的姓名。",
    )
    office = forms.CharField(label="律师事务所（法律服务所）", max_length=80)
    lawyer = forms.CharField(
        label="承办律师（法律工作者）", max_length=40, required=False, help_text="选了账号的不用填。"
    )
    phone = forms.CharField(label="办公电话", max_length=20, required=False)
    kind = forms.CharField(label="援助形式", max_length=40, initial="劳动争议调解与仲裁代理")

    def prepare(self) -> None:
        """The lawyers whom the centre invited."""
        known = [(str(user.pk), user.name) for user in lawyers_of(self.case.organisation)]
        self.fields["counsel"].choices = [("", "没有账号"), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody, by his log-in or by name."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("counsel"):
            known = dict(self.fields["counsel"].choices)  # type: ignore[attr-defined]
            given["lawyer"] = known[given["counsel"]]
        elif not given.get("lawyer"):
            self.add_error("lawyer", "请选择承办律师账号，或者填写承办律师姓名。")
        return given

    def shown(self) -> dict[str, Any]:
        """By his name, also where his log-in was chosen."""
        return {name: value for name, value in super().shown().items() if name != "counsel"}

    def facts(self) -> Facts:
        """With the key of his log-in, for what follows, and whether nobody was assigned here before."""
        first = self.case.step == "granted"
        return super().facts().with_data(counsel_id=self.cleaned_data["counsel"], first=first)


class Finish(Closing):
    """The aid ends; of a lawyer with a log-in the centre has accepted the closing report first."""

    def prepare(self) -> None:
        """As he reported it."""
        super().prepare()
        accepted = [report.text for one in self._lawyers() if (report := closing_report(one))]
        if accepted:
            self.fields["result"].initial = "\n".join(accepted)

    def _lawyers(self) -> QuerySet[Counsel]:
        """Who has it, and who came with aid that was merged into it."""
        return of_aid(self.case).filter(ended_at=None).order_by("pk")

    def clean(self) -> dict[str, Any]:
        """His report is there."""
        given: dict[str, Any] = super().clean() or {}
        if late := [one.user.name for one in self._lawyers() if closing_report(one) is None]:
            raise forms.ValidationError(f"承办律师{'、'.join(late)}的结案报告还没有审收，请先在案件页审收后再结案。")
        return given


class Progress(CaseForm):
    """What the lawyer did."""

    done_on = day("日期", PAST)
    done = text("承办情况", rows=4)


class Objection(CaseForm):
    """Why the applicant does not agree."""

    reason = text("异议理由", rows=3)


class Review(CaseForm):
    """The justice bureau follows the objection (法律援助法 art. 49)."""

    reason = text("审查意见和理由", rows=3)

    def facts(self) -> Facts:
        """For the paper."""
        return super().facts().with_data(overturned=True)


class Upheld(Elsewhere):
    """The objection is not followed: no aid is given."""

    outcome = Claim.Outcome.UNSETTLED
    reason = text("审查意见和理由", rows=3)


class Ended(Elsewhere):
    """Nobody objected."""

    outcome = Claim.Outcome.UNSETTLED
    remark = text("备注", required=False, rows=2, help_text="办结后申请人不能再在网上提出异议，请先问明他的意见。")

    def clean(self) -> dict[str, Any]:
        """He was told, and could have."""
        given: dict[str, Any] = super().clean() or {}
        last = last_done(self.case, "refuse", "terminate")
        if last is None or last.paper is None or is_unserved(last.paper, self.case):
            raise forms.ValidationError("不予（终止）援助决定书还没有登记送达，申请人还不知道可以提出异议，不能办结。")
        return given
