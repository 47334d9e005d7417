"""How does a platform hand in its orders of a month, and what became of them?"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from huxin.base.errors import NotPossible
from huxin.channels.desk.firm import own_firms
from huxin.channels.parts.deliveries import listing, shown
from huxin.channels.parts.forms import FilesField, carried_out
from huxin.documents import store
from huxin.documents.models import Document
from huxin.orgs.access import needs, visible
from huxin.oversight.actions.delivering import MOST_FILES, Files, hand_in, same
from huxin.oversight.actions.uploading import finish
from huxin.oversight.machines import Upload
from huxin.oversight.models import Delivery
from huxin.oversight.queries import last_month
from huxin.registry.models import Enterprise

MONTHS = 12


class HandInForm(forms.Form):
    """Which month, which files, read how."""

    enterprise = forms.ModelChoiceField(None, label="平台", empty_label=None)
    month = forms.DateField(label="报送月份", input_formats=["%Y-%m"], widget=forms.Select)
    orders = FilesField(
        label="订单文件", required=False, most=MOST_FILES,
        help_text="CSV、Excel（xlsx）或Parquet，一行一单；全月可以是一个文件，也可以按县、按周分成几个，一次选齐。"
        "同月再报的是更正，整个替代前一次。大文件分段上传，中断后可继续。不得含姓名、手机号、证件号。",
    )  # fmt: skip
    known = forms.ModelChoiceField(
        None, label="怎样读这份文件", required=False, empty_label="按订单数据标准的列名",
        help_text="本平台自己的导出格式，用映射文件说明；以前用过的可以直接选。",
    )  # fmt: skip
    mapping = forms.FileField(label="新的映射文件", required=False, help_text="TOML文件；上传后优先于上面的选择。")
    matching = forms.FileField(
        label="匹配文件", required=False,
        help_text="劳动者代号对应的匹配摘要：同一人在几个平台接单时只计一次。没有可不传。",
    )  # fmt: skip
    sessions = forms.FileField(
        label="在线时段", required=False,
        help_text="要求在线、开会点名和订单内较长休息的起止时间：前两项计入工作时间。没有可不传。",
    )  # fmt: skip
    rest_prompts = forms.FileField(
        label="休息提示", required=False, help_text="达到最长时间时推送休息提示、停止派单的记录。没有可不传。",
    )  # fmt: skip

    orders_upload = forms.CharField(required=False, widget=forms.HiddenInput)  # where it came in pieces
    mapping_upload = forms.CharField(required=False, widget=forms.HiddenInput)
    matching_upload = forms.CharField(required=False, widget=forms.HiddenInput)
    sessions_upload = forms.CharField(required=False, widget=forms.HiddenInput)
    rest_prompts_upload = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, firms: Any, known: Any, months: list[date], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["enterprise"].queryset = firms
        self.fields["known"].queryset = known
        self.fields["month"].widget.choices = [(f"{m:%Y-%m}", f"{m.year}年{m.month}月") for m in months]

    def clean(self) -> dict[str, Any]:
        """The orders come with the form, or have come before it."""
        given = super().clean() or self.cleaned_data
        if not given.get("orders") and not given.get("orders_upload") and "orders" not in self.errors:
            self.add_error("orders", "请选择订单文件。")
        return given


def _platforms(request: HttpRequest):  # type: ignore[no-untyped-def]
    return own_firms(request).filter(kind=Enterprise.Kind.PLATFORM)


@needs("delivery.view")
def deliveries(request: HttpRequest) -> HttpResponse:
    """What is due and what was handed in."""
    found = listing(request)
    if isinstance(found, HttpResponse):
        return found
    return render(request, "desk/deliveries.html", found | {"platforms": list(_platforms(request))})


@needs("delivery.hand_in")
def delivery_new(request: HttpRequest) -> HttpResponse:
    """Hand in; the files are kept before anything is read in them."""
    months = [last_month(timezone.localdate(request.at))]
    while len(months) < MONTHS:
        months.append(last_month(months[-1]))
    used = visible(Delivery, request.actor).filter(mapping__isnull=False).values("mapping")
    newest = visible(Document, request.actor).filter(pk__in=used).values("sha256").annotate(pk=Max("pk"))  # once each
    known = visible(Document, request.actor).filter(pk__in=newest.values("pk")).order_by("-pk")
    form = HandInForm(
        request.POST or None, request.FILES or None, firms=_platforms(request), known=known, months=months,
        initial={"month": request.GET.get("month", "")},
    )  # fmt: skip
    if carried_out(form, lambda given: _hand_in(request, given)):
        row, known_before = form.result
        words = "这些文件已经报送过，没有重复登记。" if known_before else f"已收到，回执号{row.receipt}。正在检查。"
        messages.success(request, words)
        return redirect("desk:delivery", row.pk)
    return render(request, "desk/delivery_new.html", {"form": form, "platforms": _platforms(request)})


def _hand_in(request: HttpRequest, given: dict[str, Any]) -> tuple[Delivery, bool]:
    firm, by, at = given["enterprise"], request.actor, request.at

    def brought(token: str) -> Document:
        upload = visible(Upload, by).filter(token=token, enterprise=firm).first()
        if upload is None:
            raise NotPossible("上传的文件已过期，请重新选择文件后再报送。")
        return finish(upload, by=by, at=at)

    def kept(name: str) -> list[Document]:
        if tokens := given[f"{name}_upload"].split():
            return [brought(token) for token in tokens]
        chosen = given[name] if isinstance(given[name], list) else [given[name]]
        return [store.keep(one, name=one.name, org_path=firm.org_path, by=by, at=at) for one in chosen if one]

    def one(name: str) -> Document | None:
        return next(iter(kept(name)), None)

    orders = kept("orders")
    mapping = one("mapping") or given["known"]
    beside = one("matching"), one("sessions"), one("rest_prompts")
    files = Files(orders[0], mapping, *beside, further=orders[1:])
    before = same(firm, given["month"], files)
    return before or hand_in(firm, month=given["month"], files=files, by=by, at=at), before is not None


@needs("delivery.view")
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, what was accepted, what went back and why."""
    rows = visible(Delivery, request.actor).select_related("enterprise", "document", "handed_in_by", "decided_by")
    row = get_object_or_404(rows.select_related("replaces"), pk=pk)
    views = {"document_view": "desk:document", "delivery_view": "desk:delivery"}
    return render(request, "desk/delivery.html", {**shown(row, request), **views})
