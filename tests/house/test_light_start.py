"""Every process starts quickly and stays small: what is heavy is loaded by the one that uses it."""

import subprocess
import sys

HEAVY = ("ibis", "pyarrow", "numpy", "duckdb", "openpyxl", "pyhanko", "pypinyin", "fontTools", "pyspark")
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
