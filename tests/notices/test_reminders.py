"""Who is reminded on which morning, and in which words?"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huxin.documents import approval, issuing, numbering
from huxin.documents.store import keep
from huxin.followups import actions as followups
from huxin.notices.models import Notice
from huxin.notices.reminders import AFTER, BEFORE, remind
from huxin.orgs.access import actor
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.models import Membership, User
from huxin.oversight.models import Delivery, Reporter
from huxin.plans.models import Duty, Plan, SubDuty, Term
from huxin.reports.models import Report, ReportCycle
from tests.notices.conftest import Crier
from tests.world import AT, BEGINNING, World

Owe = Callable[..., Term]
TODAY = AT.date()


def morning(days: int = 0) -> int:
    return remind(today=TODAY + timedelta(days=days), at=AT + timedelta(days=days))


def texts(rule: str) -> set[str]:
    return set(Notice.objects.filter(rule=rule).values_list("text", flat=True))


@pytest.mark.parametrize("days", BEFORE)
def test_before_the_day_the_unit_and_its_leader_are_reminded(days: int, duty: Duty, owe: Owe, crier: Crier) -> None:
    owe(duty, days)
    morning()
    assert crier.told("term.soon") == {"钱工会", "蒋经办", "孙主席"}


@pytest.mark.parametrize("days", AFTER)
def test_after_the_day_too(days: int, duty: Duty, owe: Owe, crier: Crier) -> None:
    owe(duty, -days)
    morning()
    assert crier.told("term.late") == {"钱工会", "蒋经办", "孙主席"}


def test_on_other_days_and_of_what_is_done_nobody_is(duty: Duty, owe: Owe) -> None:
    for days in set(range(-40, 40)) - set(BEFORE) - {-n for n in AFTER}:
        owe(duty, days)
    Term.objects.filter(pk=owe(duty, 3).pk).update(state="done")
    Term.objects.filter(pk=owe(duty, 1).pk).update(state="handed_in")
    assert morning() == 0


def test_the_words_say_what_by_when(duty: Duty, owe: Owe) -> None:
    owe(duty, 3)
    morning()
    assert texts("term.soon") == {"州总工会：“推广电子劳动合同”还剩3个工作日，时限2026年11月26日"}


def test_many_tasks_of_one_day_are_one_notice(plan: Plan, owe: Owe, crier: Crier) -> None:
    county = Duty.objects.filter(plan=plan, organisation__short_name="砚山县政府")
    for one in county:
        owe(one, 3)
    morning()
    assert texts("term.soon") == {f"砚山县政府：《{plan.title}》3项任务还剩3个工作日，时限2026年11月26日"}
    assert Notice.objects.filter(rule="term.soon").count() == 2
    assert crier.told("term.soon") == {"陈砚山", "罗副县长"}


def test_asking_twice_a_morning_tells_once_and_another_morning_again(duty: Duty, owe: Owe) -> None:
    owe(duty, 3)
    morning(), morning()
    assert Notice.objects.filter(user__name="钱工会").count() == 1
    morning(2)
    assert Notice.objects.filter(user__name="钱工会").count() == 2


def test_the_half_year_is_reminded_of_by_its_report_also_where_there_is_no_task(
    cycle: ReportCycle, crier: Crier
) -> None:
    Report.objects.filter(cycle=cycle).update(due_on=TODAY + timedelta(days=3))
    Term.objects.filter(kind="cycle").update(due_on=TODAY + timedelta(days=3))
    morning()
    assert crier.told("term.soon") == set()
    assert {"沈商务", "钱工会", "陈砚山", "罗副县长"} <= crier.told("report.soon")
    assert "州商务局：2026年全年报告还剩3个工作日，时限2026年11月26日" in texts("report.soon")


def test_the_office_hears_once_a_morning_what_became_late(plan: Plan, owe: Owe, crier: Crier) -> None:
    for one in Duty.objects.filter(plan=plan, goal__number=2):
        owe(one, -1)
    morning()
    assert crier.told("late.summary") == {"吴主任科员", "郑主任"}
    [text] = texts("late.summary")
    assert text == f"《{plan.title}》：4家单位4项任务于2026年11月22日到期未报送"


def test_the_person_of_a_part_is_reminded_and_when_late_the_unit_too(duty: Duty, world: World, crier: Crier) -> None:
    facts = {"duty": duty, "office_name": "权益部", "person": world.user("蒋经办"), "text": "统计"}
    SubDuty.objects.create(due_on=TODAY + timedelta(days=1), **facts)
    morning()
    assert crier.told("part.due") == {"蒋经办"}
    morning(2)
    assert crier.told("part.due") == {"蒋经办", "钱工会", "孙主席"}


def test_a_paper_not_acknowledged_or_answered_is_chased(
    duty: Duty, owe: Owe, plan: Plan, world: World, crier: Crier
) -> None:
    office = world.actor("吴主任科员")
    follow_up = followups.draft(plan, duty.organisation, "letter", [owe(duty, -5)], by=office, at=AT, today=TODAY)
    paper = follow_up.paper
    assert paper is not None
    approval.submit(paper, by=office, at=AT)
    approval.decide(paper.steps.get(state="waiting"), opinion="agree", reason="", by=world.actor("郑主任"), at=AT)
    paper.refresh_from_db()
    numbering.number(paper, text="文新就业办函〔2026〕1号", by=office, at=AT)
    issuing.issue(paper, by=office, at=AT)
    morning()
    assert crier.told("paper.unacknowledged") == set()
    morning(1)
    assert crier.told("paper.unacknowledged") == {"钱工会", "蒋经办", "孙主席"}
    morning(7)
    assert texts("paper.reply_due") == {f"州总工会：《{paper.title}》应回复，还剩3个工作日，时限2026年12月3日"}


def test_the_round_costs_a_fixed_number_of_queries_a_party(plan: Plan, owe: Owe) -> None:
    for one in Duty.objects.filter(plan=plan, organisation__short_name="砚山县政府"):
        owe(one, 3)
    with CaptureQueriesContext(
        connection,
    ) as few:
        morning()
    for one in Duty.objects.filter(plan=plan, organisation__short_name="砚山县政府"):
        owe(one, 3), owe(one, 3)
    Notice.objects.all().delete()
    with CaptureQueriesContext(connection) as many:
        morning()
    assert len(many) == len(few)


@pytest.fixture
def reporter(world: World) -> Reporter:
    """A platform that owes October by 10 November, with somebody who hands in."""
    firm = world.firm("云岭快送")
    unit = found_organisation(area=firm.area, name=firm.name, short_name="云岭快送", kind="enterprise")
    firm.organisation, firm.org_path = unit, unit.path
    firm.save(update_fields=["organisation", "org_path"])
    person = User.objects.create(username="岳平台", name="岳平台", created_at=BEGINNING)
    Membership.objects.create(user=person, organisation=unit, role="enterprise_hr", post="人事", since=BEGINNING)
    return Reporter.objects.create(enterprise=firm, org_path=unit.path, since=date(2026, 10, 1), due_day=10)


def morning_of(day: int) -> None:
    at = AT.replace(day=day)
    remind(today=at.date(), at=at)


def test_a_platform_is_reminded_of_its_orders_before_and_after_the_day(reporter: Reporter, crier: Crier) -> None:
    morning_of(6)
    assert Notice.objects.count() == 0, "four days before is no day of reminding"
    morning_of(7)
    morning_of(7)
    assert crier.told("delivery.soon") == {"岳平台"}
    assert texts("delivery.soon") == {"云岭快送：2026年10月订单数据还剩2个工作日，时限2026年11月10日"}
    assert crier.told("delivery.missing") == set()
    morning_of(11)
    assert crier.told("delivery.late") == {"岳平台"}
    assert "戴州受理" in crier.told("delivery.missing")
    assert Notice.objects.filter(rule="delivery.soon").count() == 1


def test_a_platform_that_has_delivered_or_sees_it_refused_is_told_accordingly(reporter: Reporter, crier: Crier) -> None:
    kept = keep(
        b"order_id\n", name="a.csv", org_path=reporter.org_path, by=actor(User.objects.get(name="岳平台"), AT), at=AT
    )
    given = {"enterprise": reporter.enterprise, "org_path": reporter.org_path, "month": date(2026, 10, 1),
             "receipt": "D202610-00000001", "document": kept, "digest": "0" * 64, "handed_in_at": AT,
             "handed_in_by": User.objects.get(name="岳平台")}  # fmt: skip
    row = Delivery.objects.create(**given, state="checked")
    morning_of(9)
    assert crier.told("delivery.soon") == set()
    Delivery.objects.filter(pk=row.pk).update(state="refused")
    morning_of(10)
    assert crier.told("delivery.soon") == {"岳平台"}
