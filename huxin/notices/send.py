"""How do notices leave the application: mail at once or as a daily digest, short messages, and group chats?"""

import logging
from collections import defaultdict
from datetime import datetime, timedelta

import apprise
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.utils import timezone

from huxin.base.errors import NotPossible
from huxin.notices.hooks import HOOK_URL
from huxin.notices.models import HookMessage, Notice
from huxin.notices.sms import can_send, send_sms
from huxin.notices.telling import outside_text, texts_of
from huxin.orgs.models import User
from huxin.orgs.personal import decrypt
from huxin.registry.models import Worker
from huxin.registry.personal import person_of

logger = logging.getLogger("huxin.notices")
DIGEST_HOUR = 8
WAKING = (8, 21)  # hours in which a phone may ring
MOST = 2000  # notices or messages in one minute
ATTEMPTS = 10  # of a group message, with growing waits: given up after about eight hours
TOO_OLD = timedelta(days=3)
TIMEOUT = 10  # seconds for a mail server that does not answer
Mail = Notice.Mail


def _waiting(at: datetime) -> dict[int, list[Notice]]:
    """What is due to be mailed, by person: at once, or with the digest that goes out at eight each morning."""
    now = timezone.localtime(at)
    digest = now.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    last = digest if now >= digest else digest - timedelta(days=1)
    due = Q(mail=Mail.NOW) | Q(mail=Mail.DAILY, created_at__lt=last)
    people: dict[int, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.filter(due, read_at=None).order_by("id")[:MOST]:
        people[notice.user_id].append(notice)
    return people


def _letter(user: User, notices: list[Notice]) -> EmailMessage:
    counts: dict[str, int] = defaultdict(int)
    for notice in notices:
        counts[outside_text(notice.rule)] += 1
    lines = [f"{text}（{count}条）" if count > 1 else text for text, count in counts.items()]
    body = "\n".join([*lines, "", f"{settings.ORIGIN}/workbench/notices/", "本邮件由系统自动发出，不含具体内容。"])
    return EmailMessage(f"护新：{len(notices)}条新提醒", body, None, [user.email])


def send_mails(*, at: datetime) -> int:
    """Mail what is due and still unread; a mail that fails is tried again until it is too old to matter. Mails sent."""
    if not settings.EMAIL_HOST:
        return 0
    pending = Notice.objects.filter(mail__in=(Mail.NOW, Mail.DAILY))
    pending.exclude(read_at=None).update(mail=Mail.NONE)
    pending.filter(created_at__lt=at - TOO_OLD).update(mail=Mail.FAILED, mailed_at=at)
    waiting = _waiting(at)
    if not waiting:
        return 0
    people = User.objects.in_bulk(waiting)
    sent = 0
    with get_connection(timeout=TIMEOUT) as connection:  # one log-in at the mail server for all
        for user_id, notices in waiting.items():
            letter = _letter(people[user_id], notices)
            letter.connection = connection
            try:
                letter.send()
            except OSError:  # every refusal of a mail server is one
                logger.exception("mail to user %s failed", user_id)
                continue
            Notice.objects.filter(pk__in=[n.pk for n in notices]).update(mail=Mail.SENT, mailed_at=at)
            sent += 1
    return sent


def send_texts(*, at: datetime) -> int:
    """Short messages to who logs in by phone, one for all that waits for a person, by day only. A gateway that fails
    is asked again in the next minute, until a message is too old to matter. Messages sent."""
    pending = Notice.objects.filter(sms=Mail.NOW)
    pending.exclude(read_at=None).update(sms=Mail.NONE)
    pending.filter(created_at__lt=at - TOO_OLD).update(sms=Mail.FAILED, texted_at=at)
    if not can_send() or not WAKING[0] <= timezone.localtime(at).hour < WAKING[1]:
        return 0
    people: dict[int, list[Notice]] = defaultdict(list)
    for notice in pending.order_by("id")[:MOST]:
        people[notice.user_id].append(notice)
    workers = {row.user_id: row for row in Worker.objects.filter(user__in=people, merged_into=None)}
    sent = 0
    for user_id, notices in _from_another(people, at):
        rows = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
        phone = person_of(workers[user_id]).phone if user_id in workers else ""
        if not phone:
            rows.update(sms=Mail.NONE)
            continue
        try:
            send_sms(phone, texts_of(notice.rule for notice in notices), at=at)
        except NotPossible:  # logged where it happened; where the gateway is away the others would fail as well
            break
        rows.update(sms=Mail.SENT, texted_at=at)
        sent += 1
    return sent


def _from_another(people: dict[int, list[Notice]], at: datetime) -> list[tuple[int, list[Notice]]]:
    """Each minute somebody else is the first, so that one number that the gateway refuses does not hold up the rest."""
    order = list(people.items())
    first = at.minute % max(len(order), 1)
    return order[first:] + order[:first]


def send_hooks(*, at: datetime) -> int:
    """Give waiting messages to the group chats, one text a chat; a failed one waits longer each time. Messages sent."""
    waiting = HookMessage.objects.filter(sent_at=None, attempts__lt=ATTEMPTS, hook__active=True).select_related("hook")
    by_hook: dict[int, list[HookMessage]] = defaultdict(list)
    for message in waiting.order_by("id")[:MOST]:
        if message.created_at + timedelta(minutes=2**message.attempts - 1) <= at:
            by_hook[message.hook_id].append(message)
    return sum(_give(messages, at) for messages in by_hook.values())


def _give(messages: list[HookMessage], at: datetime) -> int:
    robot = apprise.Apprise()
    one = apprise.Apprise.instantiate(decrypt(messages[0].hook.url_sealed, HOOK_URL))  # one address, never several
    if one is not None:
        one.redirects = False  # a robot that sends us elsewhere would choose where this machine knocks
        robot.add(one)
    same = HookMessage.objects.filter(pk__in=[message.pk for message in messages])
    if robot.notify(body="\n".join(dict.fromkeys(message.text for message in messages))):
        return same.update(sent_at=at)
    logger.warning("group robot %s did not take %d messages", messages[0].hook_id, len(messages))
    for message in messages:
        HookMessage.objects.filter(pk=message.pk).update(attempts=message.attempts + 1)
    return 0
