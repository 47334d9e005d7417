"""Does a report survive what goes wrong around it: a slow line, a second tab, a lost session, a busy database?"""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from huxin.cases.models import Case
from huxin.channels.parts.sessions import SessionStore
from huxin.registry.models import Enterprise
from tests.cases.conftest import Desk
from tests.cases.conftest import desk as desk
from tests.channels.portal.test_report import ANSWERS, told

WHO = "/report/who/"
ODD = ("\x00迅\x00达", "９" * 5000, "%_\\'\"" * 40, "迅" * 60_000, "\U0001f6f5\u200b迅达", " \u3000 ", "-1", "１" * 19)


def answered(client: Client, *steps: str) -> None:
    for step in steps or ANSWERS:
        assert client.post(f"/report/{step}/", ANSWERS[step]).status_code == 302, step


def kept(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = SessionStore(client.session.session_key)["report"]
    return found


def test_who_presses_again_or_goes_back_finds_his_receipt_and_no_second_case(desk: Desk) -> None:
    client = Client()
    number, secret = told(client)
    page = client.post("/report/send/", follow=True)
    assert page.redirect_chain[-1][0] == "/report/receipt/"
    assert number in page.content.decode()
    assert secret in page.content.decode()
    assert Case.objects.count() == 1


def test_two_requests_at_once_are_one_case(desk: Desk) -> None:
    client = Client()
    answered(client)
    before = Session.objects.get().session_data
    client.post("/report/send/")
    Session.objects.update(session_data=before)  # as the second request has read it, while the first was under way
    page = client.post("/report/send/").content.decode()
    assert "正在提交" in page
    assert "/report/receipt/" in page
    assert Case.objects.count() == 1


def test_what_was_refused_may_be_sent_again_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    answered(client)
    with monkeypatch.context() as broken:
        broken.setattr("huxin.channels.portal.report.file_report", _locked)
        assert client.post("/report/send/").status_code == 503
    assert "回执" in client.post("/report/send/", follow=True).content.decode()
    assert Case.objects.count() == 1


def _locked(*_: Any, **__: Any) -> None:
    raise OperationalError("database is locked")


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("field", ["firm", "platform", "chosen"])
def test_whatever_is_typed_for_a_firm_is_answered(desk: Desk, field: str, text: str) -> None:
    for given in ({field: text}, {"firm": "迅达", field: text, "asked": "yes"}, {field: text, "search": "yes"}):
        client = Client()
        assert client.post(WHO, given).status_code in (200, 302)
        assert client.get(WHO).status_code == 200  # and so is what was kept of it


def test_a_database_without_time_while_the_answer_is_kept_is_no_defect(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    monkeypatch.setattr(Session, "save", _locked)
    fresh = client.post(WHO, ANSWERS["who"])
    monkeypatch.undo()
    answered(client, "what")
    monkeypatch.setattr(Session, "save", _locked)
    known = client.post(WHO, ANSWERS["who"])
    for page in (fresh, known):
        assert page.status_code == 503
        assert "系统正忙" in page.content.decode()
    monkeypatch.undo()
    assert client.post(WHO, ANSWERS["who"]).status_code == 302
    assert set(kept(client)) == {"what", "who"}


def test_a_session_that_ends_while_he_answers_is_said_and_the_next_answer_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    answered(client, "what")

    def ends(*_: Any, **__: Any) -> list[Any]:
        Session.objects.all().delete()
        return []

    with monkeypatch.context() as ending:
        ending.setattr("huxin.channels.portal.report.pick_enterprises", ends)
        page = client.post(WHO, ANSWERS["who"])
    assert page.status_code == 400
    assert client.post(WHO, ANSWERS["who"]).url == "/report/what/"
    assert set(kept(client)) == {"who"}


def test_an_answer_after_the_session_ran_out_is_kept_and_the_rest_asked_again(desk: Desk) -> None:
    client = Client()
    answered(client, "what", "where")
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    assert client.post(WHO, ANSWERS["who"]).url == "/report/what/"
    assert set(kept(client)) == {"who"}
    answered(client)
    assert client.post("/report/send/").url == "/report/receipt/"


def test_a_spoilt_session_begins_anew(desk: Desk) -> None:
    client = Client()
    answered(client, "what")
    Session.objects.update(session_data="x" * 40)
    assert client.post(WHO, ANSWERS["who"]).url == "/report/what/"


def test_a_firm_that_is_gone_meanwhile_is_asked_for_again(desk: Desk) -> None:
    firm, other = desk.world.firm("迅达配送"), desk.world.firm("云岭快送")
    client = Client()
    answered(client, "what", "where")
    assert client.post(WHO, {"firm": "迅达配送", "chosen": str(firm.pk)}).status_code == 302
    answered(client, "when", "story", "teller")
    Enterprise.objects.filter(pk=firm.pk).update(merged_into=other)
    page = client.post("/report/send/", follow=True)
    assert page.status_code == 200
    assert Case.objects.count() == 0 or Case.objects.get().enterprise != firm


def test_a_second_tab_that_answers_another_screen_loses_at_most_its_own_answer(desk: Desk) -> None:
    client = Client()
    answered(client, "what", "where")
    before = Session.objects.get().session_data
    answered(client, "when")
    Session.objects.update(session_data=before)  # the other tab had read the session before, and writes last
    answered(client, "who")
    assert client.get("/report/").url == "/report/when/"  # it is asked again, not passed over
