"""The same rules in vectorised pandas: group-bys, figures of law by index."""

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.orders.peers.given import LAID, NORMS, POSTS, SANCTIONS, Given
from benchmarks.orders.peers.rules import CLOCKS, FIRST, RULES, PeerRule

VERSION = f"pandas {pd.__version__}"
_ADDED = ["begun", "orders", "unpriced", "earned_fen", "deduction_fen", "sanction_fen", "fare_fen", "fare_pay_fen",
          "over_orders", "late_fen"]  # fmt: skip


def ready(given: Given) -> None:
    """What does not count: the law as arrays."""
    _ = given.grid, given.posts, given.due


def run(given: Given, out: Path) -> None:
    """Findings and months as Parquet in `out`."""
    rows = _reached(given)
    sums = _sums(rows, given)
    days = _days(sums, given)
    weeks = _weeks(days, given)
    months = _months(days, weeks)
    grains = {"day": days, "week": weeks, "month": months}
    found = [_broken(rule, grains[rule.grain], given) for rule in RULES]
    long, full = _stretches(rows), _full_days(sums)
    found += [_clock(code, full if code == "daily_orders" else long, given) for code in CLOCKS]
    pd.concat(found, ignore_index=True).to_parquet(out / "findings.parquet")
    months.to_parquet(out / "months.parquet")


def _reached(given: Given) -> pd.DataFrame:
    """The rows as they are laid down, by person and beginning; `reached_s` is 0 where nothing ended before."""
    rows = pd.concat(
        [pd.read_parquet(given.store.orders(n), columns=list(LAID)) for n in range(given.store.buckets)],
        ignore_index=True,
    )
    rows["ended"] = rows.stop_s.notna()
    for name in ("stop_s", "reached_s"):
        rows[name] = rows[name].fillna(0).astype(np.int64)
    return rows


def _sums(rows: pd.DataFrame, given: Given) -> pd.DataFrame:
    job_of, norm_of = given.posts
    day, post = rows.day.to_numpy() - given.first_day, rows.post.to_numpy()
    norm = norm_of[post]
    begin = np.maximum(rows.accepted_s, rows.reached_s)
    midnight = (rows.day.astype(np.int64) + 1) * 86_400 - rows.offset_s
    pay, price = rows.pay_fen, rows.price_fen
    earned = pay.fillna(0).astype(np.int64) + rows.subsidy_fen
    fare = price.fillna(0).astype(np.int64)
    priced = price.notna() & pay.notna()
    period = rows.period_day.fillna(0).astype(np.int64)
    due = given.due[given.grid["pay_due"][norm, day], period]
    late = rows.paid_day.fillna(given.plan.levels.as_of).astype(np.int64) - due
    cap, capped = given.grid["commission_cap"][norm, day], given.grid["capped"][norm, day] == 1
    over = priced & capped & (fare > 0) & ((fare - earned) * 10_000 > fare * cap)
    table = pd.DataFrame({
        "who": rows.who, "day": rows.day, "post": rows.post,
        "today_s": np.where(rows.ended, np.maximum(np.minimum(rows.stop_s, midnight) - begin, 0), 0),
        "later_s": np.where(rows.ended, np.maximum(rows.stop_s - np.maximum(begin, midnight), 0), 0),
        "begun": rows.ended.astype(np.int64), "orders": 1, "unpriced": pay.isna().astype(np.int64),
        "earned_fen": earned, "deduction_fen": rows.deduction_fen,
        "sanction_fen": np.where(rows.deduction_reason.isin(SANCTIONS), rows.deduction_fen, 0),
        "fare_fen": np.where(priced, fare, 0), "fare_pay_fen": np.where(priced, earned, 0),
        "over_orders": over.astype(np.int64), "late_fen": np.where(late > 0, earned - rows.deduction_fen, 0),
    })  # fmt: skip
    table["late_days"] = np.maximum(late, 0)
    keys = ["who", "day", "post"]
    how = {name: "sum" for name in table.columns if name not in keys} | {"late_days": "max"}
    sums = table.groupby(keys, sort=False).agg(how).reset_index()
    return sums.assign(job=job_of[sums.post], norm=norm_of[sums.post])


