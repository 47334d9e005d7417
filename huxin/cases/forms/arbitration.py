"""What must be given for the actions of arbitration, from application to hearing?"""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from huxin.cases.facts import ClaimFact, Facts, MeasureFact
from huxin.cases.forms.common import (
    AHEAD,
    PAST,
    CaseForm,
    Claims,
    Elsewhere,
    Extension,
    MoneyField,
    Plain,
    claim_title,
    claims_of,
    day,
    text,
)
from huxin.cases.forms.counter import taken_back
from huxin.cases.models import Case, Claim, Measure, Party
from huxin.cases.records import last_done, was_done
from huxin.cases.sessions import POSTPONEMENT, RULES
from huxin.cases.signing import is_unserved
from huxin.cases.topics import Topic
from huxin.cases.trial import hearing_of, panel_of, was_called
from huxin.cases.wording import called, names
from huxin.law.calendar import calendar_for
from huxin.law.periods import kind_of_day
from huxin.registry.models import Enterprise

CHOOSE = ("", "请选择")
ABSENT: dict[str, tuple[str, ...]] = {
    "none": (), "respondent": (Party.Role.RESPONDENT,), "third": (Party.Role.THIRD,),
    "others": (Party.Role.RESPONDENT, Party.Role.THIRD),
}  # fmt: skip
NOTICE = 5  # days before a hearing (调解仲裁法 art. 35)


class Supplement(CaseForm):
    """What the application lacks, and by when."""

    needed = text("需要补正的内容")
    due_on = day("补正期限", AHEAD)

    def facts(self) -> Facts:
        """The applicant's day."""
        return Facts(data=self.shown(), reason="等待补正材料", due={"supplement": self.cleaned_data["due_on"]})


class Accept(CaseForm):
    """The conditions of acceptance; all must be met."""

    signed = forms.BooleanField(label="申请书已由申请人签名（网上提交的已确认）")
    parties = forms.BooleanField(label="申请人与本案有直接利害关系，有明确的被申请人")
    claims = forms.BooleanField(label="有具体的仲裁请求和事实、理由")
    competent = forms.BooleanField(label="属于劳动争议受理范围和本委管辖")
    opinion = text("承办意见", initial="建议受理。", rows=2)


class NoRelation(Elsewhere):
    """Refused because there is no labour relation; the guidance given is recorded (task 9)."""

    outcome = Claim.Outcome.REJECTED
    reason = text("认定不存在劳动关系的事实和理由", rows=4)
    law = forms.CharField(label="依据", max_length=300, initial="《劳动争议调解仲裁法》第二条、第二十九条")
    given = text("指导意见（争议性质、可主张的权利、需要保存的证据）", rows=4)
    instead = text(
        "可以去哪里、怎么办",
        rows=4,
        help_text="写清地点、电话、需要的材料；当事人在自己的页面上也能看到。",
        initial="可以申请新就业形态劳动纠纷一站式调解；可以向人民法院提起民事诉讼；经济困难的可以申请法律援助。",
    )

    def facts(self) -> Facts:
        """A measure of guidance beside the refusal."""
        passed = super().facts()
        guidance = MeasureFact(Measure.Kind.GUIDANCE, text=self.cleaned_data["given"])
        return Facts(data=passed.data, claims=passed.claims, reason=passed.reason, measures=(guidance,))


class Transfer(Elsewhere):
    """Another commission is competent."""

    to = forms.CharField(label="移送至", max_length=80)
    reason = text("理由", rows=2)


