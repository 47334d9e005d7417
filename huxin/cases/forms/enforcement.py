"""What must be given where a decision is contested or not carried out?"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from huxin.base.chinese import spoken_date
from huxin.base.workdays import add_months
from huxin.cases.facts import Facts, MeasureFact
from huxin.cases.forms.common import NOT_BEFORE, PAST, CaseForm, day, text
from huxin.cases.models import DECISIONS, Case, Measure
from huxin.cases.records import Deadline, last_done, was_done
from huxin.law.at import law
from huxin.law.calendar import calendar_for
from huxin.law.parameters import MissingParameter, Status

SUIT_AFTER_REVIEW, ANSWER, ENFORCEMENT = "suit_after_review", "challenge_answer", "court_enforcement"
AGAIN = "decision_again"
_KINDS = [("", "请选择"), ("review", "行政复议"), ("suit", "行政诉讼")]


class Challenge(CaseForm):
    """The firm has asked for a review, or has sued."""

    kind = forms.ChoiceField(label="途径", choices=_KINDS)
    body = forms.CharField(label="复议机关（人民法院）", max_length=80)
    filed_on = day("申请（起诉）日期", PAST)
    number = forms.CharField(label="案号", max_length=60, required=False)
    answer_by = day(
        "最晚何日提交答复（答辩）和证据", required=False,
        help_text="按复议机关、人民法院的通知书填写，到期前列入待办；还没有收到通知的先空着，收到后再办一次本项。",
    )  # fmt: skip
    remark = text("说明（期间不停止执行；依法停止执行的写明）", required=False, rows=2)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Only what was decided is contested."""
        return any(one.kind in DECISIONS for one in case.measures.all())

    def prepare(self) -> None:
        """The day as it is known."""
        known = self.case.deadlines.filter(clock=ANSWER, state=Deadline.State.RUNNING).first()
        self.fields["answer_by"].initial = known and known.due_on

    def facts(self) -> Facts:
        """The office's day, where it is known."""
        day = self.cleaned_data["answer_by"]
        return Facts(data=self.shown(), **({"due": {ANSWER: day}} if day else {"ends": (ANSWER,)}))


class Answered(CaseForm):
    """The office has answered, with its evidence."""

    answered_on = day("提交日期", PAST)
    remark = text("提交的材料", required=False, rows=2)


