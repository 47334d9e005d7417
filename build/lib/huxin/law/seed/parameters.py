"""Which legal figures are known from the start? Read from parameters/*.yaml, without a database."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from huxin.law.catalogue import Industry, Relation, read_value
from huxin.law.parameters import Force, Parameter, Status, Table

FOLDER = Path(__file__).with_name("parameters")
_SHARED = {"document", "source", "area", "areas", "industry", "industries", "relation", "force", "status"} | {
    "from", "until", "article",
}  # fmt: skip
_BLOCK, _ROW = _SHARED | {"values"}, _SHARED | {"code", "value"}


@cache
def seed_table() -> Table:
    """All figures of the seed."""
    return Table(row for path in sorted(FOLDER.glob("*.yaml")) for row in read_parameters(path))


def read_parameters(path: Path) -> Iterator[Parameter]:
    """The figures of one file: blocks of one document each; what stands in a row goes before what its block says.

    Raises ValueError, naming the file and the row, for anything unknown or missing.
    """
    for block in yaml.safe_load(path.read_text(encoding="utf-8")):
        shared = {name: value for name, value in block.items() if name != "values"}
        for row in block["values"]:
            try:
                _known(block, _BLOCK)
                _known(row, _ROW)
                yield from _parameters(shared | row)
            except (KeyError, ValueError) as error:
                raise ValueError(f"{path.name}: {row}: {error}") from error


def _known(written: dict[str, Any], words: set[str]) -> None:
    if unknown := set(written) - words:
        raise ValueError(f"unknown words {sorted(unknown)}")


def _parameters(row: dict[str, Any]) -> Iterator[Parameter]:
    value, unit = read_value(row["code"], row["value"])
    for area in row.get("areas", [row.get("area", "")]):
        for industry in row.get("industries", [row.get("industry", "")]):
            yield Parameter(
                code=row["code"],
                value=value,
                unit=unit,
                area=area,
                industry=Industry(industry).value if industry else "",
                relation=Relation(row["relation"]).value if row.get("relation") else "",
                force=Force(row["force"]),
                valid_from=_day(row["from"]),
                valid_until=_day(row["until"]) if "until" in row else None,
                document=row["document"],
                article=row.get("article", ""),
                status=Status(row["status"]),
                source=row.get("source", ""),
            )


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise ValueError(f"{value} is not a day")
    return value
