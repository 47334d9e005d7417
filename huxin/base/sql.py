"""How does a text stand in SQL that is put together by hand, and how do files?"""

from collections.abc import Iterable
from pathlib import Path


def literal(text: str | Path) -> str:
    """A text or a path as a word of SQL: O'Hara → 'O''Hara'."""
    return "'" + str(text).replace("'", "''") + "'"


def parquet(paths: Iterable[Path]) -> str:
    """Files of Parquet as one table of DuckDB: read_parquet(['a.parquet', 'b.parquet']); there must be one."""
    return f"read_parquet([{', '.join(map(literal, paths))}])"
