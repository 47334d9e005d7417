"""Which unit does a printed name mean, whatever its spelling?

A name is a place and a kind. `match` finds both at a position of folded text; `Home.canonical` gives the one name
under which all spellings meet, seen from the place that issued the plan: in a plan of 文山州 the spellings 州发改委,
发改委 and 文山州发展和改革委员会 all become 州发展改革委.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from huxin.plans.reading.dates import number
from huxin.plans.reading.wording import VERB

LEVELS = "省市州县区盟旗"
_PLACE_END = ("自治区", "自治州", "自治县", "自治旗", "地区", "新区", "开发区", "林区", "矿区", "特区", *LEVELS)
_BELOW = r"(?:县级市|自治[区州县旗]|直辖市|地区|新区|开发区|[省市州地县区盟旗])"  # 各市、县、自治县; 各县（市、区）
_COLLECTIVE = re.compile(
    rf"(?:各(?:设区的?|地级以上)?|全[州市省](?=各?县)各?)"
    rf"{_BELOW}(?:[、，]?{_BELOW}|（{_BELOW}(?:[、，]?{_BELOW}){{0,4}}）){{0,8}}"
    r"|(?:全州)?(?:[二三四五六七八九十]{1,3}|\d{1,2})个?县（[市区旗]）|县（[市区旗、，]{1,5}）|县市区|市县区"
)
_AFTER_COLLECTIVE = re.compile(r"级?(?P<party>党?委[、和]?(?=人民政府|政府))?")
_COMMITTEE = re.compile(r"党?委(?:员会)?(?=[，。；、）和]|$)")
_YOUTH = re.compile(
    r"(?:共青)?团(?P<own>[省市州县区])委(?:员会)?|(?P<own2>[省市州县区])(?:团|共青团)委|共青团(?P<place>[一-龥]{2,9}?)委员?会?"
)
_NO_PLACE = re.compile("设[在于]|挂靠|[报送由经与及对请该其被把或是为等抄]|以及|会同|配合|牵头|中共")
_BRANCH = re.compile(r"(?![各下所])(?P<place>[一-龥]{2,9}?)分局")  # 莲都区分局 in 丽水市公安局莲都区分局
_NAME_END = re.compile(
    r"(?:局|委|办|厅|部|司|部门|单位|院|会|中心|公司|政府|处|科|室|站|所|队|社|行|集团|机构|企业|协会|学校|大学|学院"
    r"|乡|镇|街道|园区|兵团|厂|台|网|工委|党组|党工委|校|馆|联|署|平台|分局|法庭|小组|专班|组|村|基地|医院|协|办事处)$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A printed unit name taken apart. `place` is "" where none is printed, one sign (州), or a name (文山州)."""

    place: str
    kind: str
    end: int
    party: bool = False
    collective: bool = False  # 各县（市）…: `place` holds the printed collective
    sector: bool = False  # 交通运输 in 交通运输等部门: `kind` holds the sector


@dataclass(frozen=True, slots=True)
class Place:
    """A division whose counties are known."""

    code: str
    names: tuple[str, ...]
    sign: str
    counties: tuple[str, ...]


@cache
def _toml(name: str) -> dict[str, list[dict]]:  # type: ignore[type-arg]  # tables of our own data file
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def places() -> tuple[Place, ...]:
    """The divisions of divisions.toml."""
    return tuple(
        Place(row["code"], (row["name"], *row["also"]), row["sign"], tuple(c["name"] for c in row["counties"]))
        for row in _toml("divisions.toml")["place"]
    )


@cache
def counties() -> dict[str, str]:
    """Every way to write a known county → its name; a two-character name never loses its last character."""
    known: dict[str, str] = {}
    for place in places():
        for name in place.counties:
            known[name] = name
            if not any(other.startswith(name[:-1]) for other in place.names):
                known[name[:-1]] = name
    return known


