"""Can anybody follow a plan, and nobody a person?"""

import gzip
import re
from collections.abc import Callable

import pytest
from django.test import Client

from huxin.plans.models import Duty, Goal, Plan, Term
from tests.reports.conftest import plan  # noqa: F401  the plan of three tasks
from tests.world import AT, PEOPLE, World


def owe(duty: Duty, state: str) -> None:
    Term.objects.create(
        duty=duty, plan=duty.plan, kind="once", state=state, due_on=AT.date(), first_due_on=AT.date(),
        calendar_version="test", done_at=AT if state == "done" else None,
    )  # fmt: skip


def test_each_goal_shows_its_lamps_and_how_much_is_done(plan: Plan, client: Client) -> None:  # noqa: F811
    duties = list(Duty.objects.filter(plan=plan, goal__number=2).order_by("pk"))
    for duty, state in zip(duties, ("done", "done", "open", "history"), strict=True):
        owe(duty, state)
    page = client.get("/progress/").content.decode()
    assert plan.title in page
    row = page[page.index("推广电子劳动合同") :]
    assert "2/3" in row[:400]
    assert "✓ 已完成2项" in row[:700]


def test_no_person_no_unit_and_no_internal_text_is_there(plan: Plan, client: Client, world: World) -> None:  # noqa: F811
    Goal.objects.filter(plan=plan).update(text="内部内容")
    duty = Duty.objects.filter(plan=plan).order_by("pk")[0]
    Duty.objects.filter(pk=duty.pk).update(not_ours="不便公开的说明", handler=world.user("钱工会"))
    page = client.get(f"/progress/{plan.pk}/").content.decode()
    secret = {name for name, _, _, _ in PEOPLE} | {"内部内容", "不便公开", "州总工会", "砚山"}
    assert [word for word in secret if word in page] == []


def test_a_plan_of_a_county_below_or_one_that_ended_is_not_public(
    plan: Plan,  # noqa: F811
    client: Client,
    world: World,
) -> None:
    child = Plan.objects.create(
        title="砚山县实施方案", area=world.area("532622"), office=world.org("砚山县政府"),
        org_path="530000/532600/532622/",
        parent=plan, tracked_from=AT.date(), adopted_at=AT,
    )  # fmt: skip
    assert client.get(f"/progress/{child.pk}/").status_code == 404
    Plan.objects.filter(pk=plan.pk).update(ended_on=AT.date())
    assert client.get(f"/progress/{plan.pk}/").status_code == 404
    assert "还没有公开的方案" in client.get("/progress/").content.decode()


def test_with_several_plans_one_chooses(plan: Plan, client: Client) -> None:  # noqa: F811
    Plan.objects.create(
        title="另一个方案",
        area=plan.area,
        office=plan.office,
        org_path=plan.org_path,
        tracked_from=AT.date(),
        adopted_at=AT,
    )
    page = client.get("/progress/").content.decode()
    assert re.findall(r'href="(/progress/\d+/)"', page)
    assert "另一个方案" in page


@pytest.mark.django_db
def test_the_page_is_light_and_needs_no_script(plan: Plan, client: Client) -> None:  # noqa: F811
    page = client.get(f"/progress/{plan.pk}/").content
    assert len(gzip.compress(page)) < 15_000
    assert b"<script>" not in page
    assert b"style=" not in page


def test_the_office_stops_showing_a_plan_and_shows_it_again(
    plan: Plan,  # noqa: F811
    client: Client,
    browse: Callable[[str], Client],
) -> None:
    office, address = browse("吴主任科员"), f"/workbench/plans/{plan.pk}/"
    assert "停止公开工作进度" in office.get(address).content.decode()
    office.post(f"{address}publicity/", {"hide": ""})
    assert client.get(f"/progress/{plan.pk}/").status_code == 404
    assert "停止公开工作进度" in office.get(address).content.decode()  # in the record: who did it
    again = office.post(f"{address}publicity/", {"hide": ""}, follow=True)
    assert "已经停止公开" in again.content.decode()
    office.post(f"{address}publicity/", {"show": ""})
    assert client.get(f"/progress/{plan.pk}/").status_code == 200
    assert browse("钱工会").post(f"{address}publicity/", {"hide": ""}).status_code == 403
    assert Plan.objects.get(pk=plan.pk).public
