"""The figure that applies: nearest place, then trade, then relation, then force, then the later one."""

from datetime import date
from pathlib import Path

import pytest

from huxin.law.catalogue import CODES, entry
from huxin.law.parameters import Force, MissingParameter, Parameter, Status, Table, above
from huxin.law.seed.parameters import read_parameters, seed_table
from huxin.law.units import Unit

DAY = date(2026, 10, 1)


def row(value: int, code: str = "overtime.daily", **more: object) -> Parameter:
    facts: dict[str, object] = {
        "unit": Unit.SECONDS, "force": Force.MANDATORY, "valid_from": date(2020, 1, 1), "document": "某办法",
        "status": Status.VERIFIED,
    }  # fmt: skip
    return Parameter(code=code, value=value, **(facts | more))  # type: ignore[arg-type]


def asked(*rows: Parameter, **where: object) -> int:
    return Table(rows).at(DAY, **where)["overtime.daily"].value  # type: ignore[arg-type]


def test_places_go_upward_and_chinese_law_ends_at_the_border() -> None:
    assert above("532601") == ("532601", "532600", "530000", "")
    assert above("532601100000") == ("532601", "532600", "530000", "")
    assert above("532600") == ("532600", "530000", "")
    assert above("530000") == ("530000", "")
    assert above("") == ("",)
    assert above("US-NY-NYC") == ("US-NY-NYC", "US-NY", "US")


def test_the_nearest_place_wins_over_everything_else() -> None:
    rows = (row(1), row(2, area="530000", industry="courier"), row(3, area="532600"), row(4, area="532622"))
    assert asked(*rows, area="532601", industry="courier") == 3
    assert asked(*rows, area="532622", industry="courier") == 4
    assert asked(*rows, area="530100", industry="courier") == 2
    assert asked(*rows, area="110105") == 1


def test_trade_before_relation_before_general() -> None:
    rows = (row(1), row(2, relation="B"), row(3, industry="courier"))
    assert asked(*rows, industry="courier", relation="B") == 3
    assert asked(*rows, industry="freight", relation="B") == 2
    assert asked(*rows, industry="freight", relation="C") == 1


def test_the_later_figure_wins_and_the_last_day_is_exclusive() -> None:
    table = Table([row(1), row(2, valid_from=date(2026, 1, 1), valid_until=date(2026, 10, 1))])
    assert table.at(date(2026, 9, 30))["overtime.daily"].value == 2
    assert table.at(date(2026, 10, 1))["overtime.daily"].value == 1
    assert table.at(date(2019, 12, 31)).get("overtime.daily") is None


def test_sets_of_rules_look_at_more_and_prefer_the_newer_ambition() -> None:
    rows = (
        row(1, force=Force.MANDATORY), row(2, force=Force.CONSULTATION),
        row(3, force=Force.RECOMMENDED), row(4, force=Force.DRAFT, valid_from=date(2027, 1, 1)),
    )  # fmt: skip
    assert [asked(*rows, rules=rules) for rules in ("in-force", "recommended", "draft")] == [1, 3, 4]
    assert asked(*rows[1:], rules="in-force") == 2


def test_a_missing_figure_says_what_to_enter_and_where() -> None:
    with pytest.raises(MissingParameter) as refused:
        seed_table().at(DAY, "110105", "delivery", "B")["minimum_wage.hourly"]
    for words in ("2026年10月1日", "110105", "即时配送", "小时最低工资标准", "法规参数", "minimum_wage.hourly"):
        assert words in refused.value.reason
    assert refused.value.code == "minimum_wage.hourly"


def test_a_code_that_no_rule_knows_is_a_defect() -> None:
    for code in ("minimum_wage.daily", "commission.cap.", "commission.cap.a b"):
        with pytest.raises(ValueError, match="unknown code"):
            seed_table().at(DAY).get(code)
    assert entry("commission.cap.滴滴").title == "抽成比例上限（滴滴）"


