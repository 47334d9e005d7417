"""Which orders stand behind a finding, and how do they go into a case: as a workbook with the figures on its head?"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from io import BytesIO
from operator import or_
from typing import Any

from django.db.models import Q

from huxin.base.actor import Actor
from huxin.base.money import in_yuan, yuan
from huxin.base.workdays import add_months
from huxin.orgs.models import Area
from huxin.oversight import figures
from huxin.oversight.checking import accepted_files
from huxin.oversight.models import HANDED_IN, Delivery, Finding
from huxin.oversight.queries import counted_deliveries, scan_behind

MOST_ROWS = 5_000
_SPANS = {"day": 1, "week": 7, "stretch": 2}
_COLUMNS = (
    "order_id", "platform", "worker", "enterprise", "partner", "area", "accepted_s", "picked_up_s", "completed_s",
    "cancelled_s", "offset_s", "price_fen", "pay_fen", "subsidy_fen", "tip_fen", "deduction_fen", "deduction_reason",
    "paid_s",
)  # fmt: skip
HEADINGS = (
    "订单号", "平台", "劳动者代号", "用工企业", "合作企业", "工作地", "接单", "取货（上车）", "完成", "取消", "时长",
    "顾客支付（元）", "报酬（元）", "补贴（元）", "打赏（元）", "扣款（元）", "扣款原因", "支付",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """One order as people read it: the clock of the place, money in yuan."""

    number: str
    accepted: str
    ended: str
    lasts: str
    pay: str
    extras: str
    deduction: str
    cells: tuple[object, ...]
    key: tuple[int, str, str]  # by which it is found in their order

    @property
    def platform(self) -> str:
        """Who handed it in."""
        return self.key[2]

    @property
    def during(self) -> str:
        """From when to when, a day that is the same said once: 2026-10-02 09:01:51至10:48:19."""
        day = self.accepted[:11]
        return f"{self.accepted}至{self.ended.removeprefix(day)}" if self.ended else f"{self.accepted}起"


def span_of(finding: Finding) -> tuple[date, date]:
    """The days that the finding speaks of; the second is no longer in it."""
    first = finding.first_day
    grain = figures.grain_of(finding.rule)
    if grain in _SPANS:
        return first, first + timedelta(days=_SPANS[grain])
    return first.replace(day=1), add_months(first.replace(day=1), 1)


def orders_behind(
    finding: Finding, *, whole: bool = True, areas: Collection[str] | None = None, most: int = MOST_ROWS
) -> list[Order]:
    """The accepted orders of this person in the days that the finding speaks of, as they were handed in.

    `whole` looks at all platforms for which he is known to ride; a firm is shown those of its own platform alone.
    `areas` leaves those of other places of work out: an office sees the orders of its own area only.
    """
    rows = _asked(*_behind(finding, finding.person if whole else "", areas), most)
    return [told(row) for row in rows]


def areas_of(by: Actor, permission: str) -> set[str]:
    """The places whose orders this office may see."""
    within_reach = (Q(path__startswith=prefix) for prefix in by.reaches(permission))
    return set(Area.objects.filter(reduce(or_, within_reach, Q(pk__in=()))).values_list("pk", flat=True))


def orders_page(
    finding: Finding, key: list[Any] | None, back: bool, most: int, *, whole: bool, areas: Collection[str] | None,
    named: Collection[str] = (),
) -> list[Order]:  # fmt: skip
    """Some of them: those beyond an order's key, `back` those before it, backwards. Of a stretch those alone that the
    steps have `named`, where they have."""
    files, condition, values = _behind(finding, finding.person if whole else "", areas, named)
    if key is not None:
        condition += f" AND (accepted_s, order_id, platform) {'<' if back else '>'} ($moment, $number, $of)"
        values |= {"moment": key[0], "number": key[1], "of": key[2]}
    return [told(row) for row in _asked(files, condition, values, most, back=back)]


def count_behind(
    finding: Finding, *, whole: bool, areas: Collection[str] | None = None, named: Collection[str] = ()
) -> int:
    """How many there are."""
    import duckdb

    files, condition, values = _behind(finding, finding.person if whole else "", areas, named)
    if not files:
        return 0
    with duckdb.connect() as con:
        con.from_parquet(files).create_view("orders")
        found = con.execute(f"SELECT count(*) FROM orders WHERE {condition}", values).fetchall()  # noqa: S608
    return int(found[0][0])


def _behind(
    finding: Finding, person: str, areas: Collection[str] | None, named: Collection[str] = ()
) -> tuple[list[str], str, dict[str, Any]]:
    """In which files they lie, and by what they are known there."""
    first, after = span_of(finding)
    months = sorted({day.replace(day=1) for day in (first, after - timedelta(days=1))})
    files = [str(f) for month in months for one in _deliveries(finding, month) for f in accepted_files(one)]
    whose = "person = $who" if person else "platform = $platform AND worker = $who"
    values: dict[str, Any] = {"who": person or finding.worker_key}
    values |= {"first": _seconds(first), "after": _seconds(after)}
    values |= {} if person else {"platform": finding.platform_name}
    when = "accepted_s + offset_s >= $first AND accepted_s + offset_s < $after"
    if areas is not None:
        values["areas"] = sorted(areas)
        when += " AND list_contains($areas, area)"
    if named and figures.grain_of(finding.rule) == "stretch":
        values["named"] = sorted(named)
        when += " AND list_contains($named, order_id)"
    return files, f"{whose} AND {when}", values


def _deliveries(finding: Finding, month: date) -> list[Delivery]:
    """Of its own month those that were scanned, though they were corrected since; beside it those that count now."""
    scan = scan_behind(finding)
    if month == scan.month:
        return list(scan.deliveries.select_related("enterprise", *HANDED_IN).order_by("pk"))
    return counted_deliveries(month, scan.org_path)


def _asked(
    files: list[str], condition: str, values: dict[str, Any], most: int, *, back: bool = False
) -> Iterator[dict[str, Any]]:
    import duckdb

    if not files:
        return
    columns, way = ", ".join(_COLUMNS), "DESC" if back else "ASC"
    with duckdb.connect() as con:
        con.from_parquet(files).create_view("orders")
        order = ", ".join(f"{name} {way}" for name in ("accepted_s", "order_id", "platform"))
        query = f"SELECT {columns} FROM orders WHERE {condition} ORDER BY {order} LIMIT {most:d}"  # noqa: S608
        for row in con.execute(query, values).fetchall():
            yield dict(zip(_COLUMNS, row, strict=True))


def _seconds(day: date) -> int:
    return (day - date(1970, 1, 1)).days * 86_400


def _clock(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return ""
    return f"{datetime.fromtimestamp(row[name] + row['offset_s'], UTC):%Y-%m-%d %H:%M:%S}"


def _sum(fen: int | None) -> str:
    return "" if fen is None else yuan(fen)


def told(row: Mapping[str, Any]) -> Order:
    """An accepted order, by the names of the standard's columns, as people read it."""
    end = row["completed_s"] if row["completed_s"] is not None else row["cancelled_s"]
    lasts = figures.hours(end - row["accepted_s"]) if end is not None else "未结束"
    cells = (
        row["order_id"], row["platform"], row["worker"], row["enterprise"], row["partner"] or "", row["area"],
        *(_clock(row, name) for name in ("accepted_s", "picked_up_s", "completed_s", "cancelled_s")), lasts,
        *(in_yuan(row[name]) for name in ("price_fen", "pay_fen", "subsidy_fen", "tip_fen", "deduction_fen")),
        row["deduction_reason"] or "", _clock(row, "paid_s"),
    )  # fmt: skip
    ended = _clock(row, "completed_s") or (f"{_clock(row, 'cancelled_s')}（取消）" if row["cancelled_s"] else "")
    extras = yuan(row["subsidy_fen"] + row["tip_fen"]) if row["subsidy_fen"] + row["tip_fen"] else ""
    less = yuan(row["deduction_fen"]) if row["deduction_fen"] else ""
    deduction = f"{less}（{row['deduction_reason'] or '未写原因'}）" if less else ""
    return Order(
        row["order_id"], _clock(row, "accepted_s"), ended, lasts, _sum(row["pay_fen"]), extras, deduction, cells,
        (row["accepted_s"], row["order_id"], row["platform"]),
    )  # fmt: skip


