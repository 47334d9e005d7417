"""What can be typed about a report, and how is it checked before an action is called?"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from huxin.channels.parts.forms import DateInput
from huxin.orgs.models import User
from huxin.plans.models import Plan
from huxin.reports.actions.writing import Given
from huxin.reports.figures import plain_number, read_number
from huxin.reports.models import Figure, Section
from huxin.reports.words import fields_of, label

LONGEST = 5000
_ROWS = {"progress": 8}
_HINTS = {
    "progress": "写做了什么、到了哪一步；本期没有新进展的，答复选“零报告”。",
    "cases": "隐去当事人姓名、电话、车牌等个人信息。",
    "problems": "写具体问题，没有的可不填。",
}


class SectionForm(forms.Form):
    """The texts and figures of one section, built for the section; `corrects` asks for the reason as well."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, section: Section, corrects: bool = False, **known: Any) -> None:
        initial = {"version": section.version, "answer": section.answer}
        initial |= {name: getattr(section, name) for name in fields_of(section)}
        self.figures = list(section.figures.filter(current=True).order_by("code"))
        for figure in self.figures:
            initial[f"f_{figure.code}"] = plain_number(figure.value, figure.decimals)
            initial[f"m_{figure.code}"] = figure.missing_reason
        super().__init__(*args, **{**known, "initial": initial | known.get("initial", {})})
        self.names = fields_of(section)
        if section.goal_id:
            self.fields["answer"] = forms.ChoiceField(
                label="答复", choices=Section.Answer.choices, widget=forms.RadioSelect
            )
        for name in self.names:
            self.fields[name] = _text(label(section, name), name)
        for figure in self.figures:
            self._add_figure(figure)
        if corrects:
            self.fields["note"] = forms.CharField(
                label="更正说明", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
                help_text="写明为什么更正；更正前后的内容都会保留。",
            )  # fmt: skip

    def _add_figure(self, figure: Figure) -> None:
        self.fields[f"f_{figure.code}"] = forms.CharField(
            label=f"{figure.title}（{figure.unit}）", required=False, max_length=24,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"}),
        )  # fmt: skip
        self.fields[f"m_{figure.code}"] = forms.CharField(
            label=f"{figure.title}暂缺原因", required=False, max_length=200,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for figure in self.figures:
            typed, name = data.get(f"f_{figure.code}", ""), f"f_{figure.code}"
            try:
                data[name] = read_number(typed, figure.decimals) if typed.strip() else None
            except ValueError as error:
                self.add_error(name, str(error))
            if typed.strip() and data.get(f"m_{figure.code}"):
                self.add_error(f"m_{figure.code}", "已填数据的，不用填暂缺原因；请删去其中一项。")
        return data

    def told(self) -> dict[str, str]:
        """The answer and the texts as the action takes them."""
        names = (*self.names, "answer") if "answer" in self.fields else self.names
        return {name: self.cleaned_data[name] for name in names}

    def given(self) -> list[Given]:
        """The figures as the action takes them."""
        data = self.cleaned_data
        return [Given(f.code, data[f"f_{f.code}"], data[f"m_{f.code}"]) for f in self.figures]

    def texts(self) -> list[BoundField]:
        """The fields above the figures."""
        return [self[name] for name in (("answer", *self.names) if "answer" in self.fields else self.names)]

    def figure_rows(self) -> Iterator[tuple[Figure, BoundField, BoundField]]:
        """Each figure with its two fields."""
        for figure in self.figures:
            yield figure, self[f"f_{figure.code}"], self[f"m_{figure.code}"]


def _text(title: str, name: str) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": _ROWS.get(name, 4)})
    return forms.CharField(label=title, required=False, max_length=LONGEST, widget=area, help_text=_HINTS.get(name, ""))


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(label="文件", help_text="不得上传涉密文件。")


class ReviewForm(forms.Form):
    """Who signs inside the unit: the head of the section first, the leader last."""

    reviewer = forms.ModelChoiceField(None, label="科室负责人（审核）", required=False, empty_label="不经科室审核")
    signer = forms.ModelChoiceField(None, label="分管领导（签发）", empty_label="请选择")

    def __init__(self, *args: Any, signers: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        for name in ("reviewer", "signer"):
            self.fields[name].queryset = signers  # type: ignore[attr-defined]

    def people(self) -> tuple[User, ...]:
        """In order of signing."""
        data = self.cleaned_data
        return tuple(person for person in (data["reviewer"], data["signer"]) if person)


class ReturnForm(forms.Form):
    """Why a section is sent back, and until when it is to be mended."""

    reason = forms.CharField(label="退回原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    until = forms.DateField(label="重新报送时限", widget=DateInput())


class ChooseForm(forms.Form):
    """Which texts of a section go into the compiled report."""

    highlights = forms.BooleanField(label="工作亮点", required=False)
    experience = forms.BooleanField(label="经验做法", required=False)
    cases = forms.BooleanField(label="典型案例", required=False)


class ScheduleForm(forms.Form):
    """How early a report is asked for, and up to which day it counts."""

    cut_off = forms.RegexField(
        r"^\d\d-\d\d$",
        label="统计截止日（月-日）",
        help_text="如05-31",
        error_messages={"invalid": "请写成“月-日”，如05-31。"},
    )
    weeks_before = forms.IntegerField(label="提前几周开启", min_value=1, max_value=12)


class HistoryForm(forms.Form):
    """A report from before the plan was run here."""

    rule = forms.ModelChoiceField(None, label="报告", empty_label="请选择")
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    organisation = forms.ModelChoiceField(None, label="单位", empty_label="请选择")
    handed_in_on = forms.DateField(label="报送日期", required=False, widget=DateInput())
    scan = forms.FileField(label="报告扫描件", required=False, help_text="PDF或图片；不得上传涉密文件。")

    def __init__(self, *args: Any, plan: Plan, parties: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["rule"].queryset = plan.report_rules.order_by("due")  # type: ignore[attr-defined]
        self.fields["rule"].label_from_instance = lambda rule: f"{rule.get_period_display()}报告"  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = parties  # type: ignore[attr-defined]
