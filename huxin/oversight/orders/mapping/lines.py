"""On which line of a TOML file does a key stand? The parser forgets it, and people need it to find their mistake."""

import re

_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_KEY = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_PIECE = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")


def line_numbers(text: str) -> dict[tuple[str, ...], int]:
    """The line of each table and key, by its path; good enough for sentences, the parser is the judge of the text."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _path(header[1])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_path(key[1])), number)
    return found


def _path(text: str) -> tuple[str, ...]:
    return tuple(next(part for part in piece if part) if any(piece) else "" for piece in _PIECE.findall(text))
