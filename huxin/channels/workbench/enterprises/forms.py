"""What is typed in about enterprises?"""

from typing import Any

from django import forms
from django.db.models import QuerySet

from huxin.base.actor import Actor
from huxin.channels.parts.forms import DateInput
from huxin.channels.parts.picking import EnterpriseField
from huxin.orgs.directory import areas
from huxin.orgs.granting import ENTERPRISE_ROLES
from huxin.orgs.models import Area
from huxin.orgs.roles import ROLES
from huxin.registry.models import Enterprise, EnterpriseLink, EnterpriseName, Industry

Names = EnterpriseName.Kind
PLAIN = {"autocomplete": "off"}


def any_of(choices: list[tuple[str, str]], words: str) -> list[tuple[str, str]]:
    """The choices of a filter, the first of which is none."""
    return [("", words), *choices]


class Filters(forms.Form):
    """Which enterprises to list."""

    q = forms.CharField(label="名称、品牌、应用名、拼音首字母或信用代码", max_length=60, required=False)
    area = forms.ModelChoiceField(None, label="属地", required=False, empty_label="全部属地")
    kind = forms.ChoiceField(label="类型", choices=any_of(Enterprise.Kind.choices, "全部类型"), required=False)
    industry = forms.ChoiceField(label="行业", choices=any_of(Industry.choices, "全部行业"), required=False)
    status = forms.ChoiceField(label="状态", choices=any_of(Enterprise.Status.choices, "全部状态"), required=False)

    def __init__(self, *args: Any, places: QuerySet[Area], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].queryset = places


class EnterpriseForm(forms.Form):
    """What is known of an enterprise."""

    area = forms.ModelChoiceField(None, label="属地", empty_label="请选择", help_text="负责管理服务的县（市）。")
    kind = forms.ChoiceField(label="类型", choices=any_of(Enterprise.Kind.choices, "请选择"))
    credit_code = forms.CharField(
        label="统一社会信用代码", max_length=30, required=False, help_text="18位；暂时不知道的可以先留空。",
        widget=forms.TextInput(attrs=PLAIN | {"autocapitalize": "characters"}),
    )  # fmt: skip
    short_name = forms.CharField(label="简称", max_length=60, required=False)
    individual = forms.BooleanField(label="个体工商户", required=False, help_text="代码以92开头的自动勾选。")
    industry = forms.ChoiceField(label="行业", choices=any_of(Industry.choices, "未填"), required=False)
    legal_representative = forms.CharField(label="法定代表人", max_length=40, required=False)
    address = forms.CharField(label="住所", max_length=200, required=False)
    contact = forms.CharField(label="联系人", max_length=40, required=False)
    phone = forms.CharField(
        label="联系电话", max_length=20, required=False, help_text="加密保存；不填则保留已登记的号码。",
        widget=forms.TextInput(attrs=PLAIN | {"inputmode": "tel", "class": "short"}),
    )  # fmt: skip
    status = forms.ChoiceField(label="状态", choices=Enterprise.Status.choices)

    def __init__(self, *args: Any, by: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].queryset = areas(by, "registry.edit")


class NewEnterpriseForm(EnterpriseForm):
    """An enterprise that is entered by hand."""

    name = forms.CharField(label="企业名称", max_length=120, help_text="营业执照上的全称。")
    sure = forms.BooleanField(label="已核对，不是系统里名称相近的企业", required=False)
    field_order = ("name",)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["status"]


class RenameForm(forms.Form):
    """The new registered name."""

    name = forms.CharField(label="新名称", max_length=120, help_text="原名称会留作曾用名，仍可查到。")
    version = forms.IntegerField(widget=forms.HiddenInput)


class NameForm(forms.Form):
    """One more name."""

    kind = forms.ChoiceField(
        label="类别", choices=[(k.value, k.label) for k in (Names.BRAND, Names.APP, Names.BRANCH, Names.FORMER)]
    )
    name = forms.CharField(label="名称", max_length=120)


class LinkForm(forms.Form):
    """What stands above this enterprise."""

    upper = EnterpriseField(label="上级企业")
    kind = forms.ChoiceField(label="关系", choices=EnterpriseLink.Kind.choices)
    since = forms.DateField(label="自何日起", widget=DateInput(attrs={"class": "short"}))

    def __init__(self, *args: Any, rows: QuerySet[Enterprise], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["upper"].rows = rows


class UntilForm(forms.Form):
    """The first day on which it holds no more."""

    until = forms.DateField(label="自何日起不再有效", widget=DateInput(attrs={"class": "short"}))


class MergeForm(forms.Form):
    """Which entry goes on."""

    into = EnterpriseField(label="保留的企业")

    def __init__(self, *args: Any, rows: QuerySet[Enterprise], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["into"].rows = rows


class AdmitForm(forms.Form):
    """Who of an enterprise is invited."""

    name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=60, required=False)
    role = forms.ChoiceField(label="角色", choices=[(code, ROLES[code].title) for code in ENTERPRISE_ROLES])
    email = forms.EmailField(label="邮箱", required=False, help_text="用于接收提醒，可不填。")


class TableForm(forms.Form):
    """A list of enterprises as a table."""

    file = forms.FileField(
        label="Excel表格",
        help_text="格式与“导出Excel”相同，一次最多2000家。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
    )


class RefuseForm(forms.Form):
    """Why a request is refused."""

    reason = forms.CharField(
        label="未通过的原因",
        max_length=200,
        help_text="申请人凭申请码可以看到。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
