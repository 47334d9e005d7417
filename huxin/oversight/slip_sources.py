"""Which orders are a worker's own: those that platforms delivered under keys that are his, those of a file of his own,
or the shifts that he wrote down?"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from huxin.base.errors import NotPossible
from huxin.base.workdays import add_months
from huxin.oversight import places, slip
from huxin.oversight.actions.own_records import laid_orders, span_of
from huxin.oversight.models import Delivery, MonthTotal, OwnFile, Scan, TypedShift
from huxin.oversight.slip import Period, Slip
from huxin.registry.models import PlatformWorker, Worker

if TYPE_CHECKING:
    from huxin.oversight.scan.reading import OrderRow, SessionRow
    from huxin.oversight.scan.slip import Post
    from huxin.oversight.scan.store import Store

MOST_MONTHS = 60
BEIJING_S = 28_800
_SUMS = ("orders", "order_s", "earned_fen", "tip_fen", "deduction_fen", "income_fen", "due_fen")


def accounts(worker: Worker) -> list[PlatformWorker]:
    """Under which keys platforms know him."""
    mine = PlatformWorker.objects.filter(Q(worker=worker) | Q(worker__merged_into=worker))
    return list(mine.select_related("platform").order_by("pk"))


def of_worker(worker: Worker) -> list[slip.Source]:
    """Where his orders come from: what platforms delivered first."""
    files = OwnFile.objects.filter(worker=worker, accepted_rows__gt=0).select_related("piece__document", "area")
    return [Delivered(worker), Shifts(worker), *(FromFile(row) for row in files.order_by("-pk"))]


@dataclass
class Delivered:
    """What platforms delivered of him: a month's totals are rows, single orders lie sorted in one bucket."""

    worker: Worker
    code = "platform"
    title = "平台报送的订单"
    note = (
        "按平台向主管部门报送的订单计算：同时进行的订单时间不重复计算；企业要求在线、到场的时间和协商约定的宽放时间计入，"
        "没有约定宽放时间的不加；跨零点的订单，时间和报酬都算在接单那天。"
    )

    def __post_init__(self) -> None:
        self.accounts = accounts(self.worker)
        self._read_already: dict[Period, tuple[tuple[OrderRow, ...], tuple[SessionRow, ...]]] = {}

    def totals(self) -> QuerySet[MonthTotal]:
        """The rows of all his accounts."""
        keys = [Q(platform=one.platform_id, worker_key=one.key) for one in self.accounts]
        rows = MonthTotal.objects.filter(reduce(or_, keys, Q(pk__in=())))
        return rows.select_related("platform", "firm", "area").order_by("-month", "platform", "pk")

    def months(self) -> list[date]:
        """Those of which totals are known."""
        return list(self.totals().order_by("-month").values_list("month", flat=True).distinct()[:MOST_MONTHS])

    def slips(self) -> list[Slip]:
        """Month by month, the newest first, without the median: from the totals, unless they may overlap."""
        months: dict[date, list[MonthTotal]] = {}
        for row in self.totals()[: MOST_MONTHS * 10]:
            months.setdefault(row.month, []).append(row)
        return [self._month(slip.month_of(month), rows) for month, rows in months.items()]

    def _month(self, period: Period, rows: Sequence[MonthTotal]) -> Slip:
        """Accounts that no matching file ties are added up one by one; what he did for both at once counts once."""
        whole = _added(period, rows)
        if len({row.person or f"{row.platform_id}/{row.worker_key}" for row in rows}) < 2:
            return whole
        try:
            return slip.worked_out(period, *self._known(period)) or whole
        except NotPossible:  # the orders are being laid down anew: the totals stand all the same
            return whole

    def slip(self, period: Period) -> Slip | None:
        """A month from its totals, a week from its orders."""
        if period.is_week:
            return slip.worked_out(period, *self._known(period))
        rows = list(self.totals().filter(month=period.first))
        if not rows:
            return None
        whole = self._month(period, rows)
        try:
            single = slip.worked_out(period, *self._known(period))
        except NotPossible:  # the orders are being laid down anew: the totals stand all the same
            return whole
        if single is None:
            return whole
        return replace(
            whole, free_days=single.free_days, days=single.days, longest=single.longest, answers=single.answers,
            gaps=single.gaps,
        )  # fmt: skip

    def orders(self, period: Period) -> "tuple[OrderRow, ...]":
        """From the bucket of the month in which the period ends, which holds the six days before it too; where
        that month is not there yet, from the bucket of the one in which it begins. Read once."""
        return self._known(period)[0]

    def _known(self, period: Period) -> "tuple[tuple[OrderRow, ...], tuple[SessionRow, ...]]":
        """The orders, and the demanded presence and rests beside them."""
        if period not in self._read_already:
            self._read_already[period] = self._of(period)
        return self._read_already[period]

    def _of(self, period: Period) -> "tuple[tuple[OrderRow, ...], tuple[SessionRow, ...]]":
        for month in dict.fromkeys((period.month, period.first.replace(day=1))):
            rows = list(self.totals().filter(month=month))
            if rows:
                return self._read(month, rows)
        return (), ()

    def _read(self, month: date, rows: Sequence[MonthTotal]) -> "tuple[tuple[OrderRow, ...], tuple[SessionRow, ...]]":
        from huxin.oversight.scan.store import laid

        store = laid(places.scan_folder(_scan_of(month, rows).area_id, month) / "orders")
        spelt = _spellings(month, {row.platform_id for row in rows})
        mine = {(name, row.worker_key) for row in rows for name in spelt.get(row.platform_id, ())}
        found: dict[str, OrderRow] = {}
        beside: list[SessionRow] = []
        read: set[tuple[str, ...]] = set()
        for row in rows:
            who = (row.person,) if row.person else (str(row.platform_id), row.worker_key)
            if who in read:
                continue
            read.add(who)
            orders, sessions = _first_spelling(store, row, spelt.get(row.platform_id, []))
            mine_too = [one for one in sessions if (one.platform, one.worker) in mine]
            beside += [replace(one, key=f"session-{len(beside) + n}") for n, one in enumerate(mine_too, 1)]
            for one in orders:
                if (one.platform, one.worker) in mine:
                    key = one.key if one.key not in found else f"{one.platform}/{one.key}"
                    found[key] = replace(one, key=key)
        rows_of = sorted(found.values(), key=lambda one: (one.accepted_s, one.stop_s or 0, one.post, one.key))
        return tuple(rows_of), tuple(sorted(beside, key=lambda one: (one.accepted_s, one.stop_s, one.post)))


