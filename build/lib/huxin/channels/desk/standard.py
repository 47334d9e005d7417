"""Which columns does the office read, and where is an empty table to fill?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huxin.channels.parts import excel
from huxin.orgs.access import needs

UNITS = {"epoch s, UTC": "秒，从1970年1月1日零时（UTC）起", "fen": "分", "m": "米", "s": "秒", "GB/T 2260": "六位代码"}


@needs("delivery.hand_in")
def standard(request: HttpRequest) -> HttpResponse:
    """The open order-data standard in words, table by table."""
    from huxin.oversight.orders.schema import INDUSTRIES, PROMPTS, RELATIONS, SPANS, TABLES

    words = {code: zh for group in (RELATIONS, INDUSTRIES, SPANS, PROMPTS) for code, (zh, _) in group.items()}
    tables = [
        (
            table,
            [
                (one, UNITS.get(one.unit, one.unit), [(code, words[code]) for code in one.values])
                for one in table.columns
            ],
        )
        for table in TABLES.values()
    ]
    return render(request, "desk/standard.html", {"tables": tables})


@needs("delivery.hand_in")
def standard_sample(request: HttpRequest) -> HttpResponse:
    """A table of orders with the columns of the standard and no rows."""
    from huxin.oversight.orders.schema import ORDERS

    columns = [excel.Column(name, lambda row: "", 18) for name in ORDERS.names()]
    return excel.export("订单数据表样", columns, [])
