"""How does a scan go through its buckets, survive a kill, and put the parts together the same way every time?"""

import json
import shutil
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from huxin.oversight.scan.bucket import Bucket, Small
from huxin.oversight.scan.engine import Engine, Name, opened
from huxin.oversight.scan.plan import Plan
from huxin.oversight.scan.store import Store, whole_file


@dataclass(frozen=True, slots=True)
class Run:
    """The results of one plan over one store, in a folder of their own."""

    store: Store
    plan: Plan
    engine: Name
    memory_mb: int

    @property
    def folder(self) -> Path:
        """Where parts and results lie; another law or other orders have another folder."""
        return self.store.folder.parent / f"scan-{self.plan.digest[:16]}-{self.engine}"

    def parts(self, name: str) -> list[Path]:
        """The files of a table, bucket by bucket."""
        return sorted(self.folder.glob(f"part-*/{name}/*.parquet"))

    def examine(self) -> str:
        """Work out all buckets that are not there yet; the engine with its version.

        DuckDB takes one bucket at a time, so that memory stays bounded; Spark takes all at once and parts them itself.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        _write_small(self.plan, self.folder)
        named = ""
        for bucket in (None,) if self.engine == "spark" else range(self.store.buckets):
            part = self.folder / ("part-all" if bucket is None else f"part-{bucket:04}")
            if not _is_whole(part):
                shutil.rmtree(part, ignore_errors=True)
                part.mkdir()
                with opened(self.engine, part / "spill", self.memory_mb) as engine:
                    self._examine(engine, part, bucket)
                    named = engine.name
                shutil.rmtree(part / "spill", ignore_errors=True)
                whole_file(part / "whole.json", json.dumps({"engine": named, "files": _hashes(part)}))
            named = json.loads((part / "whole.json").read_text())["engine"]
        return named

    def _examine(self, engine: Engine, part: Path, bucket: int | None) -> None:
        small = Small(**{name: engine.read(self.folder / f"{name}.parquet") for name in Small.__dataclass_fields__})
        orders, people = engine.read(self.store.orders(bucket)), engine.read(self.store.people(bucket))
        for name, rows in Bucket(engine, orders, people, small, self.plan).tables().items():
            engine.write(rows, part / name)


def _write_small(plan: Plan, folder: Path) -> None:
    areas = {"norm": pa.array(range(len(plan.posts.norms)), pa.int32()), "area": [n.area for n in plan.posts.norms]}
    small = {
        "posts": plan.posts.table,
        "jobs": plan.posts.jobs,
        "areas": pa.table(areas),
        "figures": plan.figures,
        "calendar": plan.calendar,
    }
    for name, rows in small.items():
        pq.write_table(rows, folder / f"{name}.parquet")


def _hashes(part: Path) -> dict[str, str]:
    found = {}
    for path in sorted(part.glob("*/*.parquet")):
        with path.open("rb") as content:
            found[str(path.relative_to(part))] = file_digest(content, "sha256").hexdigest()
    return found


def _is_whole(part: Path) -> bool:
    """Was the part finished, and are its files still what they were?"""
    said = part / "whole.json"
    return said.exists() and json.loads(said.read_text())["files"] == _hashes(part)
