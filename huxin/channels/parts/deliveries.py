"""What do the pages of a delivery show, to the platform and to the office alike?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from huxin.channels.parts import excel
from huxin.channels.parts.paging import page
from huxin.documents.models import Document
from huxin.orgs.access import visible
from huxin.oversight.checking import shrinks
from huxin.oversight.models import Delivery
from huxin.oversight.orders.reasons import HINTS, NOTES, REASON
from huxin.oversight.queries import expected

LISTED = excel.columns(
    ("回执号", "receipt", 24), ("平台", "enterprise.name", 30), ("月份", "month", 12), ("报送时间", "handed_in_at", 20),
    ("行数", "rows", 12), ("合格", "accepted_rows", 12), ("退回", "rejected_rows", 12),
    ("状态", "get_state_display", 14),
)  # fmt: skip
DUE = excel.columns(
    ("月份", "month", 12), ("平台", "reporter.enterprise.name", 30), ("期限", "due_on", 12),
    ("报送时间", "delivery.handed_in_at", 20), ("合格", "delivery.accepted_rows", 12),
    ("退回", "delivery.rejected_rows", 12), ("状态", "state.1", 22),
)  # fmt: skip
SHOWN_MONTHS = 6
_BESIDE = {"匹配文件": "matching_id", "在线时段": "sessions_id", "休息提示": "rest_prompts_id"}
_MORE_NOTES = {
    "matching_rejected": "匹配文件中不合格的行，没有采用",
    "sessions_accepted": "采用的在线时段",
    "sessions_rejected": "在线时段中不合格的行，没有采用",
    "rest_prompts_accepted": "采用的休息提示",
    "rest_prompts_rejected": "休息提示中不合格的行，没有采用",
}


def listing(request: HttpRequest) -> HttpResponse | dict[str, Any]:
    """What is due and what came, newest first, for a page; or one of the two as Excel, where that is asked."""
    rows = visible(Delivery, request.actor).select_related("enterprise")
    if excel.asked(request):
        return excel.export("订单数据报送", LISTED, rows.order_by("-pk"))
    owing = expected(request.actor, today=timezone.localdate(request.at), most=6)
    if excel.asked(request, "due"):
        return excel.export("应报送", DUE, owing)
    return {"page": page(rows, request, "-pk"), "expected": owing}


def shown(delivery: Delivery, request: HttpRequest) -> dict[str, Any]:
    """Counts by reason in words, the files of both directions, and what it replaces or was replaced by."""
    mine = visible(Document, request.actor)
    orders = delivery.orders
    beside = [(words, getattr(delivery, field)) for words, field in _BESIDE.items()]
    kept = [*(("订单", one.pk) for one in orders), ("映射文件", delivery.mapping_id), *beside]
    files = {document.pk: document for document in mine.filter(pk__in=[pk for _, pk in kept if pk])}
    return {
        "delivery": delivery,
        "orders": orders,
        "other_months": _other_months(delivery),
        "rejected": [(REASON[code].zh, rows) for code, rows in delivery.rejected.items()],
        "lacking": _lacking(delivery),
        "shrinks": shrinks(delivery) if delivery.state == Delivery.State.CHECKED else 0,
        "hints": [HINTS[code] for code in delivery.rejected if code in HINTS],
        "notes": [(_note(code), rows) for code, rows in delivery.notes.items() if rows],
        "files": [(words, files[pk]) for words, pk in kept if pk in files],
        "handed_back": list(mine.filter(pk__in=delivery.handed_back).order_by("pk")),
        "later": visible(Delivery, request.actor).filter(replaces=delivery).order_by("-pk").first(),
    }


def _lacking(delivery: Delivery) -> str:
    """匹配文件、在线时段: what came beside the orders that a correction replaces, and does not come beside it."""
    before = delivery.replaces
    if before is None or delivery.state in (Delivery.State.REFUSED, Delivery.State.UNREADABLE):
        return ""
    lost = [words for words, field in _BESIDE.items() if getattr(before, field) and not getattr(delivery, field)]
    return "、".join(lost)


def _other_months(delivery: Delivery) -> str:
    """2026年9月1,204行、2026年11月8行; empty where all orders are of the month."""
    found = [f"{month[:4]}年{int(month[5:])}月{rows:,}行" for month, rows in delivery.other_months.items()]
    return "、".join(found[:SHOWN_MONTHS]) + ("等" if len(found) > SHOWN_MONTHS else "")


def _note(code: str) -> str:
    return NOTES[code][0] if code in NOTES else _MORE_NOTES.get(code, code)
