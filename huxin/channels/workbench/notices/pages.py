"""What was I told, how do I want to be told, and which group chats hear of my unit?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from huxin.channels.parts import excel
from huxin.channels.parts.forms import carried_out
from huxin.channels.parts.paging import page
from huxin.channels.parts.profile import chosen
from huxin.notices.actions import read_all, read_one
from huxin.notices.hooks import add_hook, switch_hook
from huxin.notices.models import Hook, Notice
from huxin.notices.rules import RULES
from huxin.orgs.access import SUBJECTS, needs, visible
from huxin.orgs.directory import public_bodies
from huxin.orgs.models import Organisation


class HookForm(forms.Form):
    """A group chat's robot."""

    organisation = forms.ModelChoiceField(label="单位", queryset=None)
    name = forms.CharField(label="群名称", max_length=60)
    url = forms.CharField(
        label="机器人地址", max_length=500, help_text="在群设置中添加机器人后完整复制，保存后不再显示。"
    )

    def __init__(self, *args: Any, units: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["organisation"].queryset = units  # type: ignore[attr-defined]


LISTED = excel.columns(
    ("时间", "0.created_at", 20), ("提醒", "0.text", 70), ("类别", "1", 24), ("已读", "0.read_at", 20)
)


def _titled(rows: Iterable[Notice]) -> list[tuple[Notice, str]]:
    return [(notice, RULES[notice.rule].title if notice.rule in RULES else notice.rule) for notice in rows]


@needs("notice.receive")
def notices(request: HttpRequest) -> HttpResponse:
    """My notices, newest first; what is unread stands out."""
    rows = visible(Notice, request.actor)
    only_unread = request.GET.get("show") == "unread"
    rows = rows.filter(read_at=None) if only_unread else rows
    if excel.asked(request):
        return excel.export("我的提醒", LISTED, _titled(rows.order_by("-pk")))
    found = page(rows, request, "-pk")
    lines = _titled(found.rows)
    context = {
        "page": found,
        "lines": lines,
        "only_unread": only_unread,
        "may_invite": request.actor.can("people.invite"),
    }
    return render(request, "workbench/notices/list.html", context)


@needs("notice.receive")
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """On to what the notice is about; with that it is read."""
    told = get_object_or_404(visible(Notice, request.actor), pk=pk)
    read_one(told, by=request.actor, at=request.at)
    if not told.kind:
        return redirect("workbench:notices")
    kind = SUBJECTS[told.kind]
    thing = visible(kind.model, request.actor).filter(pk=told.subject_id).first()
    if thing is None:
        messages.warning(request, "这件事已经移走，或不再在您的查看范围内。")
        return redirect("workbench:notices")
    return redirect(kind.url(thing))


@needs("notice.receive")
@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    """I have seen them all."""
    messages.success(request, f"已将{read_all(by=request.actor, at=request.at)}条提醒标为已读。")
    return redirect("workbench:notices")


@needs("notice.receive")
def choices(request: HttpRequest) -> HttpResponse:
    """How I want to be told."""
    return chosen(request, back="workbench:notice_choices")


ROBOTS = (
    *excel.columns(("单位", "organisation.name", 34), ("群名称", "name", 30), ("登记时间", "created_at", 20)),
    excel.Column("状态", lambda hook: "启用" if hook.active else "停用", 10),
)  # never its address, which is a secret


@needs("people.invite")
def hooks(request: HttpRequest) -> HttpResponse:
    """The group robots of the units over which I dispose; one more."""
    rows = visible(Hook, request.actor).select_related("organisation").order_by("organisation__order", "pk")
    if excel.asked(request):
        return excel.export("群机器人", ROBOTS, rows)
    units = visible(Organisation, request.actor, "people.invite").filter(pk__in=public_bodies())
    units = units.order_by("area__order", "order", "pk")
    own = units.filter(pk__in=request.actor.organisation_ids())
    form = HookForm(request.POST or None, units=units, initial={"organisation": own.first()})
    if carried_out(form, lambda data: add_hook(**data, by=request.actor, at=request.at)):
        messages.success(request, f"已登记群机器人“{form.result.name}”。")
        return redirect("workbench:hooks")
    return render(request, "workbench/notices/hooks.html", {"hooks": rows, "form": form})


@needs("people.invite")
@require_POST
def hook_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a robot on or off."""
    robot = get_object_or_404(visible(Hook, request.actor), pk=pk)
    switch_hook(robot, active=not robot.active, by=request.actor, at=request.at)
    return redirect("workbench:hooks")
