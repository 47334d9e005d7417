"""What is typed in on the public pages?"""

from typing import Any

from django import forms


class CodeForm(forms.Form):
    """The code of an invitation."""

    code = forms.CharField(
        label="邀请码",
        max_length=40,
        help_text="邀请函上的16位字母和数字，横线可以不输。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code", "autocapitalize": "characters"}),
    )


class RenewForm(forms.Form):
    """With which password a person will log in from now on."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    password = forms.CharField(
        label="密码",
        strip=False,
        help_text="至少10个字符，不能全是数字，不要包含登录名或姓名。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一次密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "两次输入的密码不一样，请重新输入。")
        return data


class AcceptForm(RenewForm):
    """With which name and password a new person will log in."""

    username = forms.CharField(
        label="登录名",
        max_length=30,
        help_text="2至30个字，可用汉字、字母、数字。",
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    field_order = ("code", "username", "password", "again")
