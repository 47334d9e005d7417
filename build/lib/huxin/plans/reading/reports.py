"""Which reports does the plan ask for every year, by which day, to whom, saying what?"""

import re
from dataclasses import replace

from huxin.plans.reading.dates import number
from huxin.plans.reading.draft import Period, Printed, ReportRule
from huxin.plans.reading.folding import Line, Span
from huxin.plans.reading.register import Register

_SEND = re.compile(
    r"报送|上报|报告|报至|报到|报给|报(?=[^告]{0,24}(?:办公室|[局委办厅部科处会组]|中心|专班)(?:备案)?)|提交|反馈|抄送"
)
_WHAT = re.compile(r"报告|总结|情况|小结|材料|自查|进展")
_DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d年|每年(?:度)?的?|次年的?|翌年的?|第二年|当年|今年|本年度?)?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})月"
    r"(?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})(?P<day>[日号])?|(?P<end>底|末))(?P<before>[以之]?前)?"
)
_LISTED_BEFORE = re.compile(r"(?:[、和及]|以及|每年|\d{1,2}月(?:\d{1,2}[日号]?|底|末)){0,6}(?:以|之)?前")
_HALF = re.compile(r"上半年|半年")
_FULL = re.compile(r"全年|年度|年终|年底|一年|下半年|全面总结|年工作总结")
_OTHER = re.compile(r"每(?:季度?|月|周|旬|两个月)(?:度|末|底|初)?[^，。；]{0,24}")
_TO = re.compile(
    r"(?:报送|上报|报(?!告|送)|提交|反馈)[^，。；至到给]{1,24}(?:至|到|给)(?P<to0>[一-龥（）、]{2,40}?(?:办公室|[局委办厅部科处会组]|中心|专班))(?=$|[，。；（）、]|备案|汇总)"
    r"|(?:报送|上报|报(?!告|送)|提交|反馈|抄送)(?:至|到|给|送)?(?P<to>[一-龥（）、]{2,40}?(?:办公室|[局委办厅部科处会组]|中心|专班))(?=$|[，。；（）、]|备案|汇总|，)"
    r"|向(?P<to2>[一-龥]{2,30}?(?:办公室|[局委办厅部科处会组]|中心|专班))(?:书面)?(?:报送|报告|上报|提交|反馈)"
)
_CONTENTS = re.compile(
    r"(?:（(?:主要|重点|内容)*包括|(?:报告|总结|报送|材料)?(?:的)?(?:主要)?内容(?:主要|应|应当)*(?:包括|为|：|有)：?|（(?:含|附))(?P<list>[^（）。；]{4,200})"
)
_LEADS_IN = re.compile(r"(?:半年|全年|年度|年终)[^，。；、]{0,12}$")
_SENTENCE = re.compile(r"[^。！]{4,700}")


def read_report_rules(lines: list[Line], register: Register) -> list[ReportRule]:
    """The rules of every sentence that tells somebody to report by a day of the year."""
    rules: list[ReportRule] = []
    for line in lines:
        if "报" not in line.folded and "提交" not in line.folded:
            continue
        for sentence in _SENTENCE.finditer(line.folded):
            rules += _of_sentence(line, sentence.start(), sentence.end(), register)
    return list({(rule.due, rule.period): rule for rule in reversed(rules)}.values())[::-1]


def _of_sentence(line: Line, start: int, end: int, register: Register) -> list[ReportRule]:
    words = line.folded
    if not _SEND.search(words, start, end) or not _WHAT.search(words, start, end):
        return []
    other = _OTHER.search(words, start, end)
    if other:
        register.warn(
            "report_other_period", f"“{other.group()}”不是半年或全年报告，请另行设定", line.span(*other.span())
        )
    days = [one for one in _DAY.finditer(words, start, end) if _is_due(words, one, end)]
    yearly = any((one["year"] or "").startswith(("每年", "次年", "翌年", "第二年")) for one in days)
    if not days or not (yearly or _HALF.search(words, start, end) or _FULL.search(words, start, end)):
        return []
    to = _receiver(line, start, end, register)
    contents = _contents(line, start, end)
    rules = []
    for n, day in enumerate(days):
        rule = _rule(line, days, n, start, end, register)
        if rule:
            place = Span(line.span(start, end).start, line.span(start, end).end)
            parts = rule.parts | ({"to": to.place} if to else {})
            rules.append(replace(rule, to=to.value if to else None, contents=contents, place=place, parts=parts))
            _complain(line, day, yearly, register)
    return rules


