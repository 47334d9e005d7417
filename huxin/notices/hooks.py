"""Which group chats are told, and how is a robot's address read?"""

import re
from datetime import datetime
from ipaddress import ip_address
from socket import inet_aton

import apprise
from django.db import transaction

from huxin.base.actor import Actor
from huxin.base.chinese import personal_data
from huxin.base.errors import NotPossible
from huxin.journal.log import record, verb
from huxin.notices.models import Hook
from huxin.orgs.access import require, require_at
from huxin.orgs.models import Organisation
from huxin.orgs.personal import encrypt

HOOK_URL = "notices_hook.url"
ADDED = verb("notice.hook_added", "为单位登记了群机器人")
SWITCHED = verb("notice.hook_switched", "切换了群机器人（启用：{active}）", ("active",))
_RIGHT = "people.invite"
_SAFE = ("wecombot://", "dingtalk://", "feishu://", "lark://", "jsons://")  # all of them over TLS
_ONE = re.compile(r"[^\s,;]+")  # where apprise is given several, each in a scheme of its own, it serves them all
_AS_COPIED = (  # addresses as the chats' own settings show them, and as apprise reads them
    (re.compile(r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=([\w-]+)"), r"wecombot://\1"),
    (re.compile(r"https://oapi\.dingtalk\.com/robot/send\?access_token=(\w+)"), r"dingtalk://\1"),
    (re.compile(r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([\w-]+)/?"), r"feishu://\1"),
    (re.compile(r"https://(\S+)"), r"jsons://\1"),
)


def read_address(text: str) -> str:
    """The robot's address in apprise's form; any other https address is given the message as JSON."""
    address = text.strip()
    for pattern, form in _AS_COPIED:
        if pattern.fullmatch(address):
            address = pattern.sub(form, address)
            break
    robot = apprise.Apprise.instantiate(address) if _ONE.fullmatch(address) else None
    if not address.startswith(_SAFE) or robot is None or not robot.verify_certificate or _is_here(robot.host):
        raise NotPossible("看不懂这个机器人地址。请从群机器人设置中完整复制，地址应以 https:// 开头。")
    return address


def _is_here(host: str | None) -> bool:
    """Does it name this machine itself, or what only this machine reaches? In any spelling that the network takes."""
    name = (host or "").strip("[]").lower()
    try:
        place = ip_address(name)
    except ValueError:
        try:
            place = ip_address(inet_aton(name))
        except OSError:
            return name == "localhost" or name.endswith(".localhost")
    return place.is_loopback or place.is_link_local or place.is_unspecified


@transaction.atomic
def add_hook(organisation: Organisation, *, name: str, url: str, by: Actor, at: datetime) -> Hook:
    """Register a group chat's robot of one's unit; the address is kept encrypted and never shown again."""
    require_at(by, _RIGHT, organisation.path)
    if not name.strip() or personal_data(name):
        raise NotPossible("请填写群名称，名称中不要写手机号、身份证号等个人信息。")
    hook = Hook.objects.create(
        organisation=organisation,
        org_path=organisation.path,
        name=name.strip(),
        url_sealed=encrypt(read_address(url), HOOK_URL),
        created_at=at,
    )
    record(ADDED, [organisation], by=by, at=at, org_path=organisation.path, permission=_RIGHT)
    return hook


@transaction.atomic
def switch_hook(hook: Hook, *, active: bool, by: Actor, at: datetime) -> Hook:
    """Switch a robot on or off; what waits for one that is off is forgotten."""
    require(by, _RIGHT, hook)
    Hook.objects.filter(pk=hook.pk).update(active=active)
    hook.refresh_from_db()
    if not active:
        hook.messages.filter(sent_at=None).delete()
    record(SWITCHED, [hook.organisation], by=by, at=at, org_path=hook.org_path, permission=_RIGHT, active=active)
    return hook
