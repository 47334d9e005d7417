"""How does a content tree become a DOCX that an office can go on editing in WPS or Word?

Every paragraph carries the style of its part (docx_styles), so that `read_docx` can bring the edited file back.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.image.image import Image
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Emu, Mm, Pt

from huxin.typesetting.content import Annex, Field, Layout, Paper, attachment_lines, signature_organs
from huxin.typesetting.content_check import HEADED, check
from huxin.typesetting.docx_blocks import Draw, block_elements
from huxin.typesetting.docx_head import LETTER_OVERHANG, head_elements, letter_header
from huxin.typesetting.docx_parts import (
    Box,
    Direct,
    Element,
    Frame,
    Line,
    Rule,
    Type,
    element,
    page_number,
    paragraph,
    run,
    table,
    twips,
)
from huxin.typesetting.docx_styles import SONG, Role, style_id, styles_xml
from huxin.typesetting.measures import INK_MM, POINTS_PER_MM, Page, ems, fit_signature, page_of

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip file can name
UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
UNWANTED_PARTS = ("thumbnail", "customXml", "stylesWithEffects")


def render_docx(paper: Paper, *, at: datetime | None = None) -> bytes:
    """The paper as DOCX. The same tree and `at` give the same bytes. Raises InvalidContent as `check` does."""
    check(paper)
    page = page_of(paper.layout)
    document = docx.Document()
    _clean(document, page)
    _set_page(document.sections[0], page)
    _append(document, _elements(paper, page, _draw(document)))
    _page_furniture(document, paper, page)
    for annex in paper.annexes:
        _annex(document, annex, page)
    imprint = list(_imprint(paper, page))
    if imprint and document.sections[-1].orientation is WD_ORIENT.LANDSCAPE:
        _section(document, landscape=False)
    _append(document, imprint)
    _properties(document, paper.title.replace("\n", ""), at or UNDATED)
    saved = io.BytesIO()
    document.save(saved)
    return _with_fixed_times(saved.getvalue())


def _elements(paper: Paper, page: Page, draw: Draw) -> Iterator[Element]:
    """The body up to the first annex."""
    if paper.layout in HEADED:
        yield from head_elements(paper, page)
    if paper.layout is Layout.CARDS:
        yield from block_elements(paper.blocks, page, page.width, draw)
        return
    yield from _title(paper, page)
    if paper.addressees:
        yield paragraph(Role.ADDRESSEES, [run(f"{paper.addressees}：")])
    made = list(block_elements(paper.blocks, page, page.width, draw))
    if made and paper.signature.date and made[-1].tag == qn("w:p"):
        made[-1].pPr.insert(1, element("w:keepNext"))
    yield from made
    yield from _attachments(paper, page)
    if paper.layout is not Layout.MINUTES:
        yield from _signature(paper, page)
    if paper.note:
        yield paragraph(Role.NOTE, [run(f"（{paper.note}）")])


def _draw(document: Document) -> Draw:
    """Puts the drawing of a signature into this file, as high as in the PDF."""

    def draw(field: Field, width: float) -> tuple[Element, float]:
        shape = Image.from_blob(field.ink)
        high = min(Mm(INK_MM), int(Pt(width) * shape.px_height / shape.px_width))
        wide = int(high * shape.px_width / shape.px_height)
        drawn = document.part.new_pic_inline(io.BytesIO(field.ink), Emu(wide), Emu(high))
        drawn.docPr.set("descr", f"{field.label}：{field.value}".replace("\n", ""))
        made, holder = element("w:r"), element("w:drawing")
        holder.append(drawn)
        made.append(holder)
        return made, Emu(high).pt

    return draw


def _title(paper: Paper, page: Page) -> Iterator[Element]:
    roomy = paper.layout in HEADED
    above = Direct(before=2 * page.pitch, pitch=page.pitch) if roomy else None
    if paper.title:
        yield paragraph(Role.TITLE, [run(paper.title)], above)
    if paper.subtitle:
        yield paragraph(Role.SUBTITLE, [run(paper.subtitle)])
    yield paragraph(Role.GAP, (), Direct(exact=page.pitch / (4 if paper.layout is Layout.SHEET else 1)))


def _attachments(paper: Paper, page: Page) -> Iterator[Element]:
    """附件说明: an empty line, then names that hang under the first letter of the first name."""
    single = len(paper.attachments) == 1
    for place, line in enumerate(attachment_lines(paper.attachments)):
        hanging = (3 if single else 4 if place == 0 else 1) * page.body
        left = (5 if single else 6) * page.body
        indent = Direct(left=left, hanging=hanging)
        if place == 0:
            indent = replace(indent, before=page.pitch, pitch=page.pitch)
        yield paragraph(Role.ATTACHMENT, [run(line)], indent)


def _signature(paper: Paper, page: Page) -> Iterator[Element]:
    fit, organs = fit_signature(paper.signature), signature_organs(paper.signature)
    if organs or paper.signature.date:
        yield paragraph(Role.GAP, (), Direct(exact=2 * page.pitch, keep_next=True))
    if fit.columns > 1:
        cells = [Box([paragraph(Role.ORGAN, [run(organ)], Direct(align="center"))], at="bottom") for organ in organs]
        cells += [Box([paragraph(Role.ORGAN)])] * (-len(cells) % fit.columns)
        rows = [cells[start : start + fit.columns] for start in range(0, len(cells), fit.columns)]
        yield table(
            Frame(
                [page.width / fit.columns] * fit.columns,
                outer=0,
                inner=0,
                lines=[Line(row, height=4 * page.pitch) for row in rows],
            )
        )
    else:
        for organ in organs:
            yield paragraph(Role.ORGAN, [run(organ)], Direct(right=fit.organ * page.body))
    if paper.signature.date:
        yield paragraph(Role.DATE, [run(paper.signature.date)], Direct(right=fit.date * page.body))


def _imprint(paper: Paper, page: Page) -> Iterator[Element]:
    """版记: a table that stands at the bottom of the last page."""
    imprint, letter, lines = paper.imprint, paper.layout is Layout.LETTER, []
    hanging = 3 * 14.0
    for role, text in (
        (Role.OPENNESS, f"公开属性：{imprint.openness}" if imprint.openness else ""),
        (Role.COPIES_TO, f"抄送：{imprint.copies_to}。" if imprint.copies_to else ""),
    ):
        if text:
            place = Direct(left=14 + hanging, hanging=hanging)
            lines.append(Line([Box([paragraph(role, [run(text)], place)], across=2)]))
    if not letter and (imprint.printed_by or imprint.printed_on):
        day = f"{imprint.printed_on}印发" if imprint.printed_on else ""
        lines.append(
            Line(
                [
                    Box([paragraph(Role.PRINTED_BY, [run(imprint.printed_by)] if imprint.printed_by else [])]),
                    Box([paragraph(Role.PRINTED_ON, [run(day)] if day else [], Direct(right=14))]),
                ]
            )
        )
    if lines:
        day_width = (ems(f"{imprint.printed_on}印发") + 3) * 14
        widths = [page.width - day_width, day_width]
        yield table(
            Frame(
                widths,
                outer=0 if letter else 8,
                inner=0 if letter else 6,
                only_horizontal=True,
                at_page_bottom=True,
                lines=lines,
            )
        )
        yield paragraph(Role.GAP)


def _annex(document: Document, annex: Annex, page: Page) -> None:
    """A sideways annex is a section of its own; an upright one only begins a page."""
    sideways = document.sections[-1].orientation is WD_ORIENT.LANDSCAPE
    if annex.landscape or sideways:
        _section(document, landscape=annex.landscape)
    width = (297 - page.left - page.right) * POINTS_PER_MM if annex.landscape else page.width
    _append(
        document,
        [
            paragraph(Role.ANNEX_LABEL, [run(annex.label)]),
            paragraph(Role.ANNEX_TITLE, [run(annex.title)]),
            *block_elements(annex.blocks, page, width, _draw(document)),
        ],
    )


def _append(document: Document, elements: Iterable[Element]) -> None:
    end = document.element.body.sectPr
    for made in elements:
        end.addprevious(made)


def _section(document: Document, *, landscape: bool) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    document.element.body.p_lst[-1].pPr.style = style_id(Role.GAP)
    section.different_first_page_header_footer = False
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))


def _set_page(section: Section, page: Page) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance = Mm(min(30, page.top))
    section.footer_distance = Mm(21.5 if page.bottom > 30 else page.bottom / 2)
    properties: Element = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("w:docGrid", type="lines", linePitch=twips(page.pitch)))


def _page_furniture(document: Document, paper: Paper, page: Page) -> None:
    """Page numbers: odd at the right, even at the left; on a sheet in the middle; no cards, no letter's first."""
    section = document.sections[0]
    if paper.layout is Layout.CARDS:
        return
    if paper.layout is Layout.SHEET:
        _fill(section.footer, [_numbered_footer("center")])
        return
    document.settings.odd_and_even_pages_header_footer = True
    _fill(section.footer, [_numbered_footer("right")])
    _fill(section.even_page_footer, [_numbered_footer("left")])
    if paper.layout is Layout.LETTER:
        section.different_first_page_header_footer = True
        _fill(section.first_page_header, letter_header(paper, page))
        left, right = LETTER_OVERHANG
        rule = Rule(side="top", style="thinThickSmallGap", size=24, gap=1)
        _fill(section.first_page_footer, [paragraph(Role.GAP, (), Direct(left=-left, right=-right, rule=rule))])


