"""Does a round open by itself, at the right day, and ask the right parties for the right things?"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents.models import Paper
from huxin.journal.models import Event
from huxin.law.actions import add_local_holiday
from huxin.plans.actions.duties import rule_not_ours, state_not_ours
from huxin.plans.models import Duty, Goal, Plan, Progress, SubDuty, Term
from huxin.reports.actions.cycles import (
    ask_more,
    close_cycle,
    file_history,
    open_cycle_if_due,
    open_due_cycles,
    set_schedule,
)
from huxin.reports.actions.ruling import accept_section, return_section
from huxin.reports.models import Report, ReportCycle
from huxin.reports.periods import slot
from huxin.reports.queries import full_sections, stood
from huxin.reports.whole import gaps
from huxin.reports.words import dropped_sentence, section_title
from tests.reports.conftest import Desk, moment
from tests.world import World


def test_a_round_opens_by_itself_three_weeks_before_it_is_due(plan: Plan) -> None:
    assert open_due_cycles(today=date(2026, 11, 18), at=moment(2026, 11, 18)) == 0
    assert open_due_cycles(today=date(2026, 11, 19), at=moment(2026, 11, 19)) == 1
    assert open_due_cycles(today=date(2026, 11, 20), at=moment(2026, 11, 20)) == 0
    assert ReportCycle.objects.get().period == "2026H2"


def test_a_report_that_a_rest_day_moves_before_the_tracking_is_not_asked_for(plan: Plan) -> None:
    plan.report_rules.filter(period="full_year").update(due="12-13")  # a Sunday, moved to Friday the 11th
    Plan.objects.filter(pk=plan.pk).update(tracked_from=date(2026, 12, 12))
    assert open_due_cycles(today=date(2026, 12, 12), at=moment(2026, 12, 12)) == 0


def test_the_office_may_ask_earlier(world: World, plan: Plan, at: datetime) -> None:
    rule = plan.report_rules.get(period="full_year")
    set_schedule(rule, cut_off="11-25", weeks_before=5, by=world.actor("吴主任科员"), at=at)
    [cycle] = open_cycle_if_due(plan, today=date(2026, 11, 5), at=moment(2026, 11, 5))
    assert cycle.cut_off_on == date(2026, 11, 25)


def test_a_cut_off_that_is_no_day_is_refused(world: World, plan: Plan, at: datetime) -> None:
    rule = plan.report_rules.get(period="full_year")
    with pytest.raises(NotPossible, match="月-日"):
        set_schedule(rule, cut_off="13-40", weeks_before=3, by=world.actor("吴主任科员"), at=at)


def test_every_party_is_asked_once_and_a_member_without_a_task_only_about_the_whole(cycle: ReportCycle) -> None:
    sections = {
        report.organisation.short_name: list(report.sections.order_by("order").values_list("order", flat=True))
        for report in cycle.reports.all()
    }
    assert sections == {
        "州人社局": [0, 1, 2], "州交通运输局": [0, 1, 3], "州市场监管局": [0, 1], "州总工会": [0, 2, 3],
        "州商务局": [0], "文山市政府": [0, 1, 2, 3], "砚山县政府": [0, 1, 2, 3],
    }  # fmt: skip


def test_two_roles_under_one_goal_share_a_section_and_both_owe_a_term(desk: Desk, cycle: ReportCycle) -> None:
    duties = Duty.objects.filter(organisation__short_name="州总工会", goal__number=3)
    assert duties.count() == 2
    assert Term.objects.filter(duty__in=duties, kind="cycle", period="2026H2", due_on=cycle.due_on).count() == 2


def test_figures_are_asked_of_who_does_the_work_not_of_who_helps(desk: Desk) -> None:
    assert desk.section("州人社局", 1).figures.count() == 3
    assert desk.section("州交通运输局", 1).figures.count() == 0


def test_a_due_day_on_a_holiday_moves_earlier(world: World, plan: Plan, at: datetime) -> None:
    area = world.area("532600")
    add_local_holiday(
        area, day=date(2026, 12, 10), name="州庆", source="州人民政府公告", by=world.actor("韩管理"), at=at
    )
    [cycle] = open_cycle_if_due(plan, today=at.date(), at=at)
    assert cycle.due_on == date(2026, 12, 9)
    assert set(Term.objects.filter(period="2026H2").values_list("due_on", flat=True)) == {date(2026, 12, 9)}


def test_what_was_written_down_since_the_last_round_starts_the_section(world: World, plan: Plan, at: datetime) -> None:
    duty = Duty.objects.get(organisation__short_name="州人社局", goal__number=1)
    by = world.user("李联络")
    for day, text in (
        (date(2026, 5, 31), "上一期的事"),
        (date(2026, 7, 2), "走访3户企业"),
        (date(2026, 12, 1), "下一期的事"),
    ):
        Progress.objects.create(duty=duty, happened_on=day, text=text, written_by=by, written_at=at)
    SubDuty.objects.create(
        duty=duty, office_name="劳动关系科", text="发放资料", done_at=moment(2026, 8, 1), result="已发放2000份"
    )
    [cycle] = open_cycle_if_due(plan, today=at.date(), at=at)
    section = Desk(world, cycle).section("州人社局", 1)
    assert section.progress == "7月2日，走访3户企业。\n劳动关系科：已发放2000份。"


def test_the_notice_is_drafted_but_not_issued(
    cycle: ReportCycle, run_reactions: Callable[[], int], world: World
) -> None:
    run_reactions()
    cycle.refresh_from_db()
    assert cycle.notice is not None
    assert cycle.notice.state == Paper.State.DRAFT
    assert cycle.notice.title == "关于报送2026年全年维护新就业形态劳动者劳动保障权益工作推进情况的通知"
    text = str(cycle.notice.tree)
    assert "经州人民政府同意" in text
    assert "各县（市）人民政府，州级有关单位" in text
    assert cycle.notice.addressees.count() == 6


def test_opening_leaves_one_event_that_names_no_person(cycle: ReportCycle) -> None:
    event = Event.objects.get(verb="report_cycle.opened")
    assert event.data == {"report_period": "2026H2", "parties": 7, "due_on": "2026-12-10"}
    assert event.actor_name == "系统"


def test_a_duty_that_came_later_is_asked_for_too(world: World, cycle: ReportCycle, desk: Desk, at: datetime) -> None:
    party = world.org("州商务局")
    goal = cycle.plan.goals.get(number=2)
    Duty.objects.create(plan=cycle.plan, goal=goal, organisation=party, org_path=party.path, role="cooperate")
    assert ask_more(cycle, by=world.actor("吴主任科员"), at=at).added == 1
    assert ask_more(cycle, by=world.actor("吴主任科员"), at=at).added == 0
    assert desk.report("州商务局").sections.count() == 2


def _amended(plan: Plan, at: datetime) -> Goal:
    """A new task becomes the first; the old second ends, and a task of its number takes its place."""
    plan.goals.filter(number=3).update(number=4)
    plan.goals.filter(number=1).update(number=3)
    ended = plan.goals.get(number=2)
    party = ended.duties.get(organisation__short_name="砚山县政府").organisation
    Duty.objects.filter(goal=ended).update(ended_on=at.date())
    plan.goals.filter(pk=ended.pk).update(ended_on=at.date())
    for number, title in ((1, "新增的任务"), (2, "代替的任务")):
        goal = Goal.objects.create(plan=plan, number=number, title=title)
        Duty.objects.create(plan=plan, goal=goal, organisation=party, org_path=party.path, role="implement")
    return ended


def _titles(report: Report) -> list[str]:
    return [section_title(section) for section in full_sections(report)]


def test_after_an_amendment_each_task_is_asked_for_by_itself_and_in_its_order(
    world: World, desk: Desk, at: datetime
) -> None:
    ended = _amended(desk.cycle.plan, at)
    asked = ask_more(desk.cycle, by=world.actor("吴主任科员"), at=at)
    assert _titles(desk.report("砚山县政府")) == [
        "总体情况", "任务1　新增的任务", "任务2　代替的任务", "任务3　营造良好舆论环境",
        "任务4　健全完善安全生产责任制",
    ]  # fmt: skip
    assert (asked.added, {section.goal for section in asked.dropped}) == (2, {ended})
    said = (
        "任务或责任已终止、尚未填写的分项不再要求：“任务2　推广电子劳动合同（任务已终止）”4家；已填写和已报送的保留。"
    )
    assert dropped_sentence(asked.dropped) == said
    desk.hand_in("砚山县政府", "陈砚山", at)
    owed = Term.objects.filter(duty__organisation__short_name="砚山县政府", duty__ended_on=None, period="2026H2")
    assert set(owed.values_list("state", flat=True)) == {"handed_in"}


def test_what_was_written_under_an_ended_task_is_kept_and_asks_for_nothing_more(
    world: World, desk: Desk, at: datetime
) -> None:
    desk.write("砚山县政府", 2, "陈砚山", at, progress="")
    _amended(desk.cycle.plan, at)
    ask_more(desk.cycle, by=world.actor("吴主任科员"), at=at)
    report = desk.report("砚山县政府")
    assert "任务2　推广电子劳动合同（任务已终止）" in _titles(report)
    assert not any("推广电子劳动合同" in gap for gap in gaps(report))
    assert any("代替的任务" in gap for gap in gaps(report))


def test_a_report_reopened_for_a_task_that_then_ended_is_whole_again(world: World, desk: Desk, at: datetime) -> None:
    report, by = desk.hand_in("砚山县政府", "陈砚山", at), world.actor("吴主任科员")
    goal = Goal.objects.create(plan=desk.cycle.plan, number=5, title="新增的任务")
    duty = Duty.objects.create(
        plan=desk.cycle.plan, goal=goal, organisation=report.organisation, org_path=report.org_path, role="lead"
    )
    ask_more(desk.cycle, by=by, at=at)
    report.refresh_from_db()
    assert report.state == "returned"
    Duty.objects.filter(pk=duty.pk).update(ended_on=at.date())
    ask_more(desk.cycle, by=by, at=at)
    report.refresh_from_db()
    assert report.state == "handed_in"


def test_a_task_that_is_none_of_the_partys_is_not_asked_for_any_more(
    world: World, desk: Desk, at: datetime, run_reactions: Callable[[], int]
) -> None:
    duty = Duty.objects.get(organisation__short_name="砚山县政府", goal__number=1)
    duty = state_not_ours(duty, reason="已划转", version=duty.version, by=world.actor("陈砚山"), at=at)
    assert any("任务1" in gap for gap in gaps(desk.report("砚山县政府")))
    rule_not_ours(duty, agreed=True, version=duty.version, by=world.actor("吴主任科员"), at=at)
    assert not any("任务1" in gap for gap in gaps(desk.report("砚山县政府")))
    run_reactions()
    assert _titles(desk.report("砚山县政府")) == [
        "总体情况",
        "任务2　推广电子劳动合同",
        "任务3　健全完善安全生产责任制",
    ]


def test_what_was_handed_in_about_a_task_that_is_none_of_the_partys_waits_for_nobody(
    world: World, desk: Desk, at: datetime, run_reactions: Callable[[], int]
) -> None:
    office = world.actor("吴主任科员")
    report = desk.hand_in("砚山县政府", "陈砚山", at)
    for order in (0, 2):
        accept_section(desk.section("砚山县政府", order), by=office, at=at)
    return_section(desk.section("砚山县政府", 3), reason="缺数据", until=date(2026, 12, 15), by=office, at=at)
    for number in (1, 3):
        duty = Duty.objects.get(organisation__short_name="砚山县政府", goal__number=number)
        duty = state_not_ours(duty, reason="已划转", version=duty.version, by=world.actor("陈砚山"), at=at)
        rule_not_ours(duty, agreed=True, version=duty.version, by=office, at=at)
        assert duty.terms.get().state == "done"
    run_reactions()
    section = desk.section("砚山县政府", 1)
    assert (section.state, section.answer, section.decided_by) == ("accepted", "not_ours", world.user("吴主任科员"))
    assert section.versions.order_by("-number")[0].correction == "办公室同意本单位无此项任务，责任终止"
    report.refresh_from_db()
    assert (report.state, report.accepted_at) == ("accepted", at)


def test_only_the_office_closes_a_round(world: World, cycle: ReportCycle, at: datetime) -> None:
    with pytest.raises(PermissionDenied):
        close_cycle(cycle, by=world.actor("李联络"), at=at)
    close_cycle(cycle, by=world.actor("吴主任科员"), at=at)
    with pytest.raises(NotPossible, match="已截止"):
        close_cycle(cycle, by=world.actor("吴主任科员"), at=at)


def test_a_report_of_former_years_is_filed_and_owes_nothing(world: World, plan: Plan, at: datetime) -> None:
    rules = list(plan.report_rules.order_by("period"))
    rule = next(r for r in rules if r.period == "half_year")
    facts = {
        "rule": rule, "slot": slot(rule, rules, 2025), "scan": None, "handed_in_at": moment(2025, 6, 9),
        "by": world.actor("吴主任科员"), "at": at,
    }  # fmt: skip
    report = file_history(plan, organisation=world.org("州总工会"), **facts)
    assert (report.state, report.cycle.state, report.cycle.period) == ("history", "history", "2025H1")
    with pytest.raises(NotPossible, match="已经补录"):
        file_history(plan, organisation=world.org("州总工会"), **facts)
    assert not Term.objects.filter(period="2025H1").exists()


def test_strangers_see_no_round_and_no_report_of_others(world: World, cycle: ReportCycle) -> None:
    from huxin.orgs.access import visible

    def seen(name: str) -> set[str]:
        return set(visible(Report, world.actor(name)).values_list("organisation__short_name", flat=True))

    assert seen("赵经办") == set()
    assert seen("陈砚山") == {"砚山县政府"}
    assert seen("何监管") == {"州市场监管局"}
    assert len(seen("吴主任科员")) == len(seen("冯审计")) == Report.objects.filter(cycle=cycle).count() == 7
    for name in ("赵经办", "陈砚山", "何监管", "孙主席"):
        assert not visible(ReportCycle, world.actor(name)).exists()


def test_a_report_sent_back_and_past_its_day_is_shown_as_late(world: World, desk: Desk, at: datetime) -> None:
    report = desk.hand_in("砚山县政府", "陈砚山", at)
    until = at.date() + timedelta(days=3)
    return_section(desk.section("砚山县政府", 1), reason="请补充", until=until, by=world.actor("吴主任科员"), at=at)
    report.refresh_from_db()
    on_the_day, after = (stood([report], today=report.due_on + timedelta(days=days))[0] for days in (0, 1))
    assert (on_the_day.words, on_the_day.tone) == ("已退回", "back")
    assert (after.words, after.tone) == ("已退回（已过期限）", "late")
