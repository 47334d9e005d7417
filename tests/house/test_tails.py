"""Does every file and function end where the house says, and does every module say what it answers?"""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {
    path.relative_to(ROOT): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "huxin").rglob("*.py"))
    if "migrations" not in path.parts and path.stat().st_size
}


def test_files_end_at_400_lines_and_functions_at_40_and_each_module_opens_with_the_question_it_answers() -> None:
    assert len(SOURCES) > 500
    wrong = [f"{path} has {lines} lines: split it by subject" for path, text in SOURCES.items()
             if (lines := text.count("\n")) > 400]  # fmt: skip
    for path, text in SOURCES.items():
        tree = ast.parse(text)
        if not (ast.get_docstring(tree) or "").split("\n")[0].strip():
            wrong.append(f"{path} has no opening sentence")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 40:
                    wrong.append(f"{path}: {node.name} has {length} lines")
    assert wrong == []


def test_no_package_re_exports() -> None:
    filled = [p for p in (ROOT / "huxin").rglob("__init__.py") if p.read_text().strip()]
    assert filled == [], "an __init__.py stays empty"


def test_a_channel_reads_rows_only_through_visible() -> None:
    used = [
        f"{path}:{node.lineno}"
        for path, text in SOURCES.items()
        if "channels" in path.parts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]
    assert used == [], "these go round orgs.access.visible"
