"""Is what a few people earn told to nobody?"""

from collections.abc import Callable

import pytest

from huxin.oversight import wage_tables
from huxin.oversight.actions.delivering import set_reporter
from huxin.oversight.models import Delivery, Scan
from tests.oversight.made import OCTOBER, month_of_orders
from tests.oversight.once import scanned
from tests.world import AT, World

pytestmark = pytest.mark.django_db


def test_a_group_of_nine_is_not_told(world: World, deliver: Callable[..., Delivery]) -> None:
    office = world.actor("戴州受理")
    set_reporter(world.firm("云岭快送"), since=OCTOBER, due_day=10, on_rejects="take", by=office, at=AT)
    deliver([one for one in month_of_orders(5) if one["worker"] not in ("R0", "R1", "R2", "R3", "R4")])
    scanned(OCTOBER)
    lines = wage_tables.lines(Scan.objects.get(), "area")
    assert {(one.persons, one.hidden) for one in lines} == {(None, "人数太少，不公布")}
    assert all(value is None for one in lines for value in (*one.hourly_fen, *one.monthly_fen))
