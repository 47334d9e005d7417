"""What is typed in by who receives a paper, and what is done with it?"""

from typing import Any

from django import forms
from django.http import HttpRequest

from huxin.documents import receipts, store
from huxin.documents.models import Receipt
from huxin.orgs.directory import post_in


class Acknowledgement(forms.Form):
    """Who has received the paper."""

    name = forms.CharField(label="签收人姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=60)


def acknowledgement(request: HttpRequest, receipt: Receipt) -> Acknowledgement:
    """The form, with the name of who acknowledges and the post that he has there."""
    known = {"name": request.actor.name, "post": post_in(request.actor, receipt.organisation)}
    return Acknowledgement(request.POST or None, initial=known)


class Reply(forms.Form):
    """The answer to a paper."""

    text = forms.CharField(label="回复内容", required=False, widget=forms.Textarea(attrs={"rows": 6}), max_length=5000)
    file = forms.FileField(label="回复文件", required=False)


def replied(receipt: Receipt, given: dict[str, Any], request: HttpRequest) -> Receipt:
    """Keep the file, if there is one, and answer."""
    file, by, at = given["file"], request.actor, request.at
    kept = store.keep(file, name=file.name, org_path=receipt.org_path, by=by, at=at) if file else None
    return receipts.reply(receipt, text=given["text"], document=kept, by=by, at=at)
