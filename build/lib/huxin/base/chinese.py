"""What is the one normal form of names, numbers, days and identifiers as people in China write them?"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from huxin.base.workdays import Calendar

# Characters that look like nothing (zero width, soft hyphen, direction marks) vanish. NFKC as a whole would
# also turn ① into 1, ㎡ into m2 and ： into :, so only what is wanted of it is taken: full-width letters and
# digits, and the radicals that PDF files use in place of characters (⼯ for 工).
_INVISIBLE = dict.fromkeys(
    [0xAD, 0xFEFF, 0x2060, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_ALNUM = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F) if chr(full - 0xFEE0).isalnum()}
_RADICALS = {c: unicodedata.normalize("NFKC", chr(c)) for c in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))}
_TEXT = _INVISIBLE | _ALNUM | _RADICALS
_NARROW = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D, 0x2013: 0x2D}
_DOTS = re.compile(r"\s*[·•‧∙⋅・･．]\s*|(?<=[^\x00-\u024f])\s*\.\s*(?=[^\x00-\u024f])")
_INNER_BLANK = re.compile(r"(?<=[^\x00-\u024f]) | (?=[^\x00-\u024f])")


def normal_text(text: str) -> str:
    """One line: half-width letters and digits, single blanks, nothing invisible; punctuation stays."""
    return unicodedata.normalize("NFC", " ".join(text.translate(_TEXT).split()))


def normal_name(text: str) -> str:
    """A name: no blanks inside Chinese names (李 明), one kind of dot in names like 阿卜杜拉·买买提."""
    return unicodedata.normalize("NFC", _INNER_BLANK.sub("", _DOTS.sub("·", normal_text(text))))


def half_width(text: str) -> str:
    """Half-width throughout, punctuation too, without blanks or invisible signs: as machines read figures."""
    return "".join(text.translate(_INVISIBLE).translate(_NARROW).split())


def normal_code(text: str) -> str:
    """A number or code as machines compare it: half-width, capital, without blanks and hyphens."""
    return half_width(text).replace("-", "").upper()


# ---- numerals, ordinal marks, days -------------------------------------------------------------------------

_DIGITS = "零一二三四五六七八九"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十"))


def spell(n: int, digits: str, units: tuple[tuple[int, str], ...]) -> str:
    """The natural number n with these digits and units (largest first); zero is the empty text."""
    for value, unit in units:
        if n >= value:
            head, rest = divmod(n, value)
            gap = digits[0] if 0 < rest < value // 10 else ""
            return spell(head, digits, units) + unit + gap + spell(rest, digits, units)
    return digits[n] if n else ""


def to_chinese(n: int) -> str:
    """21 → 二十一; natural numbers and zero."""
    if n < 0:
        raise ValueError("negative numbers have no ordinal form")
    spelt = spell(n, _DIGITS, _UNITS) or "零"
    return spelt[1:] if spelt.startswith("一十") else spelt


def _value(numeral: str) -> int:
    for value, unit in _UNITS:
        head, found, rest = numeral.rpartition(unit)
        if found:
            return (_value(head) if head else 1) * value + _value(rest.removeprefix("零"))
    return max(_DIGITS.find(numeral), 0)


def from_chinese(text: str) -> int:
    """二十一 → 21, 二〇二五 → 2025; anything that is not a well-formed numeral raises ValueError."""
    plain = text.replace("〇", "零").replace("○", "零").replace("两", "二")
    if 0 < len(plain) <= 40:
        if all(c in _DIGITS for c in plain):
            return int("".join(str(_DIGITS.index(c)) for c in plain))
        number = _value(plain)
        if plain in (to_chinese(number), spell(number, _DIGITS, _UNITS)):  # 十二 or 一十二
            return number
    raise ValueError("不是中文数字。")


class Ordinal(NamedTuple):
    """A mark at the head of a line: its level in official papers, its number, where the text begins."""

    level: int
    number: int
    end: int


_HAN, _ARABIC = "([零〇一二三四五六七八九十百]{1,5})", "([0-9０-９]{1,3})"
_MARKS = (
    (1, re.compile(rf"\s*{_HAN}\s*[、．.，,]\s*")),
    (2, re.compile(rf"\s*[（(〔]\s*{_HAN}\s*[）)〕]\s*[、．.]?\s*")),
    (3, re.compile(rf"\s*{_ARABIC}\s*(?:、|[.．](?![0-9０-９]))\s*")),
    (4, re.compile(rf"\s*[（(〔]?\s*{_ARABIC}\s*[）)〕]\s*[、．.]?\s*")),
)


def ordinal(level: int, n: int) -> str:
    """The mark of GB/T 9704 for levels 1 to 4: 一、 （一） 1. （1）."""
    return (f"{to_chinese(n)}、", f"（{to_chinese(n)}）", f"{n}.", f"（{n}）")[level - 1]


def ordinal_mark(line: str) -> Ordinal | None:
    """The ordinal mark with which this line begins, in any of its usual spellings."""
    for level, pattern in _MARKS:
        if found := pattern.match(line):
            try:
                number = int(found[1]) if level > 2 else from_chinese(found[1])
            except ValueError:
                return None
            return Ordinal(level, number, found.end())
    return None


_Y, _N = "([0-9零〇○一二三四五六七八九]{4})", "([0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DATES = (
    re.compile(rf"{_Y}年{_N}月{_N}[日号]?"),
    re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
_MONTH_END = re.compile(rf"{_Y}年(?:{_N}月)?[底末]")
_MIDNIGHT = re.compile(r"[\sT]0?0:00(:00(\.0+)?)?$")


def _number(text: str) -> int:
    return int(text) if text[0] in "0123456789" else from_chinese(text)


def parse_date(text: str) -> date:
    """The day in 2025年12月31日, 二〇二五年…, 2025-12-31, 2025/12/31, 2025.12.31, 20251231, 2025年12月底.

    Anything else, also a date without its year, raises ValueError with a sentence for the writer.
    """
    plain = half_width(_MIDNIGHT.sub("", text.strip()))
    try:
        for pattern in _DATES:
            if found := pattern.fullmatch(plain):
                return date(*(_number(part) for part in found.groups()))
        if found := _MONTH_END.fullmatch(plain):
            year, month = _number(found[1]), _number(found[2] or "12")
            return date(year, month, monthrange(year, month)[1])
    except ValueError:
        raise ValueError("没有这一天，请核对年、月、日。") from None
    raise ValueError("日期读不懂，请写成“2025年12月31日”或“2025-12-31”。")


def spoken_date(day: date) -> str:
    """2025年12月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def spoken_days(n: int) -> str:
    """n working days left (positive), or calendar days over (negative): 还剩3个工作日, 今天到期, 超期2天."""
    if n > 0:
        return f"还剩{n}个工作日"
    return f"超期{-n}天" if n else "今天到期"


