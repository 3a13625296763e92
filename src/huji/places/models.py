"""The tables of this room as its queries read them; made by SQL. Private to this room."""

from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models.expressions import RawSQL

from huji.places import addresses, divisions


class Office(models.Model):
    """A registration office (派出所), or the bureau above several."""

    id = models.IntegerField(primary_key=True)
    name = models.TextField()
    kind = models.TextField()
    parent = models.IntegerField(null=True)
    phone = models.TextField()
    opened = models.DateField()

    class Meta:
        managed = False
        db_table = "places_office"

    def __str__(self) -> str:
        return self.name


class OfficeArea(models.Model):
    """That an office keeps a community or village over a period."""

    pk = models.CompositePrimaryKey("division", "valid", "known")
    division = models.TextField()
    office = models.IntegerField()
    valid = DateRangeField()
    known = BigIntegerRangeField()

    class Meta:
        managed = False
        db_table = "places_office_area"

    def __str__(self) -> str:
        return f"{self.division} → {self.office}"


class WithVersion(models.Manager["Address"]):
    """Addresses together with the entry that last changed a division: the names above them depend on it."""

    def get_queryset(self) -> "models.QuerySet[Address]":
        changed = RawSQL(divisions.CHANGED, [], output_field=models.BigIntegerField())
        return super().get_queryset().annotate(version=changed)


FLAT = "coalesce(building || '幢', '') || coalesce(unit || '单元', '') || coalesce(room || '室', '')"
"""Building, unit and room as printed."""
INNER = f'(compound || {FLAT}) collate "C"'
"""An address from the compound on, as its index has it (0006_compounds)."""
ROAD_AND_COMPOUND = '((road || compound) collate "C")'
"""Road and compound without the number between them, as their index has it (0007_road_and_compound)."""


class Address(models.Model):
    """A standard address in its parts, as it is read now."""

    id = models.IntegerField(primary_key=True)
    division = models.TextField()
    road = models.TextField(null=True)
    number = models.TextField(null=True)
    compound = models.TextField(null=True)
    group = models.TextField(null=True)
    building = models.TextField(null=True)
    unit = models.TextField(null=True)
    room = models.TextField(null=True)
    local = models.TextField()
    accepts_registration = models.BooleanField()
    since = models.DateField()
    until = models.DateField(null=True)

    objects = WithVersion()

    class Meta:
        managed = False
        db_table = "places_address"

    def value(self) -> addresses.Address:
        """The address as the rest of the house knows it."""
        parts = addresses.Parts(*(getattr(self, name) for name in addresses.PARTS))
        above = divisions.book_of(getattr(self, "version", None)).last(self.division)
        return addresses.Address(self.pk, parts, self.accepts_registration, self.since, self.until, above)

    def __str__(self) -> str:
        return self.local


class Zone(models.Model):
    """A village's area set by hand over a period."""

    pk = models.CompositePrimaryKey("division", "valid", "known")
    division = models.TextField()
    area = models.TextField(null=True)
    valid = DateRangeField()
    known = BigIntegerRangeField()
    basis = models.TextField()

    class Meta:
        managed = False
        db_table = "places_zone"

    def __str__(self) -> str:
        return f"{self.division}: {self.area}"
