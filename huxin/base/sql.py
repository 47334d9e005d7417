"""How does a text stand in SQL that is put together by hand?"""

from pathlib import Path


def literal(text: str | Path) -> str:
    """A text or a path as a word of SQL: O'Hara → 'O''Hara'."""
    return "'" + str(text).replace("'", "''") + "'"
