"""How does the database refuse to change what was recorded? A migration operation for SQLite and PostgreSQL."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

_SQLITE = (
    "CREATE TRIGGER {t}_no_update BEFORE UPDATE ON {t} BEGIN SELECT RAISE(ABORT, '{t} is append-only'); END",
    "CREATE TRIGGER {t}_no_delete BEFORE DELETE ON {t} BEGIN SELECT RAISE(ABORT, '{t} is append-only'); END",
    # INSERT OR REPLACE deletes without firing the trigger above
    "CREATE TRIGGER {t}_no_replace BEFORE INSERT ON {t} WHEN EXISTS (SELECT 1 FROM {t} WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, '{t} is append-only'); END",
)
_SQLITE_OFF = ("DROP TRIGGER {t}_no_update", "DROP TRIGGER {t}_no_delete", "DROP TRIGGER {t}_no_replace")
_POSTGRES = (
    "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER {t}_sealed BEFORE UPDATE OR DELETE ON {t} FOR EACH ROW EXECUTE FUNCTION append_only()",
    "CREATE TRIGGER {t}_no_truncate BEFORE TRUNCATE ON {t} FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
)
_POSTGRES_OFF = ("DROP TRIGGER {t}_sealed ON {t}", "DROP TRIGGER {t}_no_truncate ON {t}")


def _run(editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...], table: str) -> None:
    for statement in statements:
        editor.execute(statement.format(t=table), None)


def seal(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """From now on rows of `table` can only be added."""
    _run(editor, _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRES, table)


def lift(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Take the seal off again (tests that must empty the tables; a migration run backwards)."""
    _run(editor, _SQLITE_OFF if editor.connection.vendor == "sqlite" else _POSTGRES_OFF, table)


class AppendOnly(Operation):
    """Seal the table of `model_name` against UPDATE, DELETE, TRUNCATE and INSERT OR REPLACE."""

    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing to change in Django's picture of the tables."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        seal(schema_editor, to_state.apps.get_model(app_label, self.model_name)._meta.db_table)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        lift(schema_editor, from_state.apps.get_model(app_label, self.model_name)._meta.db_table)

    def describe(self) -> str:
        return f"Seal {self.model_name} against change"