def workbook(
    findings: Iterable[Finding], steps: Iterable[tuple[Finding, list[str]]], areas: Collection[str] | None = None
) -> bytes:
    """What goes into the case: the findings, how each was worked out, and the orders behind them that were worked in
    these places."""
    from huxin.base.excel import Sheet, write_book  # loads slowly, and few ask for Excel

    rows = list(findings)
    heads = ("序号", "标准", "结论", "劳动者代号", "平台", "用工企业", "合作企业", "工作地", "起始日", "实际", "标准值",
             "单位", "不足（元）")  # fmt: skip
    told = [(number, step) for number, (_, lines) in enumerate(steps, 1) for step in lines]
    orders = [(number, *order.cells) for number, one in enumerate(rows, 1) for order in orders_behind(one, areas=areas)]
    file = BytesIO()
    write_book(
        file,
        (
            Sheet("发现", heads, [_line(number, one) for number, one in enumerate(rows, 1)]),
            Sheet("计算步骤", ("发现序号", "步骤"), told),
            Sheet("订单", ("发现序号", *HEADINGS), orders),
        ),
    )
    return file.getvalue()


def _line(number: int, one: Finding) -> tuple[object, ...]:
    return (
        number, figures.title_of(one.rule), one.get_verdict_display(), one.worker_key, one.platform_name,
        one.enterprise_name, one.partner_name, one.area.name, one.first_day,
        figures.amount(one.measured, one.rule), figures.amount(one.required, one.rule), figures.unit_word(one.rule),
        in_yuan(one.short_fen),
    )  # fmt: skip
