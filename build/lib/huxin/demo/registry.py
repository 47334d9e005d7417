"""Which enterprises and workers live in the demo prefecture? Invented ones, entered through the registry's own actions.

No identity number can be anybody's: none is given out with the prefecture's own code. The telephone numbers begin with
154, which no operator uses.
"""

from datetime import datetime
from random import Random

from huxin.base.actor import Actor
from huxin.base.chinese import read_credit_code, read_id
from huxin.demo.cast import PASSWORD, Row, act_as, admit
from huxin.documents.store import keep_from_outside
from huxin.orgs.access import NOBODY
from huxin.orgs.actions.invitations import accept_invitation, invite
from huxin.orgs.models import Area
from huxin.registry.actions import admission
from huxin.registry.actions.chain import link_enterprises
from huxin.registry.actions.engagements import Terms, engage
from huxin.registry.actions.enterprises import add_name
from huxin.registry.actions.imports import import_enterprises
from huxin.registry.actions.workers import About, register_worker
from huxin.registry.models import Enterprise, EnterpriseLink

OFFICERS: tuple[Row, ...] = (
    ("intake", "戴月明", "州人力资源社会保障局", "intake_officer", "劳动监察科科员"),
    ("inspector", "陈守望", "州人力资源社会保障局", "inspector", "劳动保障监察员"),
)
FIRM_PEOPLE: tuple[Row, ...] = (
    ("firm", "莫书远", "砚山迅达", "enterprise_signer", "副总经理"),
    ("firm-hr", "李见微", "砚山迅达", "enterprise_hr", "人事主管"),
)
PLATFORMS = (
    ("云岭快送", "delivery", "岭送骑手"),
    ("七乡出行", "ride", "七乡司机"),
    ("盘江货达", "freight", "货达车主"),
)
PARTNERS = (  # short name, county, platform
    ("砚山迅达", "532622", "云岭快送"), ("文山捷安", "532601", "云岭快送"), ("丘北顺风达", "532626", "云岭快送"),
    ("文山安途", "532601", "七乡出行"), ("广南平川", "532627", "七乡出行"), ("富宁通途", "532628", "盘江货达"),
)  # fmt: skip
SHARES = (("B", 78), ("A", 9), ("A'", 3), ("C", 6), ("unknown", 4))  # of a hundred workers
TRADES = {"delivery": "网约配送员", "ride": "网约车司机", "freight": "货车司机"}
STATIONS = {"delivery": "配送服务站", "ride": "司机服务站", "freight": "货运服务站"}
SURNAMES = "王李张刘陈杨黄陆农韦马周罗龙侬普熊何高田"
GIVEN = ("远山", "春生", "小凤", "永福", "云飞", "秋实", "建林", "晓梅", "长河", "志高", "雨晴", "石磊", "青松", "海燕")
WORKERS = 200


def fill(at: datetime) -> None:
    """Three platforms, six partner firms, two stations in every county, their workers, and people of one firm."""
    admin = act_as("admin", at)
    for row in OFFICERS:
        admit(row, by=admin, at=at)
    intake = act_as("intake", at)
    counties = list(Area.objects.filter(parent="532600").order_by("order"))
    import_enterprises(_table(counties), by=intake, at=at)
    firms = {firm.short_name: firm for firm in Enterprise.objects.select_related("area")}
    _chain(firms, intake, at)
    _work(firms, Random(20260402), intake, at)
    _come_in(firms["砚山迅达"], intake, at)


def _credit_code(number: int) -> str:
    """A code with the right check sign that no registry has given out."""
    for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        try:
            return read_credit_code(f"91532600MADEM{number:04}{sign}")
        except ValueError:
            continue  # another sign is the right one
    raise ValueError(f"no check sign for {number}")


def _table(counties: list[Area]) -> list[tuple[int, dict[str, str]]]:
    """The list of firms as an office would import it."""
    lines = [(short, f"{short}科技有限公司", "平台企业", "532600", trade) for short, trade, _ in PLATFORMS]
    trades = {short: trade for short, trade, _ in PLATFORMS}
    lines += [(short, f"{short}劳务服务有限公司", "用工合作企业", code, trades[top]) for short, code, top in PARTNERS]
    for place, area in enumerate(counties):
        for number, trade in enumerate((PLATFORMS[0][1], PLATFORMS[1 + place % 2][1])):
            short = f"{area.short_name}{'城关' if number == 0 else '新区'}站"
            lines.append(
                (
                    short,
                    f"{area.name}{'城关' if number == 0 else '新区'}{STATIONS[trade]}",
                    "站点或门店",
                    area.pk,
                    trade,
                )
            )
    words = {"delivery": "即时配送", "ride": "网约车", "freight": "货运"}
    return [
        (number, {"企业名称": name, "简称": short, "类型": kind, "属地": code, "行业": words[trade],
                  "统一社会信用代码": _credit_code(number), "住所": "演示路1号", "状态": "存续"})
        for number, (short, name, kind, code, trade) in enumerate(lines, 2)
    ]  # fmt: skip


