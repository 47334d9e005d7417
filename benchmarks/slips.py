"""Does a worker's slip answer within 300 ms among 10,000,000 orders of the month?

The firms of the demo, one platform of which hands in so many made-up orders of a month, checked, taken in and scanned
by the product itself. Riders who are drawn by lot open their pages. ORDERS sets the number.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.process import told_by

ORDERS = int(os.environ.get("ORDERS", "10000000"))
BAR = 0.3
RIDERS, ROUNDS = 40, 2
A_DAY, DAYS = 16, 26  # orders of a rider of the sample: six days a week
TOLD = "slip.pdf"  # typeset and signed while he waits: told, not judged
PAGES = ("", "orders/", "orders/?only=longest", "steps/", TOLD)


def run() -> list[str]:
    """One process fills its database and asks every page; the lines that miss the bar."""
    return told_by("benchmarks.slips", ORDERS)


def fill(orders: int) -> list[str]:
    """The firms, the month's orders, and the riders' log-ins; the names of these."""
    from django.db import connection

    start = time.perf_counter()
    _firms()
    made = _month(orders)
    riders = _riders()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    taken = time.perf_counter() - start
    print(f"{made:,} orders laid down, {len(riders)} riders drawn, made in {taken:.0f} s", flush=True)
    return riders


def _firms() -> None:
    """The prefecture's bureau with its intake, three platforms and their partners, each platform with a log-in."""
    from datetime import timedelta

    from django.utils import timezone

    from huxin.demo import cast, oversight, registry
    from huxin.demo.story import Story
    from huxin.law.calendar import calendar_for
    from huxin.orgs.actions.organisations import found_organisation
    from huxin.orgs.models import Area

    now = timezone.localtime()
    at = now - timedelta(days=120)
    unit = cast.FIRST[2]
    found_organisation(area=Area.objects.get(pk="532600"), name=unit, short_name=unit)
    cast.admit(cast.FIRST, by=None, at=at)
    registry.fill(at)
    oversight.Months(Story(now, calendar_for("532600")), made=[]).begin(at)


def _month(orders: int) -> int:
    """The first platform delivers its last month; the prefecture is scanned. How many orders that laid down."""
    from django.conf import settings
    from django.utils import timezone

    from huxin.demo import cast, oversight
    from huxin.demo.story import run_queue
    from huxin.documents.store import keep
    from huxin.orgs.models import Area
    from huxin.oversight import places
    from huxin.oversight.actions.delivering import Files, hand_in
    from huxin.oversight.actions.scanning import start_scan
    from huxin.oversight.orders.sample import Sample, make
    from huxin.oversight.queries import last_month
    from huxin.oversight.scan.store import laid
    from huxin.registry.models import Enterprise

    settings.MAX_FILE_BYTES = 4 << 30  # the limit of one upload is not what is measured
    at, firm = timezone.localtime(), Enterprise.objects.get(short_name="云岭快送")
    by, month = cast.act_as("platform", at), last_month(at.date())
    sample = Sample(
        workers=max(200, orders // (A_DAY * DAYS)), months=(f"{month:%Y-%m}",), platforms=1, orders_per_day=A_DAY,
        known_until=at.date(),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        made = make(Path(folder), sample)
        with made.orders[0].open("rb") as file:
            kept = keep(file, name="订单.parquet", org_path=firm.org_path, by=by, at=at)
    mapping = keep(oversight.mapping(0).encode(), name="导出.toml", org_path=firm.org_path, by=by, at=at)
    hand_in(firm, month=month, files=Files(kept, mapping), by=by, at=at)
    run_queue()
    area = Area.objects.get(pk="532600")
    start_scan(area, month=month, rules="in-force", by=cast.act_as("intake", at), at=at)
    run_queue()
    return laid(places.scan_folder(area.pk, month) / "orders").rows


def _riders() -> list[str]:
    """Workers drawn by lot, each with a log-in and his key."""
    from random import Random

    from django.utils import timezone

    from huxin.demo import cast
    from huxin.orgs.models import Area
    from huxin.oversight.models import MonthTotal
    from huxin.registry.actions.log_in import come_in
    from huxin.registry.actions.workers import link_platform_worker
    from huxin.registry.models import Enterprise, Worker

    at, firm = timezone.localtime(), Enterprise.objects.get(short_name="云岭快送")
    month = MonthTotal.objects.filter(platform=firm).latest("month").month
    keys = sorted(MonthTotal.objects.filter(platform=firm, month=month).values_list("worker_key", flat=True).distinct())
    names = []
    for n, key in enumerate(Random(1).sample(keys[10:], RIDERS)):
        user = come_in(f"1540001{n:04}", name="测骑手", area=Area.objects.get(pk="532622"), at=at)
        worker = Worker.objects.get(user=user)
        link_platform_worker(firm, key=key, worker=worker, by=cast.act_as("intake", at), at=at)
        names.append(user.username)
    return names


def _measured(path: str, opened: list[tuple[float, float]]) -> str:
    """The line of one page; marked where it misses the bar. CPU seconds tell what a machine with other work would do
    if it had none."""
    wall, cpu = zip(*opened, strict=True)
    slow, busy = (statistics.quantiles(times, n=20)[-1] * 1000 for times in (wall, cpu))
    middle = statistics.median(wall) * 1000
    mark = "!" if slow > BAR * 1000 and not path.endswith(TOLD) else " "
    return f"{mark} {path:<28} median {middle:6.1f} ms, p95 {slow:6.1f} ms; of this machine's CPU p95 {busy:6.1f} ms"


def _child(orders: int) -> None:
    from huxin.config.commands.setup import prepare

    prepare(static=True)
    from django.test import Client

    from huxin.orgs.models import User
    from huxin.oversight.models import MonthTotal

    riders = fill(orders)
    month = MonthTotal.objects.latest("month").month
    week = f"{month.replace(day=14):%G-W%V}"
    clients = []
    for name in riders:
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(User.objects.get(username=name), "allauth.account.auth_backends.AuthenticationBackend")
        clients.append(client)
    for period in (f"{month:%Y-%m}", week):
        for page in PAGES:
            path = f"/me/slips/platform/{period}/{page}"
            clients[0].get(path)  # what is loaded once a process
            opened = []
            for client in clients * ROUNDS:
                start, busy = time.perf_counter(), time.process_time()
                answer = client.get(path)
                opened.append((time.perf_counter() - start, time.process_time() - busy))
                if answer.status_code != 200:
                    raise RuntimeError(f"{path}: {answer.status_code}")
            print(_measured(f"{period} {page}", opened), flush=True)


if __name__ == "__main__":
    _child(int(sys.argv[1]))
