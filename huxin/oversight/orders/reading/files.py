"""Which form has a file that is handed in? It is told by its content, never by its name."""

import re
from pathlib import Path

from huxin.base.errors import reason_of
from huxin.oversight.orders.mapping.model import File
from huxin.oversight.orders.reading.columnar import read_columnar
from huxin.oversight.orders.reading.excel import read_excel
from huxin.oversight.orders.reading.raw import RawFile
from huxin.oversight.orders.reading.text import read_text
from huxin.oversight.orders.refusal import Refused

_PICTURE = "是图片。请交表格数据：Parquet、CSV或Excel"
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "是旧版（.xls）或加密的Excel文件。请另存为不加密的.xlsx或CSV",
    b"\x1f\x8b": "是压缩包。请解压后再检查里面的文件",
    b"7z\xbc\xaf": "是压缩包。请解压后再检查里面的文件",
    b"Rar!": "是压缩包。请解压后再检查里面的文件",
    b"%PDF": "是PDF文件。请交表格数据：Parquet、CSV或Excel",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"SQLi": "是数据库文件。请导出为Parquet或CSV",
}

_WRITTEN = re.compile(rb"(\xef\xbb\xbf)?\s*(<(!doctype|\?xml|html|table|head|meta|style)\b|\{\s*\"|\[\s*[{\[])", re.I)


def form_of(path: Path) -> str:
    """parquet, xlsx or csv; Refused for what is no file, cannot be opened, is empty or of another form."""
    try:
        if not path.exists():
            raise Refused(f"没有文件“{path}”。请核对路径。")
        if path.is_dir():
            raise Refused(f"“{path}”是文件夹。请写出其中要检查的文件。")
        if not path.is_file():
            raise Refused(f"“{path}”不是普通文件，不读取。")
        with path.open("rb") as file:
            start = file.read(512)
    except (OSError, ValueError) as error:
        raise Refused(f"打不开文件“{path}”：{reason_of(error)}。") from error
    if not start:
        raise Refused(f"文件“{path.name}”是空的，没有表头和数据。")
    for mark, words in _FOREIGN.items():
        if start.startswith(mark):
            raise Refused(f"文件“{path.name}”{words}。")
    if _WRITTEN.match(start):
        raise Refused(
            f"文件“{path.name}”里是网页（HTML）、XML或JSON，不是表格；扩展名是.xls也可能如此。"
            "请用Excel或WPS打开后另存为.xlsx或CSV，或改为导出CSV、Parquet。"
        )
    return {b"PAR1": "parquet", b"PK\x03\x04": "xlsx"}.get(start[:4], "csv")


def read_file(path: Path, number: int, how: File, folder: Path) -> RawFile:
    """The cells of one file, whatever its form; helper files go into `folder`."""
    form = form_of(path)
    try:
        if form == "parquet":
            return read_columnar(path, number)
        return read_excel(path, number, how, folder) if form == "xlsx" else read_text(path, number, how, folder)
    except OSError as error:
        raise Refused(f"读文件“{path.name}”时出错：{reason_of(error)}。") from error
