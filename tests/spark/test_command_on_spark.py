"""`huxin orders check --engine spark` tells the same as on DuckDB, in a process of its own as at a platform."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from huxin.oversight.orders.sample import Sample, make
from huxin.oversight.scan.rules import BY_CODE


def checked(files: list[Path], matching: Path, folder: Path, engine: str) -> dict[str, Any]:
    """What the command says, with its results in the folder."""
    command = [Path(sys.executable).with_name("huxin"), "orders", "check", *files, "--matching", matching]
    options = ["--rules", "recommended", "--json", "--out", folder, "--engine", engine]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_the_self_check_on_spark_tells_the_same(tmp_path: Path) -> None:
    made = make(tmp_path / "made", Sample(workers=150, months=("2026-10",), fault_share=0.5))
    duckdb, spark = (checked(made.orders, made.matching, tmp_path / engine, engine) for engine in ("duckdb", "spark"))
    assert spark["engine"].startswith("spark 4")
    assert duckdb["engine"].startswith("duckdb")
    assert sum(spark["findings"].values()) > 100
    assert set(spark["findings"]) <= set(BY_CODE)
    for said in (duckdb, spark):
        del said["engine"], said["timing"]
    assert spark == duckdb
    for name in ("findings", "months", "aggregates"):
        one, other = (pq.read_table(tmp_path / engine / f"{name}.parquet") for engine in ("duckdb", "spark"))
        assert one.schema.names == other.schema.names
        assert one.to_pylist() == other.to_pylist()
