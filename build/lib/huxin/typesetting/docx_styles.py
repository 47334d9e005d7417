"""Which Word style carries which part of a paper? The writer sets them, the reader recognises them by name."""

from dataclasses import dataclass, replace
from enum import StrEnum

from huxin.typesetting.measures import Page

MARK_FONT, SONG, FANG, HEI, KAI = "方正小标宋简体", "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312"
RUN_IN = "接排文字"  # the character style of text that goes on after a heading
RED = "FF0000"


class Role(StrEnum):
    """The part a paragraph plays. The value is the name of its style, as WPS shows it."""

    COPY_NUMBER = "份号"
    URGENCY = "紧急程度"
    MARK = "发文机关标志"
    MARK_SUFFIX = "发文机关标志后缀"
    NUMBER = "发文字号"
    TITLE = "公文标题"
    SUBTITLE = "公文副标题"
    ADDRESSEES = "主送机关"
    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    HEADING_4 = "heading 4"
    MARKED_1 = "一级标题（自带序号）"
    MARKED_2 = "二级标题（自带序号）"
    MARKED_3 = "三级标题（自带序号）"
    MARKED_4 = "四级标题（自带序号）"
    BODY = "公文正文"
    LEFT = "正文居左"
    CENTER = "正文居中"
    RIGHT = "正文居右"
    LABELLED = "名单"
    CAPTION = "表题"
    HEADER_CELL = "表头文字"
    CELL = "表格文字"
    FORM_LABEL = "表单名目"
    FORM_VALUE = "表单内容"
    FORM_FOOT = "表单落款"
    CARD_NAME = "席卡姓名"
    CARD_UNIT = "席卡单位"
    ATTACHMENT = "附件说明"
    ORGAN = "发文机关署名"
    DATE = "成文日期"
    NOTE = "附注"
    ANNEX_LABEL = "附件标识"
    ANNEX_TITLE = "附件标题"
    OPENNESS = "版记公开属性"
    COPIES_TO = "版记抄送"
    PRINTED_BY = "版记印发机关"
    PRINTED_ON = "版记印发日期"
    GAP = "版式空行"  # holds space open; its text, if somebody types some, is body text


NUMBERED = (Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)
MARKED = (Role.MARKED_1, Role.MARKED_2, Role.MARKED_3, Role.MARKED_4)
HEADING_FONTS = (HEI, KAI, FANG, FANG)


@dataclass(frozen=True)
class _Look:
    """Type and position of one role; sizes and spaces in points, indents in characters. `size` 0 is body size."""

    font: str = FANG
    size: float = 0
    align: str = "both"
    first_line: float = 0
    left: float = 0
    before: float = 0
    after: float = 0
    pitch: float = 0  # exact; 0 is the pitch of the page, -1 is as high as the type needs
    keep_next: bool = False
    page_before: bool = False
    outline: int = -1
    color: str = ""
    then: Role | None = None  # role of the paragraph that Enter begins, where it is another


def _looks(page: Page) -> dict[Role, _Look]:
    return _heading_looks() | _text_looks(page) | _table_looks(page)


def _heading_looks() -> dict[Role, _Look]:
    return {
        role: _Look(font=font, first_line=2, keep_next=True, outline=level, then=Role.BODY)
        for roles in (NUMBERED, MARKED)
        for level, (role, font) in enumerate(zip(roles, HEADING_FONTS, strict=True))
    }


def _text_looks(page: Page) -> dict[Role, _Look]:
    title = _Look(font=MARK_FONT, size=page.title, align="center", keep_next=True)
    mark = _Look(font=MARK_FONT, align="center", pitch=-1, color=RED)
    return {
        Role.COPY_NUMBER: _Look(align="left"),
        Role.URGENCY: _Look(font=HEI, align="left"),
        Role.MARK: mark,
        Role.MARK_SUFFIX: mark,
        Role.NUMBER: _Look(align="center"),
        Role.TITLE: title,
        Role.SUBTITLE: _Look(font=KAI, align="center", keep_next=True),
        Role.ADDRESSEES: _Look(then=Role.BODY),
        Role.BODY: _Look(first_line=2),
        Role.LEFT: _Look(align="left"),
        Role.CENTER: _Look(align="center"),
        Role.RIGHT: _Look(align="right"),
        Role.LABELLED: _Look(),
        Role.ATTACHMENT: _Look(keep_next=True),
        Role.ORGAN: _Look(align="right", keep_next=True),
        Role.DATE: _Look(align="right"),
        Role.NOTE: _Look(first_line=2),
        Role.ANNEX_LABEL: _Look(font=HEI, align="left", page_before=True, keep_next=True, then=Role.ANNEX_TITLE),
        Role.ANNEX_TITLE: replace(title, before=page.pitch, after=page.pitch, then=Role.BODY),
        Role.GAP: _Look(size=1, pitch=1, align="left"),
    }


