"""Does every file and function end where the house says, and does every module say what it answers?"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path for path in (ROOT / "huxin").rglob("*.py") if "migrations" not in path.parts and path.stat().st_size
)
IDS = [str(path.relative_to(ROOT)) for path in SOURCES]


@pytest.mark.parametrize("path", SOURCES, ids=IDS)
def test_a_file_ends_at_400_lines_and_a_function_at_40(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400, f"{path.name} has {text.count(chr(10))} lines: split it by subject"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 40, f"{path.name}: {node.name} has {length} lines"


@pytest.mark.parametrize("path", SOURCES, ids=IDS)
def test_a_module_opens_with_the_question_it_answers(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert doc.split("\n")[0].strip(), f"{path.relative_to(ROOT)} has no opening sentence"


def test_no_package_re_exports() -> None:
    filled = [p for p in (ROOT / "huxin").rglob("__init__.py") if p.read_text().strip()]
    assert filled == [], "an __init__.py stays empty"


@pytest.mark.parametrize("path", [p for p in SOURCES if "channels" in p.parts], ids=str)
def test_a_channel_reads_rows_only_through_visible(path: Path) -> None:
    used = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]
    assert used == [], f"{path.name}: lines {used} go round orgs.access.visible"
