"""May a month come in several files, each with its own receipt, and what becomes of orders of other months?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huxin.base.errors import NotPossible
from huxin.documents.models import Document
from huxin.documents.store import keep, read
from huxin.oversight.actions import keys
from huxin.oversight.actions.delivering import MOST_FILES, Files, hand_in, set_reporter
from huxin.oversight.checking import accepted_files
from huxin.oversight.models import Delivery
from huxin.oversight.places import accepted_folder
from tests.oversight.made import OCTOBER, PLATFORM_HR, order, table
from tests.oversight.test_machine import Machine
from tests.world import AT, World

pytestmark = pytest.mark.django_db
FIRST = [order(1, 2, 9), order(2, 3, 9), order(3, 4, 9, pay_fen=-5)]
SECOND = [order(4, 9, 9), order(1, 2, 9), order(5, 10, 9, pay_fen=-5), order(6, -20, 9), order(7, -21, 9)]


@pytest.fixture
def hand(world: World, platform: str, run_reactions: Callable[[], int]) -> Callable[..., Delivery]:
    """The platform hands these files in together, and they are checked."""

    def act(*tables: list[dict[str, Any]], name: str = "订单.csv") -> Delivery:
        by, firm = world.actor(platform), world.firm("云岭快送")
        first, *further = [keep(table(one), name=name, org_path=firm.org_path, by=by, at=AT) for one in tables]
        row = hand_in(firm, month=OCTOBER, files=Files(first, further=further), by=by, at=AT)
        run_reactions()
        row.refresh_from_db()
        return row

    return act


@pytest.fixture
def desk(world: World, platform: str) -> Client:
    client = Client()
    client.force_login(world.user(PLATFORM_HR))
    return client


def test_files_of_one_name_are_one_month_and_rows_go_back_by_file(
    world: World, hand: Callable[..., Delivery], desk: Client
) -> None:
    row = hand(FIRST, SECOND)
    assert (row.rows, row.accepted_rows, row.state) == (8, 3, "checked")
    assert row.rejected == {"negative_money": 2, "outside_month": 2, "duplicate": 1}
    assert row.other_months == {"2026-09": 2}
    back = {one.name: one for one in Document.objects.filter(pk__in=row.handed_back)}
    assert sorted(back) == ["退回-1-订单.csv", "退回-2-订单.csv"]
    by = world.actor(PLATFORM_HR)
    texts = [read(back[name], by=by, at=AT).decode().splitlines() for name in sorted(back)]
    assert len(texts[0]) == 2
    assert texts[0][1].replace('"', "").startswith("金额为负（劳动者报酬“-5”）,4,N3,")
    assert texts[1][1].replace('"', "").startswith("与第1个文件“订单.csv”第2行完全相同,3,N1,")
    page = desk.get(f"/desk/deliveries/{row.pk}/").content.decode()
    assert all(one.sha256 in page for one in row.orders)
    assert "2026年9月2行，已退回，没有计入2026年10月" in page


def test_the_same_files_in_another_order_are_one_delivery_and_others_correct_it(
    world: World, hand: Callable[..., Delivery]
) -> None:
    sound = [order(8, 5, 9), order(9, 6, 9)]
    first = hand(FIRST[:2], sound)
    assert (first.state, first.accepted_rows) == ("accepted", 4)
    assert hand(sound, FIRST[:2]).pk == first.pk
    second = hand(FIRST[:2], [order(8, 5, 9)])
    first.refresh_from_db()
    assert (first.state, second.replaces_id) == ("replaced", first.pk)
    assert (second.state, second.accepted_rows) == ("accepted", 3)
    before = [path.read_bytes() for path in accepted_files(second)]
    for path in accepted_files(second):
        path.unlink()
    accepted_folder(second.pk).rmdir()
    assert [path.read_bytes() for path in accepted_files(Delivery.objects.get(pk=second.pk))] == before


def test_one_file_twice_or_too_many_is_said(world: World, hand: Callable[..., Delivery]) -> None:
    with pytest.raises(NotPossible, match="内容完全相同"):
        hand(FIRST, FIRST)
    with pytest.raises(NotPossible, match="最多分成"):
        hand(*([order(n, 5, 9)] for n in range(MOST_FILES + 1)))
    assert not Delivery.objects.exists()


def test_the_page_takes_several_files_at_once(world: World, desk: Client, run_reactions: Callable[[], int]) -> None:
    files = [SimpleUploadedFile(f"{name}.csv", table(rows)) for name, rows in (("砚山", FIRST), ("丘北", SECOND))]
    given = {"enterprise": world.firm("云岭快送").pk, "month": "2026-10", "orders": files}
    desk.post("/desk/deliveries/new/", given)
    run_reactions()
    row = Delivery.objects.get()
    assert ([one.name for one in row.orders], row.rows) == (["砚山.csv", "丘北.csv"], 8)
    page = desk.get(f"/desk/deliveries/{row.pk}/").content.decode()
    assert "第2个文件" in page
    assert "退回-2-丘北.csv" in page


def test_files_that_came_in_pieces_are_handed_in_together(
    world: World, platform: str, desk: Client, run_reactions: Callable[[], int]
) -> None:
    firm = world.firm("云岭快送")
    office = world.actor("戴州受理")
    reporter = set_reporter(firm, since=OCTOBER, due_day=10, on_rejects="ask", by=office, at=AT)
    machine = Machine(keys.issue_key(reporter, name="每月报送", by=world.actor(PLATFORM_HR), at=AT)[1])
    places = [machine.bring(table(rows), name) for rows, name in ((FIRST, "a.csv"), (SECOND, "b.csv"))]
    told = machine.hand_in(orders=places).json()
    assert [one["name"] for one in told["files"]] == ["a.csv", "b.csv"]
    assert machine.hand_in(orders=[*reversed(places)]).json()["receipt"] == told["receipt"]
    assert machine.hand_in(orders=[]).status_code == 400
    tokens = " ".join(place.rstrip("/").rpartition("/")[2] for place in places)
    again = desk.post("/desk/deliveries/new/", {"enterprise": firm.pk, "month": "2026-10", "orders_upload": tokens})
    assert again.url == f"/desk/deliveries/{Delivery.objects.get().pk}/"
    assert machine.begin(table(SECOND), "b.csv")["Upload-Offset"] == str(len(table(SECOND)))
    run_reactions()
    told = machine.state(told["receipt"])
    assert (told["rows"], told["accepted"], told["other_months"]) == (8, 3, {"2026-09": 2})
    assert len(told["rejected_files"]) == 2
