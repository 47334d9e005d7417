"""A figure changes by two people; what stood before stays to be seen."""

from datetime import date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.base.workdays import add_months
from huxin.journal.models import Event
from huxin.law import changes
from huxin.law.at import law, table
from huxin.law.changes import Proposal
from huxin.law.effect import asked_by, effect
from huxin.law.figures import history
from huxin.law.models import Parameter
from huxin.law.parameters import Force, Status, Table
from huxin.law.parameters import Parameter as Figure
from huxin.law.seed.parameters import seed_table
from huxin.law.seeding import seed_parameters
from huxin.law.units import Unit
from huxin.orgs.access import allowed, visible
from huxin.work.todos import todos
from tests.world import World

OFFICE, DIRECTOR, COUNTY_HEAD, INSPECTOR = "吴主任科员", "郑主任", "覃队长", "陈办案"
DAY = date(2026, 11, 23)
State = Parameter.State


def given_(**more: object) -> Proposal:
    facts: dict[str, object] = {
        "code": "minimum_wage.hourly.class_2", "text": "21元/小时", "area_code": "530000", "force": "mandatory",
        "valid_from": date(2026, 10, 1), "document": "云南省最低工资标准（2026年调整）", "status": "verified",
        "reason": "省里调整了标准",
    }  # fmt: skip
    return Proposal(**(facts | more))  # type: ignore[arg-type]


def hourly(world: World) -> int:
    return law(DAY, "532601", "delivery", "B")["minimum_wage.hourly"].value


def current(code: str, **more: object) -> Parameter:
    return Parameter.objects.get(code=code, state=State.CURRENT, **more)


def test_the_figures_of_the_release_stand_from_the_start(world: World, at: datetime) -> None:
    assert table().version == seed_table().version
    assert seed_parameters(at=at) == 0
    assert hourly(world) == 1900


def test_a_new_standard_holds_once_another_has_approved_it(world: World, at: datetime) -> None:
    row = changes.propose(given_(), by=world.actor(OFFICE), at=at)
    assert (row.state, hourly(world)) == (State.PROPOSED, 1900)
    changes.approve(row, by=world.actor(DIRECTOR), at=at)
    assert (row.state, hourly(world)) == (State.CURRENT, 2100)
    assert law(date(2026, 9, 30), "532601")["minimum_wage.hourly"].value == 1900
    events = list(Event.objects.order_by("pk").values_list("verb", "data"))
    facts = {"figure": "minimum_wage.hourly.class_2", "place": "530000", "revision": 1}
    assert events == [("law.proposed", facts), ("law.approved", facts)]


def test_nobody_approves_his_own_proposal(world: World, at: datetime) -> None:
    head = world.actor(COUNTY_HEAD)
    row = changes.propose(given_(code="minimum_wage.class", text="2类", area_code="532622"), by=head, at=at)
    for act in (
        lambda: changes.approve(row, by=head, at=at),
        lambda: changes.refuse(row, reply="不对", by=head, at=at),
    ):
        with pytest.raises(NotPossible, match="另一人审核"):
            act()
    with pytest.raises(IntegrityError, match="parameter_four_eyes"), transaction.atomic():
        Parameter.objects.filter(pk=row.pk).update(state=State.CURRENT, decided_by=row.proposed_by, decided_at=at)
    with pytest.raises(IntegrityError, match="parameter_decided_by_somebody"), transaction.atomic():
        Parameter.objects.filter(pk=row.pk).update(state=State.CURRENT)
    changes.approve(row, by=world.actor(DIRECTOR), at=at)
    assert law(DAY, "532622")["minimum_wage.hourly"].value == 1900


def test_a_county_changes_its_own_figures_alone(world: World, at: datetime) -> None:
    head = world.actor(COUNTY_HEAD)
    for area in ("", "530000", "532600", "532601", "US-NY-NYC"):
        with pytest.raises(PermissionDenied):
            changes.propose(given_(area_code=area), by=head, at=at)
    with pytest.raises(PermissionDenied):
        changes.propose(given_(), by=world.actor(INSPECTOR), at=at)
    row = changes.propose(given_(), by=world.actor(OFFICE), at=at)
    with pytest.raises(PermissionDenied):
        changes.approve(row, by=head, at=at)
    assert not allowed(head, "law.approve", row)
    assert allowed(head, "law.view", row)
    assert visible(Parameter, world.actor("李经办")).count() == 0


