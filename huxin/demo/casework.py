"""Who handles cases in the demo prefecture, and which office takes what in its eight counties?"""

from datetime import date, datetime

from huxin.base.actor import Actor
from huxin.cases.jurisdiction import set_jurisdiction
from huxin.cases.procedure import PROCEDURES
from huxin.demo import cast
from huxin.orgs.actions.organisations import found_organisation
from huxin.orgs.models import Area, Organisation

_K = Organisation.Kind
COUNTIES = {
    "532601": ("文山市", "wenshan"), "532622": ("砚山县", "yanshan"), "532623": ("西畴县", "xichou"),
    "532624": ("麻栗坡县", "malipo"), "532625": ("马关县", "maguan"), "532626": ("丘北县", "qiubei"),
    "532627": ("广南县", "guangnan"), "532628": ("富宁县", "funing"),
}  # fmt: skip
WHOLE = ("532601", "532622")  # counties with a desk for each kind of matter; elsewhere the bureau does it all
OFFICES = {  # procedure → short name of the office, after the county's
    "complaint": "监察大队", "clue": "监察大队", "inspection": "监察大队", "rectification": "监察大队",
    "mediation": "调解中心", "arbitration": "仲裁院", "legal_aid": "法援中心",
}  # fmt: skip
STAFF: tuple[tuple[str, str, str, str, tuple[str, str]], ...] = (  # login's end, office, role, post, names of the two
    ("hrss-leader", "人社局", "unit_leader", "副局长", ("农志刚", "侬永胜")),
    ("intake", "人社局", "intake_officer", "受理窗口科员", ("韦晓梅", "陆小燕")),
    ("legal", "人社局", "legal_reviewer", "政策法规股股长", ("白明律", "祝守规")),
    ("inspector", "监察大队", "inspector", "监察员", ("陈立案", "黄正东")),
    ("inspector-2", "监察大队", "inspector", "监察员", ("岑思齐", "王春林")),
    ("inspection-head", "监察大队", "inspection_head", "大队长", ("覃卫国", "龙安平")),
    ("mediator", "调解中心", "mediator", "调解员", ("孙和平", "熊美玲")),
    ("mediation-head", "调解中心", "mediation_head", "主任", ("康宁", "杨友善")),
    ("arbitrator", "仲裁院", "arbitrator", "仲裁员", ("刘公正", "沈明辨")),
    ("secretary", "仲裁院", "arbitration_secretary", "书记员", ("黎记录", "陶书言")),
    ("arbitration-head", "仲裁院", "arbitration_head", "院长", ("侯秉义", "高平衡")),
    ("legal-aid", "法援中心", "legal_aid_officer", "法律援助中心科员", ("马援朝", "罗帮扶")),
    ("legal-aid-head", "法援中心", "legal_aid_head", "法律援助中心主任", ("龚敏", "白玉堂")),
    ("aid-lawyer", "法援中心", "aid_lawyer", "律师事务所律师", ("鲁明达", "祁维正")),
    ("justice", "司法局", "justice_reviewer", "行政复议与应诉股科员", ("汪复核", "尚明察")),
    ("justice-leader", "司法局", "unit_leader", "副局长", ("凌公义", "闻正清")),
)
UNION = ("yanshan-union", "祝护工", "砚山县总工会", "union_officer", "权益保障部干事")
CLERKS = ("侯小山", "杨小兰", "熊小泉", "普小光", "陆小稻", "黄小棠")  # the desks of the six other bureaus
LOGINS = tuple(f"yanshan-{end}" for end in (
    "intake", "legal", "inspector", "inspector-2", "inspection-head", "hrss-leader", "mediator", "mediation-head",
    "arbitrator", "secretary", "arbitration-head", "legal-aid", "legal-aid-head", "aid-lawyer", "justice",
    "justice-leader", "union",
))  # fmt: skip


def rows() -> list[cast.Row]:
    """Everybody who handles cases, as they are invited."""
    made: list[cast.Row] = [UNION]
    for n, code in enumerate(WHOLE):
        county, login = COUNTIES[code]
        for end, office, role, post, names in STAFF:
            made.append((f"{login}-{end}", names[n], f"{county}{office}", role, post))
    others = [pair for code, pair in COUNTIES.items() if code not in WHOLE]
    for (county, login), name in zip(others, CLERKS, strict=True):
        made.append((f"{login}-intake", name, f"{county}人社局", "intake_officer", "劳动监察股科员"))
    return made


def found(at: datetime) -> None:
    """The offices, their people, and the table of jurisdiction."""
    admin = cast.act_as("admin", at)
    for code, (county, _) in COUNTIES.items():
        area = Area.objects.get(pk=code)
        bureau = found_organisation(area=area, name=f"{county}人力资源和社会保障局", short_name=f"{county}人社局")
        if code in WHOLE:
            _offices(area, county, bureau)
    area = Area.objects.get(pk=WHOLE[1])
    found_organisation(area=area, name=UNION[2], short_name="县总工会", kind=_K.UNION)  # as the county's plan calls it
    for row in rows():
        cast.admit(row, by=admin, at=at)
    for code, (county, _) in COUNTIES.items():
        _jurisdiction(Area.objects.get(pk=code), county, by=admin, at=at)


def _offices(area: Area, county: str, bureau: Organisation) -> None:
    made = {"人社局": bureau}
    for name, kind, above in (
        ("监察大队", _K.OFFICE, "人社局"), ("调解中心", _K.OTHER, "人社局"), ("仲裁院", _K.OTHER, ""),
        ("司法局", _K.BUREAU, ""), ("法援中心", _K.OTHER, "司法局"),
    ):  # fmt: skip
        whole = {"监察大队": "劳动保障监察大队", "调解中心": "新就业形态劳动纠纷一站式调解中心",
                 "仲裁院": "劳动人事争议仲裁委员会", "法援中心": "法律援助中心"}.get(name, name)  # fmt: skip
        made[name] = found_organisation(
            area=area, name=f"{county}{whole}", short_name=f"{county}{name}", kind=kind, parent=made.get(above)
        )  # fmt: skip


def _jurisdiction(area: Area, county: str, *, by: Actor, at: datetime) -> None:
    """A general line to the bureau, and one for each procedure."""
    units = {unit.short_name: unit for unit in Organisation.objects.filter(area=area)}
    known = sorted({code.partition("/")[0] for code in PROCEDURES})
    for procedure in ("", *known):
        office = units.get(f"{county}{OFFICES.get(procedure, '')}", units[f"{county}人社局"])
        set_jurisdiction(
            area, procedure=procedure, topic="", organisation=office, valid_from=date(2026, 1, 1), by=by, at=at
        )
