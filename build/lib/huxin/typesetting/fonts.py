"""Which fonts do we bring along for machines without those of the office, and where are they found?"""

import os
from pathlib import Path

import pylopdf_fonts_zh_cn

SERIF, SANS, KAI = "Noto Serif SC", "Noto Sans SC", "LXGW WenKai"
_NPM = Path(__file__).parents[2] / "node_modules"
_PACKED = (
    _NPM / "@fontsource/lxgw-wenkai/files/lxgw-wenkai-latin-500-normal.woff"
)  # all letters, whatever its name says
_READY = _NPM / ".fonts" / "lxgw-wenkai.ttf"


def unpack() -> None:
    """Make the font that npm brings for browsers one that Typst reads: the same glyphs, not compressed. Repeatable."""
    if _READY.exists() and _READY.stat().st_mtime >= _PACKED.stat().st_mtime:
        return
    from fontTools.ttLib import TTFont

    _READY.parent.mkdir(exist_ok=True)
    half = _READY.with_suffix(f".{os.getpid()}")
    with TTFont(_PACKED) as font:
        font.flavor = None
        font.save(half)
    half.replace(_READY)


def folders() -> list[Path]:
    """Where the fonts lie that do not belong to the machine."""
    brought = (Path(pylopdf_fonts_zh_cn.serif_path()).parent, _READY.parent)
    return [folder for folder in brought if folder.exists()]


if __name__ == "__main__":
    unpack()
