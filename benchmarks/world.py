"""How is a prefecture with many plans filled, and looked at by its least privileged liaison?"""

import time
from collections.abc import Iterator
from datetime import date

from huxin.config.commands.setup import prepare

HALF_YEARS = [f"{year}H{half}" for year in range(2022, 2027) for half in (1, 2)]


def fill(size: int) -> int:
    """Adopt the demo plan and copy it until there are `size` plans with ten half-years each; the first one's key."""
    prepare(static=True)
    from django.utils import timezone

    from huxin.adoption.actions.adopt import adopt
    from huxin.adoption.actions.drafts import upload_draft
    from huxin.demo import cast
    from huxin.demo.load import PLAN
    from huxin.orgs.actions.organisations import found_organisation
    from huxin.orgs.models import Area

    at = timezone.now()
    area = Area.objects.get(pk="532600")
    found_organisation(area=area, name="文山州人力资源和社会保障局", short_name="州人力资源社会保障局")
    cast.admit(cast.FIRST, by=None, at=at)
    admin = cast.act_as("admin", at)
    for row in cast.OFFICE:
        cast.admit(row, by=admin, at=at)
    office = cast.act_as("office", at)
    draft = upload_draft(PLAN.read_bytes(), name="plan.txt", area=area, by=office, at=at)
    plan = adopt(draft, tracked_from=date(2022, 1, 1), by=office, at=at)
    union = next(row for row in cast.rows() if row[0] == "union")
    cast.admit(union, by=admin, at=at)
    _half_years(plan.pk)
    for _ in range(size - 1):
        _copy(plan.pk)
    return plan.pk


def _half_years(plan_pk: int) -> None:
    from huxin.plans.models import Duty, Term

    rows = []
    for duty in Duty.objects.filter(plan=plan_pk):
        for period in HALF_YEARS:
            year, half = int(period[:4]), period[-1]
            due = date(year, 6, 10) if half == "1" else date(year, 12, 10)
            state = "open" if period == HALF_YEARS[-1] else "done"
            rows.append(
                Term(duty=duty, plan_id=plan_pk, kind="cycle", period=period, state=state, due_on=due,
                     first_due_on=due, calendar_version="bench")
            )  # fmt: skip
    Term.objects.bulk_create(rows, batch_size=2000)


def _copy(plan_pk: int) -> None:
    from django.db import transaction

    from huxin.plans.models import Duty, Goal, Plan, Term

    with transaction.atomic():
        plan = Plan.objects.get(pk=plan_pk)
        plan.pk = None
        plan.title += "（续）"
        plan.save(force_insert=True)
        goals = {goal.pk: goal for goal in Goal.objects.filter(plan=plan_pk)}
        for goal in goals.values():
            goal.pk, goal.plan_id = None, plan.pk
        Goal.objects.bulk_create(goals.values())
        duties = {duty.pk: duty for duty in Duty.objects.filter(plan=plan_pk)}
        for duty in duties.values():
            duty.goal_id = goals[duty.goal_id].pk
            duty.pk, duty.plan_id = None, plan.pk
        Duty.objects.bulk_create(duties.values(), batch_size=2000)
        terms = list(Term.objects.filter(plan=plan_pk))
        for term in terms:
            term.duty_id = duties[term.duty_id].pk
            term.pk, term.plan_id = None, plan.pk
        Term.objects.bulk_create(terms, batch_size=2000)


def browse(plan: int, pages: tuple[str, ...]) -> Iterator[tuple[str, float, int]]:
    """(page, median seconds, queries) of each page for the liaison of one unit, in one process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.clock import medians
    from huxin.orgs.models import User

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(
        User.objects.get(username="union"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    now = time.time()
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "username": "union"}, {"method": "mfa", "type": "totp", "at": now},
    ]  # fmt: skip
    session.save()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def get(page: str) -> None:
        answer = client.get(page.format(plan=plan))
        if answer.status_code != 200:
            raise RuntimeError(f"{page}: {answer.status_code} {answer.headers.get('Location', '')}")

    taken = medians({page: lambda page=page: get(page) for page in pages})
    for page in pages:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            get(page)
        yield page, taken[page], len(queries)
