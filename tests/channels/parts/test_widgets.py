"""Is a list to choose from drawn as Django draws it, with every sign escaped?"""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import SafeString

from huxin.channels.parts.widgets import Renderer

NASTY = "\"><script>甲 & 乙's"
OFFERED = [
    ("", "请选择"), (7, "砚山县"), (NASTY, NASTY), (SafeString("<b>"), SafeString("乙&amp;丙")),
    (NASTY, [("a", "甲"), ("b", NASTY)]),
]  # fmt: skip


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
@pytest.mark.parametrize("value", [None, "", "7", NASTY, ["a", "7"]])
def test_a_select_is_what_django_makes_of_it(widget: type[forms.Select], value: object) -> None:
    chosen = widget(attrs={"class": NASTY, "required": True, "disabled": False, "data-n": 3}, choices=OFFERED)
    own, djangos = (chosen.render(NASTY, value, renderer=renderer) for renderer in (Renderer(), DjangoTemplates()))
    assert parse_html(own) == parse_html(djangos)
    assert "<script>" not in own


def test_every_form_is_drawn_by_it() -> None:
    class Where(forms.Form):
        office = forms.ChoiceField(label="单位", choices=OFFERED)

    assert isinstance(Where().renderer, Renderer)
    assert '<option value="7">砚山县</option>' in str(Where()["office"])
