"""Who holds which role from when to when, who fills in for whom, and who saw a person's data?"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F

from huxin.base.actor import Actor
from huxin.base.chinese import read_mobile
from huxin.base.errors import NotPossible, PermissionDenied
from huxin.journal.log import record, verb
from huxin.orgs.access import require
from huxin.orgs.granting import held_roles, may_grant, require_grant, require_over
from huxin.orgs.models import Membership, Organisation, StandIn, User
from huxin.orgs.personal import PHONE, decrypt, digest, encrypt

PURPOSES = {"work": "联系工作", "urgent": "紧急事项通知", "verify": "核对身份", "handover": "工作交接"}

GRANTED = verb("person.role_granted", "授予角色“{role}”", ("role",))
REVOKED = verb("person.role_revoked", "免去角色“{role}”", ("role",))
HANDED_OVER = verb("person.handed_over", "移交全部角色（{roles}项）", ("roles",))
STANDS_IN = verb("person.stand_in_named", "指定代班人")
STAND_IN_ENDED = verb("person.stand_in_ended", "提前结束代班")
PHONE_CHANGED = verb("person.phone_changed", "更新手机号")
EMAIL_CHANGED = verb("person.email_changed", "更新工作邮箱")
PHONE_REVEALED = verb("person.phone_revealed", "查看完整手机号（用途：{purpose}）", ("purpose",))
DEACTIVATED = verb("person.deactivated", "停用账号，免去全部角色（{roles}项）", ("roles",))
_APART = ("auditor", "administrator")


def end_sessions(*people: User) -> None:
    """Whatever these people have open must be logged in to again."""
    User.objects.filter(pk__in=[person.pk for person in people]).update(session_epoch=F("session_epoch") + 1)


@transaction.atomic
def grant_role(
    person: User, *, organisation: Organisation, role: str, post: str = "", by: Actor, at: datetime
) -> Membership:
    """Give a person who has an account one more role; nobody gives one to himself."""
    require_grant(by, organisation, role)
    if person.pk == by.user_id:
        raise NotPossible("不能给自己授予角色，请由其他有权限的人员办理。")
    if not person.is_active:
        raise NotPossible(f"{person.name}的账号已停用，请重新发出邀请。")
    held = _take_on(person, organisation, role, post.strip(), at)
    end_sessions(person)
    path = organisation.path
    record(GRANTED, [person, organisation], by=by, at=at, org_path=path, permission="people.invite", role=role)
    return held


def _take_on(person: User, organisation: Organisation, role: str, post: str, at: datetime) -> Membership:
    try:
        with transaction.atomic():
            return Membership.objects.create(user=person, organisation=organisation, role=role, post=post, since=at)
    except IntegrityError:
        raise NotPossible(f"{person.name}在{organisation.name}已经担任这个角色。") from None


@transaction.atomic
def revoke_role(membership: Membership, *, by: Actor, at: datetime) -> None:
    """End a role; what was done in it stays as it was recorded."""
    path = membership.organisation.path
    if not may_grant(by, membership.organisation, membership.role):
        raise PermissionDenied("people.invite")
    _keep_an_administrator([membership])
    if not Membership.objects.filter(pk=membership.pk, until=None).update(until=at):
        raise NotPossible("这个角色已经免去，请刷新后查看。")
    end_sessions(membership.user)
    record(
        REVOKED,
        [membership.user, membership.organisation],
        by=by,
        at=at,
        org_path=path,
        permission="people.invite",
        role=membership.role,
    )


def _keep_an_administrator(ending: list[Membership]) -> None:
    leaving = [m.pk for m in ending if m.role == "administrator"]
    others = Membership.objects.filter(role="administrator", until=None, user__is_active=True).exclude(pk__in=leaving)
    if leaving and not others.exists():
        raise NotPossible("这是最后一名系统管理员，请先任命另一名再办理。")


@transaction.atomic
def hand_over(giver: User, *, to: User, by: Actor, at: datetime) -> int:
    """Pass all roles of one person to another, who follows in the same posts; the number of roles."""
    roles = held_roles(giver)
    require(by, "people.invite", giver)
    for held in roles:
        require_grant(by, held.organisation, held.role)
    if to.pk in (giver.pk, by.user_id):
        raise NotPossible("接收人须是另外一名人员；接收人不能自己办理移交。")
    if not to.is_active:
        raise NotPossible(f"{to.name}的账号已停用，不能接收角色。")
    if not roles:
        raise NotPossible(f"{giver.name}现在没有可移交的角色。")
    ended = Membership.objects.filter(pk__in=[held.pk for held in roles], until=None).update(until=at)
    if ended != len(roles):
        raise NotPossible("角色刚刚被别人变更，请刷新后重新办理。")
    for held in roles:
        again = Membership.objects.filter(user=to, organisation=held.organisation, role=held.role, until=None)
        if not again.exists():
            _take_on(to, held.organisation, held.role, held.post, at)
    end_sessions(giver, to)
    path = roles[0].organisation.path
    record(HANDED_OVER, [giver, to], by=by, at=at, org_path=path, permission="people.invite", roles=len(roles))
    return len(roles)


def colleagues(person: User) -> list[User]:
    """Who works in one of the same organisations, and so may fill in; auditors and administrators, who stand apart from
    the work, only for each other."""
    held = Membership.objects.filter(until=None)
    units = held.filter(user=person).values("organisation")
    same = User.objects.filter(pk__in=held.filter(organisation__in=units).values("user"), is_active=True)
    for role in _APART:
        whoever = held.filter(role=role).values("user")
        in_it = held.filter(user=person, role=role).exists()
        same = same.filter(pk__in=whoever) if in_it else same.exclude(pk__in=whoever)
    return list(same.exclude(pk=person.pk).order_by("name", "pk"))


@transaction.atomic
def stand_in(
    absent: User, *, colleague: User, since: datetime, until: datetime, reason: str, by: Actor, at: datetime
) -> StandIn:
    """Let a colleague of the same organisation act in one's place for a time; named by oneself or by who disposes."""
    if absent.pk != by.user_id:
        require_over(by, absent)
    if until <= since or until <= at:
        raise NotPossible("代班结束时间须晚于开始时间，且不早于现在。")
    if colleague not in colleagues(absent):
        raise NotPossible("代班人须是本单位在岗的同事；审计、系统管理员不与其他岗位互相代班。")
    if StandIn.objects.filter(absent=absent, until__gt=since, since__lt=until).exists():
        raise NotPossible("这段时间已经指定了代班人，请先结束原来的代班。")
    row = StandIn.objects.create(absent=absent, colleague=colleague, since=since, until=until, reason=reason.strip())
    record(STANDS_IN, [absent, colleague], by=by, at=at, org_path=_path(absent), permission="people.invite")
    return row


