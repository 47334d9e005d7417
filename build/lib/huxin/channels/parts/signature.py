"""How does somebody sign a paper of a case: drawn on the screen, or by the scan of the signed print?"""

import base64
import binascii
from typing import Any

from django import forms
from django.http import HttpRequest

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.cases import signing
from huxin.cases.models import Case, Party
from huxin.cases.records import PaperSignature
from huxin.documents import store
from huxin.documents.models import Paper

LARGEST_DRAWING = 400_000  # letters of a drawn signature


class SignatureForm(forms.Form):
    """The drawing, or the scan."""

    drawn = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-drawn": ""}))
    scan = forms.FileField(label="签字扫描件", required=False, help_text="不在屏幕上签的，打印签字后拍照或扫描上传。")

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
    if head != "data:image/png;base64" or len(text) > LARGEST_DRAWING or not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise NotPossible("签字图像没有传完整，请清除后重签，或改为上传签字扫描件。")
    return data


def signed(
    paper: Paper, case: Case, party: Party, given: dict[str, Any], *, by: Actor, request: HttpRequest
) -> PaperSignature:
    """Keep what was drawn or uploaded, and bind it to the paper."""
    drawn = given["drawn"]
    file, name = (drawing(drawn), f"{paper.title}签字.png") if drawn else (given["scan"], given["scan"].name)
    kept = store.keep(file, name=name, org_path=case.org_path, by=by, at=request.at)
    mode = PaperSignature.Mode.DRAWN if drawn else PaperSignature.Mode.SCAN
    return signing.sign(paper, case, party, document=kept, mode=mode, by=by, at=request.at)
