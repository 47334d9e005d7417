"""How does somebody name an enterprise in a form? He types, names are offered, and what he wrote must be one."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from huxin.registry.models import Enterprise
from huxin.registry.queries import called, pick_enterprises


class _Names(forms.TextInput):
    """A text input that fetches a list of names to choose from; without scripts it is a plain text input."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        place = f"{(attrs or {}).get('id', name)}_names"
        more = {
            "list": place,
            "autocomplete": "off",
            "hx-get": reverse_lazy("portal:pick_enterprises"),
            "hx-trigger": "input changed delay:300ms",
            "hx-target": f"#{place}",
            "hx-swap": "innerHTML",
        }
        field = super().render(name, value, {**(attrs or {}), **more}, renderer)
        return format_html('{}<datalist id="{}"></datalist>', field, place)


class EnterpriseField(forms.CharField):
    """An enterprise by its name or its credit code; `rows` limits it to some, else every one may be named."""

    widget = _Names

    def __init__(self, *, rows: QuerySet[Enterprise] | None = None, **more: Any) -> None:
        super().__init__(
            max_length=120, **{"help_text": "输入名称的一部分后从列表中选择，或填统一社会信用代码。"} | more
        )
        self.rows = rows

    def clean(self, value: Any) -> Enterprise | None:
        text = super().clean(value)
        if not text:
            return None
        found = called(text, self.rows)
        if len(found) == 1:
            return found[0]
        if found:
            same = "、".join(f"{firm.area.short_name}{firm.credit_code or '（未登记代码）'}" for firm in found)
            raise forms.ValidationError(f"有多家企业叫这个名称（{same}），请改填统一社会信用代码。")
        near = [choice.name for choice in pick_enterprises(text, most=3)] if self.rows is None else []
        hint = f"您要找的是不是：{'、'.join(near)}？" if near else "请核对名称，或先登记这家企业。"
        raise forms.ValidationError(f"没有找到名称完全相同的企业。{hint}")


def offered(request: HttpRequest) -> HttpResponse:
    """The names that fit what is typed so far."""
    text = next(iter(request.GET.values()), "")
    return render(request, "parts/names.html", {"choices": pick_enterprises(text)})
