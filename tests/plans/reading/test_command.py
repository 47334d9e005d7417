"""Does `huxin plan read` print the draft, and nothing but JSON where JSON was asked for?"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from huxin.plans.reading.command import main
from tests.plans.reading.documents import SAMPLES

KEYS = [
    "title",
    "document_no",
    "issued_on",
    "issuers",
    "addressees",
    "basis",
    "seats",
    "office",
    "goals",
    "requirements",
    "report_rules",
    "units",
    "warnings",
    "text",
    "places",
]


def test_json_alone_is_printed(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["read", str(SAMPLES / "label_lines.txt"), "--json"]) == 0
    out, err = capfdbinary.readouterr()
    assert list(json.loads(out)) == KEYS
    assert err == b""


def test_a_summary_is_printed_for_people(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["read", str(SAMPLES / "label_lines.txt")]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert "任务（3）" in out
    assert "牵头：市人力资源社会保障局、市总工会" in out


@pytest.mark.parametrize(
    ("name", "content", "said"), [("a.docx", b"", "空"), ("b.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc")]
)
def test_what_cannot_be_read_is_said_on_the_error_channel(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["read", str(tmp_path / name), "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_a_missing_file_and_a_wrong_call_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "没有这个文件.txt"]) == 1
    assert "没有这个文件.txt”：没有这个文件\n" in capsys.readouterr().err
    assert main(["read", str(SAMPLES)]) == 1
    assert "这是文件夹" in capsys.readouterr().err
    for wrong in ([], ["read"], ["write", "a.txt"]):
        with pytest.raises(SystemExit) as ended:
            main(wrong)
        assert ended.value.code == 2


def test_reading_loads_no_django() -> None:
    code = "import sys, huxin.plans.reading.command; sys.exit(bool({'django', 'lxml', 'pypdfium2'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
