"""Who is told in these tests? The prefecture with its plan and one open round of reports."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import models, transaction

from huxin.base.actor import Actor
from huxin.journal.log import VERBS, record
from huxin.journal.models import Event
from huxin.notices.models import Notice
from huxin.orgs.access import SYSTEM
from huxin.plans.models import Duty, Plan, Term
from tests.reports.conftest import cycle, desk, plan  # noqa: F401  the same plan and round
from tests.world import AT, World


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


class Crier:
    """Lets something happen and says who was told of it."""

    def __init__(self, world: World, run_reactions: Callable[[], int]) -> None:
        self.world, self.run = world, run_reactions

    def happen(self, verb: str, *things: models.Model, by: Actor = SYSTEM, at: datetime = AT, **data: Any) -> Event:
        """An event as the action would write it, and what follows."""
        fields = dict.fromkeys(VERBS[verb].fields, 1) | data
        path = getattr(things[0], "org_path", "") if things else ""
        with transaction.atomic():
            event = record(VERBS[verb], things, by=by, at=at, org_path=path, **fields)
        self.run()
        return event

    def told(self, rule: str) -> set[str]:
        return set(Notice.objects.filter(rule=rule).values_list("user__name", flat=True))


@pytest.fixture
def crier(world: World, run_reactions: Callable[[], int]) -> Crier:
    return Crier(world, run_reactions)


@pytest.fixture
def duty(plan: Plan) -> Duty:  # noqa: F811
    """Of the union, under the second goal."""
    return Duty.objects.get(plan=plan, goal__number=2, organisation__short_name="州总工会")


@pytest.fixture
def owe() -> Callable[..., Term]:
    """`owe(duty, 3)`: a term due in three days."""

    def make(duty: Duty, days: int, kind: str = "once") -> Term:
        due = AT.date() + timedelta(days=days)
        return Term.objects.create(
            duty=duty, plan=duty.plan, kind=kind, due_on=due, first_due_on=due, calendar_version="test"
        )

    return make
