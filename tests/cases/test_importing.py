"""Does a table of another system become cases: all of its lines or none, and each once?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.cases.actions.importing import Imported, Verdict, import_cases, read_lines
from huxin.cases.importing import HEADINGS
from huxin.cases.models import Case
from huxin.cases.people import by_receipt, face
from huxin.journal.models import Event
from tests.cases.conftest import Desk

EXAMPLE = {heading.title: heading.example for heading in HEADINGS}


def line(number: int, **more: Any) -> tuple[int, Mapping[str, Any]]:
    """The line of the sample, with some cells otherwise."""
    return number, EXAMPLE | {"外部编号": f"WS{number}"} | more


def brought(desk: Desk, *rows: tuple[int, Mapping[str, Any]], who: str = "韦受理") -> Imported:
    """The table is imported."""
    done = import_cases(rows, by=desk.world.actor(who), at=desk.later())
    desk.run()
    return done


def said(desk: Desk, **cells: Any) -> str:
    """What is wrong with a line."""
    only = read_lines([line(2, **cells)], by=desk.world.actor("韦受理"), at=desk.later())[0]
    assert only.verdict is Verdict.WRONG, only
    return only.words


def test_a_line_becomes_a_case_with_its_outside_number_and_day(desk: Desk) -> None:
    row = line(2, 用工单位="砚山迅达配送服务有限公司", 姓名="王大山", 手机号=13900001111, 涉及金额="1.2万元",
               外部时限=date(2026, 12, 10), 发生时间起="2026年8月1日", 发生时间止="2026/10/31")  # fmt: skip
    opened = brought(desk, row).opened[0]
    case = opened.case
    assert (case.source, case.outside_number, case.outside_due_on) == ("hotline_12345", "WS2", date(2026, 12, 10))
    assert (case.organisation.short_name, case.claimed_fen) == ("砚山监察大队", 1200000)
    assert (case.enterprise, case.happened_until) == (desk.world.firm("迅达配送"), date(2026, 10, 31))
    assert face(case.parties.get(role="claimant")).name == "王*"
    assert by_receipt(case.number, opened.receipts[0], at=desk.later())[0] == case


def test_the_same_table_again_doubles_nothing(desk: Desk) -> None:
    brought(desk, line(2), line(3))
    again = brought(desk, line(2), line(3), line(4))
    assert (len(again.opened), again.same, Case.objects.count()) == (1, 2, 3)
    with pytest.raises(NotPossible, match="3件都已登记过"):
        brought(desk, line(2), line(3), line(4))
    event = Event.objects.filter(verb="case.imported").order_by("-pk")[0]
    assert (event.data["new"], event.data["same"]) == (1, 2)


def test_the_same_number_of_another_system_is_another_matter(desk: Desk) -> None:
    brought(desk, line(2))
    assert len(brought(desk, line(2, 来源="信访")).opened) == 1


def test_with_one_wrong_line_nothing_is_written(desk: Desk) -> None:
    with pytest.raises(NotPossible, match=r"第3行有误：缺少案由.*共2行有误"):
        brought(desk, line(2), line(3, 案由=""), line(4, 涉及人数="很多"))
    assert not Case.objects.exists()


def test_two_lines_of_one_number_are_told_apart_by_nobody(desk: Desk) -> None:
    lines = read_lines([line(2), line(3, 外部编号="WS2")], by=desk.world.actor("韦受理"), at=desk.later())
    assert [(one.verdict.value, one.words) for one in lines][1] == ("有误", "与第2行来源、外部编号相同")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"来源": "朋友"}, "来源“朋友”：应为“12345热线”“12333热线”"),
        ({"来源": "网上提交"}, "来源“网上提交”"),
        ({"工作地点": "昆明市"}, "应为本州的县（市）名称"),
        ({"外部时限": "下周"}, "日期读不懂"),
        ({"外部时限": "2026-13-40"}, "日期读不懂"),
        ({"涉及金额": "一些"}, "金额读不懂"),
        ({"涉及金额": "一些", "涉及人数": "0"}, "3.2万元”；涉及人数“0”：应为1至100000的整数"),
        ({"涉及人数": "²"}, "应为1至100000的整数"),
        ({"程序": "专项监察"}, "应为"),
        ({"姓名": "王大山"}, "请一并填写"),
        ({"姓名": "王大山", "手机号": "123"}, "手机"),
        ({"案由": "长" * 121}, "案由超过120字"),
        ({"发生时间起": "2026-10-31", "发生时间止": "2026-08-01"}, "止早于"),
        ({"发生时间起": "2027-01-01", "发生时间止": ""}, "晚于今天"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_words(desk: Desk, cells: dict[str, Any], words: str) -> None:
    assert words in said(desk, **cells)


def test_all_that_is_wrong_in_a_line_is_said_at_once(desk: Desk) -> None:
    assert said(desk, 来源="", 事项="", 案由="").startswith("缺少来源；缺少事项；缺少案由")


def test_a_table_without_its_columns_is_refused(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="缺少这些列：来源"):
        read_lines([(2, {"单号": "1"})], by=desk.world.actor("韦受理"), at=desk.at)
    with pytest.raises(NotPossible, match="没有内容"):
        read_lines([], by=desk.world.actor("韦受理"), at=desk.at)
    with pytest.raises(NotPossible, match="一次最多导入500件"):
        read_lines([line(n) for n in range(2, 503)], by=desk.world.actor("韦受理"), at=desk.at)


def test_only_who_registers_cases_may_import(desk: Desk) -> None:
    for stranger in ("钱工会", "李经办", "冯审计"):
        with pytest.raises(PermissionDenied):
            brought(desk, line(2), who=stranger)


def test_an_outside_number_registered_by_hand_is_refused_with_the_number_of_the_first(desk: Desk) -> None:
    first = desk.open(source="hotline_12345", outside_number="WS9").case
    with pytest.raises(NotPossible, match=first.number):
        desk.open(source="hotline_12345", outside_number="WS9")
    second = desk.open(source="petition", outside_number="WS9").case
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=second.pk).update(source="hotline_12345")