def _first_spelling(
    store: "Store", row: MonthTotal, names: Sequence[str]
) -> "tuple[tuple[OrderRow, ...], tuple[SessionRow, ...]]":
    """The person's orders and sessions, under whichever of its names the platform wrote them."""
    from huxin.oversight.scan.reading import orders_of, sessions_of

    for name in names:
        who = store, name, row.worker_key, row.person or None
        try:
            return orders_of(*who), sessions_of(*who)
        except NotPossible:
            continue  # it wrote another of its names
    raise NotPossible("这个月的订单正在更正，请过一会儿再看。")


@dataclass
class FromFile:
    """What stands in a file that he brought himself."""

    row: OwnFile
    note = (
        "按您自己的订单文件计算，还没有和平台的数据核对：同时进行的订单时间不重复计算；按没有签劳动合同、接平台订单的"
        "情况对照小时最低工资。"
    )

    @property
    def code(self) -> str:
        """In addresses."""
        return f"file-{self.row.pk}"

    @property
    def title(self) -> str:
        """The file by its name."""
        return f"自己的文件{self.row.piece.document.name}"

    def months(self) -> list[date]:
        """Those in which orders were accepted."""
        return [date.fromisoformat(text) for text in self.row.months]

    def slip(self, period: Period) -> Slip | None:
        """Added up from the orders."""
        return slip.worked_out(period, self.orders(period))

    def orders(self, period: Period) -> "tuple[OrderRow, ...]":
        """All of the file."""
        from huxin.oversight.orders.shapes import HIMSELF
        from huxin.oversight.scan.reading import orders_of
        from huxin.oversight.scan.store import laid

        folder = laid_orders(self.row, at=self.row.piece.received_at)
        return orders_of(laid(folder), self.row.platform_name, HIMSELF)


