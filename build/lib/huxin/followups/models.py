"""When is a late party written to, and what became of it?"""

from datetime import datetime

from django.db import models
from django.db.models.functions import Coalesce

from huxin.documents.models import Paper
from huxin.journal.paths import path_index
from huxin.orgs.models import Organisation, User
from huxin.plans.models import Plan, Term


class Rung(models.TextChoices):
    """The ladder, from a word in the group chat to a report upward."""

    CHAT = "chat", "群提醒文字"
    LETTER = "letter", "提示函"
    SUPERVISE = "supervise", "督办函"
    CONVENOR = "convenor", "提请召集人"
    GOVERNMENT = "government", "报政府分管领导"
    CIRCULAR = "circular", "通报"

    @property
    def tone(self) -> str:
        """The colour in which it is shown beside its name: 提示函 blue, 督办函 orange, 通报 red."""
        return {"letter": "info", "supervise": "near", "circular": "late"}.get(self.value, "plain")


class OnRung:
    """What stands on a rung of the ladder."""

    rung: str

    @property
    def rung_tone(self) -> str:
        """The colour in which the rung's name is shown."""
        return Rung(self.rung).tone


class LadderRule(OnRung, models.Model):
    """After how many working days a plan's ladder drafts which paper; it never sends one."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="ladder")
    rung = models.CharField("层级", max_length=10, choices=Rung)
    name = models.CharField("文书名称", max_length=40)
    after_days = models.PositiveIntegerField("逾期工作日数")
    on = models.BooleanField("启用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "督办规则"
        constraints = [models.UniqueConstraint(fields=["plan", "rung"], name="ladder_rule_once")]


def rung_of(plan: Plan, rung: str) -> str:
    """How an event writes a rung: with its plan, whose name for it the timeline says."""
    return f"{plan.pk}:{rung}"


def rung_name(plan: str) -> Coalesce:
    """What the plan calls the rung of a row, else the usual name; `plan` is the way from the row to the plan."""
    rules = LadderRule.objects.filter(plan=models.OuterRef(plan), rung=models.OuterRef("rung"))
    usual = models.Case(*(models.When(rung=rung, then=models.Value(rung.label)) for rung in Rung))
    return Coalesce(models.Subquery(rules.values("name")[:1]), usual, output_field=models.CharField())


class FollowUp(OnRung, models.Model):
    """One following-up of one party, on one rung, about one or more late terms."""

    class State(models.TextChoices):
        DRAFTED = "drafted", "已起草"
        ISSUED = "issued", "已发出"
        ANSWERED = "answered", "已回复"
        CLOSED = "closed", "已销号"
        DROPPED = "dropped", "不予发出"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="follow_ups")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the plan's area: who follows up
    rung = models.CharField("层级", max_length=10, choices=Rung)
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="+")
    text = models.TextField("提醒文字", blank=True)
    state = models.CharField("状态", max_length=8, choices=State, default=State.DRAFTED)
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # empty: a rule
    drafted_at = models.DateTimeField("起草时间")
    issued_at = models.DateTimeField("发出时间", null=True)
    reason = models.TextField("销号或不予发出的说明", blank=True)
    ended_at = models.DateTimeField("终结时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办"
        indexes = [path_index("follow_up_path", "-id")]

    @property
    def settled_at(self) -> datetime | None:
        """When it went out, or was decided not to; from then on the next rung is counted."""
        return self.issued_at or self.ended_at

    @property
    def tone(self) -> str:
        """How loud its state is shown."""
        return {"drafted": "near", "issued": "info", "answered": "back", "closed": "good"}.get(self.state, "plain")


class FollowUpTerm(OnRung, models.Model):
    """A late term that a following-up is about; each rung is taken once for a term, unless it was dropped."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="items")
    term = models.ForeignKey(Term, models.PROTECT, related_name="follow_ups")
    rung = models.CharField("层级", max_length=10, choices=Rung)
    dropped = models.BooleanField("不予发出", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "督办期限"
        constraints = [
            models.UniqueConstraint(
                fields=["term", "rung"], condition=models.Q(dropped=False), name="rung_once_for_a_term"
            )
        ]
