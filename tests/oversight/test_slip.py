"""Does a worker read what he really earned an hour, open the orders behind it, and carry it into a complaint?"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from huxin.cases.models import Case
from huxin.cases.records import Evidence
from huxin.channels.portal.report import KEY, PROPOSED
from huxin.law.changes import Proposal, approve, propose
from huxin.oversight import slip
from huxin.oversight.models import MonthTotal
from huxin.oversight.queries import lines
from huxin.oversight.slip import Period, Slip, compared, month_of, read_period
from huxin.oversight.slip_sources import Delivered
from huxin.registry.actions.log_in import come_in
from huxin.registry.actions.workers import link_platform_worker
from tests.channels.portal.test_report import ANSWERS
from tests.oversight.made import OCTOBER, order
from tests.oversight.once import delivered, found_platform, once, scanned
from tests.world import AT, World

pytestmark = pytest.mark.django_db
# the rider has key R1 and earns 10 yuan an hour, once with a deduction; eleven others earn 40
MINE = [order(n, 10 + n, 10, pay_fen=1_000, deduction_fen=50 if n == 2 else 0) for n in range(4)]
OTHERS = [order(100 + n, 12, 10, worker=f"Q{n}") for n in range(11)]
ADDRESS, WEEK = "/me/slips/platform/2026-10/", "/me/slips/platform/2026-W41/"  # 5 to 11 October


@pytest.fixture(scope="module")
def _october(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The rider's account was matched and the month scanned."""
    with once(django_db_blocker, tmp_path_factory.mktemp("october")) as world:
        found_platform()
        delivered([*MINE, *OTHERS])
        by = world.actor("陈办案")
        link_platform_worker(world.firm("云岭快送"), key="R1", worker=world.rider, by=by, at=AT)
        scanned(OCTOBER)
        yield


@pytest.fixture
def rider(_october: None, world: World) -> Client:
    """His browser."""
    client = Client()
    client.force_login(world.user("王师傅"))
    return client


def slip_of(world: World, period: Period) -> Slip:
    found = Delivered(world.rider).slip(period)
    assert found is not None
    return compared(found)


def test_the_slip_adds_up_and_compares(world: World, rider: Client) -> None:
    found = slip_of(world, month_of(OCTOBER))
    assert (found.orders, found.income_fen, found.deduction_fen) == (4, 3_950, 50)
    assert found.hourly_fen == 3_950 * 3_600 // found.time_s
    assert found.least_fen is not None
    assert found.hourly_fen < found.least_fen
    assert found.due_fen is not None
    assert found.short_fen == found.due_fen - 3_950
    assert found.peers == 12
    assert found.median_fen is not None
    assert found.median_fen > found.least_fen
    assert found.free_days == 31 - 4


def test_the_orders_one_by_one_come_to_the_totals_of_the_month(world: World, rider: Client) -> None:
    whole = slip_of(world, month_of(OCTOBER))
    single = slip.worked_out(month_of(OCTOBER), Delivered(world.rider).orders(month_of(OCTOBER)))
    row = MonthTotal.objects.get(worker_key="R1")
    assert single is not None
    assert single.time_s == whole.time_s == row.wage_s
    for name in ("orders", "order_s", "earned_fen", "tip_fen", "deduction_fen", "income_fen", "due_fen",
                 "longest_stretch_s"):  # fmt: skip
        assert getattr(single, name) == getattr(whole, name) == getattr(row, name), name


def test_an_agreed_allowance_is_working_time_and_the_minimum_stays_what_it_is(world: World, rider: Client) -> None:
    before = slip_of(world, month_of(OCTOBER))
    given = Proposal(
        code="allowance.share", text="10%", area_code="532600", relation="B", force="consultation", status="verified",
        valid_from=OCTOBER, document="协商纪要", reason="已协商一致",
    )  # fmt: skip
    approve(propose(given, by=world.actor("吴主任科员"), at=AT), by=world.actor("郑主任"), at=AT)
    night = order(50, 20, 23, hours=2, pay_fen=2_000)
    delivered([*MINE, night, *OTHERS])
    scanned(OCTOBER)
    month = slip_of(world, month_of(OCTOBER))
    assert (before.time_s, month.time_s) == (4 * 3_600, 6 * 3_960)
    assert month.least_fen == before.least_fen
    assert month.hourly_fen == 5_950 * 3_600 // month.time_s
    single = slip.worked_out(month_of(OCTOBER), Delivered(world.rider).orders(month_of(OCTOBER)))
    assert single is not None
    assert (single.time_s, single.due_fen) == (month.time_s, month.due_fen)
    assert [(one.day.day, one.time_s) for one in month.days if one.worked][-2:] == [(20, 2 * 3_960), (21, 0)]
    assert "只做完前一天接的订单" in rider.get(ADDRESS).content.decode()
    assert "宽放时间（按接单时间）" in rider.get(f"{ADDRESS}steps/").content.decode()


