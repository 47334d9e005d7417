"""Is the demo's plan, which keeps every notation and inconsistency of the real one, read to the same facts?"""

from pathlib import Path

import pytest

import huxin.demo
from huxin.plans.reading.files import read_file
from huxin.plans.reading.reader import read_plan
from tests.plans.reading.documents import as_docx, as_html, as_pdf
from tests.plans.reading.facts import FACTS, Facts
from tests.plans.reading.test_any_text import check

PLAN = Path(huxin.demo.__file__).with_name("plan.txt")
KINDS = {"txt": str.encode, "docx": as_docx, "html": as_html, "pdf": as_pdf}


@pytest.fixture(scope="module", params=KINDS)
def facts(request: pytest.FixtureRequest) -> Facts:
    data = KINDS[request.param](PLAN.read_text(encoding="utf-8"))
    return Facts(read_plan(read_file(PLAN.name, data)).to_json())


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_the_demo_plan_states(fact, facts: Facts) -> None:  # type: ignore[no-untyped-def]
    fact(facts)


def test_every_place_holds_what_was_read() -> None:
    check(read_file(PLAN.name, PLAN.read_bytes()))


def test_its_persons_do_not_exist(facts: Facts) -> None:
    assert "0876-0000000" in facts.draft["text"]
