"""What is typed in about holidays?"""

from typing import Any

from django import forms

from huxin.channels.parts.forms import DateInput


class NoticeForm(forms.Form):
    """A year's notice, pasted."""

    year = forms.IntegerField(
        label="年份", min_value=2004, max_value=2100, widget=forms.NumberInput({"class": "short"})
    )
    document_no = forms.CharField(label="发文字号", max_length=60, help_text="如：国办发明电〔2025〕7号。")
    text = forms.CharField(
        label="通知正文",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="从国务院办公厅的通知中整段粘贴即可，每个节日一行，如“元旦：1月1日至3日放假，共3天。1月4日上班。”",
    )


class LocalForm(forms.Form):
    """A day off of one area."""

    area = forms.ModelChoiceField(label="地区", queryset=None, empty_label="请选择")
    day = forms.DateField(label="日期", widget=DateInput(attrs={"class": "short"}))
    name = forms.CharField(label="名称", max_length=40, help_text="如：自治州成立纪念日。")
    source = forms.CharField(label="依据", max_length=200, help_text="放假通知的名称和文号。")

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas
