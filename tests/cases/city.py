"""A small synthetic city to take cases in: a bureau, two stations, officers of each role, a few families."""

import itertools
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import psycopg

from huji.cases import acts
from huji.cases.values import Applicant, By, Companion, Destination, Done, Kind, Outside, Sponsor
from huji.facts.values import Given, SourceKind
from huji.register import acts as register
from huji.standards import citizen_number

ON = date(2026, 9, 1)
SINCE = date(2020, 1, 1)
COMMUNITY, VILLAGE = "211102002005", "211122101200"
BUREAU, TOWN_STATION, VILLAGE_STATION = 1, 2, 3
CITY_ROUTE = {
    "employment.lawful_stable": True,
    "dwelling.lawful": True,
    "dwelling.tenure": "rented",
    "insurance.urban_participant": True,
}
"""What the route of Panjin's article 五 asks of an applicant to the city proper."""


@dataclass
class City:
    """The city; `people` are the register's persons by name, `numbers` their citizen numbers."""

    owner_url: str
    app_url: str
    people: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    households: dict[str, int] = field(default_factory=dict)
    officers: dict[str, int] = field(default_factory=dict)
    _tokens: Any = field(default_factory=itertools.count)
    _sequence: Any = field(default_factory=lambda: itertools.count(100))

    def build(self) -> "City":
        self._places()
        self._officers()
        self.family(
            "赵",
            101,
            VILLAGE_STATION,
            ("赵铁柱", "1", "1985-03-02", "02", "20"),
            ("孙桂兰", "2", "1986-04-03", "10", "20"),
            ("赵小宝", "1", "2014-05-04", "20", "10"),
            ("赵大山", "1", "1958-06-05", "51", "30"),
        )
        self.family(
            "李",
            1,
            TOWN_STATION,
            ("李建国", "1", "1970-05-01", "02", "20"),
            ("王秀英", "2", "1972-06-01", "10", "20"),
        )
        self.family("张", 2, TOWN_STATION, ("张丽华", "2", "1980-03-01", "02", "10"))
        return self

    def _places(self) -> None:
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            owner.execute(
                "insert into places_office (id, name, kind, parent, opened, entry) values"
                " (1, '双台子分局', 'bureau', null, '1990-01-01', 0),"
                " (2, '胜利派出所', 'station', 1, '1990-01-01', 0),"
                " (3, '沙岭派出所', 'station', 1, '1990-01-01', 0)"
            )
            owner.execute(
                "insert into places_office_area (division, office, valid, known) values"
                f" ('{COMMUNITY}', 2, '[1990-01-01,)', '[0,)'), ('{VILLAGE}', 3, '[1990-01-01,)', '[0,)')"
            )
            owner.execute(
                "insert into places_address (id, division, number, local, since, entry, accepts_registration)"
                f" select i, case when i <= 50 then '{COMMUNITY}' else '{VILLAGE}' end, i::text, i || '号',"
                "        '1990-01-01', 0, i <> 50 from generate_series(1, 150) i"
            )

    def _officers(self) -> None:
        roster = [
            ("counter", "counter", TOWN_STATION),
            ("review", "review", TOWN_STATION),
            ("approve", "approve", BUREAU),
            ("supervise", "supervise", BUREAU),
            ("village", "counter", VILLAGE_STATION),
            ("village_review", "review", VILLAGE_STATION),
        ]
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            for name, role, office in roster:
                row = owner.execute(
                    "insert into officers_officer (username, full_name, role, office, is_active,"
                    " appointed_entry, password) values (%s, %s, %s, %s, true, 0, '!') returning id",
                    [name, f"民警{name}", role, office],
                ).fetchone()
                assert row is not None
                self.officers[name] = row[0]

    def number(self, born: date, sex: str) -> str:
        """Return a fresh synthetic number."""
        sequence = next(self._sequence) * 2 + (sex == "1")
        seventeen = f"991102{born:%Y%m%d}{sequence:03}"
        return seventeen + citizen_number.check_digit(seventeen)

    def family(self, key: str, address: int, office: int, *people: tuple[str, str, str, str, str]) -> int:
        """Open a household of (name, sex, born, relation, marital) with the kinship the relations say."""
        house = register.OpeningHousehold(1, address, office, SINCE)
        rows, ties = [], []
        for place, (name, sex, born, relation, marital) in enumerate(people):
            day = date.fromisoformat(born)
            self.numbers[name] = self.number(day, sex)
            items = register.Particulars(name=name, sex=sex, marital=marital)
            rows.append(
                register.OpeningPerson(place, self.numbers[name], day, items, 1, relation, max(SINCE, day))
            )
            if relation == "10":
                ties.append(register.OpeningTie(0, place, register.Tie.SPOUSE, SINCE))
            if relation in ("20", "30"):
                ties.append(register.OpeningTie(place, 0, register.Tie.PARENT, day))
            if relation in ("51", "52"):
                ties.append(register.OpeningTie(0, place, register.Tie.PARENT, rows[0].born))
        by = register.Acting(0, office, SINCE, "建库")
        opened = register.open_register(register.OpenRegister(f"测试{key}", rows, [house], ties), by)
        self.people |= dict(zip((one[0] for one in people), opened.persons, strict=True))
        self.households[key] = opened.households[0]
        return opened.households[0]

    def collective(self, address: int, office: int, sort: register.CollectiveSort, name: str) -> int:
        """Open a collective household with one member."""
        kind = register.HouseholdKind.COLLECTIVE
        house = register.OpeningHousehold(1, address, office, SINCE, kind, sort)
        day = date(1990, 1, 1)
        self.numbers[name] = self.number(day, "1")
        items = register.Particulars(name=name, sex="1", marital="10")
        member = register.OpeningPerson(1, self.numbers[name], day, items, 1, "99", SINCE)
        by = register.Acting(0, office, SINCE, "建库")
        opened = register.open_register(register.OpenRegister(f"测试{name}", [member], [house]), by)
        self.people[name] = opened.persons[0]
        return opened.households[0]

    def kin(self, name: str, relative: str, kind: str, since: str) -> None:
        """Let the register learn that `relative` is the person's parent or spouse, by an entry of its own."""
        who, other = self.people[name], self.people[relative]
        ties = [(who, other), (other, who)] if kind == "spouse" else [(who, other)]
        with psycopg.connect(self.owner_url) as owner:
            row = owner.execute(
                "insert into ledger_entry (office, act, offices, body) values (2, 'kin', '{2}', '{}')"
                " returning entry"
            ).fetchone()
            assert row is not None
            for person, tied in ties:
                owner.execute(
                    "insert into kinship (person, relative, kind, valid, known)"
                    " values (%s, %s, %s, daterange(%s, null), int8range(%s, null))",
                    [person, tied, kind, since, row[0]],
                )

    def by(self, officer: str = "counter", on: date = ON, token: str | None = None) -> By:
        return By(self.officers[officer], on, token or f"token-{next(self._tokens):06}")

    def applicant(self, name: str) -> Applicant:
        return Applicant(self.numbers[name], name)

    def companion(self, name: str, relation: str) -> Companion:
        return Companion(self.numbers[name], name, relation)

    def given(self, name: str, values: dict[str, Any]) -> tuple[Given, ...]:
        """Return facts of a person attested by the officer."""
        subject = self.numbers[name]
        return tuple(
            Given(subject, fact, value, SourceKind.ATTESTED, note="当面核实")
            for fact, value in values.items()
        )

    def draft(
        self,
        name: str = "赵铁柱",
        *companions: Companion,
        kind: Kind = Kind.WITHIN_CITY,
        destination: Destination | None = None,
        on: date = ON,
        officer: str = "counter",
        outside: Outside | None = None,
        sponsor: Sponsor | None = None,
    ) -> Done:
        """Open a draft: to address 10 of the city proper where nothing else is said."""
        if destination is None and kind is not Kind.TO_OUTSIDE:
            destination = Destination(10)
        statement = acts.OpenDraft(kind, self.applicant(name), destination, companions, sponsor, outside)
        return acts.open_draft(statement, self.by(officer, on))

    def told(
        self, done: Done, name: str = "赵铁柱", values: dict[str, Any] | None = None, on: date = ON
    ) -> Done:
        """Record facts, those of the city route where none are given."""
        facts = self.given(name, CITY_ROUTE if values is None else values)
        return acts.record_facts(acts.RecordFacts(done.case, done.version, facts), self.by(on=on))

    def accepted(self, *companions: Companion, on: date = ON, values: dict[str, Any] | None = None) -> Done:
        """Zhao's case within the city, accepted."""
        done = self.told(self.draft("赵铁柱", *companions, on=on), values=values, on=on)
        return acts.accept(acts.Accept(done.case, done.version), self.by(on=on))

    def in_review(self, done: Done, on: date = ON) -> Done:
        return acts.send_to_review(acts.SendToReview(done.case, done.version), self.by(on=on))

    def reviewed(self, done: Done, recommend: Any = "approve", note: str = "", on: date = ON) -> Done:
        return acts.review(acts.Review(done.case, done.version, recommend, note), self.by("review", on))

    def approved(self, done: Done, on: date = ON) -> Done:
        """Take an accepted case to its approval."""
        done = self.reviewed(self.in_review(done, on), on=on)
        return acts.approve(acts.Approve(done.case, done.version), self.by("approve", on))

    def sql(self, query: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Run a query as the owner, beside the application."""
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            result = owner.execute(query, values)
            return result.fetchall() if result.description else []

    def state(self, case: str) -> str:
        return str(self.sql("select state from case_file where number = %s", [case])[0][0])

    def where(self, name: str) -> tuple[Any, ...]:
        """Return (kind, household, relation, office) as held now."""
        rows = self.sql(
            "select kind::text, household, relation, office from standing"
            " where person = %s and upper_inf(known) and upper_inf(valid)",
            [self.people[name]],
        )
        assert len(rows) == 1, rows
        return tuple(rows[0])
