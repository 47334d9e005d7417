"""Who sees which files, papers and receipts?"""

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.documents.models import ApprovalStep, Document, Paper, Receipt
from huxin.journal.timeline import words_for
from huxin.orgs.access import SUBJECTS, subject, visible, within

OUT = (Paper.State.ISSUED, Paper.State.ARCHIVED, Paper.State.VOIDED)


def at_home(by: Actor, permission: str) -> Q:
    """Papers of the actor's own organisations, however far his role reaches beyond them."""
    paths = (grant.path for grant in by.grants if permission in grant.reach)
    return reduce(or_, (Q(org_path__inside=path) for path in paths), Q(pk__in=()))


def steps_for(by: Actor) -> QuerySet[ApprovalStep]:
    """The steps on which the actor may speak: his own, those of whom he stands in for, those of his organisations.

    A step that names a role is also for who holds it above the organisation, or beside it for the whole area (a
    convenor signs for the office of the conference).
    """
    mine = Q(user_id__in=by.hands())
    for grant in by.grants:
        if "paper.approve" in grant.reach and grant.organisation_id is not None:
            below = Q(organisation__path__startswith=grant.path)
            below |= Q(organisation__area__path=grant.reach["paper.approve"])
            mine |= Q(organisation_id=grant.organisation_id, role="") | Q(below, role=grant.role)
    return ApprovalStep.objects.filter(mine)


def _spoken_or_asked(by: Actor) -> QuerySet[ApprovalStep]:
    came = steps_for(by).filter(state__in=(ApprovalStep.State.WAITING, ApprovalStep.State.DECIDED))
    return came | ApprovalStep.objects.filter(acted_by_id=by.user_id, acted_by__isnull=False)


def inside(by: Actor) -> QuerySet[Paper]:
    """Papers of which the actor may see drafts, steps and opinions."""
    return Paper.objects.filter(_inside(by))


def _inside(by: Actor) -> Q:
    asked = Q(pk__in=_spoken_or_asked(by).values("paper"))
    return at_home(by, "paper.view") | at_home(by, "paper.draft") | asked


def papers(by: Actor, permission: str) -> QuerySet[Paper]:
    """To view: one's own, those on which one is asked, and issued ones; to change: one's own alone."""
    if permission == "paper.approve":
        waiting = steps_for(by).filter(state=ApprovalStep.State.WAITING)
        return Paper.objects.filter(pk__in=waiting.values("paper"))
    if permission != "paper.view":
        return Paper.objects.filter(at_home(by, permission))
    return Paper.objects.filter(_seen(by, Q(pk__in=inside(by).values("pk"))))


def named_papers(by: Actor) -> QuerySet[Paper]:
    """Those to view, asked row by row: where an index has named few, the papers of the house need not be listed."""
    return Paper.objects.filter(_seen(by, _inside(by)))


def _seen(by: Actor, inside: Q) -> Q:
    reach = within(by, "paper.view")
    issued = Q(issued_at__isnull=False, state__in=OUT)
    return inside | issued & (reach | Q(pk__in=Receipt.objects.filter(reach).values("paper")))


def receipts(by: Actor, permission: str) -> QuerySet[Receipt]:
    """Those of one's own organisation; to view also those of one's own papers."""
    received = at_home(by, permission)
    if permission == "paper.view":
        received |= Q(paper__in=Paper.objects.filter(at_home(by, permission)).values("pk"))
    return Receipt.objects.filter(received)


def documents(by: Actor, permission: str) -> QuerySet[Document]:
    """A file is seen by whoever sees what it belongs to; one that belongs to nothing yet, by who handed it in.

    Of a paper, those who only receive it see the issued files, not what was handed in on the way.
    """
    return documents_of(by, SUBJECTS)


def documents_of(by: Actor, kinds: Collection[str]) -> QuerySet[Document]:
    """The same of things of these kinds alone, where others need not be asked: cases have millions of files."""
    faces = visible(Paper, by).filter(issued_at__isnull=False)
    found = Q(subject_kind="", kept_by_id=by.user_id, kept_by__isnull=False)
    found |= Q(subject_kind="paper", subject_id__in=inside(by).values("pk"))
    for file in ("pdf", "docx", "scan"):
        found |= Q(subject_kind="paper", pk__in=faces.values(file))
    for kind in map(SUBJECTS.__getitem__, kinds):
        if kind.model not in (Document, Paper):
            found |= Q(subject_kind=kind.kind, subject_id__in=visible(kind.model, by).values("pk"))
    return Document.objects.filter(found)


subject(
    Paper,
    view="paper.view",
    visible=papers,
    title=lambda p: p.title,
    url=lambda p: reverse("workbench:paper", args=[p.pk]),
)
subject(
    Receipt,
    view="paper.view",
    visible=receipts,
    title=lambda r: r.paper.title,
    url=lambda r: reverse("workbench:paper", args=[r.paper_id]),
)
subject(
    Document,
    view="document.view",
    visible=documents,
    title=lambda d: d.name,
    url=lambda d: reverse("workbench:document", args=[d.pk]),
)
words_for("openness", lambda code: Paper.Openness(code).label)
words_for("organisations", lambda count: f"，送{count}家单位" if count else "")  # a letter to people goes to none
words_for("retention", lambda code: Paper.Retention(code).label)
words_for("paper_step", lambda code: ApprovalStep.Kind(code).label)
words_for("paper_opinion", lambda code: ApprovalStep.Opinion(code).label)
words_for("paper_source", lambda code: {"draft": "拟稿", "screen": "在线修改", "docx": "上传修改稿"}.get(code, code))
words_for("how_numbered", lambda code: {"typed": "手工录入", "series": "按系列自动编号"}[code])
