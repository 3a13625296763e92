"""Family households: who lives together, of what age, in which relation to the head.

The mix of households and the ages follow what is published of Panjin (大洼's registered people of 2023: 13 %
under 18, 18 % of 18–34, 41 % of 35–59, 28 % of 60 and over; 2.8 persons to a household).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from huji.demo.namegiving import NameGiver
from huji.standards.code_tables import Sex

_EARLIEST = date(1986, 1, 1)  # no household on file is older than the numbered booklets
_ETHNIC = (["01", "11", "02", "03", "10", "43"], [930, 42, 11, 8, 6, 3])
_SONS = {1: ["21"], 2: ["22", "23"]}
_DAUGHTERS = {1: ["31"], 2: ["32", "33"]}


@dataclass(slots=True, eq=False)
class Draft:
    """A person before numbers and keys are given."""

    sex: Sex
    born: date
    surname: str
    given: str
    ethnic: str
    marital: str = "10"
    relation: str = "02"
    since: date = _EARLIEST
    spouse: "Draft | None" = None
    wed: date | None = None
    parents: "list[Draft]" = field(default_factory=list)


class Families:
    """Draws family households as they stand on a day; a draft's first is its head."""

    def __init__(self, rng: Random, on: date) -> None:
        self._rng = rng
        self._on = on
        self._names = NameGiver(rng)
        self._elders: list[tuple[Draft, Draft | None]] = []
        self._kinds: list[tuple[Callable[[], list[Draft]], float]] = [
            (self._elder_alone, 0.08), (self._elder_couple, 0.15), (self._adult_alone, 0.065),
            (self._couple, 0.10), (self._couple_and_child, 0.31), (self._couple_and_two, 0.085),
            (self._three_generations, 0.165), (self._one_parent, 0.045),
        ]  # fmt: skip

    def household(self) -> list[Draft]:
        """Draw one household, its members registered there since days that its head's cover."""
        makers, weights = zip(*self._kinds, strict=True)
        members: list[Draft] = self._rng.choices(makers, weights)[0]()
        self._move_in(members)
        return members

    def person(self, sex: Sex, age: int, surname: str = "", ethnic: str = "") -> Draft:
        """Draw a person of an age in completed years."""
        born = _years_before(self._on, age) - timedelta(days=self._rng.randrange(365))
        ethnic = ethnic or self._rng.choices(*_ETHNIC)[0]
        return Draft(sex, born, surname or self._names.surname(), self._names.given(sex, born.year), ethnic)

    def sex(self) -> Sex:
        return Sex.MALE if self._rng.random() < 0.505 else Sex.FEMALE

    def _elder_alone(self) -> list[Draft]:
        elder = self.person(Sex.FEMALE if self._rng.random() < 0.64 else Sex.MALE, self._rng.randint(63, 92))
        elder.marital = "30" if self._rng.random() < 0.85 else "10"
        return [elder]

    def _elder_couple(self) -> list[Draft]:
        couple = self._wedded(self._rng.randint(58, 86))
        self._elders.append((couple[0], couple[1]) if couple[0].sex is Sex.MALE else (couple[1], couple[0]))
        return couple

    def _adult_alone(self) -> list[Draft]:
        adult = self.person(self.sex(), self._rng.randint(23, 59))
        if adult.born.year < self._on.year - 32 and self._rng.random() < 0.6:
            adult.marital = "40"
        return [adult]

    def _couple(self) -> list[Draft]:
        return self._wedded(
            self._rng.choices((27, 38, 50, 58, 66), (1, 2, 4, 5, 4))[0] + self._rng.randrange(9)
        )

    def _couple_and_child(self) -> list[Draft]:
        return self._with_children([self._rng.randrange(28)])

    def _couple_and_two(self) -> list[Draft]:
        younger = self._rng.randrange(26)
        return self._with_children([younger + self._rng.randint(2, 7), younger])

    def _with_children(self, ages: list[int]) -> list[Draft]:
        couple = self._wedded(max(ages) + self._rng.randint(24, 34))
        children = self._children(couple, ages)
        grown = max(_years_before(spouse.born, -20) for spouse in couple)
        for spouse in couple:  # the wedding came first
            spouse.wed = max(grown, min(spouse.wed or grown, children[0].born - timedelta(days=200)))
        return [*couple, *children]

    def _one_parent(self) -> list[Draft]:
        ages = [self._rng.randrange(2, 33)]
        parent = self.person(
            Sex.FEMALE if self._rng.random() < 0.6 else Sex.MALE, ages[0] + self._rng.randint(23, 33)
        )
        parent.marital = "40" if self._rng.random() < 0.7 else "30"
        return [parent, *self._children([parent], ages)]

    def _three_generations(self) -> list[Draft]:
        young = self._with_children([self._rng.randrange(26)])
        husband, wife = sorted(young[:2], key=lambda d: d.sex)
        age = self._on.year - husband.born.year + self._rng.randint(22, 30)
        old = self._wedded(age, surname=husband.surname, ethnic=husband.ethnic)
        grandfather, grandmother = sorted(old, key=lambda d: d.sex)
        husband.parents = [grandfather, grandmother]
        if self._rng.random() < 0.45:  # one of the two has died
            stays = grandmother if self._rng.random() < 0.7 else grandfather
            stays.marital, stays.spouse, stays.wed, stays.relation = "30", None, None, "02"
            husband.parents = old = [stays]
        children = young[2:]
        if self._rng.random() < 0.35:  # the old one is still the head
            husband.relation, wife.relation = "21", "38"
            for child in children:
                child.relation = "41" if child.sex is Sex.MALE else "42"
            return [*old, husband, wife, *children]
        husband.relation, wife.relation = "02", "12"
        for elder in old:
            elder.relation = "51" if elder.sex is Sex.MALE else "52"
        return [husband, wife, *children, *old]

    def _wedded(self, age: int, surname: str = "", ethnic: str = "") -> list[Draft]:
        """Draw a couple, the husband of an age; some husbands are sons of an elder couple on file."""
        father, mother = (None, None) if surname else self._parents_for(age)
        if father:
            surname, ethnic = father.surname, father.ethnic
        husband = self.person(Sex.MALE, age, surname, ethnic)
        wife = self.person(Sex.FEMALE, max(21, age - self._rng.randint(-1, 3)))
        husband.parents = [parent for parent in (father, mother) if parent]
        came_of_age = max(_years_before(husband.born, -22), _years_before(wife.born, -20))
        wed = came_of_age + timedelta(days=self._rng.randrange(6 * 365))
        wed = min(wed, max(came_of_age, self._on - timedelta(days=self._rng.randint(30, 900))))
        for one, other in ((husband, wife), (wife, husband)):
            one.marital, one.spouse, one.wed = "20", other, wed
        if self._rng.random() < 0.18:
            husband.relation = "11"
            return [wife, husband]
        wife.relation = "12"
        return [husband, wife]

    def _parents_for(self, age: int) -> tuple[Draft | None, Draft | None]:
        if not self._elders or self._rng.random() < 0.4:
            return None, None
        father, mother = self._rng.choice(self._elders)
        youngest = max(father.born.year, mother.born.year if mother else 0)
        return (father, mother) if 21 <= self._on.year - age - 1 - youngest <= 38 else (None, None)

    def _children(self, parents: list[Draft], ages: list[int]) -> list[Draft]:
        father = next((p for p in parents if p.sex is Sex.MALE), parents[0])
        children = [self.person(self.sex(), age, father.surname, father.ethnic) for age in ages]
        children.sort(key=lambda child: child.born)
        for sex, codes in ((Sex.MALE, _SONS), (Sex.FEMALE, _DAUGHTERS)):
            same = [child for child in children if child.sex is sex]
            alone = len(children) == 1
            for child, code in zip(same, codes[1] if alone else codes[2], strict=False):
                child.relation = code
        for child in children:
            child.parents = list(parents)
        return children

    def _move_in(self, members: list[Draft]) -> None:
        """Give each a day since which the household has been home, none before the head's."""
        head, *others = members
        grown = _years_before(head.born, -20)
        earliest = max(_EARLIEST, grown, head.wed or grown)
        latest = max(earliest, self._on - timedelta(days=200))
        head.since = earliest + (latest - earliest) * self._rng.random() ** 1.5
        for member in others:
            member.since = max(head.since, member.born, member.wed or member.born)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
