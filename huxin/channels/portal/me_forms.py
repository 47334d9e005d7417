"""What does a worker type who logs in by his phone, and on his own page?"""

from typing import Any

from django import forms

from huxin.channels.parts.forms import MobileField


class PhoneForm(forms.Form):
    """His number."""

    phone = MobileField(
        label="手机号", widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text="不用注册，没有登录过的号码也能用。",
    )  # fmt: skip


class CodeForm(forms.Form):
    """The code that came."""

    code = forms.CharField(
        label="6位验证码", max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code short"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Six digits, with whatever blanks a phone put between them."""
        digits = "".join(self.cleaned_data["code"].split())
        if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError("验证码是6位数字。")
        return digits


class WorkerForm(forms.Form):
    """Who he is, and where he works."""

    name = forms.CharField(
        label="姓名", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="和以前登记、反映问题时用的姓名一致，才能看到以前的案件。加密保存。",
    )  # fmt: skip
    area = forms.ChoiceField(label="主要在哪个县（市）干活", choices=())

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", "请选择"), *areas]  # type: ignore[attr-defined]


class NameForm(WorkerForm):
    """The same of who has the number for the first time; who acts for others alone is not entered as a worker."""

    himself = forms.ChoiceField(
        label="您是", widget=forms.RadioSelect, initial="yes",
        choices=(("yes", "自己跑单、干活"), ("no", "替家人、同事或当事人办事，自己不跑单")),
    )  # fmt: skip
    field_order = ("himself", "name", "area")
