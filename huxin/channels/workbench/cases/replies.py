"""In which standard words does one's office answer, and where are they changed?"""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huxin.cases.procedure import PROCEDURES, in_order
from huxin.cases.replies import LONGEST, PLACES, Reply, remove_reply, replies_of, worded_by, write_reply
from huxin.channels.parts import excel
from huxin.channels.parts.forms import carried_out
from huxin.channels.workbench.cases.forms import lines
from huxin.orgs.access import needs


class Wording(forms.Form):
    """The words of a standard text."""

    title = forms.CharField(label="标题", max_length=40)
    text = forms.CharField(
        label="内容",
        max_length=LONGEST,
        widget=lines(6),
        help_text=f"可用的自动填入：【{'】【'.join(PLACES)}】。写在〔〕里的半句，其中有填不出的内容时整段不写。请勿写个人信息。",
    )


class OwnText(Wording):
    """A text of the office's own: where it is used."""

    used = forms.ChoiceField(label="用于")
    field_order = ("used", "title", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (p.title, [(f"{p.code.partition('/')[0]}.{s.code}", f"{p.title}：{s.title}") for s in p.steps])
            for p in PROCEDURES.values()
        ]
        self.fields["used"].choices = [(".", "各类程序办理中"), *groups]


def _where(reply: Reply) -> str:
    kind = next((p for p in PROCEDURES.values() if p.code.partition("/")[0] == reply.procedure), None)
    if kind and reply.action:
        return f"{kind.title}：“{kind.action(reply.action).title}”的结论"
    step = next((s.title for s in kind.steps if s.code == reply.step), "办理中") if kind else reply.step and "登记后"
    return f"{kind.title}：{step}" if kind else f"各类程序：{step or '办理中'}"


def _by_procedure(texts: list[Reply]) -> list[Reply]:
    """As people choose among procedures, conclusions after answers."""
    order = {p.code.partition("/")[0]: place for place, p in enumerate(in_order())}
    return sorted(texts, key=lambda one: (order.get(one.procedure, -1), bool(one.action)))


WORDINGS = excel.columns(("用于", "1", 34), ("标题", "0.title", 24), ("内容", "0.text", 90), ("本单位的", "0.own", 10))


@needs("case.wording")
def replies(request: HttpRequest) -> HttpResponse:
    """All texts as this office uses them."""
    office = worded_by(request.actor)
    rows = [(reply, _where(reply), reply.code.startswith("own.")) for reply in _by_procedure(replies_of(office))]
    if excel.asked(request):
        return excel.export("答复用语", WORDINGS, rows)
    return render(request, "workbench/cases/replies.html", {"office": office, "rows": rows})


@needs("case.wording")
def reply_new(request: HttpRequest) -> HttpResponse:
    """A text of the office's own."""
    office = worded_by(request.actor)
    form = OwnText(request.POST or None)

    def act(given: dict[str, Any]) -> Any:
        procedure, _, step = given["used"].partition(".")
        return write_reply(
            office, code="", procedure=procedure, step=step, title=given["title"], text=given["text"],
            by=request.actor, at=request.at,
        )  # fmt: skip

    if carried_out(form, act):
        messages.success(request, "答复用语已保存。")
        return redirect("workbench:replies")
    return render(request, "workbench/cases/reply.html", {"form": form, "office": office})


@needs("case.wording")
def reply_edit(request: HttpRequest, code: str) -> HttpResponse:
    """The office's own wording of one."""
    office = worded_by(request.actor)
    reply = next((one for one in replies_of(office) if one.code == code), None)
    if reply is None:
        messages.error(request, "这条用语已不存在。")
        return redirect("workbench:replies")
    form = Wording(request.POST or None, initial={"title": reply.title, "text": reply.text})
    act = partial(write_reply, office, code=code, procedure="", step="", by=request.actor, at=request.at)
    if carried_out(form, lambda given: act(**given)):
        messages.success(request, "答复用语已保存，本单位以后使用这段文字。")
        return redirect("workbench:replies")
    return render(request, "workbench/cases/reply.html", {"form": form, "office": office, "reply": reply})


@needs("case.wording")
@require_POST
def reply_remove(request: HttpRequest, code: str) -> HttpResponse:
    """Back to the general wording."""
    remove_reply(worded_by(request.actor), code=code, by=request.actor, at=request.at)
    messages.success(request, "已删除本单位的用语。")
    return redirect("workbench:replies")
