"""Does a worker read what he really earned an hour, open the orders behind it, and carry it into a complaint?"""

from collections.abc import Callable
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client

from huxin.channels.portal.report import PROPOSED
from huxin.oversight import slip
from huxin.oversight.actions.scanning import start_scan
from huxin.oversight.models import Delivery
from huxin.registry.actions.workers import link_platform_worker
from tests.oversight.made import OCTOBER, order
from tests.world import AT, World

pytestmark = pytest.mark.django_db
# the rider has key R1 and earns 10 yuan an hour, once with a deduction; eleven others earn 40
MINE = [order(n, 10 + n, 10, pay_fen=1_000, deduction_fen=50 if n == 2 else 0) for n in range(4)]
OTHERS = [order(100 + n, 12, 10, worker=f"Q{n}") for n in range(11)]
ADDRESS = "/me/slips/2026-10/"


@pytest.fixture
def rider(world: World, deliver: Callable[..., Delivery], run_reactions: Callable[[], int]) -> Client:
    """His browser, after his account was matched and the month scanned."""
    deliver([*MINE, *OTHERS])
    by = world.actor("陈办案")
    link_platform_worker(world.firm("云岭快送"), key="R1", worker=world.rider, by=by, at=AT)
    start_scan(world.area("532600"), month=OCTOBER, rules="in-force", by=world.actor("戴州受理"), at=AT)
    run_reactions()
    client = Client()
    client.force_login(world.user("王师傅"))
    return client


def test_the_slip_adds_up_and_compares(world: World, rider: Client) -> None:
    found = slip.slip_of(world.rider, OCTOBER)
    assert found is not None
    assert (found.orders, found.income_fen, found.deduction_fen) == (4, 3_950, 50)
    assert found.hourly_fen == 3_950 * 3_600 // found.time_s
    assert found.least_fen is not None
    assert found.hourly_fen < found.least_fen
    assert found.short_fen == found.due_fen - 3_950
    assert found.peers == 12
    assert found.median_fen is not None
    assert found.median_fen > found.least_fen


def test_a_median_of_few_is_not_told(world: World, rider: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slip, "FEWEST", 13)
    found = slip.slip_of(world.rider, OCTOBER)
    assert found is not None
    assert found.median_fen is None
    assert "不公布中位数" in rider.get(ADDRESS).content.decode()


def test_each_number_opens_its_orders(rider: Client) -> None:
    assert ADDRESS in rider.get("/me/slips/").content.decode()
    page = rider.get(ADDRESS).content.decode()
    assert "比最低标准少" in page
    assert f"{ADDRESS}orders/?only=deductions" in page
    orders = rider.get(f"{ADDRESS}orders/").content.decode()
    assert all(f">N{n}<" in orders for n in range(4))
    assert ">N100<" not in orders
    assert ">N0<" not in rider.get(f"{ADDRESS}orders/?only=deductions").content.decode()


def test_the_signed_file_says_the_same(rider: Client) -> None:
    data = rider.get(f"{ADDRESS}slip.pdf").content
    text = pypdfium2.PdfDocument(BytesIO(data))[0].get_textpage().get_text_bounded()
    assert "真实时薪" in text
    assert "39.50" in text
    assert b"/ByteRange" in data


def test_a_disputed_figure_is_carried_into_a_complaint(rider: Client) -> None:
    sent = rider.post(f"{ADDRESS}dispute/", {"what": "deduction"})
    assert sent.url == "/report/what/"
    carried = rider.session[PROPOSED]
    assert carried["what"] == {"whose": "complaint", "topic": "deposit"}
    assert carried["where"] == {"area": "532622"}
    assert "扣款0.50元（云岭快送科技有限公司报送的订单" in carried["story"]["story"]


def test_nobody_else_has_a_slip_of_him(world: World, rider: Client) -> None:
    other = Client()
    assert other.get(ADDRESS).status_code == 302
    other.force_login(world.user("李经办"))
    assert other.get(ADDRESS).status_code == 403
    assert rider.get("/me/slips/2026-09/").url == "/me/slips/"
