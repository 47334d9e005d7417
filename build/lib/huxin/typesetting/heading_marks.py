"""Which mark stands before a heading of an official paper?"""

from huxin.base.chinese import to_chinese


def chinese_number(number: int) -> str:
    """一 … 九十九, as used in headings; beyond that Arabic."""
    return to_chinese(number) if 0 < number < 100 else str(number)


def heading_mark(level: int, number: int) -> str:
    """The mark that GB/T 9704 prescribes for the level."""
    if level <= 2:
        return f"{chinese_number(number)}、" if level == 1 else f"（{chinese_number(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"
