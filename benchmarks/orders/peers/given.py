"""What does every peer get? The same laid-down orders and figures of law; and what must it give? The same findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.orders.data import HOLIDAYS, law
from huxin.oversight.scan.plan import Plan, planned
from huxin.oversight.scan.store import Store, laid

RULES = "recommended"  # more rules than those in force, so more work
FINDINGS = pa.schema(
    [("rule", pa.string()), ("verdict", pa.int8()), ("who", pa.int32()), ("job", pa.int32()), ("norm", pa.int32()),
     ("first_day", pa.int32()), ("start_s", pa.int64()), ("measured", pa.int64()), ("required", pa.int64()),
     ("short_fen", pa.int64())]
)  # fmt: skip
COLUMNS = ("who", "post", "day", "offset_s", "accepted_s", "stop_s", "period_day", "paid_day", "price_fen", "pay_fen",
           "subsidy_fen", "deduction_fen", "deduction_reason")  # fmt: skip
LAID = (*COLUMNS, "reached_s")  # with the latest end before each order; the sweep (f) does without
SANCTIONS = ("late", "超时", "bad_review", "差评")
NORMS = POSTS = 1 << 20


@dataclass(frozen=True)
class Given:
    """The store of a benchmark with its plan."""

    store: Store
    plan: Plan

    @classmethod
    def of(cls, folder: Path) -> "Given":
        """From the folder in which orders were laid down."""
        store = laid(folder / "orders")
        plan = planned(store, pq.read_table(store.posts), law(), RULES, HOLIDAYS)
        if other := {code for code, ways in plan.ways.items() if ways} - {"delivering", "order_taking", "daily_orders"}:
            raise ValueError(f"the peers do not count the clocks {other}")
        if plan.spans.num_rows:
            raise ValueError("the peers do not hold pay periods against the cycle of pay")
        return cls(store, plan)

    @property
    def orders(self) -> str:
        """A pattern for all buckets."""
        return str(self.store.orders(None))

    @cached_property
    def figures(self) -> pa.Table:
        """norm, day and every figure with 0 where the law sets none; verdicts are 0 where a rule is not asked."""
        table = self.plan.figures
        filled = {name: table.column(name).fill_null(0) for name in table.column_names}
        filled["rated"] = table.column("minimum_wage_hourly").is_valid().cast(pa.int64())
        filled["capped"] = table.column("commission_cap").is_valid().cast(pa.int64())
        filled["holiday_agreed"] = table.column("holiday_rate").is_valid().cast(pa.int64())
        filled["limited"] = table.column("working_time_daily").is_valid().cast(pa.int64())
        filled["pay_due"] = table.column("pay_due").fill_null(-1)
        return pa.table(filled)

    @cached_property
    def grid(self) -> Mapping[str, np.ndarray]:
        """Each figure by [norm, day since the first]."""
        norms = len(self.plan.posts.norms)
        return {name: self.figures.column(name).to_numpy().reshape(norms, -1) for name in self.figures.column_names}

    @cached_property
    def first_day(self) -> int:
        """The day in the grid's first column."""
        return int(self.grid["day"][0, 0])

    @cached_property
    def calendar(self) -> Mapping[str, np.ndarray]:
        """monday, month, holiday and whole_week by day since the first."""
        return {name: self.plan.calendar.column(name).to_numpy() for name in self.plan.calendar.column_names}

    @cached_property
    def posts(self) -> tuple[np.ndarray, np.ndarray]:
        """Job and norm by the number of a post."""
        table = self.plan.posts.table
        post = table.column("post").to_numpy()
        found = []
        for name in ("job", "norm"):
            of = np.zeros(post.max() + 1, np.int64)
            of[post] = table.column(name).to_numpy()
            found.append(of)
        return found[0], found[1]

    @property
    def shortest_limit(self) -> int:
        """Of the clocks without a break: a shorter stretch breaks none."""
        limits = [self.plan.figures.column(f"clock_{code}_limit") for code in ("delivering", "order_taking")]
        return min(int(pc.min(column).as_py()) for column in limits)

    @cached_property
    def due(self) -> np.ndarray:
        """The day on which pay is due by [cycle, last day of the pay period since 1970]; far off where it is not."""
        days = np.full((len(self.plan.levels.cycles) + 1, max(self.store.periods, default=0) + 1), 1 << 40)
        for n, due in enumerate(self.plan.levels.cycles):
            for last, day in due:
                days[n, last] = day
        return days
