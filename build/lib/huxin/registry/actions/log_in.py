"""How does a worker come in by a code on his phone, and who is he then?

The answers are the same for numbers we know and numbers we do not. A number may have had another owner: who comes for
the first time, or after three months, also says his name, and by name and number together he is found or entered.
"""

from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import randbelow

from django.db import IntegrityError, transaction
from django.db.models import F

from huxin.base.actor import Actor
from huxin.base.chinese import mask_name
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.orgs.access import NOBODY, actor
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.models import Area, Membership, Organisation, User
from huxin.orgs.personal import PHONE, decrypt, digest, encrypt
from huxin.registry.actions.workers import About, find, register_worker
from huxin.registry.models import PhoneCode, Source, Worker
from huxin.registry.personal import Person, read_person

TERM = timedelta(minutes=5)
TRIES = 5
HOURLY, DAILY = 5, 10
AGAIN = timedelta(days=90)  # after which a number may belong to somebody else
ROLE = "worker"
HOME = "劳动者"  # the short name of the unit of the prefecture to which workers' accounts belong
ASKED = verb("account.code_asked", "向手机发送登录验证码")
OTHERS = (
    "这个号码是工作人员或企业人员账号登记的号码，不能用验证码登录。工作请从工作台或企业入口登录；自己的事可以不登录"
    "直接反映，凭回执查询；号码已经换了主人的，请联系当地人力资源社会保障部门更正。"
)
WRONG = "验证码不对或已经过期，请核对后再输；连续输错5次的，请重新获取。"


@transaction.atomic
def ask_code(phone: str, *, at: datetime) -> str:
    """A new code for this number, given back this once to be sent; the codes before it hold no longer."""
    mine = digest("phone", phone)
    sent = PhoneCode.objects.filter(phone_digest=mine)
    if sent.filter(asked_at__gt=at - timedelta(hours=1)).count() >= HOURLY:
        raise NotPossible("这个号码要验证码太频繁了，请1小时后再试；急用的可以凭回执查询。")
    if sent.filter(asked_at__gt=at - timedelta(days=1)).count() >= DAILY:
        raise NotPossible("这个号码今天要的验证码太多了，请明天再试；急用的可以凭回执查询。")
    code, minute = f"{randbelow(10**6):06}", int(at.timestamp()) // 60
    try:
        with transaction.atomic():
            PhoneCode.objects.create(phone_digest=mine, code_digest=_sealed(mine, code), asked_at=at, minute=minute)
    except IntegrityError:
        raise NotPossible("刚刚已经发过一条验证码，请1分钟后再试。") from None
    record(ASKED, [], by=NOBODY, at=at, org_path="")
    return code


def _sealed(phone_digest: str, code: str) -> str:
    return digest("phone_code", f"{phone_digest}:{code}")


def prove_phone(phone: str, code: str, *, at: datetime) -> None:
    """Refused unless the code is the newest of this number, typed in time, for the first time.

    A try is counted before it is looked at, and outside any transaction of the caller: refusing does not undo it.
    """
    mine = digest("phone", phone)
    row = PhoneCode.objects.filter(phone_digest=mine).order_by("-pk").first()
    if row is None or at >= row.asked_at + TERM:
        raise NotPossible(WRONG)
    turn = PhoneCode.objects.filter(pk=row.pk, used_at=None)
    if not turn.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        raise NotPossible(WRONG)
    if not compare_digest(row.code_digest, _sealed(mine, code)) or not turn.update(used_at=at):
        raise NotPossible(WRONG)


def returning(phone: str, *, at: datetime) -> User | None:
    """Whose number this surely still is: one worker alone has it, or one who acts for others, and was here in the last
    three months."""
    mine = digest("phone", phone)
    rows = Worker.objects.filter(phone_digest=mine, merged_into=None)
    users = [row.user for row in rows.select_related("user")[:2]]
    users += User.objects.filter(phone_digest=mine, is_active=True)[:2]
    user = users[0] if len(users) == 1 else None
    if user is None or not _is_workers(user, at) or user.last_login is None or user.last_login <= at - AGAIN:
        return None
    return user