class _Result(CaseForm):
    """What came of it."""

    body = forms.CharField(label="复议机关（人民法院）", max_length=80)
    number = forms.CharField(label="复议决定（裁判）文号", max_length=60)
    decided_on = day("作出日期", PAST)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Only what was contested has a result."""
        return was_done(case, "challenge")

    def prepare(self) -> None:
        """As it was noted."""
        self.challenged = last_done(self.case, "challenge")
        if move := self.challenged:
            self.fields["body"].initial = move.facts["data"].get("body", "")

    def clean(self) -> dict[str, Any]:
        """Somebody contested it."""
        given: dict[str, Any] = super().clean() or {}
        if self.challenged is None:
            raise forms.ValidationError("还没有登记单位申请复议或者起诉，请先登记。")
        return given


class Upheld(_Result):
    """The decision stands; after a review the firm may still sue, for as long as the statute says."""

    effective_on = day("复议决定（裁判）生效日期", PAST, required=False, help_text="还没有生效的不填。")
    received_on = day("单位收到复议决定书的日期", PAST)

    def prepare(self) -> None:
        """Only over what a review decided may one sue again."""
        super().prepare()
        move = self.challenged
        if move is None or move.facts["data"].get("kind") != dict(_KINDS)["review"]:
            del self.fields["received_on"]
            return
        received = self.fields["received_on"]
        try:
            known = law(self.today, self.case.area_id)
            self.term, self.court = known["period.suit_after_review"], known["period.court_enforcement"]
        except MissingParameter as error:
            received.help_text = str(error)
            return
        mark = "（待核实）" if self.term.status is Status.UNVERIFIED else ""
        where = f"《{self.term.document}》{self.term.article}{mark}"
        received.help_text = f"按{where}，收到之日起{self.term.value}日内可以起诉。"

    def clean(self) -> dict[str, Any]:
        """The figure is known."""
        given: dict[str, Any] = super().clean() or {}
        if "received_on" in self.fields and not hasattr(self, "term"):
            raise forms.ValidationError(self.fields["received_on"].help_text)
        return given

    def facts(self) -> Facts:
        """The firm's last day to sue, none after a judgment; from then on the office's own to ask the court."""
        if "received_on" not in self.fields:
            return Facts(data=self.shown(), ends=(SUIT_AFTER_REVIEW, ANSWER))
        last = self.cleaned_data["received_on"] + timedelta(days=self.term.value)
        day = calendar_for(self.case.area_id).on_or_after(last)
        due = {SUIT_AFTER_REVIEW: day, ENFORCEMENT: add_months(day, self.court.value)}
        return Facts(data=self.shown(), due=due, ends=(ANSWER,))


class Redo(_Result):
    """The decision is gone, or changed: what was made public is withdrawn, and the case is handled again."""

    result = forms.ChoiceField(label="结果", choices=[("", "请选择"), ("revoked", "撤销"), ("changed", "变更")])
    reason = text("撤销、变更的理由和重新办理的要求", rows=3)
    due_on = day(
        "最晚何日重新作出决定", required=False,
        help_text="复议决定、判决写明期限的填写，列入待办；变更的按变更后的内容履行，不用重新作出，核实履行后结案。",
    )  # fmt: skip
    withdrawn_on = day(
        "撤回公布信息的日期", PAST, required=False,
        help_text="决定已经公布，应当在3个工作日内撤回并公开说明理由；还没有撤回的先空着，撤回后再登记。",
    )  # fmt: skip

    def prepare(self) -> None:
        """A decision that was published is withdrawn from publication in time (行政处罚法 art. 48)."""
        super().prepare()
        if not published(self.case).exists():
            del self.fields["withdrawn_on"]

    def facts(self) -> Facts:
        """Nothing of the decision is owed any more; what is still public is to be withdrawn."""
        given, on = self.cleaned_data, self.cleaned_data.get("withdrawn_on")
        public = set(published(self.case).values_list("pk", flat=True))
        gone = set(self.case.measures.filter(kind__in=DECISIONS, result="").values_list("pk", flat=True))
        rows = tuple(
            MeasureFact(
                id=pk, result=Measure.Result.ANNULLED if pk in gone else "",
                withdrawn_on=on if pk in public else None,
            )
            for pk in sorted(gone | public)
        )  # fmt: skip
        again = {AGAIN: given["due_on"]} if given["due_on"] else {}
        none = () if public and on is None else ("withdrawal",)
        return Facts(
            data=self.shown(), measures=rows, reason=given["reason"], since={"withdrawal": given["decided_on"]},
            due=again, ends=none if again else (*none, AGAIN),
        )  # fmt: skip


def published(case: Case) -> QuerySet[Measure]:
    """The decisions that are public now."""
    return case.measures.filter(kind__in=DECISIONS, published_on__isnull=False, withdrawn_on=None).order_by("pk")


class _Public(CaseForm):
    """Something about a decision that is public."""

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Only while one is."""
        decisions = (one for one in case.measures.all() if one.kind in DECISIONS)
        return any(one.published_on and not one.withdrawn_on for one in decisions)

    def clean(self) -> dict[str, Any]:
        """Only while one is."""
        if not self.offered(self.case):
            raise forms.ValidationError("本案没有正在公布的处罚、处理决定；已经公布的，请先办理“登记公布”。")
        return super().clean() or {}


