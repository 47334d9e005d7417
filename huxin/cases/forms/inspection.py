"""What must be given for the actions of labour inspection?"""

from dataclasses import replace
from typing import Any

from django import forms

from huxin.base.chinese import spoken_date
from huxin.cases.facts import Facts, MeasureFact
from huxin.cases.forms.common import (
    AHEAD,
    NOT_BEFORE,
    PAST,
    CaseForm,
    Claims,
    Extension,
    MoneyField,
    Recheck,
    day,
    text,
)
from huxin.cases.models import DECISIONS, Case, Measure, Party
from huxin.cases.officers import officers_of
from huxin.cases.people import choices
from huxin.cases.reach import OUT
from huxin.cases.records import Deadline, Move, last_done, was_done
from huxin.cases.signing import papers_of
from huxin.cases.topics import PAY, Topic
from huxin.cases.writing import unsettled
from huxin.law.at import law
from huxin.law.parameters import MissingParameter
from huxin.law.standards.arrears import extra_compensation

TO_BODIES = ("copy_letter", "referral_letter")


class Supplement(CaseForm):
    """What is still needed, and by when."""

    needed = text("需要补充的材料")
    due_on = day("补充期限", AHEAD)

    def facts(self) -> Facts:
        """The reporter's day."""
        return Facts(data=self.shown(), reason="等待补充材料", due={"supplement": self.cleaned_data["due_on"]})


class Accept(CaseForm):
    """Whether the four conditions of acceptance are met; all must be."""

    in_time = forms.BooleanField(label="违法行为在二年内，或有连续、继续状态")
    clear_employer = forms.BooleanField(label="有明确的用工单位，权益受到侵害")
    competent = forms.BooleanField(label="属于劳动保障监察职权范围和本机关管辖")
    not_elsewhere = forms.BooleanField(label="没有正在调解、仲裁或诉讼")
    relation = forms.ChoiceField(
        label="用工关系初步判断",
        choices=[
            ("", "请选择"),
            ("A", "符合确立劳动关系"),
            ("A'", "非全日制用工"),
            ("B", "不完全符合但企业进行劳动管理"),
        ],
        help_text="“不完全符合”的诉求不能仅凭报酬未付按欠薪立案，按纳入监察的其他违法事项立案。",
    )
    kind = forms.ChoiceField(label="违法事项类别", choices=[("", "与反映的事项相同"), *Topic.choices], required=False)
    review = text("初步审查意见", required=False)
    matter_of_law = text("拟查处的违法事项", rows=2)
    opinion = text("承办意见", initial="建议立案调查。", rows=2)

    def clean(self) -> dict[str, Any]:
        """Pay of a relation that is not fully one of labour is mediated; alone it is no arrears of wages."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("relation") == "B" and (given.get("kind") or self.case.topic) in PAY:
            self.add_error(
                "kind",
                "“不完全符合”的不能仅凭报酬未付立案：请选纳入监察的其他违法事项，或改为办理“转入调解”“行政指导”。",
            )
        return given


class WithInspectors(CaseForm):
    """The base of forms whose field `inspectors` asks for two at least of this office (监察条例 art. 16)."""

    too_few = ""

    def prepare(self) -> None:
        """Who of this office may be there."""
        names = [(user.name, user.name) for user, _ in officers_of(self.case.organisation)]
        self.fields["inspectors"].choices = names  # type: ignore[attr-defined]

    def clean_inspectors(self) -> list[str]:
        """Two at least."""
        chosen: list[str] = self.cleaned_data["inspectors"]
        if len(chosen) < 2:
            raise forms.ValidationError(self.too_few)
        return chosen


class Interview(WithInspectors):
    """A transcript: two inspectors, who was heard, whether he asks to avoid somebody, questions and answers."""

    held_on = day("询问日期", PAST)
    place = forms.CharField(label="地点", max_length=120)
    inspectors = forms.MultipleChoiceField(label="询问人（两人以上）", widget=forms.CheckboxSelectMultiple)
    recorder = forms.CharField(label="记录人", max_length=40)
    person = forms.CharField(label="被询问人", max_length=40)
    whom = forms.ChoiceField(label="被询问人是", help_text="笔录由被询问人核对后签字，签字前不能作出下一步决定。")
    capacity = forms.CharField(label="身份（如站长、投诉人）", max_length=60)
    avoidance = forms.CharField(label="是否申请回避", max_length=200, initial="听清，不申请回避。")
    dialogue = text("询问内容（一问一答，每行一句）", rows=14, longest=20000)
    too_few = "调查询问应有两名以上监察员在场，请至少选择两人。"

    def prepare(self) -> None:
        """Of which party, or a witness."""
        super().prepare()
        there = self.case.parties.filter(left_at=None).exclude(role=Party.Role.WITNESS)
        sides = choices(there.select_related("case", "enterprise").order_by("pk"))
        whom: Any = self.fields["whom"]
        whom.choices = [("", "请选择"), *sides, (Party.Role.WITNESS.value, "证人、知情人")]

    def facts(self) -> Facts:
        """With the key of him who is to sign."""
        return super().facts().with_data(whom_id=self.cleaned_data["whom"])


class Talk(CaseForm):
    """When, where and about what the firm is called in."""

    held_on = day("约谈日期", NOT_BEFORE)
    place = forms.CharField(label="约谈地点", max_length=120)
    subject = text("约谈内容")

    def facts(self) -> Facts:
        """A measure."""
        measure = MeasureFact(Measure.Kind.TALK, text=self.cleaned_data["subject"], due_on=self.cleaned_data["held_on"])
        return Facts(data=self.shown(), measures=(measure,))


class MaterialRequest(CaseForm):
    """What the firm is to hand in, and by when."""

    needed = text("需要提供的材料（每行一项）", rows=4)
    due_on = day("请于何日前提供", AHEAD)

    def facts(self) -> Facts:
        """The day is the firm's own term."""
        return Facts(data=self.shown(), due={"material": self.cleaned_data["due_on"]})


