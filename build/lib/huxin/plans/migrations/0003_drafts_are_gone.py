"""Drafts and versions of plans belong to the package `adoption` now."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0002_drafts_leave'),
        ('adoption', '0001_initial'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel('PlanVersion'),
                migrations.DeleteModel('PlanDraft'),
            ],
        ),
    ]