@transaction.atomic
def come_in(phone: str, *, name: str, area: Area, at: datetime, himself: bool = True) -> User:
    """The account of the worker with this name and this number, which he has proved; opened if there is none.

    Who only acts for others (`himself` is False) gets an account without an entry as a worker, until he says that he
    is one; a number that comes back after long gets a new one.
    """
    person = read_person(name=name, phone=phone)
    if _others_hold(person.phone_digest, at):
        raise NotPossible(OTHERS)
    known = find(person)
    if known is not None and known.user is not None:
        if not _is_workers(known.user, at):
            raise NotPossible("这个账号不能用手机验证码登录，请用原来的方式登录，或联系受理人员。")
        return known.user
    user = _account(person, area, keep_phone=not himself, at=at)
    if himself:
        register_worker(
            name=name, phone=phone, about=About(area=area), source=Source.SELF, user=user, by=actor(user, at), at=at
        )
    return user


def _account(person: Person, area: Area, *, keep_phone: bool, at: datetime) -> User:
    """A new account; the number of who is no worker is kept with it, and no other account of that kind has it still."""
    user = User(username=f"worker-{randbelow(10**12):012}", name=mask_name(person.name), created_at=at)
    user.set_unusable_password()
    if keep_phone:
        same = [other for other in User.objects.filter(phone_digest=person.phone_digest) if _is_workers(other, at)]
        User.objects.filter(pk__in=[other.pk for other in same]).update(phone_sealed="", phone_digest="")
        user.phone_sealed, user.phone_digest = encrypt(person.phone, PHONE), person.phone_digest
    user.save()
    Membership.objects.create(user=user, organisation=_home(area), role=ROLE, since=at)
    return user


@transaction.atomic
def say_worker(*, name: str, area: Area, by: Actor, at: datetime) -> Worker:
    """Who came in to act for others says that he works himself; his number is the one that he proved."""
    user = User.objects.get(pk=by.person())
    if not user.phone_sealed or not _is_workers(user, at):
        raise NotPossible("请退出后用手机号重新登录，再登记。")
    phone = decrypt(user.phone_sealed, PHONE)
    known = find(read_person(name=name, phone=phone))
    if known is not None and known.user_id is not None:
        raise NotPossible("这个姓名和手机号已有账号，请退出后重新登录，选“自己跑单、干活”。")
    worker = register_worker(
        name=name, phone=phone, about=About(area=area), source=Source.SELF, user=user, by=by, at=at
    )
    User.objects.filter(pk=user.pk).update(phone_sealed="", phone_digest="")
    return worker


def _others_hold(phone_digest: str, at: datetime) -> bool:
    """Is it the number of an account that is not a worker's? One person has one account, and staff and firms never
    come in by a code on a phone alone."""
    users = User.objects.filter(phone_digest=phone_digest, is_active=True)
    return any(actor(user, at).grants and not _is_workers(user, at) for user in users)


def _is_workers(user: User, at: datetime) -> bool:
    """Open, and nobody's but a worker's: staff and firms have a password and a second factor."""
    grants = actor(user, at).grants
    return bool(grants) and all(grant.role == ROLE for grant in grants)


def _home(area: Area) -> Organisation:
    """The unit of workers' accounts in the prefecture of this area."""
    prefecture = Area.objects.get(code=f"{area.code[:4]}00")
    known = Organisation.objects.filter(area=prefecture, kind=Organisation.Kind.WORKERS).first()
    return known or found_organisation(
        area=prefecture, name=f"{prefecture.name}新就业形态劳动者", short_name=HOME, kind=Organisation.Kind.WORKERS,
        order=9999,
    )  # fmt: skip


def prune_codes(*, at: datetime) -> int:
    """Forget the codes of more than a day ago; they counted against the day's limit until now."""
    return PhoneCode.objects.filter(asked_at__lt=at - timedelta(days=2)).delete()[0]
