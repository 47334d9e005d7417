"""How does the database read what a page asks for? Its plan for every query, and the tables that it reads whole."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_SQLITE = re.compile(r"SCAN (\w+)(?! VIRTUAL)")
_POSTGRES = re.compile(r"Seq Scan on (\w+)")
_ALIAS = re.compile(r'"(\w+)" (?:AS )?"?(\w+)"?')


@dataclass(frozen=True, slots=True)
class Statement:
    """One query with its plan."""

    sql: str
    lines: tuple[str, ...]

    def whole(self, tables: Iterable[str]) -> set[str]:
        """Those of these tables that are read from the first row to the last."""
        names = {alias: table for table, alias in _ALIAS.findall(self.sql)}
        read = {name for line in self.lines for name in (*_SQLITE.findall(line), *_POSTGRES.findall(line))}
        return {names.get(name, name) for name in read} & set(tables)


def plans_of(ask: Callable[[], None]) -> list[Statement]:
    """The plans of all that is asked for by `ask`."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        ask()
    found = []
    word = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    for query in queries.captured_queries:
        if query["sql"].startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute(f"{word} {query['sql']}")
                found.append(Statement(query["sql"], tuple(str(row[-1]) for row in cursor.fetchall())))
    return found
