"""How are database and files kept as of one moment, and brought back? One archive without keys, checked by hashes.

The moment is the database's: SQLite's backup interface or pg_dump take one consistent state while others write.
A kept file is stored before the row that names it and is never changed, so every file that this state names is
there to be copied afterwards.
"""

import hashlib
import json
import os
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

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from huxin.base.errors import NotPossible
from huxin.base.secrets import Keyring
from huxin.config.keys import PERSONAL, SEAL
from huxin.documents.store import place
from huxin.journal.models import DaySeal, Event
from huxin.journal.seals import broken_days
from huxin.work.upkeep import note_backup, note_restore

Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]
FORMAT = 1
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"
_FORGED = "这不是护新的备份归档，或归档已损坏，没有恢复任何内容。"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds; written first into it."""

    format: int
    made_at: str
    vendor: str
    database_sha256: str
    key_fingerprint: str  # of the personal keys
    seal_key: str  # the public half of the journal's key
    last_event: int | None
    last_seal: str
    files: dict[str, str]  # path below the files' folder -> SHA-256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal_key() -> str:
    private = Ed25519PrivateKey.from_private_bytes((settings.KEYS / SEAL).read_bytes())
    return private.public_key().public_bytes_raw().hex()


# ---- one moment of the database ----------------------------------------------------------------------------


def _postgres(program: str, *words: str) -> None:
    """Run pg_dump or pg_restore on the configured database; its password stays out of the command line."""
    facts = connection.get_connection_params()
    env = {**os.environ, "PGPASSWORD": str(facts.get("password") or "")}
    place = {"--host": facts.get("host"), "--port": facts.get("port"), "--username": facts.get("user")}
    options = [f"{name}={value}" for name, value in place.items() if value]
    try:
        subprocess.run(
            [program, *options, f"--dbname={facts['dbname']}", "--no-password", *words],
            check=True, capture_output=True, text=True, env=env,
        )  # fmt: skip
    except FileNotFoundError:
        raise NotPossible(f"找不到命令 {program}：请安装系统包 postgresql-client。") from None
    except subprocess.CalledProcessError as error:
        raise NotPossible(f"{program} 没有成功：{error.stderr.strip()[-400:]}") from None


@contextmanager
def _sqlite_moment(dump: Path) -> Iterator[Ask]:
    with closing(sqlite3.connect(_sqlite_file())) as source, closing(sqlite3.connect(dump)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        yield lambda sql: copy.execute(sql).fetchall()


@contextmanager
def _postgres_moment(dump: Path) -> Iterator[Ask]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={dump}")

        def ask(sql: str) -> Rows:
            cursor.execute(sql)
            return cursor.fetchall()

        yield ask


def _sqlite_file() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])


def _moment(dump: Path) -> AbstractContextManager[Ask]:
    """Write the database into `dump` and answer questions about exactly that state."""
    return _sqlite_moment(dump) if connection.vendor == "sqlite" else _postgres_moment(dump)


# ---- backup ------------------------------------------------------------------------------------------------


def backup(target: Path, *, at: datetime) -> Manifest:
    """Write the archive; it appears under its name only when it is whole. A missing or damaged file stops it."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dump = Path(folder) / DATABASE
        with _moment(dump) as ask:
            names = ask("SELECT DISTINCT sha256 FROM documents_document")
            ((last_event,),) = ask("SELECT max(id) FROM journal_event")
            seals = ask("SELECT digest FROM journal_dayseal ORDER BY day DESC LIMIT 1")
        manifest = Manifest(
            format=FORMAT,
            made_at=at.isoformat(),
            vendor=connection.vendor,
            database_sha256=_sha256(dump),
            key_fingerprint=Keyring.load(settings.KEYS / PERSONAL).fingerprint(),
            seal_key=_seal_key(),
            last_event=last_event,
            last_seal=seals[0][0] if seals else "",
            files={str(place(digest).relative_to(settings.FILES)): digest for (digest,) in names},
        )
        whole = Path(folder) / "whole.tar"
        _pack(whole, manifest, dump)
        _check(whole, manifest)
        whole.replace(target)
    note_backup(files=len(manifest.files), last_event=last_event, at=at)
    return manifest


def _pack(whole: Path, manifest: Manifest, dump: Path) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
    with tarfile.open(whole, "w") as archive:
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        archive.addfile(entry, BytesIO(text))
        archive.add(dump, DATABASE)
        for name in manifest.files:
            try:
                archive.add(settings.FILES / name, f"{FILES}/{name}")
            except FileNotFoundError:
                raise NotPossible(f"附件 {name} 缺失，未生成备份；请先查明这个文件。") from None


