"""Exports as people really send them, each with the mapping that reads it and what a plain reader finds in it.

Every maker writes times, sums and headings in its own way; nothing here follows the standard. `rows` are worked out by
hand: worker, begin and end as the clock there showed them, and the sum in fen that `money` names.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

DAY = "2026-03-05 "
Row = tuple[str, str, str | None, int | None]


@dataclass(frozen=True)
class Export:
    """What a maker sends, how it is read, and what is in it; times are `zone`'s where they say no offset."""

    files: dict[str, str | bytes]
    mapping: str
    rows: Sequence[Row]
    rejected: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    zone: str = "+08:00"
    money: str = "pay_fen"


def orders(**sources: str) -> str:
    """The section [orders]: id, w, start, end and no money, but for what is given."""
    said = {
        "order_id": '"id"', "platform": '{ const = "甲平台" }', "worker": '"w"', "enterprise": '{ const = "甲公司" }',
        "relation": '{ const = "B" }', "industry": '{ const = "delivery" }', "area": '{ const = "532601" }',
        "accepted_s": '"start"', "completed_s": '"end"', "subsidy_fen": "{ const = 0 }", "tip_fen": "{ const = 0 }",
        "deduction_fen": "{ const = 0 }",
    } | sources  # fmt: skip
    return "\n[orders]\n" + "".join(f"{name} = {source}\n" for name, source in said.items())


def book(sheets: dict[str, list[list[Any]]], merged: Sequence[str] = ()) -> bytes:
    """An Excel file; `merged` are ranges of its last sheet."""
    made, out = Workbook(), io.BytesIO()
    made.remove(made.active)
    for title, lines in sheets.items():
        sheet = made.create_sheet(title)
        for line in lines:
            sheet.append(line)
    for cells in merged:
        sheet.merge_cells(cells)
    made.save(out)
    return out.getvalue()


def parquet(**columns: Any) -> bytes:
    """A Parquet file."""
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


