"""Does a text reach the gateway as it wants it, and is a gateway that fails told to people without a secret?"""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from huxin.base.errors import NotPossible
from huxin.notices.sms import INBOX, send_sms
from tests.world import AT

PHONE, TEXT = "13900002222", "验证码123456"


class _Asked(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((dict(self.headers), json.loads(body)))  # type: ignore[attr-defined]
        code, answer, more = self.server.answer  # type: ignore[attr-defined]
        self.send_response(code)
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *words: Any) -> None:
        """Quiet."""


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch, socket_enabled: None) -> Iterator[HTTPServer]:
    """A gateway on this machine."""
    server = HTTPServer(("127.0.0.1", 0), _Asked)
    server.seen, server.answer = [], (200, b'{"code":"OK"}', {})  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name, value in {
        "SMS_URL": f"http://127.0.0.1:{server.server_port}/sms", "SMS_TOKEN": "s3cret", "SMS_PHONE_FIELD": "mobile",
        "SMS_FIELDS": '{"sign": "hx"}', "SMS_SUCCESS": '"OK"',
    }.items():  # fmt: skip
        monkeypatch.setattr(settings, name, value)
    yield server
    server.shutdown()
    server.server_close()


def test_number_and_text_go_under_the_names_that_the_gateway_wants(far: Any) -> None:
    send_sms(PHONE, TEXT, at=AT)
    [(headers, body)] = far.seen
    assert body == {"sign": "hx", "mobile": PHONE, "text": TEXT}
    assert headers["Authorization"] == "Bearer s3cret"


@pytest.mark.parametrize(
    "answer", [(500, b"", {}), (200, b'{"code":"LIMIT"}', {}), (302, b"", {"Location": "http://127.0.0.1:9/"})]
)
def test_a_gateway_that_does_not_take_it_is_told_in_words_and_logged_without_secrets(
    far: Any, answer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    far.answer = answer
    with caplog.at_level(logging.ERROR), pytest.raises(NotPossible, match="短信没有发出去"):
        send_sms(PHONE, TEXT, at=AT)
    assert "sms not sent" in caplog.text
    assert not any(secret in caplog.text for secret in (PHONE, "123456", "s3cret"))


@pytest.mark.parametrize(("name", "value"), [("SMS_URL", "http://example.org/"), ("SMS_FIELDS", "{")])
def test_a_gateway_set_up_wrongly_sends_nothing(
    far: Any, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setattr(settings, name, value)
    with pytest.raises(NotPossible, match="短信没有发出去"):
        send_sms(PHONE, TEXT, at=AT)
    assert far.seen == []


def test_without_gateway_it_lies_in_an_inbox_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    send_sms(PHONE, TEXT, at=AT)
    inbox = tmp_path / INBOX
    assert inbox.stat().st_mode & 0o777 == 0o600
    assert json.loads(inbox.read_text())["text"] == TEXT
    assert PHONE not in inbox.read_text()


def test_a_public_site_without_gateway_sends_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setattr(settings, "SECURE", True)
    with pytest.raises(NotPossible, match="还没有开通短信"):
        send_sms(PHONE, TEXT, at=AT)
    assert not (tmp_path / INBOX).exists()
