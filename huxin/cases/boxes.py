"""What stands in the signature boxes of a paper of a case: who has signed where, and on which day?

Each who signs has a box of his own, also where the form has one for all claimants or for two officials. The boxes are
filled whenever the paper is read or printed, from the signatures under its text as it stands; the text itself, and the
hash that each signature is bound to, stay as the signers saw them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.timezone import localtime

from huxin.base.actor import Actor
from huxin.base.chinese import spoken_date
from huxin.cases import recorded, signing
from huxin.cases.models import Case, Party
from huxin.cases.records import PaperSignature
from huxin.cases.wording import full_name
from huxin.documents import media
from huxin.documents.models import Document, Paper
from huxin.documents.store import place as lies
from huxin.typesetting import content
from huxin.typesetting.content import Field, Form, FormRow
from huxin.typesetting.content_json import from_json

_FIRM = (Party.Role.RESPONDENT,)
_OF_PARTIES: dict[str, tuple[str, ...]] = {  # whose box it is by its label; any other is the office's
    "申请人": (Party.Role.CLAIMANT,), "被申请人": _FIRM, "用人单位": _FIRM, "单位在场人员": _FIRM, "单位人员": _FIRM,
    "第三人": (Party.Role.THIRD,), "被约谈单位人员": _FIRM, "被询问人": tuple(Party.Role.values),
}  # fmt: skip
_TWO, _HEIGHT = "（两人）", 24
_LABEL = re.compile(r"\s|签名|签字|（两人）")
_HOW = {
    PaperSignature.Mode.DRAWN: "（屏幕签字）", PaperSignature.Mode.SCAN: "（签在打印件上，扫描件存卷）",
}  # fmt: skip


def office_places(paper: Paper, by: Actor) -> list[str]:
    """The boxes in which this official may still sign, by their labels."""
    if not signing.open_to_office(paper, by):
        return []
    found = [_place(field) for form in _forms(from_json(paper.tree)) for field in _fields(form)]
    return [place for place in found if place not in _OF_PARTIES and recorded.may_fill(paper, place, by.name)]


def signed_in(paper: Paper, tree: content.Paper) -> content.Paper:
    """The same paper with every signature in its box."""
    forms = _forms(tree)
    if not forms:
        return tree
    case = Case.objects.get(pk=paper.subject_id or 0)
    rows = list(
        signing.valid(paper)
        .select_related("party__enterprise", "party__case", "agent__case", "user", "document")
        .order_by("pk")
    )
    asked = signing.each_asked(paper, case, rows)
    blocks = tuple(_filled(block, rows, asked) if block in forms else block for block in tree.blocks)
    return replace(tree, blocks=blocks)


def _forms(tree: content.Paper) -> list[Form]:
    forms = [block for block in tree.blocks if isinstance(block, Form)]
    return [form for form in forms if all(_place(field) for field in _fields(form))]


def _fields(form: Form) -> list[Field]:
    return [field for row in form.rows for field in row.fields]


def _place(field: Field) -> str:
    """Who signs in this box, by its label; empty where nobody does."""
    return _LABEL.sub("", field.label) if field.foot and re.search("签名|签字", field.label) else ""


def _filled(form: Form, rows: Sequence[PaperSignature], asked: Sequence[Party]) -> Form:
    boxes = [box for field in _fields(form) for box in _boxes(field, rows, asked)]
    if boxes == _fields(form):
        return form
    return Form(tuple(FormRow(tuple(boxes[at : at + 2]), _HEIGHT) for at in range(0, len(boxes), 2)))


def _boxes(field: Field, rows: Sequence[PaperSignature], asked: Sequence[Party]) -> Iterator[Field]:
    """The box of the form; one for each where several sign in it."""
    place = _place(field)
    single = replace(field, label=field.label.replace(_TWO, ""))
    if place not in _OF_PARTIES:
        signed = [row for row in rows if row.place == place]
        yield from (_signed(single, row) for row in signed)
        if not signed or (_TWO in field.label and len(signed) == 1):
            yield single if signed else field
        return
    by_party = {row.party_id: row for row in rows}
    here = [party for party in asked if party.role in _OF_PARTIES[place]]
    for party in here:
        if row := by_party.get(party.pk):
            yield _signed(single, row)
        else:
            yield replace(single, value=full_name(party)) if len(here) > 1 else field
    if not here:
        yield field


def _signed(box: Field, row: PaperSignature) -> Field:
    name = row.user.name if row.user and row.party is None else signing.signer(row, full_name)
    words = name + _HOW.get(PaperSignature.Mode(row.mode), "")
    if row.document is None:
        seen = f"\n见证人：{row.witnesses}" if row.witnesses else ""
        words = f"{words}\n{row.get_mode_display()}：{row.reason}{seen}"
    return replace(box, value=words, foot=spoken_date(localtime(row.signed_at).date()), ink=_ink(row))


def drawing(row: PaperSignature) -> Document | None:
    """The picture that stands in the box, where it was drawn on the screen."""
    drawn = row.mode == PaperSignature.Mode.DRAWN and row.document is not None and row.document.media_type == media.PNG
    return row.document if drawn else None


def _ink(row: PaperSignature) -> bytes:
    """The drawing; a file that is gone leaves the words, and is reported where it is opened."""
    kept = drawing(row)
    file = lies(kept.sha256) if kept else None
    return file.read_bytes() if file and file.exists() else b""
