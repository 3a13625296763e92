"""The small city of the cases, at whose counter matters are taken."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.cases.city import ON, City

from huji.matters import acts, queries
from huji.matters.kinds import kind
from huji.matters.preview import Preview
from huji.matters.values import By, Done, Level, Reporter, Shown, State


@dataclass
class Town:
    """Matters of the city, taken step by step; officers are named as the city names them."""

    city: City
    counter: str = "counter"
    on: date = ON
    _tokens: Any = field(default_factory=itertools.count)

    def by(self, officer: str | None = None, on: date | None = None, token: str | None = None) -> By:
        name = officer or self.counter
        return By(self.city.officers[name], on or self.on, token or f"matter-{next(self._tokens):06}")

    def shown(self, name: str) -> dict[str, Shown]:
        """Return every paper of a kind, as shown."""
        return {one.key: Shown(0) for one in kind(name).evidence}

    def opened(
        self,
        name: str,
        values: Mapping[str, Any],
        *,
        person: str | None = None,
        household: int | None = None,
        evidence: Mapping[str, Shown] | None = None,
        undoes: str | None = None,
        entry: int | None = None,
        on: date | None = None,
        reporter: Reporter | None = None,
    ) -> Done:
        """Open a matter of kind `name`, by default with every paper shown."""
        statement = acts.OpenMatter(
            kind=name,
            values=values,
            person=self.city.people[person] if person else None,
            household=household,
            reporter=reporter or Reporter("申报人", "", "亲属"),
            evidence=self.shown(name) if evidence is None else evidence,
            undoes=undoes,
            entry=entry,
        )
        return acts.open_matter(statement, self.by(on=on))

    def step(
        self, name: str, done: Done, officer: str | None = None, on: date | None = None, **more: Any
    ) -> Done:
        """Take a step, by the officer whose it commonly is."""
        usual = {"review": "review", "approve": "approve", "decide": "approve", "refuse": "approve"}
        statement = getattr(acts, "".join(part.title() for part in name.split("_")))
        verb = getattr(acts, name)
        return verb(  # type: ignore[no-any-return]
            statement(matter=done.matter, version=done.version, **more),
            self.by(officer or usual.get(name), on),
        )

    def decided(self, done: Done, on: date | None = None) -> Done:
        """Take an open matter through all hands its level asks, to its act."""
        level = Level(self.row(done.matter, "level"))
        if level is Level.SPOT:
            return self.step("carry_out", done, on=on)
        done = self.step("accept", done, on=on)
        if level is Level.STATION:
            return self.step("decide", done, "review", on=on)
        done = self.step("review", done, on=on, recommend="approve")
        if level is Level.CITY:
            done = self.step("approve", done, on=on)
            return self.step("decide", done, "supervise", on=on)
        return self.step("decide", done, on=on)

    def carried(self, name: str, values: Mapping[str, Any], **where: Any) -> Done:
        """Open a matter and take it to its act."""
        return self.decided(self.opened(name, values, **where), where.get("on"))

    def foreseen(
        self,
        name: str,
        values: Mapping[str, Any],
        *,
        person: str | None = None,
        household: int | None = None,
        reporter: Reporter | None = None,
    ) -> Preview:
        """Return the preview of a kind."""
        statement = acts.OpenMatter(
            kind=name,
            values=values,
            person=self.city.people[person] if person else None,
            household=household,
            reporter=reporter or Reporter(),
        )
        return queries.foresee(statement, self.city.officers[self.counter], self.on)

    def row(self, matter: str, column: str) -> Any:
        return self.city.sql(f"select {column} from matter where number = %s", [matter])[0][0]

    def state(self, done: Done) -> State:
        return State(self.row(done.matter, "state"))
