"""How is a row found by what it holds, among millions, in Chinese, on either database?

A column of plain text holds signs between blanks: pairs of neighbouring characters, and facts like `topic=injury`. On
SQLite an FTS5 table answers which rows hold them, on PostgreSQL a GIN index; both without knowing any language. Only
what may stand in a column in clear goes into it: persons are found by digest elsewhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.models import Lookup, Q, TextField
from django.db.models.sql.compiler import SQLCompiler

from huxin.base.chinese import normal_text

_RUN = re.compile(r"[^\W_]+")
_FACT = re.compile(r"[a-z_]+=[\w./@-]*", re.ASCII)
_MARKS = "'=./@-_'"  # signs of facts that do not end a word


def pairs(text: str) -> list[str]:
    """Neighbouring characters of each run of letters, digits and Chinese characters, each pair once:
    拖欠单费 → 拖欠, 欠单, 单费. A single character makes no pair."""
    runs = _RUN.findall(normal_text(text).lower())
    return list(dict.fromkeys(run[n : n + 2] for run in runs for n in range(len(run) - 1)))


def fact(name: str, value: object) -> str:
    """One sign: `topic=injury`."""
    sign = f"{name}={value}"
    if not _FACT.fullmatch(sign):
        raise ValueError(f"{sign!r} is no fact: small letters, then letters, digits and . / @ - _")
    return sign


def written(facts: Iterable[str], texts: Iterable[str]) -> str:
    """What stands in the column: every sign once, blanks around each."""
    signs = dict.fromkeys([*facts, *(pair for text in texts for pair in pairs(text))])
    return f" {' '.join(signs)} "


Group = tuple[str, ...]  # all of these signs


@dataclass(frozen=True, slots=True)
class Sought:
    """A row is meant if of every clause it holds at least one group."""

    clauses: tuple[tuple[Group, ...], ...]

    def seen_in(self, column: str) -> Q:
        """The same as plain comparison of the column, for a few rows that are read anyway."""
        found = Q()
        for groups in self.clauses:
            one = Q()
            for group in groups:
                one |= Q(*(Q(**{f"{column}__contains": f" {sign} "}) for sign in group))
            found &= one
        return found

    def spelt(self, quote: str, both: str, either: str) -> str:
        """In the language of an index."""
        return both.join(
            "(" + either.join(both.join(f"{quote}{sign}{quote}" for sign in group) for group in groups) + ")"
            for groups in self.clauses
        )


@TextField.register_lookup
class Holds(Lookup[Any]):
    """`words__holds=Sought(…)`: the rows that the index names. The table is one with a `WordIndex`."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        table, column = self.lhs.target.model._meta.db_table, self.lhs.target.model._meta.pk.column
        asked = self.rhs.spelt('"', " AND ", " OR ")
        return f'"{self.lhs.alias}"."{column}" IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s)', [asked]  # noqa: S608  names of a table

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        column, given = self.process_lhs(compiler, connection)
        return f"{_VECTOR.format(column)} @@ %s::tsquery", [*given, self.rhs.spelt("'", " & ", " | ")]


_VECTOR = "array_to_tsvector(string_to_array(btrim({}), ' '))"
_SQLITE = (
    "CREATE VIRTUAL TABLE {t}_fts USING fts5({c}, content='{t}', content_rowid='{k}', detail='none', columnsize=0, "
    'tokenize="ascii tokenchars {m}")',
    "CREATE TRIGGER {t}_fts_new AFTER INSERT ON {t} BEGIN "
    "INSERT INTO {t}_fts (rowid, {c}) VALUES (NEW.{k}, NEW.{c}); END",
    "CREATE TRIGGER {t}_fts_gone AFTER DELETE ON {t} BEGIN "
    "INSERT INTO {t}_fts ({t}_fts, rowid, {c}) VALUES ('delete', OLD.{k}, OLD.{c}); END",
    "CREATE TRIGGER {t}_fts_other AFTER UPDATE ON {t} BEGIN "
    "INSERT INTO {t}_fts ({t}_fts, rowid, {c}) VALUES ('delete', OLD.{k}, OLD.{c}); "
    "INSERT INTO {t}_fts (rowid, {c}) VALUES (NEW.{k}, NEW.{c}); END",
    "INSERT INTO {t}_fts ({t}_fts) VALUES ('rebuild')",
)
_SQLITE_OFF = (
    "DROP TRIGGER {t}_fts_new", "DROP TRIGGER {t}_fts_gone", "DROP TRIGGER {t}_fts_other", "DROP TABLE {t}_fts",
)  # fmt: skip
# without fastupdate: every search would read the list of what is not yet sorted in
_POSTGRES = ("CREATE INDEX {t}_fts ON {t} USING gin ((" + _VECTOR.format("{c}") + ")) WITH (fastupdate = off)",)
_POSTGRES_OFF = ("DROP INDEX {t}_fts",)


class WordIndex(Operation):
    """Index the column of signs of a model. On SQLite triggers keep the index: a later migration that rebuilds the
    table there has to take this one off first and put it on again afterwards."""

    reversible = True

    def __init__(self, model_name: str, column: str = "words") -> None:
        self.model_name, self.column = model_name, column

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing to change in Django's picture of the tables."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.put_on(to_state.apps.get_model(app_label, self.model_name), schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.take_off(from_state.apps.get_model(app_label, self.model_name), schema_editor)

    def put_on(self, model: Any, editor: BaseDatabaseSchemaEditor) -> None:
        """Index what is there and what will come."""
        self._run(model, editor, _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRES)

    def take_off(self, model: Any, editor: BaseDatabaseSchemaEditor) -> None:
        """Before the table is rebuilt, or filled with very many rows."""
        self._run(model, editor, _SQLITE_OFF if editor.connection.vendor == "sqlite" else _POSTGRES_OFF)

    def _run(self, model: Any, editor: BaseDatabaseSchemaEditor, statements: Iterable[str]) -> None:
        names = {"t": model._meta.db_table, "k": model._meta.pk.column, "c": self.column, "m": _MARKS}
        for statement in statements:
            editor.execute(statement.format(**names), None)

    def describe(self) -> str:
        return f"Index the signs of {self.model_name}"