class Annulled(_Public):
    """A decision that is public, or that was contested after the case had ended, does not stand, or not as it was: what
    is public is withdrawn in three days from that day."""

    result = forms.ChoiceField(
        label="结果",
        choices=[
            ("", "请选择"), ("changed", "依法变更"), ("revoked", "依法撤销"), ("unlawful", "确认违法"),
            ("void", "确认无效"),
        ],
    )  # fmt: skip
    body = forms.CharField(label="作出单位（人民法院）", max_length=80)
    number = forms.CharField(label="文号", max_length=60)
    decided_on = day("作出日期", PAST)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Once, for a decision that stands."""
        stands = any(m.kind in DECISIONS and m.result != Measure.Result.ANNULLED for m in case.measures.all())
        contested = case.closed_at is not None and was_done(case, "challenge")
        return stands and (contested or super().offered(case))

    def facts(self) -> Facts:
        """The term runs from that day, where there is something to withdraw; in a case that has ended nothing else
        is left to do."""
        ended = self.case.measures.filter(kind__in=DECISIONS).exclude(result=Measure.Result.ANNULLED)
        rows = ended.order_by("pk") if self.case.closed_at else ()
        return Facts(
            data=self.shown(), since={"withdrawal": self.cleaned_data["decided_on"]},
            measures=tuple(MeasureFact(id=one.pk, result=Measure.Result.ANNULLED) for one in rows),
            ends=(ANSWER,) if published(self.case).exists() else (ANSWER, "withdrawal"),
        )  # fmt: skip


class Repaired(_Public):
    """The firm's credit is repaired; by when the publication is taken down is written in the decision."""

    body = forms.CharField(label="作出修复决定的单位", max_length=80)
    number = forms.CharField(label="文号", max_length=60, required=False)
    decided_on = day("修复决定日期", PAST)
    due_on = day(
        "最晚何日撤下公布", NOT_BEFORE,
        help_text="按修复决定或者信用修复规定填写；法定天数待核实，本系统不预设。",
    )  # fmt: skip

    def facts(self) -> Facts:
        """The office's day."""
        return Facts(data=self.shown(), due={"repair_withdrawal": self.cleaned_data["due_on"]})


class Unpublished(_Public):
    """The publication is gone from where it stood, and it was said publicly why."""

    withdrawn_on = day("撤回日期", PAST)
    place = forms.CharField(label="从哪些渠道撤回", max_length=120, initial="门户网站、信用平台")
    said = text("公开说明的理由", rows=2)

    def facts(self) -> Facts:
        """Of every decision that is public."""
        on = self.cleaned_data["withdrawn_on"]
        rows = tuple(MeasureFact(id=m.pk, withdrawn_on=on) for m in published(self.case))
        return Facts(data=self.shown(), measures=rows)


class Remind(CaseForm):
    """The firm is told once more before the court is asked (行政强制法 art. 54)."""

    owed = text("应当履行的义务（金额写明）", rows=3)
    way = forms.CharField(label="履行方式", max_length=120, initial="向劳动者足额支付，并将凭证报送本机关")

    def prepare(self) -> None:
        """As the decision says."""
        if decision := _decision(self):
            self.fields["owed"].initial = decision.text
            if decision.kind == Measure.Kind.PENALTY:
                self.fields["way"].initial = "到决定书指定的银行缴纳罚款，并将凭证报送本机关"

    def clean(self) -> dict[str, Any]:
        """A decision that was served, and whose day has passed."""
        given: dict[str, Any] = super().clean() or {}
        decision = _decision(self)
        if decision is None or decision.served_on is None:
            raise forms.ValidationError("还没有送达、尚未履行的决定，不能催告。")
        if decision.due_on and decision.due_on >= self.today:
            raise forms.ValidationError(f"决定的履行期限到{spoken_date(decision.due_on)}，期满不履行的才能催告。")
        return given

    def facts(self) -> Facts:
        """The office's own last day: who does not ask the court in time cannot ask it any more."""
        decision = _decision(self)
        span = _span(self, decision) if decision else None
        due = {ENFORCEMENT: span[1]} if isinstance(span, tuple) and span[1] >= self.today else {}
        return Facts(data=self.shown(), due=due, ends=() if due else (ENFORCEMENT,))


