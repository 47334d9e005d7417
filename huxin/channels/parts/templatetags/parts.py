"""Which words and shapes can a template use? Icons, lamps, form fields, pages of a list, days in words."""

from datetime import date
from typing import Any

from django import template
from django.db.models import Model
from django.forms import BoundField, Form
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from huxin.base import money
from huxin.channels.parts import assets, stacking
from huxin.channels.parts.forms import dressed
from huxin.channels.parts.paging import Page

register = template.Library()

TONES = ("good", "near", "late", "info", "back", "unknown", "plain")

register.simple_tag(assets.icon, name="icon")


@register.simple_tag
def lamp(tone: str, words: str) -> SafeString:
    """A state as sign, word and colour: good √, near △, late ▲, info ○, back ↩, unknown ?, plain –."""
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}: one of {TONES}")
    return format_html('<span class="lamp lamp-{}">{}</span>', tone, words)


SYSTEMS = (("Windows", "Windows电脑"), ("Android", "安卓手机"), ("iPhone", "苹果手机"), ("iPad", "苹果平板"),
           ("Macintosh", "苹果电脑"), ("HarmonyOS", "鸿蒙设备"), ("Linux", "Linux电脑"))  # fmt: skip
BROWSERS = (("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("Edg", "Edge浏览器"), ("Firefox", "火狐浏览器"),
            ("QQBrowser", "QQ浏览器"), ("Chrome", "Chrome浏览器"), ("Safari", "Safari浏览器"))  # fmt: skip


@register.filter
def device(user_agent: str) -> str:
    """What somebody logged in with, as he would call it: 安卓手机，微信. The first mark that fits counts, as later ones
    are put into many headers for old times' sake; of an unknown one, the header itself."""
    found = [next((word for mark, word in marks if mark in user_agent), "") for marks in (SYSTEMS, BROWSERS)]
    return "，".join(filter(None, found)) or user_agent


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, hint: str = "", label: str = "") -> dict[str, Any]:
    """One field of a form: label, input, count of letters, help, what is wrong."""
    words = {"label": label or bound.label, "hint": hint or bound.help_text}
    return {"field": bound, "widget": dressed(bound), **words, **_kind(bound)}


def _kind(bound: BoundField) -> dict[str, bool]:
    kind = bound.widget_type
    return {"tick": kind == "checkbox", "choices": kind in ("radioselect", "checkboxselectmultiple")}


@register.inclusion_tag("parts/fields.html")
def fields(form: Form) -> dict[str, Any]:
    """The whole form: what is wrong with it as a whole, hidden fields, then each visible field."""
    return {"form": form}


@register.simple_tag
def list_table(label: str, slot: str, grid: str = "") -> SafeString:
    """The table of `<c-table>`: cards on a phone."""
    return stacking.table(label, slot, grid=bool(grid))


@register.inclusion_tag("parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Earlier and later pages of a list, the filters of the address kept."""
    return {"page": page, "request": context["request"]}


@register.simple_tag(takes_context=True)
def address(context: Context, **changes: Any) -> str:
    """The present address with some of its query changed, and the place in the list forgotten; None takes away."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in {"cursor": None, **changes}.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def excel(context: Context, which: str = "yes") -> SafeString:
    """The list of this page as a table, by the same filters; its view asks `excel.asked`, of a second list `which`."""
    link = '<a class="btn btn-sm" href="{}">{}导出Excel</a>'
    return format_html(link, address(context, excel=which), assets.icon("file-spreadsheet"))


@register.simple_tag(takes_context=True)
def can(context: Context, permission: str) -> bool:
    """Does the reader hold this permission anywhere? `{% can "registry.edit" as may_edit %}`"""
    return bool(context["actor"].can(permission))


@register.simple_tag(takes_context=True)
def audit_link(context: Context, thing: Model) -> SafeString:
    """For who audits: the whole record of a thing; nothing for anybody else."""
    if not context["actor"].can("journal.audit"):
        return SafeString("")
    address = f"{reverse('workbench:audit')}?kind={thing._meta.model_name}&subject_id={thing.pk}"
    return format_html('<a class="btn btn-sm" href="{}">审计记录</a>', address)


@register.filter
def yuan(fen: int | None) -> str:
    """1,234.50; a dash where there is no sum."""
    return "—" if fen is None else money.yuan(fen)


@register.filter
def grouped(number: int) -> str:
    """1,234,567."""
    return f"{number:,}"


@register.filter
def day(value: date | None) -> str:
    """2026年6月10日; empty stays empty."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


@register.filter
def month_day(value: str) -> str:
    """A day of every year, 06-10, as it is said: 6月10日."""
    month, day_of_month = value.split("-")
    return f"{int(month)}月{int(day_of_month)}日"
