"""How does a worker get the key under which a platform knows him, without anybody taking another's?

Proved by his phone it is his at once. Otherwise the office that looks after him, or the platform itself, confirms or
refuses. The answer never tells whether a key exists, whose it is, or which phone a platform knows.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from huxin.base.actor import Actor
from huxin.base.chinese import normal_text
from huxin.base.errors import NotPossible
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import require
from huxin.registry.models import Enterprise, PlatformClaim, PlatformWorker, Worker

DAILY, WAITING = 5, 5
ASKED = verb("claim.asked", "认领平台账号，等待核对", (), PARTIES)
PROVED = verb("claim.proved", "凭手机号认领平台账号", (), PARTIES)
CONFIRMED = verb("claim.confirmed", "核对属实，对应平台账号", (), PARTIES)
REFUSED = verb("claim.refused", "平台账号认领未通过", (), PARTIES)
TAKEN = "这个平台账号已对应另一名劳动者，请先核对是哪一位。"
_DECIDE = "claim.decide"
State = PlatformClaim.State


def read_key(platform: Enterprise, key: str) -> str:
    """The key in normal form; NotPossible where it cannot be one of a platform."""
    plain = normal_text(key)
    if platform.kind != Enterprise.Kind.PLATFORM or not 0 < len(plain) <= 80:
        raise NotPossible("请选择平台，并照软件里的写法填写账号或骑手编号，不超过80个字。")
    return plain


def allow_try(worker: Worker, *, by: Actor, at: datetime) -> None:
    """Refuse who is not himself, or has asked too often: each claim counts, whatever came of it."""
    if worker.user_id is None or worker.user_id != by.user_id:
        raise NotPossible("请先登录，再认领自己的平台账号。")
    mine = PlatformClaim.objects.filter(worker=worker)
    if mine.filter(asked_at__gt=at - timedelta(days=1)).count() >= DAILY:
        raise NotPossible(f"一天最多认领{DAILY}次，请明天再试，或请当地人力资源社会保障部门帮您核对。")
    if mine.filter(state=State.WAITING).count() >= WAITING:
        raise NotPossible(f"已有{WAITING}个认领在等待核对，请等有了结果再提出新的。")


@transaction.atomic
def claim_key(
    platform: Enterprise, *, key: str, worker: Worker, proved: bool, by: Actor, at: datetime
) -> PlatformClaim:  # fmt: skip
    """Enter the claim. `proved`: the platform knows this key under the phone with which he logged in."""
    allow_try(worker, by=by, at=at)
    plain = read_key(platform, key)
    if PlatformWorker.objects.filter(platform=platform, key=plain, worker=worker).exists():
        raise NotPossible("这个平台账号已经是您的，不用再认领。")
    waiting = PlatformClaim.objects.filter(worker=worker, platform=platform, state=State.WAITING)
    there = waiting.filter(key=plain).first()
    if there is not None and not proved:
        raise NotPossible("这个账号的认领正在核对，有了结果会告诉您。")
    if proved and there is None and (there := waiting.filter(key__iexact=plain).first()) is not None:
        there.key = plain  # what waits was written in other capitals
    row = there or PlatformClaim.objects.create(
        worker=worker, platform=platform, key=plain, org_path=worker.org_path, asked_at=at
    )  # fmt: skip
    if proved and _linked(row):
        settled = {"key": plain, "state": State.CONFIRMED, "by_phone": True, "decided_at": at}
        PlatformClaim.objects.filter(pk=row.pk).update(**settled)
        row.refresh_from_db()
    what = PROVED if row.state == State.CONFIRMED else ASKED
    record(what, [row, worker, platform], by=by, at=at, org_path=worker.org_path)
    return row


def _linked(row: PlatformClaim) -> bool:
    """Is the key his now? Not where it is another's already."""
    key, _ = PlatformWorker.objects.get_or_create(platform=row.platform, key=row.key)
    free = PlatformWorker.objects.filter(pk=key.pk, worker=None)
    return key.worker_id == row.worker_id or bool(free.update(worker=row.worker))


@transaction.atomic
def confirm_claim(claim: PlatformClaim, *, by: Actor, at: datetime) -> None:
    """Whoever knows whose key it is says that it is his: the office, or the platform."""
    _decide(claim, State.CONFIRMED, "", by, at)
    if not _linked(claim):
        raise NotPossible(TAKEN)
    record(CONFIRMED, [claim, claim.worker, claim.platform], by=by, at=at, org_path=claim.org_path, permission=_DECIDE)


@transaction.atomic
def refuse_claim(claim: PlatformClaim, *, reason: str, by: Actor, at: datetime) -> None:
    """It is not his, or it cannot be told."""
    if not reason.strip():
        raise NotPossible("请写明未通过的原因，劳动者会看到。")
    _decide(claim, State.REFUSED, reason.strip()[:200], by, at)
    record(REFUSED, [claim, claim.worker, claim.platform], by=by, at=at, org_path=claim.org_path, permission=_DECIDE)


def _decide(claim: PlatformClaim, state: str, reason: str, by: Actor, at: datetime) -> None:
    require(by, _DECIDE, claim)
    if claim.worker.user_id == by.user_id:
        raise NotPossible("不能核对自己的认领，请由他人办理。")
    waiting = PlatformClaim.objects.filter(pk=claim.pk, state=State.WAITING)
    try:
        with transaction.atomic():
            turn = waiting.update(state=state, reason=reason, decided_by=by.person(), decided_at=at)
    except IntegrityError:
        raise NotPossible(TAKEN) from None
    if not turn:
        raise NotPossible("这个认领已经有人核对过，请刷新后查看。")
    claim.refresh_from_db()
