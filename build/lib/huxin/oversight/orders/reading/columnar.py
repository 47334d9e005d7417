"""What is in a Parquet file, and can every column be read? Nothing is copied: the engine reads the file itself."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from huxin.oversight.orders.reading.raw import RawFile, check_headings, digest
from huxin.oversight.orders.refusal import Refused

_LARGEST_CHUNK = 2 << 30  # bytes of one column in one row group, unpacked


def read_columnar(path: Path, number: int) -> RawFile:
    """The columns of a Parquet file with the kind of each; Refused where it is truncated or damaged."""
    try:
        with pq.ParquetFile(path) as file:
            schema, facts = file.schema_arrow, file.metadata
            largest = max(
                (
                    facts.row_group(group).column(column).total_uncompressed_size
                    for group in range(facts.num_row_groups)
                    for column in range(facts.num_columns)
                ),
                default=0,
            )
            rows = facts.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Refused(
            f"文件“{path.name}”不是完整的Parquet文件，可能没有传完或已损坏。请重新导出、重新传送后再检查。"
        ) from error
    if largest > _LARGEST_CHUNK:
        raise Refused(
            f"文件“{path.name}”有一个列块解压后达{largest >> 20}MB，超出单机可读的大小。"
            "请用较小的行组（row group）重新导出。"
        )
    return RawFile(
        number=number, path=path, form="parquet", size=path.stat().st_size, sha256=digest(path),
        headings=check_headings(path.name, tuple(schema.names)), kinds=tuple(map(_kind, schema.types)),
        cells=path, rows=rows, controls=True,
    )  # fmt: skip


def _kind(kind: pa.DataType) -> str:
    """text, int, float, decimal, local, instant, date; "unreadable" for lists and the like."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_timestamp(kind):
        return "instant" if kind.tz else "local"
    for word, test in (
        ("int", pa.types.is_integer), ("float", pa.types.is_floating), ("decimal", pa.types.is_decimal),
        ("date", pa.types.is_date), ("text", pa.types.is_string), ("text", pa.types.is_large_string),
        ("text", pa.types.is_string_view), ("text", pa.types.is_boolean), ("text", pa.types.is_time),
        ("text", pa.types.is_null),
    ):  # fmt: skip
        if test(kind):
            return word
    return "unreadable"
