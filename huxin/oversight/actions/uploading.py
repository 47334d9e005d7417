"""How does a large file come in piece by piece, so that whatever breaks, it goes on where it stopped?

The pieces are appended to one file; its size is how far the upload has come, whoever was killed in between. A whole
file is checked against the sender's digest and kept like every other file.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.documents import store
from huxin.documents.models import Document
from huxin.orgs.access import require, require_at
from huxin.oversight import places
from huxin.oversight.actions.delivering import HAND_IN
from huxin.oversight.machines import Upload
from huxin.oversight.models import HANDED_IN, Delivery
from huxin.registry.models import Enterprise

MOST_OPEN = 20  # uploads of a platform under way at one time
KEPT = timedelta(days=7)  # after its last piece an unfinished upload is forgotten
MOST_PIECE = 64 * 1024 * 1024  # the web server reads ahead of us in memory, so a piece bounds what it holds
_CHUNK = 1 << 20


class TooLarge(NotPossible):
    """The file, or a piece of it, is larger than it may be."""


class WrongOffset(NotPossible):
    """The piece does not begin where the file ends; `offset` is where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"续传位置不对：已收到{offset}字节，请从{offset}处继续。")
        self.offset = offset


class Busy(NotPossible):
    """Another request is writing to the same file."""


class WrongChecksum(NotPossible):
    """The whole file is not the one that was announced."""


def begin(enterprise: Enterprise, *, name: str, length: int, sha256: str, by: Actor, at: datetime) -> Upload:
    """A place for a file of so many bytes. The same file again is the same upload, or is there whole already."""
    require_at(by, HAND_IN, enterprise.org_path)
    fit = store.clean_name(name)
    if length < 1:
        raise NotPossible("文件是空的，没有可以报送的内容。")
    if length > settings.MAX_ORDERS_BYTES:
        limit = settings.MAX_ORDERS_BYTES // (1024 * 1024)
        raise TooLarge(f"“{fit}”超过{limit}MB，请按月内日期拆成几次，或改用Parquet格式。")
    same = Upload.objects.filter(enterprise=enterprise, sha256=sha256, length=length, name=fit)
    if sha256 and (known := same.filter(document=None).first()):
        return known
    kept = _kept(enterprise, fit, length, sha256) if sha256 else None
    if kept and (known := same.filter(document=kept).first()):
        return known
    if not kept and Upload.objects.filter(enterprise=enterprise, document=None).count() >= MOST_OPEN:
        raise NotPossible(f"没有传完的文件已有{MOST_OPEN}个，请先续传或删除其中一些。")
    try:
        with transaction.atomic():
            return Upload.objects.create(
                token=uuid4().hex, enterprise=enterprise, org_path=enterprise.org_path, name=fit, length=length,
                sha256=sha256, document=kept, begun_by_id=by.person(), begun_at=at, changed_at=at,
            )  # fmt: skip
    except IntegrityError:  # two at once
        return same.get(document=None)


def _kept(enterprise: Enterprise, name: str, length: int, sha256: str) -> Document | None:
    """The same file as this platform has handed it in before; its ending tells how it is read."""
    handed_in = Delivery.objects.filter(enterprise=enterprise)
    uploads = Upload.objects.filter(enterprise=enterprise, document__isnull=False)
    ways = [*(handed_in.values(part) for part in (*HANDED_IN, "further")), uploads.values("document")]
    mine = reduce(or_, (Q(pk__in=way) for way in ways))
    return Document.objects.filter(mine, sha256=sha256, size=length, name=name).order_by("pk").first()


def offset_of(upload: Upload) -> int:
    """How many bytes are there."""
    if upload.document_id is not None:
        return upload.length
    try:
        return places.upload_file(upload.token).stat().st_size
    except FileNotFoundError:
        return 0


def append(upload: Upload, *, offset: int, body: IO[bytes], size: int, by: Actor, at: datetime) -> int:
    """Write the next piece, of `size` bytes, at the end of the file; the new offset. What came before `body` broke
    stays. The last piece makes the file whole: it is checked and kept."""
    require(by, HAND_IN, upload)
    there = offset_of(upload)
    if upload.document_id is None:
        with _held(upload) as file:
            there = file.seek(0, os.SEEK_END)
            _fits(upload, offset, there, size)
            there += _copy(body, file, size, upload.name)
        Upload.objects.filter(pk=upload.pk).update(changed_at=at)
    elif offset != there or size:
        raise WrongOffset(there)
    if there == upload.length:
        finish(upload, by=by, at=at)
    return there


def _fits(upload: Upload, offset: int, there: int, size: int) -> None:
    if size > MOST_PIECE:
        raise TooLarge(f"一段不要超过{MOST_PIECE // (1024 * 1024)}MB，请分成几段续传（如每段8MB）。")
    if offset != there:
        raise WrongOffset(there)
    if there + size > upload.length:
        raise TooLarge(f"这一段超出了文件的长度：文件共{upload.length}字节，已收到{there}字节，这一段有{size}字节。")


def _copy(body: IO[bytes], file: IO[bytes], size: int, name: str) -> int:
    """In bounded memory; what is written is on disk when the sender is told so, also where he broke off."""
    written = 0
    try:
        try:
            while written < size and (chunk := body.read(min(size - written, _CHUNK))):
                file.write(chunk)
                written += len(chunk)
        finally:
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise store.disk_refusal(error, name) from error
    return written


@contextmanager
def _held(upload: Upload) -> Iterator[IO[bytes]]:
    """The file open for one alone."""
    path = places.upload_file(upload.token)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy("这个文件正由另一个请求续传，请稍候再查询已收到的字节数。") from None
        yield file


def finish(upload: Upload, *, by: Actor, at: datetime) -> Document:
    """The whole file as a kept document. Safe to repeat; a file that is not the announced one begins anew, one that
    may not be kept is forgotten."""
    require(by, HAND_IN, upload)
    with _held(upload) as file:
        upload.refresh_from_db()
        if upload.document is None:
            if missing := upload.length - file.seek(0, os.SEEK_END):
                raise NotPossible(f"“{upload.name}”还没有传完，还差{missing}字节，请续传后再报送。")
            file.seek(0)
            upload.document = _checked(upload, file, by, at)
            upload.changed_at = at
            upload.save(update_fields=["document", "changed_at"])
        places.upload_file(upload.token).unlink(missing_ok=True)
    return upload.document


def _checked(upload: Upload, file: IO[bytes], by: Actor, at: datetime) -> Document:
    if upload.sha256 and hashlib.file_digest(file, "sha256").hexdigest() != upload.sha256:  # type: ignore[arg-type]
        file.truncate(0)
        raise WrongChecksum("收到的内容与声明的sha256不一致，已全部清除。请核对文件后从0处重新上传。")
    file.seek(0)
    try:
        return store.keep(
            file, name=upload.name, org_path=upload.org_path, by=by, at=at, most=settings.MAX_ORDERS_BYTES
        )
    except NotPossible:
        _forget(upload)
        raise


def drop(upload: Upload, *, by: Actor, at: datetime) -> None:
    """The sender does not go on with it; what was kept already stays."""
    require(by, HAND_IN, upload)
    _forget(upload)


def _forget(upload: Upload) -> None:
    places.upload_file(upload.token).unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk).delete()


def prune_uploads(*, at: datetime) -> int:
    """Forget uploads that nobody went on with, and those that are long since documents; the number of them."""
    rows = list(Upload.objects.filter(changed_at__lt=at - KEPT))
    for row in rows:
        _forget(row)
    return len(rows)
