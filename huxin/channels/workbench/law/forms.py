"""What is typed in about legal figures?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from huxin.channels.parts.forms import DateInput
from huxin.law.catalogue import CODES, GROUPS, OF_PLATFORMS, Industry, Relation
from huxin.law.models import Parameter
from huxin.law.parameters import Force, Status
from huxin.orgs.models import Area

ALL = "全国"
INDUSTRIES = [("", "不分行业"), *((one.value, one.zh) for one in Industry)]
RELATIONS = [("", "不分关系"), *((one.value, one.zh) for one in Relation)]


def area_choices(areas: Iterable[Area]) -> list[tuple[str, str]]:
    """The areas known here, in official order."""
    return [(area.code, area.name) for area in areas]


def code_choices() -> list[Any]:
    """The figures that can be asked for, in their groups."""
    return [
        ("", "请选择"),
        *(
            (group, [(one.code, f"{one.title}（{one.code}）") for one in CODES.values() if _first(one.code) in words])
            for group, words in GROUPS.items()
        ),
    ]


def _first(code: str) -> str:
    return code.partition(".")[0]


class Filters(forms.Form):
    """Which figures to list."""

    words = forms.CharField(label="名称、代码或文件", max_length=60, required=False)
    group = forms.ChoiceField(
        label="类别", choices=[("", "全部类别"), *((name, name) for name in GROUPS)], required=False
    )
    area = forms.ChoiceField(label="地区", required=False)
    industry = forms.ChoiceField(label="行业", choices=[("", "全部行业"), *INDUSTRIES[1:]], required=False)
    relation = forms.ChoiceField(label="用工关系", choices=[("", "全部关系"), *RELATIONS[1:]], required=False)
    force = forms.ChoiceField(
        label="效力", choices=[("", "全部效力"), *((one.value, one.zh) for one in Force)], required=False
    )
    status = forms.ChoiceField(
        label="核实情况", choices=[("", "全部"), *((one.value, one.zh) for one in Status)], required=False
    )
    state = forms.ChoiceField(label="状态", choices=[("", "现行和待审核"), *Parameter.State.choices], required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "全部地区"), ("CN", ALL), *areas]

    def chosen(self) -> dict[str, str]:
        """What was asked for; of a form with a mistake, what is sound in it."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class VersionForm(forms.Form):
    """The parts of a figure that another version may change."""

    text = forms.CharField(
        label="数值", max_length=40, help_text="数字连同单位，如：2070元/月、20元/小时、4小时、150%、5个工作日、12倍。"
    )
    force = forms.ChoiceField(label="效力", choices=[(one.value, one.zh) for one in Force])
    valid_from = forms.DateField(label="施行日期", widget=DateInput({"class": "short"}))
    valid_until = forms.DateField(
        label="失效日期", widget=DateInput({"class": "short"}), required=False, help_text="不再适用的第一天，可不填。"
    )
    document = forms.CharField(label="文件", max_length=200, help_text="名称和文号。")
    article = forms.CharField(label="条款", max_length=100, required=False)
    source = forms.CharField(label="来源", max_length=300, required=False, help_text="在哪里看到的：网址、报纸、来文。")
    status = forms.ChoiceField(
        label="核实情况", choices=[(one.value, one.zh) for one in Status], help_text="已对照文件原文的选“已核实”。"
    )
    reason = forms.CharField(label="变更理由", max_length=300, widget=forms.Textarea({"rows": 2}))


class FigureForm(VersionForm):
    """A figure that does not stand yet."""

    code = forms.ChoiceField(label="参数", choices=code_choices)
    platform = forms.SlugField(
        label="平台",
        max_length=20,
        required=False,
        allow_unicode=True,
        help_text="平台自己公布、只约束自己的抽成上限、防疲劳规则才填：平台名称开头的几个字，如：滴滴。",
    )
    area_code = forms.ChoiceField(label="地区", required=False)
    industry = forms.ChoiceField(label="行业", choices=INDUSTRIES, required=False)
    relation = forms.ChoiceField(label="用工关系", choices=RELATIONS, required=False)
    field_order = ("code", "platform", "area_code", "industry", "relation")

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = [("", ALL), *areas]

    def clean(self) -> dict[str, Any]:
        """A platform's word is joined to the code of the figure that platforms publish for themselves."""
        data = super().clean() or {}
        platform = data.pop("platform", "").replace("-", "_")
        if platform and data.get("code") not in OF_PLATFORMS:
            self.add_error("platform", "这项参数不分平台，请不要填平台。")
        elif platform:
            data["code"] = f"{data['code']}.{platform}"
        return data


class ReasonForm(forms.Form):
    """Why it is taken out or not approved."""

    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea({"rows": 3}))
