"""What must be given for planned inspections, and for putting right what they find?"""

from datetime import date
from typing import Any

from django import forms

from huxin.cases.facts import Facts, MeasureFact
from huxin.cases.forms.common import AHEAD, NOT_BEFORE, CaseForm, Recheck, day, text
from huxin.cases.forms.inspection import WithInspectors
from huxin.cases.models import Case, CaseLink, Measure
from huxin.cases.records import Move, last_done

SURVEY = {  # what task 10 of the plan asks inspections to look at
    "rules": "劳动规章制度和平台劳动规则是否合法、公示",
    "special_hours": "实行特殊工时是否经过审批",
    "hours": "工作时间和休息是否符合规定",
    "overtime": "加班（节假日）报酬是否足额支付",
    "rights": "合同或协议、报酬、保险等权益是否落实",
    "forced_registration": "注册个体工商户是否出于自愿（没有诱导、强迫）",
}
KEPT, PROBLEM, NONE = "kept", "problem", "none"
ANSWERS = {KEPT: "符合", PROBLEM: "存在问题", NONE: "不涉及"}


class Schedule(CaseForm):
    """When the firm is visited."""

    held_on = day("检查日期", NOT_BEFORE)
    scope = text("检查事项", rows=2, initial="、".join(SURVEY.values()))

    def facts(self) -> Facts:
        """The office's own day."""
        return Facts(data=self.shown(), due={"visit": self.cleaned_data["held_on"]})


class Start(WithInspectors):
    """Two inspectors at least show their cards."""

    inspectors = forms.MultipleChoiceField(label="检查人（两人以上）", widget=forms.CheckboxSelectMultiple)
    present = forms.CharField(label="单位在场人员及职务", max_length=120)
    too_few = "检查应有两名以上监察员，请至少选择两人。"


