"""What does a check leave behind? Findings, aggregates, accepted and rejected rows, and a manifest over them."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from huxin.base.errors import reason_of
from huxin.oversight.orders.check import Checked
from huxin.oversight.orders.manifest import MANIFEST, SIGNATURE, hold, write_manifest
from huxin.oversight.orders.refusal import Refused
from huxin.oversight.orders.report import RULE_TITLES, as_json
from huxin.oversight.orders.schema import ORDERS
from huxin.oversight.scan.rules import BY_CODE, GIVEN_IN

MOST_EXCEL_ROWS = 200_000
TABLES = {"findings": "发现", "aggregates": "汇总", "months": "劳动者月度"}
TITLES = {column.name: column.title for column in ORDERS.columns} | {
    "rule": "标准", "verdict": "结论", "first_day": "起始日", "start_s": "起始时刻（UTC秒）", "measured": "实际",
    "required": "标准值", "short_fen": "不足（元）", "month": "月份", "orders": "订单数", "workers": "劳动者数",
    "begun": "有结束时间的订单数", "unpriced": "未报报酬的订单数", "union_s": "接单时间，同时的不重复（小时）",
    "order_s": "接单时间（小时）", "earned_fen": "报酬（元）", "tip_fen": "打赏（元）", "deduction_fen": "扣款（元）",
    "sanction_fen": "因超时、差评扣款（元）", "fare_fen": "报了顾客支付的订单：顾客支付（元）",
    "fare_pay_fen": "报了顾客支付的订单：报酬（元）", "prompts": "提示次数", "begun_in_pause": "停派时间内接单数",
}  # fmt: skip
_WORDS = {"rule": RULE_TITLES, "verdict": {"broken": "违反", "caution": "注意"}}


def prepare(folder: Path) -> None:
    """Make a place for results: a new or empty folder, or one with the unaltered results of an earlier check."""
    if folder.exists() and not folder.is_dir():
        raise Refused(f"“{folder}”是文件，不能作为输出文件夹。")
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MANIFEST).exists() or hold(folder).unlisted:
            raise Refused(f"输出文件夹“{folder}”里有别的文件，不覆盖。请换一个空文件夹。")
        shutil.rmtree(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"不能建立输出文件夹“{folder}”：{reason_of(error)}。") from error


def write_results(checked: Checked, folder: Path, *, signed: bool) -> bytes:
    """Everything into the folder; the manifest's bytes, to be signed."""
    found = checked.scanned
    if found is not None:
        for name, title in TABLES.items():
            shutil.copyfile(found.folder / f"{name}.parquet", folder / f"{name}.parquet")
            if name != "months":
                _excel(folder / f"{name}.parquet", folder / f"{name}.xlsx", title)
    if checked.prompts is not None:
        shutil.copyfile(checked.prompts.path, folder / "rest_prompts.parquet")
        _excel(checked.prompts.path, folder / "rest_prompts.xlsx", "休息提示")
    accepted = folder / "accepted"
    for intake in (checked.orders, *checked.sides.values()):
        for path in () if checked.refused else intake.accepted:
            accepted.mkdir(exist_ok=True)
            shutil.move(path, accepted / f"{intake.table.name}-{path.name}")
    said = as_json(checked)
    (folder / "summary.json").write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    outputs = [path for path in folder.rglob("*") if path.is_file() and path.name not in (MANIFEST, SIGNATURE)]
    return write_manifest(folder, _said(checked, said, signed), outputs)


def _said(checked: Checked, said: dict[str, Any], signed: bool) -> dict[str, Any]:
    """What the manifest says of how the results were made."""
    kept = ("rules", "rules_version", "engine", "rows", "accepted", "rejected_rows", "findings")
    return {
        "made_at": datetime.fromtimestamp(checked.wish.now_s, UTC).isoformat(),
        "signed": signed,
        "mapping": {
            "name": checked.wish.mapping.name or checked.wish.mapping.path,
            "sha256": checked.wish.mapping.sha256,
        },
        "inputs": [
            {"table": intake.table.name, "name": raw.name, "size": raw.size, "sha256": raw.sha256, "rows": raw.rows}
            for intake in (checked.orders, *checked.sides.values())
            for raw in intake.files
        ],
        **{name: said[name] for name in kept},
        "digests": checked.scanned.digests() if checked.scanned else {},
    }


def _excel(source: Path, path: Path, title: str) -> None:
    """A table for reading, in hours and yuan; what is beyond its last row is in the Parquet file beside it, which has
    everything as it was worked out."""
    from huxin.base.excel import Sheet, write_book  # loads slowly, and few ask for Excel

    file = pq.ParquetFile(source)
    headings = [TITLES.get(name, name) for name in file.schema_arrow.names]
    if "标准值" in headings:
        headings.insert(headings.index("标准值") + 1, "单位")
    write_book(path, [Sheet(title, headings, _lines(file))])


def _lines(file: pq.ParquetFile) -> Iterator[list[object]]:
    left = MOST_EXCEL_ROWS
    for batch in file.iter_batches(batch_size=20_000):
        part: pa.RecordBatch = batch.slice(0, left)
        yield from (list(line) for line in zip(*_readable(part), strict=True))
        left -= part.num_rows
        if not left:
            rest = file.metadata.num_rows - MOST_EXCEL_ROWS
            if rest:
                yield [f"还有{rest}行，见同名的Parquet文件"]
            return


def _readable(part: pa.RecordBatch) -> Iterator[list[Any]]:
    """The columns as people read them: words for codes, hours for seconds, yuan for fen, each rule in its own unit."""
    given = [GIVEN_IN[BY_CODE[rule].unit] for rule in part["rule"].to_pylist()] if "rule" in part.schema.names else []
    for name in part.schema.names:
        values = part[name].to_pylist()
        if name in ("measured", "required"):
            yield [value / size for value, (_, size) in zip(values, given, strict=True)]
        elif name in _WORDS:
            yield [_WORDS[name].get(value, value) for value in values]
        elif name.endswith("_fen"):
            yield [None if value is None else value / 100 for value in values]
        elif name.endswith("_s") and name != "start_s":
            yield [value / 3_600 for value in values]
        else:
            yield values
        if name == "required":
            yield [word for word, _ in given]