class Provided(CaseForm):
    """What the firm says of the material that it was asked for; the files are handed in beside it."""

    provided = text("交了哪些材料、没有哪些及原因（文件先在案件页提交）", rows=4)


class Warn(CaseForm):
    """A warning given to a firm."""

    given = text("警示内容")

    def facts(self) -> Facts:
        """A measure."""
        return Facts(data=self.shown(), measures=(MeasureFact(Measure.Kind.WARNING, text=self.cleaned_data["given"]),))


class Order(CaseForm):
    """An order to correct: what was found, what a firm is to put right, by when."""

    found = text("查明的违法事实", rows=3, required=False, help_text="时间、涉及的人和金额；写进指令书。")
    demand = text("改正内容", rows=5)
    law = forms.CharField(label="法律依据", max_length=300)
    amount = MoneyField(label="责令支付金额（元）", required=False)
    due_on = day("改正期限", AHEAD)

    def prepare(self) -> None:
        """What is claimed and not settled yet, as the sum to begin with."""
        if claimed := sum(claim.claimed_fen or 0 for claim in unsettled(self.case)):
            self.fields["amount"].initial = claimed

    def facts(self) -> Facts:
        """One measure with its day, and the clock of the firm."""
        given = self.cleaned_data
        measure = MeasureFact(
            Measure.Kind.CORRECTION, text=given["demand"], due_on=given["due_on"], amount_fen=given["amount"]
        )
        return Facts(data=self.shown(), measures=(measure,), due={"correction": given["due_on"]})


class Proposed(CaseForm):
    """What was found, what is to be decided, on which ground."""

    found = text("查明的违法事实和证据", rows=6, longest=10000)
    law = text("法律依据与裁量", rows=2)
    proposed = text("拟作出的决定", rows=3)
    amount = MoneyField(label="拟罚款（或责令支付）金额（元）", required=False)
    heavy = forms.BooleanField(label="属于重大处罚，需集体讨论", required=False)

    proposed_before = ""

    def prepare(self) -> None:
        """As it stands in the review or in the notice that came before."""
        if last := last_done(self.case, "give_notice", "review"):
            known = last.facts["data"]
            for name in {"found", "law", "proposed", "amount"} & set(self.fields):
                self.fields[name].initial = (
                    known.get(name, "").replace(",", "") if name == "amount" else known.get(name)
                )
            self.fields["heavy"].initial = bool(known.get("heavy"))
            self.proposed_before = known.get("proposed", "")


class Decide(Proposed):
    """The decision itself; a heavy one only after legal review and collective discussion."""

    proposed = None  # type: ignore[assignment]
    kind = Measure.Kind.PENALTY
    decided = text("决定内容", rows=4)
    due_on = day("履行期限", AHEAD)

    def prepare(self) -> None:
        """What was proposed; how much may be ordered on top, where pay stayed unpaid after an order (条例 art. 26)."""
        super().prepare()
        self.fields["decided"].initial = self.proposed_before
        unheeded = (Measure.Result.REFUSED, Measure.Result.PARTLY)
        if self.case.measures.filter(kind=Measure.Kind.CORRECTION, result__in=unheeded).exists():
            self.fields["decided"].help_text = self._on_top()

    def _on_top(self) -> str:
        pay = self.case.claims.filter(kind__in=PAY, outcome="")
        owed = sum((c.found_fen if c.found_fen is not None else c.claimed_fen or 0) - (c.paid_fen or 0) for c in pay)
        try:
            return extra_compensation(owed, law(self.today, self.case.area_id)).sentence if owed > 0 else ""
        except MissingParameter as error:
            return str(error)

    def clean(self) -> dict[str, Any]:
        """What must have been done before."""
        given: dict[str, Any] = super().clean() or {}
        done = set(self.case.moves.filter(state=Move.State.DONE).values_list("action", flat=True))
        if "review" not in done:
            raise forms.ValidationError("作出决定前应当进行法制审核，请先办理“法制审核”。")
        if (given.get("heavy") or self.fields["heavy"].initial) and "discuss" not in done:
            raise forms.ValidationError("重大处罚应当集体讨论，请先登记集体讨论。")
        self._heard()
        return given

    def _heard(self) -> None:
        """The firm was told before, and has had its days to ask for a hearing (行政处罚法 arts 44, 64)."""
        term = self.case.deadlines.filter(clock="hearing_request").order_by("-pk").first()
        if term is None:
            raise forms.ValidationError("事先告知书还没有送达，不能作出处罚决定。")
        if term.state == Deadline.State.RUNNING and term.due_on >= self.today:
            raise forms.ValidationError(f"单位要求听证的期限到{spoken_date(term.due_on)}，届满后才能作出处罚决定。")

    def facts(self) -> Facts:
        """A measure with its sum and day; where nothing is fined, no term to pay a fine runs."""
        given = self.cleaned_data
        measure = MeasureFact(self.kind, text=given["decided"], due_on=given["due_on"], amount_fen=given["amount"])
        return Facts(data=self.shown(), measures=(measure,), ends=() if given["amount"] else ("fine",))


