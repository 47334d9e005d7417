"""How does a slip leave the house: as a signed PDF with its figures, days, and the way to the minimum wage?"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from huxin.base.chinese import spoken_date
from huxin.base.money import yuan
from huxin.documents.sign import sign_pdf
from huxin.oversight.slip import Slip, Source
from huxin.typesetting.content import Align, Block, Column, Layout, Paper, Table, cells, plain
from huxin.typesetting.render_pdf import render_pdf


def lines_of(slip: Slip) -> list[tuple[str, str]]:
    """The figures in words."""
    return [
        ("工作时间", slip.time), ("订单", f"{slip.orders}单"), ("各单时长合计", slip.order_time),
        ("报酬（扣款前）", f"{yuan(slip.earned_fen)}元"), ("扣款", f"{yuan(slip.deduction_fen)}元"),
        ("报酬（扣款后，不含打赏）", f"{yuan(slip.income_fen)}元"), ("打赏", f"{yuan(slip.tip_fen)}元"),
        ("真实时薪", an_hour(slip.hourly_fen)), ("当地最低标准", an_hour(slip.least_fen)),
        ("比最低标准少", f"{yuan(slip.short_fen)}元" if slip.short_fen else "不少"),
        ("当地同行当月中位数", an_hour(slip.median_fen)), ("最长连续接单", slip.longest_words),
        ("没有干活的天数", "没有数据" if slip.free_days is None else f"{slip.free_days}天"),
    ]  # fmt: skip


def an_hour(fen: int | None) -> str:
    """每小时18.50元."""
    return "没有数据" if fen is None else f"每小时{yuan(fen)}元"


def slip_paper(slip: Slip, source: Source, *, name: str, at: datetime) -> bytes:
    """The slip to keep and to show: a signed PDF."""
    moment = localtime(at)
    two = (Column(4, Align.LEFT), Column(4, Align.LEFT))
    platforms = "、".join(dict.fromkeys(post.platform for post in slip.posts))
    blocks: list[Block] = [
        plain(f"姓名：{name or '未登记'}　　出具日期：{spoken_date(moment.date())}"),
        plain(f"平台：{platforms}"),
        Table(two, (cells("项目", "数", bold=True), *(cells(*line) for line in lines_of(slip)))),
        *_daily(slip),
        *(plain(sentence) for sentence in _way(slip)),
        plain(source.note),
        plain("本文件附电子签名，可上传核对签名后是否被改动；签名只证明由本系统按上述记录算出，不是对事实的认定。"),
        plain(f"核对网址：{settings.ORIGIN}{reverse('portal:verify_signed')}"),
    ]
    paper = Paper(layout=Layout.SHEET, title=f"{slip.period.words}真实时薪", blocks=tuple(blocks))
    return sign_pdf(render_pdf(paper, at=at), reason="真实时薪")


def _daily(slip: Slip) -> Iterator[Block]:
    """Day by day, those on which something was done."""
    days = [day for day in slip.days if day.orders or day.time_s]
    if days:
        head = cells("日期", "订单", "工作时间", "报酬（元）", bold=True)
        rows = [
            cells(f"{day.day.month}月{day.day.day}日", str(day.orders), day.time, yuan(day.income_fen)) for day in days
        ]
        yield Table((Column(3), Column(2), Column(4), Column(3)), (head, *rows))


def _way(slip: Slip) -> Iterator[str]:
    """Each answer of the law with the documents that it rests on."""
    for answer in slip.answers:
        found = [one for one in answer.sources() if one.document]
        rests = dict.fromkeys(f"{one.document}{one.article}（{one.force.zh}，{one.status.zh}）" for one in found)
        yield f"{answer.what}：{answer.sentence}" + (f"依据：{'；'.join(rests)}。" if rests else "")
    yield from slip.gaps
