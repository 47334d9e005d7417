"""How does a report go from the unit to the office, back, and in for good?"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from huxin.base.errors import NotPossible, PermissionDenied
from huxin.documents import approval, store
from huxin.documents.models import Paper
from huxin.journal.models import Event
from huxin.journal.timeline import entries, events_of
from huxin.orgs.models import Membership
from huxin.plans.actions.extensions import ask_extension
from huxin.plans.actions.parts import Given as Part
from huxin.plans.actions.parts import add_part, complete_part
from huxin.plans.models import Duty, Progress, Term
from huxin.reports.actions.handing import (
    bind_scan,
    correct_section,
    hand_in,
    send_to_review,
    take_back_review,
    withdraw,
)
from huxin.reports.actions.ruling import accept_report, accept_section, remind, return_section
from huxin.reports.actions.writing import Given, attach_file, prefill_again, put_figure, write_section
from huxin.reports.models import Figure, Report, ReportCycle, Section
from huxin.reports.prefill import not_told
from tests.reports.conftest import Desk, moment
from tests.signing import sign
from tests.world import BEGINNING, World

DUE = date(2026, 12, 10)


def _terms(unit: str) -> set[str]:
    return set(Term.objects.filter(duty__organisation__short_name=unit).values_list("state", flat=True))


def test_a_report_that_is_not_whole_is_not_handed_in_and_says_where(world: World, desk: Desk, at: datetime) -> None:
    report = desk.report("文山市政府")
    with pytest.raises(NotPossible) as refused:
        hand_in(report, by=world.actor("王文山"), at=at)
    assert "“总体情况”未填写工作推进总体情况" in refused.value.reason
    assert "未填写数据“宣传活动场次”（没有数据可填暂缺原因）" in refused.value.reason


def test_a_zero_report_needs_no_text_and_no_figures(world: World, desk: Desk, at: datetime) -> None:
    desk.write("文山市政府", 0, "王文山", at)
    for order in (1, 2, 3):
        section = desk.section("文山市政府", order)
        write_section(section, told={"answer": "zero"}, version=section.version, by=world.actor("王文山"), at=at)
    report = hand_in(desk.report("文山市政府"), by=world.actor("王文山"), at=at)
    assert report.state == Report.State.HANDED_IN
    assert set(Term.objects.filter(duty__organisation__short_name="文山市政府").values_list("answer", flat=True)) == {
        "zero"
    }


def test_not_ours_needs_its_reason(world: World, desk: Desk, at: datetime) -> None:
    section = desk.section("文山市政府", 1)
    write_section(section, told={"answer": "not_ours"}, version=section.version, by=world.actor("王文山"), at=at)
    with pytest.raises(NotPossible, match="未说明本单位为何无此项任务"):
        hand_in(desk.report("文山市政府"), by=world.actor("王文山"), at=at)


def test_a_missing_figure_does_not_block_where_it_says_why(world: World, desk: Desk, at: datetime) -> None:
    report = desk.fill("文山市政府", "王文山", at)
    section = desk.section("文山市政府", 1)
    given = [Given("01-1", missing_reason="部门尚未反馈")]
    write_section(section, told={}, figures=given, version=section.version, by=world.actor("王文山"), at=at)
    assert hand_in(report, by=world.actor("王文山"), at=at).state == Report.State.HANDED_IN


def test_handing_in_is_the_answer_of_every_duty(world: World, desk: Desk, at: datetime) -> None:
    report = desk.hand_in("砚山县政府", "陈砚山", at)
    assert _terms("砚山县政府") == {"handed_in"}
    assert not report.late
    event = Event.objects.get(verb="report.handed_in")
    assert event.subjects.filter(kind="duty").count() == 3


def test_a_liaison_fills_in_and_the_leader_hands_in(world: World, desk: Desk, at: datetime) -> None:
    report = desk.fill("州总工会", "钱工会", at)
    with pytest.raises(PermissionDenied):
        hand_in(report, by=world.actor("钱工会"), at=at)
    assert hand_in(report, by=world.actor("孙主席"), at=at).state == Report.State.HANDED_IN


def test_two_at_once_the_second_keeps_his_text_and_is_told(world: World, desk: Desk, at: datetime) -> None:
    first, second = desk.section("州总工会", 2), desk.section("州总工会", 2)
    by = world.actor("钱工会")
    write_section(first, told={"progress": "先存的"}, version=first.version, by=by, at=at)
    with pytest.raises(NotPossible, match="钱工会刚刚保存过这一部分"):
        write_section(second, told={"progress": "后存的"}, version=second.version, by=world.actor("孙主席"), at=at)
    assert desk.section("州总工会", 2).progress == "先存的"


def test_the_unit_signs_inside_before_the_liaison_hands_in(
    world: World, desk: Desk, at: datetime, run_reactions: Callable[[], int]
) -> None:
    report = desk.fill("州总工会", "钱工会", at)
    liaison, leader = world.actor("钱工会"), world.actor("孙主席")
    paper = send_to_review(report, signers=(world.user("孙主席"),), by=liaison, at=at)
    section = desk.section("州总工会", 2)
    with pytest.raises(NotPossible, match="正在单位内部审签"):
        write_section(section, told={"progress": "改"}, version=section.version, by=liaison, at=at)
    with pytest.raises(PermissionDenied):
        hand_in(desk.report("州总工会"), by=liaison, at=at)
    approval.decide(paper.steps.get(state="waiting"), opinion="return", reason="补充数据", by=leader, at=at)
    run_reactions()
    assert desk.report("州总工会").state == Report.State.DRAFT
    desk.write("州总工会", 2, "钱工会", at, progress="补充后的内容")
    paper = send_to_review(desk.report("州总工会"), signers=(world.user("孙主席"),), by=liaison, at=at)
    approval.decide(paper.steps.get(state="waiting"), opinion="agree", reason="", by=leader, at=at)
    report = hand_in(desk.report("州总工会"), by=liaison, at=at)
    assert report.state == Report.State.HANDED_IN
    assert report.review is not None
    assert report.review.round == 2


def test_a_signed_report_is_handed_in_as_it_was_signed(world: World, desk: Desk, at: datetime) -> None:
    report = desk.fill("州总工会", "钱工会", at)
    liaison = world.actor("钱工会")
    paper = send_to_review(report, signers=(world.user("孙主席"),), by=liaison, at=at)
    approval.decide(paper.steps.get(state="waiting"), opinion="agree", reason="", by=world.actor("孙主席"), at=at)
    Section.objects.filter(report=report, order=2).update(progress="悄悄改过")
    with pytest.raises(NotPossible, match="审签稿与填报内容不一致"):
        hand_in(desk.report("州总工会"), by=liaison, at=at)
    report = take_back_review(desk.report("州总工会"), by=liaison, at=at)
    assert (report.state, report.review) == (Report.State.DRAFT, None)


def test_taking_the_review_back_recalls_the_paper(world: World, desk: Desk, at: datetime) -> None:
    report = desk.fill("州总工会", "钱工会", at)
    paper = send_to_review(report, signers=(world.user("孙主席"),), by=world.actor("钱工会"), at=at)
    take_back_review(desk.report("州总工会"), by=world.actor("钱工会"), at=at)
    assert Paper.objects.get(pk=paper.pk).state == Paper.State.WITHDRAWN


def test_it_can_be_withdrawn_until_it_is_accepted(world: World, desk: Desk, at: datetime) -> None:
    report = desk.hand_in("砚山县政府", "陈砚山", at)
    accept_section(desk.section("砚山县政府", 1), by=world.actor("吴主任科员"), at=at)
    withdraw(report, by=world.actor("陈砚山"), at=at)
    states = list(report.sections.order_by("order").values_list("state", flat=True))
    assert states == ["draft", "accepted", "draft", "draft"]
    assert _terms("砚山县政府") == {"open", "done"}
    hand_in(report, by=world.actor("陈砚山"), at=at)
    accept_report(report, by=world.actor("吴主任科员"), at=at)
    with pytest.raises(NotPossible, match="没有可以撤回"):
        withdraw(report, by=world.actor("陈砚山"), at=at)


def test_sections_are_returned_and_accepted_one_by_one_and_returns_are_counted(
    world: World, desk: Desk, at: datetime
) -> None:
    office, county = world.actor("吴主任科员"), world.actor("陈砚山")
    report = desk.hand_in("砚山县政府", "陈砚山", at)
    until = date(2026, 12, 15)
    return_section(desk.section("砚山县政府", 1), reason="缺少典型案例", until=until, by=office, at=at)
    return_section(desk.section("砚山县政府", 2), reason="数据有误", until=until, by=office, at=at)
    for order in (0, 3):
        accept_section(desk.section("砚山县政府", order), by=office, at=at)
    report.refresh_from_db()
    assert (report.state, report.returns, report.due_on) == (Report.State.RETURNED, 1, until)
    assert _terms("砚山县政府") == {"returned", "done"}
    desk.write("砚山县政府", 1, "陈砚山", at, cases="某配送站调解案")
    hand_in(report, by=county, at=at)
    assert report.state == Report.State.HANDED_IN
    accept_report(report, by=office, at=at)
    assert report.state == Report.State.ACCEPTED
    assert _terms("砚山县政府") == {"done"}
    section = desk.section("砚山县政府", 1)
    assert (section.returns, section.versions.count()) == (1, 2)
    assert section.versions.get(number=1).cases == ""


def test_a_return_needs_a_reason_and_a_day_to_come(world: World, desk: Desk, at: datetime) -> None:
    desk.hand_in("砚山县政府", "陈砚山", at)
    section, office = desk.section("砚山县政府", 1), world.actor("吴主任科员")
    with pytest.raises(NotPossible, match="退回原因"):
        return_section(section, reason=" ", until=DUE, by=office, at=at)
    with pytest.raises(NotPossible, match="不能早于今天"):
        return_section(section, reason="数据有误", until=at.date() - timedelta(days=1), by=office, at=at)


def test_what_was_accepted_too_early_is_owed_again_when_it_is_returned(world: World, desk: Desk, at: datetime) -> None:
    report = desk.hand_in("砚山县政府", "陈砚山", at)
    office = world.actor("吴主任科员")
    accept_report(report, by=office, at=at)
    return_section(desk.section("砚山县政府", 1), reason="审计发现数据不实", until=DUE, by=office, at=at)
    report.refresh_from_db()
    assert (report.state, report.accepted_at) == (Report.State.RETURNED, None)
    assert _terms("砚山县政府") == {"open", "done"}


def test_nobody_accepts_the_report_of_his_own_unit(world: World, desk: Desk, at: datetime) -> None:
    report = desk.hand_in("州人社局", "吴主任科员", at)
    for own in ("吴主任科员", "郑主任"):
        with pytest.raises(PermissionDenied):
            accept_report(report, by=world.actor(own), at=at)
        with pytest.raises(PermissionDenied):
            return_section(desk.section("州人社局", 1), reason="自查", until=DUE, by=world.actor(own), at=at)
    accept_report(report, by=world.actor("林召集"), at=at)
    assert report.state == Report.State.ACCEPTED


def test_a_convenor_does_not_accept_the_report_of_his_unit_either(world: World, desk: Desk, at: datetime) -> None:
    leader = world.user("唐交通")
    Membership.objects.create(user=leader, organisation=world.org("州交通运输局"), role="unit_leader", since=BEGINNING)
    report = desk.hand_in("州交通运输局", "唐交通", at)
    with pytest.raises(PermissionDenied):
        accept_report(report, by=world.actor("林召集"), at=at)


@pytest.mark.parametrize("stranger", ["赵经办", "陈砚山", "何监管", "沈商务", "冯审计", "韩管理"])
def test_strangers_neither_write_nor_hand_in_nor_accept(world: World, desk: Desk, at: datetime, stranger: str) -> None:
    report = desk.fill("文山市政府", "王文山", at)
    section, by = desk.section("文山市政府", 1), world.actor(stranger)
    with pytest.raises(PermissionDenied):
        write_section(section, told={"progress": "改"}, version=section.version, by=by, at=at)
    with pytest.raises(PermissionDenied):
        hand_in(report, by=by, at=at)
    hand_in(report, by=world.actor("王文山"), at=at)
    with pytest.raises(PermissionDenied):
        accept_section(section, by=by, at=at)
    with pytest.raises(PermissionDenied):
        withdraw(report, by=by, at=at)
    with pytest.raises(PermissionDenied):
        remind(desk.cycle, reports=[report], by=by, at=at)


def test_a_late_report_stays_late(world: World, desk: Desk) -> None:
    report = desk.hand_in("砚山县政府", "陈砚山", moment(2026, 12, 14))
    assert report.late
    withdraw(report, by=world.actor("陈砚山"), at=moment(2026, 12, 15))
    hand_in(report, by=world.actor("陈砚山"), at=moment(2026, 12, 15))
    accept_report(report, by=world.actor("吴主任科员"), at=moment(2026, 12, 16))
    assert report.late
    late = Term.objects.filter(duty__organisation__short_name="砚山县政府").values_list("first_overdue_at", flat=True)
    assert None not in late


def test_a_report_mended_in_time_after_a_return_is_not_late(world: World, desk: Desk) -> None:
    report = desk.hand_in("砚山县政府", "陈砚山", moment(2026, 12, 9))
    office = world.actor("吴主任科员")
    return_section(
        desk.section("砚山县政府", 1), reason="补案例", until=date(2026, 12, 18), by=office, at=moment(2026, 12, 11)
    )
    hand_in(desk.report("砚山县政府"), by=world.actor("陈砚山"), at=moment(2026, 12, 17))
    report.refresh_from_db()
    assert not report.late


def test_a_later_day_granted_for_a_task_is_a_later_day_for_the_report(
    world: World, desk: Desk, at: datetime, run_reactions: Callable[[], int]
) -> None:
    term = Term.objects.get(duty__organisation__short_name="砚山县政府", duty__goal__number=1)
    asked = ask_extension(term, until_on=date(2026, 12, 18), ground="数据待省级反馈", by=world.actor("陈砚山"), at=at)
    sign(asked.paper, at=at)
    run_reactions()
    assert not desk.hand_in("砚山县政府", "陈砚山", moment(2026, 12, 17)).late


def test_a_frozen_figure_is_corrected_with_a_note_and_both_stay(world: World, desk: Desk, at: datetime) -> None:
    desk.hand_in("砚山县政府", "陈砚山", at)
    section, by = desk.section("砚山县政府", 1), world.actor("陈砚山")
    with pytest.raises(NotPossible, match="更正说明"):
        correct_section(section, told={}, figures=[Given("01-1", 12)], note="", by=by, at=at)
    correct_section(section, told={}, figures=[Given("01-1", 12)], note="统计口径有误", by=by, at=at)
    old, new = Figure.objects.filter(section=section, code="01-1").order_by("pk")
    assert (old.value, old.current, new.value, new.current) == (10, False, 12, True)
    assert (new.previous, new.correction, new.frozen_at) == (old, "统计口径有误", at)
    with pytest.raises(NotPossible, match="没有变化"):
        correct_section(section, told={}, figures=[Given("01-1", 12)], note="再更正", by=by, at=at)


def test_a_corrected_text_keeps_what_it_said_before(world: World, desk: Desk, at: datetime) -> None:
    desk.hand_in("砚山县政府", "陈砚山", at)
    section = desk.section("砚山县政府", 1)
    correct_section(section, told={"problems": "人手不足"}, note="漏填", by=world.actor("陈砚山"), at=at)
    before, after = section.versions.order_by("number")
    assert (before.problems, before.correction, after.problems, after.correction) == ("", "", "人手不足", "漏填")


def test_a_figure_changed_after_a_return_says_so(world: World, desk: Desk, at: datetime) -> None:
    desk.hand_in("砚山县政府", "陈砚山", at)
    section = desk.section("砚山县政府", 1)
    return_section(section, reason="数据有误", until=DUE, by=world.actor("吴主任科员"), at=at)
    section = desk.section("砚山县政府", 1)
    write_section(
        section, told={}, figures=[Given("01-1", 99)], version=section.version, by=world.actor("陈砚山"), at=at
    )
    assert section.figures.get(code="01-1", current=True).correction == "退回修改：数据有误"


def test_a_counted_figure_is_put_in_with_its_source(world: World, cycle: ReportCycle, desk: Desk, at: datetime) -> None:
    from huxin.orgs.access import SYSTEM

    put_figure(
        cycle, organisation=world.org("州人社局"), code="01-1", value=7, source="sheet:publicity", by=SYSTEM, at=at
    )
    figure = desk.section("州人社局", 1).figures.get(code="01-1")
    assert (figure.value, figure.source) == (7, "sheet:publicity")
    with pytest.raises(NotPossible, match="没有指标"):
        put_figure(cycle, organisation=world.org("州商务局"), code="01-1", value=7, source="", by=SYSTEM, at=at)
    with pytest.raises(PermissionDenied):
        put_figure(
            cycle, organisation=world.org("州人社局"), code="01-1", value=7, source="", by=world.actor("陈砚山"), at=at
        )


def test_newer_progress_comes_into_sections_nobody_wrote(world: World, desk: Desk, at: datetime) -> None:
    for number in (1, 2):
        duty = Duty.objects.get(organisation__short_name="砚山县政府", goal__number=number)
        Progress.objects.create(
            duty=duty, happened_on=date(2026, 11, 24), text="新进展", written_by=world.user("陈砚山"), written_at=at
        )
    desk.write("砚山县政府", 2, "陈砚山", at, progress="手写的")
    assert prefill_again(desk.report("砚山县政府"), by=world.actor("陈砚山"), at=at) == 1
    assert desk.section("砚山县政府", 1).progress == "11月24日，新进展。"
    assert desk.section("砚山县政府", 2).progress == "手写的"


def test_what_a_part_came_to_stands_in_the_section_by_itself_until_it_is_written(
    world: World, desk: Desk, at: datetime, run_reactions: Callable[[], int]
) -> None:
    by = world.actor("陈砚山")
    for number in (1, 2):
        duty = Duty.objects.get(organisation__short_name="砚山县政府", goal__number=number)
        part = add_part(duty, Part("摸底", office_name="县人社局"), by=by, at=at)
        if number == 2:
            desk.write("砚山县政府", 2, "陈砚山", at, progress="手写的")
        complete_part(part, result="摸底30家", by=by, at=at)
    run_reactions()
    assert desk.section("砚山县政府", 1).progress == "县人社局：摸底30家。"
    assert desk.section("砚山县政府", 1).version == 1
    assert desk.section("砚山县政府", 2).progress == "手写的"
    assert not_told(desk.section("砚山县政府", 2)) == ["县人社局：摸底30家。"]


def test_nothing_comes_into_a_report_while_it_is_signed_inside_the_unit(world: World, desk: Desk, at: datetime) -> None:
    liaison, report = world.actor("钱工会"), desk.report("州总工会")
    duty = Duty.objects.filter(organisation__short_name="州总工会").first()
    assert duty is not None
    Progress.objects.create(
        duty=duty, happened_on=date(2026, 11, 24), text="新进展", written_by=world.user("钱工会"), written_at=at
    )
    Report.objects.filter(pk=report.pk).update(state=Report.State.IN_REVIEW)
    assert prefill_again(report, by=liaison, at=at) == 0
    Report.objects.filter(pk=report.pk).update(state=Report.State.DRAFT)
    assert prefill_again(report, by=liaison, at=at) == 1


def test_open_parts_are_written_down_at_every_step(world: World, desk: Desk, at: datetime) -> None:
    by, office = world.actor("陈砚山"), world.actor("吴主任科员")
    for number in (1, 2):
        duty = Duty.objects.get(organisation__short_name="砚山县政府", goal__number=number)
        add_part(duty, Part("摸底", office_name="县人社局"), by=by, at=at)
    report = desk.hand_in("砚山县政府", "陈砚山", at)
    accept_section(desk.section("砚山县政府", 1), by=office, at=at)
    accept_report(report, by=office, at=at)
    return_section(desk.section("砚山县政府", 1), reason="再看", until=date(2026, 12, 15), by=office, at=at)
    assert [entry.sentence for entry in entries(events_of(report)[:4])] == [
        "重开（任务1），请于2026年12月15日前重新报送",
        "接收报告，本次接收3项，另有分解任务1项未办结",
        "接收（任务1），另有分解任务1项未办结",
        "报送报告，共4项，另有分解任务2项未办结",
    ]


def test_files_and_the_sealed_scan_belong_to_the_report(world: World, desk: Desk, at: datetime) -> None:
    by, report = world.actor("陈砚山"), desk.report("砚山县政府")
    photo = store.keep(b"%PDF-1.4\n%%EOF", name="现场.pdf", org_path=report.org_path, by=by, at=at)
    attach_file(desk.section("砚山县政府", 1), document=photo, by=by, at=at)
    scan = store.keep(b"%PDF-1.4\nscan\n%%EOF", name="盖章件.pdf", org_path=report.org_path, by=by, at=at)
    bind_scan(report, document=scan, by=by, at=at)
    assert desk.report("砚山县政府").scan == scan
    photo.refresh_from_db()
    assert (photo.subject_kind, photo.subject_id) == ("report", report.pk)


def test_a_reminder_goes_to_those_who_owe(world: World, cycle: ReportCycle, desk: Desk, at: datetime) -> None:
    desk.hand_in("砚山县政府", "陈砚山", at)
    office = world.actor("吴主任科员")
    assert remind(cycle, reports=list(cycle.reports.all()), by=office, at=at) == 6
    assert desk.report("砚山县政府").reminders == 0
    assert desk.report("文山市政府").reminders == 1
    with pytest.raises(NotPossible, match="都已报送"):
        remind(cycle, reports=[desk.report("砚山县政府")], by=office, at=at)


def test_the_timeline_tells_the_story(world: World, desk: Desk, at: datetime) -> None:
    report = desk.hand_in("砚山县政府", "陈砚山", at)
    return_section(desk.section("砚山县政府", 1), reason="数据有误", until=DUE, by=world.actor("吴主任科员"), at=at)
    told = [entry.sentence for entry in entries(events_of(report))]
    assert told[:2] == ["退回（任务1），请于2026年12月10日前重新报送", "报送报告，共4项"]