def _law(given: Given, name: str, norm: pd.Series, day: pd.Series) -> np.ndarray:
    return given.grid[name][norm.to_numpy(), day.to_numpy() - given.first_day]


def _days(sums: pd.DataFrame, given: Given) -> pd.DataFrame:
    own = sums.assign(time_s=sums.today_s, paid_s=sums.today_s + sums.later_s)
    night = sums[sums.later_s > 0]
    nothing = dict.fromkeys(["paid_s", "late_days", *_ADDED], 0)
    after = night.assign(time_s=night.later_s, day=night.day + 1, **nothing)
    names = ["who", "day", "job", "norm", "time_s", "paid_s", *_ADDED, "late_days"]
    keys = ["who", "day", "job", "norm"]
    how = dict.fromkeys(["time_s", "paid_s", *_ADDED], "sum") | {"late_days": "max"}
    there = pd.concat([own[names], after[names]]).groupby(keys, sort=False).agg(how).reset_index()
    there["due_fs"] = there.paid_s * _law(given, "minimum_wage_hourly", there.norm, there.day)
    there["unrated_s"] = there.paid_s * (1 - _law(given, "rated", there.norm, there.day))
    there["packed"] = there.time_s * NORMS + (NORMS - 1 - there.norm)
    how |= {"due_fs": "sum", "unrated_s": "sum", "packed": "max"}
    days = there.groupby(keys[:3], sort=False).agg(how).reset_index()
    days["norm"] = NORMS - 1 - days.packed % NORMS
    law = {name: _law(given, name, days.norm, days.day)
           for name in ("working_time_daily", "limited", "allowance_share", "allowance_per_order")}  # fmt: skip
    more = days.begun * law["allowance_per_order"]
    days["worked_s"] = days.time_s + days.time_s * law["allowance_share"] // 10_000 + more
    days["wage_s"] = days.paid_s + days.paid_s * law["allowance_share"] // 10_000 + more
    days["due_fs"] += (days.wage_s - days.paid_s) * _law(given, "minimum_wage_hourly", days.norm, days.day)
    over = np.maximum(days.worked_s - law["working_time_daily"], 0)
    at = days.day.to_numpy() - given.first_day
    kinds = {name: given.calendar[name][at] for name in ("monday", "month", "holiday")}
    return days.assign(over=np.where(law["limited"] == 1, over, 0), **kinds)


def _weeks(days: pd.DataFrame, given: Given) -> pd.DataFrame:
    days = days.assign(days=(days.time_s > 0).astype(np.int64), first_day=days.day)
    how = {"worked_s": "sum", "orders": "sum", "days": "sum", "first_day": "min", "packed": "max"}
    weeks = days.groupby(["who", "job", "monday"], sort=False).agg(how).reset_index()
    whole = given.calendar["whole_week"][weeks.first_day.to_numpy() - given.first_day].astype(np.int64)
    return weeks.assign(norm=NORMS - 1 - weeks.packed % NORMS, whole_week=whole)