CLOCKS = [
    ["id", "w", "日期", "上线", "下线"],
    ["1", "a", date(2026, 3, 5), time(23, 50), time(0, 20)],
    ["2", "a", "3月5日", time(8, 0), "8:30"],
]
EXPORTS = {
    "taxis of New York: 12-hour clocks over both changes of the clock, dollars with separators, no end": Export(
        {"a.csv": "id,w,pickup_datetime,dropoff_datetime,Fare Amount,trip_distance\n"
         '1,m1,03/08/2026 01:50:00 AM,03/08/2026 03:10:00 AM,"$1,234.50",3.2\n'
         "2,m1,03/08/2026 03:05:00 AM,03/08/2026 03:25:00 AM,$12.00,1\n"
         "3,m1,11/01/2026 12:50:00 AM,11/01/2026 01:20:00 AM,$7.00,0\n"
         "4,m2,07/04/2026 12:00:00 PM,,$0.00,\n"
         "5,m2,07/04/2026 12:00:00 AM,07/04/2026 12:30:00 AM,($5.00),1\n"
         "6,m2,03/08/2026 02:30:00 AM,03/08/2026 03:30:00 AM,$5.00,1\n"},
        '[time]\nzone = "America/New_York"\nformats = ["%m/%d/%Y %I:%M:%S %p"]\n[money]\nunit = "$"\ncurrency = "USD"\n'
        '[distance]\nunit = "miles"\n'
        + orders(accepted_s='"pickup_datetime"', completed_s='"dropoff_datetime"', pay_fen='"Fare Amount"',
                 distance_m='"trip_distance"'),
        [("m1", "2026-03-08 01:50-05:00", "2026-03-08 03:10-04:00", 123450),
         ("m1", "2026-03-08 03:05-04:00", "2026-03-08 03:25-04:00", 1200),
         ("m1", "2026-11-01 00:50-04:00", "2026-11-01 01:20-04:00", 700), ("m2", "2026-07-04 12:00-04:00", None, 0)],
        {"negative_money": 1, "impossible_local_time": 1}, {"open_orders": 1, "repeated_hour": 1},
    ),
    "taxis of Chicago: seconds with separators, rounded ends beside them, quotes in a name": Export(
        {"a.csv": "Trip ID,Taxi ID,Trip Start Timestamp,Trip Seconds,Fare,Tips,Company\r\n"
         'a,x1,03/05/2026 07:15:00 PM,"1,260",$12.50,$0.00,Flash ""Cab"" Co\r\n'
         "b,x1,03/05/2026 07:30:00 PM,600,$8.75,$2.00,\r\nc,x2,03/05/2026 07:30:00 PM,,,,\r\n"},
        '[time]\nzone = "America/Chicago"\nformats = ["%m/%d/%Y %I:%M:%S %p"]\n[money]\nunit = "dollar"\n'
        + orders(order_id='"Trip ID"', worker='"Taxi ID"', accepted_s='"Trip Start Timestamp"', pay_fen='"Fare"',
                 completed_s='{ after = "accepted_s", duration = "Trip Seconds", unit = "s" }',
                 tip_fen='{ column = "Tips", blank = 0 }', enterprise='{ column = "Company", blank = "不明" }'),
        [("x1", DAY + "19:15", DAY + "19:36", 1250), ("x1", DAY + "19:30", DAY + "19:40", 875),
         ("x2", DAY + "19:30", None, None)],
        notes={"open_orders": 1, "blanks_filled": 2}, zone="-06:00",
    ),
    "waybills in GBK: seconds since 1970, nought for no time, one in milliseconds, one damaged by Excel": Export(
        {"a.csv": "waybill_id,courier_id,grab_time,arrive_time,配送费（分）\n11,7,1790813109,1790814009,550\n"
         "12,7,1790813209,0,0\n13,8,1790813209000,0,550\n14,8,1.79081E+09,0,550\n".encode("gbk")},
        '[time]\nformats = ["epoch_s"]\n'
        + orders(order_id='"waybill_id"', worker='"courier_id"', accepted_s='"grab_time"',
                 completed_s='{ column = "arrive_time", none = ["0"] }',
                 pay_fen='{ column = "配送费（分）", unit = "fen" }'),
        [("7", "2026-10-01 08:05:09", "2026-10-01 08:20:09", 550), ("7", "2026-10-01 08:06:49", None, 0)],
        {"unreadable_time": 2}, {"open_orders": 1},
    ),
    "one column, many hands": Export(
        {"a.csv": "id,w,start,end\n1,a,2026/3/5 9:05,2026-03-05T09:45:00+08:00\n"
         "2,a,2026-03-05T02:00:00Z,2026/3/5 10:30\n3,a,2026.3.5 11:00,5-Mar-26 11:30\n"
         "4,a,3/5/26 1:00 p.m.,3/5/2026 1:30 PM\n5,b,2026年3月5日 下午3:20,2026年3月5日15时50分\n"
         "6,b,2026年3月5日 晚上8:20,2026-3-5 20:50:00\n7,b,2026年3月5日 凌晨0:20,2026-3-5 00:50:00\n"
         "8,b,2026年3月5日 中午12:20,2026-3-5 12:50:00\n9,b,2026年3月5日 晚上12:10,\n"},
        '[time]\nformats = ["iso", "%Y/%m/%d %H:%M", "%Y.%m.%d %H:%M", "%d-%b-%y %H:%M", "%m/%d/%y %I:%M %p", '
        '"%m/%d/%Y %I:%M %p", "%Y年%m月%d日 %p%I:%M", "%Y年%m月%d日%H时%M分"]\n' + orders(),
        [(w, DAY + begin, DAY + end, None) for w, begin, end in (
            ("a", "09:05", "09:45"), ("a", "10:00", "10:30"), ("a", "11:00", "11:30"), ("a", "13:00", "13:30"),
            ("b", "15:20", "15:50"), ("b", "20:20", "20:50"), ("b", "00:20", "00:50"), ("b", "12:20", "12:50"))],
        {"unreadable_time": 1},
    ),
    "a rider's own notebook: each date with each clock, days without a year, halves of hours in words": Export(
        {"a.csv": 'id,w,day,from,took,pay\n1,a,3/5/2026,7:05pm,1h 20m,"¥1,234.50"\n2,a,3月5日,下午3点半,半小时,12.5元\n'
         "3,a,Mar 5,9点半,1个半小时,5\n4,a,2026.3.5,凌晨0点,1小时半,￥6\n"
         "5,b,Mar 5,12am,半个小时,0\n6,b,Mar 5,soon,5分,5\n"},
        '[time]\nyear = 2026\ndates = ["%m/%d/%Y", "%m月%d日", "%b %d", "%Y.%m.%d"]\n'
        'clocks = ["%I:%M%p", "%p%I点", "%p%I点%M分", "%H点%M分", "%I%p"]\n'
        + orders(accepted_s='{ date = "day", time = "from" }', pay_fen='"pay"',
                 completed_s='{ after = "accepted_s", duration = "took", unit = "words" }'),
        [("a", DAY + "19:05", DAY + "20:25", 123_450), ("a", DAY + "15:30", DAY + "16:00", 1_250),
         ("a", DAY + "09:30", DAY + "11:00", 500), ("a", DAY + "00:00", DAY + "01:30", 600),
         ("b", DAY + "00:00", DAY + "00:30", 0)],
        {"unreadable_time": 1},
    ),
    "serial days of a spreadsheet as text": Export(
        {"a.csv": "id,w,start,end\n1,a,46086.3784722222,46086.40625\n2,a,46086,46086.0104166667\n"
         '3,a,"46,086.5",46086.51\n'},
        '[time]\nformats = ["excel"]\n' + orders(),
        [("a", DAY + "09:05", DAY + "09:45", None), ("a", DAY + "00:00", DAY + "00:15", None)],
        {"unreadable_time": 1},
    ),
    "Germany: a mark of order, a line about the separator, semicolons, a decimal comma": Export(
        {"a.csv": "\ufeffsep=;\r\nid;w;start;end;Lohn (€)\r\n1;a;05.03.2026 09:05;05.03.2026 09:45;1.234,50 €\r\n"
         "2;a;05.03.2026 09:50;;7,5\r\n3;a;05.03.2026 10:50;;7.5\r\n\r\n"},
        '[file]\nheader_row = 2\ndecimal = ","\n[time]\nzone = "Europe/Berlin"\nformats = ["%d.%m.%Y %H:%M"]\n'
        '[money]\nunit = "€"\ncurrency = "EUR"\n' + orders(pay_fen='"Lohn (€)"'),
        [("a", DAY + "09:05", DAY + "09:45", 123450), ("a", DAY + "09:50", None, 750)],
        {"unreadable_number": 1}, {"open_orders": 1, "blank_rows": 1}, "+01:00",
    ),
    "line breaks in cells and headings, tabs, a lonely quote": Export(
        {"a.tsv": 'id\tw\t"接单\n时间"\tend\t备注\n1\ta\t2026-03-05 09:05\t2026-03-05 09:45\t"快点\n""谢谢"",\t"\n'
         '2\tb\t2026-03-05 09:05\t2026-03-05 09:15\t5" 蛋糕\n3\tb\t2026-03-05 10:05\t2026-03-05 10:15\t好\n'},
        orders(accepted_s='"接单 时间"'),
        [("a", DAY + "09:05", DAY + "09:45", None), ("b", DAY + "09:05", DAY + "09:15", None),
         ("b", DAY + "10:05", DAY + "10:15", None)],
    ),
    "one heading over two columns": Export(
        {"a.csv": "id,w,时间,时间,金额,金额\n1,a,2026-03-05 09:05,2026-03-05 09:45,5,6.01\n"},
        orders(accepted_s='"时间#1"', completed_s='"时间#2"', pay_fen='{ sum = ["金额#1", "金额#2"] }'),
        [("a", DAY + "09:05", DAY + "09:45", 1101)],
    ),
    "blank cells at the end of rows, or none": Export(
        {"a.csv": "id,w,start,end\n1,a,2026-03-05 09:05,2026-03-05 09:45,\n2,a,2026-03-05 10:05\n,,,,,\n"
         "3,a,2026-03-05 11:05,2026-03-05 11:45,,x\n4,b,2026-03-05 10:05,2026-03-05 11:00\n"},
        '[file]\nragged = "fit"\n' + orders(),
        [("a", DAY + "09:05", DAY + "09:45", None), ("a", DAY + "10:05", None, None),
         ("b", DAY + "10:05", DAY + "11:00", None)],
        {"ragged_row": 1}, {"open_orders": 1, "fitted_rows": 2, "blank_rows": 1},
    ),
    "texts protected from the spreadsheet": Export(
        {"a.csv": 'id,w,start,end,pay\n="0012345678901234567",="07",="2026-03-05 09:05","=""2026-03-05 09:45""",'
         '="12.5"\n\t2,\t07,2026-03-05 10:05\t,2026-03-05 10:45,7\n'},
        orders(pay_fen='"pay"'),
        [("07", DAY + "09:05", DAY + "09:45", 1250), ("07", DAY + "10:05", DAY + "10:45", 700)],
    ),
    "durations in words": Export(
        {"a.csv": "id,w,start,took\n1,a,2026-03-05 09:05,1小时5分30秒\n2,a,2026-03-05 11:05,35分钟\n"
         "3,a,2026-03-05 12:05,1h 5m\n4,a,2026-03-05 14:05,PT35M\n5,a,2026-03-05 16:05,45秒\n"
         "6,a,2026-03-05 17:05,一会儿\n"},
        orders(completed_s='{ after = "accepted_s", duration = "took", unit = "words" }'),
        [("a", DAY + begin, DAY + end, None) for begin, end in (
            ("09:05", "10:10:30"), ("11:05", "11:40"), ("12:05", "13:10"), ("14:05", "14:40"), ("16:05", "16:05:45"))],
        {"unreadable_time": 1},
    ),
    "an instance of deliveries: minutes since the beginning, pay at least what is guaranteed": Export(
        {"orders.txt": "id\tw\tplacement\ttook\tbase\textra\tguarantee\n0\tc1\t480\t32.5\t5\t1\t7\n"
         "1\tc1\t500\t20\t5\t3\t7\n2\tc2\t500\t\t5\t3.005\t\n3\tc2\t500\t20\t5\t3\t\n"},
        '[time]\nzone = "-05:00"\n'
        + orders(accepted_s='{ after = "2026-03-05 00:00", duration = "placement", unit = "min" }',
                 completed_s='{ after = "accepted_s", duration = "took", unit = "min" }',
                 pay_fen='{ sum = ["base", "extra"], at_least = "guarantee" }'),
        [("c1", DAY + "08:00", DAY + "08:32:30", 700), ("c1", DAY + "08:20", DAY + "08:40", 800),
         ("c2", DAY + "08:20", DAY + "08:40", 800)],
        {"unreadable_number": 1}, zone="-05:00",
    ),
    "shifts of couriers: minutes since the beginning, paid by the order, at least a rate for every hour": Export(
        {"couriers.txt": "courier\tx\ty\ton_time\toff_time\tdelivered\n0\t1.5\t2\t480\t600\t20,5\n"
         "1\t3\t4\t540.5\t720.5\t60\n2\t3\t4\t700\t\t60\n3\t3\t4\t720\t700\t60\n"},
        '[time]\nzone = "-05:00"\n'
        + orders(order_id="{ row = true }", worker='"courier"',
                 accepted_s='{ after = "2026-03-05 00:00", duration = "on_time", unit = "min" }',
                 completed_s='{ after = "2026-03-05 00:00", duration = "off_time", unit = "min" }',
                 pay_fen='{ column = "delivered", decimal = ",", '
                         'at_least = { hourly = 15, hours = ["accepted_s", "completed_s"] } }'),
        [("0", DAY + "08:00", DAY + "10:00", 3_000), ("1", DAY + "09:00:30", DAY + "12:00:30", 6_000),
         ("2", DAY + "11:40", None, 6_000)],
        {"reversed_times": 1}, {"open_orders": 1, "guaranteed_pay": 1}, zone="-05:00",
    ),
    "a workbook: a cover, two rows of merged headings, a rider merged over two rows, a line of totals": Export(
        {"a.xlsx": book({"封面": [["说明"]], "明细": [
            ["订单号", "骑手", None, "时间", None, "金额（元）", None],
            [None, "工号", "姓名", "接单", "送达", "配送费", "合计"],
            ["123456789012345678", 7, "某", datetime(2026, 3, 5, 9, 5), datetime(2026, 3, 5, 9, 45, 30), 1234.5, "=F3"],
            ["A2", None, None, "2026/3/5 10:05", datetime(2026, 3, 5, 10, 45), 7, None],
            ["A3", 8, "某", 46086.5, None, 0.1, None], ["合计", None, None, None, None, 1241.6, None],
        ]}, ("A1:A2", "B1:C1", "D1:E1", "F1:G1", "B3:B4"))},
        '[file]\nsheet = "明细"\nheader_row = [1, 2]\nfill_down = ["工号"]\n[skip]\n"订单号" = ["合计"]\n'
        '[time]\nformats = ["%Y/%m/%d %H:%M", "excel"]\n'
        + orders(order_id='"订单号"', worker='"工号"', accepted_s='"接单"', completed_s='"送达"', pay_fen='"配送费"'),
        [("7", DAY + "09:05", DAY + "09:45:30", 123450), ("7", DAY + "10:05", DAY + "10:45", 700),
         ("8", DAY + "12:00", None, 10)],
        {"skipped": 1}, {"open_orders": 1, "carried_down": 1, "formula_cells": 1, "formula_blank": 1},
    ),
    "two rows of headings in a CSV": Export(
        {"a.csv": "编号,骑手,时间,\n,工号,接单,送达\n1,7,2026-03-05 09:05,2026-03-05 09:45\n"},
        "[file]\nheader_row = [1, 2]\n"
        + orders(order_id='"编号"', worker='"工号"', accepted_s='"接单"', completed_s='"送达"'),
        [("7", DAY + "09:05", DAY + "09:45", None)],
    ),
    "days and clocks of a spreadsheet in cells of their own": Export(
        {"a.xlsx": book({"表": CLOCKS})},
        '[time]\nformats = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]\n'
        + orders(accepted_s='{ date = "日期", time = "上线" }',
                 completed_s='{ date = "日期", time = "下线", rolls_over = "accepted_s" }'),
        [("a", DAY + "23:50", "2026-03-06 00:20", None)], {"unreadable_time": 1},
    ),
    "several files of two months, one in UTF-16 with its columns in another order": Export(
        {"a.csv": "id,w,start,end\n1,a,2026-03-31 23:50,2026-04-01 00:10\n",
         "b.csv": "end;start;w;id\n2026-04-01 00:20;2026-04-01 00:05;a;2\n2026-04-01 00:10;2026-03-31 23:50;a;1\n"
         "2026-04-01 01:10;2026-04-01 00:50;a;3\n2026-04-01 01:11;2026-04-01 00:50;b;3\n".encode("utf-16")},
        orders(),
        [("a", "2026-03-31 23:50", "2026-04-01 00:10", None), ("a", "2026-04-01 00:05", "2026-04-01 00:20", None)],
        {"duplicate": 1, "conflicting_id": 2},
    ),
    "zones in words behind the time": Export(
        {"a.csv": "id,w,start,end\n1,a,2026-03-05 01:05:00 UTC,2026-03-05 01:45:00.123 UTC\n"
         "2,a,20260305T020500Z,20260305T024500Z\n"
         '3,a,"2026-03-05 11:05:00,250",2026-03-05T11:45:00.000+0800\n4,a,20260305120500+0800,20260305124500\n'
         '5,a,Thu Mar 05 2026 13:05:00 GMT+0800,"Thu, 05 Mar 2026 05:45:00 GMT"\n'},
        '[time]\nformats = ["iso", "%Y%m%dT%H%M%S%z", "%Y%m%d%H%M%S%z", "%Y-%m-%d %H:%M:%S,%f", '
        '"%a %b %d %Y %H:%M:%S%z", "%a, %d %b %Y %H:%M:%S%z"]\n' + orders(),
        [("a", f"{DAY}{hour:02}:05", f"{DAY}{hour:02}:45", None) for hour in range(9, 14)], notes={"subsecond": 2},
    ),
    "clocks without a colon, some short of a figure": Export(
        {"a.csv": "id,w,day,from,to\n1,a,20260305,0905,945\n2,a,2026305,1005,1045\n3,a,20260305,230,0300\n"
         "4,a,20260305,1105,1145\n"},
        '[time]\nformats = ["%Y%m%d %H%M"]\n'
        + orders(accepted_s='{ date = "day", time = "from" }', completed_s='{ date = "day", time = "to" }'),
        [("a", DAY + "11:05", DAY + "11:45", None)], {"unreadable_time": 3},
    ),
    "typed columns: milliseconds, nought for no time, sums as binary fractions": Export(
        {"a.parquet": parquet(id=[1, 2, 3], w=[71, 72, 72], pay=[5.1 + 0.2, 0.0, 1.005],
                              start=[1790813109000, 1790813209000, 1790813309000],
                              end=[1790813609000, 0, 1790813909000])},
        '[time]\nformats = ["epoch_ms"]\n' + orders(completed_s='{ column = "end", none = ["0"] }', pay_fen='"pay"'),
        [("71", "2026-10-01 08:05:09", "2026-10-01 08:13:29", 530), ("72", "2026-10-01 08:06:49", None, 0)],
        {"unreadable_number": 1}, {"open_orders": 1},
    ),
    "states, one of which the mapping forgot": Export(
        {"a.csv": "id,w,start,end,st\n1,a,2026-03-05 09:05,2026-03-05 09:45,已完成\n"
         "2,a,2026-03-05 10:05,2026-03-05 10:45,已完结\n3,a,2026-03-05 11:05,2026-03-05 11:45,已取消\n"
         "4,a,2026-03-05 12:05,,配送中\n"},
        orders(completed_s='{ column = "end", when = { st = "已完成" } }',
               cancelled_s='{ column = "end", when = { st = "已取消" } }'),
        [("a", DAY + "09:05", DAY + "09:45", None), ("a", DAY + "10:05", None, None),
         ("a", DAY + "11:05", DAY + "11:45", None), ("a", DAY + "12:05", None, None)],
        notes={"open_orders": 2, "unused_ends": 1},
    ),
    "deductions below nought, units beside sums in a column of fen": Export(
        {"a.csv": "id,w,start,end,pay,fee\n1,a,2026-03-05 09:05,2026-03-05 09:45,CNY 1250,-2.00\n"
         "2,a,2026-03-05 10:05,2026-03-05 10:45,¥12,0\n3,a,2026-03-05 11:05,2026-03-05 11:45,80分,-0.5\n"
         "4,a,2026-03-05 12:05,2026-03-05 12:45,12元5角,0\n5,a,2026-03-05 13:05,2026-03-05 13:45,7,3\n"},
        orders(pay_fen='{ column = "pay", unit = "fen" }', deduction_fen='{ const = 0, minus = ["fee"] }'),
        [("a", DAY + "09:05", DAY + "09:45", 200), ("a", DAY + "10:05", DAY + "10:45", 0),
         ("a", DAY + "11:05", DAY + "11:45", 50)],
        {"unreadable_number": 1, "negative_money": 1}, {"deduction_without_reason": 2}, money="deduction_fen",
    ),
    "headings with blanks and signs in another width, full-width figures, marks that protect a text": Export(
        {"a.csv": "\ufeff 订单 编号 ,w\u3000,start\xa0,完成时间,金额( 元 )\n"
         "1,a,2026-03-05 09:05,2026-03-05 09:45,１２．５\n2,a,'2026-03-05 10:05,`2026-03-05 10:45,'7.50\n"},
        orders(order_id='"订单编号"', completed_s='"完成 时间"', pay_fen='"金额（元）"'),
        [("a", DAY + "09:05", DAY + "09:45", 1250), ("a", DAY + "10:05", DAY + "10:45", 750)],
    ),
    "sums below nought as accounts write them, thousands by blanks and apostrophes": Export(
        {"a.csv": "id,w,start,end,pay,fee\n" + "".join(
            f"{at},a,2026-03-05 {at:02}:05,2026-03-05 {at:02}:45,{pay},{fee}\n" for at, (pay, fee) in enumerate((
                ("1 234.50", "(5.00)"), ("1\u202f234.50", "（5.00）"), ("1’234.50", "5.00-"), ('"1,234.50"', "−5"),
                ("7", "(¥5)"), ("7", "-(5)"), ("(7)", "0"), ('"1,23.4"', "0"))))},
        orders(pay_fen='"pay"', deduction_fen='{ const = 0, minus = ["fee"] }'),
        [*(("a", f"{DAY}{at:02}:05", f"{DAY}{at:02}:45", 123450) for at in range(4)),
         ("a", DAY + "04:05", DAY + "04:45", 700)],
        {"unreadable_number": 2, "negative_money": 1}, {"deduction_without_reason": 5},
    ),
    "semicolons and nothing said of the decimals: a comma that may be either is not taken for thousands": Export(
        {"a.csv": "id;w;start;end;pay\n1;a;2026-03-05 09:05;2026-03-05 09:45;12,50\n"
         "2;a;2026-03-05 10:05;2026-03-05 10:45;1,500\n3;a;2026-03-05 11:05;2026-03-05 11:45;1,500.00\n"},
        orders(pay_fen='"pay"'), [("a", DAY + "11:05", DAY + "11:45", 150000)], {"unreadable_number": 2},
    ),
    "durations in parts, in full width and in the old writing": Export(
        {"a.csv": "id,w,start,took\n1,a,2026-03-05 09:05,1.5小时\n2,a,2026-03-05 11:05,３５分钟\n"
         "3,a,2026-03-05 12:05,1小時20分鐘\n4,a,2026-03-05 14:05,0.1h\n5,a,2026-03-05 15:05,80\n"},
        orders(completed_s='{ after = "accepted_s", duration = "took", unit = "words" }'),
        [("a", DAY + begin, DAY + end, None) for begin, end in (
            ("09:05", "10:35"), ("11:05", "11:40"), ("12:05", "13:25"), ("14:05", "14:11"))],
        {"unreadable_time": 1},
    ),
    "a workbook whose durations are times of day, with serial days and their fractions in two columns": Export(
        {"a.xlsx": book({"表": [["id", "w", "日", "时", "用时"], ["1", "a", 46086, 0.378472222, time(1, 20)],
                                ["2", "a", 46086, 0.5, timedelta(hours=23, minutes=59, seconds=59)],
                                ["3", "b", 46086, 0.25, timedelta(hours=25)], ["4", "b", 46086, 0.25, "0:20:00"]]})},
        '[time]\nformats = ["excel"]\n'
        + orders(accepted_s='{ date = "日", time = "时" }',
                 completed_s='{ after = "accepted_s", duration = "用时", unit = "h:m:s" }'),
        [("a", DAY + "09:05", DAY + "10:25", None), ("a", DAY + "12:00", "2026-03-06 11:59:59", None),
         ("b", DAY + "06:00", DAY + "06:20", None)],
        {"too_long": 1},
    ),
    "durations as parts of a day": Export(
        {"a.xlsx": book({"表": [["id", "w", "start", "用时"], ["1", "a", "2026-03-05 09:05", 0.0555555555555556]]})},
        orders(completed_s='{ after = "accepted_s", duration = "用时", unit = "天" }'),
        [("a", DAY + "09:05", DAY + "10:25", None)],
    ),
    "UTF-16 without a mark, as some systems write it": Export(
        {"a.csv": "编号\tw\tstart\tend\n1\ta\t2026-03-05 09:05\t2026-03-05 09:45\n".encode("utf-16-le"),
         "b.csv": "编号,w,start,end\n2,a,2026-03-05 10:05,2026-03-05 10:45\n".encode("utf-16-be")},
        orders(order_id='"编号"'),
        [("a", DAY + "09:05", DAY + "09:45", None), ("a", DAY + "10:05", DAY + "10:45", None)],
    ),
    "a zone in each row: words that mean one zone are read, those that mean several are not": Export(
        {"a.csv": "id,w,start,end,tz\n" + "".join(
            f"{at},a,2026-03-05 {at:02}:05,2026-03-05 {at:02}:45,{zone}\n" for at, zone in enumerate(
                ("Asia/Shanghai", "北京时间", "中国标准时间", "UTC+8", "GMT+08:00", "+8", "CST", "Etc/GMT-8", "")))},
        '[time]\nzone = { column = "tz" }\n' + orders(),
        [("a", f"{DAY}{at:02}:05", f"{DAY}{at:02}:45", None) for at in range(6)], {"unreadable_time": 3},
    ),
    "ride logs in UTC with +00:00 behind, overlapping, open and cancelled": Export(
        {"a.csv": "id,w,state,start,end\n1,d1,COMPLETED,2026-03-05T01:01:00+00:00,2026-03-05T01:25:00+00:00\n"
         "2,d1,COMPLETED,2026-03-05 01:10:00+00,2026-03-05 01:40:00Z\n"
         "3,d1,CANCELED,2026-03-05T01:45:00+0000,2026-03-05T01:46:00+00:00\n4,d1,ONGOING,2026-03-05T02:00:00+00:00,\n"
         "5,d1,COMPLETED,2026-03-05T11:00:00+09:00,2026-03-05T11:10:00+09:00\n"},
        orders(completed_s='{ column = "end", when = { state = "COMPLETED" } }',
               cancelled_s='{ column = "end", when = { state = "CANCELED" } }'),
        [("d1", DAY + "09:01", DAY + "09:25", None), ("d1", DAY + "09:10", DAY + "09:40", None),
         ("d1", DAY + "09:45", DAY + "09:46", None), ("d1", DAY + "10:00", None, None)],
        {"mixed_time_zones": 1}, {"open_orders": 1},
    ),
}  # fmt: skip
