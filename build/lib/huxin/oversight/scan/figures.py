"""Which figures of law hold for whom on which day? Asked once per place, trade, relation and span of equal law.

A *norm* is what the law can tell apart: platform, area, industry, relation. A *job* is one worker's tie: platform,
enterprise, partner, relation, industry. Both are small numbers beside the column `post` of the orders, so that the
figures reach the orders by equi-joins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import pyarrow as pa

from huxin.law.parameters import Law, Rules, Table
from huxin.oversight.scan.days import day_of, number

NORM = ("platform", "area", "industry", "relation")
JOB = ("platform", "enterprise", "partner", "relation", "industry")


@dataclass(frozen=True, slots=True, order=True)
class Norm:
    """Whom a figure is asked for, in the words of the orders."""

    platform: str
    area: str
    industry: str
    relation: str

    def law(self, table: Table, day: date, rules: Rules) -> Law:
        """The law of the day for them."""
        return table.at(day, self.area, self.industry, self.relation, rules, self.platform)


@dataclass(frozen=True)
class Posts:
    """The numbers of the store's posts, told apart as jobs and norms."""

    table: pa.Table  # post, job, norm
    jobs: pa.Table  # job and its columns
    norms: tuple[Norm, ...]


def told_apart(posts: pa.Table) -> Posts:
    """Jobs and norms numbered in the order of their words, whatever order the posts came in."""
    rows = posts.to_pylist()
    jobs = sorted({_pick(row, JOB) for row in rows}, key=_nulls_first)
    norms = sorted({_pick(row, NORM) for row in rows})
    job_of, norm_of = ({key: n for n, key in enumerate(keys)} for keys in (jobs, norms))
    table = {
        "post": [row["post"] for row in rows],
        "job": [job_of[_pick(row, JOB)] for row in rows],
        "norm": [norm_of[_pick(row, NORM)] for row in rows],
    }
    columns = {name: pa.array([key[n] for key in jobs], pa.string()) for n, name in enumerate(JOB)}
    numbers = {name: pa.array(values, pa.int32()) for name, values in table.items()}
    job_numbers = pa.array(range(len(jobs)), pa.int32())
    return Posts(pa.table(numbers), pa.table({"job": job_numbers, **columns}), tuple(Norm(*key) for key in norms))


def _pick(row: dict[str, Any], names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def _nulls_first(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple((value is not None, value or "") for value in key)


def expanded(
    norms: Sequence[Norm],
    first: int,
    last: int,
    table: Table,
    rules: Rules,
    names: Sequence[str],
    row: Callable[[Norm, Law], dict[str, int | None]],
) -> pa.Table:
    """One row a norm and day from `first` to `last`, one column a figure; null where the law sets none."""
    columns: dict[str, list[int | None]] = {name: [] for name in ("norm", "day", *names)}
    for n, norm in enumerate(norms):
        for begin, end in pairwise(_bounds(table, first, last)):
            figures = row(norm, norm.law(table, day_of(begin), rules))
            columns["norm"] += [n] * (end - begin)
            columns["day"] += range(begin, end)
            for name, value in figures.items():
                columns[name] += [value] * (end - begin)
    numbers = {name: pa.int32() if name in ("norm", "day") else pa.int64() for name in columns}
    return pa.table({name: pa.array(values, numbers[name]) for name, values in columns.items()})


def _bounds(table: Table, first: int, last: int) -> list[int]:
    """The days from which the law may differ from the day before, within the span, and the day after it."""
    changes = {day for row in (*table.rows, *table.supposed) for day in (row.valid_from, row.valid_until) if day}
    return sorted({first, last + 1} | {n for day in changes if first < (n := number(day)) <= last})
