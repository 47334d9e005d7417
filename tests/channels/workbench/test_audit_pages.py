"""Does the auditor see the record, and the record the auditor?"""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from huxin.journal.log import VERBS, record
from huxin.journal.models import Event
from huxin.work.upkeep import note_verified
from tests.world import AT, World

Browse = Callable[[str], Client]


@pytest.fixture
def happened(world: World) -> None:
    with transaction.atomic():
        for name, unit in (("钱工会", "州总工会"), ("陈砚山", "砚山县政府")):
            by, place = world.actor(name), world.org(unit)
            for _ in range(3):
                record(VERBS["organisation.renamed"], [place], by=by, at=AT, org_path=place.path)


def lines(client: Client, query: str = "") -> list[str]:
    return [who for _, who, _, _ in client.get(f"/workbench/audit/{query}").context["lines"]]


def test_the_record_is_read_newest_first_with_words(happened: None, browse: Browse) -> None:
    client = browse("冯审计")
    page = client.get("/workbench/audit/").content.decode()
    assert "变更单位名称，原名留作别名" in page
    assert lines(client, "?verb=organisation.renamed") == ["砚山县政府 陈砚山"] * 3 + ["州总工会 钱工会"] * 3


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?verb=organisation.renamed&person=钱工", 3),
        ("?verb=organisation.renamed&organisation=砚山", 3),
        ("?person=钱工会&organisation=砚山", 0),
        ("?verb=organisation.renamed&since_on=2001-01-01&until_on=2001-12-31", 0),
        ("?verb=organisation.renamed&since_on=2001-01-01", 6),
        ("?kind=organisation", 6),
    ],
)
def test_the_record_is_narrowed(query: str, number: int, happened: None, browse: Browse) -> None:
    assert len(lines(browse("冯审计"), query)) == number


def test_one_thing_is_followed_by_its_kind_and_number(happened: None, browse: Browse, world: World) -> None:
    number = world.org("州总工会").pk
    assert lines(browse("冯审计"), f"?kind=organisation&subject_id={number}") == ["州总工会 钱工会"] * 3


@pytest.mark.parametrize(
    "query", ["?since_on=yesterday", "?subject_id=x", "?verb=nonsense", "?subject_id=99999999999999999999"]
)
def test_a_filter_without_sense_is_said_and_breaks_nothing(query: str, browse: Browse) -> None:
    page = browse("冯审计").get(f"/workbench/audit/{query}")
    assert page.status_code == 200
    assert page.context["form"].errors


def test_reading_and_exporting_stand_in_the_record(happened: None, browse: Browse) -> None:
    client = browse("冯审计")
    client.get("/workbench/audit/?verb=organisation.renamed")
    client.get("/workbench/audit.xlsx?verb=organisation.renamed")
    read = Event.objects.filter(verb="journal.read").order_by("id")
    assert [(e.actor_name, e.data["event_verb"], e.data["exported"]) for e in read] == [
        ("冯审计", "organisation.renamed", False), ("冯审计", "organisation.renamed", True)
    ]  # fmt: skip


def test_the_export_has_chinese_headings_and_the_same_rows(happened: None, browse: Browse) -> None:
    answer = browse("冯审计").get("/workbench/audit.xlsx?verb=organisation.renamed&person=钱工会")
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert rows[0][:4] == ("序号", "发生时间", "记录时间", "操作人")
    assert [row[3] for row in rows[1:]] == ["钱工会"] * 3


@pytest.mark.parametrize("name", ["吴主任科员", "郑主任", "钱工会", "陈砚山", "赵经办", "韩管理"])
def test_nobody_else_reads_the_record(name: str, browse: Browse) -> None:
    assert browse(name).get("/workbench/audit/").status_code == 403
    assert browse(name).get("/workbench/audit.xlsx").status_code == 403


def test_events_of_another_prefecture_are_not_shown(browse: Browse, world: World) -> None:
    with transaction.atomic():
        for path in ("530000/530100/5/", ""):
            record(VERBS["account.login_failed"], [], by=world.actor("钱工会"), at=AT, org_path=path)
    assert len(lines(browse("冯审计"), "?verb=account.login_failed")) == 1, "that of the installation as a whole"


def test_a_broken_seal_is_said_on_the_page(browse: Browse) -> None:
    client = browse("冯审计")
    assert "还没有核对过" in client.get("/workbench/audit/").content.decode()
    note_verified(broken=[], at=AT)
    assert "全部相符" in client.get("/workbench/audit/").content.decode()
    note_verified(broken=[AT.date()], at=AT)
    assert "有1天的记录与封存不一致，最早为2026-11-23" in client.get("/workbench/audit/").content.decode()


def test_the_page_costs_the_same_however_long_the_record(happened: None, browse: Browse, world: World) -> None:
    client = browse("冯审计")
    client.get("/workbench/audit/")
    with CaptureQueriesContext(connection) as few:
        client.get("/workbench/audit/")
    with transaction.atomic():
        for _ in range(60):
            place = world.org("州总工会")
            record(VERBS["organisation.renamed"], [place], by=world.actor("钱工会"), at=AT, org_path=place.path)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/workbench/audit/")
    assert len(many) == len(few) <= 18, "the writing of the reading included"
    assert not [q for q in many.captured_queries if "COUNT(" in q["sql"] or "OFFSET" in q["sql"]]
    assert page.context["page"].next


def test_who_hears_no_notices_is_not_sent_to_choose_them(world: World, browse: Browse) -> None:
    choices = "/workbench/notices/choices/"
    assert choices not in browse("冯审计").get("/workbench/profile/").content.decode()
    assert choices in browse("钱工会").get("/workbench/profile/").content.decode()
