"""Where on disk lie the orders that were taken in, the work of scans, and files on their way?

All but the last can be made again from kept files.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from huxin.documents.models import Document
from huxin.documents.store import place


def _root() -> Path:
    return Path(settings.DATA) / "oversight"


def accepted_folder(delivery_pk: int) -> Path:
    """The accepted orders of a delivery, as Parquet by the standard."""
    return _root() / "accepted" / str(delivery_pk)


def matching_folder(delivery_pk: int) -> Path:
    """Who is who in a delivery, as Parquet by the standard."""
    return _root() / "matching" / str(delivery_pk)


def beside_folder(delivery_pk: int, name: str) -> Path:
    """The sessions or rest prompts of a delivery, as Parquet by the standard."""
    return _root() / name / str(delivery_pk)


def scan_folder(area_code: str, month: date) -> Path:
    """The laid-down orders and the results of a month's scans: called again, a scan goes on where it stopped."""
    return _root() / "scans" / f"{area_code}-{month:%Y-%m}"


def own_folder(document_pk: int) -> Path:
    """The laid-down orders of a worker's own file."""
    return _root() / "own" / str(document_pk)


def forget(document_pk: int) -> None:
    """What was read of a worker's own file is gone."""
    shutil.rmtree(own_folder(document_pk), ignore_errors=True)


def upload_file(token: str) -> Path:
    """What has come so far of a file that comes in pieces."""
    return _root() / "uploads" / token


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder for what lies between; gone afterwards."""
    folder = _root() / "work" / uuid4().hex
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settle(paths: list[Path], folder: Path) -> None:
    """Move files to their place, whatever lay there before; the folder is there whole or not at all."""
    half = folder.with_name(f"{folder.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    for path in paths:
        shutil.move(path, half / path.name)
    shutil.rmtree(folder, ignore_errors=True)
    half.replace(folder)


def under_its_name(document: Document, folder: Path) -> Path:
    """A kept file as it was called when it came: its ending tells how it is read."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / document.name
    os.symlink(place(document.sha256).resolve(), path)
    return path
