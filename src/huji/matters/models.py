"""The rows of the matters room, made by SQL (migrations/0001_tables.sql). Private to this room."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class MatterRow(models.Model):
    """A matter: what is asked, for whom, where it stands, and the act it led to."""

    number = models.TextField(primary_key=True)
    kind = models.TextField()
    office = models.IntegerField()
    level = models.TextField()
    state = models.TextField()
    version = models.IntegerField()
    person = models.BigIntegerField(null=True)
    household = models.BigIntegerField(null=True)
    heading = models.TextField()
    reporter = models.JSONField()
    asked = models.JSONField()
    evidence = models.JSONField()
    ex_officio = models.BooleanField()
    notice_days = models.IntegerField()
    opened = models.DateField()
    noticed = models.DateField(null=True)
    accepted = models.DateField(null=True)
    due = models.DateField(null=True)
    decided = models.DateField(null=True)
    act_entry = models.BigIntegerField(null=True)
    undoes = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = "matter"


class MatterStep(models.Model):
    """A step of a matter; only ever added."""

    matter = models.ForeignKey(MatterRow, models.DO_NOTHING, db_column="matter", related_name="steps")
    level = models.TextField()
    step = models.TextField()
    from_state = models.TextField()
    to_state = models.TextField()
    officer = models.BigIntegerField()
    role = models.TextField()
    office = models.IntegerField()
    day = models.DateField()
    at = models.DateTimeField()
    note = models.TextField()
    recommends = models.TextField(null=True)
    data = models.JSONField()
    papers = ArrayField(models.TextField())
    entry = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "matter_step"


class Receipt(models.Model):
    """What a form's token led to."""

    pk = models.CompositePrimaryKey("officer", "token")
    officer = models.BigIntegerField()
    token = models.TextField()
    sent = models.TextField()
    matter = models.TextField(db_column="matter")
    version = models.IntegerField()
    state = models.TextField()
    entry = models.BigIntegerField()
    papers = ArrayField(models.TextField())

    class Meta:
        managed = False
        db_table = "matter_receipt"
