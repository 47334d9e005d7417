"""How is somebody told, and how does he say that he knows and how he wants to be told?"""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction

from huxin.base.actor import Actor
from huxin.base.chinese import personal_data
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.notices.models import Hook, HookMessage, Notice, Preference
from huxin.notices.rules import RULES
from huxin.orgs.access import require, require_at
from huxin.orgs.models import Organisation, User
from huxin.orgs.personal import encrypt

HOOK_URL = "notices_hook.url"
CHOSEN = verb("notice.chosen", "选择了提醒方式（{rule}：{how}）", ("rule", "how"))
HOOK_ADDED = verb("notice.hook_added", "为单位登记了群机器人")
HOOK_SWITCHED = verb("notice.hook_switched", "切换了群机器人（启用：{active}）", ("active",))


def tell(
    rule: str, user_ids: Iterable[int], subject: models.Model, *, text: str, once: str, org_path: str, at: datetime
) -> int:
    """Tell each person once of this matter, and the unit's group chats; nothing personal goes outside. Number told."""
    people = set(user_ids)
    chosen = dict(Preference.objects.filter(rule=rule, user__in=people).values_list("user_id", "how"))
    mailed = set(User.objects.filter(pk__in=people).exclude(email="").values_list("pk", flat=True))
    told = []
    for person in sorted(people):
        how = chosen.get(person, Preference.How.DAILY)
        told.append(
            Notice(
                user_id=person,
                rule=rule,
                once=once,
                kind=subject._meta.model_name or "",
                subject_id=subject.pk,
                text=text[:300],
                created_at=at,
                mail="none" if how == Preference.How.NEVER or person not in mailed else how,
            )
        )
    Notice.objects.bulk_create(told, ignore_conflicts=True)
    hooks = [hook for hook in Hook.objects.filter(active=True) if org_path.startswith(hook.org_path)]
    messages = [HookMessage(hook=h, once=f"{rule}:{once}", text=outside_text(rule), created_at=at) for h in hooks]
    HookMessage.objects.bulk_create(messages, ignore_conflicts=True)
    return len(told)


def outside_text(rule: str) -> str:
    """What a message outside says: the matter by its title alone."""
    text = f"【护新】{RULES[rule].title}，请登录系统查看。"
    if personal_data(text):
        raise ValueError(f"rule {rule} would send personal data outside")
    return text


@transaction.atomic
def choose(rule: str, how: str, *, by: Actor, at: datetime) -> Preference:
    """Choose how to be told of one rule's matters."""
    require(by, "notice.receive")
    if rule not in RULES or how not in Preference.How.values:
        raise NotPossible("没有这种提醒或提醒方式，请从列表中选择。")
    made, _ = Preference.objects.update_or_create(user_id=by.user_id, rule=rule, defaults={"how": how})
    user = User.objects.get(pk=by.user_id)
    record(CHOSEN, [user], by=by, at=at, org_path=by.grants[0].path, permission="notice.receive", rule=rule, how=how)
    return made


def read_all(*, by: Actor, at: datetime) -> int:
    """Mark one's own notices as read (no event: it concerns nobody else)."""
    return Notice.objects.filter(user_id=by.user_id, read_at=None).update(read_at=at)


@transaction.atomic
def add_hook(organisation: Organisation, *, name: str, url: str, by: Actor, at: datetime) -> Hook:
    """Register a group chat's robot of one's unit; the address is kept encrypted and never shown again."""
    require_at(by, "people.invite", organisation.path)
    if not url.startswith(("https://", "wecombot://", "dingtalk://", "feishu://")):
        raise NotPossible("机器人地址应以 https:// 开头，请从群机器人设置中完整复制。")
    hook = Hook.objects.create(
        organisation=organisation,
        org_path=organisation.path,
        name=name,
        url_sealed=encrypt(url, HOOK_URL),
        created_at=at,
    )
    record(HOOK_ADDED, [organisation], by=by, at=at, org_path=organisation.path, permission="people.invite")
    return hook


@transaction.atomic
def switch_hook(hook: Hook, *, active: bool, by: Actor, at: datetime) -> Hook:
    """Switch a robot on or off."""
    require_at(by, "people.invite", hook.org_path)
    hook.active = active
    hook.save(update_fields=["active"])
    record(
        HOOK_SWITCHED,
        [hook.organisation],
        by=by,
        at=at,
        org_path=hook.org_path,
        permission="people.invite",
        active=active,
    )
    return hook
