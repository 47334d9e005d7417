"""Under which keys do platforms know this worker, and how does he claim one?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huxin.channels.parts.forms import carried_out
from huxin.channels.portal.me import own
from huxin.orgs.access import needs, visible
from huxin.oversight.actions.claiming import claim
from huxin.oversight.slip_sources import accounts as keys_of
from huxin.registry.models import Enterprise, PlatformClaim
from huxin.registry.queries import platforms

SHOWN = 30
TONES = {"waiting": "near", "confirmed": "good", "refused": "back"}


class ClaimForm(forms.Form):
    """Which platform, which key."""

    platform = forms.ChoiceField(label="平台", choices=())
    key = forms.CharField(
        label="账号或骑手（司机）编号", max_length=80,
        help_text="在软件的“我的”或“个人资料”里，照样填写，字母大小写也照样。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code"}),
    )  # fmt: skip

    def __init__(self, *args: Any, rows: list[Enterprise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["platform"].choices = [("", "请选择"), *((str(one.pk), str(one)) for one in rows)]  # type: ignore[attr-defined]


@needs("case.follow")
def accounts(request: HttpRequest) -> HttpResponse:
    """His keys, what he asked for, and one more."""
    worker, rows = own(request), list(platforms())
    form = ClaimForm(request.POST or None, rows=rows)

    def act(given: dict[str, Any]) -> PlatformClaim:
        platform = next(one for one in rows if str(one.pk) == given["platform"])
        return claim(platform, key=given["key"], worker=worker, by=request.actor, at=request.at)

    if carried_out(form, act):
        if form.result.state == PlatformClaim.State.CONFIRMED:
            messages.success(request, "手机号和平台登记的一致，账号已经是您的了。")
        else:
            messages.info(request, "已提交，由当地人力资源社会保障部门或平台核对，有了结果会告诉您。")
        return redirect("portal:accounts")
    mine = visible(PlatformClaim, request.actor, "case.follow").select_related("platform").order_by("-pk")[:SHOWN]
    context = {"form": form, "keys": keys_of(worker), "claims": [(one, TONES[one.state]) for one in mine]}
    return render(request, "portal/me/accounts.html", context)
