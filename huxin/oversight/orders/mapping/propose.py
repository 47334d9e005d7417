"""Which mapping might fit this file? A draft from its headings and first rows, to be completed by a person."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq

from huxin.oversight.orders.areas import area_names
from huxin.oversight.orders.mapping.model import DISTANCE, MONEY, TIME_KIND, File, kind_of
from huxin.oversight.orders.reading.files import read_file
from huxin.oversight.orders.reading.raw import RawFile
from huxin.oversight.orders.refusal import Refused
from huxin.oversight.orders.schema import ORDERS, Column
from huxin.oversight.orders.told import TOLD

SAMPLE = 2_000
MOST_VALUES = 20  # of a column that are listed
TITLES = 4  # rows that may stand above the headings
NEEDED = sum(needed for _, _, needed in TOLD)  # columns without which there is nothing to read
# What a column is called in exports that we have seen or can imagine; the first that fits wins.
NAMES: dict[str, str] = {
    "order_id": r"(订单|行程)(编?号|id)|运单号|单号|order.?(id|no|number)|ride.?id|trip.?id|delivery.?id|^id$",
    "platform": r"平台|platform",
    "worker": r"(骑手|司机|劳动者|快递员|配送员|骑士)(id|编号|代号|工号|标识)?$|worker|driver|rider|courier|dasher",
    "person": r"匹配摘要|person",
    "enterprise": r"用工企业|企业|公司|enterprise|company|base.?num",
    "partner": r"合作(企业|商)|加盟|代理|服务商|partner|franchise|vendor",
    "relation": r"用工(关系|类型)|身份|骑手类型|关系|relation",
    "industry": r"行业|业务类型|industry",
    "area": r"区划|工作地|区县|县区|区域|^县|area|district",
    "accepted_s": r"接单(时间|时刻)|^接单$|接受时间|^开始(时间)?$|accept|start|begin|request|active|pick.?up.?datetime",
    "picked_up_s": r"取(货|餐|件)时间|上车时间|到店|picked|on.?scene",
    "completed_s": r"(完成|送达|结束|签收|下车)(时间|时刻)?|complet|deliver(ed|y.?time)|end|finish|drop.?off",
    "cancelled_s": r"取消(时间)?|cancel",
    "distance_m": r"里程|距离|公里|distance|miles|km",
    "price_fen": r"(顾客|用户|乘客)?(实付|支付|付款|订单金额|应付)|(顾客|用户|乘客)付|^车费|price|fare|total|customer",
    "pay_fen": r"(骑手|司机|劳动者)?(收入|报酬|配送费|工资|薪|所得)|到手|实得|pay|earning|income|wage",
    "subsidy_fen": r"补贴|奖励|奖金|bonus|subsid|incentive",
    "tip_fen": r"打赏|小费|tip",
    "deduction_fen": r"扣款|罚款|扣罚|deduct|penalt",
    "deduction_reason": r"扣款(原因|事由)|罚款原因|reason",
    "pay_period": r"(计薪|结算|薪资)(周期|月份)|period",
    "paid_s": r"(到账|发放|支付|结算)(时间|日期)|paid",
}
_FORMS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M", "%Y%m%d%H%M%S",
    "%Y年%m月%d日 %H时%M分", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M",
    "%m-%d-%Y %H:%M", "%Y.%m.%d %H:%M", "%Y.%m.%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日%H:%M",
    "%Y年%m月%d日%H时%M分", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d",
)  # fmt: skip
_HALF_DAY = re.compile(r"上午|下午|凌晨|早上|早晨|清晨|中午|傍晚|晚上|夜里|[AaPp]\.?[Mm]\.?")
_TWELVE = tuple(
    f"{day}{clock}"
    for day in ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d", "%m/%d/%Y")
    for time in ("%I:%M", "%I:%M:%S")
    for clock in (f" %p{time}", f" %p {time}", f"%p{time}", f" {time} %p", f" {time}%p")
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?")
_DEFAULTS = {
    "platform": '{ const = "请填写" }', "enterprise": '{ const = "请填写" }', "order_id": "{ row = true }",
    "worker": '{ const = "请填写" }',
    "relation": '{ const = "B" }', "industry": '{ const = "delivery" }', "area": '{ const = "532601" }',
    "subsidy_fen": "{ const = 0 }", "tip_fen": "{ const = 0 }", "deduction_fen": "{ const = 0 }",
}  # fmt: skip


def propose(path: Path, work: Path) -> str:
    """A mapping file as text; what could not be guessed is marked 请核对. Refused where the file cannot be read."""
    raw, header_row = opened(path, work)
    samples = samples_of(raw)
    found = guessed(raw.headings)
    lines = [
        f"# 由“{raw.name}”的表头起草，请逐项核对后使用：huxin orders check {raw.name} --mapping 本文件",
        'name = "请填写"', *(["", "[file]", f"header_row = {header_row}"] if header_row > 1 else []), "", "[time]",
        'zone = "Asia/Shanghai"',
        f"formats = [{', '.join(map(_quoted, forms_of(found, samples)))}]", "", "[money]",
        'unit = "yuan"  # 请核对单位', "", "[distance]", 'unit = "km"  # 请核对单位', "", "[orders]",
    ]  # fmt: skip
    lines += [line for column in ORDERS.columns if (line := _line(column, found, samples))]
    used = set(found.values())
    rest = [heading for heading in raw.headings if heading and heading not in used]
    if rest:
        lines += ["", f"# 没有用到的列：{'、'.join(rest)}"]
    return "\n".join(lines) + "\n"


def opened(path: Path, work: Path) -> tuple[RawFile, int]:
    """The file, and the row of its headings: exports often begin with a title, which has fewer cells than needed."""
    found, refusal = [], None
    for row in range(1, TITLES + 2):
        below = work / str(row)
        below.mkdir(exist_ok=True)
        try:
            raw = read_file(path, 0, File(header_row=row), below)
        except Refused as refused:  # an empty row has no headings
            refusal = refusal or refused
            continue
        if sum(map(bool, raw.headings)) >= NEEDED:
            return raw, row
        found.append((raw, row))
    if refusal and not found:
        raise refusal
    return found[0]


def samples_of(raw: RawFile) -> dict[str, list[str]]:
    """The first cells of each column that hold anything, as text."""
    batch = next(pq.ParquetFile(raw.cells).iter_batches(batch_size=SAMPLE), None)
    if batch is None:
        return {}
    columns = zip(raw.headings, batch.columns, strict=False)
    return {
        heading: [str(cell) for cell in column.to_pylist() if cell not in (None, "")] for heading, column in columns
    }


def guessed(headings: Sequence[str]) -> dict[str, str]:
    """Which heading might be which column of the standard; each heading once."""
    found: dict[str, str] = {}
    for name in NAMES:
        if name in headings:
            found[name] = name
    for name, pattern in NAMES.items():
        free = [heading for heading in headings if heading and heading not in found.values()]
        fits = [heading for heading in free if re.search(pattern, _bare(heading), re.IGNORECASE)]
        if name not in found and fits:
            found[name] = fits[0]
    return found


def _bare(heading: str) -> str:
    """A heading without the unit in brackets behind it."""
    return re.sub(r"[（(\[].*?[）)\]]", "", heading).strip()


def forms_of(found: dict[str, str], samples: dict[str, list[str]]) -> list[str]:
    """The written forms that occur in the columns of moments."""
    moments = [column.name for column in ORDERS.columns if kind_of(column) == TIME_KIND]
    cells = [cell.strip() for name in moments if name in found for cell in samples.get(found[name], ())]
    forms = list(dict.fromkeys(form for cell in cells if (form := _form(cell))))
    return forms or ["iso"]


def _form(cell: str) -> str | None:
    if _ISO.fullmatch(cell):
        return "iso"
    if re.fullmatch(r"\d{10}(\.\d+)?", cell):
        return "epoch_s"
    if re.fullmatch(r"\d{13}", cell):
        return "epoch_ms"
    if re.fullmatch(r"[345]\d{4}\.\d+", cell):
        return "excel"
    halved = _HALF_DAY.search(cell)
    for form in _TWELVE if halved else _FORMS:
        if fits(cell, form):
            return form
    return None


def fits(cell: str, form: str) -> bool:
    """Is the cell written in this form? Halves of the day in any word for them."""
    try:
        datetime.strptime(_HALF_DAY.sub("AM", cell), form)  # noqa: DTZ007  only whether it fits
    except ValueError:
        return False
    return True


def _line(column: Column, found: dict[str, str], samples: dict[str, list[str]]) -> str:
    """One entry; empty for what the file does not give and need not."""
    if column.name == "offset_s" and column.name not in found:
        return ""
    heading = found.get(column.name)
    if heading is None:
        if not column.required:
            return ""
        default = _DEFAULTS.get(column.name, _quoted("请填写列名"))
        return f"{column.name} = {default}  # {column.title}：文件里没有找到，请核对"
    kind = kind_of(column)
    extra = ""
    if unit := _unit(heading, kind):
        extra = f", unit = {_quoted(unit)}"
    elif pairs := _meant(column, dict.fromkeys(samples.get(heading, ()))):
        extra = f", values = {{ {', '.join(f'{_quoted(value)} = {_quoted(code)}' for value, code in pairs)} }}"
    source = f"{{ column = {_quoted(heading)}{extra} }}" if extra else _quoted(heading)
    return f"{column.name} = {source}  # {column.title}{'，请核对对应的取值' if 'values' in extra else ''}"


def _meant(column: Column, written: Iterable[str]) -> list[tuple[str, str]]:
    """Texts that are none of the column's values, with the value that each may mean: places by their names. What class
    of relation or trade is meant is not guessed."""
    if column.name == "area":
        names = area_names().items()
        return [
            (text, next((code for code, name in names if len(text) > 1 and name.startswith(text)), "请填写代码"))
            for text in written
            if not re.fullmatch(r"\d{6}", text)
        ][:MOST_VALUES]
    return [(text, "请填写") for text in written if column.values and text not in column.values][:MOST_VALUES]


def unit_of(heading: str, name: str) -> str | None:
    """The unit that a heading says of a column of the standard."""
    return _unit(heading, kind_of(ORDERS.column(name)))


def _unit(heading: str, kind: str) -> str | None:
    """The unit in brackets behind a heading: 里程（公里）."""
    said = re.search(r"[（(\[](.*?)[）)\]]", heading)
    units = {"money": MONEY, "distance": DISTANCE}.get(kind, {})
    return said[1] if said and said[1] in units else None


def _quoted(text: str) -> str:
    """A text as TOML writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", " ")
    return f'"{escaped}"'
