"""What was done to a case, and which terms run in it? (The rows that grow while it is handled.)"""

from datetime import date

from django.db import models
from django.db.models import Q

from huxin.cases.models import Case, Party
from huxin.cases.topics import Topic
from huxin.documents.models import Document, Paper
from huxin.journal.paths import path_index
from huxin.orgs.models import Area, Organisation, User
from huxin.registry.models import Worker


class Move(models.Model):
    """One action on a case with all that was given; it may wait for its paper to be signed."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审批"
        DONE = "done", "已办"
        DROPPED = "dropped", "未获批准"

    case = models.ForeignKey(Case, models.CASCADE, related_name="moves")
    action = models.CharField("事项", max_length=40)
    from_step = models.CharField("原环节", max_length=40)
    to_step = models.CharField("新环节", max_length=40)
    facts = models.JSONField("填报内容")
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=10, choices=State)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")  # where a party did it
    made_at = models.DateTimeField("办理时间")
    done_at = models.DateTimeField("生效时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理事项"
        indexes = [models.Index(fields=["case", "-id"], name="move_of_case")]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="proposed"), name="move_one_proposed"),
        ]


def last_done(case: Case, *actions: str) -> Move | None:
    """The newest move by one of these actions that took effect."""
    return Move.objects.filter(case=case, action__in=actions, state=Move.State.DONE).order_by("-pk").first()


def was_done(case: Case, *actions: str) -> bool:
    """Did one of these actions take effect? From the moves of the case as they were read."""
    return any(one.action in actions and one.state == Move.State.DONE for one in case.moves.all())


def is_over(case: Case, today: date, *clocks: str) -> bool:
    """Do terms of these clocks run, and is the last day of each past? From the terms of the case as they were read."""
    running = [one for one in case.deadlines.all() if one.clock in clocks and one.state == Deadline.State.RUNNING]
    return bool(running) and all(one.due_on < today for one in running)


class Deadline(models.Model):
    """One term of the law as it runs in one case. The first day overdue is written once and never cleared."""

    class State(models.TextChoices):
        RUNNING = "running", "计时中"
        STOPPED = "stopped", "中止计时"
        ENDED = "ended", "已办结"
        REPLACED = "replaced", "重新起算"

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines")
    clock = models.CharField("期限", max_length=40)
    title = models.CharField("期限名称", max_length=60)  # as it was when it began
    law = models.CharField("依据", max_length=120, blank=True)
    unit = models.CharField("计算方式", max_length=8, blank=True)  # working, calendar, or empty: a given day
    days = models.PositiveIntegerField("天数", null=True)
    extended_days = models.PositiveIntegerField("延长天数", default=0)
    owed_by = models.CharField("义务方", max_length=8)
    started_on = models.DateField("起算日")
    due_on = models.DateField("到期日")
    provisional = models.BooleanField("暂定", default=False)  # a year's holidays are not announced yet
    calendar_version = models.CharField("日历版本", max_length=24)
    state = models.CharField("状态", max_length=10, choices=State, default=State.RUNNING)
    ended_on = models.DateField("终止日", null=True)
    first_overdue_on = models.DateField("首次超期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        indexes = [
            models.Index(fields=["state", "due_on"], name="deadline_due"),
            models.Index(fields=["case", "clock"], name="deadline_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "clock"], condition=Q(state__in=("running", "stopped")), name="deadline_runs_once"
            ),
        ]


class DeadlineStop(models.Model):
    """From when to when a term did not run, and why."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="stops")
    since = models.DateField("中止起")
    until = models.DateField("恢复", null=True)
    reason = models.CharField("原因", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "期限中止"
        constraints = [
            models.UniqueConstraint(fields=["deadline"], condition=Q(until=None), name="deadline_stopped_once"),
        ]


class Note(models.Model):
    """A private note of the office, or a message between the office and a party."""

    class Kind(models.TextChoices):
        PRIVATE = "private", "内部记录"
        TO_PARTY = "to_party", "给当事人"
        FROM_PARTY = "from_party", "当事人来信"

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")  # empty: all reporters
    text = models.TextField("内容")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "案件记录"
        indexes = [
            models.Index(fields=["case", "-id"], name="note_of_case"),
            models.Index(fields=["kind", "read_at", "case"], name="note_unread"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]


class PaperService(models.Model):
    """How, when and to whom a paper was served, with the proof (送达)."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "直接送达"
        LEFT = "left", "留置送达"
        POSTED = "posted", "邮寄送达"
        ENTRUSTED = "entrusted", "委托送达"
        PUBLIC_NOTICE = "public_notice", "公告送达"
        ELECTRONIC = "electronic", "电子送达"

    case = models.ForeignKey(Case, models.CASCADE, related_name="services")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    mode = models.CharField("送达方式", max_length=14, choices=Mode)
    served_on = models.DateField("送达日期")
    published_on = models.DateField("公告日期", null=True)  # of a service by public notice
    reckoned = models.CharField("送达日期的由来", max_length=300, blank=True)  # how that day came about, or the ground
    place = models.CharField("送达地点", max_length=200, blank=True)
    remark = models.CharField("备注", max_length=300, blank=True)
    proof = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "送达"
        constraints = [
            models.UniqueConstraint(fields=["paper", "party"], name="paper_served_once"),
            models.CheckConstraint(
                condition=Q(mode__in=("electronic",)) | Q(proof__isnull=False), name="paper_service_is_proven"
            ),
        ]


class PublicNotice(models.Model):
    """A paper is made public for a party that nothing else reaches (公告送达). When its days are over it counts as
    served, and stands among the services; before that it may be handed over after all, or be taken back."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="public_notices")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    published_on = models.DateField("公告日期")
    due_on = models.DateField("视为送达日期")
    reckoned = models.CharField("视为送达日期的由来", max_length=300)
    place = models.CharField("公告方式", max_length=200, blank=True)
    remark = models.CharField("备注", max_length=300, blank=True)
    proof = models.ForeignKey(Document, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("登记时间")
    ended_on = models.DateField("终止日", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "公告送达"
        indexes = [models.Index(fields=["ended_on", "due_on"], name="notice_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "party"], condition=Q(ended_on=None), name="public_notice_runs_once"
            ),
        ]


class PaperSignature(models.Model):
    """A party's own signature under a paper of a case (签字), or that of the agent who signed for it: drawn on the
    screen, or a scan of the signed print; or why there is none under a record, and who witnessed it. An official signs
    in a `place` of his office (调解员, 检查人); `user` is he, or who signed for a firm."""

    class Mode(models.TextChoices):
        DRAWN = "drawn", "屏幕签字"
        SCAN = "scan", "扫描件"
        REFUSED = "refused", "拒绝签字"
        ABSENT = "absent", "不在场或不能签字"

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="signatures")
    agent = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", verbose_name="代签人")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    place = models.CharField("签字栏", max_length=20, blank=True)
    mode = models.CharField("签字方式", max_length=8, choices=Mode)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("未签字的原因", max_length=300, blank=True)
    witnesses = models.CharField("见证人", max_length=120, blank=True)
    sha256 = models.CharField("签字时文书校验值", max_length=64, blank=True)
    signed_at = models.DateTimeField("签字时间")

    class Meta:
        verbose_name = verbose_name_plural = "当事人签字"
        constraints = [
            models.UniqueConstraint(fields=["paper", "party"], name="paper_signed_once_by_party"),
            models.UniqueConstraint(
                fields=["paper", "user"], condition=Q(party=None), name="paper_signed_once_by_official"
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=False, place="")
                | (Q(party=None, agent=None, user__isnull=False) & ~Q(place="")),
                name="paper_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=False) | (Q(mode__in=("refused", "absent")) & ~Q(reason="")),
                name="paper_signed_or_said_why_not",
            ),
        ]


class CaseTodo(models.Model):
    """What somebody has to do in a case though no term runs for it: an official whom a record names has not signed that
    `paper` (`cases.todos`); without one, whoever told a clue is to be told what came of it (`procedures.clue`). The row
    goes when it is done."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="todos")
    paper = models.ForeignKey(Paper, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "案件待办"
        constraints = [
            models.UniqueConstraint(fields=["paper", "user"], name="case_todo_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(paper=None), name="case_todo_tells_once"),
        ]


class CaseLetter(models.Model):
    """A paper drafted because of a move, or of the opening of a case; each kind once."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="letters")
    move = models.ForeignKey(Move, models.CASCADE, null=True, related_name="letters")
    kind = models.CharField("文书种类", max_length=40)
    paper = models.OneToOneField(Paper, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "案件文书"
        constraints = [
            models.UniqueConstraint(fields=["move", "kind"], name="letter_once_for_a_move"),
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(move=None), name="letter_once_at_opening"),
        ]


class Evidence(models.Model):
    """A piece of evidence that a person keeps with us, with the time it came in; it may wait for a case (存证)."""

    worker = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")  # empty: came with a receipt
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="evidence")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    found_by = models.ForeignKey("Assistance", models.PROTECT, null=True, related_name="found")  # handling it jointly
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    title = models.CharField("名称", max_length=120)
    proves = models.CharField("证明内容", max_length=300, blank=True)
    happened_on = models.DateField("形成日期", null=True)
    received_at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = verbose_name_plural = "证据"
        indexes = [
            models.Index(fields=["worker", "-id"], name="evidence_of_worker"),
            models.Index(fields=["case", "id"], name="evidence_of_case"),
        ]


class KeptReceipt(models.Model):
    """A worker has laid a receipt to his account. Only he knows of it: to officers the report stays as it came in."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, models.CASCADE, related_name="+")
    kept_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "保存的回执"
        constraints = [models.UniqueConstraint(fields=["user", "party"], name="receipt_kept_once")]


class Assistance(models.Model):
    """What another body was asked in a case, or was told (抄告), and what it answered. It sees this, not the case; who
    handles it jointly also sees the `parts` that the office opened to it, as long as its Share runs."""

    class Kind(models.TextChoices):
        ASSIST = "assist", "协办"
        COPY = "copy", "抄告"
        TRANSFER = "transfer", "移送"
        JOINT = "joint", "联合办理"

    case = models.ForeignKey(Case, models.CASCADE, related_name="assistance")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = models.CharField("所属路径", max_length=160)  # of the body that is asked
    text = models.TextField("请求或告知内容")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("发出时间")
    due_on = models.DateField("要求回复日期", null=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)
    parts = models.JSONField("开放的内容", default=list)  # codes of `cases.joint`
    pieces = models.JSONField("开放的证据", default=list)  # keys of single pieces of evidence
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField("接受时间", null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("结束时间", null=True)
    end_reason = models.CharField("结束原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "协办与抄告"
        indexes = [path_index("assistance_path", "-id")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"], condition=Q(kind="joint", ended_at=None), name="joint_once"
            ),
        ]


class ReplyText(models.Model):
    """An office's own wording of a standard answer, or an answer of its own (code own.…); see cases.replies."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    code = models.CharField("代码", max_length=60)
    procedure = models.CharField("程序", max_length=40, blank=True)  # without version; empty: every one
    step = models.CharField("环节", max_length=40, blank=True)  # empty: while it is open
    title = models.CharField("标题", max_length=40)
    text = models.TextField("内容")
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "答复用语"
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="reply_text_once")]


class Jurisdiction(models.Model):
    """Which office takes which subjects in which area, from when. Nearest area first, a named subject before all."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    procedure = models.CharField("程序", max_length=40, blank=True)  # without version; empty: every one
    topic = models.CharField("事项", max_length=24, choices=Topic, blank=True)  # empty: every one
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    valid_from = models.DateField("生效日期")
    valid_until = models.DateField("失效日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "管辖"
        constraints = [
            models.UniqueConstraint(fields=["area", "procedure", "topic", "valid_from"], name="jurisdiction_once"),
        ]
        indexes = [models.Index(fields=["area", "valid_from"], name="jurisdiction_area")]
