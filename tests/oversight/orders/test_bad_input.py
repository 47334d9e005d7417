"""Does the worst of input get one clear sentence, in bounded time and memory, with the file left as it was?"""

import hashlib
import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from huxin.oversight.orders.refusal import Refused
from tests.oversight.orders.taking import PLAIN, take

HEAD = b"id,worker,start,end\n"
ROW = b"1,w,2026-10-01 08:00,\n"


def parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"id": [str(at) for at in range(5000)], "worker": ["w"] * 5000}), out)
    return out.getvalue()


def excel(change: Callable[[str, bytes], bytes] = lambda _, content: content) -> bytes:
    book, first, out = Workbook(), io.BytesIO(), io.BytesIO()
    for row in (("id", "worker", "start", "end"), ("1", "w", "2026-10-01 08:00", "")):
        book.active.append(row)
    book.save(first)
    with zipfile.ZipFile(first) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            written.writestr(name, change(name, read.read(name)))
    return out.getvalue()


def sheet(rows: bytes) -> Callable[[str, bytes], bytes]:
    """The workbook with other rows in its sheet."""

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        return content[: content.index(b"<sheetData>") + 11] + rows + b"</sheetData></worksheet>"

    return change


ID = b'<c r="A1" t="inlineStr"><is><t>id</t></is></c>'
FAR_ROW = b'<row r="1">' + ID + b'</row><row r="9999999"><c r="A9999999"><v>1</v></c></row>'
FAR_COLUMN = b'<row r="1">' + ID + b'<c r="XFD1"><v>1</v></c></row>'
LONG_ROW = b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 2_000_000 + b"</row>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: b"", "是空的"),
        (lambda: b"\n\n", "表头是空的"),
        (lambda: parquet()[:-100], "不是完整的Parquet文件"),
        (lambda: parquet()[:2000] + b"\0" * 500 + parquet()[2500:], "Parquet文件|读到一半出错|没有列"),
        (lambda: b"PAR1" + b"\xff" * 100 + b"PAR1", "不是完整的Parquet文件"),
        (lambda: b",".join(b"c%d" % at for at in range(10**6)) + b"\n1\n", "表头超过4MB"),
        (lambda: b",".join(b"%d" % (at % 10) for at in range(10**6)) + b"\n1\n", "有1000000列，最多读2000列"),
        (lambda: HEAD + b"1," + b"x" * 200_000_000 + b",2026-10-01 08:00,\n" + ROW, "有一行超过8MB"),
        (lambda: HEAD + b'1,"' + ROW * 1_000_000, "引号没有成对"),
        (lambda: random.Random(7).randbytes(300_000), "不是可读的文本"),
        (lambda: b"\0" * 100_000, "没有列|表头是空的"),
        (lambda: b"PK\x03\x04" + b"\0" * 100, "已损坏，不能作为Excel表格打开"),
        (lambda: excel()[:-200], "已损坏"),
        (lambda: excel(lambda name, content: b"<x" if name.startswith("xl/workbook") else content), "没有工作表"),
        (lambda: excel(lambda name, content: content[:200] if "sheet1" in name else content), "已损坏|是空的|没有列"),
        (lambda: excel(lambda name, content: b" " * (300 << 20) if "styles" in name else content), "压缩炸弹"),
        (lambda: excel(sheet(FAR_ROW)), "行号超过1048576"),
        (lambda: excel(sheet(FAR_COLUMN)), "宽到XFD列"),
        (lambda: excel(sheet(LONG_ROW)), "超过32MB的一行"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 1000, "旧版（.xls）或加密的Excel"),
        (lambda: b"%PDF-1.7", "是PDF文件"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, content: Callable[[], bytes], words: str
) -> None:
    data = content()
    with pytest.raises(Refused, match=words) as refused:
        take(tmp_path, data, name="hand-in.bin")
    assert "hand-in.bin" in refused.value.reason
    assert len(refused.value.reason) < 300
    assert (tmp_path / "hand-in.bin").read_bytes() == data


def test_a_wrong_encoding_costs_only_the_rows_it_spoils(tmp_path: Path) -> None:
    rows = b"".join(b"%d,w%d,2026-10-01 08:00,\n" % (at, at) for at in range(200))
    taken = take(
        tmp_path, HEAD + rows + "900,骑手,2026-10-01 08:00,\n".encode("gbk") + b"901,\xff\xfe,2026-10-01 08:00,\n"
    )
    assert taken.intake.accepted_rows == 201
    assert taken.intake.rejected_by == {"unreadable_text": 1}
    assert taken.intake.notes["undecodable"] == 2
    stated = '[file]\nencoding = "utf-8"\n' + PLAIN
    assert (
        take(tmp_path, HEAD + rows + "900,骑手,2026-10-01 08:00,\n".encode("gbk"), stated).intake.accepted_rows == 200
    )


def test_nul_bytes_cost_only_their_rows(tmp_path: Path) -> None:
    taken = take(tmp_path, HEAD + ROW + b"2,w\0,2026-10-01 08:00,\n")
    assert (taken.intake.accepted_rows, taken.intake.rejected_by) == (1, {"unreadable_text": 1})


def test_rows_with_a_million_cells_are_handed_back(tmp_path: Path) -> None:
    taken = take(tmp_path, HEAD + ROW + b"1," * 10**6 + b"\n" + b"2,w,2026-10-01 08:00,\n")
    assert (taken.intake.accepted_rows, taken.intake.rejected_by) == (2, {"ragged_row": 1})


def test_a_file_is_known_by_its_hash(tmp_path: Path) -> None:
    taken = take(tmp_path, HEAD + ROW)
    assert taken.intake.files[0].sha256 == hashlib.sha256(HEAD + ROW).hexdigest()


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    """In a process of its own, so that its memory can be measured."""
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        with bomb.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _ in range(512):
                part.write(b" " * (1 << 20))
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from huxin.oversight.orders.mapping.model import File\n"
        "from huxin.oversight.orders.reading.files import read_file\n"
        "from huxin.oversight.orders.refusal import Refused\n"
        "try: read_file(Path(sys.argv[1]), 0, File(), Path(sys.argv[2]))\n"
        "except Refused as refused: print(refused.reason)\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    call = [sys.executable, "-c", script, str(tmp_path / "bomb.xlsx"), str(tmp_path)]
    reason, peak = subprocess.run(call, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()
    assert "压缩炸弹" in reason
    assert int(peak) < 400_000
