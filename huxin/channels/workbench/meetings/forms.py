"""What is typed in about a meeting, its minutes and its decisions?"""

import re
from typing import Any, TypeVar

from django import forms
from django.db.models import QuerySet

from huxin.channels.parts.forms import DateInput, called, offer_units
from huxin.conference.models import Invitee, Meeting
from huxin.orgs.models import Organisation
from huxin.plans.lamps import FACES, Lamp
from huxin.plans.models import Plan

F = TypeVar("F", bound=forms.Form)


class _Units(forms.ModelMultipleChoiceField):
    """Some units, ticked."""

    widget = forms.CheckboxSelectMultiple


class _Moment(forms.DateTimeInput):
    """A day and an hour, picked in the browser."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _text(label: str, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def kept(make: type[F], wrong: forms.Form | None, prefix: str, **known: Any) -> F:
    """The form that was refused, with what was typed, where it is this one; else a fresh one."""
    return wrong if isinstance(wrong, make) and wrong.prefix == prefix else make(prefix=prefix, **known)


class Filters(forms.Form):
    """Which meetings to list."""

    state = forms.ChoiceField(label="状态", choices=[("", "全部状态"), *Meeting.State.choices], required=False)
    kind = forms.ChoiceField(label="类别", choices=[("", "全部类别"), *Meeting.Kind.choices], required=False)


class ProposeForm(forms.Form):
    """Which meeting is asked for, by which of one's own units, and why."""

    plan = forms.ModelChoiceField(label="工作方案", queryset=None, empty_label=None)
    organisation = forms.ModelChoiceField(label="提议单位", queryset=None, empty_label=None)
    kind = forms.ChoiceField(label="会议类别", choices=Meeting.Kind.choices, widget=forms.RadioSelect, initial="full")
    title = forms.CharField(label="会议名称", max_length=120, help_text="如：第三次全体会议、外卖骑手工伤问题会商")
    ground = _text("提议事由", max_length=2000)

    def __init__(self, *args: Any, plans: QuerySet[Plan], units: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans
        self.fields["plan"].label_from_instance = lambda plan: plan.title
        self.fields["organisation"].queryset = units


class ConveneForm(forms.Form):
    """When and where, and until when the units answer."""

    starts_at = forms.DateTimeField(label="会议时间", widget=_Moment)
    place = forms.CharField(label="会议地点", max_length=120)
    reply_by = forms.DateField(label="回执截止日期", widget=DateInput, required=False)


class ReasonForm(forms.Form):
    """Why not."""

    reason = _text("理由", 3, max_length=500)


class TopicForm(forms.Form):
    """One item of the agenda."""

    title = forms.CharField(label="议题", max_length=200)
    presenter = forms.ModelChoiceField(label="汇报单位", queryset=None, required=False)
    major = forms.BooleanField(label="重大事项（会后需报告人民政府）", required=False)

    def __init__(self, *args: Any, units: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self.fields["presenter"], units)


class FileForm(forms.Form):
    """A file to hand in."""

    file = forms.FileField(label="会议材料")


class InviteForm(forms.Form):
    """Units to ask, and one outside the system or an expert from there."""

    organisations = _Units(label="单位", queryset=None, required=False)
    guest_unit = forms.CharField(
        label="系统外单位", max_length=120, required=False, help_text="上面没有的单位，或专家所在的单位。"
    )
    guest_name = forms.CharField(label="专家姓名（只邀请单位的不填）", max_length=40, required=False)

    def __init__(self, *args: Any, units: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self.fields["organisations"], units)


class PeopleField(forms.CharField):
    """Several people, one on each line or divided by ；: name, blank, post."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        divider = "\n" if isinstance(self.widget, forms.Textarea) else "；"
        return divider.join(" ".join(filter(None, person)) for person in value)

    def clean(self, value: Any) -> Any:
        lines = [line.split(maxsplit=1) for line in re.split(r"[\n；;]", super().clean(value)) if line.strip()]
        return [(words[0], words[1] if len(words) > 1 else "") for words in lines]


class ReplyForm(forms.Form):
    """Who comes, or why not."""

    reply = forms.ChoiceField(
        label="能否参会", choices=[c for c in Invitee.Reply.choices if c[0]], widget=forms.RadioSelect
    )
    name = forms.CharField(label="参会人（请假人）姓名", max_length=40, required=False)
    post = forms.CharField(label="职务", max_length=80, required=False)
    companions = PeopleField(
        label="随同人员",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="一人一行：姓名 职务。没有的不用填。",
    )
    reason = forms.CharField(label="委托或请假原因", max_length=200, required=False, help_text="参加的不用填。")


def _line(label: str, longest: int, initial: str) -> forms.CharField:
    """An input in a table: its label is for those who hear the page."""
    widget = forms.TextInput({"aria-label": label, "class": "form-control"})
    return forms.CharField(label=label, max_length=longest, required=False, initial=initial, widget=widget)


class AttendanceForm(forms.Form):
    """Who was there: four inputs for each invitation, and who was in the chair."""

    chair = forms.CharField(label="主持人", max_length=60)

    def __init__(self, *args: Any, rows: list[Invitee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            here = row.presence == "present" or (not row.presence and row.reply in ("attend", "substitute"))
            box = forms.CheckboxInput({"aria-label": f"{row.unit}到会"})
            self.fields[f"present_{row.pk}"] = forms.BooleanField(required=False, initial=here, widget=box)
            name = "" if row.reply == "leave" else row.name
            self.fields[f"name_{row.pk}"] = _line(f"{row.unit}参会人姓名", 40, name)
            self.fields[f"post_{row.pk}"] = _line(f"{row.unit}参会人职务", 80, row.post)
            self.fields[f"companions_{row.pk}"] = PeopleField(
                required=False, initial=row.companions,
                widget=forms.TextInput({"aria-label": f"{row.unit}随同人员", "class": "form-control"}),
            )  # fmt: skip

    def lines(self) -> list[tuple[Invitee, Any, Any, Any, Any]]:
        """Each invitation with its inputs."""
        parts = ("present", "name", "post", "companions")
        return [(row, *(self[f"{part}_{row.pk}"] for part in parts)) for row in self.rows]


class FrameForm(forms.Form):
    """Beginning and end of the minutes."""

    opening = _text("会议概况", 4, max_length=5000)
    closing = _text("结尾", 3, max_length=5000, required=False)


class ItemForm(forms.Form):
    """One entry of the minutes."""

    heading = forms.CharField(label="标题", max_length=200)
    discussion = _text("讨论情况", 5, max_length=20000, required=False)


class DecisionForm(forms.Form):
    """One sentence that was decided."""

    text = _text("议定事项", 3, max_length=2000)
    organisations = forms.TypedMultipleChoiceField(
        label="责任单位", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = forms.DateField(
        label="办结时限", widget=DateInput, required=False, help_text="写明责任单位和时限的，纪要印发后转为任务督办。"
    )
    major = forms.BooleanField(label="重大事项", required=False)

    def __init__(self, *args: Any, units: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        self.fields["organisations"].choices = called(units)

    def clean_organisations(self) -> list[Organisation]:
        """The units themselves."""
        return [self.units[pk] for pk in self.cleaned_data["organisations"]]


class RoundForm(forms.Form):
    """Until when the units answer, and what silence means."""

    answer_by = forms.DateField(label="反馈截止日期", widget=DateInput)
    silence_is_consent = forms.BooleanField(
        label="征求意见函载明“逾期未反馈的，视为同意”", required=False, help_text="没有载明的，不得按同意处理。"
    )


class AnswerForm(forms.Form):
    """Does the unit agree?"""

    agree = forms.TypedChoiceField(
        label="反馈", choices=[("yes", "同意"), ("no", "有意见")], coerce=lambda v: v == "yes", widget=forms.RadioSelect
    )
    text = _text("修改意见", 4, max_length=5000, required=False, help_text="有意见的，请写明哪一处怎样修改。")


class WrittenForm(AnswerForm):
    """What a unit answered on paper."""

    file = forms.FileField(label="书面反馈扫描件")


class HandleForm(forms.Form):
    """Is the opinion taken up?"""

    adopt = forms.TypedChoiceField(
        label="处理", choices=[("yes", "采纳"), ("no", "不采纳")], coerce=lambda v: v == "yes", widget=forms.RadioSelect
    )
    reason = _text("说明", 2, max_length=1000)


class DecisionFilters(forms.Form):
    """Which decisions to list."""

    organisation = forms.ModelChoiceField(label="责任单位", queryset=None, required=False, empty_label="全部单位")
    lamp = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部状态")]
        + [(lamp.value, FACES[lamp].word) for lamp in Lamp if lamp not in (Lamp.HISTORY, Lamp.NONE)],
    )

    def __init__(self, *args: Any, units: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self.fields["organisation"], units)
