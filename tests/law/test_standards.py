"""Answers carry their way: steps, rows, articles, and what nobody has verified yet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huxin.law.parameters import Force, Law, MissingParameter, Parameter, Status, Table
from huxin.law.seed.parameters import seed_table
from huxin.law.standards import hours, injury, pay, rest
from huxin.law.standards.spans import DAY_S, Span, day_number
from huxin.law.standards.steps import Verdict
from huxin.law.units import Unit

DAY = date(2026, 10, 12)
MIDNIGHT = day_number(DAY) * DAY_S
WENSHAN = seed_table().at(DAY, "532601", "delivery", "B")


def agreed(code: str, value: int, unit: Unit) -> Parameter:
    return Parameter(
        code=code, value=value, unit=unit, force=Force.CONSULTATION, valid_from=date(2026, 1, 1), document="集体协议",
        status=Status.VERIFIED,
    )  # fmt: skip


def law_with(*rows: Parameter) -> Law:
    return Table([*seed_table().rows, *rows]).at(DAY, "532601", "delivery", "B")


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(-600, DAY_S))
        found.append(Span(MIDNIGHT + start, MIDNIGHT + start + draw(st.integers(0, 1200)), f"o{number}"))
    return found


@given(spans(), spans(), st.integers(0, 3000), st.integers(0, 120))
def test_a_working_day_equals_counting_its_seconds(
    orders: list[Span], presence: list[Span], share: int, each: int
) -> None:
    law = law_with(
        agreed("allowance.share", share, Unit.BASIS_POINTS), agreed("allowance.per_order", each, Unit.SECONDS)
    )
    answer = hours.working_day(orders, DAY, law, presence=presence)
    today = range(MIDNIGHT, MIDNIGHT + DAY_S)
    engaged = {s for span in orders for s in range(span.start, span.end)} & set(today)
    present = {s for span in presence for s in range(span.start, span.end)} & set(today)
    begun = [span for span in orders if span.start in today]
    assert answer.value == len(engaged | present) + len(engaged) * share // 10_000 + each * len(begun)
    for step in answer.walk():
        if step.parts and step.unit is Unit.SECONDS and all(part.unit is Unit.SECONDS for part in step.parts):
            stated = [part for part in step.parts if part.parameter]
            assert stated or step.value == sum(part.value for part in step.parts)


@given(st.integers(0, 10**7), st.integers(0, 10**6))
def test_pay_is_enough_exactly_where_nothing_is_short(income: int, worked: int) -> None:
    answer = pay.minimum_wage_hourly(income, worked, WENSHAN)
    assert (answer.verdict is Verdict.KEPT) == (answer.value == 0)
    assert pay.minimum_wage_hourly(income + answer.value, worked, WENSHAN).verdict is Verdict.KEPT


def test_an_answer_names_rows_sources_and_doubts() -> None:
    orders = [Span(MIDNIGHT + 60, MIDNIGHT + 660, "A1"), Span(MIDNIGHT + 300, MIDNIGHT + 900, "A2")]
    answer = hours.working_day(orders, DAY, WENSHAN)
    assert answer.rows() == ("A1", "A2")
    assert answer.notes == ("宽放时间尚未协商确定，没有计入。",)
    paid = pay.minimum_wage_hourly(1000, 3600, WENSHAN, rows=("A1",))
    assert [one.code for one in paid.parameters()] == ["minimum_wage.hourly"]
    assert paid.cautions() == ("“小时最低工资标准”19元/小时待核实。",)
    source = paid.sources()[-1]
    assert (source.words, source.status, source.force) == ("19元/小时", Status.UNVERIFIED, Force.MANDATORY)


def test_clocks_of_the_trades_by_set_of_rules() -> None:
    def found(industry: str, **more: object) -> list[str]:
        return [rule.code for rule in rest.clocks(seed_table().at(DAY, "532601", industry, "B", **more))]  # type: ignore[arg-type]

    assert found("delivery") == ["delivering"]
    assert found("delivery", rules="recommended") == ["delivering", "order_taking", "daily_orders"]
    assert found("ride") == found("ride", platform="曹操出行") == ["driving"]
    assert found("ride", platform=" 滴滴出行 ") == ["driving", "service", "billed"]
    assert found("freight") == ["driving", "rolling_driving"]
    assert found("home_service") == []


def test_a_draft_without_the_length_of_the_rest_says_what_is_missing() -> None:
    draft = seed_table().at(DAY, "532601", "home_service", "B", rules="draft")
    assert rest.clocks(draft) == ()
    assert [gap.code for gap in rest.incomplete(draft)] == ["clock.service.counts"]
    entered = law_with(
        agreed("clock.service.counts", 4, Unit.CHOICE), agreed("clock.service.reset", 1, Unit.CHOICE),
        agreed("clock.service.break", 1200, Unit.SECONDS),
    ).table.at(DAY, "532601", "home_service", "B", rules="draft")  # fmt: skip
    service = next(rule for rule in rest.clocks(entered) if rule.code == "service")
    answer = rest.continuous([Span(MIDNIGHT, MIDNIGHT + 5 * 3600, "r")], service)
    assert answer.verdict is Verdict.CAUTION
    assert any("征求意见稿" in text for text in answer.cautions())


def test_nothing_done_is_no_stretch() -> None:
    rule = rest.clocks(WENSHAN)[0]
    answer = rest.continuous([], rule)
    assert (answer.value, answer.verdict) == (0, Verdict.KEPT)


def test_impossible_questions_are_refused() -> None:
    with pytest.raises(ValueError, match="must be known"):
        pay.holiday_pay(100, 0, 100, 3600, WENSHAN)
    assert injury.covered(WENSHAN)
    assert not injury.covered(seed_table().at(DAY, "532601", "courier", "B"))
    with pytest.raises(MissingParameter):
        injury.premium(1, seed_table().at(DAY, "532601", "courier", "B"))
