"""The law, the registry and the order data speak of trades and relations with the same codes."""

from huxin.law.catalogue import Industry, Relation
from huxin.oversight.orders import schema
from huxin.registry import models


def test_trades_have_one_code_and_one_name() -> None:
    law = {one.value: one.zh for one in Industry}
    assert law == dict(models.Industry.choices)
    assert law == {code: zh for code, (zh, _) in schema.INDUSTRIES.items()}


def test_relations_have_one_code_and_one_name() -> None:
    law = {one.value: one.zh for one in Relation}
    assert law == {code: zh for code, zh in models.Relation.choices if code != "unknown"}
    assert law == {code: zh for code, (zh, _) in schema.RELATIONS.items()}
