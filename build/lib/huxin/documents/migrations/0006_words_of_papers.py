import django.db.models.deletion
from django.db import migrations, models

from huxin.documents.words import signs
from huxin.search.word_index import WordIndex


def write_words(apps, schema_editor):
    """The signs of the papers that are there, two hundred at a time."""
    paper, words = (apps.get_model("documents", name) for name in ("Paper", "PaperWords"))
    last = 0
    while rows := list(paper.objects.filter(pk__gt=last).order_by("pk")[:200]):
        last = rows[-1].pk
        words.objects.bulk_create(words(paper=row, words=signs(row)) for row in rows)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0005_to_dos_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaperWords",
            fields=[
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="found_by",
                        serialize=False,
                        to="documents.paper",
                    ),
                ),
                ("words", models.TextField(verbose_name="检索字串")),
            ],
            options={"verbose_name": "文书检索字串", "verbose_name_plural": "文书检索字串"},
        ),
        WordIndex("PaperWords"),
        migrations.RunPython(write_words, migrations.RunPython.noop),
    ]
