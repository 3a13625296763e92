from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("register", "0029_held_then")]

    operations = [
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text("utf-8"), migrations.RunSQL.noop)
    ]
