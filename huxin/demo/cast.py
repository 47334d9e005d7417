"""Who lives in the demo prefecture? People who do not exist, admitted by invitation as everybody is."""

import time
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.db.models import Q

from huxin.base.actor import Actor
from huxin.orgs.access import actor
from huxin.orgs.actions.invitations import accept_invitation, invite, invite_first_administrator
from huxin.orgs.models import Membership, Organisation, User
from huxin.orgs.personal import SECOND_FACTOR, decrypt

PASSWORD = "hu-xin-2026-demo"  # noqa: S105  printed with the log-ins; the second factor is real

Row = tuple[str, str, str, str, str]  # log-in name, name, unit's short name, role, post
FIRST: Row = ("admin", "韩志远", "州人力资源社会保障局", "administrator", "信息中心工程师")
OFFICE: tuple[Row, ...] = (
    ("office", "吴晓岚", "州人力资源社会保障局", "conference_office", "劳动关系科四级主任科员"),
    ("director", "郑国平", "州人力资源社会保障局", "office_director", "副局长"),
    ("section", "余正源", "州人力资源社会保障局", "section_head", "劳动关系科科长"),
    ("hrss", "李文静", "州人力资源社会保障局", "liaison", "劳动关系科科员"),
    ("registry", "苏明月", "州人力资源社会保障局", "registrar", "办公室科员"),
    ("audit", "冯正清", "州人力资源社会保障局", "auditor", "机关纪委干部"),
)
UNITS: tuple[tuple[str, str, str, str], ...] = (  # log-in name, short name, liaison, leader
    ("transport", "州交通运输局", "唐立新", "蒋大伟"),
    ("post", "州邮政管理局", "罗小凤", "白永刚"),
    ("court", "州中级人民法院", "马清扬", "段若水"),
    ("reform", "州发展改革委", "秦思远", "高景行"),
    ("education", "州教育体育局", "尹春燕", "龙在田"),
    ("commerce", "州商务局", "沈一凡", "陶致和"),
    ("culture", "州文化和旅游局", "白雪梅", "陆青云"),
    ("health", "州卫生健康委", "黄素芬", "方济民"),
    ("emergency", "州应急局", "何铁军", "韦安宁"),
    ("market", "州市场监管局", "何清源", "谢公允"),
    ("medical", "州医保局", "田可心", "严有方"),
    ("union", "州总工会", "钱云霞", "孙建华"),
    ("federation", "州工商联", "施远航", "万里程"),
    ("justice", "州司法局", "范明理", "石守正"),
    ("police", "州公安局", "雷震", "武安邦"),
    ("civil", "州民政局", "柳春晖", "温厚德"),
    ("housing", "州住房城乡建设局", "梁栋材", "宋广厦"),
    ("land", "州自然资源规划局", "田野", "山长青"),
    ("youth", "团州委", "卫朝阳", "乔新生"),
    ("women", "州妇联", "华如玉", "江映秋"),
)
COUNTIES: tuple[tuple[str, str, str, str], ...] = (
    ("wenshan", "文山市人民政府", "王秋实", "邓远山"),
    ("yanshan", "砚山县人民政府", "陈砚秋", "罗长河"),
    ("xichou", "西畴县人民政府", "侯石生", "刘坚守"),
    ("malipo", "麻栗坡县人民政府", "杨木兰", "盘江流"),
    ("maguan", "马关县人民政府", "熊玉泉", "陶关山"),
    ("qiubei", "丘北县人民政府", "普辣椒", "张湖光"),
    ("guangnan", "广南县人民政府", "陆稻香", "农广田"),
    ("funing", "富宁县人民政府", "黄甘棠", "韦富康"),
)


def rows() -> list[Row]:
    """Everybody but the administrator, in the order in which they are invited."""
    made = list(OFFICE)
    made.append(("convenor", "林海川", "州交通运输局", "convenor", "副局长"))
    made.append(("convenor-post", "岑松", "州邮政管理局", "convenor", "副局长"))
    made.append(("union-head", "周敏行", "州总工会", "section_head", "法律和权益保障部部长"))
    for login, unit, liaison, leader in UNITS:
        made.append((login, liaison, unit, "liaison", "科员"))
        made.append((f"{login}-leader", leader, unit, "unit_leader", "分管领导"))
    made.append(("hrss-leader", "普天明", "州人力资源社会保障局", "unit_leader", "副局长"))
    for login, unit, liaison, leader in COUNTIES:
        made.append((login, liaison, unit, "county_liaison", "县（市）人社局劳动关系股股长"))
        made.append((f"{login}-leader", leader, unit, "county_leader", "副县（市）长"))
    return made


def admit(row: Row, *, by: Actor | None, at: datetime) -> User:
    """Invite and let in one person, with a second factor of his own."""
    login, name, unit, role, post = row
    organisation = Organisation.objects.get(Q(short_name=unit) | Q(name=unit))
    if by is None:
        code = invite_first_administrator(area_code="532600", organisation=organisation.name, name=name, at=at)
    else:
        _, code = invite(organisation, role=role, name=name, post=post, by=by, at=at)
    user = accept_invitation(code, username=login, password=PASSWORD, at=at)
    TOTP.activate(user, generate_totp_secret())
    return user


def act_as(login: str, at: datetime) -> Actor:
    """This person as he acts at that moment."""
    return actor(User.objects.get(username=login), at)


def somebody(organisation: Organisation, role: str, at: datetime) -> Actor:
    """Whoever holds the role in the organisation."""
    held = Membership.objects.select_related("user").get(organisation=organisation, role=role, until=None)
    return actor(held.user, at)


def code_now(login: str) -> str:
    """The six digits that this person's telephone would show now."""
    factor = Authenticator.objects.get(user__username=login, type=Authenticator.Type.TOTP)
    secret = decrypt(factor.data["secret"], SECOND_FACTOR)
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))
