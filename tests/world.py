"""Who lives in the tests? One prefecture, two counties, and people with a role each; nobody of them exists."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from huxin.base.actor import Actor
from huxin.law.actions import seed_holidays
from huxin.orgs.access import actor
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.areas import seed_areas
from huxin.orgs.models import Alias, Area, Membership, Organisation, User

AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
BEGINNING = datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD = "a long enough passphrase"

_K = Organisation.Kind
UNITS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (  # short name, full name, kind, area, aliases
    ("州人社局", "文山州人力资源和社会保障局", _K.BUREAU, "532600", ("州人力资源社会保障局", "州人力资源和社会保障局")),
    ("州交通运输局", "文山州交通运输局", _K.BUREAU, "532600", ()),
    ("州市场监管局", "文山州市场监督管理局", _K.BUREAU, "532600", ("市场监管局",)),
    ("州总工会", "文山州总工会", _K.UNION, "532600", ()),
    ("州商务局", "文山州商务局", _K.BUREAU, "532600", ()),
    ("文山市政府", "文山市人民政府", _K.GOVERNMENT, "532601", ()),
    ("砚山县政府", "砚山县人民政府", _K.GOVERNMENT, "532622", ()),
    ("砚山县人社局", "砚山县人力资源和社会保障局", _K.BUREAU, "532622", ()),
)
PEOPLE: tuple[tuple[str, str, str, str], ...] = (  # name, unit, role, post
    ("吴主任科员", "州人社局", "conference_office", "四级主任科员"),
    ("郑主任", "州人社局", "office_director", "副局长"),
    ("周科长", "州人社局", "section_head", "科长"),
    ("李联络", "州人社局", "liaison", "科员"),
    ("林召集", "州交通运输局", "convenor", "局长"),
    ("唐交通", "州交通运输局", "liaison", "科员"),
    ("何监管", "州市场监管局", "liaison", "科员"),
    ("钱工会", "州总工会", "liaison", "科员"),
    ("孙主席", "州总工会", "unit_leader", "副主席"),
    ("蒋经办", "州总工会", "clerk", "科员"),
    ("沈商务", "州商务局", "liaison", "科员"),
    ("王文山", "文山市政府", "county_liaison", "科员"),
    ("陈砚山", "砚山县政府", "county_liaison", "科员"),
    ("罗副县长", "砚山县政府", "county_leader", "副县长"),
    ("赵经办", "砚山县人社局", "clerk", "科员"),  # the stranger: nothing of the prefecture's bureaus is his
    ("冯审计", "州人社局", "auditor", "科员"),
    ("韩管理", "州人社局", "administrator", "工程师"),
)


class World:
    """The prefecture by name; every answer is read afresh, so that no test leans on another's objects."""

    at = AT

    def area(self, code: str) -> Area:
        return Area.objects.get(pk=code)

    def org(self, short_name: str) -> Organisation:
        return Organisation.objects.select_related("area").get(short_name=short_name)

    def user(self, name: str) -> User:
        return User.objects.get(username=name)

    def actor(self, name: str, at: datetime = AT) -> Actor:
        return actor(self.user(name), at)


def build() -> None:
    """Fill a migrated database, or one that was emptied."""
    seed_areas()
    seed_holidays(at=BEGINNING)  # nothing, where the migrations have left the known years
    units: dict[str, Organisation] = {}
    for order, (short_name, name, kind, code, aliases) in enumerate(UNITS, 1):
        area = Area.objects.get(pk=code)
        units[short_name] = found_organisation(area=area, name=name, short_name=short_name, kind=kind, order=order)
        Alias.objects.bulk_create(Alias(organisation=units[short_name], name=alias) for alias in aliases)
    password = make_password(PASSWORD)
    for name, unit, role, post in PEOPLE:
        person = User.objects.create(username=name, name=name, password=password, created_at=BEGINNING)
        Membership.objects.create(user=person, organisation=units[unit], role=role, post=post, since=BEGINNING)
