"""What happens in the tests of the whole house? A plan runs through the public actions; its texts come from outside."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from huxin.adoption.actions.adopt import adopt
from huxin.adoption.actions.drafts import settle_warning, upload_draft
from huxin.base.actor import Actor
from huxin.conference.actions import agenda, invitations, meetings, minutes, rounds
from huxin.conference.models import Meeting, Opinion
from huxin.demo.load import PLAN
from huxin.documents import approval, numbering, receipts
from huxin.documents import issuing as papers
from huxin.documents.models import Paper
from huxin.followups import actions as ladder
from huxin.followups.models import Rung
from huxin.law import changes
from huxin.notices.hooks import add_hook
from huxin.orgs.actions import invitations as admission
from huxin.orgs.actions import people
from huxin.orgs.actions.organisations import add_alias
from huxin.plans.actions import assignments, duties, extensions, parts, seats
from huxin.plans.actions.history import settle_terms
from huxin.plans.models import Duty, Term
from huxin.reports.actions import handing, ruling
from huxin.reports.actions.cycles import open_cycle_if_due
from huxin.reports.actions.writing import Given, write_section
from huxin.reports.models import Report
from tests.house import story_cases, story_oversight, story_registry
from tests.signing import sign
from tests.world import AT, PASSWORD, World

OFFICE, DIRECTOR, CONVENOR, ADMINISTRATOR = "吴主任科员", "郑主任", "林召集", "韩管理"
UNION, UNION_LEADER, UNION_HEAD = "钱工会", "孙主席", "蒋经办"
COUNTY, COUNTY_LEADER = "陈砚山", "罗副县长"
DESKS = (("州总工会", UNION, UNION_LEADER), ("砚山县政府", COUNTY, COUNTY_LEADER))
LATER = AT + timedelta(days=10)
MEETING = datetime.combine(date(2026, 12, 1), time(9), AT.tzinfo)
AFTER = MEETING + timedelta(hours=4)
Say = Callable[[str], str]


class Story:
    """The same days each time; `say("progress")` gives the text that somebody types into that field."""

    def __init__(self, world: World, say: Say) -> None:
        self.world, self.say = world, say

    def by(self, name: str, at: datetime = AT) -> Actor:
        return self.world.actor(name, at)

    def play(self) -> "Story":
        """Everything, in order."""
        self.plan()
        self.people()
        self.duties()
        self.assignment()
        self.reports()
        self.follow_up()
        self.law()
        story_registry.tell(self)
        story_oversight.tell(self)
        story_cases.tell(self)
        for chapter in (self.meeting, self.minutes):
            chapter()
        return self

    def plan(self) -> None:
        """The prefecture's plan adopted, another draft and a county's draft left open."""
        office, area = self.by(OFFICE), self.world.area("532600")
        draft = upload_draft(PLAN.read_bytes(), name="工作方案.txt", area=area, by=office, at=AT)
        settle_warning(draft, index=0, reason=self.say("warning"), version=draft.version, by=office, at=AT)
        draft.refresh_from_db()
        self.plan_ = adopt(draft, tracked_from=date(2026, 11, 1), by=office, at=AT)
        upload_draft(PLAN.read_bytes(), name="修订稿.txt", area=area, by=office, at=AT)
        text = f"砚山县工作方案\n\n一、主要任务\n（一）{self.say('goal')}。责任单位：县人社局牵头。\n".encode()
        yanshan = self.world.area("532622")
        upload_draft(text, name="细化方案.txt", area=yanshan, parent=self.plan_, by=self.by(COUNTY), at=AT)
        past = Term.objects.filter(plan=self.plan_, state=Term.State.HISTORY)[:2]
        settle_terms(self.plan_, rows=past, outcome="met", reason=self.say("settled"), by=office, at=AT)
        union = self.plan_.seats.filter(organisation=self.world.org("州总工会"), closed_on=None)[0]
        seats.take_over(
            union, name=self.say("holder"), post=self.say("holder_post"), since=AT.date(), by=self.by(UNION), at=AT
        )

    def people(self) -> None:
        """Somebody invited, a telephone number, a stand-in, a robot, in two units."""
        for unit, liaison, leader in DESKS:
            by, organisation = self.by(leader), self.world.org(unit)
            admission.invite(
                organisation, role="clerk", name=self.say("invited"),
                post=self.say("invited_post"), email="invited@example.org", by=by, at=AT,
            )  # fmt: skip
            people.change_email(self.world.user(liaison), email="desk@example.org", by=self.by(liaison), at=AT)
            people.change_phone(self.world.user(liaison), phone=self.say("phone"), by=self.by(liaison), at=AT)
            add_hook(organisation, name=self.say("hook"), url=f"https://chat.example.org/{liaison}", by=by, at=AT)
            add_alias(organisation, name=self.say("alias") + unit, by=self.by(ADMINISTRATOR), at=AT)
            people.stand_in(
                self.world.user(leader), colleague=self.world.user(liaison), since=AT + timedelta(days=90),
                until=AT + timedelta(days=95), reason=self.say("away"), by=by, at=AT,
            )  # fmt: skip
        office = self.world.org("州人社局")
        _, code = admission.invite(office, role="registrar", name="档案员", by=self.by(ADMINISTRATOR), at=AT)
        admission.accept_invitation(code, username="registrar", password=PASSWORD, at=AT)
        people.reveal_phone(self.world.user(UNION), purpose="work", by=self.by(ADMINISTRATOR), at=AT)

    def law(self) -> None:
        """A figure proposed and approved, another refused, a third waiting."""
        office, director = self.by(OFFICE), self.by(DIRECTOR)
        for text, end in (("21元/小时", "approve"), ("22元/小时", "refuse"), ("23元/小时", "")):
            given = changes.Proposal(
                code="minimum_wage.hourly", text=text, area_code="532601", industry="courier", force="mandatory",
                valid_from=AT.date() + timedelta(days=len(end)), document=self.say("law_document"),
                article=self.say("law_article"), source=self.say("law_source"), status="verified",
                reason=self.say("law_reason"),
            )  # fmt: skip
            row = changes.propose(given, by=office, at=AT)
            if end == "approve":
                changes.approve(row, by=director, at=AT)
            elif end:
                changes.refuse(row, reply=self.say("law_reply"), by=director, at=AT)

    def duty(self, unit: str) -> Duty:
        """The unit's first duty in the plan."""
        return Duty.objects.filter(plan=self.plan_, organisation=self.world.org(unit), goal__isnull=False).order_by(
            "goal__number", "pk"
        )[0]

    def duties(self) -> None:
        """Progress with a file, a part given and done, an extension asked, a task said to be none of ours."""
        for unit, liaison, _ in DESKS:
            by, duty = self.by(liaison), self.duty(unit)
            files = ((f"{self.say('file')}.txt", self.say("file_text").encode()),)
            duties.note_progress(duty, happened_on=AT.date(), text=self.say("progress"), files=files, by=by, at=AT)
            for result in ("", self.say("part_result")):
                given = parts.Given(
                    self.say("part"), office_name=self.say("part_office"), person_name=self.say("part_person")
                )
                part = parts.add_part(duty, given, by=by, at=AT)
                if result:
                    parts.complete_part(part, result=result, by=by, at=AT)
            duty.refresh_from_db()
            duties.state_not_ours(duty, reason=self.say("not_ours"), version=duty.version, by=by, at=AT)

    def assignment(self) -> None:
        """Handed down to two units: one asks for time and hands in, both are late in the end."""
        office = self.by(OFFICE)
        for unit, liaison, _ in DESKS:
            matter = assignments.Matter(
                title=self.say("title"), source=self.say("source"), received_on=AT.date(), remark=self.say("remark"),
                due_on=AT.date() + timedelta(days=2), proposal=self.say("proposal"),
            )  # fmt: skip
            organisation = self.world.org(unit)
            scan = (f"{self.say('scan')}.txt", b"text")
            given = assignments.give(
                matter,
                organisation=self.plan_.office,
                units=[organisation],
                plan=self.plan_,
                scan=scan,
                by=office,
                at=AT,
            )
            term, by, until = (
                Term.objects.get(duty__assignment_item__assignment=given),
                self.by(liaison),
                AT.date() + timedelta(days=5),
            )
            asked = extensions.ask_extension(term, until_on=until, ground=self.say("ground"), by=by, at=AT)
            sign(asked.paper, at=AT, last="refuse", reason=self.say("refused"))
            extensions.follow_the_signature(asked.paper, at=AT)
            term.refresh_from_db()
            duties.hand_in(term, text=self.say("handed_in"), answer="normal", by=by, at=AT)
            term.refresh_from_db()
            duties.give_back(term, reason=self.say("returned"), until=AT.date() + timedelta(days=4), by=office, at=AT)

    def report_of(self, unit: str) -> Report:
        return Report.objects.get(cycle=self.cycle, organisation=self.world.org(unit))

    def reports(self) -> None:
        """The yearly round: both units hand in, one section goes back."""
        [self.cycle] = open_cycle_if_due(self.plan_, today=AT.date(), at=AT)
        for unit, liaison, leader in DESKS:
            report = self.report_of(unit)
            for section in report.sections.order_by("order"):
                codes = section.figures.filter(current=True).values_list("code", flat=True)
                told = {
                    f: self.say(f) for f in ("progress", "highlights", "experience", "cases", "problems", "measures")
                }
                write_section(
                    section, told={"answer": "normal"} | told, figures=[Given(code, 7) for code in codes],
                    version=section.version, by=self.by(liaison), at=AT,
                )  # fmt: skip
            report.refresh_from_db()
            handing.hand_in(report, by=self.by(leader), at=AT)
            section = report.sections.order_by("order")[0]
            reason, until = self.say("section_returned"), AT.date() + timedelta(days=7)
            ruling.return_section(section, reason=reason, until=until, by=self.by(OFFICE), at=AT)
        ruling.remind(self.cycle, reports=[self.report_of("砚山县政府")], by=self.by(OFFICE), at=AT)

    def follow_up(self) -> None:
        """A letter to each of the two: signed, issued, taken note of and answered; a chat text dropped."""
        office = self.by(OFFICE)
        duties.note_overdue(today=LATER.date(), at=LATER)
        for unit, liaison, _ in DESKS:
            party = self.world.org(unit)
            terms = list(Term.objects.filter(duty__organisation=party, duty__assignment_item__isnull=False))
            for rung in (Rung.CHAT, Rung.LETTER):
                made = ladder.draft(self.plan_, party, rung, terms, by=office, at=LATER, today=LATER.date())
                if rung == Rung.CHAT:
                    ladder.drop(made, reason=self.say("dropped"), by=office, at=LATER)
            self.issue(made.paper, f"文新就业办函〔2026〕{made.paper_id}号", LATER)
            receipt, by = made.paper.receipts.get(), self.by(liaison)
            receipts.open_receipt(receipt, by=by, at=LATER)
            receipts.acknowledge(receipt, name=self.say("signer"), post=self.say("signer_post"), by=by, at=LATER)
            receipts.reply(receipt, text=self.say("reply"), by=by, at=LATER)

    def issue(self, paper: Paper, number: str, at: datetime) -> None:
        """Signed by whoever is asked, numbered, sent."""
        office = self.by(OFFICE)
        approval.submit(paper, by=office, at=at)
        sign(paper, at=at, reason=self.say("opinion"))
        if number:
            numbering.number(paper, text=number, by=office, at=at)
        papers.issue(paper, by=office, at=at)

    def meeting(self) -> None:
        """Proposed by the union, called, answered; another is declined."""
        office, convenor = self.by(OFFICE), self.by(CONVENOR)
        for title in ("declined", "held"):
            self.meeting_ = meetings.propose(
                self.plan_, organisation=self.world.org("州总工会"), kind=Meeting.Kind.FULL, ground=self.say("ground"),
                title=self.say(f"meeting_{title}"), by=self.by(UNION), at=AT,
            )  # fmt: skip
            if title == "declined":
                meetings.decline(self.meeting_, reason=self.say("declined"), by=convenor, at=AT)
        row = self.meeting_
        agenda.put_topic(row, title=self.say("topic"), presenter=self.world.org("州人社局"), by=office, at=AT)
        reply_by = date(2026, 11, 27)
        meetings.convene(row, starts_at=MEETING, place=self.say("place"), reply_by=reply_by, by=convenor, at=AT)
        guests = [invitations.Guest(name=self.say("guest"), unit=self.say("guest_unit"))]
        asked = [self.world.org(name) for name in ("州总工会", "州人社局", "州交通运输局")]
        held = set(row.invitations.values_list("organisation_id", flat=True))
        wanted = [unit for unit in asked if unit.pk not in held]
        invitations.invite(row, organisations=wanted, guests=guests, by=office, at=AT)
        invitations.answer_invitation(
            row.invitations.get(organisation__short_name="州总工会"), reply="substitute", name=self.say("substitute"),
            post=self.say("substitute_post"), reason=self.say("substitute_reason"), by=self.by(UNION), at=AT,
        )  # fmt: skip

    def minutes(self) -> None:
        """Who came, what was said and decided; one opinion is heard, and the text goes round again."""
        office, row = self.by(OFFICE), self.meeting_
        row.refresh_from_db()
        marks = [meetings.Mark(i.pk, present=True, name=self.say("present")) for i in row.invitations.all()]
        meetings.take_attendance(row, marks=marks, chair=self.say("chair"), by=office, at=AFTER)
        text = minutes.start_minutes(row, by=office, at=AFTER)
        minutes.write_frame(text, opening=self.say("opening"), closing=self.say("closing"), by=office, at=AFTER)
        item = minutes.put_item(
            text, heading=self.say("heading"), discussion=self.say("discussion"), item=text.items.first(), by=office,
            at=AFTER,
        )  # fmt: skip
        minutes.put_decision(
            item, text=self.say("decision"), organisations=[self.world.org("州总工会")], due_on=date(2027, 1, 29),
            by=office, at=AFTER,
        )  # fmt: skip
        rounds.open_round(row, answer_by=date(2026, 12, 11), by=office, at=AFTER)
        opinion = Opinion.objects.get(round=rounds.current_round(text), organisation__short_name="州总工会")
        rounds.answer(opinion, agree=False, text=self.say("objection"), by=self.by(UNION), at=AFTER)
        opinion.refresh_from_db()
        rounds.handle_opinion(opinion, adopt=False, reason=self.say("handled"), by=office, at=AFTER)
