"""Working or calendar days, statute by statute."""

import pytest

from huxin.base.workdays import CALENDAR, WORKING
from huxin.law.parameters import Status
from huxin.law.periods import countings, kind_of_day
from huxin.law.seed.parameters import seed_table
from huxin.law.units import Unit


@pytest.mark.parametrize(
    ("statute", "working", "calendar"),
    [
        ("penalty", (2, 3, 5, 7), (15, 60, 90)),
        ("enforcement", (1, 3, 10), (15, 30)),
        ("review", (3, 5, 7, 10), (15, 30, 60)),
        ("inspection", (5, 30, 60), ()),
        ("arbitration_rules", (3, 5, 10), (15, 45)),
        ("arbitration", (), (5, 15, 45)),
        ("petition", (5,), (15, 30, 60)),
        ("disclosure", (7, 15, 20), ()),
        ("legal_aid", (), (3, 5, 7)),
        ("online_mediation", (3,), (30,)),
    ],
)
def test_each_statute_counts_in_its_own_way(statute: str, working: tuple[int, ...], calendar: tuple[int, ...]) -> None:
    assert {kind_of_day(statute, number) for number in working} <= {WORKING}
    assert {kind_of_day(statute, number) for number in calendar} <= {CALENDAR}


def test_a_statute_is_found_by_its_name_too() -> None:
    assert kind_of_day("中华人民共和国法律援助法", 7) is CALENDAR
    assert countings()["arbitration_rules"].status is Status.UNVERIFIED


def test_an_unknown_statute_or_an_empty_period_is_a_defect() -> None:
    with pytest.raises(ValueError, match="is not in periods"):
        kind_of_day("某办法", 5)
    with pytest.raises(ValueError, match="0 days"):
        kind_of_day("penalty", 0)


def test_the_lengths_in_the_parameters_are_counted_as_their_statute_says() -> None:
    """A period of the seed whose document is in the table has the unit that the table gives."""
    kinds = {Unit.WORKING_DAYS: WORKING, Unit.DAYS: CALENDAR}
    checked = 0
    for row in seed_table().rows:
        for statute in countings().values():
            if row.code.startswith("period.") and row.unit in kinds and row.document == statute.statute:
                assert kinds[row.unit] is statute.kind(row.value), row.code
                checked += 1
    assert checked >= 20