def _table_looks(page: Page) -> dict[Role, _Look]:
    """Tables, forms, cards and the imprint."""
    cell = _Look(size=page.table, pitch=page.table * 1.4, align="left")
    header = replace(cell, font=HEI, align="center")
    imprint = _Look(size=14, pitch=26, left=1)
    return {
        Role.CAPTION: replace(header, before=6, after=4, keep_next=True),
        Role.HEADER_CELL: header,
        Role.CELL: cell,
        Role.FORM_LABEL: header,
        Role.FORM_VALUE: cell,
        Role.FORM_FOOT: replace(cell, align="right"),
        Role.CARD_NAME: _Look(font=HEI, align="center", pitch=-1),
        Role.CARD_UNIT: _Look(font=HEI, size=28, align="center", pitch=40, after=28),
        Role.OPENNESS: imprint,
        Role.COPIES_TO: imprint,
        Role.PRINTED_BY: replace(imprint, align="left"),
        Role.PRINTED_ON: _Look(align="right", size=14, pitch=26),
    }


def style_id(role: Role) -> str:
    return "Huxin" + role.name.title().replace("_", "")


def styles_xml(page: Page) -> str:
    """The whole style part of the document: only our styles, Chinese fonts and exact pitch as defaults."""
    looks = "".join(_style_xml(role, look, page) for role, look in _looks(page).items())
    return f"""<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANG)}<w:spacing w:val="{round(page.tracking * 20)}"/>
<w:kern w:val="0"/>{_size(page.body)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
<w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>
{_pitch(page.pitch)}<w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
<w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>
<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>
<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>
</w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="HuxinRunIn"><w:name w:val="{RUN_IN}"/>
<w:rPr>{_fonts(FANG)}</w:rPr></w:style>
{looks}</w:styles>"""


def _style_xml(role: Role, look: _Look, page: Page) -> str:
    pitch = page.pitch if look.pitch == 0 else max(look.pitch, 0)
    size = look.size or page.body
    flags = ("<w:keepNext/>" if look.keep_next else "") + ("<w:pageBreakBefore/>" if look.page_before else "")
    outline = f'<w:outlineLvl w:val="{look.outline}"/>' if look.outline >= 0 else ""
    color = f'<w:color w:val="{look.color}"/>' if look.color else ""
    tracking = '<w:spacing w:val="0"/>' if look.size or look.color else ""
    then = f'<w:next w:val="{style_id(look.then)}"/>' if look.then else ""
    custom = "" if role in NUMBERED else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id(role)}"><w:name w:val="{role.value}"/>'
        f'<w:basedOn w:val="Normal"/>{then}<w:qFormat/><w:pPr>{flags}{_pitch(pitch, look.before, look.after)}'
        f'{_indent(look, size)}<w:jc w:val="{look.align}"/>{outline}</w:pPr>'
        f"<w:rPr>{_fonts(look.font)}{color}{tracking}{_size(size)}</w:rPr></w:style>"
    )


def _indent(look: _Look, size: float) -> str:
    if not look.first_line and not look.left:
        return ""
    return (
        f'<w:ind w:leftChars="{round(look.left * 100)}" w:left="{round(look.left * size * 20)}" '
        f'w:firstLineChars="{round(look.first_line * 100)}" w:firstLine="{round(look.first_line * size * 20)}"/>'
    )


def _pitch(pitch: float, before: float = 0, after: float = 0) -> str:
    rule = f'w:line="{round(pitch * 20)}" w:lineRule="exact"' if pitch else 'w:line="240" w:lineRule="auto"'
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" {rule}/>'


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'
