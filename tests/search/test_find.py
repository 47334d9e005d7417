"""What is found, and by whom?"""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import huxin.channels.workbench.search.fields  # noqa: F401  where to look
from huxin.documents.models import Document
from huxin.orgs.access import SUBJECTS, allowed
from huxin.orgs.models import User
from huxin.plans.models import Duty, Goal, Plan, Progress
from huxin.reports.models import Report, ReportCycle
from huxin.search.find import KINDS, PER_KIND, find, searchable
from tests.reports.conftest import cycle, plan  # noqa: F401  a plan and a round of reports
from tests.world import AT, World

EVERYBODY = ("吴主任科员", "郑主任", "李联络", "钱工会", "沈商务", "陈砚山", "赵经办", "冯审计", "韩管理")


@pytest.fixture(autouse=True)
def _pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address for every kind, so that what is found does not lean on the pages."""
    for code, kind in SUBJECTS.items():
        facts = {name: getattr(kind, name) for name in ("kind", "model", "view", "visible", "title")}
        monkeypatch.setitem(
            SUBJECTS, code, SimpleNamespace(**facts, url=lambda row: f"{row._meta.model_name}/{row.pk}")
        )


def titles(text: str, by: str, world: World) -> set[str]:
    return {hit.title for group in find(text, world.actor(by)) for hit in group.hits}


def test_a_stranger_finds_nothing_that_he_may_not_open(cycle: ReportCycle, world: World) -> None:  # noqa: F811
    for name in EVERYBODY:
        by = world.actor(name)
        for group in find("州", by) + find("电子劳动合同", by) + find("砚山", by) + find("2026", by) + find("局", by):
            for hit in group.hits:
                code, number = hit.url.split("/")
                kind = SUBJECTS[code]
                assert allowed(by, kind.view, kind.model._default_manager.get(pk=number)), (name, hit)


def test_a_unit_finds_its_own_duty_and_report_and_no_other_s(cycle: ReportCycle, world: World) -> None:  # noqa: F811
    found = titles("州总工会", "钱工会", world)
    assert "州总工会：推广电子劳动合同" in found
    assert "州总工会2026年全年报告" in found
    assert not any(
        "州总工会" in title for title in titles("州总工会", "陈砚山", world) if "报告" in title or "：" in title
    )
    assert titles("电子劳动合同", "赵经办", world) == set()


def test_what_a_unit_wrote_is_found_by_who_may_read_it_alone(cycle: ReportCycle, world: World) -> None:  # noqa: F811
    duty = Duty.objects.get(plan=cycle.plan, goal__number=2, organisation=world.org("州总工会"))
    common = {"duty": duty, "happened_on": AT.date(), "written_by": world.user("钱工会"), "written_at": AT}
    Progress.objects.create(text="走访驿站十二处", **common)
    Progress.objects.create(text="走访驿站写错了", withdrawn_at=AT, **common)
    report = cycle.reports.get(organisation=world.org("州总工会"))
    report.sections.filter(order=2).update(problems="驿站的灯不亮")
    Document.objects.create(
        sha256="0" * 64, size=1, name="驿站照片.pdf", media_type="application/pdf", subject_kind="report",
        subject_id=report.pk, org_path=report.org_path, kept_at=AT,
    )  # fmt: skip
    mine = {"走访驿站十二处", "州总工会2026年全年报告", "驿站照片.pdf"}
    assert titles("驿站", "钱工会", world) == mine
    assert titles("驿站", "吴主任科员", world) == mine
    for stranger in ("陈砚山", "沈商务", "赵经办"):
        assert titles("驿站", stranger, world) == set()


def test_a_part_given_on_is_found_by_whoever_may_read_the_duty(cycle: ReportCycle, world: World) -> None:  # noqa: F811
    duty = Duty.objects.get(plan=cycle.plan, goal__number=2, organisation=world.org("州总工会"))
    duty.parts.create(text="摸清驿站底数", office_name="权益部", result="共十二处", done_at=AT)
    duty.parts.create(text="摸清驿站底数二", office_name="权益部", cancelled_at=AT)
    for reader in ("钱工会", "吴主任科员"):
        assert titles("十二处", reader, world) == titles("驿站底数", reader, world) == {"权益部：摸清驿站底数"}
    for stranger in ("陈砚山", "沈商务", "赵经办"):
        assert titles("驿站底数", stranger, world) == set()


def test_a_seat_is_found_by_who_holds_it(plan: Plan, world: World) -> None:  # noqa: F811
    seat = plan.seats.get(organisation=world.org("州总工会"))
    seat.holders.create(name="尤席位", post="副主席", since=AT.date(), filed_at=AT, filed_by=world.user("吴主任科员"))
    assert titles("尤席位", "沈商务", world) == {"州总工会成员"}
    assert titles("尤席位", "赵经办", world) == set()


def test_all_words_must_fit_in_whatever_column(plan: Plan, world: World) -> None:  # noqa: F811
    assert titles("总工会 电子", "吴主任科员", world) == {"州总工会：推广电子劳动合同"}
    assert titles("总工会 司法", "吴主任科员", world) == set()


def test_an_alias_finds_its_unit_once(world: World) -> None:
    [group] = find("州人力资源", world.actor("吴主任科员"))
    assert [hit.title for hit in group.hits] == ["文山州人力资源和社会保障局"]


@pytest.mark.parametrize("text", ["", " ", "州", " 州 ", "%", "_"])
def test_less_than_two_characters_find_nothing(text: str, world: World) -> None:
    assert find(text, world.actor("吴主任科员")) == []


@pytest.mark.parametrize("text", ["%%", "__", "' OR 1=1 --", "\\\\", "好" * 500])
def test_strange_texts_are_texts(text: str, world: World) -> None:
    assert find(text, world.actor("吴主任科员")) == []


def test_a_long_list_is_cut_and_says_so(world: World) -> None:
    User.objects.bulk_create(User(username=f"x{n}", name=f"某某{n}", created_at=AT) for n in range(PER_KIND + 5))
    unit = world.org("州总工会")
    unit.memberships.bulk_create(
        unit.memberships.model(user=user, organisation=unit, role="clerk", since=AT)
        for user in User.objects.filter(name__startswith="某某")
    )
    [group] = find("某某", world.actor("韩管理"))
    assert (len(group.hits), group.more) == (PER_KIND, True)


def test_the_number_of_queries_does_not_grow_with_what_is_found(plan: Plan, world: World) -> None:  # noqa: F811
    by = world.actor("吴主任科员")
    with CaptureQueriesContext(connection) as few:
        find("电子", by)
    goal = Goal.objects.get(plan=plan, number=2)
    for n, unit in enumerate(("州商务局", "州市场监管局", "州交通运输局")):
        party = world.org(unit)
        Duty.objects.create(plan=plan, goal=goal, organisation=party, org_path=party.path, role="cooperate")
        Goal.objects.create(plan=plan, number=10 + n, title=f"电子合同{n}")
    with CaptureQueriesContext(connection) as many:
        find("电子", by)
    assert len(many) == len(few) <= 2 * len(KINDS)


def test_a_kind_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        searchable(Plan, "title")


def test_what_is_searched_is_registered_and_its_columns_exist() -> None:
    for model, fields in KINDS.items():
        assert (model._meta.model_name or "") in SUBJECTS
        for field in fields:
            model._default_manager.filter(**{f"{field}__icontains": "x"})
    assert Report in KINDS