class Panel(CaseForm):
    """One arbitrator for simple matters, else three."""

    kind = forms.ChoiceField(label="审理方式", choices=[CHOOSE, ("sole", "简易处理（独任）"), ("panel", "三人仲裁庭")])
    ground = forms.ChoiceField(
        label="简易处理的理由",
        required=False,
        choices=[
            ("", "（三人仲裁庭不填）"),
            ("clear", "事实清楚、权利义务明确、争议不大"),
            ("amount", "标的额不超过本省上年度职工年平均工资"),
            ("both", "双方当事人同意简易处理"),
        ],
    )
    members = forms.CharField(label="仲裁员（三人的首席在前，用顿号分开）", max_length=120)
    secretary = forms.CharField(label="书记员", max_length=40)

    def clean(self) -> dict[str, Any]:
        """One or three, and why only one."""
        given: dict[str, Any] = super().clean() or {}
        people = [name.strip() for name in re.split("[、，,；;]", given.get("members", "")) if name.strip()]
        kind, sole = given.get("kind"), given.get("kind") == "sole"
        if people and kind and len(set(people)) != (1 if sole else 3):
            self.add_error("members", "独任填写一名仲裁员，仲裁庭填写三名不同的仲裁员。")
        if given.get("secretary", "").strip() in people:
            self.add_error("secretary", "书记员不能是本案的仲裁员，请填写另一人。")
        if sole and not given.get("ground"):
            self.add_error("ground", "请选择简易处理的理由。")
        return given


class MoreClaims(CaseForm):
    """A claim that is added or changed."""

    kind = forms.ChoiceField(label="请求事项", choices=[("", "请选择"), *Topic.choices])
    change = forms.CharField(label="变更或者增加的内容", max_length=200)
    amount = MoneyField(label="请求金额（元）", required=False)
    said = "变更（增加）请求："

    def facts(self) -> Facts:
        """A row of its own; what was claimed before stays on record."""
        given = self.cleaned_data
        row = ClaimFact(kind=given["kind"], text=f"{self.said}{given['change']}", claimed_fen=given["amount"])
        return Facts(data=self.shown(), claims=(row,))


class CounterClaim(MoreClaims):
    """What the respondent claims in turn."""

    change = forms.CharField(label="反申请的内容", max_length=200)
    said = "反申请："


class AddParty(CaseForm):
    """A firm that is drawn in, such as the platform above the partner firm."""

    name = forms.CharField(label="单位名称或统一社会信用代码", max_length=120)
    role = forms.ChoiceField(
        label="身份", choices=[CHOOSE, (Party.Role.RESPONDENT, "共同被申请人"), (Party.Role.THIRD, "第三人")]
    )
    reason = text("追加理由", rows=2)

    def clean_name(self) -> str:
        """It is known to the registry and not yet in the case."""
        name = self.cleaned_data["name"].strip()
        found = Enterprise.objects.filter(name=name).first() or Enterprise.objects.filter(credit_code=name).first()
        if found is None:
            raise forms.ValidationError("企业名录中没有这个单位，请先在企业登记中录入。")
        if self.case.parties.filter(enterprise=found, left_at=None).exists():
            raise forms.ValidationError("这个单位已经是本案当事人。")
        self.found = found
        return str(found.name)

    def facts(self) -> Facts:
        """Its number in the registry, for the row that follows."""
        return super().facts().with_data(enterprise_id=self.found.pk, role=self.cleaned_data["role"])


class Hearing(CaseForm):
    """When and where; told five days before (art. 35)."""

    held_on = day("开庭日期")
    time = forms.CharField(label="时间", max_length=20, initial="9时00分")
    place = forms.CharField(label="地点", max_length=120)
    members = forms.CharField(label="仲裁员", max_length=120)

    def prepare(self) -> None:
        """The panel as it was formed."""
        if panel := panel_of(self.case):
            self.fields["members"].initial = panel["members"]

    def clean_held_on(self) -> date:
        """Five days ahead, counted as the rules of arbitration count."""
        held: date = self.cleaned_data["held_on"]
        if calendar_for(self.case.area_id).add(self.today, NOTICE, kind_of_day(RULES, NOTICE)) > held:
            raise forms.ValidationError("应当在开庭5日前（按工作日计算）书面通知双方，请把开庭日期往后安排。")
        return held


