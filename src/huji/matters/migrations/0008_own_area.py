from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matters", "0007_undoing_entries"), ("register", "0018_named")]

    operations = [
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text("utf-8"), migrations.RunSQL.noop)
    ]
