"""The same rules in Polars, as expressions over the rows as they are laid down."""

from pathlib import Path

import polars as pl

from benchmarks.orders.peers.given import LAID, NORMS, POSTS, SANCTIONS, Given
from benchmarks.orders.peers.rules import CLOCKS, FIRST, RULES, PeerRule

VERSION = f"polars {pl.__version__}"
_ADDED = ("begun", "orders", "unpriced", "earned_fen", "deduction_fen", "sanction_fen", "fare_fen", "fare_pay_fen",
          "over_orders", "late_fen")  # fmt: skip
c = pl.col


class _Columns:
    def __getitem__(self, name: str) -> pl.Expr:
        return c(name)


def ready(given: Given) -> None:
    """What does not count: the law as tables."""
    _ = given.figures


def run(given: Given, out: Path) -> None:
    """Findings and months as Parquet in `out`."""
    figures = pl.from_arrow(given.figures)
    posts = pl.from_arrow(given.plan.posts.table)
    calendar = pl.from_arrow(given.plan.calendar)
    rows = _reached(given)
    sums = _sums(rows, given, posts, figures)
    days = _days(sums, figures, calendar)
    weeks = _weeks(days)
    months = _months(days, weeks)
    found = [_broken(rule, {"day": days, "week": weeks, "month": months}[rule.grain], figures) for rule in RULES]
    long = {"delivering": _stretches(rows), "daily_orders": _full_days(sums)}
    found += [_clock(code, long.get(code, long["delivering"]), posts, figures) for code in CLOCKS]
    pl.concat(found).write_parquet(out / "findings.parquet")
    months.write_parquet(out / "months.parquet")


def _reached(given: Given) -> pl.DataFrame:
    """The rows as they are laid down, by person and beginning."""
    return pl.scan_parquet(given.orders).select(LAID).collect()


