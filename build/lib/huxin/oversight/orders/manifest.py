"""What lies in a folder of results, from what was it made, and is it still so? Hashes and versions."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from huxin.oversight.orders.reading.raw import digest
from huxin.oversight.orders.refusal import Refused
from huxin.oversight.orders.schema import VERSION

MANIFEST, SIGNATURE = "manifest.json", "manifest.json.p7s"
_PACKAGES = ("oversight/orders", "oversight/scan", "law/standards", "law/seed")
_MODULES = ("law/catalogue.py", "law/parameters.py", "law/units.py")


@cache
def code_version() -> str:
    """The version of the package, and a digest of the modules that a result depends on."""
    root = Path(__file__).resolve().parents[2]
    sources = [path for package in _PACKAGES for path in (root / package).rglob("*.py")]
    sources += [root / module for module in _MODULES]
    whole = hashlib.sha256()
    for path in sorted(sources):
        whole.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    try:
        named = version("huxin")
    except PackageNotFoundError:
        named = "0"
    return f"{named}+{whole.hexdigest()[:12]}"


def write_manifest(folder: Path, said: Mapping[str, Any], outputs: Iterable[Path]) -> bytes:
    """manifest.json over the files of a folder; its bytes, to be signed."""
    files = [
        {"path": path.relative_to(folder).as_posix(), "size": path.stat().st_size, "sha256": digest(path)}
        for path in sorted(outputs)
    ]
    whole = {"standard": VERSION, "code_version": code_version(), **said, "outputs": files}
    content = (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()
    (folder / MANIFEST).write_bytes(content)
    return content


@dataclass(frozen=True, slots=True)
class Held:
    """What came of holding a folder against its manifest."""

    said: Mapping[str, Any]
    altered: tuple[str, ...]
    missing: tuple[str, ...]
    unlisted: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Is everything there, unaltered, and nothing else?"""
        return not (self.altered or self.missing or self.unlisted)


def hold(folder: Path) -> Held:
    """The files of a folder against its manifest; Refused where there is none."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        listed = {str(one["path"]): str(one["sha256"]) for one in said["outputs"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"“{folder}”里没有可读的{MANIFEST}，不是自查结果的文件夹。") from error
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    missing = [name for name in listed if name not in there]
    altered = [name for name in listed if name in there and digest(folder / name) != listed[name]]
    unlisted = there - set(listed) - {MANIFEST, SIGNATURE}
    return Held(said, tuple(sorted(altered)), tuple(sorted(missing)), tuple(sorted(unlisted)))
