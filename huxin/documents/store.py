"""Where are files kept, what is refused, and is a file still what it was when it came?"""

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, NoReturn

from django.conf import settings
from django.db import connection, models, transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible, PermissionDenied, no_room
from huxin.documents.classified import classified_mark
from huxin.documents.media import media_type
from huxin.documents.models import Document
from huxin.journal.log import record, verb
from huxin.orgs.access import SUBJECTS, require

KEPT = verb("document.kept", "保存文件（{size}字节）", ("size",))
REFUSED = verb("document.refused", "拒收带有涉密标志的文件，未保存", ())
DAMAGED = verb("document.damaged", "发现文件缺失或损坏", ())
_CHUNK = 1 << 20
_UNFIT = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True, slots=True)
class _Incoming:
    """A file that lies in the waiting room, not yet kept."""

    path: Path
    sha256: str
    size: int


def keep(
    file: bytes | IO[bytes], *, name: str, org_path: str, by: Actor, at: datetime, subject: models.Model | None = None,
    most: int = 0,
) -> Document:  # fmt: skip
    """Keep a file that somebody hands in. An action of its own: call it before the action that uses the file, so
    that the file stays when that action refuses. Without a subject, `attach` says later what it belongs to. Without
    a log-in only a party may, who comes with his receipt. `most` bytes, where more than usual may come."""
    if by.user_id is None and not by.can("case.follow"):
        raise PermissionDenied("home.view")
    if subject is not None:
        require(by, SUBJECTS[subject._meta.model_name or ""].view, subject)
    return _keep(file, name, subject, org_path, by, at, most)


def keep_from_outside(file: bytes | IO[bytes], *, name: str, org_path: str, by: Actor, at: datetime) -> Document:
    """Keep a file of somebody without a log-in, on a public page that limits how often. Nobody opens it before
    `attach` says to what it belongs."""
    return _keep(file, name, None, org_path, by, at)


def _keep(
    file: bytes | IO[bytes],
    name: str,
    subject: models.Model | None,
    org_path: str,
    by: Actor,
    at: datetime,
    most: int = 0,
) -> Document:
    fit = clean_name(name)
    incoming = _take_in(BytesIO(file) if isinstance(file, bytes) else file, fit, most or settings.MAX_FILE_BYTES)
    try:
        kind = media_type(incoming.path, fit)
        if classified_mark(incoming.path, kind, fit):
            _refuse(by=by, at=at, org_path=org_path)
        with transaction.atomic():
            document = _row(incoming, fit, kind, subject=subject, org_path=org_path, by=by, at=at)
            things = [document] if subject is None else [document, subject]
            record(KEPT, things, by=by, at=at, org_path=org_path, size=incoming.size)
            _settle(incoming)
    finally:
        incoming.path.unlink(missing_ok=True)
    return document


def keep_made(
    data: bytes, *, name: str, kind: str, subject: models.Model, org_path: str, by: Actor, at: datetime
) -> Document:
    """Keep a file that the system itself made, inside the action that made it (which has the right and the event)."""
    fit = clean_name(name)
    incoming = _take_in(BytesIO(data), fit, settings.MAX_FILE_BYTES)
    try:
        document = _row(incoming, fit, kind, subject=subject, org_path=org_path, by=by, at=at)
        _settle(incoming)
    finally:
        incoming.path.unlink(missing_ok=True)
    return document


def attach(document: Document, *, subject: models.Model) -> Document:
    """Say to what a file belongs, once; inside the action that uses it."""
    kind = subject._meta.model_name or ""
    free = Document.objects.filter(pk=document.pk, subject_kind="")
    if not free.update(subject_kind=kind, subject_id=subject.pk):
        raise NotPossible(f"文件“{document.name}”已属于其他事项，请重新上传。")
    document.refresh_from_db()
    return document


