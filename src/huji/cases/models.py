"""The rows of the cases room, made by SQL (migrations/0001_tables.sql). Private to this room."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class CaseFile(models.Model):
    """A case: who, where to, where it stands, and what its decision rests on."""

    number = models.TextField(primary_key=True)
    kind = models.TextField()
    office = models.IntegerField()
    state = models.TextField()
    version = models.IntegerField()
    applicant_number = models.TextField()
    applicant_name = models.TextField()
    person = models.BigIntegerField(null=True)
    address = models.BigIntegerField(null=True)
    division = models.TextField(null=True)
    area = models.TextField(null=True)
    host = models.TextField(null=True)
    household = models.BigIntegerField(null=True)
    consent = models.TextField()
    relation_code = models.TextField(null=True)
    sponsor_number = models.TextField(null=True)
    sponsor_relation = models.TextField(null=True)
    outside = models.JSONField(null=True)
    opened = models.DateField()
    accepted = models.DateField(null=True)
    decided = models.DateField(null=True)
    stage = models.TextField(null=True)
    due = models.DateField(null=True)
    days_left = models.IntegerField(null=True)
    expires = models.DateField(null=True)
    paper = models.TextField(null=True)
    facts = models.BinaryField(null=True)
    answer = models.BinaryField(null=True)
    proposal = models.TextField(null=True)
    law = models.JSONField(null=True)
    stated = models.JSONField(null=True)
    against_proposal = models.BooleanField()
    reason = models.TextField()

    class Meta:
        managed = False
        db_table = "case_file"


class CasePerson(models.Model):
    """A companion in a case."""

    pk = models.CompositePrimaryKey("case_id", "number")
    case = models.ForeignKey(CaseFile, models.DO_NOTHING, db_column="case", related_name="persons")
    place = models.IntegerField()
    number = models.TextField()
    name = models.TextField()
    relation = models.TextField()
    code = models.TextField(null=True)
    person = models.BigIntegerField(null=True)
    outcome = models.TextField(null=True)
    admitted = models.BooleanField(null=True)
    reason = models.TextField()

    class Meta:
        managed = False
        db_table = "case_person"


class CaseStep(models.Model):
    """A step of a case; only ever added."""

    case = models.ForeignKey(CaseFile, models.DO_NOTHING, db_column="case", related_name="steps")
    kind = models.TextField()
    step = models.TextField()
    from_state = models.TextField()
    to_state = models.TextField()
    officer = models.BigIntegerField()
    role = models.TextField()
    office = models.IntegerField()
    day = models.DateField()
    at = models.DateTimeField()
    note = models.TextField()
    proposal = models.TextField(null=True)
    recommends = models.TextField(null=True)
    reopening = models.BigIntegerField(null=True)
    data = models.JSONField()
    papers = ArrayField(models.TextField())
    entry = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "case_step"


class Kept(models.Model):
    """Bytes a decision rests on, under their digest."""

    digest = models.TextField(primary_key=True)
    what = models.TextField()
    content = models.BinaryField()

    class Meta:
        managed = False
        db_table = "case_kept"


class Receipt(models.Model):
    """What a form's token led to."""

    pk = models.CompositePrimaryKey("officer", "token")
    officer = models.BigIntegerField()
    token = models.TextField()
    sent = models.TextField()
    case = models.TextField(db_column="case")
    version = models.IntegerField()
    state = models.TextField()
    entry = models.BigIntegerField()
    papers = ArrayField(models.TextField())

    class Meta:
        managed = False
        db_table = "case_receipt"
