"""Does a worker get the same slip from shifts that he typed and from a file of his own, and nobody else sees them?"""

import csv
from collections.abc import Iterator
from datetime import date, time
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from huxin.cases.records import Evidence
from huxin.oversight import places
from huxin.oversight.actions.own_records import look_at
from huxin.oversight.models import OwnFile, TypedShift
from huxin.oversight.slip import month_of, source_of
from huxin.registry.actions.log_in import come_in
from tests.oversight.made import OCTOBER
from tests.world import AT, World

pytestmark = pytest.mark.django_db
WHERE = {"platform": "云岭快送", "firm": "迅达配送", "area": "532622", "industry": "delivery"}
TWO_COLUMNS = {"day": "日子", "accepted_s": "几点接", "completed_s": "几点完", "pay_fen": "挣了(元)"}
SHIFT = {"day": "2026-10-10", "begins": "09:00", "ends": "12:00", "orders": "6", "pay": "45", "deduction": ""}
HEADINGS = ("订单编号", "接单时间", "送达时间", "配送费", "补贴", "打赏", "扣款", "扣款原因")
ROWS = (
    ("A1", "2026-10-10 09:00:00", "2026-10-10 10:00:00", "10.00", "0", "1.5", "", ""),
    ("A2", "2026-10-10 09:30:00", "2026-10-10 10:30:00", "8.00", "2", "0", "5", "超时"),
    ("A3", "2026-10-11 23:30:00", "2026-10-12 00:30:00", "6.00", "0", "0", "0", ""),
    ("A4", "看不清", "2026-10-11 13:00:00", "6.00", "0", "0", "0", ""),
)


@pytest.fixture
def rider(world: World) -> Iterator[Client]:
    client = Client()
    client.force_login(world.user("王师傅"))
    return client


def write(rider: Client, **changes: str) -> Any:
    return rider.post("/me/shifts/", SHIFT | WHERE | changes)


def exported(headings: tuple[str, ...] = HEADINGS, rows: Any = ROWS, coding: str = "gbk") -> BytesIO:
    text = StringIO()
    csv.writer(text).writerows([headings, *rows])
    file = BytesIO(text.getvalue().encode(coding))
    file.name = "订单.csv"
    return file


def hand_in(rider: Client, file: BytesIO) -> OwnFile:
    sent = rider.post("/me/files/", WHERE | {"file": file})
    assert sent.status_code == 302, sent.content.decode()
    return OwnFile.objects.latest("pk")


def test_a_file_with_clocks_of_twelve_hours_is_read_as_it_is(rider: Client) -> None:
    rows = (
        ("A1", "2026/10/10 上午9:00", "2026/10/10 中午12:00", "¥1,010.50", "", "", "", ""),
        ("A2", "2026/10/10 下午9:00", "2026/10/10 晚上10:30", "8", "", "", "", ""),
    )
    row = hand_in(rider, exported(rows=rows, coding="utf-8-sig"))
    assert row.accepted_rows == 2
    page = rider.get(f"/me/slips/file-{row.pk}/2026-10/").content.decode()
    assert "4小时30分钟" in page
    assert "1,018.50元" in page


