"""The ledger's entries as pages may read them: without bodies and hashes. Private to this room."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Entry(models.Model):
    """One registered act. The table is made by SQL and filled by its trigger."""

    entry = models.BigIntegerField(primary_key=True)
    office = models.IntegerField()
    seq = models.BigIntegerField()
    act = models.TextField()
    offices = ArrayField(models.IntegerField())
    recorded = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "ledger_entry"

    def __str__(self) -> str:
        return f"{self.office}/{self.seq} {self.act}"
