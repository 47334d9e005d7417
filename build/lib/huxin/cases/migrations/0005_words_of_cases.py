import django.db.models.deletion
from django.db import migrations, models

from huxin.cases.signs import COLUMNS, text_of
from huxin.journal.paths import path_index
from huxin.search.word_index import WordIndex


def write_words(apps, schema_editor):
    """The signs of the cases that are there, a thousand at a time."""
    case, reach, words = (apps.get_model("cases", name) for name in ("Case", "CaseReach", "CaseWords"))
    last = 0
    while rows := list(case.objects.filter(pk__gt=last).order_by("pk").values("pk", *COLUMNS)[:1000]):
        last = rows[-1]["pk"]
        keys = {row["pk"]: [] for row in rows}
        for pk, key in reach.objects.filter(case__in=keys).order_by("pk").values_list("case", "key"):
            keys[pk].append(key)
        words.objects.bulk_create(words(case_id=row["pk"], words=text_of(row, keys[row["pk"]])) for row in rows)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_whose_claim_outside_number_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseWords",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="found_by",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("words", models.TextField(verbose_name="检索字串")),
            ],
            options={"verbose_name": "案件检索字串", "verbose_name_plural": "案件检索字串"},
        ),
        migrations.RunPython(write_words, migrations.RunPython.noop),
        WordIndex("CaseWords"),
        migrations.RemoveIndex("assistance", "assistance_path"),
        migrations.AddIndex("assistance", path_index("assistance_path", "-id")),
        migrations.AddIndex("note", models.Index(fields=["kind", "read_at", "case"], name="note_unread")),
    ]
