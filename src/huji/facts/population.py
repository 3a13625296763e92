"""What is known of many people at once: the values of `about`, without its sources, a batch at a time.

A person is judged as an applicant who would settle at `to`, joining nobody and bringing nobody; without `to`,
what depends on a destination stays unknown. Facts tied to a case speak of that case and are left out.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from huji import policy
from huji.facts import derive
from huji.facts.about import figures
from huji.facts.models import Fact
from huji.facts.values import Value, Where
from huji.places import queries as places
from huji.policy.tree import facts_of
from huji.register.bulk import Row
from huji.register.records import Kind
from huji.standards import code_tables

Values = dict[str, Value]


class Population:
    """The reading of one population on one day; what many people share is looked up once."""

    def __init__(self, on: date, to: Where | None = None) -> None:
        self.on = on
        self.to = to
        self._figures = {name: fact.value for name, fact in figures(to, on).items()} if to else {}
        self._classes: dict[str, str | None] = {}
        self._divisions: dict[int, str] = {}
        self._implied: dict[tuple[tuple[str, Value], ...], Values] = {}
        self._vocabulary = policy.vocabulary()
        self._bearing = sorted(
            {
                name
                for one in self._vocabulary.implications
                for side in (one.condition, one.then)
                for name in facts_of(side, {})
            }
        )

    def values(self, rows: Sequence[Row]) -> Iterator[Values]:
        """Yield what is known of each person, in the order of the rows; call inside `writing()`."""
        told = self._on_file([row.number for row in rows if row.number])
        wanted = {address for row in rows for address in (row.address, row.spouse_address) if address}
        missing = wanted - self._divisions.keys()
        self._divisions |= {id_: one.division for id_, one in places.addresses(missing).items()}
        for row in rows:
            yield self._of(row, told.get(row.number or "", {}))

    def _of(self, row: Row, told: Values) -> Values:
        values = {**told, **self._of_register(row)}
        if self.to is not None:
            known = derive.of_destination(values, self.to)
            values |= {name: fact.value for name, fact in known.items()}
        theirs = self._class(row.spouse_address)
        if theirs is not None and "hukou.area" in values:
            values["marriage.urban_rural_couple"] = theirs != values["hukou.area"]
        values |= self._figures
        return values | self._following(values)

    def _of_register(self, row: Row) -> Values:
        known: Values = {}
        if row.number and (years := derive.age(row.number, self.on)) is not None:
            known["person.age"] = years
            known["person.chinese_national"] = True
        if row.marital and (marital := code_tables.marital_state(row.marital)):
            known["person.marital"] = marital
        if row.kind in (Kind.REGISTERED, Kind.UNREGISTERED):
            known["hukou.registered"] = row.kind is Kind.REGISTERED
        if row.kind is Kind.REGISTERED and row.address is not None:
            known["hukou.division"] = self._divisions[row.address]
            if area := self._class(row.address):
                known["hukou.area"] = area
        return known

    def _class(self, address: int | None) -> str | None:
        if address is None:
            return None
        division = self._divisions[address]
        if division not in self._classes:
            self._classes[division] = places.urban_rural(division, self.on)
        return self._classes[division]

    def _following(self, values: Values) -> Values:
        """Return what must follow; people alike in what the implications read are alike in it."""
        alike = tuple((name, values[name]) for name in self._bearing if name in values)
        if alike not in self._implied:
            found = policy.implied(dict(alike), self._vocabulary)
            self._implied[alike] = {name: one.value for name, one in found.items()}
        return {name: value for name, value in self._implied[alike].items() if name not in values}

    def _on_file(self, numbers: Sequence[str]) -> dict[str, Values]:
        rows = Fact.objects.filter(
            subject__in=numbers, scope="", known__upper_inf=True, valid__contains=self.on
        ).values_list("subject", "name", "value")
        found: dict[str, Values] = defaultdict(dict)
        for subject, name, value in rows.iterator():
            found[subject][name] = value
        return found
