"""How is a sample plan written as .docx, .pdf or .html? Builders used by several tests."""

import html
import io
from pathlib import Path

import docx
import pylopdf_fonts_zh_cn
import typst

SAMPLES = Path(__file__).parent / "samples"
FONTS = typst.Fonts(font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)], include_system_fonts=False)


def blocks(text: str) -> list[str | list[list[str]]]:
    """Paragraphs, and tables as lists of rows."""
    found: list[str | list[list[str]]] = []
    for line in text.split("\n"):
        if "\t" in line.strip():
            if not found or isinstance(found[-1], str):
                found.append([])
            found[-1].append(line.split("\t"))  # type: ignore[union-attr]
        elif line.strip():
            found.append(line)
    return found


def as_docx(text: str) -> bytes:
    """A .docx with the paragraphs and tables of the text."""
    document = docx.Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=max(map(len, block)))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, words in zip(row.cells, cells, strict=False):
                cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_html(text: str) -> bytes:
    """A web page with the paragraphs and tables of the text."""
    parts = [
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>网站</title><style>p{margin:0}</style></head><body>"
    ]
    for block in blocks(text):
        if isinstance(block, str):
            parts.append(f"<p>&emsp;&emsp;{html.escape(block)}</p>")
        else:
            rows = ("<tr>" + "".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row) + "</tr>" for row in block)
            parts.append("<table>" + "\n".join(rows) + "</table>")
    return ("\n".join(parts) + "</body></html>").encode()


def as_pdf(text: str) -> bytes:
    """A printed page: paragraphs indented and broken at the margin, tables ruled, page numbers below."""
    source = [
        '#set page("a4", margin: (x: 27mm, y: 35mm), numbering: "— 1 —")',
        '#set text(font: "Noto Serif SC", size: 16pt, lang: "zh", region: "cn")',
        "#set par(first-line-indent: (amount: 2em, all: true), justify: true)",
    ]
    for block in blocks(text):
        if isinstance(block, str):
            source.append(f"#par[#{_string(block.strip())}]")
        else:
            width = max(map(len, block))
            cells = [_string(cell) for row in block for cell in [*row, *[""] * (width - len(row))]]
            table = f"#table(columns: {width}, {', '.join(cells)})"
            source.append(f"#[#set text(size: 10pt)\n#set par(first-line-indent: 0pt)\n{table}]")
    return typst.compile("\n\n".join(source).encode(), format="pdf", font_paths=FONTS)


def _string(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
