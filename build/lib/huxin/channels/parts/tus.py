"""How does a file come in by the tus protocol 1.0 (core, creation, termination)? The same for machines and browsers.

https://tus.io/protocols/resumable-upload: POST makes a place and answers its address, HEAD says how much is there,
PATCH sends the next piece, DELETE gives up.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.oversight.actions import uploading
from huxin.oversight.machines import Upload
from huxin.registry.models import Enterprise

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
_REFUSALS: dict[type[NotPossible], tuple[int, str]] = {
    uploading.WrongOffset: (409, "offset"),
    uploading.TooLarge: (413, "too_large"),
    uploading.Busy: (423, "busy"),
    uploading.WrongChecksum: (460, "checksum"),
}


def options() -> HttpResponse:
    """What this server can do."""
    answer = HttpResponse(status=204)
    answer["Tus-Version"], answer["Tus-Extension"] = VERSION, "creation,termination"
    answer["Tus-Max-Size"] = str(settings.MAX_ORDERS_BYTES)
    return marked(answer)


def marked(answer: HttpResponse) -> HttpResponse:
    """Every answer names the version and is kept by nobody."""
    answer["Tus-Resumable"], answer["Cache-Control"] = VERSION, "no-store"
    return answer


def begin(request: HttpRequest, enterprise: Enterprise, *, checked: bool) -> Upload:
    """A place for a file; `checked`: the sender must say its SHA-256."""
    told = _metadata(request)
    sha256 = told.get("sha256", "").lower()
    if not told.get("filename"):
        raise BadRequest("请在Upload-Metadata中写明filename（值用Base64编码）。")
    if (sha256 or checked) and not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise BadRequest("请在Upload-Metadata中写明sha256：文件内容的SHA-256，64位十六进制（值用Base64编码）。")
    length = _number(request, "Upload-Length")
    given = {"name": told["filename"], "length": length, "sha256": sha256}
    return uploading.begin(enterprise, **given, by=request.actor, at=request.at)


def state(upload: Upload, status: int = 200) -> HttpResponse:
    """How much is there, of how much."""
    answer = HttpResponse(status=status)
    answer["Upload-Offset"], answer["Upload-Length"] = str(uploading.offset_of(upload)), str(upload.length)
    return marked(answer)


def handle(request: HttpRequest, upload: Upload) -> HttpResponse:
    """GET or HEAD, PATCH or DELETE of one upload."""
    if request.method in ("GET", "HEAD"):
        return state(upload)
    if request.method == "DELETE":
        uploading.drop(upload, by=request.actor, at=request.at)
        return marked(HttpResponse(status=204))
    if request.content_type != PIECE:
        raise BadRequest(f"PATCH请求的Content-Type应为{PIECE}。")
    offset = uploading.append(
        upload, offset=_number(request, "Upload-Offset"), body=request, size=_number(request, "Content-Length"),
        by=request.actor, at=request.at,
    )  # fmt: skip
    answer = HttpResponse(status=204)
    answer["Upload-Offset"] = str(offset)
    return marked(answer)


def spoken(view: Callable[[], HttpResponse]) -> HttpResponse:
    """What the view answers; a refusal in a form that a program can read."""
    try:
        return view()
    except BadRequest as wrong:
        return told(400, "request", str(wrong))
    except UnreadablePostError:
        return told(400, "broken", "连接中断，这一段没有收完；请查询已收到的字节数后继续。")
    except Http404:
        return told(404, "not_found", "没有这一项，或不属于这个平台。")
    except PermissionDenied:
        return told(403, "right", "没有办理此事的权限。")
    except NotPossible as refusal:
        answer = told(*_REFUSALS.get(type(refusal), (422, "refused")), refusal.reason)
        if isinstance(refusal, uploading.WrongOffset):
            answer["Upload-Offset"] = str(refusal.offset)
        return answer


def told(status: int, code: str, message: str) -> HttpResponse:
    """A refusal: a word for the program, a sentence for the person who reads its log."""
    words = {"error": code, "message": message}
    return marked(JsonResponse(words, status=status, json_dumps_params={"ensure_ascii": False}))


def _number(request: HttpRequest, name: str) -> int:
    text = request.headers.get(name, "")
    if not re.fullmatch(r"\d{1,15}", text):
        raise BadRequest(f"请在请求头{name}中写明字节数。")
    return int(text)


def _metadata(request: HttpRequest) -> dict[str, str]:
    """`key base64,key base64`, as the protocol has it."""
    told = {}
    try:
        for pair in request.headers.get("Upload-Metadata", "").split(","):
            key, _, value = pair.strip().partition(" ")
            told[key] = b64decode(value, validate=True).decode()
    except (NotBase64, UnicodeDecodeError) as error:
        raise BadRequest("Upload-Metadata无法读取：应为“键 Base64值”，多项用逗号隔开，文字用UTF-8编码。") from error
    return told
