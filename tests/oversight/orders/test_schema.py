"""Do the declarations of the order-data standard check themselves, and does Arrow say the same?"""

import pytest

from huxin.oversight.orders.schema import ACCEPTED, INT64, ORDERS, STR, TABLES, Column, Table


def test_a_column_without_meaning_or_with_an_unknown_type_is_refused() -> None:
    with pytest.raises(ValueError, match="both meanings"):
        Column("tip_fen", INT64, "fen", "打赏", "", "tips")
    with pytest.raises(ValueError, match="unknown type"):
        Column("tip_fen", "float", "fen", "打赏", "打赏", "tips")
    with pytest.raises(ValueError, match="list of values"):
        Column("tip_fen", INT64, "fen", "打赏", "打赏", "tips", values=("1",))


def test_a_table_with_a_column_twice_or_a_foreign_key_is_refused() -> None:
    column = Column("worker", STR, "", "劳动者", "代号", "key")
    with pytest.raises(ValueError, match="column twice"):
        Table("t", "表", "表", "table", (column, column), ("worker",))
    with pytest.raises(ValueError, match="no column"):
        Table("t", "表", "表", "table", (column,), ("platform",))


def test_arrow_holds_every_column_of_an_order_with_its_type_and_where_it_stood() -> None:
    assert ACCEPTED.names == [*ORDERS.names(), "file_no", "row_no"]
    for column in ORDERS.columns:
        field = ACCEPTED.field(column.name)
        assert (str(field.type), field.nullable) == (column.type.replace("str", "string"), not column.required)


def test_money_and_moments_are_whole_numbers_in_every_table() -> None:
    columns = [column for table in TABLES.values() for column in table.columns]
    assert {c.type for c in columns if c.name.endswith("_fen") or c.unit.startswith("epoch")} == {INT64}
