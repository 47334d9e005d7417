"""Is the issued plan itself, which is not in the repository, read to its facts? Run by `make test-real`."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from huxin.plans.reading.files import read_file
from huxin.plans.reading.reader import read_plan
from tests.plans.reading.facts import FACTS, Facts
from tests.plans.reading.test_any_text import check


@pytest.fixture(scope="module")
def path() -> Path:
    named = os.environ.get("HUXIN_REAL_PLAN", "")
    assert named, "HUXIN_REAL_PLAN must name the issued plan: make test-real PLAN=path"
    assert Path(named).is_file(), f"{named} is not a file"
    return Path(named)


@pytest.fixture(scope="module")
def facts(path: Path) -> Facts:
    return Facts(read_plan(read_file(path.name, path.read_bytes())).to_json())


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_the_real_plan_states(fact, facts: Facts) -> None:  # type: ignore[no-untyped-def]
    fact(facts)


def test_every_place_holds_what_was_read(path: Path) -> None:
    check(read_file(path.name, path.read_bytes()))


def test_reading_from_the_command_line_takes_at_most_a_second(path: Path) -> None:
    code = "import sys; from huxin.plans.reading.command import main; sys.exit(main(sys.argv[1:]))"
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, "read", str(path), "--json"], capture_output=True, check=True)
    assert time.perf_counter() - begun <= 1
    assert done.stdout.startswith(b"{")
    assert not done.stderr
