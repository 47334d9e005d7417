"""How did the rounds of reports go in the demo? Most on time, some late, some sent back, the last one under way."""

from datetime import date, datetime

from huxin.base.actor import Actor
from huxin.demo.cast import act_as, somebody
from huxin.demo.papers import acknowledge, send, sign
from huxin.demo.story import Story, days
from huxin.demo.words import RETURNS, told
from huxin.orgs.models import Organisation
from huxin.plans.actions.duties import note_overdue
from huxin.plans.models import Plan
from huxin.reports.actions.compiling import compile_report
from huxin.reports.actions.cycles import close_cycle, open_due_cycles
from huxin.reports.actions.handing import hand_in
from huxin.reports.actions.ruling import accept_report, remind, return_section
from huxin.reports.actions.writing import Given, write_section
from huxin.reports.models import Report, ReportCycle, Section

MISSING = "麻栗坡县人民政府"  # owes the middle round to this day
UNMENDED = "州住房城乡建设局"  # left a returned section of it lying
EARLY = "州总工会"  # of the newest round a section lies with it, sent back
SLOW = ("州文化和旅游局", "州住房城乡建设局", "麻栗坡县人民政府", "富宁县人民政府")


class Round:
    """One round of reports, from its opening to the compiled report."""

    def __init__(self, story: Story, plan: Plan, due_on: date, number: int) -> None:
        self.story, self.plan, self.due_on, self.number = story, plan, due_on, number
        story.at(due_on - days(21), self.open, hour=9)

    @property
    def cycle(self) -> ReportCycle:
        """The round as it stands."""
        return ReportCycle.objects.get(plan=self.plan, rule__due=f"{self.due_on:%m-%d}", due_on__year=self.due_on.year)

    def open(self, at: datetime) -> None:
        """It opens by itself; everybody gets a day of his own to answer."""
        open_due_cycles(today=at.date(), at=at)
        for report in self.cycle.reports.select_related("organisation"):
            if self.number == 1 and report.organisation.short_name == MISSING:
                continue
            slow = report.organisation.short_name in SLOW
            day = self.due_on + days(3 + report.pk % 3) if slow else self.due_on - days(1 + report.pk * 7 % 17)
            day = self.due_on - days(19) if self.leaves(report) else day
            self.story.at(day, lambda at, pk=report.pk: self.answer(pk, at), hour=16)
            self.story.at(day - days(1), lambda at, pk=report.pk: self.begin(pk, at), hour=8)
        self.story.at(self.due_on - days(19), self.send_notice, hour=15)
        self.story.at(self.due_on - days(3), self.chase, hour=16)
        for late in (1, 6, 20):
            self.story.at(self.due_on + days(late), lambda at: note_overdue(today=at.date(), at=at), hour=8)
        self.story.at(self.due_on + days(26), self.compile, hour=14)
        self.story.at(self.due_on + days(31), self.issue, hour=11)

    def leaves(self, report: Report) -> bool:
        """Is this where the tour finds a section to correct, until the next round has come as far?"""
        newest = self.story.now.date() < self.due_on + days(170)
        return newest and report.organisation.short_name == EARLY

    def writer(self, organisation: Organisation) -> str:
        """Which role writes in this unit."""
        return "county_liaison" if organisation.kind == Organisation.Kind.GOVERNMENT else "liaison"

    def begin(self, pk: int, at: datetime) -> None:
        """The liaison fills in the sections."""
        report = Report.objects.select_related("organisation").get(pk=pk)
        by = somebody(report.organisation, self.writer(report.organisation), at)
        for section in report.sections.select_related("goal").order_by("order"):
            self.write(section, by, at)

    def write(self, section: Section, by: Actor, at: datetime) -> None:
        """One section with its figures."""
        number = section.goal.number if section.goal else None
        figures = [
            Given(code, self.story.dice.randint(1, 120))
            for code in section.figures.filter(current=True).values_list("code", flat=True)
        ]
        words = told(number, self.story.dice)
        write_section(section, told=words, figures=figures, version=section.version, by=by, at=at)

    def answer(self, pk: int, at: datetime) -> None:
        """The leader hands it in; the office looks at it two days later."""
        report = Report.objects.select_related("organisation").get(pk=pk)
        role = "county_leader" if report.organisation.kind == Organisation.Kind.GOVERNMENT else "unit_leader"
        hand_in(report, by=somebody(report.organisation, role, at), at=at)
        wait = 3 if self.leaves(report) else 4
        self.story.at(at.date() + days(wait), lambda at, pk=pk: self.look(pk, at), hour=9)

    def look(self, pk: int, at: datetime) -> None:
        """Accept it, or send one section back; the office's own unit is looked at by a convenor of another."""
        report = Report.objects.select_related("organisation", "cycle").get(pk=pk)
        own = report.organisation_id == self.plan.office_id
        by = act_as("convenor" if own else "office", at)
        section = report.sections.filter(state="handed_in", goal__isnull=False).order_by("order").last()
        left = self.leaves(report) or (self.number == 1 and report.organisation.short_name == UNMENDED)
        if report.returns == 0 and section and (left or pk % 6 == 2):
            reason = self.story.dice.choice(RETURNS)
            return_section(section, reason=reason, until=at.date() + days(7), by=by, at=at)
            if not left:
                self.story.at(at.date() + days(4), lambda at, pk=section.pk: self.mend(pk, at), hour=15)
        else:
            accept_report(report, by=by, at=at)

    def mend(self, pk: int, at: datetime) -> None:
        """The unit corrects the section and hands in again."""
        section = Section.objects.select_related("report__organisation", "goal").get(pk=pk)
        unit = section.report.organisation
        self.write(section, somebody(unit, self.writer(unit), at), at)
        self.answer(section.report_id, at)

    def send_notice(self, at: datetime) -> None:
        """The notice that was drafted is signed and goes out."""
        notice = self.cycle.notice
        if notice is not None:
            send(sign(notice, at), at, number=f"文护新办函〔{at.year}〕{self.number * 3 + 1}号")
            acknowledge(notice, at + days(1), share=0.8, dice=self.number * 0.1)

    def chase(self, at: datetime) -> None:
        """A reminder to those who still owe something."""
        owing = self.cycle.reports.filter(handed_in_at=None)
        if owing:
            remind(self.cycle, reports=list(owing), by=act_as("office", at), at=at)

    def compile(self, at: datetime) -> None:
        """Close the round and put the report together."""
        office = act_as("office", at)
        close_cycle(self.cycle, by=office, at=at)
        compile_report(self.cycle, by=office, at=at)

    def issue(self, at: datetime) -> None:
        """The compiled report is signed and goes up."""
        paper = self.cycle.compiled
        if paper is not None:
            send(sign(paper, at), at, number=f"文护新办发〔{at.year}〕{self.number + 1}号")
