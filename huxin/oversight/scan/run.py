"""How does a scan go through its buckets, survive a kill, and put the parts together the same way every time?"""

import gc
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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

        DuckDB takes one or two buckets at a time, so that memory stays bounded; Spark takes all and parts them itself.
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
        """Part by part. Expressions are built once for all plans of one shape; then DuckDB takes the same steps.

        It takes two buckets at a time where they fit: while the last rows of a step of one are being put together,
        which one processor does, the other is at work on the other one.
        """
        for part in parts:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
        if isinstance(engine, DuckDB):
            if not (steps := _BUILT.get(self.plan.shape)):
                first = next(iter(parts))
                self._build(engine, first, parts.pop(first))
                _keep(self.plan.shape, steps := engine.steps)
            with ThreadPoolExecutor(engine.at_once) as several:
                list(several.map(lambda part: self._take(engine, steps, part, parts[part]), parts))
        else:
            for part, bucket in parts.items():
                self._build(engine, part, bucket)

    def _build(self, engine: DuckDB | Spark, part: Path, bucket: int | None) -> None:
        tables = Small(**{name: engine.read(name, path) for name, path in self._small.items()})
        given = {name: engine.read(name, path) for name, path in self._inputs(bucket).items()}
        with _uncollected():
            engine.write(Bucket(engine, small=tables, shape=self.plan.shape, **given).tables(), part)
        _finish(part, engine.name)

    def _take(self, engine: DuckDB, steps: Steps, part: Path, bucket: int | None) -> None:
        engine.take(steps, self._small | self._inputs(bucket), part)
        _finish(part, engine.name)

    @property
    def _small(self) -> dict[str, Path]:
        return {name: self.folder / f"{name}.parquet" for name in Small.__dataclass_fields__}

    def _inputs(self, bucket: int | None) -> dict[str, Path]:
        orders = {"orders": self.store.orders(bucket)}
        return orders | {"sessions": self.store.sessions(bucket)} if self.plan.shape.extra else orders


@contextmanager
def _uncollected() -> Iterator[None]:
    """Expressions are many small objects that stay: to look for garbage among them takes a quarter of the building."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _finish(part: Path, engine: str) -> None:
    whole_file(part / "whole.json", json.dumps({"engine": engine, "files": _hashes(part)}))


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
