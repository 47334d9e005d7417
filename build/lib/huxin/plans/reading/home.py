"""Which place issued the plan, and by what sign (州, 市, 县 …) does it call its own units?"""

import re
from collections import Counter

from huxin.plans.reading.units import LEVELS, Home, Name, places

_PLACE = re.compile(r"(?:中共)?([一-龥]{2,11}?(?:自治区|自治州|自治县|自治旗|[省市州县区盟旗]))")


def find_home(title: str, issuers: list[Name], units: list[Name]) -> Home:
    """The sign that most units carry, and the place of the issuers or of the title that fits it."""
    issuing = [name.place for name in issuers if len(name.place) > 1 and name.place != "国家" and not name.collective]
    signs = Counter(name.place for name in units if name.place in (*LEVELS, "自治区"))
    known = next((one for one in places() if any(title.startswith(name) for name in one.names)), None)
    named = [place for place, _ in Counter(issuing).most_common()] or ([known.names[-1]] if known else [])
    titled = _PLACE.match(title)
    sign = signs.most_common(1)[0][0] if signs else (sign_of(named[0]) if named else "")
    if titled and not known:
        named.append(titled[1])
    court = next((name.kind for name in [*issuers, *units] if name.kind == "中级人民法院"), "")
    return Home(next((place for place in named if sign_of(place) == sign), ""), sign, court)


def sign_of(place: str) -> str:
    """文山壮族苗族自治州 → 州."""
    return "自治区" if place.endswith("自治区") else place[-1:]