@pytest.mark.parametrize(
    ("platform", "cap"),
    [
        ("", None),
        ("别家出行", None),
        ("滴滴出行", 2700),
        ("Ｔ3出行", 2700),
        ("t3", 2700),
        ("曹操出行", 2250),
        ("小滴滴", None),
    ],
)
def test_what_a_platform_publishes_binds_its_own_orders_alone(platform: str, cap: int | None) -> None:
    found = seed_table().at(DAY, "532601", "ride", "C", platform=platform).get("commission.cap")
    assert (found and found.value) == cap


def test_the_longer_word_of_a_platform_goes_before_the_shorter_and_both_before_the_general_figure() -> None:
    codes = {"commission.cap": 1, "commission.cap.云岭": 2, "commission.cap.云岭快送": 3}
    table = Table(row(value, code, unit=Unit.BASIS_POINTS) for code, value in codes.items())
    names = ("别家", "云岭出行", "云岭快送（文山）")
    assert [table.at(DAY, platform=name)["commission.cap"].value for name in names] == [1, 2, 3]
    supposed = table.supposing(row(9, "commission.cap", unit=Unit.BASIS_POINTS))
    assert [supposed.at(DAY, platform=name)["commission.cap"].value for name in names] == [9, 9, 9]
    with pytest.raises(MissingParameter, match="网约车、别家出行的“抽成比例上限”"):
        seed_table().at(DAY, industry="ride", platform="别家出行")["commission.cap"]
    with pytest.raises(ValueError, match="not a valid"):
        seed_table().at(DAY, industry="mining")


def test_a_figure_set_by_classes_is_found_through_the_county() -> None:
    found = seed_table().at(DAY, "532601")["minimum_wage.monthly"]
    assert (found.value, found.area, found.code) == (192000, "532601", "minimum_wage.monthly")
    assert "2类地区" in found.article
    assert found.status is Status.UNVERIFIED
    assert seed_table().at(date(2017, 5, 1), "532628")["minimum_wage.hourly"].value == 1200


def test_one_figure_stands_once() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        Table([row(1), row(2)])


def test_what_if_wins_and_names_itself_in_the_version() -> None:
    table = seed_table()
    supposed = row(2200, "minimum_wage.hourly", unit=Unit.FEN_PER_HOUR, area="530000")
    asking = table.supposing(supposed)
    assert asking.at(DAY, "532601")["minimum_wage.hourly"].value == 2200
    assert asking.at(date(2019, 1, 1), "532601")["minimum_wage.hourly"].value == 1400
    assert asking.version != table.version
    assert Table(reversed(table.rows)).version == table.version


def test_the_seed_knows_its_codes_and_units() -> None:
    rows = seed_table().rows
    assert len(rows) > 200
    for one in rows:
        assert one.unit in entry(one.code).units
        assert one.document
        assert one.valid_until is None or one.valid_from < one.valid_until
        assert one.words


def test_each_code_of_the_catalogue_is_an_open_question_or_answered() -> None:
    """Figures that no document gives have a code and no row: the sentence of the missing figure asks for them."""
    silent = {code for code in CODES if not seed_table().of_code(code)} - {"minimum_wage.monthly"}
    assert {code for code in silent if not code.startswith(("clock.", "minimum_wage."))} == {
        "allowance.per_order", "allowance.share", "rest.long_break", "holiday.rate", "deduction.cap",
        "commission.cap", "commission.info_fee_cap", "crime.one_worker", "crime.group_total",
        "arbitration.simple_amount",
    }  # fmt: skip


def test_a_mistake_in_a_seed_file_names_file_and_row(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    good = "- document: 某办法\n  force: mandatory\n  status: verified\n  from: 2020-01-01\n  values:\n"
    for line in (
        "{code: overtime.daily, value: 3倍}", "{code: nothing, value: 3倍}", "{value: 3倍}",
        "{code: overtime.daily, value: 3小时, form: 2020-01-01}", "{code: overtime.daily, value: 3小时, from: soon}",
    ):  # fmt: skip
        path.write_text(f"{good}    - {line}\n", encoding="utf-8")
        with pytest.raises(ValueError, match=r"^x\.yaml: "):
            list(read_parameters(path))