def test_a_person_known_on_two_platforms_is_one_of_the_county_s_workers(world: World, rider: Client) -> None:
    def workers() -> int:
        return sum(line.workers for line in lines(world.actor("戴州受理"), OCTOBER, "in-force", "area"))

    assert workers() == 12
    MonthTotal.objects.filter(worker_key__in=("Q0", "Q1")).update(person="p1")
    assert workers() == 11


def test_a_week_is_added_up_from_its_orders(world: World, rider: Client) -> None:
    week = read_period("2026-W41")
    assert (week.words, week.key) == ("2026年10月5日至11日（一周）", "2026-W41")
    found = slip_of(world, week)
    assert (found.orders, found.income_fen, found.free_days) == (2, 2_000, 5)
    assert [(one.day.day, one.orders) for one in found.days if one.orders] == [(10, 1), (11, 1)]
    said = [one.sentence for one in found.answers]
    assert any("少" in sentence and "应得不少于" in sentence for sentence in said)
    assert "连续送单最长1小时，没有超过4小时。" in said
    page = rider.get(WEEK).content.decode()
    assert f"{WEEK}orders/?day=2026-10-10" in page
    assert ">N0<" in rider.get(f"{WEEK}orders/?day=2026-10-10").content.decode()
    assert ">N1<" not in rider.get(f"{WEEK}orders/?day=2026-10-10").content.decode()
    assert ">N2<" not in rider.get(f"{WEEK}orders/").content.decode()


def test_a_person_with_two_posts_is_one_of_the_others(world: World, rider: Client) -> None:
    row = MonthTotal.objects.get(worker_key="R1")
    row.pk = None
    row.firm = row.platform
    row.save()
    assert slip_of(world, month_of(OCTOBER)).peers == 12


def test_what_was_worked_for_two_claimed_accounts_at_once_counts_once(world: World, rider: Client) -> None:
    by = world.actor("陈办案")
    link_platform_worker(world.firm("云岭快送"), key="Q0", worker=world.rider, by=by, at=AT)  # on the 12th, at ten too
    whole = slip_of(world, month_of(OCTOBER))
    assert (whole.orders, whole.time_s, whole.income_fen) == (5, 4 * 3_600, 7_950)
    assert whole.time_s == sum(day.time_s for day in whole.days)
    (listed,) = Delivered(world.rider).slips()
    assert (listed.time_s, listed.due_fen) == (whole.time_s, whole.due_fen)


def test_the_steps_name_figures_and_articles(rider: Client) -> None:
    page = rider.get(f"{ADDRESS}steps/").content.decode()
    assert "小时最低工资" in page
    assert "按最低标准应得" in page
    assert "<strong>0.00元</strong>" in page, "sums to the fen stand under each other"
    assert "连续送单时长" in page


def test_totals_stand_while_the_orders_are_laid_down_anew(world: World, rider: Client, settings: Any) -> None:
    shutil.rmtree(settings.DATA / "oversight" / "scans")
    page = rider.get(ADDRESS).content.decode()
    assert "39.50元" in page
    assert rider.get(f"{ADDRESS}orders/").status_code == 302


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
    assert sent.url == "/report/who/"  # two have such a name; what, where and when are known
    assert set(rider.session[KEY]) == {"what", "where", "when"}
    carried = rider.session[PROPOSED]
    assert carried["what"] == {"whose": "complaint", "topic": "deposit"}
    assert carried["where"] == {"area": "532622"}
    assert carried["who"] == {"platform": "云岭快送", "firm": "迅达配送"}
    assert carried["when"] == {"amount": 50, "since": "2026-10-01", "until": "2026-10-31"}
    assert "扣款0.50元（云岭快送，平台报送的订单，用工企业迅达配送）" in carried["story"]["story"]


def test_a_disputed_figure_concerns_the_platform_behind_its_orders(rider: Client) -> None:
    book = {"day": "2026-10-10", "orders": "6", "area": "532622", "industry": "delivery", "firm": ""}
    for platform, begins, ends, less in (("甲快送", "06:00", "11:00", ""), ("乙快送", "14:00", "15:00", "3")):
        shift = {"platform": platform, "begins": begins, "ends": ends, "pay": "45", "deduction": less}
        assert rider.post("/me/shifts/", book | shift).status_code == 302
    for what, platform in (("hourly", "甲快送"), ("time", "甲快送"), ("longest", "甲快送"), ("deduction", "乙快送")):
        sent = rider.post("/me/slips/shifts/2026-10/dispute/", {"what": what})
        assert sent.url == "/report/story/"  # who is known as well
        assert rider.session[PROPOSED]["who"] == {"platform": platform, "firm": platform}, what
    assert rider.session[PROPOSED]["when"]["amount"] == 300


