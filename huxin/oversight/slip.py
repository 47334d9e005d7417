"""What did a worker really earn an hour in a month, what should it have been at least, and on which orders does it
stand? Read from the month's totals of his own accounts alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from statistics import median

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from huxin.base.chinese import spoken_date
from huxin.base.money import yuan
from huxin.documents.sign import sign_pdf
from huxin.oversight import figures
from huxin.oversight.evidence import Order, orders_of_account
from huxin.oversight.models import Delivery, MonthTotal
from huxin.registry.models import Enterprise, PlatformWorker, Worker
from huxin.typesetting.content import Align, Column, Layout, Paper, Table, cells, plain
from huxin.typesetting.render_pdf import render_pdf

FEWEST = 10  # a median of fewer people would tell of single ones
_SUMS = ("orders", "order_s", "time_s", "earned_fen", "tip_fen", "deduction_fen", "income_fen", "due_fen")


@dataclass(frozen=True, slots=True)
class Slip:
    """One month of one worker over all accounts that are known to be his; money in fen, time in seconds."""

    month: date
    rows: tuple[MonthTotal, ...]
    orders: int
    order_s: int
    time_s: int
    earned_fen: int
    tip_fen: int
    deduction_fen: int
    income_fen: int
    due_fen: int
    median_fen: int | None  # of those who do the same work in the same place; empty where they are too few
    peers: int

    @property
    def hourly_fen(self) -> int | None:
        """Pay after deductions per hour of working time, without tips."""
        return self.income_fen * 3_600 // self.time_s if self.time_s else None

    @property
    def least_fen(self) -> int | None:
        """What the minimum wage asks per hour, over the places where he worked."""
        return self.due_fen * 3_600 // self.time_s if self.time_s and self.due_fen else None

    @property
    def short_fen(self) -> int:
        """How much of the minimum is missing."""
        return max(0, self.due_fen - self.income_fen)

    @property
    def longest_stretch_s(self) -> int:
        """The longest work without a break of twenty minutes."""
        return max((row.longest_stretch_s for row in self.rows), default=0)

    @property
    def time(self) -> str:
        """The working time in words."""
        return figures.hours(self.time_s)

    @property
    def longest(self) -> str:
        """The longest stretch in words."""
        return figures.hours(self.longest_stretch_s)


def accounts(worker: Worker) -> list[PlatformWorker]:
    """Under which keys platforms know him."""
    mine = PlatformWorker.objects.filter(Q(worker=worker) | Q(worker__merged_into=worker))
    return list(mine.select_related("platform").order_by("pk"))


def _totals(worker: Worker) -> QuerySet[MonthTotal]:
    keys = [Q(platform=one.platform_id, worker_key=one.key) for one in accounts(worker)]
    rows = MonthTotal.objects.filter(reduce(or_, keys, Q(pk__in=())))
    return rows.select_related("platform", "firm", "area").order_by("-month", "platform", "pk")


def slips(worker: Worker) -> list[Slip]:
    """Month by month, the newest first, without the median."""
    months: dict[date, list[MonthTotal]] = {}
    for row in _totals(worker)[:600]:
        months.setdefault(row.month, []).append(row)
    return [_slip(month, rows) for month, rows in months.items()]


def slip_of(worker: Worker, month: date) -> Slip | None:
    """One month with what others earn; None where no platform has delivered anything of him."""
    rows = list(_totals(worker).filter(month=month))
    return _slip(month, rows, compare=True) if rows else None


def _slip(month: date, rows: Sequence[MonthTotal], *, compare: bool = False) -> Slip:
    sums = {name: sum(getattr(row, name) for row in rows) for name in _SUMS}
    others = _others(max(rows, key=lambda row: row.time_s)) if compare else []
    middle = int(median(others)) if len(others) >= FEWEST else None
    return Slip(month, tuple(rows), **sums, median_fen=middle, peers=len(others))


def _others(main: MonthTotal) -> list[int]:
    """Pay per hour of everybody who does this work in this place."""
    same = MonthTotal.objects.filter(month=main.month, area=main.area_id, industry=main.industry, time_s__gt=0)
    return [income * 3_600 // time for income, time in same.values_list("income_fen", "time_s")]


def orders_of(worker: Worker, month: date) -> list[tuple[Enterprise, list[Order]]]:
    """The orders behind the month, account by account."""
    found = []
    for one in accounts(worker):
        delivered = Delivery.objects.filter(enterprise=one.platform_id, month=month, state="accepted")
        delivery = delivered.select_related("enterprise", "document", "mapping", "matching").first()
        if delivery is not None and (orders := orders_of_account(delivery, one.key)):
            found.append((one.platform, orders))
    return found


def slip_paper(slip: Slip, *, name: str, at: datetime) -> bytes:
    """The slip to keep and to show: a signed PDF."""
    moment = localtime(at)
    lines = [
        ("工作时间", slip.time), ("订单", f"{slip.orders}单"), ("报酬（扣款前）", f"{yuan(slip.earned_fen)}元"),
        ("扣款", f"{yuan(slip.deduction_fen)}元"), ("报酬（扣款后，不含打赏）", f"{yuan(slip.income_fen)}元"),
        ("打赏", f"{yuan(slip.tip_fen)}元"), ("真实时薪", _an_hour(slip.hourly_fen)),
        ("当地最低标准", _an_hour(slip.least_fen)), ("当地同行中位数", _an_hour(slip.median_fen)),
        ("最长连续接单", slip.longest),
    ]  # fmt: skip
    table = Table((Column(4, Align.LEFT), Column(4, Align.LEFT)), tuple(cells(*line) for line in lines))
    platforms = "、".join(dict.fromkeys(row.platform.name for row in slip.rows))
    paper = Paper(
        layout=Layout.SHEET,
        title=f"{slip.month.year}年{slip.month.month}月真实时薪",
        blocks=(
            plain(f"姓名：{name or '未登记'}　　平台：{platforms}　　出具：{spoken_date(moment.date())}"),
            table,
            plain("按平台向主管部门报送的订单计算：同时进行的订单时间不重复计算，另加按规定计入的宽放时间。"),
        ),
    )
    return sign_pdf(render_pdf(paper, at=at), reason="真实时薪")


def _an_hour(fen: int | None) -> str:
    return "没有数据" if fen is None else f"每小时{yuan(fen)}元"
