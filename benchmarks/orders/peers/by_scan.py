"""The product itself: its expressions bucket by bucket on DuckDB, or all at once on Spark, then its tables."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import duckdb
import ibis

from benchmarks.orders.peers.given import Given
from benchmarks.orders.usage import cpu_s
from huxin.oversight.scan.results import content, put_together
from huxin.oversight.scan.run import Run

_NUMBERS = """
    SELECT f.rule, CASE f.verdict WHEN 'broken' THEN 2 ELSE 1 END::TINYINT AS verdict, people.who, jobs.job, norms.norm,
        (f.first_day - DATE '1970-01-01')::INTEGER AS first_day, f.start_s, f.measured, f.required, f.short_fen
    FROM found f
    JOIN (SELECT platform, who, person, min(worker) AS worker FROM people GROUP BY ALL) people
        ON people.platform = f.platform AND people.worker = f.worker AND people.person IS NOT DISTINCT FROM f.person
    JOIN jobs ON jobs.platform = f.platform AND jobs.enterprise = f.enterprise AND jobs.relation = f.relation
        AND jobs.partner IS NOT DISTINCT FROM f.partner AND jobs.industry = f.industry
    JOIN norms ON norms.platform = f.platform AND norms.area = f.area AND norms.industry = f.industry
        AND norms.relation = f.relation
"""
_WORDS = ("platform", "area", "industry", "relation")


@dataclass
class Product:
    """A scan by one engine. What it does beyond the peers: words for numbers, sorted tables."""

    engine: str
    memory_mb: int
    VERSION: str = ""
    _timing: dict[str, object] = field(default_factory=dict)

    def ready(self, given: Given) -> None:
        """What does not count: results of an earlier run are taken away, the engine is imported, Spark started."""
        _ = ibis.duckdb  # Ibis loads its back end when it is asked for
        self._run = Run(given.store, given.plan, "spark" if self.engine == "spark" else "duckdb", self.memory_mb)
        shutil.rmtree(self._run.folder, ignore_errors=True)
        if self.engine == "spark":
            from pyspark.sql import SparkSession

            builder = SparkSession.builder.master("local[2]").config("spark.driver.memory", "8g")
            for name, value in (("driver.host", "127.0.0.1"), ("driver.bindAddress", "127.0.0.1"),
                                ("ui.enabled", "false"), ("ui.showConsoleProgress", "false"),
                                ("sql.shuffle.partitions", "8")):  # fmt: skip
                builder = builder.config(f"spark.{name}", value)
            builder.getOrCreate()

    def run(self, given: Given, out: Path) -> None:
        """Findings, months and aggregates."""
        begun, used = perf_counter(), cpu_s()
        self.VERSION = f"ibis on {self._run.examine()}"
        self._timing = {"examined": perf_counter() - begun, "examined_cpu": cpu_s() - used}
        put_together(self._run)

    def in_numbers(self, given: Given, out: Path) -> dict[str, object]:
        """The findings as the peers give them, to be compared; not part of what is timed."""
        with duckdb.connect() as con:
            con.from_parquet(str(self._run.folder / "findings.parquet")).create_view("found")
            con.from_parquet(str(given.store.people(None))).create_view("people")
            con.register("jobs", given.plan.posts.jobs)
            con.execute("CREATE TABLE norms (norm INTEGER, platform TEXT, area TEXT, industry TEXT, relation TEXT)")
            norms = [(n, *(getattr(norm, word) for word in _WORDS)) for n, norm in enumerate(given.plan.posts.norms)]
            con.executemany("INSERT INTO norms VALUES (?, ?, ?, ?, ?)", norms)
            con.sql(_NUMBERS).write_parquet(str(out / "findings.parquet"))
        return {**self._timing, "digests": content(self._run.folder)}
