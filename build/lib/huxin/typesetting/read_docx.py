"""How does a paper that was edited in WPS or Word come back into its content tree?

Parts are recognised by their styles, then by their unchanged text, then by their marks. No text is lost: what has lost
its place becomes body text, and every doubt is a remark with its place.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from huxin.typesetting.content import SEAL_PLACE, Imprint, InvalidContent, Layout, Mark, Paper, Signature
from huxin.typesetting.content_check import HEADED, check
from huxin.typesetting.docx_assemble import Assembly, annexes
from huxin.typesetting.docx_package import opened
from huxin.typesetting.docx_scan import Remark, scan
from huxin.typesetting.docx_styles import Role
from huxin.typesetting.render_docx import render_docx

NAMES = {
    "title": "标题",
    "subtitle": "副标题",
    "mark": "发文机关标志",
    "number": "发文字号",
    "copy_number": "份号",
    "urgency": "紧急程度",
    "signatories": "签发人",
    "addressees": "主送机关",
    "attachments": "附件说明",
    "signature": "落款",
    "note": "附注",
    "imprint": "版记",
    "annexes": "附件",
}
INDISPENSABLE = ("title", "mark")


def read_docx(data: bytes, original: Paper) -> tuple[Paper, tuple[Remark, ...]]:
    """The edited paper, and in remarks what could not be read or was read otherwise.

    `original` is the tree the file was made from: it gives the layout and what a DOCX does not show. A remark also says
    what `check` will object to. Raises UnreadableDocx (docx_package) when the file cannot be taken at all.
    """
    found = scan(opened(data))
    assembly = Assembly(original, scan(opened(render_docx(original))))
    assembly.take(found)
    changed = _fields(assembly, original)
    remarks = [*found.remarks, *assembly.remarks]
    for name in NAMES:
        if name in changed and _filled(getattr(original, name)) and not _filled(changed[name]):
            remarks.append(_missing(name))
            if name in INDISPENSABLE:
                del changed[name]
    paper = replace(original, **changed)
    return paper, (*remarks, *_problems(paper))


def _filled(value: Any) -> bool:
    return bool(value.organs) if isinstance(value, Mark) else value not in ((), "", None, Signature(), Imprint())


def _missing(name: str) -> Remark:
    if name in INDISPENSABLE:
        return Remark(NAMES[name], f"修改稿里找不到{NAMES[name]}，保留了原来的，请核对")
    return Remark(NAMES[name], f"修改稿里没有{NAMES[name]}，按已删除处理，请核对")


def _problems(paper: Paper) -> Iterator[Remark]:
    try:
        check(paper)
    except InvalidContent as error:
        yield from (Remark("全文", problem) for problem in error.problems)


def _fields(assembly: Assembly, original: Paper) -> dict[str, Any]:
    """The fields of the paper that a file of this layout shows."""
    blocks = {"blocks": tuple(assembly.parts[0].blocks)}
    if original.layout is Layout.CARDS:
        return blocks

    def said(role: Role) -> str:
        return "\n".join(assembly.fields.get(role, ()))

    head = _head(assembly, original) if original.layout in HEADED else {}
    return (
        blocks
        | head
        | {
            "title": said(Role.TITLE),
            "subtitle": said(Role.SUBTITLE),
            "addressees": said(Role.ADDRESSEES),
            "attachments": tuple(_attachments(assembly.fields.get(Role.ATTACHMENT, []))),
            "signature": _signature(assembly, original.layout),
            "note": re.sub(r"^[（(](.*)[）)]$", r"\1", said(Role.NOTE).strip(), flags=re.DOTALL),
            "annexes": annexes(assembly.parts[1:]),
            "imprint": _imprint(assembly, original),
        }
    )


def _head(assembly: Assembly, original: Paper) -> dict[str, Any]:
    fields = assembly.fields
    number, _, names = "\n".join(fields.get(Role.NUMBER, ())).partition("签发人：")
    organs = [line.strip() for text in fields.get(Role.MARK, ()) for line in text.split("\n") if line.strip()]
    suffix = "\n".join(fields.get(Role.MARK_SUFFIX, ())).strip()
    if len(organs) == 1 and not suffix and organs[0] != original.mark.suffix:
        suffix = original.mark.suffix if organs[0].endswith(original.mark.suffix) else ""
        organs = [organs[0].removesuffix(suffix)]
    blank = replace(original, number=None).printed_number
    return {
        "mark": Mark(tuple(organs), suffix),
        "number": None if _packed(number) in ("", _packed(blank)) else number.replace("\t", " "),
        "copy_number": "\n".join(fields.get(Role.COPY_NUMBER, ())),
        "urgency": "\n".join(fields.get(Role.URGENCY, ())),
        "signatories": tuple(name.strip() for name in re.split("[\u3000\n\t]", names) if name.strip()),
    }


def _packed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _attachments(lines: list[str]) -> Iterator[str]:
    """Names without 附件： and without the numbers that several attachments carry."""
    bare = [re.sub(r"^\s*附件\s*[：:]", "", lines[0], count=1), *lines[1:]] if lines else []
    for place, line in enumerate(bare, start=1):
        if len(bare) > 1:
            expected = f"{place}."
            line = line.strip()
            line = line[len(expected) :] if line.startswith(expected) else re.sub(r"^\d+[.．、]", "", line, count=1)
        if line.strip():
            yield line


def _signature(assembly: Assembly, layout: Layout) -> Signature:
    organs = assembly.fields.get(Role.ORGAN, [])
    date = "\n".join(assembly.fields.get(Role.DATE, ()))
    if layout is Layout.MINUTES and organs:
        last, tab, day = organs[-1].rpartition("\t")
        if tab:
            organs, date = [*organs[:-1], last], f"{day}\n{date}"
    organs = [organ.strip() for organ in organs if organ.strip()]
    sealed = bool(organs) and all(organ.endswith(SEAL_PLACE) for organ in organs)
    return Signature(tuple(organ.removesuffix(SEAL_PLACE) if sealed else organ for organ in organs), date, sealed)


def _imprint(assembly: Assembly, original: Paper) -> Imprint:
    def said(role: Role, label: str = "") -> str:
        return (
            re.sub(f"^{label}[：:]", "", "\n".join(assembly.fields.get(role, ())).strip())
            if label
            else "\n".join(assembly.fields.get(role, ()))
        )

    hidden = original.imprint if original.layout is Layout.LETTER else None  # a letter does not print who prints it
    return Imprint(
        copies_to=said(Role.COPIES_TO, "抄送"),
        openness=said(Role.OPENNESS, "公开属性"),
        printed_by=hidden.printed_by if hidden else said(Role.PRINTED_BY),
        printed_on=hidden.printed_on if hidden else said(Role.PRINTED_ON),
    )
