"""What was this person of a firm told, and how does he want to be told?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huxin.channels.parts import excel
from huxin.channels.parts.paging import page
from huxin.channels.parts.profile import chosen
from huxin.notices.actions import read_all, read_one
from huxin.notices.models import Notice
from huxin.orgs.access import SUBJECTS, needs, visible


@needs("notice.receive")
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first; what is unread stands out."""
    rows = visible(Notice, request.actor)
    if excel.asked(request):
        columns = excel.columns(("时间", "created_at", 20), ("提醒", "text", 70), ("已读", "read_at", 20))
        return excel.export("我的提醒", columns, rows.order_by("-pk"))
    return render(request, "desk/notices.html", {"page": page(rows, request, "-pk")})


@needs("notice.receive")
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """On to what it is about, in this channel; with that it is read."""
    told = get_object_or_404(visible(Notice, request.actor), pk=pk)
    read_one(told, by=request.actor, at=request.at)
    kind = SUBJECTS.get(told.kind)
    thing = visible(kind.model, request.actor).filter(pk=told.subject_id).first() if kind else None
    if kind is None or thing is None:
        messages.warning(request, "这件事已经移走，或不再在您的查看范围内。")
        return redirect("desk:notices")
    return redirect(kind.url(thing))


@needs("notice.receive")
@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    """I have seen them all."""
    messages.success(request, f"已将{read_all(by=request.actor, at=request.at)}条提醒标为已读。")
    return redirect("desk:notices")


@needs("notice.receive")
def choices(request: HttpRequest) -> HttpResponse:
    """How I want to be told."""
    return chosen(request, back="desk:notice_choices")
