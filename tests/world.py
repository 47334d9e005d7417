"""Who lives in the tests? One prefecture, two counties, and people with a role each; nobody of them exists."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from huxin.base.actor import Actor
from huxin.law.actions import seed_holidays
from huxin.law.seeding import seed_parameters
from huxin.orgs.access import actor
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.areas import seed_areas
from huxin.orgs.models import Alias, Area, Membership, Organisation, User
from huxin.registry.actions.enterprises import Details, found_enterprise
from huxin.registry.models import Engagement, Enterprise, EnterpriseLink, Worker
from huxin.registry.personal import read_person, sealed

AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
NOW = AT.replace(hour=17).astimezone(UTC)  # when pages are asked for
BEGINNING = datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD = "a long enough passphrase"

_K = Organisation.Kind
UNITS: tuple[
    tuple[str, str, str, str, tuple[str, ...]], ...
] = (  # short name, full name, kind, area or the unit it is inside of, aliases
    ("州人社局", "文山州人力资源和社会保障局", _K.BUREAU, "532600", ("州人力资源社会保障局", "州人力资源和社会保障局")),
    ("州交通运输局", "文山州交通运输局", _K.BUREAU, "532600", ()),
    ("州市场监管局", "文山州市场监督管理局", _K.BUREAU, "532600", ("市场监管局",)),
    ("州总工会", "文山州总工会", _K.UNION, "532600", ()),
    ("州商务局", "文山州商务局", _K.BUREAU, "532600", ()),
    ("文山市政府", "文山市人民政府", _K.GOVERNMENT, "532601", ()),
    ("砚山县政府", "砚山县人民政府", _K.GOVERNMENT, "532622", ()),
    ("砚山县人社局", "砚山县人力资源和社会保障局", _K.BUREAU, "532622", ()),
    ("砚山监察大队", "砚山县劳动保障监察大队", _K.OFFICE, "砚山县人社局", ()),
    ("砚山调解中心", "砚山县新就业形态劳动纠纷一站式调解中心", _K.OFFICE, "砚山县人社局", ()),
    ("砚山县仲裁院", "砚山县劳动人事争议仲裁院", _K.OTHER, "532622", ()),
    ("砚山县司法局", "砚山县司法局", _K.BUREAU, "532622", ()),
    ("砚山法援中心", "砚山县法律援助中心", _K.OTHER, "砚山县司法局", ()),
    ("砚山县总工会", "砚山县总工会", _K.UNION, "532622", ()),
    ("文山市人社局", "文山市人力资源和社会保障局", _K.BUREAU, "532601", ()),
    ("劳动者", "文山州新就业形态劳动者", _K.WORKERS, "532600", ()),
    ("迅达配送", "砚山迅达配送服务有限公司", _K.ENTERPRISE, "532622", ()),  # firm A
    ("捷安配送", "文山捷安配送服务有限公司", _K.ENTERPRISE, "532601", ()),  # firm B, the stranger
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
    ("陈办案", "砚山监察大队", "inspector", "监察员"),
    ("岑协办", "砚山监察大队", "inspector", "监察员"),
    ("覃队长", "砚山监察大队", "inspection_head", "监察大队大队长"),
    ("农局长", "砚山县人社局", "unit_leader", "副局长"),
    ("白法制", "砚山县人社局", "legal_reviewer", "法规股股长"),
    ("戴州受理", "州人社局", "intake_officer", "科员"),
    ("韦受理", "砚山县人社局", "intake_officer", "科员"),
    ("孙调解", "砚山调解中心", "mediator", "调解员"),
    ("康主任", "砚山调解中心", "mediation_head", "主任"),
    ("刘仲裁", "砚山县仲裁院", "arbitrator", "仲裁员"),
    ("黎书记", "砚山县仲裁院", "arbitration_secretary", "书记员"),
    ("侯院长", "砚山县仲裁院", "arbitration_head", "院长"),
    ("马援助", "砚山法援中心", "legal_aid_officer", "科员"),
    ("龚主任", "砚山法援中心", "legal_aid_head", "法律援助中心主任"),
    ("卢律师", "砚山法援中心", "aid_lawyer", "律师"),
    ("尚审查", "砚山县司法局", "justice_reviewer", "行政复议与应诉股科员"),
    ("闻副局长", "砚山县司法局", "unit_leader", "副局长"),
    ("谢干部", "砚山县总工会", "union_officer", "科员"),
    ("杨外县", "文山市人社局", "inspector", "监察员"),  # the stranger of another county
    ("李经办", "迅达配送", "enterprise_hr", "人事主管"),
    ("莫代表", "迅达配送", "enterprise_signer", "副总经理"),
    ("邱经办", "捷安配送", "enterprise_hr", "人事主管"),  # the stranger firm
    ("王师傅", "劳动者", "worker", ""),
)
FIRMS: tuple[tuple[str, str, str, str, str], ...] = (  # short name, full name, kind, area, credit code
    ("云岭快送", "云岭快送科技有限公司", Enterprise.Kind.PLATFORM, "532600", "91532600MA6KLAAA1U"),
    ("迅达配送", "砚山迅达配送服务有限公司", Enterprise.Kind.PARTNER, "532622", "91532622MA6KLAAB1Q"),
    ("捷安配送", "文山捷安配送服务有限公司", Enterprise.Kind.PARTNER, "532601", "91532601MA6KLAAC1C"),
    ("迅达江那站", "砚山迅达配送服务有限公司江那站", Enterprise.Kind.OUTLET, "532622", ""),
)
CHAIN = (("云岭快送", "迅达配送", "partner"), ("云岭快送", "捷安配送", "partner"), ("迅达配送", "迅达江那站", "outlet"))
RIDER = {"name": "王大山", "identity": "532622199003070010", "phone": "13900001111"}  # 王师傅, as his papers say


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

    def firm(self, short_name: str) -> Enterprise:
        return Enterprise.objects.select_related("area", "organisation").get(short_name=short_name)

    @property
    def rider(self) -> Worker:
        return Worker.objects.get(user__username="王师傅")


def build() -> None:
    """Fill a migrated database, or one that was emptied."""
    seed_areas()
    seed_holidays(at=BEGINNING)  # nothing, where the migrations have left the known years
    seed_parameters(at=BEGINNING)  # the same
    units: dict[str, Organisation] = {}
    for order, (short_name, name, kind, code, aliases) in enumerate(UNITS, 1):
        parent = units.get(code)
        area = parent.area if parent else Area.objects.get(pk=code)
        units[short_name] = found_organisation(
            area=area, name=name, short_name=short_name, kind=kind, order=order, parent=parent
        )
        Alias.objects.bulk_create(Alias(organisation=units[short_name], name=alias) for alias in aliases)
    password = make_password(PASSWORD)
    for name, unit, role, post in PEOPLE:
        person = User.objects.create(username=name, name=name, password=password, created_at=BEGINNING)
        Membership.objects.create(user=person, organisation=units[unit], role=role, post=post, since=BEGINNING)
    _firms(units)


def _firms(units: dict[str, Organisation]) -> None:
    """A platform with two partner firms, a station of the first, and a rider who works there."""
    firms: dict[str, Enterprise] = {}
    for short_name, name, kind, code, credit_code in FIRMS:
        area = Area.objects.get(pk=code)
        details = Details(area=area, kind=kind, credit_code=credit_code, short_name=short_name, industry="delivery")
        firm = firms[short_name] = found_enterprise(name, details, source="typed", at=BEGINNING)
        if short_name in units:
            firm.organisation, firm.org_path = units[short_name], units[short_name].path
            firm.save(update_fields=["organisation", "org_path"])
    for upper, lower, kind in CHAIN:
        EnterpriseLink.objects.create(
            upper=firms[upper], lower=firms[lower], kind=kind, valid_from=BEGINNING.date(), source="typed"
        )
    area = Area.objects.get(pk="532622")
    rider = Worker.objects.create(
        user=User.objects.get(username="王师傅"), area=area, org_path=area.path, source="typed",
        registered_at=BEGINNING, **sealed(read_person(**RIDER)),
    )  # fmt: skip
    Engagement.objects.create(
        worker=rider, enterprise=firms["迅达配送"], platform=firms["云岭快送"], relation="B", industry="delivery",
        area=area, org_path=area.path, valid_from=date(2026, 2, 1), source="typed",
    )  # fmt: skip