def _check(whole: Path, manifest: Manifest) -> None:
    """What was written is what was meant: the files as registered, read back from the archive itself."""
    with tarfile.open(whole) as archive:
        for name, digest in {DATABASE: manifest.database_sha256, **_archived(manifest)}.items():
            member = archive.extractfile(name)
            if member is None or hashlib.file_digest(member, "sha256").hexdigest() != digest:  # type: ignore[arg-type]
                raise NotPossible(f"{name} 与登记的摘要不符，未生成备份；请先查明这个文件。")


def _archived(manifest: Manifest) -> dict[str, str]:
    return {f"{FILES}/{name}": digest for name, digest in manifest.files.items()}


# ---- restore -----------------------------------------------------------------------------------------------


def read_manifest(archive: tarfile.TarFile) -> Manifest:
    """The archive's own list, or a sentence that says it is not one of ours."""
    try:
        member = archive.extractfile(MANIFEST)
        facts = json.load(member) if member else {}
        if facts.get("format") not in (None, FORMAT):
            raise NotPossible(f"备份格式 {facts['format']} 不是本版本能恢复的格式 {FORMAT}。")
        return Manifest(**facts)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise NotPossible(_FORGED) from None


def _refuse(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise NotPossible(f"备份来自 {manifest.vendor}，而当前配置的数据库是 {connection.vendor}。")
    if not Keyring.load(settings.KEYS / PERSONAL).covers(manifest.key_fingerprint):
        raise NotPossible("当前密钥不是备份时使用的密钥，恢复后个人信息将无法解开；请先放回原来的密钥文件。")
    if _seal_key() != manifest.seal_key:
        raise NotPossible("当前日志密钥不是备份时使用的密钥，恢复后无法核对日志封存；请先放回原来的密钥文件。")
    if _filled():
        raise NotPossible("这里已有数据。恢复只写入空的安装：请先移走原有数据库和附件目录。")


def _filled() -> bool:
    """Is there anything that a restored state would mix with? A left-over WAL would be replayed into it."""
    if connection.vendor == "sqlite":
        tables = any(Path(f"{_sqlite_file()}{end}").exists() for end in ("", "-wal", "-shm"))
    else:
        tables = bool(connection.introspection.table_names())
    return tables or (settings.FILES.exists() and any(settings.FILES.iterdir()))


def restore(source: Path, *, at: datetime) -> Manifest:
    """Bring an archive back into an empty installation; every hash is checked before anything is put in place."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".restore-") as folder:
        try:
            with tarfile.open(source) as archive:
                manifest = read_manifest(archive)
                _refuse(manifest)
                archive.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError):
            raise NotPossible(_FORGED) from None
        wanted = {DATABASE: manifest.database_sha256, **_archived(manifest)}
        for name, digest in wanted.items():
            path = Path(folder) / name
            if not path.is_file() or _sha256(path) != digest:
                raise NotPossible(f"归档中的 {name} 缺失或已损坏，没有恢复任何内容。")
        _put_in_place(Path(folder), manifest)
    _check_journal(manifest)
    note_restore(made_on=datetime.fromisoformat(manifest.made_at).date(), last_event=manifest.last_event, at=at)
    return manifest


def _put_in_place(folder: Path, manifest: Manifest) -> None:
    """The database first, all or nothing; then the files that it names, and no others."""
    if connection.vendor == "sqlite":
        (folder / DATABASE).rename(_sqlite_file())
    else:
        _postgres("pg_restore", "--single-transaction", "--no-owner", str(folder / DATABASE))
    for name in manifest.files:
        path = settings.FILES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (folder / FILES / name).rename(path)


def _check_journal(manifest: Manifest) -> None:
    last = Event.objects.order_by("-id").values_list("id", flat=True).first()
    seal = DaySeal.objects.order_by("-day").values_list("digest", flat=True).first()
    if last != manifest.last_event or (seal or "") != manifest.last_seal:
        raise NotPossible("恢复后的日志与备份时登记的不一致，请勿使用这份数据并保留归档。")
    if broken := broken_days(key=settings.KEYS / SEAL):
        raise NotPossible("恢复后的日志有封存不符的日期：" + "、".join(map(str, broken)))
