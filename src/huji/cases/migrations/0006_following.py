from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_replace_paper"),
        ("facts", "0001_tables"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text("utf-8"), migrations.RunSQL.noop)
    ]
