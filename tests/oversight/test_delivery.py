"""Does a month of orders come in once, row by row, with everything that is wrong said and nothing lost?"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.models import Document
from huxin.documents.store import keep, read
from huxin.orgs.access import visible
from huxin.oversight import places
from huxin.oversight.actions.delivering import Files, accept, hand_in, refuse, set_reporter
from huxin.oversight.checking import accepted_files
from huxin.oversight.models import Delivery
from huxin.oversight.queries import expected
from tests.oversight.made import OCTOBER, PLATFORM_HR, order
from tests.world import AT, World

pytestmark = pytest.mark.django_db
Deliver = Callable[..., Delivery]
GOOD = [order(n, 3 + n, 10) for n in range(4)]
BAD = order(9, 9, 9, pay_fen=-5)


def test_sound_orders_are_accepted_without_anybody(deliver: Deliver) -> None:
    row = deliver(GOOD)
    assert (row.state, row.rows, row.accepted_rows, row.workers, row.names) == ("accepted", 4, 4, 1, ["云岭快送"])
    assert row.decided_by is None
    assert accepted_files(row)


def test_the_same_file_twice_is_one_delivery(deliver: Deliver) -> None:
    assert deliver(GOOD).pk == deliver(GOOD).pk
    assert Delivery.objects.count() == 1


def test_rejected_rows_wait_for_the_office_and_go_back_with_their_reason(world: World, deliver: Deliver) -> None:
    row = deliver([*GOOD, BAD])
    assert (row.state, row.rejected, row.rejected_rows) == ("checked", {"negative_money": 1}, 1)
    back = Document.objects.get(pk=row.handed_back[0])
    text = read(back, by=world.actor(PLATFORM_HR), at=AT).decode()
    assert text.splitlines()[0].startswith("退回原因,原行号,order_id")
    assert "金额为负" in text
    assert "N9" in text
    accept(row, by=world.actor("戴州受理"), at=AT)
    assert row.state == "accepted"


def test_the_whole_is_sent_back_with_a_reason_or_as_agreed_beforehand(world: World, deliver: Deliver) -> None:
    office = world.actor("戴州受理")
    row = deliver([*GOOD, BAD])
    with pytest.raises(NotPossible, match="写明"):
        refuse(row, reason=" ", by=office, at=AT)
    assert refuse(row, reason="请改正金额", by=office, at=AT).state == "refused"
    with pytest.raises(NotPossible, match="已经变化"):
        accept(row, by=office, at=AT)
    set_reporter(world.firm("云岭快送"), since=OCTOBER, due_day=10, on_rejects="refuse", by=office, at=AT)
    again = deliver([*GOOD, BAD])
    assert again.state == "refused"
    assert again.pk != row.pk
    assert "按约定" in again.reason


def test_a_correction_replaces_what_was_accepted_and_the_earlier_one_stays(deliver: Deliver) -> None:
    first = deliver(GOOD)
    second = deliver(GOOD[:3])
    first.refresh_from_db()
    assert (first.state, second.state, second.replaces_id) == ("replaced", "accepted", first.pk)
    third = deliver(GOOD)  # what was replaced may come again
    assert third.state == "accepted"
    assert third.pk not in (first.pk, second.pk)


def test_orders_of_another_platform_or_month_are_not_taken(deliver: Deliver) -> None:
    foreign = deliver([order(1, 5, 9, platform="别家平台")])
    assert foreign.state == "unreadable"
    assert "别家平台" in foreign.reason
    other = deliver(GOOD, month=date(2026, 9, 1))
    assert other.state == "refused"
    assert other.rejected == {"outside_month": 4}


def test_a_file_that_cannot_be_read_is_kept_and_says_why(world: World, platform: str, run_reactions: Any) -> None:
    by, firm = world.actor(platform), world.firm("云岭快送")
    kept = keep("甲,乙\n1,2\n".encode(), name="orders.csv", org_path=firm.org_path, by=by, at=AT)
    mapping = keep(b"[orders\n", name="m.toml", org_path=firm.org_path, by=by, at=AT)
    row = hand_in(firm, month=OCTOBER, files=Files(kept, mapping), by=by, at=AT)
    run_reactions()
    row.refresh_from_db()
    assert row.state == "unreadable"
    assert "m.toml" in row.reason
    assert "第1行" in row.reason
    assert read(kept, by=by, at=AT)


def test_other_columns_without_a_mapping_get_a_draft_of_one(world: World, platform: str, run_reactions: Any) -> None:
    by, firm = world.actor(platform), world.firm("云岭快送")
    text = "单号,骑手编号,接单,送达,到手,用户付,县\nA,K1,2026-10-02 09:00:00,2026-10-02 09:30:00,6.5,9,砚山县\n"
    kept = keep(text.encode("gbk"), name="orders.csv", org_path=firm.org_path, by=by, at=AT)
    row = hand_in(firm, month=OCTOBER, files=Files(kept), by=by, at=AT)
    run_reactions()
    row.refresh_from_db()
    assert row.state == "unreadable"
    draft = read(Document.objects.get(pk__in=row.handed_back), by=by, at=AT).decode()
    assert f'platform = {{ const = "{firm.name}" }}' in draft
    for line in ('accepted_s = "接单"', 'pay_fen = "到手"', 'price_fen = "用户付"', '"砚山县" = "532622"'):
        assert line in draft
    assert "草稿" in desk_page(world, platform, row)


def desk_page(world: World, platform: str, row: Delivery) -> str:
    client = Client()
    client.force_login(world.user(platform))
    return client.get(f"/desk/deliveries/{row.pk}/").content.decode()


def test_a_month_that_is_not_over_cannot_be_handed_in(world: World, platform: str) -> None:
    by, firm = world.actor(platform), world.firm("云岭快送")
    kept = keep(b"a\n", name="orders.csv", org_path=firm.org_path, by=by, at=AT)
    with pytest.raises(NotPossible, match="还没有结束"):
        hand_in(firm, month=date(2026, 11, 1), files=Files(kept), by=by, at=AT)


def test_accepted_orders_are_made_again_from_the_kept_file(deliver: Deliver) -> None:
    row = deliver(GOOD)
    before = [path.read_bytes() for path in accepted_files(row)]
    for path in accepted_files(row):
        path.unlink()
    places.accepted_folder(row.pk).rmdir()
    assert [path.read_bytes() for path in accepted_files(row)] == before
    assert not list((Path(settings.DATA) / "oversight" / "work").iterdir())


def test_in_late_and_missing_are_told_apart(world: World, deliver: Deliver) -> None:
    office = world.actor("戴州受理")
    set_reporter(world.firm("云岭快送"), since=date(2026, 9, 1), due_day=10, on_rejects="ask", by=office, at=AT)
    deliver(GOOD)
    lines = {one.month.month: one for one in expected(office, today=AT.date())}
    assert (lines[10].state, lines[9].state) == (("near", "已接收，迟报"), ("late", "逾期未报"))
    assert lines[10].due_on == date(2026, 11, 10)
    assert 8 not in lines
    assert expected(world.actor("杨外县"), today=AT.date()) == []


def test_a_month_corrected_after_its_day_was_still_in_on_time(world: World, deliver: Deliver) -> None:
    office = world.actor("戴州受理")
    set_reporter(world.firm("云岭快送"), since=OCTOBER, due_day=10, on_rejects="ask", by=office, at=AT)
    first = deliver(GOOD)
    Delivery.objects.filter(pk=first.pk).update(handed_in_at=AT.replace(day=9))
    deliver(GOOD[:3])
    [line] = expected(office, today=AT.date())
    assert line.state == ("good", "已接收，已更正")


def test_a_correction_that_takes_away_most_of_a_month_waits_for_the_office(world: World, deliver: Deliver) -> None:
    office = world.actor("戴州受理")
    set_reporter(world.firm("云岭快送"), since=OCTOBER, due_day=10, on_rejects="take", by=office, at=AT)
    first = deliver(GOOD)
    row = deliver([GOOD[0]])
    first.refresh_from_db()
    assert (row.state, row.rejected_rows, first.state) == ("checked", 0, "accepted")
    assert "不到原报送（合格4行）的一半" in desk_page(world, PLATFORM_HR, row)
    accept(row, by=office, at=AT)
    first.refresh_from_db()
    assert (row.state, first.state) == ("accepted", "replaced")


def test_a_stranger_sees_and_decides_nothing(world: World, deliver: Deliver) -> None:
    row = deliver([*GOOD, BAD])
    for name in ("杨外县", "邱经办", "钱工会"):
        assert row not in visible(Delivery, world.actor(name))
        with pytest.raises(PermissionDenied):
            accept(row, by=world.actor(name), at=AT)
    with pytest.raises(PermissionDenied):
        hand_in(world.firm("云岭快送"), month=OCTOBER, files=Files(row.document), by=world.actor("李经办"), at=AT)
    assert row in visible(Delivery, world.actor(PLATFORM_HR))
