"""Does the command line speak Chinese throughout: help, subcommands, and whatever argparse says of a mistake?"""

import argparse
import re
import subprocess
import sys

import pytest

from huxin.base.command_line import day, speak_chinese, whole
from huxin.config.cli import COMMANDS, main

ENGLISH = re.compile(
    r"\b(usage|options?|positional|arguments?|help message|error|required|invalid|choose|expected|unrecognized)\b"
)
WITH_NOTHING_TO_ADD = {"setup", "serve", "worker", "tick", "matching-key", "docs"}
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def parsers(monkeypatch: pytest.MonkeyPatch) -> list[argparse.ArgumentParser]:
    """Every parser that is made from now on, those of subcommands too."""
    made: list[argparse.ArgumentParser] = []
    before = argparse.ArgumentParser.__init__

    def init(self: argparse.ArgumentParser, *args: object, **more: object) -> None:
        before(self, *args, **more)  # type: ignore[arg-type]
        made.append(self)

    monkeypatch.setattr(argparse.ArgumentParser, "__init__", init)
    return made


def _ended(words: list[str]) -> object:
    with pytest.raises(SystemExit) as ended:
        main(words)
    return ended.value.code


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_and_refuses_in_chinese(
    name: str, parsers: list[argparse.ArgumentParser], capsys: Printed
) -> None:
    assert _ended([name, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"用法：huxin {name}")
    assert _ended([name, "--nonsense"]) == 2
    wrong = capsys.readouterr().err
    assert f"看帮助：huxin {name} --help" in wrong
    assert "还缺" in wrong or "不认识 --nonsense" in wrong
    if name not in WITH_NOTHING_TO_ADD:
        assert name == "law" or _ended([name]) == 2
    pages = [parser.format_help() for parser in parsers]
    for page in (said, wrong, *pages):
        assert not (found := ENGLISH.findall(page.replace("--help", ""))), found
        assert set(re.findall(r"--[a-z-]+ ([A-Z]+)(?![\w.])", page)) <= {"MB"}  # else argparse's own name of a value


def test_without_a_command_and_with_an_unknown_one(capsys: Printed) -> None:
    assert _ended([]) == 0
    page = capsys.readouterr().out
    assert "用法：huxin" in page
    assert "选项:" in page
    assert not ENGLISH.findall(page.replace("--help", ""))
    assert _ended(["nonsense"]) == 2
    assert "没有“nonsense”，可以写 'plan'" in capsys.readouterr().err


def _parser() -> argparse.ArgumentParser:
    speak_chinese()
    parser = argparse.ArgumentParser(prog="huxin 试")
    parser.add_argument("place", metavar="地方")
    parser.add_argument("--port", type=whole)
    parser.add_argument("--portion", choices=["half", "full"])
    parser.add_argument("--day", type=day)
    parser.add_argument("--weight", type=float)
    parser.add_argument("--pair", nargs=2)
    parser.add_argument("--many", nargs="+")
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--one", action="store_true")
    either.add_argument("--other", action="store_true")
    return parser


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "还缺 地方"),
        ("甲 乙", "不认识 乙"),
        ("甲 --port", "“--port”：后面须写一个值"),
        ("甲 --port x", "“--port”：“x”不是整数，请只写数字"),
        ("甲 --day 昨天", "“--day”：“昨天”不是日期，请写成2026-10-01的样子"),
        ("甲 --weight x", "“--weight”：“x”的写法不对"),
        ("甲 --portion none", "“--portion”：没有“none”，可以写 'half', 'full'"),
        ("甲 --por 1", "--por 不止一个意思，请写全：--port, --portion"),
        ("甲 --pair 1", "“--pair”：后面须写2个值"),
        ("甲 --many", "“--many”：后面至少写一个值"),
        ("甲 --one --other", "“--other”：不能与 --one 一起写"),
        ("甲 --one=1", "“--one”：后面不能带值 1"),
    ],
)
def test_every_mistake_is_said_in_chinese(words: str, said: str, capsys: Printed) -> None:
    with pytest.raises(SystemExit) as ended:
        _parser().parse_args(words.split())
    assert ended.value.code == 2
    err = capsys.readouterr().err
    assert f"{said}。\n看帮助：huxin 试 --help\n" in err
    assert not ENGLISH.findall(err.replace("--help", ""))


def test_who_has_read_enough_may_stop() -> None:
    command = [sys.executable, "-m", "huxin.config", "law", "show", "--seed"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == ("", 1)
