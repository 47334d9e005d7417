"""How does a platform's program say that files are the orders of a month, and ask what became of them?"""

import json
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from huxin.channels.api.keys import by_key
from huxin.channels.parts import tus, typed
from huxin.channels.parts.files import kept
from huxin.documents.models import Document
from huxin.orgs.access import visible
from huxin.oversight.actions.delivering import Files, hand_in, same
from huxin.oversight.actions.uploading import finish
from huxin.oversight.machines import Upload
from huxin.oversight.models import Delivery
from huxin.oversight.orders.reasons import REASON
from huxin.oversight.queries import expected

BESIDE = ("mapping", "matching", "sessions", "rest_prompts")  # in the order of `Files`


@by_key("delivery.hand_in", "GET", "HEAD", "POST")
def deliveries(request: HttpRequest) -> HttpResponse:
    """Hand in: these files are the orders of this month; the same again is the same delivery. Or: what is due."""
    if request.method != "POST":
        return _json({"months": [_month(one) for one in expected(request.actor, today=timezone.localdate(request.at))]})
    given, firm = _given(request), request.machine_key.reporter.enterprise
    orders = _orders(request, given.get("orders"))
    files = Files(orders[0], *(_beside(request, given, part) for part in BESIDE), further=orders[1:])
    month = _read_month(given.get("month"))
    before = same(firm, month, files)
    row = before or hand_in(firm, month=month, files=files, by=request.actor, at=request.at)
    answer = _json(_state(request, row), 200 if before else 201)
    answer["Location"] = _address(request, "api:delivery", row.receipt)
    return answer


@by_key("delivery.view", "GET", "HEAD")
def delivery(request: HttpRequest, receipt: str) -> HttpResponse:
    """What became of it."""
    return _json(_state(request, get_object_or_404(visible(Delivery, request.actor), receipt=receipt)))


@by_key("delivery.view", "GET", "HEAD")
def rejected(request: HttpRequest, receipt: str, nth: int) -> HttpResponse:
    """A file of rejected rows, each with its reason; counted from 1."""
    row = get_object_or_404(visible(Delivery, request.actor), receipt=receipt)
    mine = visible(Document, request.actor).filter(pk__in=row.handed_back[nth - 1 : nth] if nth else ())
    return kept(get_object_or_404(mine), request)


def _given(request: HttpRequest) -> dict[str, Any]:
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest('请求内容应为JSON，如{"month": "2026-10", "orders": "<上传编号>"}。') from error
    known = {"month", "orders", *BESIDE}
    if not isinstance(given, dict) or set(given) - known:
        raise BadRequest(f"报送说明只有这几项：{'、'.join(sorted(known))}。")
    return given


def _orders(request: HttpRequest, named: object) -> list[Document]:
    """One file, or a list of several."""
    files = named if isinstance(named, list) else [named]
    return [_file(request, one, "orders") for one in files or [None]]


def _beside(request: HttpRequest, given: dict[str, Any], part: str) -> Document | None:
    return None if given.get(part) is None else _file(request, given[part], part)


def _file(request: HttpRequest, named: object, part: str) -> Document:
    """The document of an upload named by its token or its address."""
    if not isinstance(named, str) or not named:
        raise BadRequest(f"请在“{part}”中写明上传编号（上传地址的最后一段）。")
    token = named.rstrip("/").rpartition("/")[2]
    known = visible(Upload, request.actor).filter(token=token)
    upload = known.first() if token.isascii() and token.isalnum() else None
    if upload is None:
        raise BadRequest(f"“{part}”所写的上传编号不存在或已过期，请重新上传这个文件。")
    return finish(upload, by=request.actor, at=request.at)


def _read_month(text: object) -> date:
    if (found := typed.month(str(text))) is None:
        raise BadRequest("请在“month”中写明报送月份，如2026-10。")
    return found


def _month(one: Any) -> dict[str, Any]:
    tone, words = one.state
    return {
        "month": f"{one.month:%Y-%m}",
        "due_on": one.due_on.isoformat(),
        "overdue": tone == "late" and one.delivery is None,
        "receipt": one.delivery.receipt if one.delivery else None,
        "message": words,
    }


def _state(request: HttpRequest, row: Delivery) -> dict[str, Any]:
    later = visible(Delivery, request.actor).filter(replaces=row).order_by("-pk").first()
    files = range(1, len(row.handed_back) + 1)
    return {
        "receipt": row.receipt,
        "month": f"{row.month:%Y-%m}",
        "files": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in row.orders],
        "state": row.state,
        "message": row.stage or row.get_state_display(),
        "finished": not row.is_working,
        "rows": row.rows,
        "accepted": row.accepted_rows,
        "rejected": row.rejected,
        "rejected_because": {code: REASON[code].zh for code in row.rejected},
        "rejected_files": [_address(request, "api:rejected", row.receipt, number) for number in files],
        "other_months": row.other_months,
        "notes": row.notes,
        "reason": row.reason,
        "corrected_by": later.receipt if later else None,
    }


def _address(request: HttpRequest, name: str, *parts: object) -> str:
    return request.build_absolute_uri(reverse(name, args=parts))


def _json(content: dict[str, Any], status: int = 200) -> HttpResponse:
    return tus.marked(JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False}))
