"""Is everybody told who should be, and nobody else?"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from huxin.conference.models import FeedbackRound, Invitee, Meeting, Minutes, Opinion
from huxin.documents import approval, issuing, numbering
from huxin.followups import actions as followups
from huxin.journal.log import REACTIONS, VERBS, run_reaction
from huxin.notices.models import Notice
from huxin.notices.people import holders
from huxin.notices.rules import RULES
from huxin.orgs.access import SUBJECTS, actor, allowed
from huxin.orgs.actions.people import stand_in
from huxin.orgs.models import Organisation, User
from huxin.orgs.roles import PERMISSIONS
from huxin.plans.actions import extensions
from huxin.plans.models import Duty, Goal, Plan, SubDuty, Term
from huxin.reports.actions.ruling import remind, return_section
from huxin.reports.models import Report, ReportCycle, Section
from tests.notices.conftest import Crier
from tests.reports.conftest import Desk
from tests.world import AT, World

Owe = Callable[..., Term]


def test_every_rule_names_events_and_a_right_that_exist() -> None:
    for rule in RULES.values():
        assert rule.permission in PERMISSIONS, rule.code
        assert set(rule.verbs) <= set(VERBS), rule.code
        assert bool(rule.verbs) == (rule.whom is not None), rule.code


def test_the_unit_is_told_that_its_work_was_returned_and_its_leader_too(crier: Crier, duty: Duty, owe: Owe) -> None:
    crier.happen("term.returned", duty, owe(duty, 3), term_kind="once", until_on="2026-12-01", returns=1)
    assert crier.told("term.returned") == {"钱工会", "蒋经办", "孙主席"}
    [text] = set(Notice.objects.values_list("text", flat=True))
    assert text == "州总工会：推广电子劳动合同：退回修改办结时限，请于2026年12月1日前重新报送（第1次退回）"


def test_a_thing_called_by_a_whole_sentence_is_called_without_its_full_stop(crier: Crier, duty: Duty, owe: Owe) -> None:
    Goal.objects.filter(pk=duty.goal_id).update(title="各单位报送站点名单。")
    crier.happen("term.accepted", duty, owe(duty, 3), term_kind="once")
    assert "：各单位报送站点名单：" in Notice.objects.values_list("text", flat=True)[0]


def test_of_small_things_the_leader_is_not_told_while_others_work_there(crier: Crier, duty: Duty, owe: Owe) -> None:
    crier.happen("term.accepted", duty, owe(duty, 3), term_kind="once")
    assert crier.told("term.accepted") == {"钱工会", "蒋经办"}


def test_who_did_it_is_not_told(crier: Crier, duty: Duty, owe: Owe, world: World) -> None:
    crier.happen("term.accepted", duty, owe(duty, 3), term_kind="once", by=world.actor("钱工会"))
    assert crier.told("term.accepted") == {"蒋经办"}


def test_the_office_is_told_of_what_waits_for_it_and_no_county(
    crier: Crier, duty: Duty, owe: Owe, world: World
) -> None:
    term = owe(duty, 3)
    extensions.ask_extension(
        term, until_on=term.due_on + timedelta(days=9), ground="等待上级文件", by=world.actor("钱工会"), at=AT
    )
    crier.run()
    assert crier.told("extension.asked") == {"吴主任科员", "林召集"}  # the director leads; the work is the office's


def test_the_same_event_twice_tells_once(crier: Crier, duty: Duty, owe: Owe) -> None:
    event = crier.happen("term.accepted", duty, owe(duty, 3), term_kind="once")
    before = Notice.objects.count()
    for name, (code, _) in REACTIONS.items():
        if code == event.verb and name.startswith("notices."):
            run_reaction.func(name, event.pk)
    assert Notice.objects.count() == before > 0


def test_a_stand_in_is_told_too(crier: Crier, duty: Duty, owe: Owe, world: World) -> None:
    absent, colleague = world.user("钱工会"), world.user("蒋经办")
    since, until = AT - timedelta(days=1), AT + timedelta(days=1)
    stand_in(absent, colleague=colleague, since=since, until=until, reason="出差", by=actor(absent, since), at=since)
    crier.run()
    assert crier.told("person.role") == {"蒋经办"}
    Notice.objects.all().delete()
    crier.happen("seat.taken_over", duty.plan.seats.get(organisation__short_name="州总工会"), seat_kind="member",
                 since_on="2026-11-23")  # fmt: skip
    assert crier.told("seat.taken_over") == {"吴主任科员"}


def test_the_handler_and_the_drafting_office_are_told_though_they_hold_no_right_there(
    crier: Crier, world: World, plan: Plan
) -> None:
    duty = Duty.objects.get(plan=plan, goal__number=2, organisation__short_name="砚山县政府")
    Duty.objects.filter(pk=duty.pk).update(handler=world.user("赵经办"), drafting_office=world.org("砚山县人社局"))
    duty.refresh_from_db()
    crier.happen("duty.handed_over", duty)
    assert crier.told("duty.handed_over") == {"赵经办"}


def test_the_person_of_a_part_is_told(crier: Crier, duty: Duty, world: World) -> None:
    part = SubDuty.objects.create(duty=duty, office_name="权益部", person=world.user("蒋经办"), text="统计")
    crier.happen("duty.part_added", duty, part, part_due_on="2026-12-01")
    assert crier.told("part.given") == {"蒋经办"}


def test_an_opened_round_tells_every_party_once(crier: Crier, cycle: ReportCycle) -> None:
    crier.run()
    assert {"钱工会", "孙主席", "沈商务", "陈砚山", "罗副县长", "王文山", "何监管"} <= crier.told("report.opened")
    assert "赵经办" not in crier.told("report.opened")
    per_person = Notice.objects.filter(rule="report.opened", user__name="钱工会")
    assert [n.text.split("：")[0] for n in per_person] == ["州总工会2026年全年报告"]


def test_a_reminder_goes_to_those_reminded_alone(crier: Crier, desk: Desk, world: World) -> None:
    remind(desk.cycle, reports=[desk.report("砚山县政府")], by=world.actor("吴主任科员"), at=AT)
    crier.run()
    assert crier.told("report.reminded") == {"陈砚山", "罗副县长"}


def test_returned_and_accepted_reports_are_told_to_the_party(crier: Crier, desk: Desk, world: World) -> None:
    desk.hand_in("砚山县政府", "陈砚山", AT)
    crier.run()
    assert crier.told("report.handed_in") == {"吴主任科员", "林召集"}
    section = Section.objects.filter(report=desk.report("砚山县政府"), state="handed_in").order_by("order")[0]
    return_section(
        section, reason="请补充数据", until=AT.date() + timedelta(days=3), by=world.actor("吴主任科员"), at=AT
    )
    crier.run()
    assert crier.told("report.returned") == {"陈砚山", "罗副县长"}


def test_a_paper_tells_signer_issuer_and_addressee_in_turn(
    crier: Crier, duty: Duty, owe: Owe, world: World, plan: Plan
) -> None:
    term = owe(duty, -5)
    office = world.actor("吴主任科员")
    follow_up = followups.draft(plan, duty.organisation, "letter", [term], by=office, at=AT, today=AT.date())
    paper = follow_up.paper
    assert paper is not None
    approval.submit(paper, by=office, at=AT)
    crier.run()
    assert crier.told("paper.waiting") == {"郑主任"}
    approval.decide(paper.steps.get(state="waiting"), opinion="agree", reason="", by=world.actor("郑主任"), at=AT)
    crier.run()
    assert "吴主任科员" in crier.told("paper.signed")
    assert crier.told("paper.received") == set()
    paper.refresh_from_db()
    numbering.number(paper, text="文新就业办函〔2026〕1号", by=office, at=AT)
    issuing.issue(paper, by=office, at=AT)
    crier.run()
    assert crier.told("paper.received") == {"钱工会", "蒋经办", "孙主席"}


def test_a_draft_by_a_rule_tells_the_office(crier: Crier, duty: Duty, owe: Owe, plan: Plan, world: World) -> None:
    owe(duty, -5)
    followups.set_rule(plan, "letter", name="提示函", after_days=1, on=True, by=world.actor("吴主任科员"), at=AT)
    followups.run_rules(today=AT.date(), at=AT)
    crier.run()
    assert crier.told("follow_up.drafted") == {"吴主任科员"}


def _meeting(plan: Plan, world: World) -> Meeting:
    return Meeting.objects.create(
        plan=plan, org_path=plan.org_path, kind="full", title="第一次全体会议", ground="研究工作", state="convened",
        proposed_by=world.org("州总工会"), proposer=world.user("钱工会"), proposed_at=AT, convened_at=AT, starts_at=AT,
        reply_by=AT.date() + timedelta(days=1),
    )  # fmt: skip


def test_a_proposal_is_told_to_the_convenors_and_an_invitation_to_the_units_called(
    crier: Crier, plan: Plan, world: World
) -> None:
    meeting = _meeting(plan, world)
    crier.happen("meeting.proposed", meeting, plan, meeting_kind="full")
    assert crier.told("meeting.proposed") == {"林召集"}
    rows = [
        Invitee.objects.create(meeting=meeting, organisation=world.org(unit), invited_at=AT)
        for unit in ("州总工会", "州市场监管局")
    ]
    crier.happen("meeting.invited", meeting, rows[1], invited=1)
    assert crier.told("meeting.invited") == {"何监管"}
    crier.happen("meeting.cancelled", meeting)
    assert crier.told("meeting.moved") == {"何监管", "钱工会", "孙主席"}


def test_those_asked_for_their_opinion_are_told_and_the_others_not(crier: Crier, plan: Plan, world: World) -> None:
    meeting = _meeting(plan, world)
    Meeting.objects.filter(pk=meeting.pk).update(state="feedback")
    unit = world.org("州总工会")
    Invitee.objects.create(meeting=meeting, organisation=unit, invited_at=AT, presence="present")
    Invitee.objects.create(meeting=meeting, organisation=world.org("州商务局"), invited_at=AT)
    text = Minutes.objects.create(meeting=meeting, opening="开会", started_by=world.user("吴主任科员"), started_at=AT)
    round_ = FeedbackRound.objects.create(
        minutes=text,
        number=1,
        text={},
        digest="x",
        answer_by=AT.date(),
        opened_by=world.user("吴主任科员"),
        opened_at=AT,
    )
    Opinion.objects.create(round=round_, organisation=unit)
    crier.happen("minutes.round_opened", meeting, text, number=1, answer_by_on="2026-12-01", units=1)
    assert crier.told("minutes.asked") == {"钱工会", "孙主席"}


def test_a_plan_is_told_to_its_parties_and_to_seats_without_a_task(crier: Crier, plan: Plan) -> None:
    fields = {name: 1 for name in VERBS["plan.adopted"].fields if not name.endswith("_on")}
    crier.happen("plan.adopted", plan, tracked_from_on="2026-11-23", **fields)
    assert {"钱工会", "沈商务", "陈砚山", "罗副县长"} <= crier.told("plan.adopted")
    assert "赵经办" not in crier.told("plan.adopted")


def test_who_saw_my_number_is_told_to_me_alone(crier: Crier, world: World) -> None:
    crier.happen("person.phone_revealed", world.user("钱工会"), purpose="work", by=world.actor("韩管理"))
    assert crier.told("person.revealed") == {"钱工会"}


def test_a_broken_seal_is_told_to_the_administrators_and_a_whole_one_to_nobody(crier: Crier) -> None:
    crier.happen("journal.verified", days=3, broken=0, first_broken_on=None)
    assert crier.told("system.trouble") == set()
    crier.happen("journal.verified", days=3, broken=1, first_broken_on="2026-11-20")
    assert crier.told("system.trouble") == {"韩管理"}


def test_whoever_is_told_may_open_the_thing(crier: Crier, desk: Desk, duty: Duty, owe: Owe) -> None:
    crier.run()
    crier.happen("term.returned", duty, owe(duty, 3), term_kind="once", until_on="2026-12-01", returns=1)
    desk.hand_in("砚山县政府", "陈砚山", AT)
    crier.run()
    assert Notice.objects.count() > 15
    for notice in Notice.objects.exclude(kind="").select_related("user"):
        kind = SUBJECTS[notice.kind]
        thing = kind.model._default_manager.get(pk=notice.subject_id)
        assert allowed(actor(notice.user, AT), kind.view, thing), notice.rule


def test_holders_are_the_nearest_and_end_with_their_role(world: World) -> None:
    union = world.org("州总工会").path

    def names(people: set[int]) -> set[str]:
        return set(User.objects.filter(pk__in=people).values_list("name", flat=True))

    assert names(holders("duty.report", union, at=AT)) == {"钱工会", "蒋经办"}
    assert names(holders("report.accept", union, at=AT)) == {"吴主任科员", "林召集"}
    world.user("钱工会").memberships.update(until=AT)
    assert names(holders("duty.report", union, at=AT)) == {"蒋经办"}
    world.user("蒋经办").memberships.update(until=AT)
    assert names(holders("duty.report", union, at=AT)) == {"孙主席"}


@pytest.mark.parametrize("gone", ["Organisation", "Report"])
def test_an_event_whose_thing_is_gone_breaks_nothing(gone: str, crier: Crier, world: World) -> None:
    thing = {"Organisation": Organisation(pk=10**9), "Report": Report(pk=10**9)}[gone]
    verb = {"Organisation": "person.invitation_accepted", "Report": "report.accepted"}[gone]
    crier.happen(verb, thing, **({"role": "clerk"} if gone == "Organisation" else {}))
    assert Notice.objects.count() == 0
