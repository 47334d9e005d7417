"""Which legal aid has a lawyer with a log-in before him, and what does he see of it?

He sees what is his client's: what the client told, claims, hands in and is sent, here and in the cases from which the
application for aid arises, with their days. Notes, drafts and inner papers of the offices he never sees, nor any other
case. When he is replaced, or the aid has ended, his own reports remain, and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Q, QuerySet

from huxin.base.actor import Actor
from huxin.cases import progress
from huxin.cases.actions.opening import procedure_of
from huxin.cases.models import Case, CaseLink, Claim, Party
from huxin.cases.procedure import Owes
from huxin.cases.reach import cases
from huxin.cases.records import Deadline, Evidence
from huxin.cases.sessions import Session, sessions
from huxin.cases.topics import PAY
from huxin.documents.models import Document, Paper
from huxin.law.at import law
from huxin.law.calendar import calendar_for
from huxin.law.standards import limitation
from huxin.law.standards.steps import Answer
from huxin.orgs.models import Membership, Organisation, User
from huxin.orgs.roles import roles_with

RIGHT = "case.represent"


class Counsel(models.Model):
    """To which lawyer with a log-in legal aid is assigned, as long as he has it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="counsels")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the centre that assigned him
    assigned_at = models.DateTimeField("指派时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    end_reason = models.CharField("结束原因", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "承办律师"
        indexes = [models.Index(fields=["user", "-id"], name="counsel_of_user")]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="counsel_one_at_a_time"),
        ]


