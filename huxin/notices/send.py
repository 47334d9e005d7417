"""How do notices leave the application: mail at once or as a daily digest, and group chats?"""

import logging
from collections import defaultdict
from datetime import datetime, timedelta

import apprise
from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from huxin.notices.actions import HOOK_URL, outside_text
from huxin.notices.models import HookMessage, Notice
from huxin.orgs.models import User
from huxin.orgs.personal import decrypt

logger = logging.getLogger("huxin.notices")
DIGEST_HOUR = 8
ATTEMPTS = 5
TOO_OLD = timedelta(days=3)


def _mail(user: User, notices: list[Notice], at: datetime) -> None:
    counts: dict[str, int] = defaultdict(int)
    for notice in notices:
        counts[outside_text(notice.rule)] += 1
    lines = [f"{text}（{count}条）" if count > 1 else text for text, count in sorted(counts.items())]
    body = "\n".join([*lines, "", f"{settings.ORIGIN}/work/notices/", "本邮件由系统自动发出，不含具体内容。"])
    try:
        send_mail(f"护新：{len(notices)}条新提醒", body, None, [user.email])
        state = "sent"
    except OSError:  # the mail server is away: tried again at the next minute until it is too old to matter
        logger.exception("mail to user %s failed", user.pk)
        state = "failed" if at - min(n.created_at for n in notices) > TOO_OLD else ""
    if state:
        Notice.objects.filter(pk__in=[n.pk for n in notices]).update(mail=state, mailed_at=at)


def send_mails(*, at: datetime) -> int:
    """Mail what is due: at once for those who chose so, the digest from eight in the morning. Mails tried."""
    due = ["now"] if timezone.localtime(at).hour < DIGEST_HOUR else ["now", "daily"]
    if not settings.EMAIL_HOST:
        return 0
    waiting: dict[int, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.filter(mail__in=due).order_by("id")[:2000]:
        fresh_daily = notice.mail == "daily" and timezone.localtime(notice.created_at).date() == _day(at)
        if not fresh_daily or timezone.localtime(notice.created_at).hour < DIGEST_HOUR:
            waiting[notice.user_id].append(notice)
    people = User.objects.in_bulk(waiting)
    for user_id, notices in waiting.items():
        _mail(people[user_id], notices, at)
    return len(waiting)


def _day(at: datetime) -> object:
    return timezone.localtime(at).date()


def send_hooks(*, at: datetime) -> int:
    """Give waiting messages to the group chats, one text a chat; after five failures a message is left. Sent."""
    waiting = HookMessage.objects.filter(sent_at=None, attempts__lt=ATTEMPTS, hook__active=True).select_related("hook")
    by_hook: dict[int, list[HookMessage]] = defaultdict(list)
    for message in waiting.order_by("id")[:500]:
        by_hook[message.hook_id].append(message)
    sent = 0
    for messages in by_hook.values():
        robot = apprise.Apprise()
        robot.add(decrypt(messages[0].hook.url_sealed, HOOK_URL))
        texts = list(dict.fromkeys(m.text for m in messages))
        ids = [m.pk for m in messages]
        if robot.notify(body="\n".join(texts)):
            sent += HookMessage.objects.filter(pk__in=ids).update(sent_at=at)
        else:
            for message in messages:
                HookMessage.objects.filter(pk=message.pk).update(attempts=message.attempts + 1)
    return sent
