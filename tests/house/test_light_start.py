"""Every process starts quickly and stays small: what is heavy is loaded by the one that uses it."""

import subprocess
import sys
from pathlib import Path

import pytest

from huxin.config.cli import main

HEAVY = ("ibis", "pyarrow", "numpy", "duckdb", "xlsxwriter", "pyhanko", "pypinyin", "fontTools", "pyspark")
START = f"""
import sys
from huxin.config.cli import use_django
use_django()
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted(set({HEAVY!r}) & set(sys.modules)))
"""


def test_the_site_starts_without_the_tools_of_order_data_signatures_and_excel() -> None:
    """Together they cost three seconds and 200 MB in every process, and most never need them."""
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_a_command_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "方案.html"
    page.write_text("<html><body><p>一、任务</p></body></html>")
    monkeypatch.setitem(sys.modules, "lxml", None)
    monkeypatch.delitem(sys.modules, "huxin.plans.reading.html", raising=False)
    assert main(["plan", "read", str(page)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "缺少程序包 lxml，请安装：pip install 'huxin[server]'\n"
