"""Which mark stands before a heading of an official paper?"""


def chinese_number(number: int) -> str:
    """一 … 九十九, as used in headings; beyond that Arabic."""
    digits = "零一二三四五六七八九"
    if not 0 < number < 100:
        return str(number)
    tens, units = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[units] if units else "")


def heading_mark(level: int, number: int) -> str:
    """The mark that GB/T 9704 prescribes for the level."""
    if level <= 2:
        return f"{chinese_number(number)}、" if level == 1 else f"（{chinese_number(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"