@cache
def kinds() -> dict[str, tuple[str, bool]]:
    """Every form of every kind → its canonical form, and whether it is a party organ."""
    forms: dict[str, tuple[str, bool]] = {}
    for row in _toml("units.toml")["kind"]:
        lists = list(row.get("names", []))
        for ends in row.get("ends", []):
            lists.append([stem + end for stem in row["stems"] for end in ends])
        for spellings in lists:
            for spelling in spellings:
                forms[spelling] = (spellings[0], row.get("party", False))
    for form, (name, party) in list(forms.items()):  # 公安局 has branches: 公安分局
        if form.endswith("局") and name.endswith("局") and not name.endswith(("分局", "总局")):
            forms.setdefault(f"{form[:-1]}分局", (f"{name[:-1]}分局", party))
    return forms


@cache
def sectors() -> dict[str, str]:
    """Names of fields of work as in 交通运输、市场监管等部门 → the first form of that field."""
    known: dict[str, str] = {}
    for form, (name, party) in kinds().items():
        for end in "局委部厅":
            if len(form) > 2 and form.endswith(end) and not form.endswith("分局") and not party and "人民" not in form:
                known.setdefault(form[:-1], name[:-1] if name.endswith(end) else name)
    return known


@cache
def _longest() -> int:
    return max(map(len, kinds()))


def kind_at(text: str, at: int) -> tuple[str, bool, int] | None:
    """The longest known kind that begins here: canonical form, party organ, end."""
    forms = kinds()
    for end in range(min(len(text), at + _longest()), at + 1, -1):
        found = forms.get(text[at:end])
        if found:
            return found[0], found[1], end
    return None


def match(text: str, at: int) -> Name | None:
    """The unit of a known kind whose name begins here."""
    start = at + 2 if text.startswith("中共", at) else at
    return _youth(text, start) or _collective(text, start) or _placed(text, start) or _bare(text, start)


def _youth(text: str, at: int) -> Name | None:
    found = _YOUTH.match(text, at)
    if not found:
        return None
    return Name(found["own"] or found["own2"] or found["place"], "团委", found.end())


def _collective(text: str, at: int) -> Name | None:
    """The longest collective after which a unit or an end follows: 各县、市场监管局 is 各县, not 各县、市."""
    found = _COLLECTIVE.match(text, at)
    for stop in range(found.end() if found else at, at + 1, -1):
        words = text[at:stop]
        if words[-1] not in "、，（" and words.count("（") == words.count("）"):
            name = _of_collective(text, words, stop)
            if name:
                return name
    return None


def _of_collective(text: str, words: str, stop: int) -> Name | None:
    after = _AFTER_COLLECTIVE.match(text, stop)
    end, party = (after.end(), after["party"]) if after else (stop, None)
    kind = kind_at(text, end)
    if kind:
        return Name(words, kind[0], kind[2], party=kind[1], collective=True)
    if committee := _COMMITTEE.match(text, end):
        return Name(words, "委", committee.end(), collective=True)
    ends_here = end == len(text) or text[end] in "，。；、）：" or VERB.match(text, end)
    return Name(words, "人民政府", end, collective=True) if ends_here and not party else None


def _bare(text: str, at: int) -> Name | None:
    kind = kind_at(text, at)
    if kind and kind[0] not in ("办公室", "人民政府"):
        return _branch(text, Name("", kind[0], kind[2], party=kind[1]))
    return None


def _branch(text: str, whole: Name) -> Name:
    """莲都区公安分局 where 丽水市公安局莲都区分局 goes on behind the bureau; else the bureau itself."""
    found = _BRANCH.match(text, whole.end) if whole.kind.endswith("局") else None
    if not found or f"{whole.kind[:-1]}分局" not in kinds() or _NO_PLACE.match(found["place"]):
        return whole
    place = counties().get(found["place"], found["place"])
    return Name(place, f"{whole.kind[:-1]}分局", found.end())


