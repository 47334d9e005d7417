"""In which form are the names of enterprises compared, and by which letters are they found?"""

import re
from functools import cache

from huxin.base.chinese import normal_name
from huxin.orgs.models import Area

_SIGNS = re.compile(r"[^\w]|_")
_FORMS = re.compile(r"(股份|有限|责任|公司|合伙企业|个体工商户|经营部|服务部|工作室)+$")


def search_key(name: str) -> str:
    """Small letters, no blanks, brackets or dots: 文山迅蜂（砚山）配送 → 文山迅蜂砚山配送."""
    return _SIGNS.sub("", normal_name(name)).lower()


def initials(name: str) -> str:
    """The first letters of its sounds, letters and figures as they are: 迅蜂360 → xf360."""
    return "".join(part[:1] if part.isalpha() else part for part in _sounds(search_key(name)))[:120]


def _sounds(key: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin  # a dictionary of 40 MB, for those who ask

    parts: list[str] = []
    for piece in re.findall(r"[a-z0-9]+|[^a-z0-9]+", key):
        if piece.isascii():
            parts += list(piece)
        else:
            parts += lazy_pinyin(piece, style=Style.FIRST_LETTER, errors="ignore")
    return parts


@cache
def _places() -> re.Pattern[str]:
    """Names of divisions at the head of a firm's name; they do not tell one firm from another."""
    names = {name for pair in Area.objects.values_list("name", "short_name") for name in pair}
    longest = sorted(names | {f"{name}市" for name in names} | {f"{name}县" for name in names}, key=len, reverse=True)
    return re.compile(f"^({'|'.join(map(re.escape, longest))})+")


def spelt(name: str) -> dict[str, str]:
    """The columns by which a name is found."""
    return {"key": search_key(name), "initials": initials(name), "block": block(name)}


def block(name: str) -> str:
    """The first two signs of its core: names that begin otherwise are not compared for likeness."""
    return core(name)[:2]


def core(name: str) -> str:
    """What is left to tell firms apart: without place at the head and legal form at the end."""
    key = search_key(name)
    bare = _FORMS.sub("", _places().sub("", key))
    return bare or key
