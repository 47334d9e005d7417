from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Replace


def tell_apart(apps, schema_editor):
    """Open cases with a day of the law have a sign of their own."""
    _change(apps, " open=", " due=")


def join(apps, schema_editor):
    """All open cases have the same."""
    _change(apps, " due=", " open=")


def _change(apps, old, new):
    rows = apps.get_model("cases", "CaseWords").objects.filter(case__closed_at=None, case__due_on__isnull=False)
    rows.filter(words__contains=old).update(words=Replace("words", Value(old), Value(new)))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_representatives"),
    ]

    operations = [
        migrations.RunPython(tell_apart, join),
    ]
