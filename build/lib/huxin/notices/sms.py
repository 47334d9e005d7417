"""How does a short message reach a phone: through the installation's gateway, or into an inbox to try things out?"""

import json
import logging
import os
from datetime import datetime
from typing import IO, Any, Protocol
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from huxin.base.chinese import mask_phone
from huxin.base.errors import NotPossible

logger = logging.getLogger("huxin.sms")
TIMEOUT = 5  # seconds: somebody waits before his phone
MOST_ANSWER = 10_000
INBOX = "sms-inbox.jsonl"


class Gateway(Protocol):
    """Something that takes a text to a phone, or raises OSError."""

    def send(self, phone: str, text: str, *, at: datetime) -> None:
        """Take the text there."""


class Inbox:
    """For trying out, on this machine alone: to the console, and into a file that only its owner may read."""

    def send(self, phone: str, text: str, *, at: datetime) -> None:
        """Nothing leaves the machine."""
        line = json.dumps({"to": mask_phone(phone), "text": text, "at": at.isoformat()}, ensure_ascii=False)
        handle = os.open(settings.DATA / INBOX, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(handle, "a", encoding="utf-8") as inbox:
            inbox.write(f"{line}\n")
        logger.warning("sms %s", line)


class _NoRedirect(HTTPRedirectHandler):
    """A gateway that sends us elsewhere would be given number and secret twice."""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> None:
        raise HTTPError(req.full_url, code, "the gateway redirects", headers, fp)


class HttpGateway:
    """Any gateway that takes JSON over https: number and text under the names it wants, beside fields of its own."""

    def __init__(self) -> None:
        if not settings.SMS_URL.startswith(("https://", "http://127.0.0.1:")):
            raise OSError("HUXIN_SMS_URL must be an https address")

    def send(self, phone: str, text: str, *, at: datetime) -> None:
        """Raises OSError where it is not reached, refuses, or answers without the sign of success."""
        body = {**json.loads(settings.SMS_FIELDS), settings.SMS_PHONE_FIELD: phone, settings.SMS_TEXT_FIELD: text}
        request = Request(  # noqa: S310  checked above
            settings.SMS_URL, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"}
        )
        if settings.SMS_TOKEN:
            request.add_unredirected_header("Authorization", f"Bearer {settings.SMS_TOKEN}")
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT) as answer:
            said = answer.read(MOST_ANSWER).decode("utf-8", "replace")
        if settings.SMS_SUCCESS not in said:
            raise OSError("the gateway answered without the sign of success")


def gateway() -> Gateway | None:
    """The gateway of this installation; none where the site is public and no gateway is set up."""
    if settings.SMS_URL:
        return HttpGateway()
    return None if settings.SECURE else Inbox()


def can_send() -> bool:
    """Is there a way to phones?"""
    return bool(settings.SMS_URL) or not settings.SECURE


def send_sms(phone: str, text: str, *, at: datetime) -> None:
    """Take a text to a phone now; neither number nor text is ever logged where a gateway is in use."""
    try:
        way = gateway()
        if way is None:
            raise NotPossible("本站还没有开通短信，请凭回执编号和查询码查询。")
        way.send(phone, text, at=at)
    except (OSError, ValueError) as error:
        logger.error("sms not sent: %s", type(error).__name__)
        raise NotPossible("短信没有发出去，请过几分钟再试；也可以凭回执查询。") from error
