"""Is what comes back out of an archive the state of one moment, whole, and nothing else?"""

import io
import json
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huxin.base.errors import NotPossible
from huxin.base.secrets import Keyring
from huxin.config import backup as module
from huxin.config.backup import MANIFEST, read_manifest, restore
from huxin.config.keys import PERSONAL, SEAL, SECRET, ensure_keys
from tests.config.installation import Installation, fresh
from tests.world import AT

WRITERS = 20
BEGIN = """
from datetime import timedelta
from unittest.mock import patch
from django.conf import settings
from django.utils import timezone
from huxin.base.actor import Actor
from huxin.documents.store import keep
from huxin.journal.seals import seal_days
from huxin.orgs.models import Area, User

now = timezone.now()
user = User.objects.create(username="writer", name="写入者", created_at=now)
with patch.object(timezone, "now", lambda: now - timedelta(days=1)):
    for n in range(5):
        keep(f"yesterday {n}".encode(), name=f"{n}.txt", org_path="", by=Actor(user.pk, user.name), at=now)
print(len(seal_days(until=timezone.localdate(now), key=settings.KEYS / "journal.key")))
"""
WRITE = f"""
import django; django.setup()
import sys, threading
from django.db import connection
from django.utils import timezone
from huxin.base.actor import Actor
from huxin.documents.store import keep
from huxin.orgs.models import User

by = Actor(User.objects.get().pk, "写入者")
going = threading.Event(); going.set()
counts, errors = [0] * {WRITERS}, []

def write(n):
    try:
        while going.is_set():
            keep(f"{{n}} {{counts[n]}} ".encode() * 200, name="附件.txt", org_path="", by=by, at=timezone.now())
            counts[n] += 1
    except Exception as error:
        errors.append(repr(error))
    finally:
        connection.close()

threads = [threading.Thread(target=write, args=(n,)) for n in range({WRITERS})]
for thread in threads: thread.start()
while not all(counts) and not errors: threading.Event().wait(0.01)
print("writing", flush=True)
sys.stdin.readline()
before = sum(counts)
going.clear()
for thread in threads: thread.join()
print(before, errors)
"""
LOOK = """
import hashlib, json
from django.conf import settings
from huxin.documents.models import Document
from huxin.documents.store import place
from huxin.journal.models import Event, EventSubject
from huxin.journal.seals import broken_days
rows = list(Document.objects.values_list("pk", "sha256"))
touched = EventSubject.objects.filter(kind="document", event__verb="document.kept")
kept = set(touched.values_list("subject_id", flat=True))
print(json.dumps({
    "documents": len(rows),
    "events_without_row": len(kept - {pk for pk, _ in rows}),
    "rows_without_event": len({pk for pk, _ in rows} - kept),
    "bad_files": sum(hashlib.sha256(place(digest).read_bytes()).hexdigest() != digest for _, digest in rows),
    "loose_files": sum(1 for p in settings.FILES.rglob("*") if p.is_file()) - len({digest for _, digest in rows}),
    "broken_days": len(broken_days(key=settings.KEYS / "journal.key")),
    "newest": Event.objects.order_by("-id").first().verb,
}))
"""


@pytest.fixture(scope="session")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Path, int]]:
    """An installation, an archive of it made while twenty writers wrote, and how much they had written by then."""
    folder = tmp_path_factory.mktemp("backup")
    with fresh(folder, "first") as site:
        site.prepare()
        assert site.python(BEGIN).strip() == "1"
        with site.running("-c", WRITE) as writers:
            assert writers.stdout is not None
            assert writers.stdout.readline() == "writing\n", writers.communicate()
            archive = folder / "archive.tar"
            done = site.huxin("backup", str(archive))
            told, wrong = writers.communicate("stop\n", timeout=90)
        assert done.returncode == 0, done.stderr
        count, errors = told.strip().split(" ", 1)
        assert errors == "[]", (told, wrong)
        yield site, archive, int(count)


@pytest.fixture
def manifest(busy: tuple[Installation, Path, int]) -> Any:
    with tarfile.open(busy[1]) as archive:
        return read_manifest(archive)


