"""How does a scan go through its buckets, survive a kill, and put the parts together the same way every time?"""

import json
import shutil
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from huxin.oversight.scan.bucket import Bucket, Small
from huxin.oversight.scan.engine import DuckDB, Name, Spark, Steps, opened
from huxin.oversight.scan.plan import Plan, Shape
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
        """Work out all parts that are not there yet; the engine with its version.

        DuckDB takes one bucket at a time, so that memory stays bounded; Spark takes all at once and parts them itself.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        _write_small(self.plan, self.folder)
        buckets = (None,) if self.engine == "spark" else tuple(range(self.store.buckets))
        parts = {self.folder / ("part-all" if n is None else f"part-{n:04}"): n for n in buckets}
        lacking = {part: n for part, n in parts.items() if not _is_whole(part)}
        if lacking:
            with opened(self.engine, self.folder / "spill", self.memory_mb) as engine:
                self._examine(engine, lacking)
        said = json.loads((next(iter(parts)) / "whole.json").read_text())
        return str(said["engine"])

    def _examine(self, engine: DuckDB | Spark, parts: dict[Path, int | None]) -> None:
        """Part by part. Expressions are built once for all plans of one shape; then DuckDB takes the same steps."""
        small = {name: self.folder / f"{name}.parquet" for name in Small.__dataclass_fields__}
        shape = self.plan.shape
        for part, bucket in parts.items():
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            inputs = {"orders": self.store.orders(bucket)}
            if shape.extra:
                inputs["sessions"] = self.store.sessions(bucket)
            if isinstance(engine, DuckDB) and (steps := _BUILT.get(shape)):
                engine.take(steps, small | inputs, part)
            else:
                tables = Small(**{name: engine.read(name, path) for name, path in small.items()})
                given = {name: engine.read(name, path) for name, path in inputs.items()}
                engine.write(Bucket(engine, small=tables, shape=shape, **given).tables(), part)
                if isinstance(engine, DuckDB):
                    _keep(shape, engine.steps)
            whole_file(part / "whole.json", json.dumps({"engine": engine.name, "files": _hashes(part)}))


_BUILT: dict[Shape, Steps] = {}  # in this process; building takes longer than examining 100,000 orders
_MOST_BUILT = 50


def _keep(shape: Shape, steps: Steps) -> None:
    if len(_BUILT) >= _MOST_BUILT:
        _BUILT.clear()
    _BUILT[shape] = steps


def _write_small(plan: Plan, folder: Path) -> None:
    areas = {"norm": pa.array(range(len(plan.posts.norms)), pa.int32()), "area": [n.area for n in plan.posts.norms]}
    small = {
        "posts": plan.posts.table,
        "jobs": plan.posts.jobs,
        "areas": pa.table(areas),
        "figures": plan.figures,
        "calendar": plan.calendar,
        "spans": plan.spans,
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
