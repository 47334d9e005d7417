"""In which smallest units are legal figures kept, and how are they read and written for people?"""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

from huxin.base.chinese import half_width, spoken_date
from huxin.base.money import yuan


class Unit(StrEnum):
    """What the whole number of a legal figure counts."""

    FEN = "fen"
    FEN_PER_HOUR = "fen/h"
    FEN_PER_MONTH = "fen/month"
    FEN_PER_ORDER = "fen/order"
    CENT = "cent"  # of a US dollar
    CENT_PER_HOUR = "cent/h"
    SECONDS = "s"
    BASIS_POINTS = "bp"
    BASIS_POINTS_PER_DAY = "bp/day"
    DAYS = "day"
    HUNDREDTH_DAYS = "day/100"
    WORKING_DAYS = "working_day"
    MONTHS = "month"
    YEARS = "year"
    TIMES = "times"
    PERSONS = "person"
    CASES = "case"
    ORDERS = "order"
    ITEMS = "item"
    PROOFS = "proof"
    CLASS = "class"
    KM_PER_HOUR = "km/h"
    CHOICE = "choice"
    DATE = "date"  # a day as its ordinal: the result of a calculation, never a legal figure


# How a unit is written; the first spelling of a unit with its scale is the one shown.
_WRITTEN: tuple[tuple[str, Unit, int], ...] = (
    ("元", Unit.FEN, 100),
    ("元/小时", Unit.FEN_PER_HOUR, 100),
    ("元/月", Unit.FEN_PER_MONTH, 100),
    ("元/单", Unit.FEN_PER_ORDER, 100),
    ("美元", Unit.CENT, 100),
    ("美元/小时", Unit.CENT_PER_HOUR, 100),
    ("小时", Unit.SECONDS, 3600),
    ("分钟", Unit.SECONDS, 60),
    ("秒", Unit.SECONDS, 1),
    ("%", Unit.BASIS_POINTS, 100),
    ("%/日", Unit.BASIS_POINTS_PER_DAY, 100),
    ("个工作日", Unit.WORKING_DAYS, 1),
    ("工作日", Unit.WORKING_DAYS, 1),
    ("日", Unit.DAYS, 1),
    ("天", Unit.DAYS, 1),
    ("个计薪日", Unit.HUNDREDTH_DAYS, 100),
    ("日薪天数", Unit.HUNDREDTH_DAYS, 100),
    ("个月", Unit.MONTHS, 1),
    ("年", Unit.YEARS, 1),
    ("倍", Unit.TIMES, 1),
    ("人", Unit.PERSONS, 1),
    ("次", Unit.CASES, 1),
    ("单", Unit.ORDERS, 1),
    ("项", Unit.ITEMS, 1),
    ("份证据", Unit.PROOFS, 1),
    ("类", Unit.CLASS, 1),
    ("公里/小时", Unit.KM_PER_HOUR, 1),
)
_BY_WORD = {word: (unit, scale) for word, unit, scale in _WRITTEN}
_WORD = {unit: (word, scale) for word, unit, scale in reversed(_WRITTEN)}
_PART = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)([^\d.]{1,8})")
_SUMS = {Unit.FEN, Unit.CENT}
_MONEY = {*_SUMS, Unit.FEN_PER_HOUR, Unit.FEN_PER_MONTH, Unit.FEN_PER_ORDER, Unit.CENT_PER_HOUR}


def spellings(unit: Unit) -> tuple[str, ...]:
    """The ways in which a figure of this unit may be typed, the usual one first."""
    return tuple(word for word, kept, _ in _WRITTEN if kept is unit)


def read_figure(text: str) -> tuple[int, Unit]:
    """The figure written as 2070元/月, 4小时, 1小时30分钟, 150%, 5个工作日 …, in its smallest unit.

    Raises ValueError with a sentence for the person who wrote it; nothing is rounded.
    """
    plain = half_width(text).replace(",", "").replace(" ", "")
    parts = _PART.findall(plain)
    if not parts or "".join(number + word for number, word in parts) != plain:
        raise ValueError(f"“{text}”读不懂，请写成“2070元/月”“4小时”“150%”“5个工作日”这样的数值加单位。")
    total, units = Decimal(0), set()
    for number, word in parts:
        if word not in _BY_WORD:
            raise ValueError(f"“{text}”中的单位“{word}”不认识，可用的单位有：{'、'.join(_BY_WORD)}。")
        unit, scale = _BY_WORD[word]
        units.add(unit)
        total += Decimal(number) * scale
    if len(units) > 1 or (len(parts) > 1 and Unit.SECONDS not in units):
        raise ValueError(f"“{text}”混用了不同的单位，请只用一种。")
    if total != total.to_integral_value():
        raise ValueError(f"“{text}”比系统能记的最小单位还小，请核对小数位数。")
    return int(total), units.pop()


def figure(value: int, unit: Unit) -> str:
    """A figure as people write it: 207000 fen a month → 2,070元/月; 5400 s → 1小时30分钟; sums to the fen: 5.00元."""
    if unit is Unit.SECONDS:
        return duration(value)
    if unit is Unit.DATE:
        return spoken_date(date.fromordinal(value))
    if unit is Unit.CHOICE:
        return str(value)
    word, scale = _WORD[unit]
    if unit in _MONEY:
        return (yuan(value) if unit in _SUMS else yuan(value).removesuffix(".00")) + word
    whole, part = divmod(abs(value), scale)
    decimals = f".{part:02}".rstrip("0") if part else ""
    return f"{'-' if value < 0 else ''}{whole}{decimals}{word}"


def duration(seconds: int) -> str:
    """5400 → 1小时30分钟; 0 → 0秒."""
    hours, rest = divmod(abs(seconds), 3600)
    minutes, left = divmod(rest, 60)
    parts = ((hours, "小时"), (minutes, "分钟"), (left, "秒"))
    text = "".join(f"{number}{word}" for number, word in parts if number) or "0秒"
    return f"-{text}" if seconds < 0 else text