def test_typed_shifts_come_to_a_slip_with_its_steps(world: World, rider: Client) -> None:
    assert write(rider).status_code == 302
    assert write(rider, day="2026-10-12", begins="22:00", ends="02:00", orders="7", pay="100", deduction="10")
    found = source_of(world.rider, "shifts").slip(month_of(OCTOBER))
    assert found is not None
    assert (found.orders, found.time_s, found.income_fen, found.deduction_fen) == (13, 7 * 3_600, 13_500, 1_000)
    assert (found.free_days, found.longest_stretch_s) == (31 - 3, 4 * 3_600)
    assert found.due_fen == 7 * 1_800
    assert found.hourly_fen == 13_500 // 7
    page = rider.get("/me/slips/shifts/2026-10/").content.decode()
    assert "按您自己写的班次计算" in page
    assert "13单" in page
    steps = rider.get("/me/slips/shifts/2026-10/steps/").content.decode()
    assert "应得不少于126.00元" in steps
    rider.post("/me/slips/shifts/2026-10/keep/")
    assert Evidence.objects.get().title == "2026年10月真实时薪（自己写的班次）"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"begins": "11:00", "ends": "13:00"}, "重叠"),
        ({"day": "2026-10-09", "begins": "23:00", "ends": "09:30"}, "重叠"),
        ({"day": "2030-01-01"}, "今天以前"),
        ({"begins": "13:00", "ends": "13:00"}, "同一时刻"),
        ({"day": ""}, "必填"),
        ({"pay": "很多"}, "金额"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(rider: Client, changes: dict[str, str], says: str) -> None:
    write(rider)
    page = write(rider, **changes).content.decode()
    assert says in page
    assert 'value="云岭快送"' in page
    assert TypedShift.objects.count() == 1


def test_half_a_shift_is_kept_and_comes_back(rider: Client) -> None:
    assert rider.post("/me/drafts/own-shift/", {"day": "2026-10-10", "pay": "45"}).status_code == 204
    page = rider.get("/me/shifts/").content.decode()
    assert 'value="45"' in page
    write(rider)
    assert 'value="45"' not in rider.get("/me/shifts/").content.decode()


def test_a_shift_is_struck_by_its_writer_alone(world: World, rider: Client) -> None:
    write(rider)
    pk = TypedShift.objects.get().pk
    other = Client()
    other.force_login(come_in("13900007777", name="赵小海", area=world.area("532622"), at=AT))
    assert other.post(f"/me/shifts/{pk}/strike/").status_code == 404
    assert other.get("/me/slips/shifts/2026-10/").url == "/me/slips/"
    rider.post(f"/me/shifts/{pk}/strike/")
    assert not TypedShift.objects.exists()


def test_a_known_export_is_read_at_once_and_tells_what_it_could_not_read(world: World, rider: Client) -> None:
    row = hand_in(rider, exported())
    assert (row.rows, row.accepted_rows, row.months) == (4, 3, ["2026-10-01"])
    assert [number for number, _ in row.rejected] == [5]
    page = rider.get(f"/me/files/{row.pk}/").content.decode()
    assert "看不清" in page
    found = source_of(world.rider, f"file-{row.pk}").slip(month_of(OCTOBER))
    assert found is not None
    assert (found.orders, found.time_s, found.income_fen, found.tip_fen) == (3, 9_000, 2_100, 150)
    orders = rider.get(f"/me/slips/file-{row.pk}/2026-10/orders/?only=deductions").content.decode()
    assert ">A2<" in orders
    assert "超时" in orders
    assert ">A1<" not in orders


def test_the_file_and_the_shifts_of_the_same_work_come_to_the_same(world: World, rider: Client) -> None:
    row = hand_in(rider, exported(rows=[("B1", "2026-10-10 09:00", "2026-10-10 12:00", "45", "0", "0", "0", "")]))
    write(rider)
    one = source_of(world.rider, f"file-{row.pk}").slip(month_of(OCTOBER))
    two = source_of(world.rider, "shifts").slip(month_of(OCTOBER))
    assert one is not None
    assert two is not None
    for name in ("time_s", "income_fen", "due_fen", "longest_stretch_s", "free_days"):
        assert getattr(one, name) == getattr(two, name), name


def test_an_unknown_export_is_read_as_he_says(world: World, rider: Client) -> None:
    book = openpyxl.Workbook()
    book.active.append(["日子", "几点接", "几点完", "挣了(元)"])
    book.active.append(["2026-10-10", "22:30", "00:30", 30])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "我的.xlsx"
    row = hand_in(rider, file)
    assert row.columns == {}
    page = rider.get(f"/me/files/{row.pk}/").content.decode()
    assert "没有认出这种格式" in page
    assert "22:30" in page
    twice = rider.post(f"/me/files/{row.pk}/", TWO_COLUMNS | {"completed_s": "几点接"}).content.decode()
    assert "选了两次" in twice
    nothing = rider.post(f"/me/files/{row.pk}/", TWO_COLUMNS | {"day": ""}, follow=True).content.decode()
    assert "一单也没有读出" in nothing
    assert "重新读" in nothing
    assert rider.post(f"/me/files/{row.pk}/", TWO_COLUMNS).status_code == 302
    found = source_of(world.rider, f"file-{row.pk}").slip(month_of(OCTOBER))
    assert found is not None
    assert (found.time_s, found.income_fen) == (7_200, 3_000)


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        ("2026年10月3日", "上午10:00", "中午12:00"),
        ("2026.10.3", "10时00分", "12时00分"),
        ("2026/10/3", "10:00 AM", "12:00 PM"),
        ("2026-10-03", "晚上10:30", "凌晨0:30"),
    ],
)
def test_days_and_hours_are_read_as_people_write_them(
    world: World, rider: Client, day: str, begins: str, ends: str
) -> None:
    row = hand_in(rider, two_columns(day, begins, ends))
    assert rider.post(f"/me/files/{row.pk}/", TWO_COLUMNS).status_code == 302
    found = source_of(world.rider, f"file-{row.pk}").slip(month_of(OCTOBER))
    assert found is not None
    assert (found.time_s, found.income_fen) == (7_200, 3_000)


