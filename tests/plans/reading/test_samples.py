"""Does the reader find in every notation, in every kind of file, what a person finds?"""

import json
from typing import Any

import pytest

from huxin.plans.reading.files import read_file
from huxin.plans.reading.reader import read_plan
from tests.plans.reading.documents import SAMPLES, as_docx, as_html, as_pdf

NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))
ROLES = ("lead", "cooperate", "by_duty", "implement")
WRAPPED = {"hard_wrapped", "indented_wrap"}  # its lines are broken by hand: only .txt looks so


def _bytes(name: str, kind: str) -> bytes:
    source = (SAMPLES / f"{name}.txt").read_bytes()
    build = {"docx": as_docx, "html": as_html, "pdf": as_pdf}
    return build[kind](source.decode()) if kind in build else source


def _cases() -> list[tuple[str, str]]:
    return [
        (name, kind)
        for name in NAMES
        for kind in ("txt", "docx", "html", "pdf")
        if kind == "txt" or name not in WRAPPED
    ]


@pytest.mark.parametrize(("name", "kind"), _cases())
def test_a_sample_is_read_as_its_oracle_says(name: str, kind: str) -> None:
    wanted = json.loads((SAMPLES / f"{name}.json").read_text())
    draft = read_plan(read_file(f"{name}.{kind}", _bytes(name, kind))).to_json()
    assert seen(draft, wanted) == {key: value for key, value in wanted.items() if key not in ("warnings", "silent")}
    codes = {warning["code"] for warning in draft["warnings"]}
    assert set(wanted.get("warnings", ())) <= codes
    assert not set(wanted.get("silent", ())) & codes


def seen(draft: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """The draft in the shape of the oracle, as far as the oracle speaks."""
    found: dict[str, Any] = {}
    for key in wanted:
        if key == "goals":
            found[key] = [_goal(one, other) for one, other in zip(draft[key], [*wanted[key], *[{}] * 99], strict=False)]
        elif key == "seats":
            found[key] = [[one["kind"], one["name"], one["organisation"], one["post"]] for one in draft[key]]
        elif key == "requirements":
            found[key] = len(draft[key])
        elif key == "office":
            found[key] = draft[key]["organisation"]
        elif key == "report_rules":
            found[key] = [
                {part: one[part] for part in other}
                for one, other in zip(draft[key], [*wanted[key], *[{"due": 0}] * 9], strict=False)
            ]
        elif key not in ("warnings", "silent"):
            found[key] = draft[key]
    return found


def _goal(goal: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    shown = {key: goal[key] for key in wanted if key in ("mark", "title", "standing", "milestone_on")}
    if "text" in wanted:
        shown["text"] = wanted["text"] if wanted["text"] in goal["text"] else goal["text"]
    for role in ROLES:
        units = [duty["unit"] for duty in goal["duties"] if duty["role"] == role]
        if units:
            shown[role] = units
    return shown