class Postpone(Hearing):
    """A later day: a party asks for it, three days before at the latest, for a good reason; or the panel decides so."""

    asked_on = day("当事人请求延期的日期", PAST, required=False, help_text="仲裁庭自己决定延期的不填。")
    reason = text("延期理由", rows=2)

    def clean_asked_on(self) -> date | None:
        """Three days before the hearing that was set."""
        asked: date | None = self.cleaned_data["asked_on"]
        if asked and (hearing := hearing_of(self.case)):
            held = date.fromisoformat(hearing["held_on"])
            if calendar_for(self.case.area_id).add(asked, POSTPONEMENT, kind_of_day(RULES, POSTPONEMENT)) > held:
                raise forms.ValidationError("延期开庭应当在开庭3日前请求；是否仍准许由仲裁庭决定，可改用“中止审理”。")
        return asked


class HearingRecord(CaseForm):
    """What was said at the hearing, and who came."""

    held_on = day("开庭日期")
    place = forms.CharField(label="地点", max_length=120)
    present = forms.CharField(label="到庭人员", max_length=200)
    absent = forms.ChoiceField(
        label="缺席情况",
        choices=[
            CHOOSE,
            ("none", "各方到庭"),
            ("respondent", "被申请人无正当理由未到庭，缺席审理"),
            ("third", "第三人无正当理由未到庭，缺席审理"),
            ("others", "被申请人、第三人均无正当理由未到庭，缺席审理"),
        ],
    )
    dialogue = text("庭审记录", rows=14, longest=30000)

    def prepare(self) -> None:
        """As the hearing was set, and who was asked to come."""
        if hearing := hearing_of(self.case):
            for name in ("held_on", "place"):
                self.fields[name].initial = hearing[name]
        if not names(self.case, Party.Role.THIRD):
            absent: Any = self.fields["absent"]
            absent.choices = [one for one in absent.choices if Party.Role.THIRD not in ABSENT.get(one[0], ())]
        sides = (Party.Role.CLAIMANT, Party.Role.RESPONDENT, Party.Role.THIRD)
        told = [f"{called(self.case, side)}{names(self.case, side)}" for side in sides if names(self.case, side)]
        self.fields["present"].initial = "；".join(told)

    def clean_held_on(self) -> date:
        """It has been held."""
        held: date = self.cleaned_data["held_on"]
        if held > self.today:
            raise forms.ValidationError("开庭日期还没有到，庭审后再登记。")
        return held

    def clean_absent(self) -> str:
        """Nobody is absent from what he was not called to (调解仲裁法 art. 36)."""
        absent: str = self.cleaned_data["absent"]
        for role in ABSENT[absent]:
            if not was_called(self.case, role):
                raise forms.ValidationError(
                    f"开庭通知书还没有登记送达全部{called(self.case, role)}（开庭后才送达的不算），"
                    "不能缺席审理；请先登记送达或者改期。"
                )
        return absent

    def facts(self) -> Facts:
        """Who stayed away: who was not there signs no record."""
        return super().facts().with_data(away=[str(role) for role in ABSENT[self.cleaned_data["absent"]]])