class CounselReport(models.Model):
    """What the lawyer did, or how he ended it (结案报告); the centre accepts the last, or returns it with a reason."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", "承办情况"
        CLOSING = "closing", "结案报告"

    counsel = models.ForeignKey(Counsel, models.CASCADE, related_name="reports")
    kind = models.CharField("类别", max_length=8, choices=Kind)
    done_on = models.DateField("日期")
    text = models.TextField("内容")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField("审收时间", null=True)
    returned_at = models.DateTimeField("退回时间", null=True)
    return_reason = models.CharField("退回原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "承办报告"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="counsel_report_says_something"),
            models.UniqueConstraint(
                fields=["counsel"], condition=Q(kind="closing", returned_at=None), name="counsel_closes_once"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(returned_at=None), name="counsel_report_one_answer"
            ),
        ]


def counsels(by: Actor, permission: str) -> QuerySet[Counsel]:
    """A lawyer has what was assigned to himself by a centre whose lawyer he is; an office what belongs to its cases."""
    if permission == RIGHT:
        return Counsel.objects.filter(user=by.user_id or 0, org_path__in=_centres(by))
    return Counsel.objects.filter(case__in=cases(by, permission))


def _centres(by: Actor) -> set[str]:
    """The paths of the places in which he is a lawyer, and of all above them."""
    parts = [path.rstrip("/").split("/") for path in by.reaches(RIGHT)]
    return {"/".join(one[:end]) + "/" for one in parts for end in range(1, len(one) + 1)}


def lawyers_of(centre: Organisation) -> list[User]:
    """Whom a centre can assign: those whom it invited as lawyers."""
    held = Membership.objects.filter(
        organisation__path__startswith=centre.path, until=None, role__in=roles_with(RIGHT), user__is_active=True
    )
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))


def live_counsel(case: Case) -> Counsel | None:
    """Who has it now."""
    return Counsel.objects.filter(case=case, ended_at=None).select_related("user", "case").first()


def closing_report(counsel: Counsel) -> CounselReport | None:
    """His closing report, once it is accepted."""
    rows = counsel.reports.filter(kind=CounselReport.Kind.CLOSING, accepted_at__isnull=False)
    return rows.order_by("-pk").first()


def reports_on(case: Case) -> list[tuple[Counsel, list[CounselReport]]]:
    """Who had it, the newest first, with what each reported: for the centre."""
    if not case.procedure.startswith("legal_aid/"):
        return []
    rows = Counsel.objects.filter(case=case).select_related("user").prefetch_related("reports__document")
    return [(row, sorted(row.reports.all(), key=lambda one: -one.pk)) for row in rows.order_by("-pk")]


@dataclass(frozen=True, slots=True)
class Matter:
    """One case of the client, as the lawyer sees it."""

    case: Case
    procedure: str
    step: str
    client: Party
    claims: list[Claim]
    terms: list[Deadline]
    papers: list[Paper]
    evidence: list[Evidence]


@dataclass(frozen=True, slots=True)
class File:
    """All that is before the lawyer."""

    clients: list[Party]
    matters: list[Matter]
    sessions: list[Session]
    limitation: Answer | None


def file_of(counsel: Counsel, today: date) -> File | None:
    """What he sees; None once it is no longer his."""
    if counsel.ended_at is not None:
        return None
    case = counsel.case
    clients = list(_claimants(case))
    if case.anonymous or not clients:
        return File(clients, [], [], None)
    matters = [_matter(one, client, today) for one in (case, *origins(case)) for client in _same(one, clients)]
    near = sessions({one.case.pk: one.case for one in matters if one.case != case}.values(), today)
    return File(clients, matters, near, _limitation(case, matters, today))


def origins(case: Case) -> list[Case]:
    """The cases from which the application for aid arises, with those into which they went on."""
    found = list(Case.objects.filter(links__other=case, links__kind="arises").select_related("organisation", "area"))
    known = [case.pk, *(one.pk for one in found)]
    onward = Case.objects.filter(linked_from__case__in=found, linked_from__kind="arises").exclude(pk__in=known)
    return [*found, *onward.select_related("organisation", "area").distinct().order_by("pk")]


def matters_of(counsels: QuerySet[Counsel]) -> dict[int, int]:
    """The same of several at once: by case to which of them it belongs, the aid itself among them."""
    own = dict(counsels.values_list("case", "pk"))
    links = CaseLink.objects.filter(kind=CaseLink.Kind.ARISES).order_by("pk")
    before = {case: own[aid] for case, aid in links.filter(other__in=own).values_list("case", "other")}
    onward = {other: before[case] for case, other in links.filter(case__in=before).values_list("case", "other")}
    return onward | before | own


def aid_for(case: Case) -> QuerySet[Case]:
    """The other way round: the legal aid that was asked for in this case, or in one from which it arises."""
    before = Case.objects.filter(links__other=case, links__kind="arises").values("pk")
    near = Q(linked_from__case=case) | Q(linked_from__case__in=before)
    return Case.objects.filter(near, linked_from__kind="arises", procedure__startswith="legal_aid/").distinct()


def _claimants(case: Case) -> QuerySet[Party]:
    rows = case.parties.filter(role=Party.Role.CLAIMANT, left_at=None).order_by("pk")
    return rows.select_related("case", "worker", "enterprise", "acts_for")


def _same(case: Case, clients: list[Party]) -> Iterator[Party]:
    """As whom the clients stand in this case: by name and phone as they told them, or as registered workers."""
    workers = {one.worker_id for one in clients if one.worker_id}
    told = {(one.name_digest, one.phone_digest) for one in clients if one.name_digest and one.phone_digest}
    for party in _claimants(case):
        if party in clients or party.worker_id in workers or (party.name_digest, party.phone_digest) in told:
            yield party


def _matter(case: Case, client: Party, today: date) -> Matter:
    terms = progress.open_terms([case]).get(case.pk, [])
    withheld = progress.untold([client])  # what its paper has not told the client yet, his lawyer does not see either
    return Matter(
        case=case, procedure=procedure_of(case).title, client=client,
        step=progress.progress(case, client, today=today, terms=terms, withheld=withheld).state,
        claims=progress.own_claims(client),
        terms=[one for one in terms if one.owed_by == Owes.CLAIMANT and case.pk not in withheld],
        papers=progress.own_papers(client, today=today),
        evidence=list(case.evidence.filter(party=client).select_related("document").order_by("pk")),
    )  # fmt: skip


def _limitation(case: Case, matters: list[Matter], today: date) -> Answer | None:
    """Until when arbitration can be asked for by the days that were told, while nobody has asked for it."""
    began = case.happened_until or case.happened_from
    if began is None or began > today or any(one.case.procedure.startswith("arbitration/") for one in matters):
        return None
    calendar = calendar_for(case.area_id)
    return limitation.arbitration(
        began, today, law(today, case.area_id), pay_arrears=case.topic in PAY, ended_on=case.happened_until,
        calendar=calendar,
    )  # fmt: skip
