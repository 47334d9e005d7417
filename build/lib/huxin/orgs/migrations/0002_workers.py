"""The unit of workers' accounts has a kind of its own: nobody writes letters to it."""

from django.db import migrations, models


def name_the_kind(apps, schema_editor):
    apps.get_model("orgs", "Organisation").objects.filter(short_name="劳动者", kind="other").update(kind="workers")


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("government", "人民政府"), ("bureau", "部门"), ("court", "法院"), ("union", "群团组织"),
                    ("office", "内设机构"), ("enterprise", "企业"), ("workers", "劳动者"), ("other", "其他"),
                ],
                max_length=12,
                verbose_name="类别",
            ),
        ),
        migrations.RunPython(name_the_kind, migrations.RunPython.noop),
    ]
