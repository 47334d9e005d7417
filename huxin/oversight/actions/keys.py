"""How does a platform give its own program the right to hand in, and take it back?"""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from huxin.base.actor import Actor
from huxin.base.chinese import personal_data
from huxin.base.errors import NotPossible
from huxin.journal.log import PARTIES, record, verb
from huxin.orgs.access import actor, require, require_at
from huxin.orgs.personal import digest
from huxin.oversight.actions.delivering import HAND_IN
from huxin.oversight.machines import MachineKey
from huxin.oversight.models import Reporter

ISSUED = verb("delivery.key_issued", "签发报送密钥（末四位{tail}）", ("tail",), PARTIES)
REVOKED = verb("delivery.key_revoked", "吊销报送密钥（末四位{tail}）", ("tail",), PARTIES)
MOST = 5  # keys of a platform that are good at one time
PREFIX = "hxk_"
_RIGHTS = (HAND_IN, "delivery.view", "document.view")
_NOTED = timedelta(minutes=1)  # the last use is written no more often


def key_digest(key: str) -> str:
    """By which a key is found again; the key itself is nowhere."""
    return digest("machine_key", key)


@transaction.atomic
def issue_key(reporter: Reporter, *, name: str, by: Actor, at: datetime) -> tuple[MachineKey, str]:
    """A new key, with the key itself: whoever issues it sees it now and never again."""
    require_at(by, HAND_IN, reporter.org_path)
    name = name.strip()[:40]
    if not name or personal_data(name):
        raise NotPossible("请写明密钥的用途，如“数据平台每月自动报送”，不要写个人信息。")
    Reporter.objects.select_for_update().get(pk=reporter.pk)
    good = MachineKey.objects.filter(reporter=reporter, revoked_at=None)
    if same := good.filter(name=name).first():  # the page that showed it was loaded again
        raise NotPossible(f"用途为“{name}”的密钥已经签发（末四位{same.tail}）。没有存下来的，请先吊销它再签发。")
    if good.count() >= MOST:
        raise NotPossible(f"同时有效的密钥最多{MOST}个，请先吊销不用的。")
    key = f"{PREFIX}{secrets.token_urlsafe(32)}"
    row = MachineKey.objects.create(
        reporter=reporter, org_path=reporter.org_path, name=name, digest=key_digest(key), tail=key[-4:],
        issued_by_id=by.person(), issued_at=at,
    )  # fmt: skip
    things = [row, reporter.enterprise]
    record(ISSUED, things, by=by, at=at, org_path=row.org_path, permission=HAND_IN, tail=row.tail)
    return row, key


@transaction.atomic
def revoke_key(row: MachineKey, *, by: Actor, at: datetime) -> None:
    """From now on the key opens nothing."""
    require(by, HAND_IN, row)
    if not MachineKey.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=at, revoked_by_id=by.person()):
        raise NotPossible("这个密钥已经吊销。")
    things = [row, row.reporter.enterprise]
    record(REVOKED, things, by=by, at=at, org_path=row.org_path, permission=HAND_IN, tail=row.tail)


def holder_of(key: str, *, at: datetime) -> tuple[MachineKey, Actor]:
    """Whose key is it, and what may its holder do? He acts for whoever issued it, for this one platform and as long as
    that person himself may hand in. NotPossible says why a key is not good."""
    rows = MachineKey.objects.select_related("reporter__enterprise", "issued_by")
    row = rows.filter(digest=key_digest(key)).first()
    if row is None:
        raise NotPossible("密钥不正确。请核对请求头 Authorization: Bearer <密钥>，或在企业端“报送密钥”重新签发。")
    if row.revoked_at is not None:
        raise NotPossible(f"末四位为{row.tail}的密钥已被吊销，请使用新的密钥。")
    grant = actor(row.issued_by, at).grant(HAND_IN, row.org_path)
    if grant is None:
        raise NotPossible(
            f"签发末四位为{row.tail}的密钥的人员已不再办理本平台的报送，密钥随之失效。请由现在的经办人重新签发。"
        )
    seldom = Q(last_used_at=None) | Q(last_used_at__lt=at - _NOTED)
    MachineKey.objects.filter(seldom, pk=row.pk).update(last_used_at=at)
    name = f"{row.issued_by.name}（密钥{row.tail}）"
    return row, Actor(row.issued_by_id, name, (replace(grant, reach=dict.fromkeys(_RIGHTS, row.org_path)),))
