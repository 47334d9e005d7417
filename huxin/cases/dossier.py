"""What belongs to a case besides its own rows: its papers, other cases, and the bodies to which it can turn?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from huxin.base.actor import Actor
from huxin.cases.forms.rectification import problems_in
from huxin.cases.models import Case, Claim, Measure, Party
from huxin.cases.procedure import PROCEDURES
from huxin.cases.records import Assistance, Deadline, Evidence, Move, Note
from huxin.documents.models import Paper
from huxin.orgs.access import visible
from huxin.orgs.directory import public_bodies
from huxin.orgs.models import Membership, Organisation
from huxin.orgs.roles import roles_with


@dataclass(frozen=True, slots=True)
class Linked:
    """Another case, how it belongs to this one, whether the reader may open it, where it stands, and what an inspection
    has found."""

    case: Case
    words: str
    open: bool
    stands: str
    found: str


def read_once(case: Case) -> None:
    """Read what stands on its page, each kind with one query; from now on `.all()` of these asks no more. For a page
    that only shows: who changes the case reads it afresh."""
    people = Assistance.objects.select_related("organisation", "answered_by")
    prefetch_related_objects(
        [case],
        Prefetch("parties", Party.objects.select_related("enterprise", "acts_for").order_by("pk")),
        Prefetch("moves", Move.objects.select_related("user").order_by("pk")),
        Prefetch("deadlines", Deadline.objects.order_by("due_on", "pk")),
        "deadlines__stops",
        Prefetch("claims", Claim.objects.order_by("pk")),
        Prefetch("measures", Measure.objects.order_by("pk")),
        Prefetch("notes", Note.objects.select_related("user").order_by("-pk")),
        Prefetch("evidence", Evidence.objects.select_related("document", "found_by__organisation").order_by("pk")),
        Prefetch("assistance", people.order_by("-pk")),
    )


def of_parties(rows: Iterable[Any], everyone: dict[int, Party]) -> list[Any]:
    """The rows, each with the party it comes from, who is known: case and firm are not read again for each row. Who
    went into another case with a merger is read once."""
    rows = list(rows)
    if gone := {row.party_id for row in rows} - {None, *everyone}:
        everyone |= Party.objects.select_related("case", "enterprise").in_bulk(gone)
    for row in rows:
        if row.party_id:
            row.party = everyone[row.party_id]
    return rows


def letters_of(case: Case) -> list[Paper]:
    """Every paper of the case, voided ones too, in the order of drafting."""
    rows = Paper.objects.filter(subject_kind="case", subject_id=case.pk).select_related("organisation", "pdf", "scan")
    return list(rows.order_by("pk"))


def links_of(case: Case, by: Actor) -> list[Linked]:
    """The cases from which it arises, that arise from it, that were merged into it, and into which it was merged."""
    forth = [(link.other, link.get_kind_display()) for link in case.links.select_related("other").order_by("pk")]
    words = {"arises": "来源案件", "merged": "主案", "referred": "转来", "related": "相关", "split": "分自"}
    back = [(link.case, words[link.kind]) for link in case.linked_from.select_related("case").order_by("pk")]
    ids = [other.pk for other, _ in (*back, *forth)]
    seen = set(visible(Case, by).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    surveys = Move.objects.filter(case__in=seen, action="survey", state=Move.State.DONE).order_by("pk")
    found = {move.case_id: "；".join(problems_in(move)) or "没有问题" for move in surveys} if seen else {}
    return [
        Linked(
            other, word, other.pk in seen, PROCEDURES[other.procedure].step(other.step).title, found.get(other.pk, "")
        )
        for other, word in (*back, *forth)
    ]


def bodies(case: Case) -> QuerySet[Organisation]:
    """Whom one may ask for help, or tell: every public body of the prefecture but one's own office. Those to whom a
    case may be passed on are `staffed`: somebody handles cases there."""
    handlers = Membership.objects.filter(organisation=OuterRef("pk"), until=None, role__in=roles_with("case.handle"))
    others = public_bodies().exclude(pk=case.organisation_id)
    return others.annotate(staffed=Exists(handlers)).order_by("area__order", "order", "pk")
