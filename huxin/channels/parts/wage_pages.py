"""How does a table of pay look, for officials and for everybody: words, drawing, lines, Excel?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from huxin.base.chinese import spoken_date
from huxin.base.money import yuan
from huxin.channels.parts.chart import Ranges, ranges
from huxin.channels.parts.excel import Column, export
from huxin.oversight import wage_tables
from huxin.oversight.models import Scan
from huxin.oversight.wage_tables import DIMENSIONS, WageLine

NOTES = (
    "每小时收入按工作时间计算，包括约定的宽放时间；当月工作不足10小时的人不计入每小时收入，有订单未报报酬的人不计入。",
    "少于10人、一人占一半以上或两人占四分之三以上的组不公布；能从合计和其他组倒推出隐去的组，或者隐去的各组合起来不足10人的，"
    "另隐去人数较少的组；同一个月以前的统计隐去的组，人数变化不大的仍然隐去；百分位两侧人数不足时以“—”表示。",
    "一个人在几个行业、工作地或平台干活的，各组都算他一个，合计只算一个；人数取5的倍数，每小时收入取0.10元、每月收入取10元的"
    "倍数。所以合计可能与各组之和不等。",
)
PERCENTILES = ("10", "25", "中位数", "75", "90")
RANKS = ("第10百分位", "第25百分位", "中位数", "第75百分位", "第90百分位")
CHART = "每小时收入（元）：粗段为中间一半的人，细线为第10至第90百分位，竖线为中位数"


def notes(scan: Scan | None) -> list[str]:
    """What has to stand beside the table wherever it goes: where it comes from, what is hidden, what is rounded."""
    if scan is None:
        return []
    done = f"{spoken_date(timezone.localdate(scan.finished_at))}计算，" if scan.finished_at else ""
    platforms = scan.deliveries.order_by("enterprise__pk").values_list("enterprise__name", flat=True).distinct()
    return [
        f"来源：{'、'.join(platforms)}按月报送并经核对接收的订单数据，{done}标准与算法版本{scan.rules_version}。"
        "按劳动者个人合并各平台订单计算；扣款后、打赏前。",
        *NOTES,
    ]


def drawn(lines: Iterable[WageLine]) -> Ranges | None:
    """The pay by the hour of each line."""
    return ranges([(one.name, one.hourly_fen, _median(one.hourly_fen[2])) for one in lines], 100)


def _median(fen: int | None) -> str:
    return "" if fen is None else f"{yuan(fen)}元"


@dataclass(frozen=True, slots=True)
class Part:
    """One grouping of the published table, with how much of it is hidden."""

    words: str
    lines: list[WageLine]
    chart: Ranges | None
    hidden: str


def parts(scan: Scan, industry: str = "") -> list[Part]:
    """All groupings; of one trade where asked."""
    names = [name for name in DIMENSIONS if not (industry and name == "industry")]
    told = [(name, wage_tables.lines(scan, name, industry)) for name in names]
    return [Part(f"按{DIMENSIONS[name]}", lines, drawn(lines[1:]), _hidden(lines)) for name, lines in told if lines]


def _hidden(lines: Sequence[WageLine]) -> str:
    """How many groups are not told, and why, in a sentence."""
    counted = wage_tables.counted_out(lines)
    if not counted:
        return f"共{len(lines)}组，全部公布。"
    why = "，".join(f"{number}组{words.removesuffix('，不公布')}" for words, number in counted)
    return f"共{len(lines)}组，隐去{sum(number for _, number in counted)}组：{why}。"


def published(scan: Scan, industry: str = "") -> dict[str, Any]:
    """What the public page shows of a scan's table."""
    whole = wage_tables.lines(scan, "industry")[0]
    return {
        "scan": scan, "month": scan.month, "parts": parts(scan, industry), "notes": notes(scan), "whole": whole,
        "trades": wage_tables.industries(scan), "industry": industry, "label": CHART,
    }  # fmt: skip


def asked_trade(scan: Scan, text: str) -> str:
    """The trade that the address asks for, if something is told of it."""
    return text if text in dict(wage_tables.industries(scan)) else ""


def workbook(scan: Scan) -> HttpResponse:
    """All groupings of a table, of all trades together and of each."""
    rows = [
        (f"按{words}", trade or "全部行业", line)
        for code, trade in [("", ""), *wage_tables.industries(scan)]
        for name, words in DIMENSIONS.items()
        if not (code and name == "industry")
        for line in wage_tables.lines(scan, name, code)
    ]
    columns = [
        Column("分组方式", lambda row: row[0], 12),
        Column("行业", lambda row: row[1], 16),
        *(Column(one.title, _of_line(one), one.width) for one in figures("分组")),
    ]
    return export(f"收入统计{scan.month:%Y-%m}", columns, rows, notes=notes(scan))


def _of_line(column: Column) -> Any:
    return lambda row: column.get(row[2])


def figures(group: str) -> list[Column]:
    """The columns of a line: its name under `group`, persons, the percentiles in yuan, why it is not told."""

    def at(name: str, place: int) -> Any:
        def get(line: WageLine) -> Any:
            value = getattr(line, name)[place]
            return None if value is None else value / 100

        return get

    return [
        Column(group, lambda line: line.name, 18),
        Column("人数", lambda line: line.persons),
        *(Column(f"每小时（元）{words}", at("hourly_fen", n), 13) for n, words in enumerate(RANKS)),
        *(Column(f"每月（元）{words}", at("monthly_fen", n), 13) for n, words in enumerate(RANKS)),
        Column("说明", lambda line: line.hidden, 24),
    ]
