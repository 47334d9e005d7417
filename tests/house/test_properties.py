"""Are the rows seen, the rows allowed and the plain truth about paths the same, whatever the world?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huxin.base.actor import Actor, Grant
from huxin.conference.models import Meeting
from huxin.documents.models import Document, Paper, Receipt
from huxin.orgs.access import allowed, reach_of, visible
from huxin.orgs.models import Area, Organisation
from huxin.orgs.roles import ROLES
from huxin.plans.models import Duty, Goal, Plan, ReportRule, Seat, SubDuty, Term
from huxin.plans.subjects import mine
from huxin.reports.models import Report, ReportCycle
from tests.world import AT, World

pytestmark = pytest.mark.django_db
AREAS = ("530000", "532600", "532601", "532622")
QUICK = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
held = st.lists(st.tuples(st.sampled_from(sorted(ROLES)), st.integers(0, 5)), max_size=3)
rows = st.lists(st.integers(0, 5), min_size=1, max_size=5, unique=True)
parents = st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=6, max_size=6)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _units(shape: list[tuple[int, bool]]) -> list[Organisation]:
    """Six organisations, some of them an office of the one before."""
    made: list[Organisation] = []
    for number, (place, inside) in enumerate(shape):
        parent = made[-1] if inside and made else None
        area = parent.area if parent else Area.objects.get(pk=AREAS[place])
        unit = Organisation.objects.create(
            name=f"单位{number}", short_name=f"单位{number}", kind="bureau", area=area, parent=parent, path=f"x{number}"
        )
        unit.path = f"{parent.path if parent else area.path}{unit.pk}/"
        unit.save()
        made.append(unit)
    return made


def _actor(user_id: int, units: list[Organisation], roles: list[tuple[str, int]]) -> Actor:
    grants = []
    for code, place in roles:
        unit = units[place]
        reach = reach_of(ROLES[code], unit.path, unit.area.path)
        grants.append(Grant(code, unit.pk, unit.short_name, unit.path, reach))
    return Actor(user_id, "某某", tuple(grants))


def _reaches(by: Actor, permission: str, path: str) -> bool:
    return any(path.startswith(grant.reach[permission]) for grant in by.grants if permission in grant.reach)


def _at_home(by: Actor, permission: str, path: str) -> bool:
    return any(path.startswith(grant.path) for grant in by.grants if permission in grant.reach)


def _same(by: Actor, permission: str, model: type[models.Model], truth: Any) -> None:
    """The list, each single row, and the truth in plain Python."""
    everything = list(model._default_manager.all())
    seen = set(visible(model, by, permission).values_list("pk", flat=True))
    assert seen == {row.pk for row in everything if allowed(by, permission, row)}
    assert seen == {row.pk for row in everything if truth(row)}, (permission, by)


def _plan(world: World, units: list[Organisation]) -> Plan:
    office = units[0]
    return Plan.objects.create(
        title="方案", area=office.area, office=office, org_path=office.area.path, tracked_from=AT.date(), adopted_at=AT
    )


def _duty(plan: Plan, units: list[Organisation], place: int, me: int) -> Duty:
    """The lead of one unit with an open term; of some places handled, drafted, or given away in part."""
    goal, _ = Goal.objects.get_or_create(plan=plan, number=1, defaults={"title": "任务"})
    duty = Duty.objects.create(
        plan=plan, goal=goal, organisation=units[place], org_path=units[place].path, role="lead",
        handler_id=me if place == 3 else None, drafting_office=units[5] if place == 4 else None,
    )  # fmt: skip
    day = date(2026, 12, 10)
    Term.objects.create(
        duty=duty, plan=plan, kind="cycle", period="2026H2", due_on=day, first_due_on=day, calendar_version="test"
    )
    if place in (1, 2):
        SubDuty.objects.create(
            duty=duty, office=units[3] if place == 1 else None, person_id=me if place == 2 else None,
            office_name="科室", text="分解内容",
        )  # fmt: skip
    return duty


@given(parents, held, rows)
@QUICK
def test_duties_with_their_terms_and_parts(
    world: World, shape: list[tuple[int, bool]], roles: list[tuple[str, int]], places: list[int]
) -> None:
    with _undone():
        units, me = _units(shape), world.user("钱工会").pk
        plan = _plan(world, units)
        for place in places:
            _duty(plan, units, place, me)
        by = _actor(me, units, roles)

        def given(part: SubDuty, permission: str) -> bool:
            return part.person_id == me or (part.office is not None and _at_home(by, permission, part.office.path))

        def works_on(duty: Duty, permission: str) -> bool:
            drafts = duty.drafting_office is not None and _at_home(by, permission, duty.drafting_office.path)
            return by.can(permission) and (drafts or duty.handler_id == me)

        def sees(duty: Duty, permission: str) -> bool:
            parts = permission == "duty.view" and any(given(part, permission) for part in duty.parts.all())
            return by.can(permission) and (
                _reaches(by, permission, duty.org_path) or works_on(duty, permission) or parts
            )

        for permission in ("duty.view", "duty.report"):
            _same(by, permission, Duty, lambda duty, p=permission: sees(duty, p))
            _same(by, permission, Term, lambda term, p=permission: sees(term.duty, p))
            _same(
                by, permission, SubDuty,
                lambda part, p=permission: by.can(p) and (sees(part.duty, p) or given(part, p)),
            )  # fmt: skip
        own = tuple(grant.path for grant in by.grants)
        _same(
            by, "duty.rule", Duty,
            lambda duty: _reaches(by, "duty.rule", duty.org_path) and not duty.org_path.startswith(own),
        )  # fmt: skip
        answers = {
            duty.pk
            for duty in Duty.objects.all()
            if _at_home(by, "duty.report", duty.organisation.path)
            or (duty.drafting_office is not None and _at_home(by, "duty.report", duty.drafting_office.path))
            or duty.handler_id == me
            or any(given(part, "duty.report") for part in duty.parts.all())
        }
        assert set(Duty.objects.filter(pk__in=mine(by)).values_list("pk", flat=True)) == answers


@given(parents, held, rows)
@QUICK
def test_plans_with_their_goals_and_seats(
    world: World, shape: list[tuple[int, bool]], roles: list[tuple[str, int]], places: list[int]
) -> None:
    with _undone():
        units, me = _units(shape), world.user("钱工会").pk
        for number, place in enumerate(places):
            plan = _plan(world, [units[place]])
            if number % 2:
                _duty(plan, units, (place + 1) % 6, me)
            Seat.objects.create(plan=plan, kind="member", organisation=units[(place + 2) % 6])
        by = _actor(me, units, roles)

        def takes_part(plan: Plan, permission: str) -> bool:
            ours = [*Duty.objects.filter(plan=plan), *plan.seats.all()]
            return permission == "plan.view" and any(_at_home(by, permission, one.organisation.path) for one in ours)

        def sees(plan: Plan, permission: str) -> bool:
            return _reaches(by, permission, plan.org_path) or takes_part(plan, permission)

        for permission in ("plan.view", "plan.adopt"):
            _same(by, permission, Plan, lambda plan, p=permission: sees(plan, p))
            _same(by, permission, Goal, lambda goal, p=permission: sees(goal.plan, p))
        _same(by, "plan.view", Seat, lambda seat: sees(seat.plan, "plan.view"))
        for permission in ("seat.manage", "meeting.reply"):
            _same(
                by, permission, Seat,
                lambda seat, p=permission: (
                    _reaches(by, p, seat.organisation.path) or _reaches(by, p, seat.plan.org_path)
                ),
            )  # fmt: skip


@given(parents, held, rows)
@QUICK
def test_reports(world: World, shape: list[tuple[int, bool]], roles: list[tuple[str, int]], places: list[int]) -> None:
    with _undone():
        units = _units(shape)
        plan = _plan(world, units)
        rule = ReportRule.objects.create(plan=plan, period="full_year", due="12-10", cut_off="11-30")
        day = date(2026, 12, 10)
        cycle = ReportCycle.objects.create(
            plan=plan, rule=rule, period="2026H2", org_path=plan.org_path, opens_on=AT.date(), opened_at=AT,
            covers_from=date(2026, 1, 1), cut_off_on=date(2026, 11, 30), nominal_on=day, due_on=day,
            calendar_version="test",
        )  # fmt: skip
        for place in places:
            unit = units[place]
            Report.objects.create(cycle=cycle, organisation=unit, org_path=unit.path, due_on=cycle.due_on)
        by = _actor(world.user("钱工会").pk, units, roles)
        for permission in ("report.view", "report.fill", "report.hand_in", "report.accept"):
            _same(by, permission, Report, lambda report, p=permission: _reaches(by, p, report.org_path))
            _same(by, permission, ReportCycle, lambda row, p=permission: _reaches(by, p, row.org_path))


@given(parents, held, rows)
@QUICK
def test_meetings(world: World, shape: list[tuple[int, bool]], roles: list[tuple[str, int]], places: list[int]) -> None:
    with _undone():
        units = _units(shape)
        plan, me = _plan(world, units), world.user("钱工会")
        for place in places:
            meeting = Meeting.objects.create(
                plan=plan, org_path=plan.org_path, kind="full", title="会议", ground="事由", proposed_by=units[place],
                proposer=me, proposed_at=AT, convened_at=AT if place % 2 else None,
            )  # fmt: skip
            meeting.invitations.create(organisation=units[(place + 1) % 6], invited_at=AT)
        by = _actor(me.pk, units, roles)

        def truth(meeting: Meeting, permission: str) -> bool:
            asked = [row.organisation.path for row in meeting.invitations.select_related("organisation")]
            invited = meeting.convened_at is not None and any(_at_home(by, permission, path) for path in asked)
            proposed = _at_home(by, permission, meeting.proposed_by.path)
            return _reaches(by, permission, meeting.org_path) or proposed or invited

        for permission in ("meeting.view", "meeting.run", "meeting.convene", "meeting.reply"):
            _same(by, permission, Meeting, lambda row, p=permission: truth(row, p))


@given(parents, held, rows)
@QUICK
def test_papers(world: World, shape: list[tuple[int, bool]], roles: list[tuple[str, int]], places: list[int]) -> None:
    with _undone():
        units = _units(shape)
        file = Document.objects.create(
            sha256="0" * 64, name="文书.pdf", media_type="application/pdf", size=1, org_path=units[0].path, kept_at=AT
        )
        for place in places:
            unit, out = units[place], place % 2 == 0
            paper = Paper.objects.create(
                kind="reminder_letter", title="函", organisation=unit, org_path=unit.path, drafted_at=AT, tree={},
                openness="public", state="issued" if out else "draft", issued_at=AT if out else None,
                pdf=file, docx=file, tree_sha256="0",
            )  # fmt: skip
            to = units[(place + 1) % 6]
            Receipt.objects.create(paper=paper, organisation=to, org_path=to.path, sent_at=AT)
        by = _actor(world.user("钱工会").pk, units, roles)

        def view(paper: Paper) -> bool:
            home = _at_home(by, "paper.view", paper.org_path) or _at_home(by, "paper.draft", paper.org_path)
            received = any(_reaches(by, "paper.view", row.org_path) for row in paper.receipts.all())
            out = paper.issued_at is not None and (_reaches(by, "paper.view", paper.org_path) or received)
            return by.can("paper.view") and (home or out)

        _same(by, "paper.view", Paper, view)
        for permission in ("paper.draft", "paper.issue"):
            _same(by, permission, Paper, lambda row, p=permission: _at_home(by, p, row.org_path))
        _same(by, "paper.acknowledge", Receipt, lambda row: _at_home(by, "paper.acknowledge", row.org_path))
