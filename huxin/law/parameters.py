"""Which figure does the law set on this day, in this place, for this trade and this relation?"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Literal

from huxin.base.chinese import spoken_date
from huxin.base.errors import NotPossible
from huxin.law.catalogue import CODES, OF_PLATFORMS, Industry, Relation, entry
from huxin.law.units import Unit, figure


class Force(StrEnum):
    """How far a figure binds."""

    MANDATORY = "mandatory"  # statute, regulation, or policy that firms are told to follow
    RECOMMENDED = "recommended"  # recommended standard or guide
    CONSULTATION = "consultation"  # set or published by the firms themselves, after consultation
    DRAFT = "draft"  # published for comment, binds nobody yet

    @property
    def zh(self) -> str:
        """The word for people."""
        return {"mandatory": "强制", "recommended": "推荐", "consultation": "协商", "draft": "草案"}[self.value]


class Status(StrEnum):
    """Has a person of the office held the figure against the document?"""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"

    @property
    def zh(self) -> str:
        """The word for people."""
        return "已核实" if self is Status.VERIFIED else "待核实"


Rules = Literal["in-force", "recommended", "draft"]
# Which forces a set of rules looks at; of equally near figures the one named first wins.
RULES: dict[Rules, tuple[Force, ...]] = {
    "in-force": (Force.MANDATORY, Force.CONSULTATION),
    "recommended": (Force.RECOMMENDED, Force.MANDATORY, Force.CONSULTATION),
    "draft": (Force.DRAFT, Force.RECOMMENDED, Force.MANDATORY, Force.CONSULTATION),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One legal figure with its place, time, force and source; `value` is a whole number of `unit`.

    Empty `area` means the whole country, empty `industry` and `relation` all of them; `valid_until` is the first
    day on which the figure no longer holds.
    """

    code: str
    value: int
    unit: Unit
    area: str = ""
    industry: str = ""
    relation: str = ""
    force: Force
    valid_from: date
    valid_until: date | None = None
    document: str
    article: str = ""
    status: Status
    source: str = ""

    @property
    def key(self) -> tuple[str, str, str, str, str, date]:
        """What makes two rows the same figure: only one may stand in a table."""
        return self.code, self.area, self.industry, self.relation, self.force.value, self.valid_from

    @property
    def words(self) -> str:
        """The figure as documents write it: whole yuan without decimals."""
        choices = entry(self.code).choices
        return choices.get(self.value, str(self.value)) if choices else figure(self.value, self.unit).replace(".00", "")

    def holds(self, day: date) -> bool:
        """Does the figure hold on this day? A draft has no day of its own: it is tried on any."""
        if self.force is Force.DRAFT:
            return True
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


class MissingParameter(NotPossible):
    """No figure is known for what was asked; the reason says what to enter and where."""

    def __init__(self, code: str, law: "Law") -> None:
        self.code = code
        known = entry(code)
        where = "、".join(
            part
            for part in (
                f"行政区划{law.area}" if law.area else "全国",
                Industry(law.industry).zh if law.industry else "",
                Relation(law.relation).zh if law.relation else "",
                law.platform if code in OF_PLATFORMS else "",
            )
            if part
        )
        also = f"（{known.hint}）" if known.hint else ""
        super().__init__(
            f"没有{spoken_date(law.day)}{where}的“{known.title}”。请在“法规参数”中录入{code}{also}，"
            "写明数值、文件、条款和起止日期，由另一人审核后再算。"
        )


def above(area: str) -> tuple[str, ...]:
    """The places whose law reaches an area, nearest first: county, prefecture, province, the whole country ("").

    Areas of China are codes of GB/T 2260 (longer codes of townships are read as their county); other countries'
    are ISO 3166-2 with hyphens (US-NY-NYC, US-NY, US), and Chinese law does not reach them.
    """
    if not area:
        return ("",)
    if not area.isdigit():
        parts = area.split("-")
        return tuple("-".join(parts[:n]) for n in range(len(parts), 0, -1))
    return *dict.fromkeys((area[:6], f"{area[:4]}00", f"{area[:2]}0000")), ""


