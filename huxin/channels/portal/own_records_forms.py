"""What does a worker write down of his own work, or tell of his own file?"""

from datetime import date
from typing import Any

from django import forms

from huxin.cases.forms.common import MoneyField
from huxin.channels.parts.forms import DateInput
from huxin.oversight.orders.told import TOLD
from huxin.registry.models import Industry


class WhereForm(forms.Form):
    """For whom, and where."""

    platform = forms.CharField(label="哪个平台或软件", max_length=60)
    firm = forms.CharField(label="给您发钱的公司或站点（不清楚可不填）", max_length=120, required=False)
    area = forms.ChoiceField(label="在哪个县（市）干活", choices=())
    industry = forms.ChoiceField(label="干哪一行", choices=Industry.choices)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "请选择"), *areas]  # type: ignore[attr-defined]


class ShiftForm(WhereForm):
    """One shift."""

    day = forms.DateField(label="日期（开始的那一天）", widget=DateInput(attrs={"class": "short"}))
    begins = forms.TimeField(
        label="从几点", widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label="到几点", widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        help_text="过了零点的照写，例如22:00到2:30，算到第二天。",
    )  # fmt: skip
    orders = forms.IntegerField(
        label="几单",
        min_value=0,
        max_value=1_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    pay = MoneyField(label="报酬（元，扣款以前）", max_length=20)
    deduction = MoneyField(label="扣款（元，没有不填）", max_length=20, required=False)
    field_order = ("day", "begins", "ends", "orders", "pay", "deduction", "platform", "firm", "area", "industry")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("pay", "deduction"):
            self.fields[name].widget.attrs["class"] = "short"
        self.fields["day"].widget.attrs["max"] = today.isoformat()


class FileForm(WhereForm):
    """The file itself."""

    file = forms.FileField(label="订单文件（CSV或Excel）", help_text="从软件里导出的订单明细，原样上传，不用整理。")
    field_order = ("file", "platform", "firm", "area", "industry")


class ColumnsForm(forms.Form):
    """Which column of the file means what."""

    def __init__(self, *args: Any, headings: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words, needed in TOLD:
            self.fields[name] = forms.ChoiceField(
                label=words if needed else f"{words}（可不选）", required=needed,
                choices=[("", "请选择" if needed else "没有这一列"), *((one, one) for one in headings)],
            )  # fmt: skip
