"""How does a page of Chinese stand in a terminal? Long lines are broken at its width, below where their words begin."""

import re
import shutil
import unicodedata
from collections.abc import Iterator
from typing import TextIO

_PIECE = re.compile(r"[\x21-\x7e]+|.")  # a word of Latin letters stays whole; Chinese breaks between any two
_NEVER_FIRST = "，。；：、！？）」』”’》】…"
_NEVER_LAST = "（「『“‘《【"
_BEGINS = re.compile(r"\s*(?:[·○]\s+)?")
LEAST = 40


def fitted(text: str, stream: TextIO) -> str:
    """The text as it is, or broken to the width of the terminal that the stream is."""
    return wrapped(text, shutil.get_terminal_size().columns) if stream.isatty() else text


def wrapped(text: str, columns: int) -> str:
    """Each line in at most so many columns, a Chinese sign taking two; what goes on hangs below its first word."""
    return "\n".join(part for line in text.splitlines() for part in _broken(line, max(columns, LEAST)))


def width(text: str) -> int:
    """The columns that a text takes at most: what some terminals draw wide, as “ and ·, is counted so."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _broken(line: str, columns: int) -> Iterator[str]:
    begins = _BEGINS.match(line)
    hanging = " " * len(begins[0] if begins else "")
    now = ""
    for piece in _unbroken(line):
        if now.strip() and width(now) + width(piece.rstrip()) > columns:
            yield now.rstrip()
            now = hanging + piece.lstrip()
        else:
            now += piece
    yield now.rstrip()


def _unbroken(line: str) -> Iterator[str]:
    """What must stand on one line: a word or a sign, with the marks that belong to it."""
    held = ""
    for piece in _PIECE.findall(line):
        if held and piece not in _NEVER_FIRST and held[-1] not in _NEVER_LAST:
            yield held
            held = ""
        held += piece
    yield held
