"""Where was the clock that a local time was read from, and which second in UTC does it mean there?"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from huxin.base.sql import literal

TEXT = "text"  # each moment says its own offset
_PLAIN = ("UTC", "GMT", "PRC", "ROC", "ROK", "CET", "EET", "MET", "WET")


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as SQL: a fixed offset in seconds, a named zone, or an expression per row (`offset` or `named`).

    `repeated` says what an hour that occurs twice means: "first", "second" or "reject".
    """

    fixed: int | None = None
    named: str | None = None
    offset: str | None = None
    repeated: str = "first"

    def instant(self, local: str) -> str:
        """The instant of a local reading, in microseconds; NULL where nothing says the zone."""
        if self.fixed is not None:
            return f"{local} - {self.fixed * 1_000_000}"
        by_offset = f"{local} - CAST({self.offset} AS BIGINT) * 1000000" if self.offset else "NULL"
        if self.named is None:
            return by_offset
        macro = "latest_us" if self.repeated == "second" else "earliest_us"
        by_name = f"CASE WHEN NOT is_gap({local}, {self.named}) THEN {macro}({local}, {self.named}) END"
        return f"coalesce({by_name}, {by_offset})"

    def gap(self, local: str) -> str:
        """Does the local time not exist? Empty where that cannot be."""
        return f"is_gap({local}, {self.named})" if self.named else ""

    def twice(self, local: str) -> str:
        """Does the local time occur twice? Empty where that cannot be."""
        return f"is_twice({local}, {self.named})" if self.named else ""

    def offset_at(self, second: str) -> str:
        """The zone's offset in seconds at a second of UTC; NULL where only the texts say it."""
        if self.fixed is not None:
            return str(self.fixed)
        by_offset = self.offset or "NULL"
        if self.named is None:
            return by_offset
        return f"coalesce(local_us({second} * 1000000, {self.named}) // 1000000 - {second}, {by_offset})"


def zone_by_column(repeated: str) -> Zone:
    """The zone that each row names in a cell, under the aliases that the plan makes of it."""
    return Zone(named="zone__n", offset="zone__o", repeated=repeated)


def zone_of(text: str, repeated: str) -> Zone:
    """The zone that a mapping names; one that has kept its offset since 2000 is a fixed offset, which is faster."""
    if text == TEXT:
        return Zone(repeated=repeated)
    if (offset := fixed_offset(text)) is not None:
        return Zone(fixed=offset, repeated=repeated)
    constant = constant_offset(ZoneInfo(text))
    return Zone(named=literal(text), repeated=repeated) if constant is None else Zone(fixed=constant, repeated=repeated)


def misleading(name: str) -> bool:
    """Does a name mean several clocks (CST is Chicago's to engines, China's to us), or its opposite (Etc/GMT+8)?"""
    return bool(re.match(r"(Etc/)?GMT[+-]|SystemV", name) or (re.fullmatch("[A-Z]{3}", name) and name not in _PLAIN))


def fixed_offset(text: str) -> int | None:
    """+08:00 → 28800; None for anything else."""
    try:
        found = datetime.strptime(text, "%z").utcoffset()
    except ValueError:
        return None
    return None if found is None else int(found.total_seconds())


def constant_offset(zone: ZoneInfo) -> int | None:
    """The offset of a zone that has not changed it since 2000, by any week; None for one that has."""
    first = datetime(2000, 1, 1, tzinfo=UTC)
    offsets = {(first + timedelta(weeks=week)).astimezone(zone).utcoffset() for week in range(52 * 60)}
    only = offsets.pop()
    return None if offsets or only is None else int(only.total_seconds())