def _sums(rows: pl.DataFrame, given: Given, posts: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Time and money by who, day and post."""
    begin = pl.max_horizontal("accepted_s", c("reached_s").fill_null(c("accepted_s")))
    midnight = (c("day").cast(pl.Int64) + 1) * 86_400 - c("offset_s")
    earned = c("pay_fen").fill_null(0) + c("subsidy_fen")
    priced = c("price_fen").is_not_null() & c("pay_fen").is_not_null()
    dues = [{"pay_due": n, "period_day": last, "due_day": due}
            for n, cycle in enumerate(given.plan.levels.cycles) for last, due in cycle]  # fmt: skip
    due = pl.DataFrame(dues, schema={"pay_due": pl.Int64, "period_day": pl.Int32, "due_day": pl.Int64})
    law = figures.lazy().select("norm", "day", "commission_cap", "capped", "pay_due")
    late = c("paid_day").fill_null(given.plan.levels.as_of).cast(pl.Int64) - c("due_day")
    both = (
        rows.lazy().join(posts.lazy(), on="post").join(law, on=["norm", "day"])
        .join(due.lazy(), on=["pay_due", "period_day"], how="left")
        .with_columns(begin=begin, midnight=midnight, earned=earned, priced=priced, late=late)
        .with_columns(
            today_s=(pl.min_horizontal("stop_s", "midnight") - c("begin")).clip(0) * c("stop_s").is_not_null(),
            later_s=(c("stop_s") - pl.max_horizontal("begin", "midnight")).clip(0),
            over=c("priced") & (c("capped") == 1) & (c("price_fen") > 0)
            & ((c("price_fen") - c("earned")) * 10_000 > c("price_fen") * c("commission_cap")),
        )
    )  # fmt: skip
    return both.group_by("who", "day", "post").agg(
        c("job").first(), c("norm").first(), c("today_s").sum(), c("later_s").sum(),
        begun=c("stop_s").count().cast(pl.Int64), orders=pl.len().cast(pl.Int64),
        unpriced=c("pay_fen").null_count().cast(pl.Int64), earned_fen=c("earned").sum(),
        deduction_fen=c("deduction_fen").sum(),
        sanction_fen=c("deduction_fen").filter(c("deduction_reason").is_in(SANCTIONS)).sum(),
        fare_fen=c("price_fen").filter(c("priced")).sum(), fare_pay_fen=c("earned").filter(c("priced")).sum(),
        over_orders=c("over").sum().cast(pl.Int64),
        late_fen=(c("earned") - c("deduction_fen")).filter(c("late") > 0).sum(),
        late_days=c("late").max().fill_null(0).clip(0),
    ).collect()  # fmt: skip


def _days(sums: pl.DataFrame, figures: pl.DataFrame, calendar: pl.DataFrame) -> pl.DataFrame:
    """By who, day and job, with working time, the norm most worked under, and the kind of the day."""
    own = sums.lazy().with_columns(time_s=c("today_s"), paid_s=c("today_s") + c("later_s"))
    nothing = {name: pl.lit(0, pl.Int64) for name in ("paid_s", "late_days", *_ADDED)}
    after = sums.lazy().filter(c("later_s") > 0).with_columns(time_s=c("later_s"), day=c("day") + 1, **nothing)
    names = ["who", "day", "job", "norm", "time_s", "paid_s", *_ADDED, "late_days"]
    law = figures.lazy()
    there = pl.concat([own.select(names), after.select(names)]).group_by("who", "day", "job", "norm").agg(
        *(c(name).sum() for name in ("time_s", "paid_s", *_ADDED)), c("late_days").max()
    )  # fmt: skip
    there = there.join(law.select("norm", "day", "minimum_wage_hourly", "rated"), on=["norm", "day"]).with_columns(
        due_fs=c("paid_s") * c("minimum_wage_hourly"), unrated_s=c("paid_s") * (1 - c("rated")),
        packed=c("time_s") * NORMS + (NORMS - 1 - c("norm")),
    )  # fmt: skip
    sums_of = ("time_s", "paid_s", *_ADDED, "due_fs", "unrated_s")
    jobs = there.group_by("who", "day", "job").agg(*(c(name).sum() for name in sums_of), c("late_days", "packed").max())
    wanted = ("working_time_daily", "limited", "allowance_share", "allowance_per_order", "minimum_wage_hourly")
    jobs = jobs.with_columns(norm=_norm()).join(law.select("norm", "day", *wanted), on=["norm", "day"])
    more = c("begun") * c("allowance_per_order")
    jobs = jobs.with_columns(
        worked_s=c("time_s") + c("time_s") * c("allowance_share") // 10_000 + more,
        wage_s=c("paid_s") + c("paid_s") * c("allowance_share") // 10_000 + more,
    )
    extra = (c("wage_s") - c("paid_s")) * c("minimum_wage_hourly")
    jobs = jobs.with_columns(due_fs=c("due_fs") + extra).drop("minimum_wage_hourly")
    return jobs.join(calendar.lazy(), on="day").collect()


def _norm() -> pl.Expr:
    return (NORMS - 1 - c("packed") % NORMS).cast(pl.Int32)


def _weeks(days: pl.DataFrame) -> pl.DataFrame:
    weeks = days.lazy().group_by("who", "job", "monday").agg(
        c("worked_s", "orders").sum(), c("day").min().alias("first_day"), c("packed").max(),
        c("whole_week").first().cast(pl.Int64), days=(c("time_s") > 0).sum().cast(pl.Int64),
    )  # fmt: skip
    return weeks.with_columns(norm=_norm()).collect()


def _months(days: pl.DataFrame, weeks: pl.DataFrame) -> pl.DataFrame:
    full = weeks.lazy().filter(c("days") == 7)
    taken = full.select("who", "job", day=(c("monday") + 6).cast(pl.Int32), taken=pl.lit(True))
    kinds = days.lazy().join(taken, on=["who", "job", "day"], how="left")
    usual, taken_then = ~c("holiday"), c("taken").fill_null(False)
    over = (c("worked_s") - c("working_time_daily")).clip(0)
    months = kinds.group_by("who", "job", "month").agg(
        *(c(name).sum() for name in (*_ADDED, "wage_s", "due_fs", "unrated_s")), c("late_days", "packed").max(),
        first_day=c("day").min(),
        holiday_s=c("paid_s").filter(c("holiday")).sum(), holiday_fen=c("earned_fen").filter(c("holiday")).sum(),
        usual_s=c("paid_s").filter(usual).sum(), usual_fen=c("earned_fen").filter(usual).sum(),
        holiday_worked_s=c("worked_s").filter(c("holiday")).sum(),
        over_s=over.filter(usual & ~taken_then & (c("limited") == 1)).sum(),
        rest_day_s=c("worked_s").filter(usual & taken_then).sum(),
    )  # fmt: skip
    return months.with_columns(norm=_norm(), income_fen=c("earned_fen") - c("deduction_fen")).collect()


def _broken(rule: PeerRule, rows: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    first = "day" if rule.grain == "day" else "first_day"
    uses = [name for name in rule.uses if name not in rows.columns]
    law = figures.lazy().filter(c(rule.verdict) > 0).select("norm", c("day").alias(first), rule.verdict, *uses)
    t = _Columns()
    both = rows.lazy().join(law, on=["norm", first])
    if rule.when:
        both = both.filter(rule.when(t))
    both = both.filter(rule.broken(t))
    short = rule.short(t) if rule.short else pl.lit(None, pl.Int64)
    return _told(both, rule.code, rule.verdict, FIRST[rule.grain], pl.lit(None, pl.Int64), rule.measured(t),
                 rule.required(t), short)  # fmt: skip


def _told(
    rows: pl.LazyFrame, code: str, verdict: str, first: str, start: pl.Expr, measured: pl.Expr, required: pl.Expr,
    short: pl.Expr,
) -> pl.DataFrame:  # fmt: skip
    return rows.select(
        rule=pl.lit(code), verdict=c(verdict).cast(pl.Int8), who=c("who"), job=c("job"), norm=c("norm"),
        first_day=c(first).cast(pl.Int32), start_s=start, measured=measured.cast(pl.Int64),
        required=required.cast(pl.Int64), short_fen=short,
    ).collect()  # fmt: skip


def _stretches(rows: pl.DataFrame) -> pl.DataFrame:
    idle = c("accepted_s") - c("reached_s")
    begun = c("stop_s").is_not_null() & (c("reached_s").is_null() | (idle >= 1_200))
    starts = rows.lazy().filter(begun).select("who", "post", "day", "reached_s", start_s="accepted_s")
    last = rows.lazy().group_by("who").agg(last_s=c("stop_s").max())
    following = pl.when(c("who") == c("who").shift(-1)).then(c("reached_s").shift(-1))
    both = starts.with_columns(next_s=following).join(last, on="who")
    return both.with_columns(counted_s=c("next_s").fill_null(c("last_s")) - c("start_s")).collect()


def _full_days(sums: pl.DataFrame) -> pl.DataFrame:
    own = sums.lazy().filter(c("today_s") > 0).select("who", "day", "post", s="today_s")
    after = sums.lazy().filter(c("later_s") > 0).select("who", c("day") + 1, "post", s="later_s")
    posts = pl.concat([own, after]).group_by("who", "day", "post").agg(c("s").sum())
    packed = (c("s") * POSTS + (POSTS - 1 - c("post"))).max()
    days = posts.group_by("who", "day").agg(counted_s=c("s").sum(), packed=packed)
    post = (POSTS - 1 - c("packed") % POSTS).cast(pl.Int32)
    return days.with_columns(post=post, start_s=pl.lit(None, pl.Int64)).collect()


def _clock(code: str, rows: pl.DataFrame, posts: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    verdict, limit = f"verdict_clock_{code}", f"clock_{code}_limit"
    law = figures.lazy().filter(c(verdict) > 0).select("norm", "day", verdict, limit)
    both = rows.lazy().join(posts.lazy(), on="post").join(law, on=["norm", "day"]).filter(c("counted_s") > c(limit))
    short = pl.lit(None, pl.Int64)
    return _told(both, f"clock.{code}", verdict, "day", c("start_s"), c("counted_s"), c(limit), short)
