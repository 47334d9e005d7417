"""In which encoding is a text file written? UTF-8 with or without BOM, GB18030 (which holds GBK), UTF-16 by its BOM."""

import codecs
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from huxin.oversight.orders.refusal import Refused

CHUNK = 1 << 20
KNOWN = ("auto", "utf-8", "gb18030", "gbk", "big5", "utf-16", "latin-1", "cp1252")
WORDS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8（带BOM）", "gb18030": "GBK/GB18030", "utf-16": "UTF-16"}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MOST_WRONG = 0.02  # of the characters: beyond it the file is no text in any encoding we know
# Bytes below the blank that no text holds, save tab, line feed, form feed, carriage return and NUL, which is counted.
_CONTROLS = bytes(set(range(1, 32)) - {9, 10, 12, 13})


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a file, how many bytes it cannot decode, and whether control characters were seen."""

    name: str
    undecodable: int
    controls: bool


def detect(path: Path, stated: str = "auto") -> Encoding:
    """The encoding stated, or the one that decodes the file with the fewest faults; Refused where it is no text."""
    with path.open("rb") as file:
        start = file.read(4)
    bom = next((name for mark, name in _BOMS if start.startswith(mark)), None)
    if stated != "auto":
        names = ["utf-8-sig" if stated == "utf-8" and bom == "utf-8-sig" else stated]
    else:
        names = [bom] if bom else ["utf-8", "gb18030"]
    best: Encoding | None = None
    for name in names:
        wrong, characters, controls = _faults(path, name)
        if best is None or wrong < best.undecodable:
            best, share = Encoding(name, wrong, controls), wrong / max(characters, 1)
        if not wrong:
            break
    assert best is not None
    if share > _MOST_WRONG:
        raise Refused(
            f"文件“{path.name}”不是可读的文本（按{WORDS.get(best.name, best.name)}有{best.undecodable}处解不出）。"
            "请另存为UTF-8或GBK的CSV，或在映射文件中写明 file.encoding。"
        )
    return best


def _faults(path: Path, name: str) -> tuple[int, int, bool]:
    """Undecodable places, characters and whether there are control characters."""
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    wide = name == "utf-16"
    wrong = characters = 0
    controls = False
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            wrong += text.count("\ufffd")
            characters += len(text)
            narrow = text.encode("utf-8", "replace") if wide else chunk
            controls = controls or 0 in narrow or len(narrow.translate(None, _CONTROLS)) != len(narrow)
    wrong += decoder.decode(b"", final=True).count("\ufffd")
    return wrong, characters, controls


class Utf8(io.RawIOBase):
    """A file's text as UTF-8 bytes, whatever it was written in; what cannot be decoded becomes U+FFFD."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes."""
        while not self._ready and not self._ended:
            chunk = self._file.read(CHUNK)
            self._ended = not chunk
            self._ready = self._decoder.decode(chunk, final=self._ended).encode()
        chunk, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)
