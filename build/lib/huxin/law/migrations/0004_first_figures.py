"""Which legal figures stand before anybody enters one? Those of the seed, so that no question is without its answer."""

from typing import Any

from django.db import migrations
from django.utils import timezone

from huxin.law.models import FIGURE_FIELDS
from huxin.law.seed.parameters import seed_table
from huxin.law.seeding import as_row


def put(apps: Any, schema_editor: Any) -> None:
    """The seed as rows; later releases add their new figures through `seed_parameters`, which writes an event."""
    model, at = apps.get_model("law", "Parameter"), timezone.now()
    rows = [as_row(figure, at=at) for figure in seed_table().rows]
    model.objects.bulk_create(
        model(state="current", proposed_at=at, **{name: getattr(row, name) for name in FIGURE_FIELDS}) for row in rows
    )


class Migration(migrations.Migration):
    dependencies = [("law", "0003_parameters")]
    operations = [migrations.RunPython(put, migrations.RunPython.noop)]