def forget(pk: int) -> None:
    """Delete a file to which nothing belongs any more; its bytes too, unless they were handed in another time.

    Repeatable, for reactions. Nobody may keep equal bytes between the look and the deletion: SQLite lets one write at
    a time, PostgreSQL is asked to.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f'LOCK TABLE "{Document._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')
        document = Document.objects.filter(pk=pk).first()
        if document is None:
            return
        document.delete()
        if not Document.objects.filter(sha256=document.sha256).exists():
            place(document.sha256).unlink(missing_ok=True)


def read(document: Document, *, by: Actor, at: datetime) -> bytes:
    """The bytes, proved to be the ones that were handed in."""
    with checked_file(document, by=by, at=at) as file:
        return file.read()


def checked_file(document: Document, *, by: Actor, at: datetime) -> IO[bytes]:
    """The file opened at its beginning; a missing or changed one is written to the journal and refused."""
    try:
        file = place(document.sha256).open("rb")
    except FileNotFoundError:
        _report_damage(document, by=by, at=at)
    if hashlib.file_digest(file, "sha256").hexdigest() != document.sha256:
        file.close()
        _report_damage(document, by=by, at=at)
    file.seek(0)
    return file


def place(sha256: str) -> Path:
    """Where the bytes with this digest lie."""
    return Path(settings.FILES) / sha256[:2] / sha256


def clean_name(name: str) -> str:
    """The name as given without folders, controls and signs that some file system refuses; never empty."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in plain if unicodedata.category(c)[0] != "C")
    stem, dot, end = _UNFIT.sub("_", shown).strip(" .").rpartition(".")
    stem, end = (stem, f".{end[:12]}") if dot else (end, "")
    return f"{stem[: 180 - len(end)]}{end}" or "未命名文件"


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _take_in(file: IO[bytes], name: str, most: int) -> _Incoming:
    """Write to the waiting room while counting and hashing; nothing half-written stays behind."""
    waiting = Path(settings.FILES) / "incoming"
    sha, size = hashlib.sha256(), 0
    try:
        waiting.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=waiting, delete=False) as copy:
            path = Path(copy.name)
            try:
                for chunk in _chunks(file):
                    size += len(chunk)
                    if size > most:
                        raise NotPossible(f"“{name}”超过{most // (1024 * 1024)}MB，不能保存。请压缩或拆分后再上传。")
                    sha.update(chunk)
                    copy.write(chunk)
                copy.flush()
                os.fsync(copy.fileno())
            except BaseException:
                path.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise disk_refusal(error, name) from error
    return _Incoming(path, sha.hexdigest(), size)


def _settle(incoming: _Incoming) -> None:
    """Move to the final place, also over an equal file: that heals a damaged one."""
    target = place(incoming.sha256)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(incoming.path, target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise disk_refusal(error, target.name) from error


def disk_refusal(error: OSError, name: str) -> Exception:
    """The refusal where the disk is full; any other error as it is."""
    if no_room(error):
        return NotPossible(f"服务器存储空间已满，“{name}”没有保存。请稍后再试，并告知系统管理员。")
    return error


def _row(
    incoming: _Incoming, name: str, kind: str, *, subject: models.Model | None, org_path: str, by: Actor, at: datetime
) -> Document:
    return Document.objects.create(
        sha256=incoming.sha256,
        size=incoming.size,
        name=name,
        media_type=kind,
        subject_kind=subject._meta.model_name or "" if subject else "",
        subject_id=subject.pk if subject else None,
        org_path=org_path,
        kept_by_id=by.user_id,
        kept_at=at,
    )


def _refuse(*, by: Actor, at: datetime, org_path: str) -> NoReturn:
    """Refuse classified material; the event says that, by whom and when, and nothing of the content."""
    with transaction.atomic():
        record(REFUSED, [], by=by, at=at, org_path=org_path)
    raise NotPossible(
        "该文件带有密级、份号等涉密标志，系统不得存储、处理涉密信息，文件未保存。请立即按保密规定处理，不要再次上传。"
    )


def _report_damage(document: Document, *, by: Actor, at: datetime) -> NoReturn:
    with transaction.atomic():
        record(DAMAGED, [document], by=by, at=at, org_path=document.org_path)
    raise NotPossible(f"文件“{document.name}”缺失或已损坏，无法打开。系统已记录，请联系系统管理员从备份恢复。")
