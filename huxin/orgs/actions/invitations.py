"""How does a person get an account? Through a one-time code that a colleague with the right has made out to him."""

import re
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.chinese import normal_name
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.base.secrets import new_invitation_code, read_code
from huxin.journal.log import record, verb
from huxin.orgs.access import SYSTEM, actor
from huxin.orgs.actions.organisations import find_organisation, found_organisation
from huxin.orgs.actions.people import end_sessions
from huxin.orgs.granting import held_roles, may_grant, require_grant, require_over
from huxin.orgs.models import Area, Invitation, Membership, Organisation, User
from huxin.orgs.personal import digest

VALID_FOR = timedelta(days=14)
_USERNAME = re.compile(r"[\w.-]{2,30}")

INVITED = verb("person.invited", "发出开户邀请（{role}）", ("role",))
INVITATION_WITHDRAWN = verb("person.invitation_withdrawn", "撤回开户邀请（{role}）", ("role",))
ACCEPTED = verb("person.invitation_accepted", "凭邀请码开通账号（{role}）", ("role",))
RENEWAL_OFFERED = verb("person.renewal_offered", "发出重设密码和两步验证的凭证")
RENEWED = verb("person.renewed", "凭证重设密码和两步验证")


@transaction.atomic
def invite(
    organisation: Organisation, *, role: str, name: str, post: str = "", email: str = "", by: Actor, at: datetime
) -> tuple[Invitation, str]:
    """Make out an invitation; its code is given back this once and kept nowhere."""
    require_grant(by, organisation, role)
    return _make_out(organisation, role, name, post, email, by, at)


def _make_out(
    organisation: Organisation, role: str, name: str, post: str, email: str, by: Actor, at: datetime
) -> tuple[Invitation, str]:
    name = normal_name(name)
    if not name:
        raise NotPossible("请填写被邀请人的姓名。")
    made = _with_code(
        organisation=organisation, role=role, name=name, post=post.strip(), email=email, by=by, at=at, renews=None
    )
    record(INVITED, [organisation], by=by, at=at, org_path=organisation.path, permission="people.invite", role=role)
    return made


def _with_code(*, by: Actor, at: datetime, **fields: Any) -> tuple[Invitation, str]:
    code = new_invitation_code()
    return open_for_code(digest("invitation", code), by=by, at=at, **fields), code


def open_for_code(code_digest: str, *, by: Actor, at: datetime, **fields: Any) -> Invitation:
    """An invitation for a code that its holder has already. For use inside actions: writes no event."""
    return Invitation.objects.create(
        code_digest=code_digest, invited_by_id=by.user_id, created_at=at, expires_at=at + VALID_FOR, **fields
    )


@transaction.atomic
def offer_renewal(person: User, *, by: Actor, at: datetime) -> tuple[Invitation, str]:
    """A code with which a colleague who lost password or phone sets both anew; older such codes end."""
    require_over(by, person)
    if person.pk == by.user_id:
        raise NotPossible("不能给自己办理，请由其他有权限的人员办理。")
    Invitation.objects.filter(renews=person, used_at=None, withdrawn_at=None).update(withdrawn_at=at)
    held = held_roles(person)[0]
    unit = held.organisation
    made = _with_code(
        organisation=unit, role=held.role, name=person.name, post=held.post, email="", by=by, at=at, renews=person
    )
    record(RENEWAL_OFFERED, [person, unit], by=by, at=at, org_path=unit.path, permission="people.invite")
    return made


@transaction.atomic
def invite_first_administrator(*, area_code: str, organisation: str, name: str, at: datetime) -> str:
    """The code with which the first administrator gets in; asked for on the server itself, so by nobody's right."""
    area = Area.objects.filter(pk=area_code).first()
    if area is None:
        raise NotPossible(f"没有行政区划代码{area_code}，请核对。")
    unit = find_organisation(organisation, area=area) or found_organisation(area=area, name=organisation)
    return _make_out(unit, "administrator", name, "", "", SYSTEM, at)[1]


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Make the code worthless before it is used."""
    path = invitation.organisation.path
    if not may_grant(by, invitation.organisation, invitation.role):
        raise PermissionDenied("people.invite")
    if not Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None).update(withdrawn_at=at):
        raise NotPossible("这份邀请已经使用或撤回，不必再撤回。")
    record(
        INVITATION_WITHDRAWN,
        [invitation.organisation],
        by=by,
        at=at,
        org_path=path,
        permission="people.invite",
        role=invitation.role,
    )


def open_invitation(code: str, *, at: datetime) -> Invitation:
    """The invitation of a code as typed in, if it can still be used; says what is wrong with it otherwise."""
    try:
        plain = read_code(code)
    except ValueError as wrong:
        raise NotPossible(str(wrong)) from None
    found = (
        Invitation.objects.select_related("organisation", "renews", "invited_by")
        .filter(code_digest=digest("invitation", plain))
        .first()
    )
    if found is None:
        raise NotPossible("没有这个邀请码，请对照邀请函逐位核对。")
    if found.used_at:
        raise NotPossible("这个邀请码已经用过。如果不是您本人使用的，请立即告知发出邀请的人。")
    if found.withdrawn_at:
        raise NotPossible("这份邀请已被撤回，请联系发出邀请的人。")
    if found.expires_at <= at:
        raise NotPossible("这个邀请码已经过期，请联系发出邀请的人重新邀请。")
    if found.invited_by is not None and not actor(found.invited_by, at=at).grants:
        raise NotPossible("发出这份邀请的人已不再任职，邀请随之失效，请联系本单位重新邀请。")
    return found


@transaction.atomic
def accept_invitation(code: str, *, username: str, password: str, at: datetime) -> User:
    """Open one's own account with a log-in name and a password of one's choice."""
    invitation = open_invitation(code, at=at)
    if invitation.renews_id is not None:
        raise NotPossible("这个码用于重设密码，不能开通新账号。")
    user = User(username=_username(username), name=invitation.name, email=invitation.email, created_at=at)
    _set_password(user, password)
    unit = invitation.organisation
    Membership.objects.create(user=user, organisation=unit, role=invitation.role, post=invitation.post, since=at)
    _use_up(invitation, user, at)
    record(ACCEPTED, [user, unit], by=actor(user, at), at=at, org_path=unit.path, role=invitation.role)
    return user


@transaction.atomic
def accept_renewal(code: str, *, password: str, at: datetime) -> User:
    """Set a new password; the second factor is set up anew at the next log-in, all sessions end."""
    invitation = open_invitation(code, at=at)
    person = invitation.renews
    if person is None or not person.is_active:
        raise NotPossible("这个码不能用于重设密码，请联系发给您的人。")
    _set_password(person, password)
    Authenticator.objects.filter(user_id=person.pk).delete()
    end_sessions(person)
    _use_up(invitation, person, at)
    record(RENEWED, [person], by=actor(person, at), at=at, org_path=invitation.organisation.path)
    return person


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        raise NotPossible("".join(wrong.messages)) from None
    user.set_password(password)
    user.save()


def _use_up(invitation: Invitation, user: User, at: datetime) -> None:
    unused = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
    if not unused.update(used_at=at, used_by=user):
        raise NotPossible("这个邀请码刚刚被使用或撤回，请联系发出邀请的人。")


def _username(text: str) -> str:
    name = text.strip()
    if not _USERNAME.fullmatch(name):
        raise NotPossible("登录名为2至30个字，可用汉字、字母、数字、点和横线，不含空格。")
    if User.objects.filter(username__iexact=name).exists():
        raise NotPossible("这个登录名已有人使用，请换一个。")
    return name
