"""What do cases offer to the search box, to the list of to-dos and to the file of an enterprise?"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.cases.actions.opening import procedure_of
from huxin.cases.models import Case
from huxin.cases.records import Assistance, Note
from huxin.orgs.access import visible
from huxin.search.find import searchable
from huxin.work.todos import Todo, offer

MOST = 100
searchable(Case, "number", "title", "enterprise_name", "outside_number")


@offer
def own_cases(by: Actor, at: datetime) -> Iterator[Todo]:
    """The open cases that one handles, by the nearest day of the law."""
    mine = visible(Case, by, "case.handle").filter(
        Q(officer=by.user_id) | Q(second_officer=by.user_id), closed_at=None, merged_into=None
    )
    for case in mine.select_related("organisation").order_by("due_on", "pk")[:MOST]:
        procedure = procedure_of(case)
        yield Todo(
            title=case.title,
            url=reverse("workbench:case", args=[case.number]),
            due_on=case.due_on,
            kind=procedure.title,
            organisation=case.organisation.short_name,
            state=procedure.step(case.step).title,
        )


@offer
def unassigned(by: Actor, at: datetime) -> Iterator[Todo]:
    """What waits for an officer."""
    rows = visible(Case, by, "case.assign").filter(officer=None, closed_at=None, merged_into=None)
    for case in rows.select_related("organisation").order_by("due_on", "pk")[:MOST]:
        yield Todo(
            title=case.title,
            url=reverse("workbench:case", args=[case.number]),
            due_on=case.due_on,
            kind="案件",
            organisation=case.organisation.short_name,
            state="待指派",
        )


@offer
def letters_from_parties(by: Actor, at: datetime) -> Iterator[Todo]:
    """What reporters wrote and nobody has read."""
    unread = Note.objects.filter(kind=Note.Kind.FROM_PARTY, read_at=None)
    mine = visible(Case, by, "case.handle").filter(
        Q(officer=by.user_id) | Q(second_officer=by.user_id), pk__in=unread.values("case")
    )
    for case in mine.order_by("pk")[:MOST]:
        yield Todo(case.title, reverse("workbench:case", args=[case.number]), None, "留言", state="待阅")


@offer
def asked_of_us(by: Actor, at: datetime) -> Iterator[Todo]:
    """What other bodies ask of one's own."""
    rows = visible(Assistance, by, "case.assist").filter(answered_at=None)
    for row in rows.order_by("due_on", "pk")[:MOST]:
        yield Todo(
            title=row.text[:60],
            url=reverse("workbench:assistance", args=[row.pk]),
            due_on=row.due_on,
            kind=row.get_kind_display(),
            state="待答复",
        )
