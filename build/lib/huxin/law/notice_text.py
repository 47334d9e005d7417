"""Which days does the text of a State Council holiday notice name? Pasted as it stands, read line by line."""

import re
from datetime import date, timedelta

from huxin.base.chinese import half_width
from huxin.base.errors import NotPossible
from huxin.law.seed.holidays import Arrangement

_BRACKETS = re.compile(r"\([^()]*\)")
_HOLIDAY = re.compile(r"^(?:[一二三四五六七八九十]+、)?(?P<name>[^:、。,0-9]{1,12}):(?P<rest>.*\d月\d+日.*)$")
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
_SPAN = re.compile(f"{_DAY}(?:至{_DAY})?")
_LONGEST = 31  # days in one holiday
_COUNT = re.compile(r"(?:共|放假)(\d+)天")


def read_notice(text: str, *, year: int, document_no: str, source: str) -> Arrangement:
    """The arrangement that lines like 元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。 set.

    Lines that name no days are passed over; a line that does, but not in this form, is refused with its words.
    """
    off: dict[date, str] = {}
    workdays: dict[date, str] = {}
    for line in text.splitlines():
        plain = half_width(line).replace("—", "至").replace("~", "至")
        while (bare := _BRACKETS.sub("", plain)) != plain:
            plain = bare
        if not re.search(r"\d月\d+日.*(?:放假|上班)", plain):
            continue
        found = _HOLIDAY.match(plain)
        if found is None:
            raise _unreadable(line)
        for sentence in re.findall("[^。;]*日[^。;]*", found["rest"]):
            kept = workdays if "上班" in sentence else off
            kept.update(dict.fromkeys(_days(sentence, year, line), found["name"]))
    if not off:
        raise NotPossible("没有读到放假日期。请粘贴通知中“元旦：1月1日至3日放假，共3天。1月4日上班。”这样的各行。")
    return Arrangement(year, document_no, source, off, workdays)


def _days(sentence: str, year: int, line: str) -> list[date]:
    """The days of 1月1日至3日放假,共3天 or of 2月14日、28日上班; the count must agree."""
    days: list[date] = []
    month = 0
    for found in _SPAN.finditer(sentence):
        ends = []
        for y, m, d in (found.groups()[:3], found.groups()[3:]):
            year, month = int(y or year), int(m or month)
            if d:
                ends.append(_date(year, month, int(d), line))
        if (ends[-1] - ends[0]).days > _LONGEST:
            raise _unreadable(line)
        days += [ends[0] + timedelta(days=n) for n in range((ends[-1] - ends[0]).days + 1)]
    said = _COUNT.search(sentence)
    if not days or (said and int(said[1]) != len(days)):
        raise NotPossible(f"“{line.strip()}”中的日期合计{len(days)}天，与写明的天数不符，请核对。")
    return days


def _date(year: int, month: int, day: int, line: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _unreadable(line) from None


def _unreadable(line: str) -> NotPossible:
    return NotPossible(f"读不懂这一行：“{line.strip()}”。请改成“元旦：1月1日至3日放假，共3天。1月4日上班。”的写法。")
