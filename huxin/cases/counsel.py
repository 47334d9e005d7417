"""Which legal aid has a lawyer with a log-in before him, and what did he report on it? What he sees: `cases.clients`.

Where aid is merged into another, for many who ask for the same, its lawyer keeps standing for those who came from it.
"""

from django.db import models
from django.db.models import Q, QuerySet

from huxin.base.actor import Actor
from huxin.cases.models import Case, Party
from huxin.cases.reach import cases, ever_in, party_key
from huxin.cases.records import Move, last_done
from huxin.documents.models import Document
from huxin.orgs.models import Membership, Organisation, User
from huxin.orgs.roles import roles_with

RIGHT = "case.represent"
ASSIGNS = ("assign", "reassign")  # the actions by which a lawyer is assigned


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


def of_aid(case: Case) -> QuerySet[Counsel]:
    """Who has or had it, or aid that was merged into it."""
    rows = Counsel.objects.filter(Q(case=case) | Q(case__merged_into=case))
    return rows.select_related("user", "case").order_by("-pk")


def with_their_own(case: Case) -> set[int]:
    """Who of this aid has a lawyer of his own: he had him in aid of his own that was merged into it."""
    rows = Counsel.objects.filter(case__merged_into=case, ended_at=None)
    return {pk for there in ever_in(rows.values_list("case", flat=True)).values() for pk in there}


def brought_along(party: Party) -> Move | None:
    """By which move the lawyer of his own was assigned; none where he has none but who was assigned for all."""
    rows = Counsel.objects.filter(case__merged_into=party.case_id, ended_at=None)
    own = rows.filter(case__reaches__key=party_key(party.acts_for or party)).select_related("case").first()
    return last_done(own.case, *ASSIGNS) if own else None


def live_counsel(case: Case) -> Counsel | None:
    """Who has it now; not who came with what was merged into it."""
    return of_aid(case).filter(case=case, ended_at=None).first()


def closing_report(counsel: Counsel) -> CounselReport | None:
    """His closing report, once it is accepted."""
    rows = counsel.reports.filter(kind=CounselReport.Kind.CLOSING, accepted_at__isnull=False)
    return rows.order_by("-pk").first()


def reports_on(case: Case) -> list[tuple[Counsel, list[CounselReport]]]:
    """Who had it, the newest first, with what each reported: for the centre."""
    if not case.procedure.startswith("legal_aid/"):
        return []
    rows = of_aid(case).prefetch_related("reports__document")
    return [(row, sorted(row.reports.all(), key=lambda one: -one.pk)) for row in rows]