def test_the_column_of_days_is_guessed_where_the_times_have_none(world: World, rider: Client) -> None:
    book = openpyxl.Workbook()
    book.active.append(["我的接单记录"])
    book.active.append(["日期", "接单", "送达", "收入(元)"])
    book.active.append([date(2026, 10, 10), "8:05", "9点10分", "￥8.50"])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "我的.xlsx"
    look = look_at(hand_in(rider, file))
    assert look.guessed == {"day": "日期", "accepted_s": "接单", "completed_s": "送达", "pay_fen": "收入(元)"}


def test_what_was_written_of_day_and_hour_stands_in_the_reason(rider: Client) -> None:
    row = hand_in(rider, two_columns("十月三日", "十点", "十二点"))
    page = rider.post(f"/me/files/{row.pk}/", TWO_COLUMNS, follow=True).content.decode()
    assert "十月三日 十点" in page


def two_columns(day: str, begins: str, ends: str) -> BytesIO:
    file = BytesIO(f"日子,几点接,几点完,挣了(元)\n{day},{begins},{ends},30\n".encode())
    file.name = "我的.csv"
    return file


def test_a_title_above_the_headings_is_passed_over(world: World, rider: Client) -> None:
    book = openpyxl.Workbook()
    book.active.append(["十月收入明细"])
    book.active.append([])
    book.active.append(["日子", "几点接", "几点完", "挣了(元)"])
    book.active.append([date(2026, 10, 10), time(22, 30), time(0, 30), 30])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "我的.xlsx"
    row = hand_in(rider, file)
    assert '<td class="tight">22:30:00</td>' in rider.get(f"/me/files/{row.pk}/").content.decode()
    assert rider.post(f"/me/files/{row.pk}/", TWO_COLUMNS).status_code == 302
    found = source_of(world.rider, f"file-{row.pk}").slip(month_of(OCTOBER))
    assert found is not None
    assert (found.time_s, found.income_fen) == (7_200, 3_000)


def test_the_first_rows_are_shown_as_they_stand(rider: Client) -> None:
    row = hand_in(rider, exported())
    assert look_at(row).rows[0] == (*ROWS[0][:-2], "", "")


@pytest.mark.parametrize(
    ("start", "says"), [(b"%PDF-1.4 no", "PDF"), (b"\x89PNG\r\n\x1a\n", "图片"), (b"\xff" * 9, "不像")]
)
def test_what_is_no_table_is_kept_and_told(rider: Client, start: bytes, says: str) -> None:
    file = BytesIO(start)
    file.name = "工资.pdf"
    page = rider.post("/me/files/", WHERE | {"file": file}).content.decode()
    assert says in page
    assert "映射文件" not in page
    assert Evidence.objects.count() == 1


def test_with_the_piece_goes_what_was_read_of_it(rider: Client, run_reactions: Any) -> None:
    row = hand_in(rider, exported())
    folder = places.own_folder(row.piece.document_id)
    assert folder.exists()
    rider.post(f"/me/vault/{row.piece_id}/drop/")
    run_reactions()
    assert not folder.exists()
    assert not OwnFile.objects.exists()


def test_another_s_file_is_not_there(world: World, rider: Client) -> None:
    row = hand_in(rider, exported())
    other = Client()
    other.force_login(come_in("13900007777", name="赵小海", area=world.area("532622"), at=AT))
    assert other.get(f"/me/files/{row.pk}/").status_code == 404
    assert other.get(f"/me/slips/file-{row.pk}/2026-10/").status_code == 302
