"""Which rows lie below one organisation, found by an index on either database?

A prefix can be asked for in two ways. `org_path__startswith` is a condition that is read along: right for an area,
which holds most rows of a list that is walked in its own order. `org_path__inside` is a place to seek: right for one
organisation, which holds few. SQLite can seek a prefix by GLOB alone, PostgreSQL by LIKE where the index is made for
it (`path_index`).
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Index, Lookup
from django.db.models.sql.compiler import SQLCompiler

_SPECIAL = frozenset("*?[]%_\\")


@CharField.register_lookup
class Inside(Lookup[str]):
    """The path begins with this one."""

    lookup_name = "inside"

    def get_prep_lookup(self) -> str:
        """Paths are digits and strokes; anything else would be a pattern."""
        path = str(self.rhs)
        if _SPECIAL & set(path):
            raise ValueError(f"{path!r} is no path")
        return path

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        return self._compared(compiler, connection, "LIKE", "%")

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        return self._compared(compiler, connection, "GLOB", "*")

    def _compared(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, operator: str, rest: str
    ) -> tuple[str, tuple[Any, ...]]:
        column, given = self.process_lhs(compiler, connection)
        return f"{column} {operator} %s", (*given, f"{self.rhs}{rest}")


def path_index(name: str, *more: str, path: str = "org_path") -> Index:
    """An index by path, and then by whatever the list is walked in; on PostgreSQL one that LIKE can seek in."""
    kinds = ("int8_ops" if field.lstrip("-") in ("id", "pk") else "" for field in more)
    return Index(fields=[path, *more], opclasses=["varchar_pattern_ops", *kinds], name=name)