@transaction.atomic
def end_stand_in(row: StandIn, *, by: Actor, at: datetime) -> None:
    """The absent person is back early; a stand-in that had not begun is taken back."""
    if row.absent_id != by.user_id:
        require_over(by, row.absent)
    ended = StandIn.objects.filter(pk=row.pk, until__gt=at, since__lt=at).update(until=at)
    if not ended and not StandIn.objects.filter(pk=row.pk, since__gte=at).delete()[0]:
        raise NotPossible("这次代班已经结束。")
    subjects = [row.absent, row.colleague]
    record(STAND_IN_ENDED, subjects, by=by, at=at, org_path=_path(row.absent), permission="people.invite")


@transaction.atomic
def change_phone(person: User, *, phone: str, by: Actor, at: datetime) -> None:
    """Set the mobile phone number, one's own or of somebody over whom one disposes; empty takes it away."""
    if person.pk != by.user_id:
        require_over(by, person)
    try:
        number = read_mobile(phone) if phone.strip() else ""
    except ValueError as wrong:
        raise NotPossible(str(wrong)) from None
    person.phone_sealed = encrypt(number, PHONE) if number else ""
    person.phone_digest = digest("phone", number) if number else ""
    person.save(update_fields=["phone_sealed", "phone_digest"])
    record(PHONE_CHANGED, [person], by=by, at=at, org_path=_path(person), permission="people.invite")


@transaction.atomic
def change_email(person: User, *, email: str, by: Actor, at: datetime) -> None:
    """Where notices are mailed to, one's own address or of somebody over whom one disposes; empty takes it away."""
    if person.pk != by.user_id:
        require_over(by, person)
    person.email = email.strip()
    try:
        if person.email:
            validate_email(person.email)
    except ValidationError:
        raise NotPossible("邮箱地址不完整，请检查后重新填写。") from None
    person.save(update_fields=["email"])
    record(EMAIL_CHANGED, [person], by=by, at=at, org_path=_path(person), permission="people.invite")


@transaction.atomic
def reveal_phone(person: User, *, purpose: str, by: Actor, at: datetime) -> str:
    """The number in clear, for a purpose; the person sees who looked."""
    require(by, "people.reveal", person)
    if purpose not in PURPOSES:
        raise NotPossible("请选择查看的用途。")
    if not person.phone_sealed:
        raise NotPossible(f"{person.name}没有登记手机号。")
    number = decrypt(person.phone_sealed, PHONE)
    path = _path(person)
    record(PHONE_REVEALED, [person], by=by, at=at, org_path=path, permission="people.reveal", purpose=purpose)
    return number


@transaction.atomic
def deactivate(person: User, *, by: Actor, at: datetime) -> None:
    """Close an account and end its roles; the person's traces stay."""
    if person.pk == by.user_id:
        raise NotPossible("不能停用自己的账号，请由其他有权限的人员办理。")
    require_over(by, person)
    roles = held_roles(person)
    _keep_an_administrator(roles)
    path = _path(person)
    if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        raise NotPossible(f"{person.name}的账号已经停用。")
    Membership.objects.filter(user=person, until=None).update(until=at)
    StandIn.objects.filter(colleague=person, until__gt=at, since__lt=at).update(until=at)
    end_sessions(person)
    record(DEACTIVATED, [person], by=by, at=at, org_path=path, permission="people.invite", roles=len(roles))


def _path(person: User) -> str:
    """Where an event about a person stands: in the organisation of the first role held now."""
    held = held_roles(person)
    return held[0].organisation.path if held else ""
