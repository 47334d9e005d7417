"""Which codes of GB/T 2260 are there? Counties from areas.txt, with the prefectures and provinces above them."""

import tomllib
from functools import cache
from pathlib import Path

_PATH = Path(__file__).with_name("areas.txt")
_NAMED = Path(__file__).parents[2] / "orgs" / "seed" / "areas.toml"  # the divisions of the house


@cache
def known_areas() -> frozenset[str]:
    """Every valid six-figure code."""
    found: set[str] = set()
    for line in _PATH.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            prefecture, *counties = line.split()
            found |= {prefecture[:2] + "0000", prefecture + "00", *(prefecture + county for county in counties)}
    return frozenset(found)


@cache
def area_names() -> dict[str, str]:
    """The names of the divisions that the house looks after, by code."""
    return {one["code"]: one["name"] for one in tomllib.loads(_NAMED.read_text(encoding="utf-8"))["area"]}
