"""What happened? Rows that the database itself refuses to change."""

from django.db import models

from huxin.journal.paths import path_index


class Event(models.Model):
    """One thing that somebody did; all about the actor is kept as values, so that it stays true."""

    verb = models.CharField("事项", max_length=60)
    actor_id = models.BigIntegerField("操作人编号", null=True)
    actor_name = models.CharField("操作人", max_length=60)
    organisation_id = models.BigIntegerField("单位编号", null=True)
    organisation = models.CharField("单位", max_length=120, blank=True)
    acting_for = models.CharField("代何人", max_length=60, blank=True)
    org_path = models.CharField("所属路径", max_length=200)
    data = models.JSONField("要素", default=dict)
    occurred_at = models.DateTimeField("发生时间")
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "事件"
        indexes = [
            path_index("event_path", "-id"),
            models.Index(fields=["actor_id", "-id"], name="event_actor"),
            models.Index(fields=["verb", "-id"], name="event_verb"),
            models.Index(fields=["recorded_at"], name="event_recorded"),
        ]


class EventSubject(models.Model):
    """A thing that an event touched, named by kind and id without a foreign key."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="subjects")
    kind = models.CharField("对象类别", max_length=40)
    subject_id = models.BigIntegerField("对象编号")

    class Meta:
        verbose_name = verbose_name_plural = "事件对象"
        indexes = [models.Index(fields=["kind", "subject_id", "-event"], name="event_subject")]


class DaySeal(models.Model):
    """The signed digest of one finished day's events, in recorded order."""

    day = models.DateField("日期", unique=True)
    first_id = models.BigIntegerField("首条", null=True)
    last_id = models.BigIntegerField("末条", null=True)
    count = models.PositiveIntegerField("条数")
    digest = models.CharField("摘要", max_length=64)
    signature = models.CharField("签名", max_length=128)

    class Meta:
        verbose_name = verbose_name_plural = "日封存"
