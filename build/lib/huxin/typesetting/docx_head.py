"""How do the heads of 公文, 信函 and 纪要 look in WordprocessingML?"""

from collections.abc import Iterator
from dataclasses import replace

from huxin.typesetting.content import Layout, Paper, signature_organs
from huxin.typesetting.docx_parts import Box, Direct, Element, Frame, Line, Rule, Type, paragraph, run, table
from huxin.typesetting.docx_styles import KAI, Role
from huxin.typesetting.measures import POINTS_PER_MM, MarkFit, Page, fit_mark, on_one_line

MARK_BELOW_TYPE_AREA = 35 * POINTS_PER_MM
MARK_SLACK = 0.1  # of its size, above and below: an exact line as high as the type would cut strokes off
RULE = Rule(size=12, gap=11)  # 1.5 pt, 4 mm below the number
LETTER_RULE = Rule(style="thickThinSmallGap", size=24, gap=11)
LETTER_OVERHANG = (8 * POINTS_PER_MM, 6 * POINTS_PER_MM)  # a rule of 170 mm over a type area of 156


def head_elements(paper: Paper, page: Page) -> Iterator[Element]:
    """Everything above the title that stands in the body; the mark of a letter stands in the header instead."""
    if paper.layout is Layout.LETTER:
        yield paragraph(Role.GAP, (), Direct(exact=14))
        yield _letter_number(paper, page)
        return
    corner = [(Role.COPY_NUMBER, paper.copy_number), (Role.URGENCY, paper.urgency)]
    shown = [paragraph(role, [run(text)]) for role, text in corner if text]
    yield from shown
    slack = MARK_SLACK * fit_mark(paper.mark, page.width).size
    yield paragraph(Role.GAP, (), Direct(exact=MARK_BELOW_TYPE_AREA - len(shown) * page.pitch - slack))
    yield from _mark(paper, page)
    if paper.layout is Layout.MINUTES:
        yield paragraph(Role.NUMBER, [run(paper.printed_number)], Direct(before=page.pitch, pitch=page.pitch))
        yield from _minutes_line(paper, page)
    else:
        yield _number(paper, page)


def _mark(paper: Paper, page: Page) -> Iterator[Element]:
    fit = fit_mark(paper.mark, page.width)
    look = Type(size=fit.size, scale=fit.scale)
    if len(paper.mark.organs) == 1:
        yield paragraph(Role.MARK, [run(paper.mark.organs[0] + paper.mark.suffix, look)], _mark_line(fit))
        return
    suffix_width = fit.size * fit.scale * (len(paper.mark.suffix) + 0.6)
    line = Direct(align="distribute", exact=fit.pitch)
    organs = Box([paragraph(Role.MARK, [run(organ, look)], line) for organ in paper.mark.organs])
    suffix = Box([paragraph(Role.MARK_SUFFIX, [run(paper.mark.suffix, look)])])
    yield table(Frame([page.width - suffix_width, suffix_width], outer=0, inner=0, lines=[Line([organs, suffix])]))


def _mark_line(fit: MarkFit) -> Direct:
    """As high as the type and its slack, in whatever font the mark is set."""
    return Direct(exact=fit.size * (1 + 2 * MARK_SLACK))


def _number(paper: Paper, page: Page) -> Element:
    place = Direct(before=2 * page.pitch, pitch=page.pitch, rule=RULE)
    if not paper.signatories:
        return paragraph(Role.NUMBER, [run(paper.printed_number)], place)
    names = run("　".join(paper.signatories), Type(font=KAI))
    return paragraph(
        Role.NUMBER,
        [run(f"{paper.printed_number}\t签发人："), names],
        replace(place, align="left", first=page.body, tab_right=page.width - page.body),
    )


def _minutes_line(paper: Paper, page: Page) -> Iterator[Element]:
    """Organs at the left and the date at the right, above the red line."""
    organs, date = signature_organs(paper.signature) or ("",), paper.signature.date
    for place, organ in enumerate(organs):
        line = Direct(before=0 if place else page.pitch, pitch=page.pitch, align="left", first=page.body)
        if place == len(organs) - 1:
            organ += ("" if on_one_line(organs, date, page) else "\n") + f"\t{date}"
            line = replace(line, rule=RULE, tab_right=page.width - page.body)
        yield paragraph(Role.ORGAN, [run(organ)], line)


def letter_header(paper: Paper, page: Page) -> Iterator[Element]:
    """The mark of a letter with its thick-thin double line, for the header of the first page."""
    fit = fit_mark(paper.mark, page.width)
    look, (left, right) = Type(size=fit.size, scale=fit.scale), LETTER_OVERHANG
    place = replace(_mark_line(fit), left=-left, right=-right)
    shown = [(Role.MARK, organ) for organ in paper.mark.organs]
    if len(shown) == 1:
        shown = [(Role.MARK, paper.mark.organs[0] + paper.mark.suffix)]
    elif paper.mark.suffix:
        shown.append((Role.MARK_SUFFIX, paper.mark.suffix))
    for role, text in shown[:-1]:
        yield paragraph(role, [run(text, look)], place)
    role, text = shown[-1]
    yield paragraph(role, [run(text, look)], replace(place, rule=LETTER_RULE))


def _letter_number(paper: Paper, page: Page) -> Element:
    """份号 and 紧急程度 at the left, the number at the right of the first line."""
    corner = [(Role.COPY_NUMBER, paper.copy_number), (Role.URGENCY, paper.urgency)]
    left = Box(
        [paragraph(role, [run(text)]) for role, text in corner if text] or [paragraph(Role.COPY_NUMBER)], at="top"
    )
    right = Box([paragraph(Role.NUMBER, [run(paper.printed_number)], Direct(align="right"))], at="top")
    widths = [page.width / 4, page.width * 3 / 4]
    return table(Frame(widths, outer=0, inner=0, lines=[Line([left, right])]))
