"""How are sums of money, kept as whole fen, read, written and rounded?"""

import re
from decimal import Decimal

from huxin.base.chinese import half_width, spell

_SCALE = {"": 100, "元": 100, "万元": 10**6, "万": 10**6, "亿元": 10**10, "亿": 10**10}
_WHOLE = "[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}"
_SUM = re.compile(rf"[¥￥]?(-?)[¥￥]?({_WHOLE})(?:\.([0-9]{{0,15}}))?([万亿]?元?)整?")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def read_fen(text: str) -> int:
    """The sum written in `text`, in fen: 1234.5, ￥1,234.50, 1234元, 3.2万元, full-width or not.

    Raises ValueError with a sentence for the person who wrote it; a part of a fen is never dropped.
    """
    found = _SUM.fullmatch(half_width(text))
    if not found:
        raise ValueError("金额读不懂，请写成“1234.56”“1,234.56元”或“3.2万元”。")
    minus, whole, part, unit = found.groups("")
    denominator: int = 10 ** len(part)
    fen, rest = divmod(int(whole.replace(",", "") + part) * _SCALE[unit], denominator)
    if rest:
        raise ValueError("金额最多精确到分，请核对小数位数。")
    return -fen if minus else fen


def yuan(fen: int) -> str:
    """123456 → 1,234.56."""
    whole, part = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{part:02}"


def in_yuan(fen: int | None) -> Decimal | None:
    """123456 → 1234.56, a number to calculate with; nothing for nothing."""
    return None if fen is None else Decimal(fen).scaleb(-2)


def half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator to the nearest whole number, a half away from zero (四舍五入)."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


def capitals(fen: int) -> str:
    """The sum in capital characters as papers that pay need it: 壹仟元伍角陆分 (支付结算办法, annex 1)."""
    whole, part = divmod(abs(fen), 100)
    tens, ones = divmod(part, 10)
    text = f"{spell(whole, _DIGITS, _UNITS) or '零'}元" if whole or not part else ""
    if tens:
        text += f"{_DIGITS[tens]}角"
    if ones:
        text += f"{'零' if whole and not tens else ''}{_DIGITS[ones]}分"
    return ("负" if fen < 0 else "") + text + ("" if ones else "整")
