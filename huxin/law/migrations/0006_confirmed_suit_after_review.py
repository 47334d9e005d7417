"""Which figure from memory was found as it stands? That of suing after a review, in the words of art. 45 itself."""

from typing import Any

from django.db import migrations

_SOURCE = "https://m.110ask.com/zhishi/17038782826967639500.html"


def put(apps: Any, schema_editor: Any) -> None:
    """Rows that people entered or changed themselves stay as they are."""
    rows = apps.get_model("law", "Parameter").objects.filter(proposed_by=None, state="current")
    same = rows.filter(code="period.suit_after_review", value=15, article="第四十五条", status="unverified")
    same.update(status="verified", source=_SOURCE)


class Migration(migrations.Migration):
    dependencies = [("law", "0005_figures_of_platforms")]
    operations = [migrations.RunPython(put, migrations.RunPython.noop)]
