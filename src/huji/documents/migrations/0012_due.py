from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0011_because"), ("register", "0023_of_the_living")]

    operations = [
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text("utf-8"), migrations.RunSQL.noop)
    ]