class Handle(Decide):
    """A decision that orders the firm to pay or to act: no fine, so no hearing; but it was told before."""

    kind = Measure.Kind.HANDLING

    def _heard(self) -> None:
        """The firm could say what it had to say."""
        if not self.case.deadlines.filter(clock="hearing_request").exists():
            raise forms.ValidationError("事先告知书还没有送达，不能作出处理决定。")

    def facts(self) -> Facts:
        """The day is the firm's own term."""
        return replace(super().facts(), due={"handling": self.cleaned_data["due_on"]})


class Performed(Recheck):
    """What the firm did after a decision."""


class LongerInvestigation(Extension):
    """Thirty more working days at most."""

    clock = "investigation"


class Copy(CaseForm):
    """What another body is told, and by when its answer is wanted."""

    to = forms.CharField(label="抄告单位", max_length=80)
    found = text("抄告的情况", rows=5)
    due_on = day("请于何时前回复", AHEAD)


class AnswerBack(CaseForm):
    """What another body did with what it was told or sent (抄告、移送), and in answer to which letter."""

    letter = forms.ChoiceField(label="答复的是")
    answered_on = day("对方答复日期", PAST)
    number = forms.CharField(label="对方文号", max_length=60, required=False)
    answer = text("对方的处理情况", rows=4)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Only what was sent is answered."""
        return was_done(case, "copy", "pass_on")

    def prepare(self) -> None:
        """The letters that went to other bodies."""
        sent = [paper for paper in papers_of(self.case) if paper.kind in TO_BODIES and paper.state in OUT]
        letters: Any = self.fields["letter"]
        letters.choices = [
            ("", "请选择"), *((str(p.pk), f"《{p.title}》{p.number}致{p.tree.get('addressees', '')}") for p in sent)
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Something was sent."""
        if len(self.fields["letter"].choices) == 1:  # type: ignore[attr-defined]
            raise forms.ValidationError("还没有发出抄告函、移送函，没有可以登记的答复；请先印发。")
        return super().clean()


class Revoke(Claims):
    """The case is withdrawn by the office: minor, and put right."""

    result = text("撤销立案的理由（情节轻微并已改正的事实）", rows=4)


class Publication(CaseForm):
    """Where and when a serious violation was made public (双公示)."""

    published_on = day("公布日期")
    place = forms.CharField(label="公布渠道", max_length=120, initial="门户网站、信用平台")
    until = day("公示截止", required=False)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """What was made public once is not made public again, also not after it was taken down."""
        if any(one.kind in DECISIONS for one in case.measures.all()):
            return bool(cls._not_public_yet(case))
        return not was_done(case, "publish")

    @staticmethod
    def _not_public_yet(case: Case) -> list[Measure]:
        """The decisions that stand and were never public."""
        rows = [one for one in case.measures.all() if one.kind in DECISIONS and one.published_on is None]
        return sorted((one for one in rows if one.result != Measure.Result.ANNULLED), key=lambda one: one.pk)

    def clean(self) -> dict[str, Any]:
        """It was made public before it is noted, and ends after it began."""
        given: dict[str, Any] = super().clean() or {}
        if not self.offered(self.case):
            raise forms.ValidationError("本案的决定已经公布过（撤下的也不再公布），没有可以登记的公布。")
        on, until = given.get("published_on"), given.get("until")
        if on and on > self.today:
            self.add_error("published_on", "公布日期不能晚于今天；公布后再登记。")
        if on and until and until <= on:
            self.add_error("until", "公示截止应在公布日期之后。")
        return given

    def facts(self) -> Facts:
        """The day goes to each decision of the case that was not public yet."""
        on = self.cleaned_data["published_on"]
        rows = tuple(MeasureFact(id=one.pk, published_on=on) for one in self._not_public_yet(self.case))
        return Facts(data=self.shown(), measures=rows)
