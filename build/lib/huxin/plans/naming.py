"""How are a plan and the period of a report called in titles and sentences?"""

import re

_FRAME = re.compile(r"^关于(?:印发)?|的通知$|[《》]")
_KIND = re.compile(
    r"(?:工作|实施|总体|具体|细化)*方案$|(?:工作)?(?:计划|要点|安排)$|的?(?:实施|指导)?意见$|的?若干措施$"
)
_STAGE = re.compile(r"[（(](?:试行|暂行|\d{4}(?:[—\-–至]\d{4})?年|(?:\d{4}年)?修[订改](?:版|稿)?)[）)]$")


def topic(title: str, *places: str) -> str:
    """What a plan of this title is about: 维护新就业形态劳动者劳动保障权益. The names of places before it are left out.

    The name of a campaign stays whole: 护薪行动方案 is about 护薪行动.
    """
    bare = _FRAME.sub("", title).strip()
    for place in places:
        bare = bare.removeprefix(place)
    bare = _STAGE.sub("", bare)
    return _KIND.sub("", bare) or bare


def period_name(period: str) -> str:
    """2026H1 as 2026年上半年, 2026H2 as 2026年全年: the second report of a year is the year's."""
    return f"{period[:4]}年{'上半年' if period.endswith('H1') else '全年'}"
