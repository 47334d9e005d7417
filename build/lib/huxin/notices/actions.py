"""How does a person say that he knows, and how he wants to be told?"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.notices.models import Notice, Preference
from huxin.notices.rules import RULES, Rule
from huxin.orgs.access import require
from huxin.orgs.models import User

CHOSEN = verb("notice.chosen", "调整了{rules}类提醒的接收方式", ("rules",))


def rules_for(by: Actor) -> list[Rule]:
    """The rules by which this person may be told at all."""
    return [rule for rule in RULES.values() if by.can(rule.permission)]


def chosen_by(by: Actor) -> dict[str, str]:
    """How this person wants to be told, rule by rule; daily where nothing was said."""
    said = dict(Preference.objects.filter(user_id=by.person()).values_list("rule", "how"))
    return {rule.code: said.get(rule.code, Preference.How.DAILY) for rule in rules_for(by)}


@transaction.atomic
def choose(choices: Mapping[str, str], *, by: Actor, at: datetime) -> int:
    """Say for some rules how to be told of their matters outside the application. Number of rules changed."""
    require(by, "notice.receive")
    known = chosen_by(by)
    if any(rule not in known or how not in Preference.How.values for rule, how in choices.items()):
        raise NotPossible("没有这种提醒或提醒方式，请刷新页面后重新选择。")
    changed = {rule: how for rule, how in choices.items() if known[rule] != how}
    for rule, how in changed.items():
        Preference.objects.update_or_create(user_id=by.person(), rule=rule, defaults={"how": how})
    if changed:
        path = (*by.paths(), "")[0]
        user = User.objects.get(pk=by.person())
        record(CHOSEN, [user], by=by, at=at, org_path=path, permission="notice.receive", rules=len(changed))
    return len(changed)


def read_one(notice: Notice, *, by: Actor, at: datetime) -> None:
    """Mark one's own notice as read (no event: it concerns nobody else)."""
    Notice.objects.filter(pk=notice.pk, user_id=by.person(), read_at=None).update(read_at=at)


def read_all(*, by: Actor, at: datetime) -> int:
    """Mark all one's own notices as read."""
    return Notice.objects.filter(user_id=by.person(), read_at=None).update(read_at=at)


def unread(by: Actor, most: int = 100) -> int:
    """How many of one's own notices are unread; counted no further than `most`."""
    if by.user_id is None:
        return 0
    return len(Notice.objects.filter(user_id=by.user_id, read_at=None).values_list("pk", flat=True)[:most])
