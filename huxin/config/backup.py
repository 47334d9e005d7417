"""How are database and files kept as of one moment, and brought back? One archive without keys, checked by hashes.

The moment is the database's: SQLite's backup interface or pg_dump take one consistent state while others write.
A kept file is stored before the row that names it and is never changed, so every file that this state names is
there to be copied afterwards.
"""

import hashlib
import json
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from huxin.base.errors import NotPossible
from huxin.base.secrets import Keyring
from huxin.config.keys import PERSONAL
from huxin.documents.store import relative_path
from huxin.journal.models import DaySeal, Event
from huxin.journal.seals import broken_days

Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]
FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "database"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds; written first into it."""

    format: int
    made_at: str
    vendor: str
    database_sha256: str
    key_fingerprint: str
    last_event: int | None
    last_seal: str
    files: dict[str, str]  # path below the files' folder -> SHA-256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(words: list[str]) -> None:
    try:
        subprocess.run(words, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise NotPossible(f"找不到命令 {words[0]}：请安装系统包 postgresql-client。") from None
    except subprocess.CalledProcessError as error:
        raise NotPossible(f"{words[0]} 没有成功：{error.stderr.strip()[-400:]}") from None


def _postgres_url() -> str:
    facts = connection.get_connection_params()
    login = facts.get("user", "") + (f":{facts['password']}" if facts.get("password") else "")
    return f"postgresql://{login}@{facts.get('host', '')}:{facts.get('port') or 5432}/{facts['dbname']}"


@contextmanager
def _sqlite_moment(dump: Path) -> Iterator[Ask]:
    name = settings.DATABASES["default"]["NAME"]
    with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(dump)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        yield lambda sql: copy.execute(sql).fetchall()


@contextmanager
def _postgres_moment(dump: Path) -> Iterator[Ask]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run(
            [
                "pg_dump",
                "--format=custom",
                "--no-owner",
                f"--snapshot={snapshot}",
                f"--file={dump}",
                _postgres_url(),
            ]
        )

        def ask(sql: str) -> Rows:
            cursor.execute(sql)
            return cursor.fetchall()

        yield ask


def _moment(dump: Path) -> AbstractContextManager[Ask]:
    """Write the database into `dump` and answer questions about exactly that state."""
    return _sqlite_moment(dump) if connection.vendor == "sqlite" else _postgres_moment(dump)


def backup(target: Path, *, at: datetime) -> Manifest:
    """Write the archive; it appears under its name only when it is whole. A missing or damaged file stops it."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dump = Path(folder) / DATABASE
        with _moment(dump) as ask:
            names = ask("SELECT DISTINCT sha256 FROM documents_document")
            ((last_event,),) = ask("SELECT max(id) FROM journal_event")
            seals = ask("SELECT digest FROM journal_dayseal ORDER BY day DESC LIMIT 1")
        files = {str(relative_path(digest)): digest for (digest,) in names}
        for name, digest in files.items():
            path = settings.FILES / name
            if not path.exists() or _sha256(path) != digest:
                raise NotPossible(f"附件 {name} 缺失或与登记的摘要不符，未生成备份；请先查明这个文件。")
        manifest = Manifest(
            format=FORMAT,
            made_at=at.isoformat(),
            vendor=connection.vendor,
            database_sha256=_sha256(dump),
            key_fingerprint=Keyring.load(settings.KEYS / PERSONAL).fingerprint(),
            last_event=last_event,
            last_seal=seals[0][0] if seals else "",
            files=files,
        )
        whole = Path(folder) / "whole.tar"
        _pack(whole, manifest, dump)
        whole.replace(target)
    return manifest


def _pack(whole: Path, manifest: Manifest, dump: Path) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
    with tarfile.open(whole, "w") as archive:
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(text)
        archive.addfile(entry, BytesIO(text))
        archive.add(dump, DATABASE)
        for name in manifest.files:
            archive.add(settings.FILES / name, f"files/{name}")


def read_manifest(archive: tarfile.TarFile) -> Manifest:
    """The archive's own list, or a sentence that says it is not one of ours."""
    try:
        member = archive.extractfile(MANIFEST)
        facts = json.load(member) if member else {}
        manifest = Manifest(**facts)
    except (KeyError, TypeError, ValueError):
        raise NotPossible("这不是护新的备份归档，或归档已损坏。") from None
    if manifest.format != FORMAT:
        raise NotPossible(f"备份格式 {manifest.format} 不是本版本能恢复的格式 {FORMAT}。")
    return manifest


def _refuse(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise NotPossible(f"备份来自 {manifest.vendor}，而当前配置的数据库是 {connection.vendor}。")
    if not Keyring.load(settings.KEYS / PERSONAL).covers(manifest.key_fingerprint):
        raise NotPossible("当前密钥不是备份时使用的密钥，恢复后个人信息将无法解开；请先放回原来的密钥文件。")
    if connection.vendor == "sqlite":
        filled = Path(settings.DATABASES["default"]["NAME"]).exists()
    else:
        filled = bool(connection.introspection.table_names())
    if filled or (settings.FILES.exists() and any(settings.FILES.iterdir())):
        raise NotPossible("这里已有数据。恢复只写入空的安装：请先移走原有数据库和附件目录。")


def restore(source: Path) -> Manifest:
    """Bring an archive back into an empty installation; every hash is checked before anything is put in place."""
    with (
        tarfile.open(source) as archive,
        tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".restore-") as tmp,
    ):
        manifest = read_manifest(archive)
        _refuse(manifest)
        archive.extractall(tmp, filter="data")
        dump = Path(tmp) / DATABASE
        wanted = {dump: manifest.database_sha256}
        wanted |= {Path(tmp) / "files" / name: digest for name, digest in manifest.files.items()}
        for path, digest in wanted.items():
            if not path.exists() or _sha256(path) != digest:
                raise NotPossible(f"归档中的 {path.name} 缺失或已损坏，没有恢复任何内容。")
        files = Path(tmp) / "files"
        files.mkdir(exist_ok=True)
        if settings.FILES.exists():
            settings.FILES.rmdir()
        files.rename(settings.FILES)
        if connection.vendor == "sqlite":
            dump.rename(settings.DATABASES["default"]["NAME"])
        else:
            _run(["pg_restore", "--exit-on-error", "--no-owner", "--dbname", _postgres_url(), str(dump)])
    _check_journal(manifest)
    return manifest


def _check_journal(manifest: Manifest) -> None:
    last = Event.objects.order_by("-id").values_list("id", flat=True).first()
    seal = DaySeal.objects.order_by("-day").values_list("digest", flat=True).first()
    if last != manifest.last_event or (seal or "") != manifest.last_seal:
        raise NotPossible("恢复后的日志与备份时登记的不一致，请勿使用这份数据并保留归档。")
    if broken := broken_days(key=settings.KEYS / "journal.key"):
        raise NotPossible("恢复后的日志有封存不符的日期：" + "、".join(map(str, broken)))
