"""How is somebody told? Once of each matter, in the application, by mail as he chose, and in his unit's group chats."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models

from huxin.base.chinese import personal_data
from huxin.notices.models import Hook, HookMessage, Notice, Preference
from huxin.notices.people import readers, with_stand_ins
from huxin.notices.rules import RULES
from huxin.orgs.models import User

LONGEST = 300


def tell(
    rule: str,
    people: Iterable[int],
    thing: models.Model | None,
    *,
    text: str,
    once: str,
    org_path: str,
    at: datetime,
    but: int | None = None,
    theirs: bool = False,
) -> int:
    """Tell these people and their stand-ins, as far as they may open the thing, and their units' group chats.

    `but` knows already, having done it; the parties of a thing (`theirs`) may open it as parties. Nothing but the
    rule's title goes outside. Number of people told.
    """
    told = readers(set(people) - {but}, None, at) if theirs else readers(with_stand_ins(people, at) - {but}, thing, at)
    sms = Notice.Mail.NOW if RULES[rule].sms else Notice.Mail.NONE
    chosen = dict(Preference.objects.filter(rule=rule, user__in=told).values_list("user_id", "how"))
    mailed = set(User.objects.filter(pk__in=told).exclude(email="").values_list("pk", flat=True))
    notices = [
        Notice(
            user_id=person,
            rule=rule,
            once=once,
            kind=thing._meta.model_name or "" if thing else "",
            subject_id=thing.pk if thing else None,
            text=text[:LONGEST],
            created_at=at,
            sms=sms,
            mail=_mail(chosen.get(person, Preference.How.DAILY)) if person in mailed else Notice.Mail.NONE,
        )
        for person in sorted(told)
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if RULES[rule].group and told:
        _tell_groups(rule, once, org_path, at)
    return len(notices)


def _mail(how: str) -> str:
    return {"never": Notice.Mail.NONE, "daily": Notice.Mail.DAILY, "now": Notice.Mail.NOW}[how]


def _tell_groups(rule: str, once: str, org_path: str, at: datetime) -> None:
    hooks = [hook for hook in Hook.objects.filter(active=True) if org_path.startswith(hook.org_path)]
    messages = [HookMessage(hook=h, once=f"{rule}:{once}", text=outside_text(rule), created_at=at) for h in hooks]
    HookMessage.objects.bulk_create(messages, ignore_conflicts=True)


def texts_of(rules: Iterable[str]) -> str:
    """One short message for all that waits for a person."""
    titles = "；".join(dict.fromkeys(RULES[rule].title for rule in rules))
    return f"【护新】{titles}，请用手机号登录查看：{settings.ORIGIN}/me/"


def outside_text(rule: str) -> str:
    """What a message outside says: the matter by its title alone."""
    text = f"【护新】{RULES[rule].title}，请登录系统查看。"
    if personal_data(text):
        raise ValueError(f"rule {rule} would send personal data outside")
    return text
