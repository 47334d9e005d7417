"""Is what was handed down given out, answered and struck off, and is the remark seen only by those it is for?"""

from datetime import date

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.models import Document
from huxin.journal.timeline import entries, events_of
from huxin.orgs.access import allowed, visible
from huxin.plans.actions.assignments import Matter, give, strike_off
from huxin.plans.actions.duties import accept, hand_in, reopen
from huxin.plans.models import Assignment, Duty, Plan
from huxin.work.todos import todos
from tests.adoption.conftest import Table

MATTER = Matter(
    title="核查骑手投诉集中问题", source="州政府分管领导", received_on=date(2026, 11, 20), due_on=date(2026, 12, 4),
    urgency="urgent", remark="请抓紧核查。", proposal="由两单位分别核查",
)  # fmt: skip


@pytest.fixture
def given(table: Table) -> Assignment:
    return give(
        MATTER,
        organisation=table.world.org("州人社局"),
        units=[table.world.org("州交通运输局"), table.world.org("砚山县政府")],
        scan=("批示.txt", "请抓紧核查。".encode()),
        by=table.world.actor("吴主任科员"),
        at=table.at,
    )


def test_each_unit_gets_a_duty_with_one_day(given: Assignment) -> None:
    duties = Duty.objects.filter(assignment_item__assignment=given).order_by("organisation__order")
    assert [(d.organisation.short_name, d.origin, d.role, d.terms.get().due_on) for d in duties] == [
        ("州交通运输局", "assignment", "assigned", date(2026, 12, 4)),
        ("砚山县政府", "assignment", "assigned", date(2026, 12, 4)),
    ]


def test_the_remark_and_the_scan_are_seen_by_giver_and_receivers_alone(given: Assignment, table: Table) -> None:
    scan = Document.objects.get(pk=given.scan_id)
    for person in ("吴主任科员", "郑主任", "唐交通", "陈砚山", "罗副县长"):
        assert allowed(table.world.actor(person), "duty.view", given), person
        assert visible(Document, table.world.actor(person)).filter(pk=scan.pk).exists(), person
    for person in ("钱工会", "王文山", "冯审计", "赵经办", "沈商务"):
        assert not allowed(table.world.actor(person), "duty.view", given), person
        assert not visible(Document, table.world.actor(person)).filter(pk=scan.pk).exists(), person


def test_a_unit_does_not_hand_down(table: Table) -> None:
    with pytest.raises(PermissionDenied):
        give(
            MATTER, organisation=table.world.org("州总工会"), units=[table.world.org("州交通运输局")],
            by=table.world.actor("钱工会"), at=table.at,
        )  # fmt: skip


def test_it_is_struck_off_when_all_units_are_done_and_the_answer_is_written(given: Assignment, table: Table) -> None:
    office = table.world.actor("吴主任科员")
    with pytest.raises(NotPossible, match="州交通运输局、砚山县政府还没有办结"):
        strike_off(given, reply="已办", by=office, at=table.at)
    for person, duty in (("唐交通", "州交通运输局"), ("陈砚山", "砚山县政府")):
        term = Duty.objects.get(organisation__short_name=duty, origin="assignment").terms.get()
        hand_in(term, text="已核查", answer="normal", by=table.world.actor(person), at=table.at)
        accept(term, by=office, at=table.at)
    with pytest.raises(NotPossible, match="回复"):
        strike_off(given, reply="", by=office, at=table.at)
    strike_off(given, reply="已核查处理", by=office, at=table.at)
    assert given.closed_at == table.at
    with pytest.raises(NotPossible, match="已经销号"):
        strike_off(given, reply="再次", by=office, at=table.at)


def test_a_unit_that_is_reopened_takes_the_striking_off_back(given: Assignment, table: Table) -> None:
    office = table.world.actor("吴主任科员")
    for person, duty in (("唐交通", "州交通运输局"), ("陈砚山", "砚山县政府")):
        term = Duty.objects.get(organisation__short_name=duty, origin="assignment").terms.get()
        hand_in(term, text="已核查", answer="normal", by=table.world.actor(person), at=table.at)
        accept(term, by=office, at=table.at)
    strike_off(given, reply="已核查处理", by=office, at=table.at)
    reopen(term, due_on=date(2026, 12, 18), reason="漏查一家", by=office, at=table.at)
    given.refresh_from_db()
    assert (given.closed_at, given.due_on, given.reply) == (None, date(2026, 12, 18), "已核查处理")
    assert [todo.title for todo in todos(office, table.at)].count(MATTER.title) == 1
    newest = entries(events_of(given)[:1])[0]
    assert newest.sentence == "重开办结时限，新时限2026年12月18日，交办事项撤销销号、继续办理"
    with pytest.raises(NotPossible, match="砚山县政府还没有办结"):
        strike_off(given, reply="已补查", by=office, at=table.at)


def test_a_day_that_is_past_and_an_empty_list_are_refused(plan: Plan, table: Table) -> None:
    office, bureau = table.world.actor("吴主任科员"), table.world.org("州人社局")
    with pytest.raises(NotPossible, match="承办单位"):
        give(MATTER, organisation=bureau, units=[], by=office, at=table.at)
    past = Matter("旧事", "某单位", received_on=date(2026, 1, 1), due_on=date(2026, 1, 5))
    with pytest.raises(NotPossible, match="不能早于今天"):
        give(past, organisation=bureau, units=[bureau], by=office, at=table.at)
