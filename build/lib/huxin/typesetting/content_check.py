"""What keeps a content tree from being printed?"""

from collections.abc import Iterable, Iterator

from huxin.typesetting.content import (
    Block,
    Card,
    Form,
    Heading,
    Imprint,
    InvalidContent,
    Labelled,
    Layout,
    Paper,
    Table,
)

HEADED = (Layout.OFFICIAL, Layout.LETTER, Layout.MINUTES)
MOST_COLUMNS = 63  # as many as Word allows


def check(paper: Paper) -> None:
    """Refuse a tree that cannot be printed; every problem is named at once."""
    problems = tuple(_problems(paper))
    if problems:
        raise InvalidContent(problems)


def _problems(paper: Paper) -> Iterator[str]:
    if paper.layout in HEADED:
        yield from _head_problems(paper)
    else:
        yield from _headless_problems(paper)
    if paper.layout is Layout.CARDS:
        if not paper.blocks:
            yield "席卡：没有人名"
        if any(not isinstance(block, Card) for block in paper.blocks):
            yield "席卡：只能放席卡，其他内容请另行成文"
        if any(isinstance(block, Card) and not block.name for block in paper.blocks):
            yield "席卡：有席卡没有姓名"
        if paper.annexes or paper.imprint != Imprint():
            yield "席卡：不能有附件或版记"
    else:
        if not paper.title:
            yield "缺少标题"
        yield from _block_problems(paper.blocks, "正文")
    for place, annex in enumerate(paper.annexes, start=1):
        if not annex.label or not annex.title:
            yield f"第{place}个附件：缺少“附件”字样或标题"
        yield from _block_problems(annex.blocks, annex.label or f"第{place}个附件")
    if any(not name for name in paper.attachments):
        yield "附件说明：有附件没有名称"
    if any(not organ for organ in paper.signature.organs):
        yield "署名：有机关没有名称"


def _head_problems(paper: Paper) -> Iterator[str]:
    if not any(paper.mark.organs):
        yield "缺少发文机关标志"
    elif not all(paper.mark.organs):
        yield "发文机关标志：有机关没有名称"
    if paper.number is not None and any(bracket in paper.number for bracket in "[]［］【】"):
        yield f"发文字号“{paper.number}”：年份应使用六角括号〔〕"
    if paper.copy_number and not (paper.copy_number.isascii() and paper.copy_number.isdigit()):
        yield f"份号“{paper.copy_number}”：应为阿拉伯数字"
    if any(not name or "\u3000" in name for name in paper.signatories):
        yield "签发人：每人应有姓名，姓名中不用全角空格"
    if paper.signatories and paper.layout is not Layout.OFFICIAL:
        yield "签发人：只有公文版式标注签发人"


def _headless_problems(paper: Paper) -> Iterator[str]:
    if paper.mark.organs or paper.number or paper.copy_number or paper.urgency or paper.signatories:
        yield "这种版式没有版头，不能有发文机关标志、发文字号、份号、紧急程度或签发人"


def _block_problems(blocks: Iterable[Block], part: str) -> Iterator[str]:
    for place, block in enumerate(blocks, start=1):
        where = f"{part}第{place}段"
        match block:
            case Heading():
                if not 1 <= block.level <= 4:
                    yield f"{where}：标题层级应为1至4，现为{block.level}"
                if not block.text:
                    yield f"{where}：标题没有文字"
            case Labelled():
                if not block.label or "：" in block.label:
                    yield f"{where}：名目“{block.label}”应有文字且不含冒号"
            case Table():
                yield from _table_problems(block, where)
            case Form():
                yield from _form_problems(block, where)
            case Card():
                yield f"{where}：席卡只能用于席卡版式"


def _table_problems(table: Table, where: str) -> Iterator[str]:
    if not 1 <= len(table.columns) <= MOST_COLUMNS:
        yield f"{where}：表格应有1至{MOST_COLUMNS}列，现有{len(table.columns)}列"
        return
    if any(column.width < 1 for column in table.columns):
        yield f"{where}：表格的列宽应为正数"
    if not table.rows:
        yield f"{where}：表格没有行"
    if not 0 <= table.header_rows <= len(table.rows):
        yield f"{where}：表头行数应在0至{len(table.rows)}之间，现为{table.header_rows}"
    if not 0 <= table.row_height_mm <= 100:
        yield f"{where}：表格的行高应在0至100毫米之间，现为{table.row_height_mm}"
    yield from _grid_problems(table, where)


def _grid_problems(table: Table, where: str) -> Iterator[str]:
    """Every place of the grid must be covered exactly once, and no header cell may reach into the body."""
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while (number, column) in covered:
                column += 1
            if cell.across < 1 or cell.down < 1:
                yield f"{where}：第{number + 1}行有单元格的合并数小于1"
                return
            end = table.header_rows if number < table.header_rows else len(table.rows)
            places = {(number + down, column + across) for down in range(cell.down) for across in range(cell.across)}
            if column + cell.across > len(table.columns) or number + cell.down > end or places & covered:
                yield f"{where}：第{number + 1}行的单元格“{cell.text[:10]}”超出了表格或压住了别的单元格"
                return
            covered |= places
        if any((number, place) not in covered for place in range(len(table.columns))):
            yield f"{where}：第{number + 1}行的单元格不足{len(table.columns)}列"
            return


def _form_problems(form: Form, where: str) -> Iterator[str]:
    if not form.rows:
        yield f"{where}：表单没有行"
    for number, row in enumerate(form.rows, start=1):
        if not 1 <= len(row.fields) <= 4:
            yield f"{where}：表单第{number}行应有1至4项，现有{len(row.fields)}项"
        if not 0 <= row.height_mm <= 200:
            yield f"{where}：表单第{number}行的高度应在0至200毫米之间"
