"""What else lies about in the demo, so that every state is there once? Letters answered, struck off and followed by the
next; a later day refused; a sealed scan; a duty broken down; a meeting that is only proposed."""

from datetime import datetime

from huxin.conference.actions.meetings import propose
from huxin.conference.models import Meeting
from huxin.demo.cast import act_as, somebody
from huxin.demo.papers import acknowledge, send, sign
from huxin.demo.story import Story, days
from huxin.documents import receipts, store
from huxin.followups.actions import close, draft
from huxin.followups.models import FollowUp, Rung
from huxin.followups.queries import LateParty, late_parties
from huxin.orgs.models import Organisation
from huxin.plans.actions.parts import Given, add_part, complete_part
from huxin.plans.models import Duty, Plan, SubDuty
from huxin.reports.actions.handing import bind_scan
from huxin.reports.models import Report
from huxin.reports.unit_paper import unit_tree
from huxin.typesetting.render_pdf import render_pdf


class Moves:
    """Scenes of the last months; their minutes are given, so that nobody else's dice fall otherwise."""

    def __init__(self, story: Story, plan: Plan) -> None:
        self.plan = plan
        for back, scene in (
            (100, self.scan), (50, self.break_down), (20, self.complete), (16, self.write), (12, self.answer),
            (9, self.strike_off), (6, self.supervise), (2, self.propose),
        ):  # fmt: skip
            story.at(story.now.date() - days(back), scene, hour=11, minute=20)

    def scan(self, at: datetime) -> None:
        """The union's sealed report comes in as a scan."""
        reports = Report.objects.filter(cycle__plan=self.plan, organisation__short_name="州总工会")
        report = reports.filter(handed_in_at__isnull=False).order_by("-due_on").first()
        if report is None:
            return
        by = act_as("union", at)
        pdf = render_pdf(unit_tree(report))
        kept = store.keep(pdf, name="盖章扫描件.pdf", org_path=report.org_path, by=by, at=at)
        bind_scan(report, document=kept, by=by, at=at)

    def break_down(self, at: datetime) -> None:
        """The union gives parts of a task to its offices."""
        unit = Organisation.objects.get(short_name="州总工会")
        duty = Duty.objects.filter(plan=self.plan, organisation=unit, goal__isnull=False).order_by("pk")[0]
        for text, office, back in (
            ("走访全州骑手集中的商圈，摸清建会情况。", "组织部", -20),
            ("起草互助保障补贴办法，征求企业意见。", "权益保障部", 30),
        ):
            given = Given(text, office_name=office, due_on=at.date() + days(50 + back))
            add_part(duty, given, by=act_as("union", at), at=at)

    def complete(self, at: datetime) -> None:
        """One of them is done."""
        part = SubDuty.objects.filter(duty__organisation__short_name="州总工会", done_at=None).order_by("pk")[0]
        complete_part(part, result="走访商圈23个，已建会6个，列入培育9个。", by=act_as("union", at), at=at)

    def late(self, at: datetime, rung: str) -> list[LateParty]:
        """Who may be followed up on this rung."""
        return [party for party in late_parties(self.plan, today=at.date()) if party.open_on(rung)]

    def letter(self, party: LateParty, rung: str, number: int, at: datetime) -> None:
        """Drafted, signed by the director, numbered and issued."""
        office, terms = act_as("office", at), party.open_on(rung)
        made = draft(self.plan, party.organisation, rung, terms, by=office, at=at, today=at.date())
        if made.paper is not None:
            send(sign(made.paper, at), at, number=f"文护新办函〔{at.year}〕{number}号")

    def write(self, at: datetime) -> None:
        """Two reminder letters go out."""
        for n, party in enumerate(self.late(at, Rung.LETTER)[:2]):
            self.letter(party, Rung.LETTER, 31 + n, at)

    def answer(self, at: datetime) -> None:
        """Both are acknowledged and answered."""
        for row in FollowUp.objects.filter(plan=self.plan, rung=Rung.LETTER, paper__issued_at__isnull=False):
            acknowledge(row.paper, at, share=1, dice=0)
            role = "county_liaison" if row.organisation.kind == Organisation.Kind.GOVERNMENT else "liaison"
            text = "因经办人员调整漏报，已重新明确专人，将尽快补报。"
            receipt = row.paper.receipts.get(organisation=row.organisation)
            receipts.reply(receipt, text=text, by=somebody(row.organisation, role, at), at=at)

    def strike_off(self, at: datetime) -> None:
        """The office takes one answer as enough."""
        row = FollowUp.objects.filter(plan=self.plan, state=FollowUp.State.ANSWERED).order_by("pk").last()
        if row is not None:
            close(row, reason="已书面说明情况，同意与全年报告一并补报。", by=act_as("office", at), at=at)

    def supervise(self, at: datetime) -> None:
        """Where the answer was not enough, the next rung."""
        answered = set(FollowUp.objects.filter(state=FollowUp.State.ANSWERED).values_list("organisation", flat=True))
        for party in self.late(at, Rung.SUPERVISE):
            if party.organisation.pk in answered:
                self.letter(party, Rung.SUPERVISE, 33, at)

    def propose(self, at: datetime) -> None:
        """A member unit asks for a meeting; a convenor has not ruled yet."""
        propose(
            self.plan, organisation=Organisation.objects.get(short_name="州交通运输局"), kind=Meeting.Kind.PARTIAL,
            title="骑手冬季道路交通安全专题会议", ground="入冬后雨雾天气增多，配送时限和绕行问题需要共同研究。",
            by=act_as("transport", at), at=at,
        )  # fmt: skip
