"""Was a rest prompted in the stretches that a scan found too long, and were no orders given out after the prompt?

Asked of platforms that report rest prompts, stretch by stretch; prompts of any platform of the person count, the
orders are those of the platform that prompted. `law.standards.prompts` gives the same answers with their steps.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from huxin.law.parameters import Rules, Table
from huxin.law.standards.prompts import Prompt, asks_pause, asks_prompt, left_in_peace, prompted
from huxin.law.standards.rest import clocks, stretches_by
from huxin.law.standards.spans import Span
from huxin.law.standards.steps import Answer
from huxin.oversight.scan.figures import Norm
from huxin.oversight.scan.reading import OrderRow
from huxin.oversight.scan.store import Store
from huxin.oversight.scan.tally import Gone

_WHOM = ("rule", "platform", "area", "industry", "relation", "first_day")
_REPORTED = """
    CREATE TABLE reported AS SELECT DISTINCT platform, worker, prompted_s FROM read_parquet(?)
    WHERE kind = 'continuous'
"""
_PEOPLE = "CREATE TABLE people AS SELECT DISTINCT who, platform, worker, person FROM read_parquet(?)"
_LONG = """
    CREATE TABLE long AS SELECT row_number() OVER () AS n, who, pause_s, limit_s, f.*
    FROM read_parquet(?) f JOIN asked USING (rule, platform, area, industry, relation, first_day)
    JOIN (SELECT who, platform, min(worker) AS worker, max(person) AS person FROM people GROUP BY ALL) p
        ON p.platform = f.platform AND p.worker = f.worker AND p.person IS NOT DISTINCT FROM f.person
"""
_CAME = """
    CREATE TABLE came AS SELECT DISTINCT n, who, prompted_s, r.platform AS of_platform, prompted_s >= start_s + limit_s
        AS at_limit, pause_s
    FROM long JOIN people USING (who) JOIN reported r ON r.platform = people.platform AND r.worker = people.worker
    WHERE prompted_s BETWEEN start_s AND start_s + measured
"""
_BEGUN = """
    CREATE TABLE begun AS SELECT n, count(DISTINCT (o.platform, o.order_id)) AS begun
    FROM came JOIN read_parquet(?) o ON o.who = came.who AND o.platform = of_platform
    WHERE at_limit AND pause_s > 0 AND stop_s > accepted_s AND accepted_s > prompted_s
        AND accepted_s < prompted_s + pause_s
    GROUP BY n
"""
_RESULT = """
    SELECT rule, platform, worker, person, enterprise, partner, relation, industry, area, first_day, start_s,
        measured, required, coalesce(prompts, 0) AS prompts, coalesce(begun, 0) AS begun_in_pause
    FROM long LEFT JOIN (SELECT n, count(*) AS prompts FROM came GROUP BY n) USING (n) LEFT JOIN begun USING (n)
    ORDER BY rule, platform, worker, enterprise, partner NULLS FIRST, relation, industry, first_day, start_s
"""
_SUMS = """
    SELECT count(*), count(*) FILTER (prompts = 0), count(*) FILTER (begun_in_pause > 0),
        coalesce(sum(begun_in_pause), 0)
    FROM read_parquet(?)
"""


@dataclass(frozen=True, slots=True)
class Prompts:
    """What came of it: too long stretches of platforms that report prompts; one row each in the file."""

    stretches: int
    unprompted: int  # no prompt came while the stretch went on
    disturbed: int  # orders were begun in the pause after a prompt at the limit
    orders: int  # how many
    path: Path

    def table(self) -> list[dict[str, Any]]:
        """The rows: whose stretch, how often it was prompted, how many orders were begun in the pause."""
        rows: list[dict[str, Any]] = pq.read_table(self.path).to_pylist()
        return rows


def examine_prompts(
    findings: Path, store: Store, prompts: Sequence[Path], path: Path, *, table: Table, rules: Rules, memory_mb: int
) -> Prompts:
    """Hold the stretches of a scan's findings against the accepted rest prompts; the rows go into `path` (Parquet)."""
    spill = path.with_suffix(".spill")
    with duckdb.connect(config={"memory_limit": f"{memory_mb}MB", "temp_directory": str(spill)}) as con:
        con.execute(_REPORTED, [[str(one) for one in prompts]])
        con.execute(_PEOPLE, [str(store.people(None))])
        con.execute(
            "CREATE TABLE asked (rule TEXT, platform TEXT, area TEXT, industry TEXT, relation TEXT, first_day DATE,"
            " limit_s BIGINT, pause_s BIGINT)"
        )
        if asked := list(_asked(con, findings, table, rules)):
            con.executemany("INSERT INTO asked VALUES (?, ?, ?, ?, ?, ?, ?, ?)", asked)
        con.execute(_LONG, [str(findings)])
        con.execute(_CAME)
        con.execute(_BEGUN, [str(store.orders(None))])
        con.sql(_RESULT).write_parquet(str(path), compression="zstd")
        stretches, unprompted, disturbed, orders = map(int, con.execute(_SUMS, [str(path)]).fetchall()[0])
    return Prompts(stretches, unprompted, disturbed, orders, path)


def _asked(con: duckdb.DuckDBPyConnection, findings: Path, table: Table, rules: Rules) -> Iterator[tuple[Any, ...]]:
    """For whom, where and when a prompt must come, at which limit, and how long no orders may be given out then."""
    there = con.execute(
        f"SELECT DISTINCT {', '.join(_WHOM)} FROM read_parquet(?) WHERE starts_with(rule, 'clock.')"  # noqa: S608
        " AND platform IN (SELECT platform FROM reported)",
        [str(findings)],
    ).fetchall()
    for rule, platform, area, industry, relation, day in there:
        law = Norm(platform, area, industry, relation).law(table, day, rules)
        clock = next((one for one in clocks(law) if rule == f"clock.{one.code}" and asks_prompt(one)), None)
        if clock:
            pause = clock.pause.value if clock.pause and asks_pause(clock) else 0
            yield rule, platform, area, industry, relation, day, clock.limit.value, pause


def explain_prompts(
    row: Mapping[str, Any], orders: Collection[OrderRow], prompts: Collection[Prompt], table: Table, rules: Rules
) -> tuple[Answer, Answer | None]:
    """The two answers for one row of the result: was a rest prompted; was he left in peace (None where not asked).

    `orders` are all of the person (`reading.orders_of`), `prompts` those that reached him, both in seconds of UTC.
    Raises Gone where the orders are not there any more.
    """
    law = Norm(row["platform"], row["area"], row["industry"], row["relation"]).law(table, row["first_day"], rules)
    clock = next(one for one in clocks(law) if row["rule"] == f"clock.{one.code}")
    begun: dict[str, list[Span]] = defaultdict(list)
    for one in orders:
        if one.stop_s is not None:
            begun[one.platform].append(Span(one.accepted_s, one.stop_s, one.key))
    found = stretches_by(clock, [span for spans in begun.values() for span in spans])
    stretch = next((one for one in found if one.start == row["start_s"]), None)
    if stretch is None:
        raise Gone
    came = prompted(stretch, clock, prompts)
    return came, left_in_peace(stretch, clock, prompts, begun) if asks_pause(clock) else None
