"""Drafts and versions of plans move to the package `adoption`: here their tables take the names they bear there."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable('PlanDraft', 'adoption_plandraft'),
                migrations.AlterModelTable('PlanVersion', 'adoption_planversion'),
            ],
        ),
    ]