def test_only_what_there_is_to_dispute_is_offered_and_the_rest_says_why(rider: Client) -> None:
    MonthTotal.objects.filter(worker_key="R1").update(income_fen=90_000, earned_fen=90_000, deduction_fen=0)
    page = rider.get(ADDRESS).content.decode()
    assert [f'value="{what}"' in page for what in ("time", "orders", "income", "longest")] == [True] * 4
    assert not any(f'value="{what}"' in page for what in ("deduction", "hourly"))
    assert "没有扣款记录" in page
    assert "不低于最低标准" in page
    for what in ("deduction", "hourly"):
        told = rider.post(f"{ADDRESS}dispute/", {"what": what}, follow=True).content.decode()
        assert "不用提异议" in told
    rider.post(f"{ADDRESS}dispute/", {"what": ""})
    assert rider.session[PROPOSED]["what"] == {"whose": "complaint", "topic": "wage"}


def test_a_slip_with_other_figures_is_another_piece(rider: Client) -> None:
    rider.post(f"{ADDRESS}keep/")
    MonthTotal.objects.filter(worker_key="R1").update(income_fen=4_000)
    for _ in range(2):
        rider.post(f"{ADDRESS}keep/")
    assert [one.proves[:11] for one in Evidence.objects.order_by("pk")] == ["每小时9.87元：报酬", "每小时10.00元：报"]


def test_days_to_come_are_no_days_off(world: World, rider: Client) -> None:
    whole = slip_of(world, month_of(OCTOBER))
    so_far = slip.so_far(whole, OCTOBER.replace(day=13))
    assert so_far.days[-1].day == OCTOBER.replace(day=13)
    assert (whole.free_days, so_far.free_days) == (27, 13 - 4)


def test_the_slip_says_how_it_stands_beside_minimum_and_others(world: World, rider: Client) -> None:
    page = rider.get(ADDRESS).content.decode()
    assert slip_of(world, month_of(OCTOBER)).beside in page
    assert "每小时实得比最低标准少8.13元，比当地同行中位数少" in page
    assert "扣款后报酬合计39.50元" in rider.get(f"{ADDRESS}orders/").content.decode()


def test_a_week_into_a_month_without_orders_is_compared_with_the_month_of_its_beginning(
    world: World, rider: Client
) -> None:
    week = Period(OCTOBER.replace(day=26), OCTOBER.replace(month=11, day=2))
    assert compared(replace(slip_of(world, month_of(OCTOBER)), period=week)).peers == 12


def test_the_signed_slip_goes_along_as_evidence(world: World, rider: Client) -> None:
    rider.post(f"{ADDRESS}dispute/", {"what": "hourly"})
    rider.post(f"{ADDRESS}keep/")
    piece = Evidence.objects.get()  # kept once
    assert piece.title == "2026年10月真实时薪（平台报送的订单）"
    for step in ("what", "where", "who", "when", "story", "teller"):
        initial = rider.session[PROPOSED].get(step, {})
        rider.post(f"/report/{step}/", ANSWERS[step] | {k: v for k, v in initial.items() if v and k != "amount"})
    page = rider.get("/report/check/").content.decode()
    assert f'value="{piece.pk}"' in page
    assert "checked" in page
    sent = rider.post("/report/send/", {"pieces": [piece.pk]})
    assert sent.url == "/report/receipt/"
    piece.refresh_from_db()
    assert piece.case == Case.objects.get()


def test_another_s_piece_is_not_handed_in(world: World, rider: Client) -> None:
    rider.post(f"{ADDRESS}keep/")
    piece = Evidence.objects.get()
    other = Client()
    other.force_login(come_in("13900007777", name="赵小海", area=world.area("532622"), at=AT))
    with open(__file__, "rb") as file:
        other.post("/me/vault/", {"title": "别的", "files": file})
    for step, answer in ANSWERS.items():
        other.post(f"/report/{step}/", answer | ({"name": "赵小海"} if step == "teller" else {}))
    assert other.post("/report/send/", {"pieces": [piece.pk]}).status_code == 200
    assert not Case.objects.exists()


def test_nobody_else_has_a_slip_of_him(world: World, rider: Client) -> None:
    other = Client()
    assert other.get(ADDRESS).status_code == 302
    other.force_login(world.user("李经办"))
    assert other.get(ADDRESS).status_code == 403
    assert rider.get("/me/slips/platform/2026-09/").url == "/me/slips/"
