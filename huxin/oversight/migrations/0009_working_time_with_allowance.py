from django.db import migrations


class Migration(migrations.Migration):
    """The time of a month is the one that pay is held against. Where an allowance is agreed the next scan adds it."""

    dependencies = [("oversight", "0008_wage_releases")]

    operations = [migrations.RenameField("monthtotal", "time_s", "wage_s")]
