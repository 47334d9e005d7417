"""What stands in the first sheet of a spreadsheet? Run as a process of its own: a file of a thousand bytes may claim a
sheet of billions of cells, and then only this process comes to its end.

The file comes in on the standard input; the rows go out pickled, or the sentence that says why there are none.
"""

import pickle
import resource
import sys
import zipfile
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

MEMORY, SECONDS = 2 << 30, 20  # bytes of address space, seconds of computing
UNREADABLE = "无法读取这个文件，请确认是未加密的Excel表格（.xlsx或.xls）。"


def main(most_rows: int) -> None:
    """Read, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pickle.dump(_rows(sys.stdin.buffer.read(), most_rows), sys.stdout.buffer)


def _rows(data: bytes, most: int) -> list[list[object]] | str:
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
        if sheet.height > most:
            return f"表格超过{most}行，请拆分后再导入。"
        return sheet.to_python(skip_empty_area=False)  # type: ignore[return-value]
    except (CalamineError, zipfile.BadZipFile, IndexError):
        return UNREADABLE


if __name__ == "__main__":
    main(int(sys.argv[1]))
