"""What is typed in about people and organisations?"""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from huxin.channels.parts.forms import DateInput, offer_units
from huxin.orgs.actions.people import PURPOSES
from huxin.orgs.models import Organisation, User
from huxin.orgs.roles import ROLES


class InviteForm(forms.Form):
    """Who is invited, and as what."""

    name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=60, required=False)
    role = forms.ChoiceField(label="角色", widget=forms.RadioSelect)
    email = forms.EmailField(label="工作邮箱", required=False, help_text="用于接收提醒，可不填。")

    def __init__(self, *args: Any, roles: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(code, ROLES[code].title) for code in roles]


class GrantForm(forms.Form):
    """One more role for a person."""

    organisation = forms.ModelChoiceField(label="单位", queryset=None, empty_label="请选择")
    role = forms.ChoiceField(label="角色", choices=[(role.code, role.title) for role in ROLES.values()])
    post = forms.CharField(label="职务", max_length=60, required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self.fields["organisation"], units)


def _with_unit(person: User) -> str:
    """The name with the units where he works, by which people of one name are told apart."""
    units = dict.fromkeys(row.organisation.short_name for row in person.memberships.all())
    return f"{person.name}（{'、'.join(units)}）"


class HandOverForm(forms.Form):
    """Who takes over everything."""

    to = forms.ModelChoiceField(label="接收人", queryset=None, empty_label="请选择", help_text="接收人须已开通账号。")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people
        self.fields["to"].label_from_instance = _with_unit


class PurposeForm(forms.Form):
    """Why a number is looked at."""

    purpose = forms.ChoiceField(label="用途", choices=list(PURPOSES.items()))


class StandInForm(forms.Form):
    """Who fills in, from which day to which."""

    colleague = forms.ChoiceField(label="代班人", help_text="本单位同事；审计、系统管理员不与其他岗位互相代班。")
    first = forms.DateField(label="第一天", widget=DateInput(attrs={"class": "short"}))
    last = forms.DateField(label="最后一天", widget=DateInput(attrs={"class": "short"}))
    reason = forms.CharField(label="原因", max_length=200, help_text="如：出差、培训、休假。")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["colleague"].choices = [("", "请选择")] + [(pk, p.name) for pk, p in self.people.items()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last:
            data["since"] = timezone.make_aware(datetime.combine(first, time.min))
            data["until"] = timezone.make_aware(datetime.combine(last, time.max))
            if last < first:
                self.add_error("last", "最后一天不能早于第一天。")
        return data


class OrganisationForm(forms.Form):
    """The names of a unit."""

    name = forms.CharField(label="全称", max_length=120)
    short_name = forms.CharField(label="简称", max_length=60)


class NewOrganisationForm(OrganisationForm):
    """A unit that is registered by hand."""

    area = forms.ModelChoiceField(label="所在地区", queryset=None, empty_label="请选择")
    kind = forms.ChoiceField(label="类别", choices=[one for one in Organisation.Kind.choices if one[0] != "workers"])

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas


class AliasForm(forms.Form):
    """One more name of a unit."""

    name = forms.CharField(label="别名", max_length=120, help_text="文件中对该单位的其他写法。")