def spoken_due(due: date, today: date, calendar: Calendar) -> str:
    """How a due day stands today, in words."""
    if today >= due:
        return spoken_days((due - today).days)
    working = calendar.between(today, due)
    return spoken_days(working) if working else f"还剩{(due - today).days}天"


# ---- identifiers -------------------------------------------------------------------------------------------


class IdKind(StrEnum):
    """What a person's eighteen digits are printed on."""

    CITIZEN = "居民身份证"
    CITIZEN_OLD = "十五位居民身份证"
    RESIDENT = "港澳台居民居住证"
    FOREIGNER = "外国人永久居留身份证"


@dataclass(frozen=True, slots=True)
class Identity:
    """A checked identity number; an old one of 15 digits is kept as the 18 digits that replaced it."""

    kind: IdKind
    number: str = field(repr=False)
    born_on: date = field(repr=False)
    female: bool = field(repr=False)


_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")


def _id_check(body: str) -> str:
    """The check character of 17 digits, ISO 7064 MOD 11-2 (GB 11643-1999)."""
    return "10X98765432"[sum(w * int(c) for w, c in zip(_ID_WEIGHTS, body, strict=True)) % 11]


def read_id(text: str) -> Identity:
    """The identity number in `text`, checked by form, day of birth and check digit, but not by county.

    Counties are renamed and dissolved while the numbers given out there stay valid (532621 of 文山县). Raises
    ValueError with a sentence that does not repeat the number.
    """
    code = normal_code(text)
    if re.fullmatch("[0-9]{15}", code):
        kind, body = IdKind.CITIZEN_OLD, f"{code[:6]}19{code[6:]}"
        code = body + _id_check(body)
    elif not re.fullmatch("[0-9]{17}[0-9X]", code):
        raise ValueError("身份证号应为18位：前17位是数字，末位是数字或X。")
    else:
        kind = IdKind.FOREIGNER if code[0] == "9" else IdKind.CITIZEN
        kind = IdKind.RESIDENT if code[:2] in ("81", "82", "83") else kind
    if kind is not IdKind.FOREIGNER and not _PROVINCE.match(code):
        raise ValueError("身份证号开头两位不是省份代码，请核对。")
    try:
        born_on = date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        raise ValueError("身份证号第7至14位不是真实的出生日期，请核对。") from None
    if born_on.year < 1900:
        raise ValueError("身份证号第7至14位不是真实的出生日期，请核对。")
    if code[17] != _id_check(code[:17]):
        raise ValueError("身份证号校验位不对，可能有一位抄错，请核对。")
    return Identity(kind, code, born_on, int(code[16]) % 2 == 0)


