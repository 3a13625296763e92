"""Rounds in the small city of the cases' tests: applicants with facts, from opening to the settled list."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.cases.city import BUREAU, City

from huji.facts.values import Given, SourceKind
from huji.rounds import acts
from huji.rounds.values import By, Done
from huji.standards import citizen_number

OPENS, CLOSES = date(2015, 8, 1), date(2015, 9, 14)
LISTED = CLOSES + timedelta(days=1)
SETTLED = LISTED + timedelta(days=6)
ENTRY = {
    "education.level": "bachelor",
    "dwelling.lawful": True,
    "permit.held": True,
    "employment.lawful_stable": True,
    "insurance.pension_years": 4,
    "insurance.medical_years": 4,
    "insurance.unemployment_years": 4,
    "insurance.injury_years": 4,
    "insurance.maternity_years": 4,
    "conduct.birth_policy_breaches": 0,
    "conduct.criminal_record": False,
    "qualification.title": "none",
    "qualification.skill": "none",
    "qualification.on_city_list": False,
    "giving.blood_years": 0,
    "giving.volunteer_years": 0,
    "tax.income_tax_three_years": 0,
}
"""Guangzhou's conditions just met, sixty points by the degree alone."""
BEIJING = {
    "permit.held": True,
    "employment.within_retirement_age": True,
    "conduct.criminal_record": False,
    "insurance.continuous_years": 10,
    "insurance.years_in_study": 0,
    "residence.owned_years": 10,
    "residence.owned_years_in_study": 0,
    "residence.rented_years": 0,
    "residence.rented_years_in_study": 0,
    "education.level": "master",
    "education.degree": "master",
    "residence.moved_out_years": 0,
    "employment.moved_out_years": 0,
    "innovation.award": "none",
    "innovation.high_tech_years": 0,
    "innovation.startup_years": 0,
    "innovation.service_years": 0,
    "tax.income_tax_three_years": 0,
    "tax.enterprise_tax_three_years": 0,
    "tax.violations": 0,
    "award.listed_honour": False,
    "conduct.detentions": 0,
}
"""Ten years insured (30) in an own home (10), master (26), below 46 (20): 86 points in Beijing."""


@dataclass
class Town:
    """The city with a round in it; `done` is the last thing done to it."""

    city: City
    done: Done | None = None
    count: int = 0
    numbers: dict[int, str] = field(default_factory=dict)

    def by(self, officer: str, on: date, token: str | None = None) -> By:
        given = self.city.by(officer, on, token)
        return By(given.officer, given.on, given.token)

    def open(self, **changes: Any) -> Done:
        said: dict[str, Any] = {
            "policy": "guangzhou-2015",
            "division": "440103",
            "area": "city_proper",
            "opens": OPENS,
            "closes": CLOSES,
            "basis": "2015年申办指南",
            "quotas": {"": 2},
        }
        self.done = acts.open_round(acts.OpenRound(**{**said, **changes}), self.by("approve", OPENS))
        return self.done

    @property
    def round(self) -> str:
        assert self.done is not None
        return self.done.round

    @property
    def version(self) -> int:
        return int(self.city.sql("select version from round where number = %s", [self.round])[0][0])

    def apply(
        self,
        on: date = OPENS,
        officer: str = "counter",
        part: str = "",
        base: dict[str, Any] = ENTRY,
        **facts: Any,
    ) -> int:
        """Enter somebody of thirty years with these facts over those of `base`; return the id."""
        self.count += 1
        seventeen = f"99110219850101{500 + self.count:03}"
        number = seventeen + citizen_number.check_digit(seventeen)
        said = acts.Apply(self.round, number, "赵申请", part)
        applied = acts.apply(said, self.by(officer, on)).result
        assert applied is not None
        self.numbers[applied] = number
        told = base | {name.replace("__", "."): value for name, value in facts.items()}
        self.tell(applied, told, on, officer)
        return applied

    def tell(self, application: int, values: dict[str, Any], on: date, officer: str = "counter") -> Done:
        subject = self.numbers[application]
        given = tuple(
            Given(subject, name, value, SourceKind.ATTESTED, note="当面核实")
            for name, value in values.items()
            if value is not None
        )
        said = acts.RecordFacts(self.round, application, given)
        return acts.record_facts(said, self.by(officer, on))

    def score(self, *applications: int, on: date = CLOSES) -> Done:
        return acts.score(acts.Score(self.round, applications), self.by("review", on))

    def publish(self, on: date = LISTED) -> Done:
        return acts.publish(acts.Publish(self.round, self.version), self.by("approve", on))

    def settle(self, on: date = SETTLED, token: str | None = None, **said: Any) -> Done:
        statement = acts.Settle(self.round, self.version, **said)
        return acts.settle(statement, self.by("approve", on, token))

    def listed(self) -> Done:
        self.score()
        return self.publish()

    def places(self) -> dict[int, tuple[Any, ...]]:
        """Return (rank, admitted, pass) by application."""
        rows = self.city.sql(
            "select application, rank, admitted, pass from round_place where round = %s", [self.round]
        )
        return {row[0]: tuple(row[1:]) for row in rows}

    def admitted(self) -> set[int]:
        return {one for one, place in self.places().items() if place[1]}


__all__ = ["BEIJING", "BUREAU", "CLOSES", "ENTRY", "LISTED", "OPENS", "SETTLED", "Town"]
