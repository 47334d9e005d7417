"""What has been seen so far while one plan is read: the units under all spellings, and what must be looked at."""

from dataclasses import dataclass, field

from huxin.plans.reading.draft import Warning
from huxin.plans.reading.folding import Line, Span
from huxin.plans.reading.units import Home, Name


@dataclass(frozen=True, slots=True)
class Sighting:
    """One printing of one unit."""

    unit: str
    printed: str
    place: Span


@dataclass(slots=True)
class Register:
    """The notebook of one reading."""

    home: Home
    sightings: list[Sighting] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)
    counties: set[str] = field(default_factory=set)  # governments that stand for 各县（市）
    collectives: set[str] = field(default_factory=set)  # 各有关部门 and the like
    first_leads: bool = False  # the plan says that the unit named first leads
    _said: set[tuple[str, str]] = field(default_factory=set)

    def warn(self, code: str, message: str, place: Span | None = None) -> None:
        """Note something for a person; the same words about the same thing only once."""
        where = "" if place is None else f"{place.start}"
        if (code, message + where) not in self._said:
            self._said.add((code, message + where))
            self.warnings.append(Warning(code, message, place))

    def units_of(self, line: Line, start: int, end: int, name: Name | None) -> tuple[str, ...]:
        """The canonical units that a printed name means; several for 各县（市）."""
        printed, place = line.printed(start, end), line.span(start, end)
        if name is None:
            units: tuple[str, ...] = (self._unknown(line.folded[start:end], printed, place),)
        elif name.collective:
            units = self._collective(name, line.folded[start:end], printed, place)
        else:
            units = (self.home.canonical(name),)
            if name.sector:
                self.warn("unit_by_sector", f"“{printed}”只写了行业，按“{units[0]}”记，请核对", place)
            elif (
                not name.place and self.home.sign and not name.kind.endswith(("团委", "厅"))
            ):  # a 厅 is of the province
                self.warn(
                    "unit_without_level", f"“{printed}”前没有写“{self.home.sign}”，按“{units[0]}”记，请核对", place
                )
        for unit in units:
            self.sightings.append(Sighting(unit, printed, place))
        return units

    def _unknown(self, folded: str, printed: str, place: Span) -> str:
        if folded.startswith(
            ("各", "有关", "相关", "其他", "市级", "州级", "县级", "省级", "州直", "市直", "省直", "县直")
        ):
            self.collectives.add(folded)
            self.warn("unit_collective", f"“{printed}”不是一个具体单位，请填写是哪些单位", place)
            return folded
        self.warn("unit_unknown", f"单位表中没有“{printed}”，按原文记，请核对", place)
        return self.home.plain(folded)

    def _collective(self, name: Name, folded: str, printed: str, place: Span) -> tuple[str, ...]:
        units = self.home.expand(name)
        if units:
            self.counties.update(units)
            return units
        self.collectives.add(folded)
        self.warn("counties_unknown", f"不知道“{printed}”包括哪些地方，按一个责任单位记，请填写", place)
        return (folded,)
