"""Which day does a printed time mean? Only what is certain becomes a day; all else says why it did not."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

_DIGITS = {ch: n for n, ch in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0}
_CN = "〇零○一二三四五六七八九十"
_YEAR = r"(?P<y>(?:19|20)\d\d|[二][〇零○O][〇零○一二三四五六七八九]{2})"
_MONTH = rf"(?P<m>\d{{1,2}}|[{_CN}]{{1,3}})月"
_DAY = rf"(?P<d>\d{{1,2}}|[{_CN}]{{1,3}})[日号]"

FULL = re.compile(rf"{_YEAR}年{_MONTH}{_DAY}")
_POINT = re.compile(
    rf"{_YEAR}(?:年(?:\d{{1,2}}[—–~～至到-]{{1,2}}(?P<m4>\d{{1,2}})月(?:底|末)?|(?:{_MONTH}(?:{_DAY}|(?P<mend>底|末|下旬)|(?P<mid>中旬)|(?P<early>上旬)|(?P<mloose>初|中|上中旬)"
    r"|(?P<min>内|份)?))|(?P<yend>年{0,2}(?:底|末|内))|(?P<h1>上半年)|(?P<h2>下半年)"
    r"|(?:第?(?P<q>[一二三四1-4])季度)|(?P<loose>中|初|前)?)"
    r"|[-./](?P<m2>\d{1,2})[-./](?P<d2>\d{1,2})(?!\d)|[./](?P<m3>\d{1,2})(?![\d.]))"
    r"(?P<before>(?:以前|之前|前)?)"
)
_RANGE_END = re.compile(rf"[至到—~～–-]{{1,2}}{_MONTH}(?:{_DAY})?")
STANDING = re.compile(
    r"(?:持续|长期|常年|全年|始终)(?:性)?(?:推进|坚持|实施|开展|落实|推动|执行|用力|进行|有效|抓好)?|常态化?(?:推进|坚持|实施|开展|落实)?"
    r"|立即(?:组织)?(?:实施|落实|推进|开展|执行)|(?:即时|实时|随时)(?:推进|开展)?"
    r"|每年(?:度)?(?:推进|开展|实施|进行|坚持)?|年度(?:任务|重点)"
)
_STANDING_CLAUSE = re.compile(
    r"(?:^|[，。；、（]|完成)(?P<words>(?:立即(?:组织)?(?:实施|落实)|(?:并)?(?:长期|持续)(?:坚持|推进|实施|开展)|常态化(?:推进|实施|开展))"
    r"(?:[，、和并](?:长期|持续)(?:坚持|推进))?)(?=$|[，。；、）（])"
)
_YEARLESS = re.compile(
    rf"(?<![\d年{_CN}])(?:今年|本年|当年|年)?(?P<m>\d{{1,2}}|[{_CN}]{{1,3}})月(?:\d{{1,2}}日|底|末|中旬|上旬|下旬)?(?:以前|之前|前)"
    r"|(?<![\d年〇一二三四五六七八九])(?:今年|本年|当年)?年(?:底|末)(?:以?前)"
)
_RELATIVE = re.compile(r"(?:印发|发布|下发|签订)之日起\d{0,4}[一-龥]{0,8}|\d{1,4}(?:个?工作日|日|天|个月)(?:之)?内")
_RECURRING = re.compile(r"每(?:年|季度?|月|半年|周)(?:度)?[^，。；）]{0,14}")
_LAST_DAY = {"1": 3, "2": 6, "3": 9, "4": 12, "一": 3, "二": 6, "三": 9, "四": 12}


@dataclass(frozen=True, slots=True)
class Time:
    """What a time statement says: `start`, `end` are positions in the folded text of the words it stands on."""

    standing: bool = False
    on: str | None = None
    standing_at: tuple[int, int] | None = None
    on_at: tuple[int, int] | None = None
    problems: tuple[tuple[str, str], ...] = ()  # (code, message)


@cache
def number(printed: str) -> int | None:
    """An Arabic or Chinese number up to 99, or a year in Chinese digits; None where it is neither."""
    if printed.isascii() and printed.isdigit():
        return int(printed)
    if len(printed) == 4 and all(ch in _DIGITS for ch in printed):
        return int("".join(str(_DIGITS[ch]) for ch in printed))
    if "百" in printed:
        hundreds, _, rest = printed.partition("百")
        head, tail = number(hundreds), number(rest.removeprefix("零")) if rest else 0
        return None if head is None or tail is None else head * 100 + tail
    tens, ten, ones = printed.partition("十")
    if ten:
        if any(len(part) > 1 or (part and part not in _DIGITS) for part in (tens, ones)):
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS[printed] if len(printed) == 1 and printed in _DIGITS else None


def full_date(text: str) -> tuple[str, int, int] | None:
    """The first 年月日 date of a text: ISO date, start, end."""
    for found in FULL.finditer(text):
        on = _day(found["y"], found["m"], found["d"])
        if on:
            return on, found.start(), found.end()
    return None


def _day(year: str, month: str, day: str | None) -> str | None:
    y, m = number(year), number(month)
    if y is None or m is None or not 1 <= m <= 12:
        return None
    last = calendar.monthrange(y, m)[1]
    d = last if day is None else number(day)
    return date(y, m, d).isoformat() if d and 1 <= d <= last else None


def _point(found: re.Match[str]) -> tuple[str | None, str]:
    """(ISO date or None, the reason where None)."""
    if found["m2"]:
        on = _day(found["y"], found["m2"], found["d2"])
    elif found["m4"]:
        on = _day(found["y"], found["m4"], None)
    elif found["m"] and found["d"]:
        on = _day(found["y"], found["m"], found["d"])
    elif found["mloose"] or found["loose"]:
        return None, "没有写明到哪一天"
    elif found["mid"] or found["early"]:
        on = _day(found["y"], found["m"], "20" if found["mid"] else "10")
    elif found["m"] or found["m3"]:
        if found["before"] and not (found["mend"] or found["min"]):
            return None, "“几月前”可以指月初也可以指月底"
        on = _day(found["y"], found["m"] or found["m3"], None)
    elif found["q"]:
        on = _day(found["y"], str(_LAST_DAY[found["q"]]), None)
    elif found["h1"]:
        on = _day(found["y"], "6", None)
    elif found["yend"] or found["h2"]:
        on = _day(found["y"], "12", None)
    else:
        return None, "只写了年份"
    return on, "" if on else "日历上没有这一天"


def read_time(text: str, start: int, end: int, *, bare: bool = False) -> Time:
    """The time said in text[start:end], a labelled statement; in `bare` text a date needs 前, 底 or the like."""
    words = text[start:end]
    problems: list[tuple[str, str]] = []
    points: dict[str, tuple[int, int]] = {}
    recurring = [m.span() for m in _RECURRING.finditer(words)]
    for found in _POINT.finditer(words):
        if bare and not _binding(words, found):
            continue
        on, reason = _point(found)
        at = (start + found.start(), start + found.end())
        if on is None:
            problems.append(("date_unclear", f"时间“{found.group()}”{reason}，请填写日期"))
        elif not _is_range_start(words, found.end()):
            points.setdefault(on, at)
        else:
            points |= _range_end(words, found, start)
    yearless = _not_a_day(words, recurring)
    if points and yearless:
        problems.append(("date_several", "除了写明年份的日期，还有没写年份的日期，请填写以哪一个为准"))
        points = {}
    elif not points:
        problems += yearless
    standing = _standing(text, start, end, bare)
    if len(points) > 1:
        shown = "、".join(sorted(points))
        problems.append(("date_several", f"写了几个日期（{shown}），请填写以哪一个为准"))
        points = {}
    on, on_at = next(iter(points.items()), (None, None))
    return Time(standing is not None, on, standing, on_at, tuple(problems))


def _binding(words: str, found: re.Match[str]) -> bool:
    """Is a date in running text a term: 2025年12月底前, 到2025年底, 2025年6月完成?"""
    if not (found["m"] or found["yend"] or found["h1"] or found["h2"] or found["q"]):
        return False
    after = words[found.end() : found.end() + 6]
    led = words[max(0, found.start() - 2) : found.start()]
    return bool(found["before"]) or led.endswith(("到", "至", "于")) or after.startswith(("完成", "，完成", "止"))


def _is_range_start(words: str, end: int) -> bool:
    return words[end : end + 1] in {"至", "到", "—", "-", "–", "起", "~", "～"} or words.startswith("开始", end)


def _range_end(words: str, begun: re.Match[str], start: int) -> dict[str, tuple[int, int]]:
    """2025年1月至6月: the end of a range that does not repeat its year."""
    found = _RANGE_END.match(words, begun.end())
    on = _day(begun["y"], found["m"], found["d"]) if found else None
    return {on: (start + begun.start(), start + found.end())} if found and on else {}


def _standing(text: str, start: int, end: int, bare: bool) -> tuple[int, int] | None:
    found = (_STANDING_CLAUSE if bare else STANDING).search(text, start, end)
    if not found:
        return None
    return found.span("words") if bare else found.span()


def _not_a_day(words: str, recurring: list[tuple[int, int]]) -> list[tuple[str, str]]:
    problems = []
    for found in _YEARLESS.finditer(words):
        if not any(i <= found.start() < j for i, j in recurring):
            problems.append(("date_without_year", f"时间“{found.group()}”没有写年份，请填写日期"))
    relative = _RELATIVE.search(words)
    if relative:
        problems.append(("date_relative", f"时间“{relative.group()}”要从另一天算起，请填写日期"))
    return problems