def test_a_correction_replaces_and_the_history_keeps_both(world: World, at: datetime) -> None:
    old = current("minimum_wage.class", area_code="532601")
    given = given_(code=old.code, text="1类", area_code="532601", valid_from=old.valid_from, reason="对照省里文件")
    row = changes.propose(given, replaces=old, by=world.actor(OFFICE), at=at)
    with pytest.raises(NotPossible, match="等待审核"):
        changes.propose(given, replaces=old, by=world.actor(OFFICE), at=at)
    changes.approve(row, by=world.actor(DIRECTOR), at=at)
    old.refresh_from_db()
    assert (old.state, row.revision, hourly(world)) == (State.REPLACED, 2, 2000)
    assert [one.pk for one in history(old)] == [row.pk, old.pk] == [one.pk for one in history(row)]
    with pytest.raises(NotPossible, match="现行的一版"):
        changes.propose(given, replaces=old, by=world.actor(OFFICE), at=at)
    assert seed_parameters(at=at) == 0


def test_the_second_of_two_decisions_is_refused(world: World, at: datetime) -> None:
    row = changes.propose(given_(), by=world.actor(OFFICE), at=at)
    stale = Parameter.objects.get(pk=row.pk)
    changes.refuse(row, reply="文件还没有收到", by=world.actor(DIRECTOR), at=at)
    with pytest.raises(NotPossible, match="已经审核"):
        changes.approve(stale, by=world.actor(DIRECTOR), at=at)
    with pytest.raises(NotPossible, match="不能撤回"):
        changes.withdraw(stale, by=world.actor(OFFICE), at=at)
    assert hourly(world) == 1900
    row.refresh_from_db()
    assert (row.state, row.reply) == (State.REFUSED, "文件还没有收到")


def test_two_proposals_of_the_same_figure_do_not_both_stand(world: World, at: datetime) -> None:
    rows = [changes.propose(given_(text=text), by=world.actor(OFFICE), at=at) for text in ("21元/小时", "22元/小时")]
    changes.approve(rows[0], by=world.actor(DIRECTOR), at=at)
    with pytest.raises(NotPossible, match="已另有现行参数"):
        changes.approve(rows[1], by=world.actor(DIRECTOR), at=at)
    assert hourly(world) == 2100
    with pytest.raises(NotPossible, match="请打开它提出更正"):
        changes.propose(given_(text="23元/小时"), by=world.actor(OFFICE), at=at)


def test_a_figure_that_should_never_have_stood_is_taken_out(world: World, at: datetime) -> None:
    old = current("minimum_wage.class", area_code="532601")
    row = changes.propose_removal(old, reason="县别录错", by=world.actor(OFFICE), at=at)
    assert hourly(world) == 1900
    changes.approve(row, by=world.actor(DIRECTOR), at=at)
    assert row.state == State.REMOVED
    with pytest.raises(NotPossible, match="没有2026年11月23日"):
        hourly(world)
    assert seed_parameters(at=at) == 0, "what people took out does not come back with the next release"


def test_a_proposal_can_be_taken_back_by_its_proposer(world: World, at: datetime) -> None:
    row = changes.propose(given_(), by=world.actor(OFFICE), at=at)
    with pytest.raises(NotPossible, match="本人"):
        changes.withdraw(row, by=world.actor("韩管理"), at=at)
    changes.withdraw(row, by=world.actor(OFFICE), at=at)
    assert row.state == State.WITHDRAWN
    changes.propose(given_(), by=world.actor(OFFICE), at=at)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": "21元"}, "单位应是元/小时"),
        ({"text": "很多"}, "读不懂"),
        ({"valid_until": date(2026, 10, 1)}, "失效日期应晚于"),
        ({"document": " "}, "文件"),
        ({"reason": ""}, "理由"),
    ],
)
def test_what_cannot_be_is_refused_in_words(world: World, at: datetime, wrong: dict[str, object], said: str) -> None:
    with pytest.raises(NotPossible, match=said):
        changes.propose(given_(**wrong), by=world.actor(OFFICE), at=at)


