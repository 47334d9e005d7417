"""How does a firm that has no access yet ask for it, and how does its request stand?"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.limits import limit
from huxin.documents import store
from huxin.orgs.access import public
from huxin.orgs.directory import all_areas
from huxin.orgs.granting import ENTERPRISE_ROLES
from huxin.orgs.roles import ROLES
from huxin.registry.actions.admission import Applicant, ask_admission, find_admission
from huxin.registry.models import AdmissionRequest, Enterprise

_TOO_OFTEN = "提交太频繁，请稍后再试；急需办理的请联系当地人力资源社会保障部门。"


class AskForm(forms.Form):
    """Which firm, who, with which authorisation."""

    credit_code = forms.CharField(label="统一社会信用代码", max_length=30, help_text="营业执照上的18位代码。")
    enterprise_name = forms.CharField(label="企业名称", max_length=120, help_text="营业执照上的全称。")
    area = forms.ModelChoiceField(
        None, label="属地", empty_label="请选择", help_text="在多个县（市）经营的，选择文山州。"
    )
    enterprise_kind = forms.ChoiceField(label="类型", choices=[("", "请选择"), *Enterprise.Kind.choices])
    name = forms.CharField(label="您的姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=60)
    phone = forms.CharField(
        label="手机号", max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
    )
    email = forms.EmailField(label="邮箱", required=False)
    role = forms.ChoiceField(
        label="申请角色", choices=[(code, ROLES[code].title) for code in ENTERPRISE_ROLES], widget=forms.RadioSelect,
        initial="enterprise_signer", help_text="首次申请请选授权代表：可以邀请本企业同事。",
    )  # fmt: skip
    authorisation = forms.FileField(label="加盖公章的授权书", help_text="PDF、照片均可，写明被授权人姓名和职务。")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].queryset = all_areas()


class StateForm(forms.Form):
    """The code of a request."""

    code = forms.CharField(
        label="申请码", max_length=40, help_text="申请时显示的16位字母和数字，横线可以不输。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code", "autocapitalize": "characters"}),
    )  # fmt: skip


@public
def ask(request: HttpRequest) -> HttpResponse:
    """The request; its code is shown this once."""
    form = AskForm(request.POST or None, request.FILES or None)

    def act(given: dict[str, Any]) -> tuple[AdmissionRequest, str]:
        limit(request, "admission", _TOO_OFTEN)
        file = given.pop("authorisation")
        kept = store.keep_from_outside(
            file, name=file.name, org_path=given["area"].path, by=request.actor, at=request.at
        )
        return ask_admission(Applicant(**given), authorisation=kept, at=request.at)

    if carried_out(form, act):
        row, code = form.result
        return render(request, "desk/admission_asked.html", {"row": row, "code": code})
    return render(request, "desk/admission_ask.html", {"form": form})


@public
def state(request: HttpRequest) -> HttpResponse:
    """How a request stands, for who has its code."""
    form = StateForm(request.POST or None)

    def act(given: dict[str, str]) -> AdmissionRequest:
        limit(request, "admission_state", _TOO_OFTEN)
        return find_admission(given["code"])

    row = form.result if carried_out(form, act) else None
    return render(request, "desk/admission_state.html", {"form": form, "row": row})
