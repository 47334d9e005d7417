"""Who publishes the table of pay of a scan, and who takes it back?"""

from datetime import datetime

from django.db import IntegrityError, transaction

from huxin.base.actor import Actor
from huxin.base.chinese import personal_data
from huxin.base.errors import NotPossible
from huxin.journal.log import Verb, record, verb
from huxin.orgs.access import require
from huxin.oversight.models import Scan
from huxin.oversight.released import WageRelease, released_before, why_not

RELEASE = "wages.release"
RELEASED = verb("wages.released", "发布{month}收入统计", ("month",))
TAKEN_BACK = verb("wages.taken_back", "撤回{month}收入统计", ("month",))


@transaction.atomic
def release_wages(scan: Scan, *, note: str, by: Actor, at: datetime) -> WageRelease:
    """Anybody may read it from now on, in the place of an earlier table of the month; then `note` says why."""
    require(by, RELEASE, scan)
    if why := why_not(scan):
        raise NotPossible(why)
    before = released_before(scan)
    standing = [one for one in before if one.ended_at is None]
    if standing and standing[0].scan_id == scan.pk:
        raise NotPossible("这张统计表已经发布，不必再次发布。")
    if before:
        _sound(note, "这个月已经发布过统计，请写明这次为什么更正、改了什么，会一并公布。")
    for one in standing:
        WageRelease.objects.filter(pk=one.pk, ended_at=None).update(ended_by_id=by.person(), ended_at=at)
    try:
        with transaction.atomic():
            release = WageRelease.objects.create(
                scan=scan, org_path=scan.org_path, month=scan.month, note=note.strip() if before else "",
                released_by_id=by.person(), released_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise NotPossible("这个月的统计刚刚由别人发布，请刷新页面查看。") from error
    _told(RELEASED, release, by, at)
    return release


@transaction.atomic
def take_back_wages(release: WageRelease, *, reason: str, by: Actor, at: datetime) -> None:
    """Nobody reads it from now on; the portal says that and why."""
    require(by, RELEASE, release.scan)
    _sound(reason, "请写明撤回的原因，会在门户上公布。")
    ended = WageRelease.objects.filter(pk=release.pk, ended_at=None)
    if not ended.update(ended_by_id=by.person(), ended_at=at, reason=reason.strip()):
        raise NotPossible("这张统计表已经撤回，或者已由更正后的统计代替。")
    _told(TAKEN_BACK, release, by, at)


def _sound(words: str, otherwise: str) -> None:
    if not words.strip():
        raise NotPossible(otherwise)
    if personal_data(words):
        raise NotPossible("说明会公布，请不要写个人信息。")


def _told(kind: Verb, release: WageRelease, by: Actor, at: datetime) -> None:
    record(
        kind, [release.scan], by=by, at=at, org_path=release.org_path, permission=RELEASE,
        month=f"{release.month:%Y-%m}",
    )  # fmt: skip