def test_what_twenty_writers_wrote_comes_back_as_of_one_moment(
    busy: tuple[Installation, Path, int], tmp_path: Path
) -> None:
    site, archive, written_later = busy
    with fresh(tmp_path, "second") as other:
        shutil.copytree(site.folder / "keys", other.folder / "keys")
        done = other.huxin("restore", str(archive))
        assert done.returncode == 0, done.stderr
        assert (other.folder / "static" / "staticfiles.json").exists(), "it can be served at once"
        found = json.loads(other.python(LOOK))
    assert 5 + WRITERS <= found.pop("documents") <= 5 + written_later + WRITERS
    assert found.pop("newest") == "system.restored"
    assert set(found.values()) == {0}, found


def test_without_keys_the_restore_says_that_they_come_first(tmp_path: Path) -> None:
    with fresh(tmp_path, "keyless") as other:
        done = other.huxin("restore", str(tmp_path / "archive.tar"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "请先放回备份时的密钥" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_key_is_in_the_archive(busy: tuple[Installation, Path, int]) -> None:
    site, archive, _ = busy
    content = archive.read_bytes()
    keys = site.folder / "keys"
    ring = json.loads((keys / PERSONAL).read_text())
    secrets = [ring["digest"], *(key["secret"] for key in ring["keys"])]
    assert [text for text in secrets if text.encode() in content] == []
    assert (keys / SEAL).read_bytes() not in content
    assert (keys / SECRET).read_bytes() not in content


def test_an_archive_is_never_written_over(busy: tuple[Installation, Path, int]) -> None:
    site, archive, _ = busy
    before = archive.stat().st_mtime_ns
    done = site.huxin("backup", str(archive))
    assert (done.returncode, archive.stat().st_mtime_ns) == (1, before)
    assert "已存在" in done.stderr


def test_a_backup_stands_in_the_record(busy: tuple[Installation, Path, int], manifest: Any) -> None:
    said = busy[0].python(
        "from huxin.work.upkeep import last_event; print(last_event('system.backed_up').data['last_event'])"
    )
    assert int(said) == manifest.last_event


def test_a_damaged_file_stops_the_backup_and_leaves_nothing_behind(
    busy: tuple[Installation, Path, int], tmp_path: Path
) -> None:
    site, _, _ = busy
    victim = next(path for path in (site.folder / "files").rglob("*") if path.is_file())
    whole = victim.read_bytes()
    victim.chmod(0o600)
    victim.write_bytes(whole + b"!")
    try:
        done = site.huxin("backup", str(tmp_path / "x.tar"))
        victim.unlink()
        again = site.huxin("backup", str(tmp_path / "x.tar"))
    finally:
        victim.write_bytes(whole)
    assert "与登记的摘要不符，未生成备份" in done.stderr
    assert "缺失，未生成备份" in again.stderr
    assert list(tmp_path.iterdir()) == []


# ---- refusals: nothing is put in place ----------------------------------------------------------------------


@pytest.fixture
def empty(
    busy: tuple[Installation, Path, int], tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], list[str]]:
    """This process as an empty installation with the right keys; calling it lists what stands there."""
    data = tmp_path / "data"
    shutil.copytree(busy[0].folder / "keys", data / "keys")
    settings.DATA, settings.KEYS, settings.FILES = data, data / "keys", data / "files"
    monkeypatch.setattr(module, "_sqlite_file", lambda: data / "huxin.sqlite3")
    if connection.vendor != "sqlite":
        monkeypatch.setattr(module, "_filled", lambda: False)
    return lambda: sorted(path.name for path in data.iterdir() if path.name != "keys")


def refused(archive: Path, words: str, empty: Callable[[], list[str]]) -> None:
    before = empty()
    with pytest.raises(NotPossible, match=words):
        restore(archive, at=AT)
    assert empty() == before


def rewritten(archive: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The archive with some members changed, or left out."""
    with tarfile.open(archive) as source, tarfile.open(target, "w") as copy:
        for member in source.getmembers():
            file = source.extractfile(member)
            content = change(member.name, file.read() if file else b"")
            if content is not None:
                member.size = len(content)
                copy.addfile(member, io.BytesIO(content))
    return target


def test_other_personal_keys_are_refused(
    busy: tuple[Installation, Path, int], empty: Callable[[], list[str]], settings: Any
) -> None:
    (settings.KEYS / PERSONAL).unlink()
    Keyring.create(settings.KEYS / PERSONAL)
    refused(busy[1], "不是备份时使用的密钥，恢复后个人信息将无法解开", empty)


def test_a_folder_that_is_not_there_yet_is_not_taken_for_a_missing_archive(
    busy: tuple[Installation, Path, int], empty: Callable[[], list[str]], settings: Any
) -> None:
    settings.DATA = settings.DATA / "new"
    (settings.KEYS / PERSONAL).unlink()
    Keyring.create(settings.KEYS / PERSONAL)
    with pytest.raises(NotPossible, match="不是备份时使用的密钥"):
        restore(busy[1], at=AT)


def test_another_key_of_the_journal_is_refused(
    busy: tuple[Installation, Path, int], empty: Callable[[], list[str]], settings: Any
) -> None:
    (settings.KEYS / SEAL).unlink()
    ensure_keys(settings.KEYS)
    refused(busy[1], "无法核对日志封存", empty)


def test_a_renewed_keyring_still_opens_an_older_backup(
    busy: tuple[Installation, Path, int], settings: Any, empty: Callable[[], list[str]], manifest: Any
) -> None:
    assert Keyring.renew(settings.KEYS / PERSONAL).covers(manifest.key_fingerprint)


@pytest.mark.parametrize("part", ["database", "files/"])
def test_a_damaged_or_missing_part_is_refused(
    part: str, busy: tuple[Installation, Path, int], empty: Callable[[], list[str]], tmp_path: Path
) -> None:
    damaged = rewritten(
        busy[1], tmp_path / "damaged.tar", lambda n, c: c[:-1] + bytes([c[-1] ^ 1]) if n.startswith(part) else c
    )
    refused(damaged, "缺失或已损坏，没有恢复任何内容", empty)
    lost = rewritten(busy[1], tmp_path / "lost.tar", lambda n, c: None if n.startswith(part) else c)
    refused(lost, "缺失或已损坏，没有恢复任何内容", empty)


def test_what_is_no_archive_of_ours_is_refused(
    busy: tuple[Installation, Path, int], empty: Callable[[], list[str]], tmp_path: Path
) -> None:
    whole = busy[1].read_bytes()
    for name, content in {"text": b"hello", "empty": b"", "cut": whole[: len(whole) // 2]}.items():
        (tmp_path / name).write_bytes(content)
        refused(tmp_path / name, "归档", empty)
    for name, text in {"json": b"{", "list": b"[]", "other": b'{"a": 1}'}.items():
        forged = rewritten(busy[1], tmp_path / name, lambda n, c, text=text: text if n == MANIFEST else c)  # type: ignore[misc]
        refused(forged, "不是护新的备份归档", empty)


def test_a_newer_format_says_so(
    busy: tuple[Installation, Path, int], empty: Callable[[], list[str]], tmp_path: Path
) -> None:
    newer = rewritten(
        busy[1], tmp_path / "newer", lambda n, c: c.replace(b'"format": 1', b'"format": 2') if n == MANIFEST else c
    )
    refused(newer, "备份格式 2", empty)


def test_a_path_that_leads_out_of_the_folder_is_refused(
    busy: tuple[Installation, Path, int], empty: Callable[[], list[str]], tmp_path: Path
) -> None:
    evil = tmp_path / "evil.tar"
    shutil.copy(busy[1], evil)
    with tarfile.open(evil, "a") as archive:
        entry = tarfile.TarInfo("../escaped")
        archive.addfile(entry, io.BytesIO(b""))
    refused(evil, "归档", empty)
    assert not (tmp_path / "escaped").exists()


def test_an_installation_that_holds_something_is_not_written_over(
    busy: tuple[Installation, Path, int], empty: Callable[[], list[str]], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite":
        (settings.DATA / "huxin.sqlite3-wal").write_bytes(b"left over")
    else:
        monkeypatch.setattr(module, "_filled", lambda: True)
    refused(busy[1], "这里已有数据", empty)


@pytest.mark.django_db
def test_an_archive_for_another_kind_of_database_is_refused(
    busy: tuple[Installation, Path, int], empty: Callable[[], list[str]], tmp_path: Path
) -> None:
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    forged = rewritten(
        busy[1], tmp_path / "other",
        lambda n, c: c.replace(f'"{connection.vendor}"'.encode(), f'"{other}"'.encode()) if n == MANIFEST else c,
    )  # fmt: skip
    refused(forged, f"备份来自 {other}", empty)
