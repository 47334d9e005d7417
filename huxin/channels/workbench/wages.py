"""What is earned in a month, as a table and a drawing that may be published?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from huxin.base.money import yuan
from huxin.channels.parts.chart import ranges
from huxin.channels.parts.excel import Column, export
from huxin.channels.workbench.oversight import month_of
from huxin.orgs.access import needs
from huxin.oversight import queries, wage_tables

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


@needs("finding.view")
def wages(request: HttpRequest) -> HttpResponse:
    """By trade, place or platform; what could tell of single persons is not told."""
    told = _told(request)
    drawn = [(one.name, one.hourly_fen, _median(one.hourly_fen[2])) for one in told["lines"]]
    more = {"chart": ranges(drawn, 100), "dimensions": wage_tables.DIMENSIONS.items(), "percentiles": PERCENTILES}
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
    return export(f"收入统计{told['month']:%Y-%m}", columns, told["lines"])