def test_the_approver_finds_it_among_his_things_to_do(world: World, at: datetime) -> None:
    changes.propose(given_(), by=world.actor(OFFICE), at=at)
    assert [one.title for one in todos(world.actor(DIRECTOR), at)] == ["审核法规参数：2类地区小时最低工资标准"]
    assert [*todos(world.actor(OFFICE), at), *todos(world.actor(COUNTY_HEAD), at)] == []


def test_a_preview_says_where_when_and_what(world: World, at: datetime) -> None:
    row = changes.draft(given_())
    found = changes.preview(row)
    assert [(one.code, one.areas, one.first, one.until) for one in found] == [
        ("minimum_wage.hourly", ("532601",), date(2026, 10, 1), None)
    ]
    assert [one.words for one in (found[0].before, found[0].after) if one] == ["19元/小时", "21元/小时"]
    old = current("minimum_wage.class", area_code="532601")
    text = given_(code=old.code, text="1类", area_code="532601", valid_from=date(2015, 9, 1))
    spans = changes.preview(changes.draft(text, replaces=old))
    assert {one.code for one in spans} == {"minimum_wage.monthly", "minimum_wage.hourly"}
    assert len(spans) == 8, "each of the four steps of the wage changes for both wages"
    only_source = given_(code=old.code, text="2类", area_code="532601", valid_from=old.valid_from)
    assert changes.preview(changes.draft(only_source, replaces=old)) == []


def figure(value: int, first: date, until: date | None) -> Figure:
    return Figure(
        code="overtime.daily", value=value, unit=Unit.SECONDS, force=Force.MANDATORY, valid_from=first,
        valid_until=until, document="某办法", status=Status.VERIFIED,
    )  # fmt: skip


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 6), st.integers(1, 3)), max_size=5))
def test_an_effect_names_exactly_the_days_that_change(rows: list[tuple[int, int, int]]) -> None:
    figures = {}
    for month, length, value in rows:
        first, last = date(2026, month, 1), add_months(date(2026, month, 1), length) if length else None
        figures[first] = figure(value, first, last)
    new = figure(9, date(2026, 5, 15), date(2026, 9, 2))
    before, after = Table(figures.values()), Table([*figures.values(), new])
    found = effect(before, after, [new], [])
    for number in range(365):
        day = date.fromordinal(date(2026, 1, 1).toordinal() + number)
        told = [one for one in found if one.first <= day and (one.until is None or day < one.until)]
        answers = tuple(row.value if (row := one.at(day).get("overtime.daily")) else None for one in (before, after))
        assert [one.values for one in told] == ([answers] if answers[0] != answers[1] else [])


def test_the_codes_that_a_row_answers() -> None:
    assert asked_by("minimum_wage.hourly.class_2") == ["minimum_wage.hourly"]
    assert asked_by("minimum_wage.class") == ["minimum_wage.monthly", "minimum_wage.hourly"]
    assert asked_by("commission.cap.didi") == ["commission.cap.didi"]


def test_old_rows_of_platforms_take_their_word_and_the_cap_of_nobody_goes(world: World) -> None:
    move = import_module("huxin.law.migrations.0005_figures_of_platforms")
    base = Parameter.objects.filter(state=State.CURRENT, proposed_by=None)
    clocks = base.filter(code__endswith=".滴滴", code__startswith="clock.")
    assert clocks.count() == 10
    for row in clocks:
        base.filter(pk=row.pk).update(code=row.code.removesuffix(".滴滴"))
    base.filter(code="commission.cap.T3").update(code="commission.cap.t3")
    base.filter(code="commission.cap.曹操").update(code="commission.cap", document=move._OF_NOBODY)
    move.put(apps, None)
    assert clocks.count() == 10
    assert base.filter(code="commission.cap.T3").exists()
    assert not base.filter(code="commission.cap").exists()
    assert Parameter.objects.get(state=State.REMOVED).reason.startswith("公告没有逐家列明")
