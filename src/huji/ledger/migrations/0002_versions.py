from django.db import migrations


class Migration(migrations.Migration):
    """An application that serves without the owner's address sees whether the schema is of its version."""

    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL("grant select on django_migrations to huji_web", migrations.RunSQL.noop),
    ]
