"""Who came in, and who tried to? Notes of the doorkeeper; a wrongly typed name is never written down."""

from datetime import datetime

from django.db import transaction

from huxin.journal.log import record, verb
from huxin.orgs.access import NOBODY, actor
from huxin.orgs.models import User

LOGGED_IN = verb("account.logged_in", "登录系统")
LOGIN_FAILED = verb("account.login_failed", "登录失败（账号、密码或验证码不对）")


@transaction.atomic
def note_login(person: User, *, at: datetime) -> None:
    """A person is in, the second factor passed where there is one."""
    oneself = actor(person, at)
    record(LOGGED_IN, [person], by=oneself, at=at, org_path=(*oneself.paths(), "")[0])


@transaction.atomic
def note_failed_login(person: User | None, *, at: datetime) -> None:
    """Somebody failed to get in; `person` is whose log-in name it was, where it exists."""
    subjects = [person] if person else []
    path = (*actor(person, at).paths(), "")[0] if person else ""
    record(LOGIN_FAILED, subjects, by=NOBODY, at=at, org_path=path)