def _placed(text: str, at: int) -> Name | None:
    if text.startswith("国家税务总局", at):
        return _placed(text, at + 6) or Name("", "税务总局", at + 6)
    if text.startswith("国家", at):
        kind = kind_at(text, at) or kind_at(text, at + 2)
        if not kind:
            return None
        own = kind[0].endswith(("局", "委")) and not kind[0].endswith("总局") and not kind[0].startswith("国家")
        return Name("国家" if own else "", kind[0], kind[2])
    for region in _toml("divisions.toml")["region"]:
        if text.startswith(region["also"], at) and (
            name := _after_place(text, at + len(region["also"]), region["name"])
        ):
            return name
    for length in range(1, 1 if _NO_PLACE.match(text, at) else 13):
        if at + length >= len(text):
            return None
        place = text[at : at + length]
        if not "\u4e00" <= place[-1] <= "\u9fff":
            return None
        if not place.endswith(_PLACE_END) or (length > 1 and place[0] in LEVELS):
            continue
        name = _after_place(text, at + length, place)
        if name:
            return name
    return None


def _after_place(text: str, at: int, place: str) -> Name | None:
    if text.startswith(("委", "党委"), at):
        kind = kind_at(text, at + (1 if text[at] == "委" else 2))
        if kind and (kind[1] or kind[0] == "研究室"):
            return Name(place, kind[0], kind[2], party=True)
    kind = kind_at(text, at)
    if kind and not (kind[1] and kind[0] == "办公室"):
        return _branch(text, Name(place, kind[0], kind[2], party=kind[1]))
    return None


def is_unit_name(text: str) -> bool:
    """Does a name that is not in the table at least end like a unit?"""
    return 2 <= len(text) <= 40 and _NAME_END.search(text) is not None


@dataclass(frozen=True, slots=True)
class Home:
    """The place that issued the plan: its full name where known, and its sign (州, 市 …; "" for the centre)."""

    name: str = ""
    sign: str = ""
    court: str = ""  # 中级人民法院, where the plan once says that this is what 市法院 means

    def division(self) -> Place | None:
        """The same place in divisions.toml."""
        return next((place for place in places() if self.name in place.names), None)

    def is_me(self, place: str) -> bool:
        """Does this printed place mean the issuing place?"""
        if place in ("", self.sign) or (self.name and place == self.name):
            return True
        mine = self.division()
        return mine is not None and place in mine.names

    def canonical(self, name: Name) -> str:
        """The one name of this unit in this plan."""
        place = self.sign if self.is_me(name.place) else name.place
        if name.kind == "团委":
            return f"团{place}委" if len(place) == 1 else f"共青团{place}委"
        kind = self._of_sector(name.kind) if name.sector else name.kind
        if kind == "人民法院" and place:
            above = self.court if place == self.sign else ""
            kind = above or {"州": "中级人民法院", "盟": "中级人民法院"}.get(place, kind)
            kind = "高级人民法院" if place in ("省", "自治区") else kind
        committee = "党委" if place.endswith("自治区") else "委"
        return f"{place}{committee}{kind}" if name.party else f"{place}{kind}"

    def _of_sector(self, sector: str) -> str:
        """交通运输 → 交通运输局, 交通运输厅 or 交通运输部, as the issuing place has it."""
        ends = {"": "部局委", "省": "厅局委", "自治区": "厅局委"}.get(self.sign, "局委厅部")
        return next((kinds()[sector + end][0] for end in ends if sector + end in kinds()), sector + "部门")

    def plain(self, printed: str) -> str:
        """A name that is not in the table, with the issuing place's own name shortened to its sign."""
        own = self.division()
        for name in own.names if own else (self.name,):
            if name and self.sign and printed.startswith(name) and len(printed) > len(name) + 1:
                return self.sign + printed[len(name) :]
        return printed

    def expand(self, name: Name) -> tuple[str, ...]:
        """各县（市）…: one name per county where they are known, else nothing."""
        own = self.division()
        said = re.search(r"(\d+|[二三四五六七八九十]+)个?县", name.place)  # 八县（市）
        if not own or "县" not in name.place or (said and number(said[1]) != len(own.counties)):
            return ()
        return tuple(Home().canonical(Name(county, name.kind, 0, party=name.party)) for county in own.counties)
