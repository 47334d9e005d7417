"""What stands on the cover (卷皮) of a case's file, in its list of contents (卷内目录), on its end sheet (备考表)?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from huxin.base.chinese import spoken_date
from huxin.cases.counsel import Counsel, CounselReport, reports_on
from huxin.cases.drafting import organ_of
from huxin.cases.facts import Facts
from huxin.cases.models import Case, Party
from huxin.cases.procedure import PROCEDURES
from huxin.cases.records import PaperSignature
from huxin.cases.wording import called, firm_name, form, full_name, names, reporter, said, told_on
from huxin.typesetting.content import Align, Block, Column, Field, Layout, Paper, Table, cells, plain


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list of contents; without a page it is listed only, with name, size and hash of its file."""

    title: str
    number: str
    by: str
    on: date
    page: int | None
    file: tuple[str, int, str] | None = None


def cover(case: Case, lines: Sequence[Line], pages: int, *, whole: bool, inner: bool) -> Paper:
    """The cover: whose case it was, of whom, from when to when, how it ended, how thick the file is."""
    declared = PROCEDURES[case.procedure]
    ended = spoken_date(localtime(case.closed_at).date()) if case.closed_at else "办理中"
    officers = "、".join(one.name for one in (case.officer, case.second_officer) if one) or "未指派"
    third = names(case, Party.Role.THIRD)
    lawyers = [counsel.user.name for counsel, _ in reversed(reports_on(case))]
    grid = form(
        (Field("办案单位", case.organisation.name),),
        (Field("案件编号", case.number), Field("程序", declared.title)),
        (Field("案由", case.title),),
        (Field(called(case, Party.Role.CLAIMANT), reporter(case)),),
        (Field(called(case, Party.Role.RESPONDENT), firm_name(case)),),
        *(((Field("第三人", third),),) if third else ()),
        (Field("登记日期", told_on(case)), Field("结案日期", ended)),
        (Field("办理结果", declared.step(case.step).title), Field("承办人", officers)),
        *(((Field("承办律师", "、".join(lawyers)),),) if lawyers else ()),
        (Field("材料", f"{len(lines)}件"), Field("页数", f"{pages}页")),
        (Field("保管期限", ""), Field("档号", "")),
    )
    volume = "副卷" if inner else "正卷"
    what = f"案卷（{volume}）" if whole else f"材料（{volume}）"
    title = f"{organ_of(case.organisation).name}\n{declared.title}{what}"
    return Paper(layout=Layout.SHEET, title=title, blocks=(grid,))


def discussion(case: Case, given: Facts) -> Paper:
    """集体讨论记录: when, who was there, what was concluded; those who were there sign the print."""
    grid = form(
        (Field("案件编号", case.number), Field("案由", case.title)),
        (Field("讨论日期", said(given, "held_on")), Field("参加人员", said(given, "present"))),
        ((Field("讨论结论", said(given, "conclusion")),), 40),
        ((Field("参加人员签名", "", "　　年　月　日"), Field("记录人签名", "", "　　年　月　日")), 24),
    )
    return Paper(layout=Layout.SHEET, title="集体讨论记录", blocks=(grid,))


def stated(case: Case, title: str, lines: Iterable[tuple[str, str]]) -> Paper:
    """What a party said or asked for in the course of the case (陈述申辩、要求听证、撤回), as it was given."""
    grid = form(
        (Field("案件编号", case.number), Field("案由", case.title)),
        *(((Field(label, value),), 30 if len(value) > 40 else 12) for label, value in lines),
    )
    return Paper(layout=Layout.SHEET, title=title, blocks=(grid,))


def reported(case: Case, counsel: Counsel, row: CounselReport) -> Paper:
    """A report of the lawyer to whom legal aid was assigned, with what the centre said to it."""
    answer = ""
    if row.accepted_at:
        answer = f"{spoken_date(localtime(row.accepted_at).date())}审收"
    elif row.returned_at:
        answer = f"{spoken_date(localtime(row.returned_at).date())}退回：{row.return_reason}"
    grid = form(
        (Field("案件编号", case.number), Field("案由", case.title)),
        (Field("承办律师", counsel.user.name), Field("日期", spoken_date(row.done_on))),
        ((Field("内容", row.text),), 60),
        *(((Field("机构意见", answer),),) if answer else ()),
    )
    return Paper(layout=Layout.SHEET, title=f"法律援助{row.get_kind_display()}", blocks=(grid,))


def unsigned(row: PaperSignature, party: Party) -> Paper:
    """未签字的情况说明: who did not sign which record, why, who saw it; they sign the print."""
    case = party.case
    grid = form(
        (Field("案件编号", case.number), Field("笔录", row.paper.title)),
        (Field("未签字的人", full_name(party)), Field("情形", row.get_mode_display())),
        ((Field("原因", row.reason),), 30),
        (Field("见证人", row.witnesses or "无"), Field("登记日期", spoken_date(localtime(row.signed_at).date()))),
        ((Field("办案人员签名（两人）", "", "　　年　月　日"), Field("见证人签名", "", "　　年　月　日")), 24),
    )
    return Paper(layout=Layout.SHEET, title="当事人未签字的情况说明", blocks=(grid,))


def contents(lines: Sequence[Line]) -> Paper:
    """Every piece with who answers for it, its day, and the page on which it begins."""
    header = cells("序号", "文号", "责任者", "题名", "日期", "页号", bold=True)
    rows = tuple(
        cells(str(n), line.number, line.by, line.title, f"{line.on:%Y-%m-%d}",
              str(line.page) if line.page else "电子")
        for n, line in enumerate(lines, 1)
    )  # fmt: skip
    widths, words = (2, 5, 5, 8, 4, 2), (1, 2, 3)
    columns = tuple(Column(w, Align.LEFT if n in words else Align.CENTER) for n, w in enumerate(widths))
    return Paper(layout=Layout.SHEET, title="卷内目录", blocks=(Table(columns, (header, *rows)),))


def end_sheet(lines: Sequence[Line], pages: int, *, by: str, on: date) -> Paper:
    """How much there is, what is kept as a file only and by which hash it is known, who put the file together."""
    unprinted = [(n, line.file) for n, line in enumerate(lines, 1) if line.file]
    blocks: list[Block] = [plain(f"本卷共有材料{len(lines)}件，编号{pages}页。")]
    if unprinted:
        header = cells("目录序号", "文件名", "字节", "SHA-256", bold=True)
        rows = tuple(cells(str(n), name, str(size), grouped(sha256)) for n, (name, size, sha256) in unprinted)
        columns = (Column(2), Column(4, Align.LEFT), Column(2), Column(8, Align.LEFT))
        blocks += [plain("以下材料不能逐页打印，原文件保存在系统中，可凭校验值核对："), Table(columns, (header, *rows))]
    blocks.append(
        form(
            ((Field("本卷情况说明", ""),), 40),
            (Field("立卷人", by), Field("立卷日期", spoken_date(on))),
            ((Field("检查人", "", "签名：　　　　年　月　日"),), 18),
        )
    )
    return Paper(layout=Layout.SHEET, title="卷内备考表", blocks=tuple(blocks))


def grouped(sha256: str) -> str:
    """64 characters in four groups, so that a narrow cell can break them."""
    return " ".join(sha256[at : at + 16] for at in range(0, 64, 16))
