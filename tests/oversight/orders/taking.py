"""How do the tests hand in a file? Written to a folder, taken in with a mapping, and given back as plain rows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from huxin.oversight.orders.engine import connection
from huxin.oversight.orders.intake import take_in
from huxin.oversight.orders.mapping.model import standard_mapping
from huxin.oversight.orders.mapping.read import parse_mapping
from huxin.oversight.orders.schema import MATCHING, ORDERS, Table
from huxin.oversight.orders.taken import Intake

NOW_S = 1_795_507_200  # 24 November 2026, 16:00 in Shanghai

# A mapping in which only the named columns come from the file; the rest is said once for all.
PLAIN = """
[orders]
order_id = "id"
platform = { const = "甲平台" }
worker = "worker"
enterprise = { const = "甲公司" }
relation = { const = "B" }
industry = { const = "delivery" }
area = { const = "532601" }
accepted_s = "start"
completed_s = "end"
subsidy_fen = { const = 0 }
tip_fen = { const = 0 }
deduction_fen = { const = 0 }
"""


@dataclass
class Taken:
    """What became of the files, as plain rows."""

    intake: Intake
    accepted: list[dict[str, Any]]
    rejected: list[dict[str, Any]]

    @property
    def why(self) -> dict[int, str]:
        """The sentence of each rejected row, by its number."""
        return {row["row_no"]: row["why"] for row in self.rejected}


def take(
    folder: Path,
    content: str | bytes | list[Path],
    mapping: str = PLAIN,
    *,
    name: str = "orders.csv",
    table: Table = ORDERS,
    area: str | None = None,
    now_s: int = NOW_S,
    matching: list[Path] | None = None,
) -> Taken:
    """Take in one file with this content, or files that are there; Refused goes to the caller."""
    paths = content if isinstance(content, list) else [write(folder, content, name)]
    said = parse_mapping(mapping, "m.toml", area=area)
    with connection(folder / "spill", latest_s=now_s, memory_mb=400) as con:
        keys = take_in(con, matching, standard_mapping(), folder / "keys", MATCHING) if matching else None
        intake = take_in(con, paths, said, folder / "work", table, keys)
    return Taken(intake, rows(intake.accepted), rows(intake.rejected))


def rows(paths: list[Path]) -> list[dict[str, Any]]:
    """The rows of Parquet files, in the order of the files handed in."""
    found = [row for path in paths for row in pq.read_table(path).to_pylist()]
    return sorted(found, key=lambda row: (row["file_no"], row["row_no"]))


def write(folder: Path, content: str | bytes, name: str) -> Path:
    """A file in the folder."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
