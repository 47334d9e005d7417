"""What is typed when a document is handed down and struck off?"""

from django import forms

from huxin.channels.parts.forms import DateInput
from huxin.plans.models import Assignment


def area(rows: int) -> forms.Textarea:
    """A large field."""
    return forms.Textarea(attrs={"rows": rows})


class Give(forms.Form):
    """A document handed down."""

    title = forms.CharField(label="事项", max_length=200)
    source = forms.CharField(label="来文单位或领导职务", max_length=120, help_text="写职务，不写姓名。")
    source_no = forms.CharField(label="来文号", max_length=60, required=False)
    received_on = forms.DateField(label="收到日期", widget=DateInput())
    due_on = forms.DateField(label="办理时限", widget=DateInput())
    urgency = forms.ChoiceField(label="缓急", choices=Assignment.Urgency.choices)
    remark = forms.CharField(
        label="批示内容", max_length=2000, required=False, widget=area(3), help_text="只有本单位和承办单位能看到。"
    )
    proposal = forms.CharField(label="拟办意见", max_length=2000, required=False, widget=area(3))
    organisation = forms.ModelChoiceField(label="以哪个单位名义交办", queryset=None, empty_label=None)
    units = forms.ModelMultipleChoiceField(label="承办单位", queryset=None, widget=forms.CheckboxSelectMultiple)
    scan = forms.FileField(label="来文扫描件", required=False, help_text="不得上传涉密文件。")


class StrikeOff(forms.Form):
    """What was answered upward."""

    reply = forms.CharField(label="向交办单位（领导）的回复", max_length=4000, widget=area(4))
