"""Which plan do the tests of the reports run on? Three tasks, two counties, a member without a task."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from huxin.plans.models import Duty, Goal, Plan, ReportRule, Seat
from huxin.reports.actions.cycles import open_cycle_if_due
from huxin.reports.actions.handing import hand_in
from huxin.reports.actions.writing import Given, write_section
from huxin.reports.models import Report, ReportCycle, Section
from tests.world import BEGINNING, World

GOALS = ("营造良好舆论环境", "推广电子劳动合同", "健全完善安全生产责任制")
DUTIES = (
    (1, "州人社局", "lead"), (1, "州交通运输局", "cooperate"), (1, "州市场监管局", "cooperate"),
    (1, "文山市政府", "implement"), (1, "砚山县政府", "implement"),
    (2, "州人社局", "lead"), (2, "州总工会", "cooperate"), (2, "文山市政府", "implement"),
    (2, "砚山县政府", "implement"),
    (3, "州交通运输局", "by_duty"), (3, "州总工会", "by_duty"), (3, "州总工会", "cooperate"),
    (3, "文山市政府", "implement"), (3, "砚山县政府", "implement"),
)  # fmt: skip
SEATS = ("州人社局", "州交通运输局", "州市场监管局", "州总工会", "州商务局")


def moment(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def plan(world: World) -> Plan:
    area = world.area("532600")
    plan = Plan.objects.create(
        title="文山州维护新就业形态劳动者劳动保障权益工作方案", area=area, office=world.org("州人社局"),
        org_path=area.path, tracked_from=date(2026, 11, 1), adopted_at=BEGINNING,
    )  # fmt: skip
    ReportRule.objects.create(plan=plan, period="half_year", due="06-10", cut_off="05-31")
    ReportRule.objects.create(plan=plan, period="full_year", due="12-10", cut_off="11-30")
    goals = {n: Goal.objects.create(plan=plan, number=n, title=title) for n, title in enumerate(GOALS, start=1)}
    for number, unit, role in DUTIES:
        party = world.org(unit)
        Duty.objects.create(plan=plan, goal=goals[number], organisation=party, org_path=party.path, role=role)
    for unit in SEATS:
        Seat.objects.create(plan=plan, kind="member", organisation=world.org(unit))
    return plan


@pytest.fixture
def cycle(plan: Plan, at: datetime) -> ReportCycle:
    """The yearly report of 2026, opened by the machine on 23 November."""
    [opened] = open_cycle_if_due(plan, today=at.date(), at=at)
    return opened


class Desk:
    """What the tests do again and again with one round."""

    def __init__(self, world: World, cycle: ReportCycle) -> None:
        self.world, self.cycle = world, cycle

    def report(self, unit: str) -> Report:
        return Report.objects.get(cycle=self.cycle, organisation__short_name=unit)

    def section(self, unit: str, order: int) -> Section:
        return Section.objects.get(report=self.report(unit), order=order)

    def write(self, unit: str, order: int, name: str, at: datetime, **told: str) -> Section:
        section = self.section(unit, order)
        codes = section.figures.filter(current=True).values_list("code", flat=True)
        figures = [Given(code, value=10 * (place + 1)) for place, code in enumerate(sorted(codes))]
        told = {"answer": "normal", "progress": f"{unit}推进了第{order}项工作。"} | told
        return write_section(
            section, told=told, figures=figures, version=section.version, by=self.world.actor(name), at=at
        )

    def fill(self, unit: str, name: str, at: datetime) -> Report:
        report = self.report(unit)
        for order in report.sections.values_list("order", flat=True):
            self.write(unit, order, name, at)
        return report

    def hand_in(self, unit: str, name: str, at: datetime) -> Report:
        """Filled in and handed in by one who may do both."""
        report = self.fill(unit, name, at)
        return hand_in(report, by=self.world.actor(name), at=at)


@pytest.fixture
def desk(world: World, cycle: ReportCycle) -> Desk:
    return Desk(world, cycle)
