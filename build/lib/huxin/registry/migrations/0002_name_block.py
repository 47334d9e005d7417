from django.db import migrations, models


def spell(apps, schema_editor):
    from huxin.registry.names import block

    rows = list(apps.get_model("registry", "EnterpriseName").objects.only("pk", "name"))
    for row in rows:
        row.block = block(row.name)
    apps.get_model("registry", "EnterpriseName").objects.bulk_update(rows, ["block"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.AddField("enterprisename", "block", models.CharField("比对分组", max_length=2, db_index=True, default=""), preserve_default=False),
        migrations.RunPython(spell, migrations.RunPython.noop),
    ]
