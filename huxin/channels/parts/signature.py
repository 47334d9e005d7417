"""How does somebody sign a paper of a case: drawn on the screen, or by the scan of the signed print?"""

import base64
import binascii
import struct
from typing import Any

from django import forms
from django.http import HttpRequest

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases import signing
from huxin.cases.models import Case, Party
from huxin.cases.records import PaperSignature
from huxin.documents import media, store
from huxin.documents.models import Paper
from huxin.typesetting.binding import Unreadable, picture_page

LARGEST_DRAWING = 400_000  # letters of a drawn signature
MOST_DOTS = 2000  # on a side: larger than any board on the screen


class SignatureForm(forms.Form):
    """The drawing, or the scan; and which text was on the screen."""

    text = forms.CharField(required=False, widget=forms.HiddenInput)
    drawn = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-drawn": ""}))
    scan = forms.FileField(label="签字扫描件", required=False, help_text="不在屏幕上签的，打印签字后拍照或扫描上传。")

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, initial={"text": signing.text_hash(paper)}, **kwargs)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("drawn") and not given.get("scan"):
            self.add_error("scan", "请在屏幕上签字，或上传签字扫描件。")
        return given


def drawing(text: str) -> bytes:
    """The picture of a signature that was drawn on the screen."""
    head, _, body = text.partition(",")
    try:
        data = base64.b64decode(body, validate=True)
    except binascii.Error:
        data = b""
    whole = head == "data:image/png;base64" and len(text) <= LARGEST_DRAWING and data.startswith(media.PNG_HEAD)
    try:
        if not whole or max(struct.unpack(">II", data[16:24])) > MOST_DOTS:
            raise Unreadable
        picture_page(data, caption="签字")
    except (Unreadable, struct.error):
        raise NotPossible("签字图像没有传完整，请清除后重签，或改为上传签字扫描件。") from None
    return data


def signed(
    paper: Paper, case: Case, who: Party | str, given: dict[str, Any], *, by: Actor, request: HttpRequest
) -> PaperSignature:
    """Keep what was drawn or uploaded, and bind it to the paper: for a party, or its agent; a text is the place of the
    official who signs."""
    drawn = given["drawn"]
    file, name = (drawing(drawn), f"{paper.title}签字.png") if drawn else (given["scan"], given["scan"].name)
    kept = store.keep(file, name=name, org_path=case.org_path, by=by, at=request.at)
    mode = PaperSignature.Mode.DRAWN if drawn else PaperSignature.Mode.SCAN
    act = signing.sign_for_office if isinstance(who, str) else signing.sign
    return act(paper, case, who, document=kept, mode=mode, by=by, at=request.at, text=given["text"])  # type: ignore[arg-type]