def _chain(firms: dict[str, Enterprise], by: Actor, at: datetime) -> None:
    """Partners below their platform, stations below a partner or the platform itself; apps by their names."""
    since = at.date()
    for short, _, app in PLATFORMS:
        add_name(firms[short], kind="app", name=app, by=by, at=at)
    for short, _, top in PARTNERS:
        link_enterprises(firms[top], firms[short], kind=EnterpriseLink.Kind.PARTNER, since=since, by=by, at=at)
    for firm in _stations(firms):
        link_enterprises(_above(firm, firms), firm, kind=EnterpriseLink.Kind.OUTLET, since=since, by=by, at=at)


def _stations(firms: dict[str, Enterprise]) -> list[Enterprise]:
    return [firm for firm in firms.values() if firm.kind == Enterprise.Kind.OUTLET]


def _platform(firm: Enterprise, firms: dict[str, Enterprise]) -> Enterprise:
    return next(firms[short] for short, trade, _ in PLATFORMS if trade == firm.industry)


def _above(firm: Enterprise, firms: dict[str, Enterprise]) -> Enterprise:
    """The partner of the same county and trade, else the platform."""
    here = (f for f in firms.values() if f.kind == Enterprise.Kind.PARTNER and f.area_id == firm.area_id)
    return next((f for f in here if f.industry == firm.industry), _platform(firm, firms))


def _work(firms: dict[str, Enterprise], dice: Random, by: Actor, at: datetime) -> None:
    stations = _stations(firms)
    classes, weights = zip(*SHARES, strict=True)
    for number in range(WORKERS):
        station = stations[number % len(stations)]
        worker = register_worker(
            name=dice.choice(SURNAMES) + dice.choice(GIVEN), identity=_identity(number, dice),
            phone=f"1540000{number:04}", source="platform", by=by, at=at,
            about=About(station.area, dice.choice(("yes", "yes", "no")), TRADES[station.industry]),
        )  # fmt: skip
        above = _above(station, firms)
        platform = _platform(station, firms)
        through = None if platform == above else platform
        terms = Terms(station.industry, station.area, at.date(), through, dice.choices(classes, weights)[0])
        engage(worker, above, terms, source="platform", by=by, at=at)


def _identity(number: int, dice: Random) -> str:
    """A number with the right check sign in a place for which none is given out."""
    body = f"532600{dice.randint(1970, 2004)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}{number:03}"
    for sign in "0123456789X":
        try:
            return read_id(body + sign).number
        except ValueError:
            continue  # another sign is the right one
    raise ValueError(f"no check sign for {number}")


def applicant(firm: Enterprise, name: str, post: str, role: str) -> admission.Applicant:
    """Who asks for access in the name of a firm."""
    return admission.Applicant(
        credit_code=firm.credit_code or "", enterprise_name=firm.name, area=firm.area, enterprise_kind=firm.kind,
        role=role, name=name, post=post, phone="15400009999",
    )  # fmt: skip


def ask(applicant: admission.Applicant, at: datetime) -> tuple[admission.AdmissionRequest, str]:
    """He asks, with a letter."""
    letter = f"授权书（演示）：{applicant.enterprise_name}授权{applicant.name}办理有关事务。".encode()
    file = keep_from_outside(letter, name="授权书.txt", org_path=applicant.area.path, by=NOBODY, at=at)
    return admission.ask_admission(applicant, authorisation=file, at=at)


def _come_in(firm: Enterprise, intake: Actor, at: datetime) -> None:
    """The representative asks and is admitted; he invites the manager of the staff."""
    (login, name, _, role, post), (other, colleague, _, lower, place) = FIRM_PEOPLE
    request, code = ask(applicant(firm, name, post, role), at)
    unit = admission.admit(request, by=intake, at=at).organisation
    accept_invitation(code, username=login, password=PASSWORD, at=at)
    if unit is not None:
        _, code = invite(unit, role=lower, name=colleague, post=place, by=act_as(login, at), at=at)
        accept_invitation(code, username=other, password=PASSWORD, at=at)


def leave_to_do(at: datetime) -> None:
    """One request waits, and one line of a list that no rule could place."""
    firm, intake = Enterprise.objects.select_related("area").get(short_name="文山捷安"), act_as("intake", at)
    ask(applicant(firm, "唐知行", "经理", "enterprise_signer"), at)
    doubtful = {"企业名称": "文山捷安劳务", "类型": "用工合作企业", "属地": "文山市", "行业": "即时配送"}
    import_enterprises([(2, doubtful)], by=intake, at=at)