@dataclass
class Shifts:
    """What he wrote down himself, shift by shift."""

    worker: Worker
    code = "shifts"
    title = "自己写的班次"
    note = (
        "按您自己写的班次计算，还没有和平台的数据核对：上班到下班全部算作工作时间，平台只按接单时间算的，数会不一样；"
        "按没有签劳动合同、接平台订单的情况对照小时最低工资。"
    )

    def months(self) -> list[date]:
        """Those in which there is a shift."""
        return sorted({day.replace(day=1) for (day,) in self._rows().values_list("day")}, reverse=True)

    def _rows(self) -> QuerySet[TypedShift]:
        return TypedShift.objects.filter(worker=self.worker).order_by("day", "begins")

    def slip(self, period: Period) -> Slip | None:
        """Added up from the shifts; orders are counted as he wrote them."""
        found = slip.worked_out(period, self.orders(period))
        if found is None:
            return None
        rows = list(self._rows().filter(day__gte=period.first, day__lt=period.after))
        by_day: dict[date, int] = defaultdict(int)
        by_post: dict[tuple[str, ...], int] = defaultdict(int)
        for row in rows:
            by_day[row.day] += row.orders
            by_post[row.platform_name, row.firm_name or row.platform_name, row.area_id, row.industry] += row.orders
        posts = tuple(
            replace(one, orders=by_post[one.platform, one.firm, one.area, one.industry]) for one in found.posts
        )
        days = tuple(replace(one, orders=by_day[one.day]) for one in found.days)
        return replace(found, orders=sum(by_day.values()), posts=posts, days=days)

    def orders(self, period: Period) -> "tuple[OrderRow, ...]":
        """The shifts of the period and of the days around it, each as one span of work."""
        near = self._rows().filter(day__gte=period.first - slip.BEFORE, day__lte=period.after)
        return tuple(map(_as_order, near))


def _as_order(shift: TypedShift) -> "OrderRow":
    """A shift as a span of work, by the clock of Beijing."""
    from huxin.oversight.orders.shapes import HIMSELF
    from huxin.oversight.scan.reading import OrderRow

    begin, end = (int(one.timestamp()) - BEIJING_S for one in span_of(shift.day, shift.begins, shift.ends))
    return OrderRow(
        key=f"班次{shift.pk}", order_id=f"班次{shift.pk}", platform=shift.platform_name, worker=HIMSELF,
        enterprise=shift.firm_name or shift.platform_name, partner=None, relation="B", industry=shift.industry,
        area=shift.area_id, post=0, day=(shift.day - date(1970, 1, 1)).days, offset_s=BEIJING_S, accepted_s=begin,
        picked_up_s=None, completed_s=end, cancelled_s=None, stop_s=end, price_fen=None, pay_fen=shift.pay_fen,
        subsidy_fen=0, tip_fen=0, deduction_fen=shift.deduction_fen, deduction_reason=None, pay_period=None,
        period_day=None, paid_s=None, paid_day=None, file_no=0, row_no=shift.pk,
    )  # fmt: skip


def _scan_of(month: date, rows: Sequence[MonthTotal]) -> Scan:
    """The widest scan of the month that took these places in: its orders are laid down."""
    scans = Scan.objects.filter(month=month, state=Scan.State.DONE).order_by("-pk")[:50]
    there = [one for one in scans if all(row.org_path.startswith(one.org_path) for row in rows)]
    if not there:
        raise NotPossible("这个月的订单正在重新整理，请过一会儿再看。")
    return min(there, key=lambda one: len(one.org_path))


def _spellings(month: date, platforms: set[int]) -> dict[int, list[str]]:
    """How the accepted orders write each platform, of this month and the days before it."""
    found: dict[int, list[str]] = {}
    months = (month, add_months(month, -1))
    rows = Delivery.objects.filter(enterprise__in=platforms, month__in=months, state=Delivery.State.ACCEPTED)
    for platform, names in rows.order_by("-month").values_list("enterprise", "names"):
        found[platform] = list(dict.fromkeys([*found.get(platform, []), *names]))
    return found


def _added(period: Period, rows: Sequence[MonthTotal]) -> Slip:
    sums = {name: sum(getattr(row, name) for row in rows) for name in _SUMS}
    longest = max(row.longest_stretch_s for row in rows)
    time = sum(row.wage_s for row in rows)
    return Slip(period=period, posts=tuple(map(_post, rows)), time_s=time, longest_stretch_s=longest, **sums)


def _post(row: MonthTotal) -> "Post":
    from huxin.oversight.scan.slip import Post

    return Post(
        str(row.platform), str(row.firm), row.area_id, row.industry, row.relation, row.orders, row.wage_s,
        row.income_fen,
    )  # fmt: skip
