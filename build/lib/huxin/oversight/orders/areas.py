"""Which codes of GB/T 2260 are there? Counties from areas.txt, with the prefectures and provinces above them."""

from functools import cache
from pathlib import Path

_PATH = Path(__file__).with_name("areas.txt")


@cache
def known_areas() -> frozenset[str]:
    """Every valid six-figure code."""
    found: set[str] = set()
    for line in _PATH.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            prefecture, *counties = line.split()
            found |= {prefecture[:2] + "0000", prefecture + "00", *(prefecture + county for county in counties)}
    return frozenset(found)
