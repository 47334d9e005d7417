"""What do the demo's three platforms hand in, what is found in it, and what becomes of that? Made-up orders with known
faults, taken in, checked and scanned by the product itself.

Three thousand workers at four orders a day, some 840,000 orders: few enough that the demo is there soon.
"""

import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from huxin.base.actor import Actor
from huxin.base.workdays import add_months
from huxin.demo import registry
from huxin.demo.beside_orders import beside_orders
from huxin.demo.cast import PASSWORD, Row, act_as
from huxin.demo.story import Story
from huxin.documents.models import Document
from huxin.documents.store import keep
from huxin.law.calendar import calendar_for
from huxin.orgs.actions.invitations import accept_invitation
from huxin.orgs.models import Area
from huxin.oversight.actions.answering import answer
from huxin.oversight.actions.delivering import Files, accept, hand_in, set_reporter
from huxin.oversight.actions.findings import ask, dismiss, make_clue
from huxin.oversight.actions.releasing import release_wages
from huxin.oversight.actions.reporting import enter_figures
from huxin.oversight.actions.scanning import start_scan
from huxin.oversight.models import Delivery, Finding, Reporter, Scan
from huxin.oversight.orders.sample import Made, Sample, make
from huxin.registry.actions import admission
from huxin.registry.actions.workers import link_platform_worker
from huxin.registry.models import Enterprise, Worker

WORKERS, ORDERS_A_DAY, MONTHS = 3_000, 4, 3
PEOPLE: tuple[Row, ...] = (
    ("platform", "顾望舒", "云岭快送", "enterprise_hr", "数据合规主管"),
    ("platform-2", "程致远", "七乡出行", "enterprise_hr", "人力资源经理"),
    ("platform-3", "江上舟", "盘江货达", "enterprise_hr", "运营主管"),
)
LOGINS = ("platform",)
ON_REJECTS = {"云岭快送": "take", "七乡出行": "ask", "盘江货达": "take"}
ACCOUNTS = {"云岭快送": "R100000003", "七乡出行": "R200000003"}  # of one rider who works for both
MADE = ("甲平台", "乙平台", "丙平台")  # how the sample calls them
MOVED = {  # what another month says of the workers of some partners, as the sample calls these
    "云岭快送": ("partner", ("合作企业3", "合作企业6"), "合作企业2"),  # another firm has taken them over
    "七乡出行": ("relation", ("合作企业1", "合作企业3", "合作企业5"), "C"),  # become household businesses
}
TOLD = {
    "云岭快送": (94, 97),
    "七乡出行": (100, 88),
    "盘江货达": (99, 101),
}  # insured and reported, of a hundred there are
LOW = "wage.hourly"
_PLAIN = (
    "order_id", "worker", "relation", "area", "accepted_s", "completed_s", "cancelled_s", "offset_s", "distance_m",
    "price_fen", "pay_fen", "subsidy_fen", "tip_fen", "deduction_fen", "deduction_reason", "pay_period", "paid_s",
)  # fmt: skip


def over(now: datetime) -> list[date]:
    """The last three months that are over."""
    first = add_months(now.date().replace(day=1), -MONTHS)
    return [add_months(first, n) for n in range(MONTHS)]


@contextmanager
def orders_made(now: datetime) -> Iterator[list[Future[Made]]]:
    """The samples of these months, each as known once the pay of the month has arrived. Another process makes them,
    while the rest of the prefecture is loaded."""
    with (
        tempfile.TemporaryDirectory(prefix="huxin-demo-") as folder,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as maker,
    ):
        yield [
            maker.submit(make, Path(folder) / str(place), _sample(month, place))
            for place, month in enumerate(over(now))
        ]


def _sample(month: date, place: int) -> Sample:
    known = add_months(month, 1).replace(day=11)
    return Sample(workers=WORKERS, months=(f"{month:%Y-%m}",), orders_per_day=ORDERS_A_DAY, known_until=known,
                  seed=2026 + place)  # fmt: skip


