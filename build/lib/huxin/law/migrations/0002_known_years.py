"""Which years are announced before anybody enters one? Those of the seed, so that no calendar is ever empty."""

from typing import Any

from django.db import migrations

from huxin.law.seed.holidays import arrangements


def put(apps: Any, schema_editor: Any) -> None:
    """The seed as rows; later releases add their new years through `seed_holidays`, which writes events."""
    year_model, holiday_model = apps.get_model("law", "HolidayYear"), apps.get_model("law", "Holiday")
    for found in arrangements():
        year = year_model(
            year=found.year, announced=True, document_no=found.document_no, source=found.source, revision=1
        )
        year.save(force_insert=True)
        holiday_model.objects.bulk_create(
            holiday_model(year=year, day=day, kind=kind, name=name, source=found.document_no)
            for kind, named in (("off", found.off), ("workday", found.workdays))
            for day, name in named.items()
        )


class Migration(migrations.Migration):
    dependencies = [("law", "0001_initial")]
    operations = [migrations.RunPython(put, migrations.RunPython.noop)]
