from django.db import migrations

from huxin.adoption.masking import cleaned


def hide(apps, schema_editor):
    """What was kept before contacts were hidden, one at a time: a draft may be large."""
    for name in ("PlanDraft", "PlanVersion"):
        rows = apps.get_model("adoption", name).objects
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            data = rows.get(pk=pk).data
            if (kept := cleaned(data)) != data:
                rows.filter(pk=pk).update(data=kept)


class Migration(migrations.Migration):
    dependencies = [
        ("adoption", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(hide, migrations.RunPython.noop),
    ]