class Months:
    """The months delivered one after the other."""

    def __init__(self, story: Story, made: list[Future[Made]]) -> None:
        self.story, self.made = story, made
        self.area = "532600"
        self.months = over(story.now)
        story.at(story.now.date() - timedelta(days=118), self.begin, hour=9, minute=40)
        for place, month in enumerate(self.months):
            after = add_months(month, 1)
            for number, (short, _, _) in enumerate(registry.PLATFORMS):
                if number == 2 and place == MONTHS - 1:
                    continue  # the third platform has not delivered the last month
                day = story.calendar.on_or_after(after.replace(day=19 if number == 2 and place == 0 else 12))
                story.at(day, partial(self.deliver, short, number, place), hour=10, minute=5)
            story.at(story.calendar.on_or_after(after.replace(day=23)), partial(self.scan, place), hour=9, minute=15)
        released = story.calendar.on_or_after(add_months(self.months[0], 1).replace(day=27))
        story.at(released, self.release, hour=10, minute=30)
        story.at(story.now.date() - timedelta(days=6), self.handle, hour=14, minute=20)
        story.at(story.now.date() - timedelta(days=4), self.ask, hour=9, minute=50)

    def begin(self, at: datetime) -> None:
        """The platforms get their log-ins, and the office names them as those who deliver."""
        intake = act_as("intake", at)
        for login, name, short, role, post in PEOPLE:
            firm = Enterprise.objects.select_related("area").get(short_name=short)
            request, code = registry.ask(registry.applicant(firm, name, post, role), at)
            admission.admit(request, by=intake, at=at)
            accept_invitation(code, username=login, password=PASSWORD, at=at)
            firm.refresh_from_db()
            if short in ACCOUNTS:
                link_platform_worker(firm, key=ACCOUNTS[short], worker=rider(), by=intake, at=at)
            set_reporter(firm, since=self.months[0], due_day=15, on_rejects=ON_REJECTS[short], by=intake, at=at)

    def deliver(self, short: str, number: int, place: int, at: datetime) -> None:
        """The platform's own export, with the mapping that reads it and the file of who is who."""
        firm, by = Enterprise.objects.get(short_name=short), act_as(PEOPLE[number][0], at)
        month = self.months[place]

        def kept(name: str, data: bytes) -> Document:
            return keep(data, name=name, org_path=firm.org_path, by=by, at=at)

        files = Files(
            kept(f"{short}订单{month:%Y%m}.parquet", self._orders(short, number, place)),
            kept(f"{short}导出.toml", mapping(number).encode()),
            kept(f"{short}匹配文件.parquet", self._keys(number, place)),
        )
        if number == 0:  # it tells of roll-calls and rest prompts too
            with tempfile.TemporaryDirectory() as folder:
                sessions, prompts = beside_orders(self.made[place].result().orders[number], short, Path(folder))
            files = replace(
                files, sessions=kept(f"{short}在线时段.parquet", sessions),
                rest_prompts=kept(f"{short}休息提示.parquet", prompts),
            )  # fmt: skip
        hand_in(firm, month=month, files=files, by=by, at=at)

    def _orders(self, short: str, number: int, place: int) -> bytes:
        """The platform's orders of a month; in the last one some of its workers stand otherwise than before."""
        path = self.made[place].result().orders[number]
        if place != MONTHS - 1 or short not in MOVED:
            return path.read_bytes()
        name, of, becomes = MOVED[short]
        table = pq.read_table(path)
        theirs = pc.fill_null(pc.is_in(table["partner"], pa.array(of)), False)
        column = pc.if_else(theirs, becomes, table[name])
        sink = pa.BufferOutputStream()
        pq.write_table(table.set_column(table.schema.get_field_index(name), name, column), sink)
        return sink.getvalue().to_pybytes()

    def _keys(self, number: int, place: int) -> bytes:
        """Who is who among the platform's workers."""
        table = pq.read_table(self.made[place].result().matching)
        mine = table.filter(pc.equal(table["platform"], MADE[number]))
        sink = pa.BufferOutputStream()
        pq.write_table(mine, sink)
        return sink.getvalue().to_pybytes()

    def scan(self, place: int, at: datetime) -> None:
        """The office takes what waits for it, and runs the month."""
        intake = act_as("intake", at)
        for waiting in Delivery.objects.filter(month=self.months[place], state=Delivery.State.CHECKED):
            accept(waiting, by=intake, at=at)
        area = Area.objects.get(pk=self.area)
        start_scan(area, month=self.months[place], rules="in-force", by=intake, at=at)
        if place < MONTHS - 1:  # of the last month the figures have not come yet
            self.compare(self.months[place], intake, at)

    def release(self, at: datetime) -> None:
        """The office publishes what was earned in the first month."""
        scan = Scan.objects.get(month=self.months[0], rules="in-force")
        release_wages(scan, note="", by=act_as("office", at), at=at)

    def compare(self, month: date, by: Actor, at: datetime) -> None:
        """What the insurance and the platforms told of the month, entered by the office."""
        for reporter in Reporter.objects.select_related("enterprise").order_by("pk"):
            delivery = Delivery.objects.filter(enterprise=reporter.enterprise, month=month, state="accepted").first()
            if delivery is not None:
                insured, headcount = TOLD[reporter.enterprise.short_name]
                values = {"insured": delivery.accepted_rows * insured // 100,
                          "headcount": delivery.workers * headcount // 100}  # fmt: skip
                enter_figures(reporter, month=month, values=values, source="经办系统与平台申报（演示）", by=by, at=at)

    def handle(self, at: datetime) -> None:
        """Of the first month clues were made, and some things were let be."""
        for login, code in (("yanshan-intake", "532622"), ("wenshan-intake", "532601")):
            _clue(self.months[0], code, act_as(login, at), at)
        rest = Finding.objects.filter(month=self.months[0], rules="in-force", state=Finding.State.OPEN)
        reason = "已电话核实：当日为企业临时调度，次日已安排补休。"
        if trifles := list(rest.exclude(rule=LOW).order_by("severity", "pk")[:3]):
            dismiss(trifles, reason=reason, by=act_as("intake", at), at=at)

    def ask(self, at: datetime) -> None:
        """Of the second month the partner firm with a log-in is asked to explain, and has answered some."""
        firm = Enterprise.objects.get(short_name="砚山迅达")
        open_ = Finding.objects.filter(month=self.months[1], rules="in-force", firm=firm, state=Finding.State.OPEN)
        asked = list(open_.order_by("pk")[:12])
        if not asked:
            return
        ask(asked, days=15, by=act_as("intake", at), at=at)
        text = "经核对，系统未计入该骑手当月的夜间补贴，已于本月工资中补发差额，并调整计价规则。"
        later = at + timedelta(hours=2)
        answer(asked[:4], kind="correction", text=text, by=act_as("firm-hr", later), at=later)


def rider() -> Worker:
    """The first of the registry's workers."""
    return Worker.objects.order_by("pk")[0]


def load_oversight(now: datetime, made: list[Future[Made]]) -> None:
    """Three months of deliveries, scans and findings, up to now."""
    story = Story(now, calendar_for("532600"))
    Months(story, made)
    story.play()


def _clue(month: date, area: str, by: Actor, at: datetime) -> None:
    """The firm of a county that owes most becomes a clue."""
    low = Finding.objects.filter(month=month, rules="in-force", rule=LOW, area=area, state=Finding.State.OPEN)
    first = low.order_by("-short_fen", "pk").first()
    if first is not None:
        make_clue(list(low.filter(firm=first.firm).order_by("pk")[:5]), by=by, at=at)


def mapping(number: int) -> str:
    """The mapping with which a platform's export is read: its own names for itself and its partners."""
    short, trade, _ = registry.PLATFORMS[number]
    partners = [name for name, _, top in registry.PARTNERS if top == short]
    values = ", ".join(
        f'"合作企业{n + 1}" = "{partners[n % len(partners)]}劳务服务有限公司"' for n in range(Sample().partners)
    )
    lines = [
        f'name = "{short}导出"', "[time]", 'zone = "text"', 'formats = ["epoch_s"]', "[money]", 'unit = "fen"',
        "[distance]", 'unit = "m"', "[orders]",
        f'platform = {{ column = "platform", values = {{ "{MADE[number]}" = "{short}" }} }}',
        f'enterprise = {{ const = "{short}科技有限公司" }}', f'industry = {{ const = "{trade}" }}',
        f'partner = {{ column = "partner", values = {{ {values} }} }}', *(f'{name} = "{name}"' for name in _PLAIN),
        "[matching]", f'platform = {{ column = "platform", values = {{ "{MADE[number]}" = "{short}" }} }}',
        'worker = "worker"', 'person = "person"',
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
