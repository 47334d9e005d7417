"""What is one accepted order, column by column? The open order-data standard as declarations.

The written standard, the readers and the mapping follow from here. Two rules hold for every table: an empty value
(null) means "not reported" and is never the same as zero, and nothing is put right silently. Moments are whole seconds
since 1970-01-01T00:00:00Z with the row's offset beside them, money is whole fen, distance whole metres, so that two
engines can be compared for equality. An order lasts from accepted_s to completed_s, or to cancelled_s; one with neither
is open: it is kept and counted, its money counts, and it has no order time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

VERSION = "1.0"

STR, INT64, INT32 = "str", "int64", "int32"
_ARROW: dict[str, pa.DataType] = {STR: pa.string(), INT64: pa.int64(), INT32: pa.int32()}

RELATIONS = {
    "A": ("符合确立劳动关系", "employment relation"),
    "A'": ("非全日制用工", "part-time employment"),
    "B": ("不完全符合确立劳动关系但企业进行劳动管理", "managed without full employment"),
    "C": ("个人依托平台自主经营", "self-employed through the platform"),
}
INDUSTRIES = {
    "ride": ("网约车", "ride-hailing"),
    "delivery": ("即时配送", "instant delivery"),
    "courier": ("快递", "courier"),
    "freight": ("货运", "freight"),
    "home_service": ("家政", "home service"),
    "livestream": ("网络直播", "livestreaming"),
    "other": ("其他", "other"),
}
SPANS = {
    "online": ("在线等单", "online, waiting for orders"),
    "required": ("企业要求的在线时间", "online time the enterprise demands"),
    "meeting": ("线下常规管理（开会、点名）", "offline routine management: meetings, roll-call"),
    "rest": ("订单内的连续较长休息", "a continuous longer rest inside an order"),
}
PROMPTS = {
    "continuous": ("连续接单时间达到上限", "continuous order time reached the limit"),
    "daily": ("每日工作时间达到上限", "daily working time reached the limit"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the standard; `required` means: a row without a value is not accepted."""

    name: str
    type: str
    unit: str
    title: str
    zh: str
    en: str
    required: bool = False
    values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.type not in _ARROW:
            raise ValueError(f"column {self.name}: unknown type {self.type}")
        if not (self.name.isidentifier() and self.title and self.zh and self.en):
            raise ValueError(f"column {self.name}: a name, a title and both meanings are needed")
        if self.values and self.type != STR:
            raise ValueError(f"column {self.name}: only texts have a list of values")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a delivery; `key` names what makes a row one and the same thing."""

    name: str
    title: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names) or not set(self.key) <= set(names):
            raise ValueError(f"table {self.name}: a column twice, or a key that is no column")

    def names(self) -> tuple[str, ...]:
        """The columns in their order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of this name; KeyError if there is none."""
        return {column.name: column for column in self.columns}[name]


def _place(person: bool = True) -> tuple[Column, ...]:
    key = (
        Column("platform", STR, "", "平台", "平台代码或名称，全平台统一", "platform, one spelling throughout", True),
        Column("worker", STR, "", "劳动者代号", "平台内的假名代号，不得是姓名、手机号、证件号",
               "pseudonymous key within the platform; no name, phone or identity number", True),
    )  # fmt: skip
    matched = Column(
        "person", STR, "", "匹配摘要", "跨平台匹配用的摘要，由匹配文件给出；空为未匹配",
        "digest for matching across platforms, from the matching file; null if not matched",
    )  # fmt: skip
    return (*key, matched) if person else key


_OFFSET = Column(
    "offset_s", INT32, "s", "时区偏移", "当地时间比协调世界时快多少秒（北京时间28800）",
    "seconds east of UTC at the place and time (Beijing 28800)", True,
)  # fmt: skip
_AREA = Column(
    "area", STR, "GB/T 2260", "工作地", "实际工作地的六位行政区划代码", "six-digit code of the place of work", True
)
_EPOCH = "epoch s, UTC"

ORDERS = Table(
    "orders", "订单", "一行一单", "one row an order",
    (
        Column("order_id", STR, "", "订单号", "平台内唯一", "unique within the platform", True),
        *_place(),
        Column("enterprise", STR, "", "用工企业", "平台企业或直接管理劳动者的企业",
               "the enterprise that manages the worker", True),
        Column("partner", STR, "", "合作企业", "用工合作企业（加盟、代理、劳务）；没有为空",
               "partner firm: franchise, agent, labour service; null if none"),
        Column("relation", STR, "", "用工关系", "A、A'、B、C 四类", "class of relation", True, tuple(RELATIONS)),
        Column("industry", STR, "", "行业", "行业代码", "industry", True, tuple(INDUSTRIES)),
        _AREA,
        Column("accepted_s", INT64, _EPOCH, "接单时间", "开始执行订单任务", "work on the order begins", True),
        Column("picked_up_s", INT64, _EPOCH, "取货（上车）时间", "取得货物或乘客上车；没有为空",
               "goods picked up or passenger on board; null if none"),
        Column("completed_s", INT64, _EPOCH, "完成时间", "完成订单；空且无取消时间为未结束订单",
               "order completed; null without cancelled_s is an open order"),
        Column("cancelled_s", INT64, _EPOCH, "取消时间", "接单后取消的时间；与完成时间只能有一个",
               "cancelled after acceptance; never together with completed_s"),
        _OFFSET,
        Column("distance_m", INT64, "m", "里程", "本单里程", "distance of the order"),
        Column("price_fen", INT64, "fen", "顾客支付", "顾客为本单支付的服务费用；空为未报送",
               "what the customer paid for the service; null if not reported"),
        Column("pay_fen", INT64, "fen", "劳动者报酬", "本单报酬，不含补贴和打赏，扣款之前；空为未报送",
               "pay of the order before deductions, without subsidies and tips; null if not reported"),
        Column("subsidy_fen", INT64, "fen", "补贴奖励", "平台给的补贴、奖励；没有写0",
               "subsidies and bonuses by the platform; 0 if none", True),
        Column("tip_fen", INT64, "fen", "打赏", "顾客打赏；没有写0", "tips by the customer; 0 if none", True),
        Column("deduction_fen", INT64, "fen", "扣款", "从本单扣的款，写正数；没有写0",
               "deducted from this order, as a positive sum; 0 if none", True),
        Column("deduction_reason", STR, "", "扣款原因", "扣款不为0时应写明；没有写的予以计数",
               "to be given where deduction_fen is not 0"),
        Column("pay_period", STR, "", "计薪周期", "YYYY-MM，或 YYYY-MM-DD/YYYY-MM-DD（首末日均含）",
               "YYYY-MM, or YYYY-MM-DD/YYYY-MM-DD, both days included"),
        Column("paid_s", INT64, _EPOCH, "支付时间", "报酬到账；空为未支付或未报送", "paid out; null if not yet"),
    ),
    key=("platform", "order_id"),
)  # fmt: skip

SESSIONS = Table(
    "sessions", "在线时段", "可选：在线、必须在线、会议、订单内较长休息", "optional: spans of time besides the orders",
    (
        *_place(),
        Column("kind", STR, "", "类别", "时段类别", "kind of span", True, tuple(SPANS)),
        _AREA,
        Column("start_s", INT64, _EPOCH, "开始", "时段开始", "span begins", True),
        Column("end_s", INT64, _EPOCH, "结束", "时段结束", "span ends", True),
        _OFFSET,
    ),
    key=("platform", "worker", "kind", "start_s"),
)  # fmt: skip

REST_PROMPTS = Table(
    "rest_prompts", "休息提示", "可选：平台推送的休息提示和停止派单", "optional: rest prompts and pauses of dispatch",
    (
        *_place(),
        Column("kind", STR, "", "类别", "提示缘由", "why prompted", True, tuple(PROMPTS)),
        Column("prompted_s", INT64, _EPOCH, "提示时间", "推送提示的时间", "when prompted", True),
        Column("paused_s", INT64, "s", "停派时长", "停止派单多少秒；空为未停派", "dispatch paused for; null if not"),
        _OFFSET,
    ),
    key=("platform", "worker", "prompted_s"),
)  # fmt: skip

MATCHING = Table(
    "matching", "匹配文件", "单独保管：劳动者代号对应的匹配摘要", "kept apart: which worker keys are one person",
    (
        *_place(person=False),
        Column("person", STR, "", "匹配摘要", "由主管机关密钥计算的证件号摘要，同一人各平台相同",
               "digest of the identity number under the authority's key, equal on all platforms", True),
        Column("phone", STR, "", "手机号摘要",
               "可选：用主管机关密钥（64位十六进制）对11位手机号计算的HMAC-SHA256，小写十六进制；劳动者凭它认领自己的账号",
               "optional: HMAC-SHA256 of the mobile number (11 digits) under the authority's key (64 hex digits), in "
               "small hex; by it a worker claims his own key"),
    ),
    key=("platform", "worker"),
)  # fmt: skip

TABLES = {table.name: table for table in (ORDERS, SESSIONS, REST_PROMPTS, MATCHING)}

# Where an accepted row stood in what was handed in.
PROVENANCE = (
    Column("file_no", INT32, "", "文件序号", "第几个文件，从0起", "number of the file, from 0", True),
    Column("row_no", INT64, "", "行号", "文件中的行号，表头为第1行", "row in the file, the heading being 1", True),
)


def arrow(columns: Sequence[Column]) -> pa.Schema:
    """The same columns for pyarrow: required ones not null, the unit as metadata."""
    return pa.schema([_field(column) for column in columns])


def _field(column: Column) -> Any:
    kind = _ARROW[column.type]
    return pa.field(column.name, kind, nullable=not column.required, metadata={"unit": column.unit})


ACCEPTED = arrow((*ORDERS.columns, *PROVENANCE))
