"""How is a document kept in the draft without the contact persons and numbers that stand in it?

Every hidden character becomes one ●, so that all places stay true. The file itself is kept as it came.
"""

import re
from collections.abc import Iterator

from huxin.adoption.draft_edit import Draft
from huxin.base.chinese import personal_data
from huxin.plans.reading.checks import PERSONAL

CODE = "personal_data"
HIDDEN = "●"
TOLD = "这里有联系人或电话、邮箱、证件号码，本页已用●遮盖；原文件中仍有，不要对外公开"
_LABEL = "(?:联系人|联系方式|联系电话|手机|电话|传真|邮箱|邮件|微信|QQ)"
_IN_CONTACT = (
    re.compile(
        rf"{_LABEL}[^：:，,。；;（()）\n]{{0,8}}?[：:]\s*([^：:，,。；;（()）\n]+?)(?=\s*(?:{_LABEL}|[：:，,。；;（()）\n]|$))"
    ),
    re.compile(rf"联系人\s*(?![及和的与])([一-龥·\s]{{2,6}}?)(?=\s*[，,、；;]?\s*(?:{_LABEL}|\d))"),
    re.compile(r"联系人\s+([一-龥·]{2,4})(?![一-龥])"),
    re.compile(r"(\d[\d \-—]{3,}\d)"),
    re.compile(r"([\w.+-]+@[\w-]+\.[\w.]+)"),
)
_HOTLINE = re.compile(r"[19]\d{2,4}(?:[、\s]+[19]\d{2,4})*")  # 12333, 110: numbers for everybody
_SHOWN = re.compile(r"[\s、]")


def masked(text: str, draft: Draft) -> str:
    """The same text, as long as before, with what is personal hidden."""
    letters = list(text)
    for start, end in _personal(text, draft):
        if _HOTLINE.fullmatch(text, start, end):
            continue
        letters[start:end] = [one if _SHOWN.match(one) else HIDDEN for one in letters[start:end]]
    return "".join(letters)


def _personal(text: str, draft: Draft) -> Iterator[tuple[int, int]]:
    """Numbers and addresses anywhere; names where the reader has found a contact."""
    yield from ((one.start, one.end) for one in personal_data(text))
    yield from (found.span() for found in PERSONAL.finditer(text))
    for warning in draft["warnings"]:
        if warning["code"] == CODE and (place := warning["place"]):
            for pattern in _IN_CONTACT:
                for found in pattern.finditer(text, place["start"], place["end"]):
                    yield found.span(1)


def warned(draft: Draft) -> list[dict[str, object]]:
    """The reader's warnings; those about persons say what was done."""
    return [{**one, "message": TOLD} if one["code"] == CODE else one for one in draft["warnings"]]
