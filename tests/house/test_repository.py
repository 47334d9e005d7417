"""Is nothing committed that must never be: machine paths, registry hosts, other people's code?"""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = {".py", ".toml", ".txt", ".md", ".html", ".js", ".css", ".json", ".yaml", ".typ", ".cfg", ".ini", ""}


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in _tracked() if path.suffix in TEXT}


def test_lock_files_record_hashes_and_no_address(texts: dict[str, str]) -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json"):
        found = re.findall(r'"resolved"|index-url|find-links|file:|https?://[^"\s]*', texts[name])
        giving = re.compile(
            "funding|opencollective|sponsors"
        )  # where the authors take gifts is no address to load from
        assert [f for f in found if not giving.search(f)] == [], name
    assert "--hash=sha256:" in texts["requirements.txt"]


def test_no_path_of_a_machine_is_committed(texts: dict[str, str]) -> None:
    pattern = re.compile(r"(?<![\w.\-/])/(?:root|farm|home/\w+|work/(?:main|shared))/")
    assert [name for name, text in texts.items() if pattern.search(text)] == []


def test_each_dependency_says_why_it_is_there(texts: dict[str, str]) -> None:
    silent = [
        line
        for line in texts["pyproject.toml"].splitlines()
        if re.match(r'\s+"[a-z][\w\-\[\],]*[<>=]', line) and "#" not in line
    ]
    assert silent == []
