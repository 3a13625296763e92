from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL(
            Path(__file__).with_suffix(".sql").read_text("utf-8"),
            migrations.RunSQL.noop,
            state_operations=[
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("entry", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("office", models.IntegerField()),
                        ("seq", models.BigIntegerField()),
                        ("act", models.TextField()),
                        (
                            "offices",
                            django.contrib.postgres.fields.ArrayField(models.IntegerField(), size=None),
                        ),
                        ("recorded", models.DateTimeField()),
                    ],
                    options={"managed": False, "db_table": "ledger_entry"},
                ),
            ],
        ),
    ]
