from django.db import migrations, models


class Migration(migrations.Migration):
    """A month comes in one file or in several; orders of other months are counted by theirs."""

    dependencies = [("documents", "0006_words_of_papers"), ("oversight", "0009_working_time_with_allowance")]

    operations = [
        migrations.AddField(
            "delivery",
            "further",
            models.ManyToManyField(related_name="+", to="documents.document", verbose_name="其余订单文件"),
        ),
        migrations.AddField(
            "delivery", "other_months", models.JSONField(default=dict, verbose_name="别的月份的行数")
        ),
    ]
