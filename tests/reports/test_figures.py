"""Do figures read, add up and compare as an official expects?"""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.plans.models import Plan, ReportRule
from huxin.reports.actions.cycles import file_history
from huxin.reports.actions.writing import write_section
from huxin.reports.figures import (
    Standing,
    asked,
    by_code,
    plain_number,
    read_number,
    shown_change,
    shown_number,
    standings,
    sums,
)
from huxin.reports.models import Figure, ReportCycle, Section
from huxin.reports.periods import Slot
from tests.reports.conftest import Desk, moment
from tests.world import World


def test_a_task_is_known_by_its_title_whatever_the_quotation_marks() -> None:
    assert [f.code for f in asked('开展头部平台企业"走前头做示范"活动')] == ["03-1", "03-2"]
    assert asked("一项别处的任务") == ()


def test_all_21_tasks_have_figures() -> None:
    assert {code[:2] for code in by_code()} == {f"{number:02}" for number in range(1, 22)}


@given(st.integers(0, 10**14), st.integers(0, 4))
def test_a_number_comes_back_as_it_was_typed(value: int, decimals: int) -> None:
    assert read_number(plain_number(value, decimals), decimals) == value
    assert read_number(shown_number(value, decimals), decimals) == value


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_gets_a_sentence(text: str) -> None:
    try:
        number = read_number(text, 2)
    except ValueError as error:
        said = str(error)
    else:
        said = plain_number(number, 2) + "。"
    assert said.endswith("。")


@pytest.mark.parametrize("text", ["-1", "1.5", "NaN", "1e99", "十"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="。"):
        read_number(text, 0)


def test_the_change_is_said_with_its_sign() -> None:
    assert shown_change(Standing(0, 230, 200).change) == "+15.0%"
    assert shown_change(Standing(0, 150, 200).change) == "-25.0%"
    assert shown_change(Standing(0, 200, 200).change) == "持平"
    assert shown_change(Standing(0, 5, 0).change) == "—"


def _past(plan: Plan, world: World, unit: str, period: str, code: str, value: int, at: datetime) -> None:
    """A figure of a report from before huxin."""
    year, half = int(period[:4]), period.endswith("H1")
    rule = ReportRule.objects.get(plan=plan, period="half_year" if half else "full_year")
    due = date(year, 6, 10) if half else date(year, 12, 10)
    report = file_history(
        plan, rule=rule, slot=Slot(period, due, due, due), organisation=world.org(unit), scan=None,
        handed_in_at=moment(year, due.month, due.day), by=world.actor("吴主任科员"), at=at,
    )  # fmt: skip
    section = Section.objects.create(report=report, order=1, goal=plan.goals.get(number=1))
    asked_for = by_code()[code]
    Figure.objects.create(
        section=section, code=code, title=asked_for.title, unit=asked_for.unit, value=value, frozen_at=at, put_at=at
    )


def test_a_figure_stands_against_the_year_so_far_and_the_year_before(
    world: World, plan: Plan, cycle: ReportCycle, desk: Desk, at: datetime
) -> None:
    for period, value in (("2026H1", 30), ("2025H1", 20), ("2025H2", 30)):
        _past(plan, world, "州人社局", period, "01-1", value, at)
    desk.write("州人社局", 1, "李联络", at)
    figure = Figure.objects.select_related("section__report").get(section=desk.section("州人社局", 1), code="01-1")
    assert standings(cycle, [figure])[figure.pk] == Standing(10, total=40, last_year=50)
    assert standings(cycle, [figure])[figure.pk].change == Decimal("-20.0")


def test_parties_are_added_up_and_a_gap_in_the_past_is_not_guessed(
    world: World, plan: Plan, cycle: ReportCycle, desk: Desk, at: datetime
) -> None:
    desk.write("州人社局", 1, "李联络", at)
    desk.write("文山市政府", 1, "王文山", at)
    figures = list(Figure.objects.filter(section__report__cycle=cycle).select_related("section__report"))
    added = sums(cycle, figures)
    assert added["01-1"] == Standing(20, total=None, last_year=None)
    assert "05-1" not in added


def test_the_sums_of_fewer_parties_stand_against_no_year_before(
    world: World, plan: Plan, cycle: ReportCycle, desk: Desk, at: datetime
) -> None:
    for unit in ("州人社局", "文山市政府"):
        for period, value in (("2026H1", 30), ("2025H1", 20), ("2025H2", 30)):
            _past(plan, world, unit, period, "01-1", value, at)
    desk.write("州人社局", 1, "李联络", at)

    def added(*units: str) -> Standing:
        rows = Figure.objects.filter(section__report__cycle=cycle, section__report__organisation__short_name__in=units)
        return sums(cycle, list(rows.select_related("section__report")))["01-1"]

    assert added("州人社局") == Standing(10, total=70, last_year=None)
    county = desk.section("文山市政府", 1)
    write_section(county, told={"answer": "zero"}, version=county.version, by=world.actor("王文山"), at=at)
    assert added("州人社局", "文山市政府") == Standing(10, total=70, last_year=100)
    county.figures.filter(code="01-1").update(missing_reason="部门尚未反馈")
    assert added("州人社局", "文山市政府").last_year is None