def _is_due(words: str, day: re.Match[str], end: int) -> bool:
    """Is it a last day: 前 follows, here or after the days listed with it?"""
    return bool(day["before"]) or _LISTED_BEFORE.match(words, day.end(), end) is not None


def _rule(line: Line, days: list[re.Match[str]], n: int, start: int, end: int, register: Register) -> ReportRule | None:
    day = days[n]
    month, of_month = number(day["m"]), number(day["d"]) if day["d"] else None
    if day["end"] and month:
        of_month = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
    place = line.span(*day.span())
    if not month or not of_month or month > 12 or of_month > 31:
        register.warn("report_date_unclear", "报送日期读不出来，请填写", place)
        return None
    period = _period(line.folded, days, n, start, end)
    if period is None:
        register.warn("report_period_unclear", "没有写明是半年报告还是全年报告，请填写", place)
    return ReportRule(f"{month:02}-{of_month:02}", period, None, (), place, {"due": place})


def _period(words: str, days: list[re.Match[str]], n: int, start: int, end: int) -> Period | None:
    """By the words of the day's own clause; where the days stand in one list, the earlier in the year is the half."""
    begin = days[n].end()
    stop = days[n + 1].start() if n + 1 < len(days) else end
    clause = words[begin:stop]
    before_first = words[
        max(start, *(words.rfind(sign, start, days[0].start()) + 1 for sign in "，；")) : days[0].start()
    ]
    if _LEADS_IN.search(before_first) and bool(_HALF.search(before_first)) != bool(_FULL.search(before_first)):
        clause = before_first if n == 0 else words[days[n - 1].end() : days[n].start()]  # 上半年报告于6月20日前
    listed = len(days) > 1 and not _SEND.search(words, days[0].end(), days[-1].start())
    half, full = _HALF.search(clause), _FULL.search(clause)
    if not listed and (half is None) != (full is None):
        return "half_year" if half else "full_year"
    before = words[start : days[n].start()] if n == 0 else words[days[n - 1].end() : days[n].start()]
    if not listed and half is None and full is None and (bool(_HALF.search(before)) != bool(_FULL.search(before))):
        return "half_year" if _HALF.search(before) else "full_year"
    if len(days) == 2:
        return "half_year" if _rank(days[n]) < _rank(days[1 - n]) else "full_year"
    return None


def _rank(day: re.Match[str]) -> int:
    later = (day["year"] or "").startswith(("次年", "翌年", "第二年"))
    month = number(day["m"]) or 0
    return month + (12 if later or month <= 2 else 0)


def _receiver(line: Line, start: int, end: int, register: Register) -> Printed | None:
    """Whom the sentence names, else the only one whom the paragraph names."""
    named = [_receiving(line, found) for found in _TO.finditer(line.folded, start, end)]
    around = [_receiving(line, found) for found in _TO.finditer(line.folded)] if not any(named) else []
    found = next((one for one in named if one), None)
    if found is None and len({one.value for one in around if one}) == 1:
        found = next(one for one in around if one)
    if found is None:
        register.warn("report_receiver_unclear", "没有写明报告报送给谁，请填写", line.span(start, end))
    return found


def _receiving(line: Line, found: re.Match[str]) -> Printed | None:
    group = next(name for name in ("to0", "to", "to2") if found[name])
    if _WHAT.fullmatch(found[group]):
        return None
    return Printed(line.printed(*found.span(group)), line.span(*found.span(group)))


def _contents(line: Line, start: int, end: int) -> tuple[Printed, ...]:
    found = _CONTENTS.search(line.folded, start, min(len(line.folded), end + 260))
    if not found:
        return ()
    items, at = [], found.start("list")
    for part in re.split(r"(、|，|以及|和|及)", found["list"]):
        words = re.sub(r"等(?:方面|情况|内容|方面内容)?$", "", part)
        if words and part not in {"、", "，", "以及", "和", "及"}:
            items.append(Printed(line.printed(at, at + len(words)), line.span(at, at + len(words))))
        at += len(part)
    return tuple(items)


def _complain(line: Line, day: re.Match[str], yearly: bool, register: Register) -> None:
    place, printed = line.span(*day.span()), line.printed(*day.span())
    if day["d"] and not day["day"]:
        register.warn(
            "report_date_without_day_word",
            f"报送日期“{printed}”后面缺“日”字，按{day['m']}月{day['d']}日记，请核对",
            place,
        )
    year = day["year"] or ""
    if year[:2].isdigit():
        register.warn("report_date_once", f"报送日期“{printed}”写了年份，可能只报这一次，请核对", place)
    elif not yearly:
        register.warn("report_date_without_year", f"报送日期“{printed}”没有写年份，也没有写“每年”，请核对", place)
