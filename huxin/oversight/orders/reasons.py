"""Why is a row handed back, and what is only counted? Every reason with its words, the gravest first.

A rejected row carries a set of reasons (bits) and a sentence that names the columns and what was written in them.
In the counts a row appears once, under the gravest of its reasons, so that rows = accepted + the sum of the counts.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for handing a row back; `columns` says whether it names the columns it is about."""

    code: str
    zh: str
    en: str
    columns: bool = False


REASONS = (
    Reason("ragged_row", "这一行的列数与表头不同", "the row has another number of cells than the heading"),
    Reason("skipped", "按映射文件的约定不属于订单", "no order, by the mapping's own rule"),
    Reason("unreadable_text", "文字读不懂（编码错误、含不可见字符或过长）",
           "text that cannot be read: wrong encoding, control characters, too long", True),
    Reason("unreadable_time", "时间读不懂", "a time in none of the stated forms", True),
    Reason("unreadable_number", "数值读不懂，或比最小单位还细", "a number that cannot be read, or finer than its unit",
           True),
    Reason("unknown_value", "取值不在约定的范围内", "a value outside the agreed list", True),
    Reason("ambiguous_time", "时间按不同写法会读成不同时刻", "a time that two stated forms read differently", True),
    Reason("impossible_local_time", "当地钟表上没有（或出现两次）的时刻",
           "a local time that does not exist, or exists twice", True),
    Reason("mixed_time_zones", "同一行的时区互相矛盾，或与映射文件不符",
           "offsets in one row that contradict each other or the mapping", True),
    Reason("missing_value", "缺少必填的内容", "a required value is missing", True),
    Reason("implausible_time", "时间早于2000年或晚于送检时", "a time before 2000 or after the check", True),
    Reason("reversed_times", "结束早于接单", "the order ends before it is accepted"),
    Reason("out_of_order", "取货不在接单与结束之间，或支付早于接单", "picked up outside the order, or paid before it"),
    Reason("two_ends", "既有完成时间又有取消时间", "both completed and cancelled"),
    Reason("too_long", "一单超过24小时", "an order of more than 24 hours"),
    Reason("impossible_speed", "里程与用时不可能相符", "a distance that cannot be covered in the time"),
    Reason("negative_money", "金额为负", "negative money", True),
    Reason("negative_distance", "里程为负", "negative distance"),
    Reason("unknown_area", "工作地不是有效的行政区划代码", "the place of work is no valid code of a division"),
    Reason("outside_month", "接单日不在报送月份内", "accepted outside the month handed in"),
    Reason("conflicting_id", "同一订单号有内容不同的多行", "rows of different content under one order id"),
    Reason("duplicate", "与前面某一行完全相同", "the same as an earlier row in every column"),
)  # fmt: skip

# What to write into the mapping where a file is right and was only not understood.
HINTS = {
    "ragged_row": '末尾多空格或少空格的行，写 file.ragged = "fit"。',
    "unreadable_time": "时间的写法列入 time.formats；表示“没有”的写法列入 file.blank，或该列的 none；"
    "时区列里的CST等简称改写为时区名或 +08:00。",
    "unreadable_number": '表示“没有”的写法列入 file.blank；逗号作小数点的写 file.decimal = ","，'
    '逗号分千位的写 file.decimal = "."，各列不同的写在该列的 decimal；'
    '比分还细的写 money.round = "half_up"；用时的写法看 unit。',
    "unknown_value": "文件里的词对应标准的取值，写在该列的 values 里。",
    "ambiguous_time": 'time.formats 里只留这份文件真正用的写法，或写 time.ambiguous = "first"。',
    "mixed_time_zones": '核对 time.zone；每个时间自己写了时区的，写 time.zone = "text"。',
}

BIT = {reason.code: 1 << at for at, reason in enumerate(REASONS)}
REASON = {reason.code: reason for reason in REASONS}

NOTES = {
    "open_orders": ("未结束的订单：没有完成也没有取消时间，予以保留，金额计入，不计时长",
                    "open orders: kept, their money counts, without order time"),
    "zero_length": ("接单与结束在同一秒的订单", "orders that end in the second they begin"),
    "deduction_without_reason": ("有扣款但没有写原因的订单", "orders with a deduction and no reason for it"),
    "personal_keys": ("劳动者代号像手机号或身份证号的订单，请改用假名代号",
                      "worker keys that look like phone or identity numbers"),
    "repeated_hour": ("时间落在夏令时回拨的重复时段、按映射约定取定的行",
                      "rows with local times that occur twice, taken as the mapping says"),
    "blanks_filled": ("有空格按映射约定填入缺省值的行", "rows with blank cells that took the value the mapping gives"),
    "carried_down": ("有空格按映射约定取上一行内容的行（合并的单元格）",
                     "rows with blank cells that took the text of a row above, as the mapping says (merged cells)"),
    "fitted_rows": ("列数与表头不同、按映射约定补空或略去末尾空格的行",
                    "rows of another width, padded or cut by blank cells at the end as the mapping says"),
    "unused_ends": ("写了结束时间、但状态不在映射所列之中而没有采用的行",
                    "rows with an end that was not taken, because their state is none of those in the mapping"),
    "rounded_money": ("有金额按映射约定四舍五入到分的行", "rows with sums rounded to the fen as the mapping says"),
    "guaranteed_pay": ("报酬低于保底、按映射约定取保底的行（推算的数，文件里没有这个数）",
                       "rows whose pay was below what is guaranteed and took it, as the mapping says (worked out)"),
    "subsecond": ("有时间舍去秒以下部分的行", "rows with times whose part below a second was cut off"),
    "blank_rows": ("空白行", "blank rows"),
    "formula_cells": ("公式单元格，取其保存的结果", "formula cells, taken by their stored result"),
    "formula_blank": ("没有保存结果的公式单元格，视为空", "formula cells without a stored result, taken as empty"),
    "error_cells": ("出错的单元格（如#N/A），视为空", "error cells such as #N/A, taken as empty"),
    "undecodable": ("不能按文件编码解出的字节", "bytes that the file's encoding cannot decode"),
    "matched": ("由匹配文件给出匹配摘要的订单", "orders that the matching file gave a person"),
}  # fmt: skip


def primary(bits: int) -> str:
    """The gravest reason of a set; ValueError for an empty one."""
    for reason in REASONS:
        if bits & BIT[reason.code]:
            return reason.code
    raise ValueError("no reason")
