"""What is typed in about workers and their engagements?"""

from typing import Any

from django import forms
from django.db.models import QuerySet

from huxin.base.actor import Actor
from huxin.channels.parts.forms import DateInput, KeyField
from huxin.channels.parts.picking import EnterpriseField
from huxin.law.standards.relation import QUESTIONS, Group, Reply
from huxin.orgs.directory import areas
from huxin.orgs.models import Area
from huxin.registry.models import Enterprise, Industry, Relation, Worker

NUMBER = {"autocomplete": "off", "class": "short"}
GROUPS = {
    Group.CONDITIONS: "确立劳动关系的条件",
    Group.FACTORS: "劳动管理的程度",
    Group.SUBORDINATION: "从属性",
}


class Filters(forms.Form):
    """Which workers to list."""

    area = forms.ModelChoiceField(None, label="属地", required=False, empty_label="全部属地")
    relation = forms.ChoiceField(label="用工关系", choices=[("", "全部"), *Relation.choices], required=False)
    enterprise = KeyField()

    def __init__(self, *args: Any, places: QuerySet[Area], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].queryset = places


class FindForm(forms.Form):
    """One worker, exactly."""

    text = forms.CharField(
        label="姓名、手机号或身份证号（完整）", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class WorkerForm(forms.Form):
    """Who somebody is."""

    name = forms.CharField(label="姓名", max_length=40, widget=forms.TextInput(attrs=NUMBER))
    identity = forms.CharField(
        label="身份证号", max_length=24, required=False, widget=forms.TextInput(attrs=NUMBER),
        help_text="加密保存。身份证号和手机号至少填一项。",
    )  # fmt: skip
    phone = forms.CharField(
        label="手机号", max_length=20, required=False, widget=forms.TextInput(attrs=NUMBER | {"inputmode": "tel"})
    )
    area = forms.ModelChoiceField(None, label="属地", empty_label="请选择", help_text="主要劳动地所在的县（市）。")
    rural = forms.ChoiceField(label="户籍", choices=Worker.Rural.choices, initial=Worker.Rural.UNKNOWN)
    occupation = forms.CharField(label="职业", max_length=60, required=False, help_text="如：网约配送员、快递员。")

    def __init__(self, *args: Any, by: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].queryset = areas(by, "registry.edit")


class CorrectForm(WorkerForm):
    """What is known otherwise now; empty fields of name and numbers stay as they are."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"].required = False
        for name in ("name", "identity", "phone"):
            self.fields[name].help_text = "不改则留空。"


class EngageForm(forms.Form):
    """For whom a worker works."""

    enterprise = EnterpriseField(label="用工企业")
    platform = EnterpriseField(label="平台企业", required=False)
    relation = forms.ChoiceField(label="用工关系", choices=Relation.choices, initial=Relation.UNKNOWN)
    industry = forms.ChoiceField(label="行业", choices=[("", "请选择"), *Industry.choices])
    area = forms.ModelChoiceField(None, label="劳动地", empty_label="请选择")
    since = forms.DateField(label="自何日起", widget=DateInput(attrs={"class": "short"}))

    def __init__(self, *args: Any, by: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].queryset = areas(by, "registry.edit")


class RelationForm(forms.Form):
    """Another class of relation from a day on."""

    relation = forms.ChoiceField(label="用工关系", choices=Relation.choices)
    since = forms.DateField(label="自何日起", widget=DateInput(attrs={"class": "short"}))
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndForm(forms.Form):
    """The first day on which he works there no more."""

    until = forms.DateField(label="自何日起不再用工", widget=DateInput(attrs={"class": "short"}))
    version = forms.IntegerField(widget=forms.HiddenInput)


class MergeForm(forms.Form):
    """Which of the likely doubles goes on."""

    into = forms.ModelChoiceField(None, label="保留的登记", widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args: Any, rows: QuerySet[Worker], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["into"].queryset = rows


class AssessForm(forms.Form):
    """The questions about a relation."""

    enterprise = forms.ModelChoiceField(None, label="用工企业", required=False, empty_label="不指定")
    part_time = forms.BooleanField(label="以小时计酬，平均每日不超过4小时、每周累计不超过24小时", required=False)
    evidence = forms.CharField(
        label="依据说明", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, rows: QuerySet[Enterprise], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["enterprise"].queryset = rows
        for question in QUESTIONS:
            self.fields[question.code] = forms.ChoiceField(
                label=question.text, choices=[(reply.value, reply.zh) for reply in Reply], initial=Reply.UNKNOWN,
                widget=forms.RadioSelect, help_text=question.article,
            )  # fmt: skip

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The questions under their headings."""
        return [(title, [self[q.code] for q in QUESTIONS if q.group is group]) for group, title in GROUPS.items()]

    def replies(self) -> dict[str, str]:
        """What was answered."""
        return {question.code: self.cleaned_data[question.code] for question in QUESTIONS}
