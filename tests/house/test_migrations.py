"""Are the migrations whole and in one line?"""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_models_and_migrations_say_the_same() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_each_application_has_one_last_migration() -> None:
    ours = Counter(app for app, _ in MigrationLoader(connection).graph.leaf_nodes())
    assert all(count == 1 for count in ours.values())
