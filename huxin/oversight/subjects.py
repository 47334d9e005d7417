"""Which things does oversight own, and who sees them?"""

from django.db.models import Q, QuerySet
from django.urls import reverse

from huxin.base.actor import Actor
from huxin.journal.timeline import words_for
from huxin.orgs.access import subject, within
from huxin.oversight.actions.trying import titles
from huxin.oversight.figures import title_of
from huxin.oversight.machines import MachineKey, Upload
from huxin.oversight.models import Answer, Delivery, Finding, OwnFile, Reporter, RuleSet, Scan, Trial, TypedShift
from huxin.oversight.released import WageRelease
from huxin.oversight.reported import ReportedFigure

VIEW = "finding.view"


def deliveries(by: Actor, permission: str) -> QuerySet[Delivery]:
    """Of platforms looked after within reach; a platform its own."""
    return Delivery.objects.filter(within(by, permission))


def reporters(by: Actor, permission: str) -> QuerySet[Reporter]:
    """The same of those that have to deliver."""
    return Reporter.objects.filter(within(by, permission))


def machine_keys(by: Actor, permission: str) -> QuerySet[MachineKey]:
    """Of the platform itself: who hands in for it."""
    return MachineKey.objects.filter(within(by, permission))


def uploads(by: Actor, permission: str) -> QuerySet[Upload]:
    """The same of its files on their way."""
    return Upload.objects.filter(within(by, permission))


def scans(by: Actor, permission: str) -> QuerySet[Scan]:
    """Of an area within reach."""
    return Scan.objects.filter(within(by, permission))


def wage_releases(by: Actor, permission: str) -> QuerySet[WageRelease]:
    """The same of what was published of its scans."""
    return WageRelease.objects.filter(within(by, permission))


def trials(by: Actor, permission: str) -> QuerySet[Trial]:
    """Of an area within reach."""
    return Trial.objects.filter(within(by, permission))


def findings(by: Actor, permission: str) -> QuerySet[Finding]:
    """An office those of work in its area; a firm, and the platform whose orders they are, what it was asked about."""
    answering = within(by, "finding.answer", "firm__org_path") | within(by, "finding.answer", "platform__org_path")
    asked = Finding.objects.filter(answering, asked_at__isnull=False)
    if permission == "finding.answer":
        return asked
    place = within(by, permission)
    mine = Q(pk__in=asked.values("pk")) if by.can("finding.answer") and permission == VIEW else Q(pk__in=())
    return Finding.objects.filter(place | mine)


def own_shifts(by: Actor, permission: str) -> QuerySet[TypedShift]:
    """A worker what he wrote himself; nobody else."""
    return TypedShift.objects.filter(worker__user=by.user_id, worker__user__isnull=False)


def own_files(by: Actor, permission: str) -> QuerySet[OwnFile]:
    """A worker what he brought himself; nobody else."""
    return OwnFile.objects.filter(worker__user=by.user_id, worker__user__isnull=False)


subject(
    TypedShift,
    view="case.follow",
    visible=own_shifts,
    title=lambda s: f"自记班次：{s.day:%Y-%m-%d}",
    url=lambda s: reverse("portal:shifts"),
)
subject(
    OwnFile,
    view="case.follow",
    visible=own_files,
    title=lambda f: f"自有订单文件：{f.platform_name}",
    url=lambda f: reverse("portal:own_file", args=[f.pk]),
)
subject(
    Delivery,
    view="delivery.view",
    visible=deliveries,
    title=lambda d: f"{d.enterprise}{d.month:%Y年%m月}订单数据（{d.receipt}）",
    url=lambda d: reverse("workbench:delivery", args=[d.pk]),
)
subject(
    Reporter,
    view="delivery.view",
    visible=reporters,
    title=lambda r: f"报送平台：{r.enterprise}",
    url=lambda r: reverse("workbench:deliveries"),
)
subject(
    MachineKey,
    view="delivery.hand_in",
    visible=machine_keys,
    title=lambda k: f"报送密钥（末四位{k.tail}）",
    url=lambda k: reverse("desk:keys"),
)
subject(
    Upload,
    view="delivery.hand_in",
    visible=uploads,
    title=lambda u: f"续传文件{u.name}",
    url=lambda u: reverse("desk:delivery_new"),
)
subject(
    Scan,
    view=VIEW,
    visible=scans,
    title=lambda s: f"{s.month:%Y年%m月}数据检查（{s.get_rules_display()}）",
    url=lambda s: reverse("workbench:scan", args=[s.pk]),
)
subject(
    WageRelease,
    view=VIEW,
    visible=wage_releases,
    title=lambda r: f"{r.month:%Y年%m月}收入统计",
    url=lambda r: f"{reverse('workbench:wages')}?month={r.month:%Y-%m}",
)
subject(
    Finding,
    view=VIEW,
    visible=findings,
    title=lambda f: f"{f.firm}：{title_of(f.rule)}",
    url=lambda f: reverse("workbench:finding", args=[f.pk]),
)
subject(
    Trial,
    view="scan.run",
    visible=trials,
    title=lambda t: f"{t.month:%Y年%m月}参数试算",
    url=lambda t: reverse("workbench:trial", args=[t.pk]),
)
words_for("trial_code", lambda code: titles().get(code, code))
words_for("scan_rules", lambda code: RuleSet(code).label)
words_for("answer_kind", lambda code: Answer.Kind(code).label)
words_for("reported_kind", lambda code: ReportedFigure.Kind(code).label)
words_for("on_rejects", lambda code: Reporter.OnRejects(code).label)