@dataclass(frozen=True)
class Table:
    """All figures known at one moment. `supposed` figures are asked first: what if the law said this instead?"""

    rows: tuple[Parameter, ...]
    supposed: tuple[Parameter, ...]
    _by_code: dict[str, list[Parameter]] = field(init=False, repr=False, compare=False)

    def __init__(self, rows: Iterable[Parameter], supposed: Iterable[Parameter] = ()) -> None:
        object.__setattr__(self, "rows", tuple(sorted(rows, key=lambda row: row.key)))
        object.__setattr__(self, "supposed", tuple({row.key: row for row in supposed}.values()))
        by_code: dict[str, list[Parameter]] = defaultdict(list)
        seen = set()
        for row in self.rows:
            if row.key in seen:
                raise ValueError(f"{row.key} stands twice in the table")
            seen.add(row.key)
            by_code[row.code].append(row)
        object.__setattr__(self, "_by_code", dict(by_code))

    def at(
        self,
        day: date,
        area: str = "",
        industry: str = "",
        relation: str = "",
        rules: Rules = "in-force",
        platform: str = "",
    ) -> "Law":
        """The law of a day and a place, to be asked for figures by their code; `platform` is its name in the orders."""
        return Law(self, day, area, industry, relation, rules, platform)

    def supposing(self, *rows: Parameter) -> "Table":
        """The same table, were these figures the law: they win over all others where they apply."""
        return Table(self.rows, (*self.supposed, *rows))

    def of_code(self, code: str) -> tuple[Parameter, ...]:
        """All rows of a code, in the order of their keys."""
        return tuple(self._by_code.get(code, ()))

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """The words of platforms that published a figure of their own, by the general code; longer words first."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in (*self.rows, *self.supposed):
            general, _, word = row.code.rpartition(".")
            if general in OF_PLATFORMS:
                found[general].add(word)
        return {code: tuple(sorted(words, key=lambda word: (-len(word), word))) for code, words in found.items()}

    @cached_property
    def version(self) -> str:
        """A digest of the content: two tables with the same version answer every question alike."""
        names = [f.name for f in fields(Parameter)]
        content = [[[str(getattr(row, name)) for name in names] for row in part] for part in (self.rows, self.supposed)]
        return hashlib.sha256(repr(content).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Law:
    """The law of one day, place, trade and relation: `law["minimum_wage.hourly"]` is a Parameter."""

    table: Table
    day: date
    area: str = ""
    industry: str = ""
    relation: str = ""
    rules: Rules = "in-force"
    platform: str = ""

    def __post_init__(self) -> None:
        if self.industry:
            Industry(self.industry)
        if self.relation:
            Relation(self.relation)

    def __getitem__(self, code: str) -> Parameter:
        """The figure that applies. Raises MissingParameter where none is known."""
        found = self.get(code)
        if found is None:
            raise MissingParameter(code, self)
        return found

    def get(self, code: str) -> Parameter | None:
        """The figure that applies, or None.

        What is supposed goes first, then what the platform published for itself. Then the nearest area wins, a figure
        of the trade over a general one, one of the relation over a general one, the stronger force of the set of rules,
        the later one. A figure that a province sets by classes of counties (minimum_wage.hourly.class_2) is found
        through the class of the county.
        """
        entry(code)
        found = self._supposed(code) or self._own(code) or self._standing(code)
        if found is None and (graded := CODES.get(code)) and graded.graded_by:
            grade = self._nearest(graded.graded_by)
            row = self._nearest(f"{code}.class_{grade.value}") if grade else None
            if grade and row:
                return _through_class(row, grade, code)
        return found

    def _own(self, code: str) -> Parameter | None:
        """What the platform published for itself; it is known by how its name begins: 滴滴 for 滴滴出行."""
        if not self.platform or code not in self.table.words:
            return None
        name = spelled(self.platform)
        own = (self._nearest(f"{code}.{word}") for word in self.table.words[code] if name.startswith(spelled(word)))
        return next((found for found in own if found), None)

    def _nearest(self, code: str) -> Parameter | None:
        return self._supposed(code) or self._standing(code)

    def _supposed(self, code: str) -> Parameter | None:
        return max(self._applying(self.table.supposed, code), key=self._precedence, default=None)

    def _standing(self, code: str) -> Parameter | None:
        return max(self._applying(self.table.of_code(code), code), key=self._precedence, default=None)

    def _applying(self, rows: Iterable[Parameter], code: str) -> Iterator[Parameter]:
        places, forces = above(self.area), RULES[self.rules]
        return (
            row
            for row in rows
            if row.code == code
            and row.area in places
            and row.industry in ("", self.industry)
            and row.relation in ("", self.relation)
            and row.force in forces
            and row.holds(self.day)
        )

    def _precedence(self, row: Parameter) -> tuple[int, bool, bool, int, date]:
        return (
            -above(self.area).index(row.area),
            bool(row.industry),
            bool(row.relation),
            -RULES[self.rules].index(row.force),
            row.valid_from,
        )


def spelled(name: str) -> str:
    """A platform's name without regard to width, case and signs: Ｔ3-出行 → t3_出行."""
    return re.sub(r"\W+", "_", unicodedata.normalize("NFKC", name.strip()).casefold())


def _through_class(row: Parameter, grade: Parameter, code: str) -> Parameter:
    """The province's figure for a class, as the figure of the county that is in the class."""
    verified = row.status is Status.VERIFIED and grade.status is Status.VERIFIED
    return replace(
        row,
        code=code,
        area=grade.area,
        article="；".join(part for part in (row.article, f"{grade.value}类地区：{grade.document}") if part),
        status=Status.VERIFIED if verified else Status.UNVERIFIED,
    )
