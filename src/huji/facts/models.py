"""The rows of the facts room, made by SQL (migrations/0001_tables.sql). Private to this room."""

from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db import models

from huji.facts.values import Evidence


class Fact(models.Model):
    """One value of one fact of one person over `valid`, held to be so between the entries of `known`."""

    subject = models.TextField()
    name = models.TextField()
    value = models.JSONField()
    scope = models.TextField()
    valid = DateRangeField()
    known = BigIntegerRangeField()
    source = models.TextField()
    evidence = models.TextField(null=True)
    file = models.TextField(null=True)
    note = models.TextField()
    officer = models.BigIntegerField()
    office = models.IntegerField()
    recorded = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "fact"


class Paper(models.Model):
    """A scanned paper on file in a case; its bytes are stored under `digest`."""

    case = models.TextField()
    subject = models.TextField()
    key = models.TextField()
    filename = models.TextField()
    media_type = models.TextField()
    size = models.IntegerField()
    pages = models.IntegerField()
    digest = models.TextField()
    officer = models.BigIntegerField()
    office = models.IntegerField()
    recorded = models.DateTimeField()
    entry = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "evidence"

    def as_value(self) -> Evidence:
        """Return the row as the value the room gives out."""
        return Evidence(
            self.pk,
            self.case,
            self.subject,
            self.key,
            self.filename,
            self.media_type,
            self.size,
            self.pages,
            self.digest,
            self.officer,
            self.recorded,
        )


class Figure(models.Model):
    """A local figure of a place over `valid`, held to be so between the entries of `known`."""

    division = models.TextField()
    name = models.TextField()
    value = models.DecimalField(max_digits=20, decimal_places=4)
    valid = DateRangeField()
    known = BigIntegerRangeField()
    source_zh = models.TextField()
    source_en = models.TextField()

    class Meta:
        managed = False
        db_table = "place_figure"