_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def read_credit_code(text: str) -> str:
    """The unified social credit code in `text` in normal form, its check character verified (GB 32100)."""
    code = normal_code(text)
    if len(code) != 18:
        raise ValueError("统一社会信用代码应为18位。")
    if any(c not in _USCC for c in code):
        raise ValueError("统一社会信用代码只含数字和大写字母，不含I、O、S、V、Z，请核对。")
    total = sum(w * _USCC.index(c) for w, c in zip(_USCC_WEIGHTS, code[:17], strict=True))
    if code[17] != _USCC[-total % 31]:
        raise ValueError("统一社会信用代码校验位不对，可能有一位抄错，请核对。")
    return code


def read_mobile(text: str) -> str:
    """The mobile phone number in `text` as 11 digits, without blanks and the prefix of the country."""
    found = re.fullmatch(r"(?:\+?86|0086)?(1[3-9][0-9]{9})", normal_code(text))
    if not found:
        raise ValueError("手机号应为11位数字，以13至19开头。")
    return found[1]


# ---- masks, and personal data in free text -----------------------------------------------------------------


def _masked(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[len(text) - tail :] if hidden > 0 else "*" * len(text)


def mask_name(name: str) -> str:
    """张*, however long the name is."""
    return f"{name[0]}*" if name else ""


def mask_id(number: str) -> str:
    """The first 6 and the last 4 characters."""
    return _masked(number, 6, 4)


def mask_phone(number: str) -> str:
    """138****1234."""
    return _masked(number, 3, 4)


def mask_email(address: str) -> str:
    """z****@example.cn."""
    name, at, place = address.partition("@")
    return f"{_masked(name, 1, 0)}{at}{place}"


def mask_account(number: str) -> str:
    """A bank account: the last 4 digits."""
    return _masked(number, 0, 4)


class Span(NamedTuple):
    """Where in a text something personal stands, end exclusive, and what it is: `id` or `phone`."""

    start: int
    end: int
    kind: str


_ID_IN_TEXT = re.compile(r"(?<![0-9])(?=([1-9](?:[ -]?[0-9]){14}(?:(?:[ -]?[0-9]){2}[ -]?[0-9Xx])?)(?![0-9]))")
_PHONE_IN_TEXT = re.compile(r"(?<![0-9])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])")
_HASH = re.compile("[0-9A-Fa-f]{32,}")  # a digest of a file may hold eleven digits in a row


def _is_id(text: str) -> bool:
    try:
        read_id(text)
    except ValueError:
        return False
    return True


def personal_data(text: str) -> list[Span]:
    """Identity numbers and mobile phone numbers in a text that is not meant to hold any, in order of place.

    A number counts as an identity number only if its day of birth and check digit are right, so that long
    file and order numbers pass.
    """
    # every step puts one character for one, so that places stay true
    plain = _HASH.sub(lambda m: "_" * len(m[0]), text.translate(_NARROW))
    ids = [Span(*m.span(1), "id") for m in _ID_IN_TEXT.finditer(plain) if _is_id(m[1])]
    phones = (Span(*m.span(), "phone") for m in _PHONE_IN_TEXT.finditer(plain))
    return sorted(ids + [p for p in phones if not any(i.start < p.end and p.start < i.end for i in ids)])