def _numbered_footer(align: str) -> Element:
    return paragraph(Role.LEFT, page_number(Type(font=SONG, size=14)), Direct(left=14, right=14, align=align))


def _fill(place: _Header | _Footer, elements: Iterable[Element]) -> None:
    place.is_linked_to_previous = False
    holder: Element = place._element
    for old in list(holder):
        holder.remove(old)
    holder.extend(elements)


def _clean(document: Document, page: Page) -> None:
    """Take the library's template down to what we need: our styles, Chinese, no picture, no foreign parts."""
    styles = document.styles.element
    styles[:] = list(parse_xml(styles_xml(page)))
    settings: Element = document.settings.element
    for name in ("w:rsids", "w:zoom", "w:savePreviewPicture"):
        for old in settings.findall(qn(name)):
            settings.remove(old)
    for spacing in settings.findall(qn("w:characterSpacingControl")):
        spacing.set(qn("w:val"), "compressPunctuation")  # as the PDF is set
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # as Word since 2013; less shows as 兼容模式
    for language in settings.findall(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for rels in (document.part.package.rels, document.part.rels):
        for key, relation in list(rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in UNWANTED_PARTS:
                del rels[key]


def _properties(document: Document, title: str, at: datetime) -> None:
    """Title and date only; nobody's name."""
    core = document.core_properties
    core.author = core.last_modified_by = core.comments = core.keywords = core.subject = core.category = ""
    core.title, core.revision, core.language = title[:255], 1, "zh-CN"
    core.created = core.modified = at.astimezone(UTC)


def _with_fixed_times(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
