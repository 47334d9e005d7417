"""Which workers' days, weeks, months and stretches break which rule? The rules' conditions over the grain tables."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from huxin.oversight.scan.pieces import beside
from huxin.oversight.scan.rules import DAY, MONTH, RULES, STRETCH, WEEK, Rule, column

KEY = ("rule", "platform", "worker", "enterprise", "partner", "relation", "industry", "first_day", "start_s")
_FIRST = {DAY: "day", WEEK: "monday", MONTH: "month", STRETCH: "day"}


def law_columns(grain: str) -> tuple[str, ...]:
    """The figures that the rules of a grain ask for, and what a breach of each means."""
    rules = [rule for rule in RULES if rule.grain == grain]
    codes = [code for rule in rules for code in (f"verdict.{rule.code}", *rule.weighed)]
    return tuple(dict.fromkeys(map(column, codes)))


def with_law(rows: ir.Table, figures: ir.Table, grain: str) -> ir.Table:
    """The rows with the law that they are held against: that of the first day worked in the period. Joined once."""
    asked = [name for name in law_columns(grain) if name not in rows.columns]
    return beside(rows, figures.select("norm", *asked, first_day="day"), ["norm", "first_day"])


def found(grains: Mapping[str, ir.Table]) -> ir.Table:
    """All findings of the rules: whom (who, job), where (norm), when, what was measured and what is required.

    `grains` has the tables of days, weeks and months, one `clock.…` for each clock that is counted, and `pay.cycle`
    where any pay period is too long; all with the law beside them.
    """
    parts = [_broken(rule, grains[rule.rows]) for rule in RULES if rule.rows in grains]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _broken(rule: Rule, rows: ir.Table) -> ir.Table:
    """The rows of the rule's grain that break it."""
    verdict = column(f"verdict.{rule.code}")
    broken = rows.filter(rows[verdict].notnull() & rule.broken(rows))
    return broken.select(
        rule=ibis.literal(rule.code),
        verdict=broken[verdict].cast("int8"),
        who=broken.who,
        job=broken.job,
        norm=broken.norm,
        first_day=broken[_FIRST[rule.grain]],
        start_s=broken.start_s if rule.grain == STRETCH else ibis.null("int64"),
        measured=rule.measured(broken).cast("int64"),
        required=rule.required(broken).cast("int64"),
        short_fen=(rule.short_fen(broken) if rule.short_fen else ibis.null("int64")).cast("int64"),
    )
