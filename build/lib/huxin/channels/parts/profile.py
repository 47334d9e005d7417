"""What does the system know about me, and how do I want to be told? The same for officials and for people of firms."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from huxin.channels.parts.forms import carried_out
from huxin.journal.timeline import entries
from huxin.notices.actions import choose, chosen_by, rules_for
from huxin.notices.models import Preference
from huxin.notices.rules import RULES
from huxin.orgs.access import visible
from huxin.orgs.actions.people import change_email, change_phone
from huxin.orgs.directory import looked_at, roles_of
from huxin.orgs.models import User
from huxin.orgs.personal import masked_phone
from huxin.orgs.roles import ROLES


class PhoneForm(forms.Form):
    """A mobile phone number."""

    phone = forms.CharField(
        label="手机号",
        max_length=20,
        required=False,
        help_text="加密保存，页面上只显示前三位和后四位；留空则删除。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "class": "short"}),
    )


class EmailForm(forms.Form):
    """Where notices are mailed to."""

    email = forms.EmailField(
        label="工作邮箱",
        max_length=254,
        required=False,
        help_text="用于接收提醒；别人只看到首字和邮箱后缀；留空则删除。",
    )


class ChoiceForm(forms.Form):
    """For each rule that may concern this person: how to be told of it outside."""

    def __init__(self, *args: Any, actor: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = chosen_by(actor)
        for rule in rules_for(actor):
            self.fields[rule.code] = forms.ChoiceField(
                label=rule.title, choices=Preference.How.choices, initial=chosen[rule.code], required=False
            )

    def clean(self) -> dict[str, str]:
        """What was really chosen; a field that did not come stays as it is."""
        return {code: how for code, how in (super().clean() or {}).items() if how}

    def topics(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the headings of their topics."""
        found: dict[str, list[forms.BoundField]] = {}
        for code in self.fields:
            found.setdefault(RULES[code].topic, []).append(self[code])
        return list(found.items())


def about_me(request: HttpRequest) -> dict[str, Any]:
    """My roles, my number, my address, and who looked at my data."""
    me = request.user
    return {
        "roles": [(row, ROLES[row.role].title) for row in roles_of(me) if row.until is None],
        "phone": masked_phone(me),
        "phone_form": PhoneForm(),
        "email_form": EmailForm(initial={"email": me.email}),
        "looked_at": entries(looked_at(me)[:50]),
    }


def phone_changed(request: HttpRequest) -> PhoneForm | None:
    """Change my number; the form where it is not right yet."""
    form = PhoneForm(request.POST)
    if not carried_out(form, lambda data: change_phone(request.user, **data, by=request.actor, at=request.at)):
        return form
    messages.success(request, "手机号已更新。")
    return None


def email_changed(request: HttpRequest) -> EmailForm | None:
    """Change where notices are mailed to; the form where it is not right yet."""
    form = EmailForm(request.POST)
    if not carried_out(form, lambda data: change_email(request.user, **data, by=request.actor, at=request.at)):
        return form
    messages.success(request, "工作邮箱已更新。" if form.cleaned_data["email"] else "工作邮箱已删除。")
    return None


def chosen(request: HttpRequest, *, back: str) -> HttpResponse:
    """The page on which one says how one wants to be told."""
    form = ChoiceForm(request.POST or None, actor=request.actor)
    if carried_out(form, lambda given: choose(given, by=request.actor, at=request.at)):
        messages.success(request, "提醒方式已保存。")
        return redirect(back)
    me = get_object_or_404(visible(User, request.actor, "notice.receive"), pk=request.actor.user_id)
    return render(request, "parts/notice_choices.html", {"form": form, "email": me.email})
