"""How is a prefecture with many plans filled? The demo's year and ten half-years, copied by SQL as often as asked."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

OLD = ("2022H1", "2022H2", "2023H1", "2023H2", "2024H1", "2024H2", "2025H1")  # before the demo's own three
PACKAGES = ("plans", "adoption", "reports", "followups", "conference", "documents", "notices", "journal")
KEPT = {"NumberSeries", "Preference", "Hook", "HookMessage", "DaySeal"}  # of the installation, not of a plan
TOLD_APART = {"PaperNumber": "text", "Notice": "once"}  # texts that are there only once
Wheres = Mapping[type[models.Model], str]


def fill(plans: int) -> int:
    """One plan with ten half-years, and its likes; the first one's key."""
    from huxin.demo.load import load
    from huxin.plans.models import Plan

    load(timezone.localtime())
    with transaction.atomic():
        _ten_half_years()
    if plans > 1:
        multiply(plans - 1)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return Plan.objects.order_by("pk").values_list("pk", flat=True)[0]


def multiply(times: int) -> None:
    """Every plan with all that hangs on it, so many times again."""
    with transaction.atomic():
        copy(dict.fromkeys(_of_a_plan(), "1 = 1"), times)


def _of_a_plan() -> list[type[models.Model]]:
    found = (model for package in PACKAGES for model in apps.get_app_config(package).get_models())
    return [model for model in found if model.__name__ not in KEPT]


def _ten_half_years() -> None:
    """The first round of reports again, under the names of half-years before it, all answered."""
    from huxin.plans.models import Term
    from huxin.reports.models import Figure, Report, ReportCycle, Section, SectionVersion

    first = ReportCycle.objects.order_by("due_on")[0]
    reports = f"SELECT id FROM reports_report WHERE cycle_id = {first.pk}"
    sections = f"SELECT id FROM reports_section WHERE report_id IN ({reports})"
    rows = {
        ReportCycle: f"t.id = {first.pk}",
        Report: f"t.cycle_id = {first.pk}",
        Section: f"t.report_id IN ({reports})",
        SectionVersion: f"t.section_id IN ({sections})",
        Figure: f"t.section_id IN ({sections})",
        Term: f"t.kind = 'cycle' AND t.period = '{first.period}'",
    }
    periods = " ".join(f"WHEN {k} THEN '{period}'" for k, period in enumerate(OLD, 1))
    days = " ".join(f"WHEN {k} THEN {_day(period)}" for k, period in enumerate(OLD, 1))
    changed = {"period": f"CASE n.k {periods} END"} | dict.fromkeys(
        ("due_on", "first_due_on", "nominal_on", "opens_on"), f"CASE n.k {days} END"
    )
    copy(rows, len(OLD), changed)


def _day(period: str) -> str:
    text = f"'{period[:4]}-{'06-10' if period.endswith('1') else '12-10'}'"
    return f"CAST({text} AS date)" if connection.vendor == "postgresql" else text


def copy(rows: Wheres, times: int, changed: Mapping[str, str] | None = None) -> None:
    """Copy these rows so many times; keys shift by the highest one, so whatever pointed into the rows still does.

    `changed` gives other values for columns of this name, in all tables or (`table.column`) in one."""
    highest = {model: model._default_manager.aggregate(pk=models.Max("pk"))["pk"] or 0 for model in rows}
    with connection.cursor() as cursor:
        for model, where in rows.items():
            columns = {field.column: _value(field, model, highest) for field in model._meta.concrete_fields}
            columns |= _changed(model, columns, changed or {})
            key = model._meta.pk.column
            cursor.execute(
                f'INSERT INTO "{model._meta.db_table}" ({_listed(columns)}) '
                f"WITH RECURSIVE n(k) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT k + 1 FROM n WHERE k < {times}) "
                f'SELECT {", ".join(columns.values())} FROM n CROSS JOIN "{model._meta.db_table}" t '
                f"WHERE t.{key} <= {highest[model]} AND ({where}) ORDER BY n.k, t.{key}"
            )
        for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
            cursor.execute(statement)


def _changed(model: type[models.Model], columns: Iterable[str], changed: Mapping[str, str]) -> dict[str, str]:
    named = {name: changed.get(f"{model._meta.db_table}.{name}", changed.get(name)) for name in columns}
    return {name: value for name, value in named.items() if value is not None}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _value(field: models.Field, model: type[models.Model], highest: Mapping[type[models.Model], int]) -> str:
    column = f't."{field.column}"'
    related = model if field.primary_key else field.related_model
    if related in highest:
        return f"{column} + n.k * {highest[related]}"
    if field.name == "subject_id":
        kinds = "subject_kind" if any(f.name == "subject_kind" for f in model._meta.concrete_fields) else "kind"
        return f"CASE t.{kinds} {_shifts(column, highest)} ELSE {column} END"
    return f"{column} || '-' || n.k" if TOLD_APART.get(model.__name__) == field.name else column


def _shifts(column: str, highest: Mapping[type[models.Model], int]) -> str:
    whens: Iterable[str] = (
        f"WHEN '{model._meta.model_name}' THEN {column} + n.k * {most}" for model, most in highest.items()
    )
    return " ".join(whens)


def taken_off(cursor: Any, tables: list[str]) -> list[str]:
    """Drop the indexes of these tables but those that are constraints: rows are written faster without, and an index
    is made faster of rows that are there. The statements that put them on again."""
    listed = ", ".join(f"'{table}'" for table in tables)
    if connection.vendor == "postgresql":
        cursor.execute(
            f"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename IN ({listed}) "
            "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
    else:
        cursor.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({listed})"
        )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]