class Survey(CaseForm):
    """The list of what is looked at, one answer each; a problem is described."""

    def prepare(self) -> None:
        """Six questions, with what was found last time filled in."""
        for code, question in SURVEY.items():
            choices = [("", "请选择"), *ANSWERS.items()]
            self.fields[code] = forms.ChoiceField(label=question, choices=choices)
            self.fields[f"{code}_text"] = text("问题及证据", rows=2, required=False)
        self.fields["remark"] = text("单位意见", required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        """A problem is said."""
        given: dict[str, Any] = super().clean() or {}
        for code in SURVEY:
            if given.get(code) == PROBLEM and not given.get(f"{code}_text", "").strip():
                self.add_error(f"{code}_text", "请写明存在的问题和证据。")
        return given

    def facts(self) -> Facts:
        """What was answered, the problems by themselves, one a line, and who was there when it began."""
        given = self.cleaned_data
        problems = [given[f"{code}_text"].replace("\n", " ") for code in SURVEY if given[code] == PROBLEM]
        last = last_done(self.case, "start")
        there = {name: last.facts["data"].get(name, "") for name in ("inspectors", "present")} if last else {}
        return super().facts().with_data(problems="\n".join(problems), **there)


def problems_in(survey: Move) -> list[str]:
    """Which questions of a survey were answered with a problem, each with what was written of it."""
    data = survey.facts.get("data", {})
    codes = [code for code in SURVEY if data.get(code) == ANSWERS[PROBLEM]]
    return [f"{SURVEY[code]}：{data.get(f'{code}_text', '')}" for code in codes]


def problems_of(form: CaseForm) -> str:
    """The problems of the last survey, one a line."""
    last = last_done(form.case, "survey")
    return str(last.facts.get("data", {}).get("problems", "")) if last else ""


class NoProblem(CaseForm):
    """The firm keeps the rules."""

    result = text("检查结论", rows=3, initial="检查的各项均符合规定，未发现违法行为。")

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Not where the last survey noted a problem."""
        surveys = [one for one in case.moves.all() if one.action == "survey"]
        return not surveys or not max(surveys, key=lambda one: one.pk).facts["data"].get("problems")

    def clean(self) -> dict[str, Any]:
        """Only after the survey, and only where it says so."""
        given: dict[str, Any] = super().clean() or {}
        if problems_of(self):
            raise forms.ValidationError("检查清单中记有问题，请责令整改或立案查处。")
        return given


class ToRectify(CaseForm):
    """What is to be put right; a case of rectification is opened with it."""

    items = text("整改事项（每行一项）", rows=6)

    def prepare(self) -> None:
        """What the survey found."""
        self.fields["items"].initial = problems_of(self)


class ToInvestigation(CaseForm):
    """What is to be investigated; a clue is opened with it."""

    matter_of_law = text("涉嫌违法的事项", rows=3)

    def prepare(self) -> None:
        """What the survey found."""
        self.fields["matter_of_law"].initial = problems_of(self)


class InspectionEnd(CaseForm):
    """What the inspection came to."""

    result = text("检查情况和处理结果", rows=5)

    def clean(self) -> dict[str, Any]:
        """What was to be put right has come to its end."""
        given: dict[str, Any] = super().clean() or {}
        forth = self.case.links.filter(kind=CaseLink.Kind.ARISES)
        running = forth.filter(other__procedure="rectification/1", other__closed_at=None)
        if running.exists():
            raise forms.ValidationError("整改案件还没有办结，请先完成复查。")
        return given


class Notify(CaseForm):
    """What the firm is told to put right, by when: the items that came along, and more, one a line."""

    more = text("补充整改事项（每行一项）", required=False)
    law = forms.CharField(label="依据", max_length=300)
    due_on = day("整改期限", AHEAD)

    def clean(self) -> dict[str, Any]:
        """Something is to be done."""
        given: dict[str, Any] = super().clean() or {}
        if not self.known() and not given.get("more", "").strip():
            self.add_error("more", "请至少写一项整改事项。")
        return given

    def known(self) -> list[Measure]:
        """The items that stand in the case and have no result."""
        return list(self.case.measures.filter(kind=Measure.Kind.ITEM, result="").order_by("pk"))

    def facts(self) -> Facts:
        """Each item with its day, and the firm's clock."""
        due = self.cleaned_data["due_on"]
        old = tuple(MeasureFact(id=m.pk, due_on=due) for m in self.known())
        lines = [line.strip() for line in self.cleaned_data["more"].splitlines() if line.strip()]
        new = tuple(MeasureFact(Measure.Kind.ITEM, text=line, due_on=due) for line in lines)
        return Facts(data=self.shown(), measures=(*old, *new), due={"rectification": due})


class Longer(CaseForm):
    """A later day, asked for with a reason."""

    due_on = day("延长至")
    reason = text("理由", rows=2)

    def clean_due_on(self) -> date:
        """Later than what holds now."""
        due: date = self.cleaned_data["due_on"]
        live = self.case.deadlines.filter(clock="rectification", state="running").first()
        if due <= (live.due_on if live else self.today):
            raise forms.ValidationError("新的期限应晚于现在的整改期限。")
        return due

    def facts(self) -> Facts:
        """The items move with the clock."""
        due = self.cleaned_data["due_on"]
        rows = tuple(MeasureFact(id=m.pk, due_on=due) for m in self.case.measures.filter(result=""))
        return Facts(data=self.shown(), measures=rows, due={"rectification": due}, reason=self.cleaned_data["reason"])


class HandIn(CaseForm):
    """What the firm says it has done; its proofs are attached to the case."""

    done = text("整改情况（逐项说明，证明材料随案上传）", rows=5)


class OnTheSpot(Recheck):
    """The re-check, item by item, on the spot or by the papers."""

    how = forms.ChoiceField(label="复查方式", choices=[("site", "现场复查"), ("papers", "书面复查")])

    def facts(self) -> Facts:
        """With how it was checked."""
        found = super().facts()
        return found.with_data(how=self.shown()["how"])


class AllDone(CaseForm):
    """Everything is put right."""

    result = text("整改结论", rows=3, initial="各项整改事项均已完成，复查合格。")

    @classmethod
    def offered(cls, case: Case) -> bool:
        """Not while something is left to do."""
        return not unfinished(case)

    def clean(self) -> dict[str, Any]:
        """Each item was found done."""
        given: dict[str, Any] = super().clean() or {}
        if unfinished(self.case):
            raise forms.ValidationError("还有整改事项没有完成，请责令再次整改或转立案查处。")
        return given


class Again(Notify):
    """What was not done is asked for once more, by a new day."""

    more = None  # type: ignore[assignment]

    def known(self) -> list[Measure]:
        """What was found not done, or only in part."""
        return unfinished(self.case)

    @classmethod
    def offered(cls, case: Case) -> bool:
        """While something is left to do."""
        return bool(unfinished(case))

    def clean(self) -> dict[str, Any]:
        """Something is left to do."""
        given: dict[str, Any] = CaseForm.clean(self) or {}
        if not self.known():
            raise forms.ValidationError("各项均已完成，请直接办结。")
        return given

    def facts(self) -> Facts:
        """New rows beside the old ones, so that both results stay on record."""
        due = self.cleaned_data["due_on"]
        rows = tuple(MeasureFact(Measure.Kind.ITEM, text=m.text, due_on=due) for m in self.known())
        return Facts(data=self.shown(), measures=rows, due={"rectification": due})


def unfinished(case: Case) -> list[Measure]:
    """Of each item the last row, where it is not complied with."""
    items = (one for one in case.measures.all() if one.kind == Measure.Kind.ITEM)
    last = {m.text: m for m in sorted(items, key=lambda one: one.pk)}
    return [m for m in last.values() if m.result != Measure.Result.COMPLIED]
