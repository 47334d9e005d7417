"""How is a document kept in the draft without the contact persons and numbers that stand in it?

Every hidden character becomes one ●, so that all places stay true. The file itself is kept as it came.
"""

import re
from collections.abc import Iterator
from typing import Any

from huxin.adoption.draft_edit import Draft
from huxin.base.chinese import personal_data
from huxin.plans.reading.checks import PERSONAL

CODE = "personal_data"
HIDDEN = "●"
TOLD = "这里有联系人或电话、邮箱、证件号码，本页已用●遮盖；原文件中仍有，不要对外公开"
_LABEL = "(?:联系人|联系方式|联系电话|手机|电话|传真|邮箱|邮件|微信|QQ)"
_BLANK = r"[^\S\t\n]"  # inside one cell
_IN_CONTACT = (
    re.compile(
        rf"{_LABEL}[^：:，,。；;（()）\n]{{0,8}}?[：:]\s*([^：:，,。；;（()）\n]+?)(?=\s*(?:{_LABEL}|[：:，,。；;（()）\n]|$))"
    ),
    re.compile(
        rf"联系人{_BLANK}*(?![及和的与])((?:[一-龥·]|{_BLANK}){{2,6}}?)(?={_BLANK}*[，,、；;]?{_BLANK}*(?:{_LABEL}|\d))"
    ),
    re.compile(rf"联系人{_BLANK}+([一-龥·]{{2,4}})(?![一-龥])"),
    re.compile(r"(\d[\d \-—]{3,}\d)"),
    re.compile(r"([\w.+-]+@[\w-]+\.[\w.]+)"),
)
# a cell that says what stands in the next one, or below it
_CELL = re.compile(rf"(?:{_LABEL}(?:姓名|号码|地址)?[、/及和与]?)+")
_HEADING = re.compile(
    r".*(?:职务|备注|说明|单位|部门|科室|处室|序号|编号|姓名|地址|职责|任务|事项|内容|措施|要求|目标|时限|期限|时间|分工|情况|名称|类别)"
)
_VALUE = re.compile(r"[一-龥·\s、]{2,9}|(?=(?:\D*\d){5}).{5,40}|.{1,40}@.{1,40}")
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
    """Numbers and addresses anywhere; names where the reader has found a contact, or in cells of their own."""
    yield from _in_cells(text)
    yield from ((one.start, one.end) for one in personal_data(text))
    yield from (found.span() for found in PERSONAL.finditer(text))
    for warning in draft["warnings"]:
        if warning["code"] == CODE and (place := warning["place"]):
            for pattern in _IN_CONTACT:
                for found in pattern.finditer(text, place["start"], place["end"]):
                    yield found.span(1)


def _in_cells(text: str) -> Iterator[tuple[int, int]]:
    """Cells of a table (blocks of lines with tabs): what stands behind a label, or in the columns under labels."""
    start, under = 0, set[int]()
    for line in text.split("\n"):
        cells = line.split("\t")
        labels = {n for n, cell in enumerate(cells) if _CELL.fullmatch("".join(cell.split()))} if cells[1:] else set()
        behind = {
            n
            for n, cell in enumerate(cells)
            if n - 1 in labels and n not in labels and _VALUE.fullmatch(cell.strip()) and not _HEADING.fullmatch(cell)
        }
        if labels or not cells[1:]:
            under = labels if not behind else set()  # a row of its own says nothing about the rows below
        at = start
        for n, cell in enumerate(cells):
            if n not in labels and n in behind | under and cell.strip():
                yield at, at + len(cell)
            at += len(cell) + 1
        start += len(line) + 1


def cleaned(draft: Draft) -> Draft:
    """A draft that was kept before contacts were hidden: the same, as long as before, with them hidden."""
    text: str = draft["text"]
    kept = masked(text, draft)
    if kept == text:
        return draft
    places = [one["place"] for one in draft["warnings"] if one["code"] == CODE and one["place"]]
    spans = [(place["start"], place["end"]) for place in places]
    spans += [(start, end) for start, end in _personal(text, draft) if re.search(r"\d{5}|@", text[start:end])]
    told = sorted({(text[start:end], kept[start:end]) for start, end in spans}, key=lambda pair: -len(pair[0]))

    def said(value: Any) -> Any:
        if isinstance(value, str):
            for was, now in told:
                value = value.replace(was, now)
            return value
        if isinstance(value, list):
            return [said(one) for one in value]
        return {name: said(one) for name, one in value.items()} if isinstance(value, dict) else value

    return {**said(draft), "text": kept, "warnings": warned(draft)}


def warned(draft: Draft) -> list[dict[str, object]]:
    """The reader's warnings; those about persons say what was done."""
    return [{**one, "message": TOLD} if one["code"] == CODE else one for one in draft["warnings"]]