class Deemed(CaseForm):
    """The applicant was called to a hearing and did not come, or left it: he is taken to withdraw (art. 36)."""

    reason = text(
        "申请人没有到庭（中途退庭）的情况", rows=3, help_text="写明通知何时送达、有没有说明理由；写进决定书。"
    )  # fmt: skip
    law = forms.CharField(label="依据", max_length=300, initial="《劳动争议调解仲裁法》第三十六条")
    instead = text(
        "可以怎么办", rows=3, help_text="写清能不能再申请仲裁、能不能起诉和期限；申请人在自己的页面上也能看到。"
    )  # fmt: skip

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Once a hearing was set."""
        return was_done(case, "set_hearing")

    def clean(self) -> dict[str, Any]:
        """He knew of it, and its day has come."""
        given: dict[str, Any] = super().clean() or {}
        hearing = hearing_of(self.case)
        if hearing is None or date.fromisoformat(hearing["held_on"]) > self.today:
            raise forms.ValidationError("开庭日期还没有到，不能按撤回处理。")
        if not was_called(self.case, Party.Role.CLAIMANT):
            raise forms.ValidationError(
                "开庭通知书还没有登记送达申请人（开庭后才送达的不算），不能按撤回处理；请先登记送达或者改期。"
            )
        return given

    def facts(self) -> Facts:
        """What he asked for is withdrawn."""
        return replace(taken_back(self.case), data=self.shown(), reason=self.cleaned_data["reason"])


class Suspend(CaseForm):
    """Why the term stands still."""

    ground = forms.ChoiceField(
        label="事由",
        choices=[
            ("", "请选择"),
            ("depends", "以另一案的审理结果为依据"),
            ("appraisal", "鉴定期间"),
            ("public_notice", "公告送达期间"),
            ("party", "当事人死亡、终止或者丧失行为能力，等待承继人"),
            ("force", "不可抗力"),
        ],
    )
    reason = text("说明", rows=2)


class Resume(Plain):
    """The reason of the suspension is gone; the panel that was formed goes on."""

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Where one was formed."""
        return was_done(case, "form_panel")

    def clean(self) -> dict[str, Any]:
        """There is a panel."""
        given: dict[str, Any] = super().clean() or {}
        if panel_of(self.case) is None:
            raise forms.ValidationError("中止时还没有组成仲裁庭，请改用“恢复审理（尚未组庭）”。")
        return given


class ResumeEarly(Plain):
    """The same where no panel was formed yet."""

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Where none was."""
        return not was_done(case, "form_panel")

    def clean(self) -> dict[str, Any]:
        """There is none."""
        given: dict[str, Any] = super().clean() or {}
        if panel_of(self.case) is not None:
            raise forms.ValidationError("仲裁庭已经组成，请改用“恢复审理”。")
        return given


class LongerAward(Extension):
    """Fifteen more days where the matter is complex (art. 43)."""

    clock = "award"


class Settlement(Claims):
    """What the parties agreed on before the panel."""

    def prepare(self) -> None:
        """A sum for each claim; what is claimed is not agreed on."""
        self.claims = [claim for claim in claims_of(self.case) if not claim.outcome]
        for claim in self.claims:
            self.fields[f"found_{claim.pk}"] = MoneyField(
                label=f"{claim_title(claim, len(self.claims) > 1)}——调解金额（元）",
                required=claim.claimed_fen is not None,
                help_text="没有约定金额的填0。" if claim.claimed_fen is not None else "",
            )
        self.fields["terms"] = text("调解内容", rows=6)

    def facts(self) -> Facts:
        """The sums go to the claims."""
        given = self.cleaned_data
        rows = tuple(ClaimFact(id=c.pk, found_fen=given.get(f"found_{c.pk}")) for c in self.claims)
        return Facts(data={"terms": given["terms"]}, claims=rows)


class Settled(CaseForm):
    """The statement of mediation was received by all; from then on it binds."""

    received_on = day("双方签收日期", PAST)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Once its service on both sides is recorded, also on who acts for one."""
        settled = last_done(case, "settle")
        return settled is not None and settled.paper is not None and not is_unserved(settled.paper, case)

    def clean(self) -> dict[str, Any]:
        """Not before that."""
        given: dict[str, Any] = super().clean() or {}
        if not self.offered(self.case):
            raise forms.ValidationError("调解书还没有送达双方当事人，签收后才生效，请先登记送达。")
        return given

    def facts(self) -> Facts:
        """Every claim is agreed on, to the sum that was settled."""
        rows = tuple(ClaimFact(id=c.pk, outcome=Claim.Outcome.AGREED) for c in self.case.claims.filter(outcome=""))
        return Facts(data=self.shown(), claims=rows)
