"""Does a form keep what was typed, say what is wrong beside it, and come back from its draft?"""

from collections.abc import Callable

import pytest
from django import forms
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory

from huxin.base.errors import NotPossible
from huxin.channels.parts.drafts import with_draft
from huxin.channels.parts.forms import DateInput, KeyField, carried_out
from huxin.work.drafts import find_draft
from tests.world import World


class ReportForm(forms.Form):
    text = forms.CharField(label="进展", max_length=200, widget=forms.Textarea, help_text="写明已完成的工作。")
    done = forms.BooleanField(label="已完成", required=False)
    day = forms.DateField(label="日期", required=False, widget=DateInput())
    parts = forms.MultipleChoiceField(
        label="事项", required=False, choices=[("a", "甲"), ("b", "乙")], widget=forms.CheckboxSelectMultiple
    )


def _html(form: forms.Form) -> str:
    return Template("{% fields form %}").render(Context({"form": form}))


def test_what_is_wrong_stands_beside_the_field_and_is_tied_to_it() -> None:
    html = _html(ReportForm({"text": "", "day": "2026-02-30"}))
    assert 'aria-invalid="true"' in html
    assert 'id="id_text_wrong"' in html
    assert "id_text_hint id_text_wrong" in html
    assert 'value="2026-02-30"' in html


def test_what_no_row_can_be_called_is_no_key() -> None:
    """SQLite takes no number above 2**63, and would end the page with an error of its own."""
    assert KeyField().clean("9") == 9
    for wrong in ("9" * 30, "-1", "x"):
        with pytest.raises(forms.ValidationError):
            KeyField().clean(wrong)


def test_what_was_typed_is_shown_as_text_and_not_as_markup() -> None:
    html = _html(ReportForm({"text": "<script>alert(1)</script>"}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_long_text_has_a_counter_and_a_required_field_says_so() -> None:
    html = _html(ReportForm())
    assert 'id="id_text_count"' in html
    assert html.count("必填") == 1


def test_an_action_is_called_once_with_sound_data_and_its_answer_kept() -> None:
    form = ReportForm({"text": "好"})
    assert carried_out(form, lambda data: data["text"] * 2)
    assert form.result == "好好"
    assert not carried_out(ReportForm(), lambda data: pytest.fail("not sent"))
    assert not carried_out(ReportForm({}), lambda data: pytest.fail("not sound"))


def test_a_refusal_stands_above_the_form_with_everything_typed() -> None:
    def refuse(data: dict[str, object]) -> None:
        raise NotPossible("报告已接收。")

    form = ReportForm({"text": "写了很多"})
    assert not carried_out(form, refuse)
    assert "报告已接收。" in _html(form)
    assert "写了很多" in _html(form)


def _request(world: World, **post: str) -> HttpRequest:
    request = RequestFactory().post("/", post) if post else RequestFactory().get("/")
    request.actor = world.actor("钱工会")
    return request


def test_a_draft_fills_the_form_over_what_was_known(world: World, browse: Callable[[str], Client]) -> None:
    typed = {"text": "写到一半", "parts": ["a", "b"], "day": "2026-1", "csrfmiddlewaretoken": "x", "password": "y"}
    assert browse("钱工会").post("/workbench/drafts/report-1/", typed).status_code == 204
    draft = find_draft(key="report-1", by=world.actor("钱工会"))
    assert draft is not None
    assert set(draft.data) == {"text", "parts", "day"}
    form = with_draft(_request(world), "report-1", ReportForm, initial={"text": "上次的", "done": True})
    html = _html(form)
    assert "写到一半" in html
    assert "上次的" not in html
    assert html.count("checked") == 2  # a box left open stays open; both parts
    assert 'value="2026-1"' in html
    assert form.draft_url == "/workbench/drafts/report-1/"
    assert form.draft_saved_at is not None


def test_without_a_draft_what_is_known_is_filled_in(world: World) -> None:
    form = with_draft(_request(world), "report-2", ReportForm, initial={"text": "上次的"})
    assert "上次的" in _html(form)
    assert form.draft_saved_at is None


def test_what_is_sent_counts_more_than_the_draft(world: World) -> None:
    form = with_draft(_request(world, text="新的"), "report-1", ReportForm)
    assert form.is_bound
    assert form["text"].value() == "新的"


def test_a_draft_needs_a_log_in(world: World) -> None:
    assert Client().post("/workbench/drafts/report-1/", {"text": "x"}).url.startswith("/account/login/")
    assert find_draft(key="report-1", by=world.actor("钱工会")) is None


def test_an_unknown_tone_of_a_lamp_is_a_defect() -> None:
    assert Template('{% lamp "near" "临近" %}').render(Context()) == '<span class="lamp lamp-near">临近</span>'
    with pytest.raises(ValueError, match="unknown tone"):
        Template('{% lamp "pink" "？" %}').render(Context())