class Enforce(CaseForm):
    """The court is asked to enforce: after the reminder, within three months after the term to contest it ran out."""

    court = forms.CharField(label="人民法院", max_length=80)
    owed = text("申请执行的内容（金额写明）", rows=3)
    ground = forms.CharField(
        label="期限另行计算的理由", max_length=200, required=False,
        help_text="经复议、诉讼维持的，或者期限中止、中断的，写明后按实际计算。",
    )  # fmt: skip

    def prepare(self) -> None:
        """As the decision says; when the term runs."""
        if decision := _decision(self):
            self.fields["owed"].initial = decision.text
            if (span := _span(self, decision)) and not isinstance(span, str):
                first, last = span
                self.fields[
                    "court"
                ].help_text = f"复议、诉讼期限届满后，从{spoken_date(first)}起到{spoken_date(last)}止可以申请。"

    def clean(self) -> dict[str, Any]:
        """The reminder has run out, and the term is open."""
        given: dict[str, Any] = super().clean() or {}
        decision = _decision(self)
        if decision is None or decision.served_on is None:
            raise forms.ValidationError("没有已送达、尚未履行的决定，不能申请强制执行。")
        term = self.case.deadlines.filter(clock="reminder").order_by("-pk").first()
        if term is None:
            raise forms.ValidationError("申请前应当催告：请先办理“催告履行”并登记送达。")
        if term.state == Deadline.State.RUNNING and term.due_on >= self.today:
            raise forms.ValidationError(f"催告的期限到{spoken_date(term.due_on)}，届满仍不履行的才能申请。")
        if not given.get("ground"):
            self._in_time(decision)
        return given

    def _in_time(self, decision: Measure) -> None:
        span = _span(self, decision)
        if isinstance(span, str):
            raise forms.ValidationError(span)
        if span and self.today < span[0]:
            raise forms.ValidationError(
                f"单位申请复议、提起诉讼的期限还没有届满，{spoken_date(span[0])}起才能申请；另行计算的请写明理由。"
            )
        if span and self.today > span[1]:
            raise forms.ValidationError(f"申请期限已于{spoken_date(span[1])}届满；期限另行计算的请写明理由。")


def _decision(form: CaseForm) -> Measure | None:
    """The newest decision that is not carried out."""
    rows = form.case.measures.filter(kind__in=DECISIONS).exclude(
        result__in=(Measure.Result.COMPLIED, Measure.Result.ANNULLED)
    )
    return rows.order_by("-pk").first()


def _span(form: CaseForm, decision: Measure) -> tuple[date, date] | str | None:
    """From when to when the court may be asked: three months from the end of the term to sue, or of the one that a
    review left; a sentence where a figure of the law is missing."""
    if decision.served_on is None:
        return None
    try:
        known = law(form.today, form.case.area_id)
        suit, court = known["period.administrative_suit"], known["period.court_enforcement"]
    except MissingParameter as error:
        return str(error)
    reviewed = form.case.deadlines.filter(clock=SUIT_AFTER_REVIEW, started_on__gte=decision.served_on)
    after = reviewed.order_by("-pk").first()
    ends = after.due_on if after else add_months(decision.served_on, suit.value)
    return ends + timedelta(days=1), add_months(ends, court.value)


class Ruled(CaseForm):
    """What the court said to the application."""

    court = forms.CharField(label="人民法院", max_length=80)
    number = forms.CharField(label="裁定文号", max_length=60)
    ruled_on = day("裁定日期", PAST)
    result = forms.ChoiceField(
        label="结果", choices=[("", "请选择"), ("granted", "准予执行"), ("refused", "不准予执行"), ("late", "不予受理")]
    )
    remark = text("说明（执行到位情况在“登记履行”中填写）", required=False, rows=2)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Only what was asked is ruled on."""
        return was_done(case, "enforce")

    def clean(self) -> dict[str, Any]:
        """It was asked."""
        given: dict[str, Any] = super().clean() or {}
        if not self.offered(self.case):
            raise forms.ValidationError("还没有申请强制执行，没有可以登记的裁定。")
        return given
