"""What is earned in a month, as a table and a drawing that may be published?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from huxin.base.chinese import spoken_date
from huxin.base.money import yuan
from huxin.channels.parts.chart import ranges
from huxin.channels.parts.excel import Column, export
from huxin.channels.workbench.oversight import month_of
from huxin.orgs.access import needs
from huxin.oversight import queries, wage_tables
from huxin.oversight.models import Scan

NOTES = (
    "每小时收入按工作时间计算，包括约定的宽放时间；当月工作不足10小时的人不计入每小时收入，有订单未报报酬的人不计入。",
    "少于10人、一人占一半以上或两人占四分之三以上的组不公布；能从合计和其他组倒推出隐去的组，或者隐去的各组合起来不足10人的，"
    "另隐去人数较少的组；百分位两侧人数不足时以“—”表示。",
    "人数取5的倍数，每小时收入取0.10元、每月收入取10元的倍数，合计可能与分项之和不等。",
)
PERCENTILES = ("10", "25", "中位数", "75", "90")


def _told(request: HttpRequest) -> dict[str, Any]:
    """The lines of the month, by the dimension and the trade that the address asks for."""
    known = queries.scanned_months()
    month = month_of(request.GET.get("month", ""), known, timezone.localdate(request.at))
    by = request.GET.get("by", "")
    by = by if by in wage_tables.DIMENSIONS else "industry"
    scan = queries.done_scan(month)
    trades = wage_tables.industries(scan) if scan else []
    asked = request.GET.get("industry", "")
    industry = asked if by != "industry" and asked in dict(trades) else ""
    return {
        "month": month, "months": sorted({*known, month}, reverse=True), "scan": scan, "by": by, "trades": trades,
        "industry": industry, "lines": wage_tables.lines(scan, by, industry) if scan else [],
    }  # fmt: skip


def _notes(scan: Scan | None) -> list[str]:
    """What has to stand beside the table wherever it goes: where it comes from, what is hidden, what is rounded."""
    if scan is None:
        return []
    done = f"{spoken_date(timezone.localdate(scan.finished_at))}计算，" if scan.finished_at else ""
    return [
        f"来源：各平台按月报送并经核对接收的订单数据，{done}标准与算法版本{scan.rules_version}。按劳动者个人合并各平台订单"
        "计算；扣款后、打赏前。",
        *NOTES,
    ]


@needs("finding.view")
def wages(request: HttpRequest) -> HttpResponse:
    """By trade, place or platform; what could tell of single persons is not told."""
    told = _told(request)
    drawn = [(one.name, one.hourly_fen, _median(one.hourly_fen[2])) for one in told["lines"]]
    more = {"chart": ranges(drawn, 100), "dimensions": wage_tables.DIMENSIONS.items(), "percentiles": PERCENTILES,
            "notes": _notes(told["scan"])}  # fmt: skip
    return render(request, "workbench/oversight/wages.html", told | more)


def _median(fen: int | None) -> str:
    return "" if fen is None else f"{yuan(fen)}元"


@needs("finding.view")
def wages_xlsx(request: HttpRequest) -> HttpResponse:
    """The same table to publish."""
    told = _told(request)

    def at(name: str, place: int) -> Any:
        def get(line: wage_tables.WageLine) -> Any:
            value = getattr(line, name)[place]
            return None if value is None else value / 100

        return get

    columns = [
        Column(wage_tables.DIMENSIONS[told["by"]], lambda line: line.name, 18),
        Column("人数", lambda line: line.persons),
        *(Column(f"每小时（元）{words}", at("hourly_fen", n)) for n, words in enumerate(PERCENTILES)),
        *(Column(f"每月（元）{words}", at("monthly_fen", n)) for n, words in enumerate(PERCENTILES)),
        Column("说明", lambda line: line.hidden, 24),
    ]
    return export(f"收入统计{told['month']:%Y-%m}", columns, told["lines"], notes=_notes(told["scan"]))
