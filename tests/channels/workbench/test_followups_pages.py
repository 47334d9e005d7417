"""Can the office follow up from the screen, and nobody else?"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from huxin.channels.parts.excel import read_table
from huxin.followups.actions import set_rule
from huxin.followups.models import FollowUp, LadderRule
from huxin.journal.models import Event
from huxin.journal.timeline import sentence
from tests.followups.conftest import Ladder, ladder  # noqa: F401  the plan with late tasks
from tests.world import AT

Browse = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


@pytest.fixture
def office(browse: Browse) -> Client:
    return browse("吴主任科员")


def test_the_office_drafts_from_the_list_of_late_parties(ladder: Ladder, office: Client) -> None:  # noqa: F811
    ladder.late("州总工会", 3)
    address = f"/workbench/plans/{ladder.plan.pk}/late/"
    page = office.get(address).content.decode()
    assert "起草提示函（1项）" in page
    assert "督办规则" in page
    [(_, row)] = read_table(BytesIO(office.get(f"{address}?excel=yes").content)).rows
    assert (row["单位"], row["已督办"]) == ("文山州总工会", "")
    given = {"organisation": ladder.world.org("州总工会").pk, "rung": "letter"}
    page = office.post(address, given, follow=True).content.decode()
    assert "提示函：文山州总工会" in page
    assert "【温馨提示】" in page
    assert "请刷新页面后再选" in office.post(address, given).content.decode()
    assert FollowUp.objects.count() == 1


def test_the_rules_are_offered_to_who_may_change_them(ladder: Ladder, browse: Browse) -> None:  # noqa: F811
    director = browse("郑主任")
    for address in ("/workbench/follow-ups/", f"/workbench/plans/{ladder.plan.pk}/late/"):
        page = director.get(address)
        assert (page.status_code, "督办规则" in page.content.decode()) == (200, False), address


def test_a_party_or_rung_that_is_not_there_is_said_so(ladder: Ladder, office: Client) -> None:  # noqa: F811
    ladder.late("州总工会", 3)
    address = f"/workbench/plans/{ladder.plan.pk}/late/"
    gone = office.post(address, {"organisation": 10**12, "rung": "letter"}).content.decode()
    assert "这个单位现在没有逾期任务" in gone
    assert office.post(address, {"organisation": "x", "rung": "nonsense"}).status_code == 200


def test_a_draft_is_dropped_with_a_reason_and_a_word_in_the_chat_is_noted(
    ladder: Ladder,  # noqa: F811
    office: Client,
) -> None:
    letter = ladder.draft("州总工会", "letter", ladder.late("州总工会", 3))
    chat = ladder.draft("州总工会", "chat", ladder.late("州总工会", 1))
    office.post(f"/workbench/follow-ups/{letter.pk}/drop/", {"reason": ""})
    assert FollowUp.objects.get(pk=letter.pk).state == "drafted"
    office.post(f"/workbench/follow-ups/{letter.pk}/drop/", {"reason": "已说明"})
    office.post(f"/workbench/follow-ups/{chat.pk}/chat/")
    office.post(f"/workbench/follow-ups/{chat.pk}/close/", {"reason": "已补报"})
    states = FollowUp.objects.values_list("state", flat=True).order_by("pk")
    assert list(states) == ["dropped", "closed"]
    page = office.get(f"/workbench/follow-ups/{letter.pk}/").content.decode()
    assert "已说明" in page
    assert "决定不予发出提示函" in page


def test_a_rule_is_tried_on_the_screen_before_it_is_set(ladder: Ladder, office: Client) -> None:  # noqa: F811
    ladder.late("州总工会", 30)
    address = f"/workbench/plans/{ladder.plan.pk}/ladder/letter/"
    given = {"name": "提示函", "after_days": 3, "on": "on"}
    page = office.post(address, {**given, "try": "1"}).content.decode()
    assert "会起草 <strong>1</strong> 份" in page
    assert not LadderRule.objects.exists()
    office.post(address, given)
    assert LadderRule.objects.get().on
    assert office.post(address, {"name": "", "after_days": "x"}).context["form"].errors.keys() == {"name", "after_days"}
    assert office.get(f"/workbench/plans/{ladder.plan.pk}/ladder/nonsense/").status_code == 302


def test_the_days_of_the_lamps_are_set_beside_the_rules(ladder: Ladder, office: Client) -> None:  # noqa: F811
    address = f"/workbench/plans/{ladder.plan.pk}/ladder/"
    assert "临期提醒天数已保存" in office.post(address, {"warn_days": "7"}, follow=True).content.decode()
    assert 'value="7"' in office.get(address).content.decode()
    assert office.post(address, {"warn_days": "0"}).context["form"].errors


def test_the_list_is_filtered_and_exported(ladder: Ladder, office: Client) -> None:  # noqa: F811
    for rung in ("letter", "chat"):
        ladder.draft("州总工会", rung, ladder.late("州总工会", 3))
    page = office.get("/workbench/follow-ups/?rung=chat")
    assert [row.rung for row in page.context["page"].rows] == ["chat"]
    assert len(office.get("/workbench/follow-ups/?rung=nonsense").context["page"].rows) == 2
    rows = list(load_workbook(BytesIO(office.get("/workbench/follow-ups.xlsx?rung=chat").content)).active.values)
    assert [row[0] for row in rows] == ["层级", "群提醒文字"]


def test_every_page_calls_a_rung_as_the_plan_does_and_colours_it(ladder: Ladder, office: Client) -> None:  # noqa: F811
    plan, by = ladder.plan, ladder.world.actor("吴主任科员")
    set_rule(plan, "letter", name="催办函", after_days=3, on=False, by=by, at=AT)
    letter = ladder.draft("州总工会", "letter", ladder.late("州总工会", 3))
    ladder.draft("砚山县政府", "supervise", ladder.late("砚山县政府", 9))
    ladder.draft("文山市政府", "circular", ladder.late("文山市政府", 31))
    ladder.late("州商务局", 3)
    blue, orange, red = (
        f'<span class="lamp lamp-{tone}">{name}</span>'
        for tone, name in (("info", "催办函"), ("near", "督办函"), ("late", "通报"))
    )
    for path in ("follow-ups/", f"plans/{plan.pk}/late/", f"plans/{plan.pk}/ladder/"):
        page = office.get(f"/workbench/{path}").content.decode()
        assert all(lamp in page for lamp in (blue, orange, red)), path
    assert '<option value="letter">催办函</option>' in office.get("/workbench/follow-ups/").content.decode()
    assert "起草催办函（1项）" in office.get(f"/workbench/plans/{plan.pk}/late/").content.decode()
    page = office.get(f"/workbench/follow-ups/{letter.pk}/").content.decode()
    assert blue in page
    assert "起草催办函，涉及1项逾期任务" in page
    assert "催办函：州总工会" in office.get("/workbench/search/?q=总工会").content.decode()
    [event] = Event.objects.filter(verb="follow_up.drafted", subjects__kind="followup", subjects__subject_id=letter.pk)
    event.data["rung"] = "letter"
    assert sentence(event) == "起草提示函，涉及1项逾期任务", "as it was written before plans were named"


@pytest.mark.parametrize("name", ["钱工会", "陈砚山", "赵经办", "冯审计", "韩管理"])
def test_nobody_else_opens_these_pages(name: str, ladder: Ladder, browse: Browse) -> None:  # noqa: F811
    follow_up = ladder.draft("州总工会", "chat", ladder.late("州总工会", 1))
    client, plan = browse(name), ladder.plan.pk
    for path in (
        "follow-ups/", "follow-ups.xlsx", f"follow-ups/{follow_up.pk}/", f"plans/{plan}/late/", f"plans/{plan}/ladder/"
    ):  # fmt: skip
        assert client.get(f"/workbench/{path}").status_code == 403, path


def test_lists_cost_the_same_however_long(ladder: Ladder, office: Client) -> None:  # noqa: F811
    ladder.draft("州总工会", "letter", ladder.late("州总工会", 3))
    pages = ("/workbench/follow-ups/", f"/workbench/plans/{ladder.plan.pk}/late/")

    def cost(page: str) -> int:
        with CaptureQueriesContext(connection) as found:
            office.get(page)
        assert not [q for q in found.captured_queries if "OFFSET" in q["sql"]]
        return len(found)

    before = [cost(page) for page in (*pages, *pages)][2:]
    for unit in ("砚山县政府", "文山市政府", "州商务局"):
        ladder.draft(unit, "letter", ladder.late(unit, 3), ladder.late(unit, 4, goal=2))
    assert [cost(page) for page in pages] == before
    assert max(before) <= 14


def test_a_plan_leads_to_its_rules_only_who_sets_them(ladder: Ladder, browse: Browse) -> None:  # noqa: F811
    plan = f"/workbench/plans/{ladder.plan.pk}/"
    for name, sets in (("吴主任科员", True), ("郑主任", False)):
        client = browse(name)
        assert (f"{plan}ladder/" in client.get(plan).content.decode()) == sets
        assert client.get(f"{plan}ladder/").status_code == (200 if sets else 403)
