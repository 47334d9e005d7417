"""Which workers' days, weeks, months and stretches break which rule? The rules' conditions over the grain tables."""

from collections.abc import Iterator

import ibis
import ibis.expr.types as ir

from huxin.oversight.scan.rules import DAY, MONTH, RULES, STRETCH, WEEK, Rule, column

KEY = ("rule", "platform", "worker", "enterprise", "partner", "relation", "industry", "first_day", "start_s")
_FIRST = {DAY: "day", WEEK: "monday", MONTH: "month", STRETCH: "day"}


def found(grains: dict[str, ir.Table], figures: ir.Table) -> ir.Table:
    """All findings of the rules: whom (who, job), where (norm), when, what was measured and what is required.

    `grains` has the tables of days, weeks and months, one `clock.…` for each clock that is counted, and `pay.cycle`
    where any pay period is too long.
    """
    parts = list(_each(grains, figures))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _each(grains: dict[str, ir.Table], figures: ir.Table) -> Iterator[ir.Table]:
    for rule in RULES:
        rows = grains.get(rule.rows)
        if rows is not None:
            yield _broken(rule, rows, figures)


def _broken(rule: Rule, rows: ir.Table, figures: ir.Table) -> ir.Table:
    """The rows of the rule's grain that break it. The law is asked for the first day worked in the period."""
    verdict = column(f"verdict.{rule.code}")
    asked = [verdict, *(name for code in rule.weighed if (name := column(code)) not in rows.columns)]
    law_day = "first_day" if "first_day" in rows.columns else "day"
    law = figures.filter(figures[verdict].notnull()).select("norm", "day", *asked)
    both = rows.join(law.rename(law_day="day"), [("norm", "norm"), (law_day, "law_day")])
    broken = both.filter(rule.broken(both))
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