def _months(days: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    full = weeks.loc[weeks.days == 7, ["who", "job", "monday"]]
    taken = full.assign(day=(full.monday + 6).astype(np.int32), taken=True).drop(columns="monday")
    days = days.merge(taken, on=["who", "job", "day"], how="left")
    free = days.taken.eq(True).to_numpy()
    holiday = days.holiday.to_numpy()
    days = days.assign(
        holiday_s=days.paid_s * holiday, holiday_fen=days.earned_fen * holiday, usual_s=days.paid_s * ~holiday,
        usual_fen=days.earned_fen * ~holiday, holiday_worked_s=days.worked_s * holiday,
        over_s=days.over * (~holiday & ~free), rest_day_s=days.worked_s * (~holiday & free), first_day=days.day,
    )  # fmt: skip
    summed = [*_ADDED, "wage_s", "due_fs", "unrated_s", "holiday_s", "holiday_fen", "usual_s", "usual_fen",
              "holiday_worked_s", "over_s", "rest_day_s"]  # fmt: skip
    how = dict.fromkeys(summed, "sum") | {"late_days": "max", "packed": "max", "first_day": "min"}
    months = days.groupby(["who", "job", "month"], sort=False).agg(how).reset_index()
    return months.assign(norm=NORMS - 1 - months.packed % NORMS, income_fen=months.earned_fen - months.deduction_fen)


def _broken(rule: PeerRule, rows: pd.DataFrame, given: Given) -> pd.DataFrame:
    day = rows.day if rule.grain == "day" else rows.first_day
    asked = _law(given, rule.verdict, rows.norm, day)
    rows, day = rows[asked > 0], day[asked > 0]
    uses = {name: _law(given, name, rows.norm, day) for name in rule.uses}
    t = rows.assign(verdict=asked[asked > 0], **uses)
    if rule.when:
        t = t[rule.when(t)]
    t = t[rule.broken(t)]
    return _told(t, rule.code, FIRST[rule.grain], None, rule.measured(t), rule.required(t),
                 rule.short(t) if rule.short else None)  # fmt: skip


def _told(
    t: pd.DataFrame, code: str, first: str, start: pd.Series | None, measured: pd.Series, required: pd.Series,
    short: pd.Series | None,
) -> pd.DataFrame:  # fmt: skip
    found = pd.DataFrame({"rule": code, "verdict": t.verdict.astype(np.int8), "who": t.who, "job": t.job,
                          "norm": t.norm,
                          "first_day": t[first].astype(np.int32)})  # fmt: skip
    for name, values in (("start_s", start), ("measured", measured), ("required", required), ("short_fen", short)):
        found[name] = pd.array([pd.NA] * len(t) if values is None else values, dtype="Int64")
    return found


def _stretches(rows: pd.DataFrame) -> pd.DataFrame:
    new = rows.ended & ((rows.reached_s == 0) | (rows.accepted_s - rows.reached_s >= 1_200))
    starts = rows.loc[new, ["who", "post", "day", "reached_s"]].assign(start_s=rows.accepted_s[new])
    last = rows.groupby("who").stop_s.max()
    who, reached = starts.who.to_numpy(), starts.reached_s.to_numpy()
    same = np.concatenate([who[1:] == who[:-1], [False]])
    ends = np.where(same, np.concatenate([reached[1:], [0]]), last.loc[who].to_numpy())
    return starts.assign(counted_s=ends - starts.start_s)


def _full_days(sums: pd.DataFrame) -> pd.DataFrame:
    own = sums.loc[sums.today_s > 0, ["who", "day", "post"]].assign(s=sums.today_s)
    later = sums[sums.later_s > 0]
    after = later[["who", "post"]].assign(day=later.day + 1, s=later.later_s)
    posts = pd.concat([own, after]).groupby(["who", "day", "post"], sort=False).s.sum().reset_index()
    posts["packed"] = posts.s * POSTS + (POSTS - 1 - posts.post)
    days = posts.groupby(["who", "day"], sort=False).agg(counted_s=("s", "sum"), packed=("packed", "max")).reset_index()
    return days.assign(post=POSTS - 1 - days.packed % POSTS)


def _clock(code: str, rows: pd.DataFrame, given: Given) -> pd.DataFrame:
    job_of, norm_of = given.posts
    rows = rows.assign(job=job_of[rows.post], norm=norm_of[rows.post])
    verdict = _law(given, f"verdict_clock_{code}", rows.norm, rows.day)
    limit = _law(given, f"clock_{code}_limit", rows.norm, rows.day)
    keep = (verdict > 0) & (rows.counted_s > limit)
    t = rows.assign(verdict=verdict, limit=limit)[keep]
    start = t.start_s if "start_s" in t else None
    return _told(t, f"clock.{code}", "day", start, t.counted_s, t.limit, None)
