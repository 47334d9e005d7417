"""Which late tasks do the tests follow up? A plan of two tasks, late at a county and at two bureaus."""

from datetime import date, timedelta

import pytest

from huxin.base.workdays import WORKING
from huxin.documents import approval, issuing, numbering
from huxin.documents.models import Paper
from huxin.followups import actions
from huxin.followups.models import FollowUp, LadderRule
from huxin.law.calendar import calendar_for
from huxin.plans.models import Duty, Goal, Plan, Seat, SeatHolder, Term
from tests.world import AT, BEGINNING, World

TODAY = AT.date()  # Monday, 23 November 2026
OFFICE, DIRECTOR, CONVENOR = "吴主任科员", "郑主任", "林召集"


class Ladder:
    """The plan, and what these tests do with it again and again."""

    def __init__(self, world: World, plan: Plan) -> None:
        self.world, self.plan = world, plan

    def late(self, unit: str, working_days: int, goal: int = 1) -> Term:
        """A term of this unit that was due so many working days ago."""
        due = calendar_for("532600").add(TODAY, -working_days, WORKING)
        party = self.world.org(unit)
        duty, _ = Duty.objects.get_or_create(
            plan=self.plan, goal=self.plan.goals.get(number=goal), organisation=party, role="implement",
            defaults={"org_path": party.path},
        )  # fmt: skip
        return Term.objects.create(
            duty=duty, plan=self.plan, kind="once", due_on=due, first_due_on=due, calendar_version="test"
        )

    def switch_on(self, *rungs: str) -> list[LadderRule]:
        by = self.world.actor(OFFICE)
        rules = {rule.rung: rule for rule in actions.rules_of(self.plan)}
        return [
            actions.set_rule(
                self.plan, rung, name=rules[rung].name, after_days=rules[rung].after_days, on=True, by=by, at=AT
            )
            for rung in rungs
        ]

    def run(self, days_later: int = 0) -> int:
        return actions.run_rules(today=TODAY + timedelta(days=days_later), at=AT + timedelta(days=days_later))

    def draft(self, unit: str, rung: str, *terms: Term) -> FollowUp:
        by = self.world.actor(OFFICE)
        return actions.draft(self.plan, self.world.org(unit), rung, terms, by=by, at=AT, today=TODAY)

    def sign(self, paper: Paper) -> Paper:
        approval.submit(paper, by=self.world.actor(OFFICE), at=AT)
        while step := paper.steps.filter(state="waiting").first():
            signer = DIRECTOR if step.role == "office_director" else CONVENOR
            approval.decide(step, opinion="agree", reason="", by=self.world.actor(signer), at=AT)
        paper.refresh_from_db()
        return paper

    def issue(self, paper: Paper) -> Paper:
        """Signed, numbered and sent; what is put before the convenor is done with his signature."""
        self.sign(paper)
        by = self.world.actor(OFFICE)
        if paper.kind != "convenor_request":
            numbering.number(paper, text=f"文新就业办函〔2026〕{paper.pk}号", by=by, at=AT)
            issuing.issue(paper, by=by, at=AT)
        return paper


@pytest.fixture
def ladder(world: World) -> Ladder:
    area = world.area("532600")
    plan = Plan.objects.create(
        title="文山州维护新就业形态劳动者劳动保障权益工作方案", area=area, office=world.org("州人社局"),
        org_path=area.path, tracked_from=date(2026, 1, 5), adopted_at=BEGINNING,
    )  # fmt: skip
    for number, title in enumerate(("营造良好舆论环境", "推广电子劳动合同"), start=1):
        Goal.objects.create(plan=plan, number=number, title=title)
    seat = Seat.objects.create(plan=plan, kind="convenor", organisation=world.org("州交通运输局"))
    SeatHolder.objects.create(
        seat=seat, name="林召集", since=date(2026, 1, 5), filed_at=BEGINNING, filed_by=world.user(OFFICE)
    )
    return Ladder(world, plan)
