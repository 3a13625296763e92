"""A synthetic Panjin: `generate(seed, on)`. Pure; the same seed and day give the same city.

Households, ages and the share of town and country are plausible, the communities are real, and the names,
roads and compounds are drawn from common words. Every citizen number begins with 99, which no division bears.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random

from huji.demo.families import Draft, Families
from huji.demo.people import City, Dwelling, House, Resident, Tie
from huji.demo.quarters import TOWNS, Quarters, stations
from huji.standards import citizen_number, divisions
from huji.standards.code_tables import Sex
from huji.standards.periods import age_on

AGE = timedelta(days=70)
"""How long before today a demonstration's register is opened, so that cases can lie behind."""
DAWA = date(2016, 3, 20)  # 大洼县 became a district
_ELSEWHERE = (
    "210702",
    "210921",
    "211021",
    "211321",
    "210381",
    "220421",
    "230281",
    "230221",
    "150422",
    "411322",
)
_FROM_ELSEWHERE = 0.13
_LATE = 0.002  # share of people who were unregistered for a while
_NEW = 2  # empty homes in each urban community, beside those that stand empty between others
# Members of each collective household; a community's is mostly empty.
_UNITS, _SCHOOLS, _TALENT = (34, 28, 22, 16), (130, 90), (70,)
_EDUCATION = (
    (34, ["14", "21", "31", "41", "44", "47", "61", "71"], [2, 27, 26, 8, 5, 2, 11, 19]),
    (49, ["14", "21", "31", "41", "47", "61", "71", "81"], [1, 12, 15, 9, 2, 16, 38, 7]),
    (64, ["21", "31", "41", "47", "61", "71", "81"], [4, 6, 6, 2, 16, 45, 21]),
    (200, ["21", "31", "41", "61", "71", "81", "83"], [2, 3, 4, 10, 32, 38, 11]),
)
_TOWN_WORK = (
    "职员",
    "工人",
    "教师",
    "医务人员",
    "工程技术人员",
    "商业服务人员",
    "个体经营者",
    "驾驶员",
    "公务员",
)
_FARM_WORK = ("农民", "农民", "农民", "养殖户", "外出务工", "个体经营者")


def generate(seed: int, on: date, people: int = 20_000) -> City:
    """Return a city of at least `people` registered persons as it stands on a day (after 2016-03-20)."""
    rng = Random(seed)
    made = _Maker(rng, on)
    made.collectives()
    while len(made.residents) < people:
        made.family()
    made.new_buildings()
    return City(
        seed, on, made.stations, tuple(made.quarters.dwellings), tuple(made.houses), tuple(made.residents),
        tuple(made.ties()),
    )  # fmt: skip


class _Maker:
    def __init__(self, rng: Random, on: date) -> None:
        self._rng, self._on = rng, on
        self.stations = stations(on)
        self.quarters = Quarters(rng, self.stations, on)
        self.families = Families(rng, on)
        self.houses: list[House] = []
        self.residents: list[Resident] = []
        self._drafts: dict[Draft, int] = {}
        self._keys = count(1)
        self._used: set[str] = set()
        self._places = {code: divisions.full_name(code, on) or "" for code in _ELSEWHERE}
        self._villages = [list(station.villages) for station in self.stations]
        self._weights = list(TOWNS.values())

    def family(self) -> None:
        """Add one family household in some community."""
        members = self.families.household()
        village = self._rng.choice(self._rng.choices(self._villages, self._weights)[0])
        house = self._house(self.quarters.home(village), min(m.since for m in members))
        for member in members:
            self._settle(member, house, village)

    def new_buildings(self) -> None:
        """Add homes that nobody lives in yet: a small city too has some to move to."""
        for village in self._urban():
            for _ in range(_NEW):
                self.quarters.vacant(village)

    def collectives(self) -> None:
        """Add the collective households: of units, schools, a talent centre, and each urban community."""
        urban = self._urban()
        number = count(1)
        for sort, sizes, ages in (
            ("unit", _UNITS, (22, 45)),
            ("school", _SCHOOLS, (18, 22)),
            ("talent_centre", _TALENT, (22, 32)),
        ):
            for size in sizes:
                self._collective(sort, self._rng.choice(urban), next(number), size, ages)
        for village in urban:
            self._collective("community", village, next(number), self._rng.choice((0, 0, 0, 1, 2)), (24, 58))

    def _urban(self) -> list[str]:
        every = (village for station in self.stations for village in station.villages)
        return [village for village in every if divisions.urban_rural(village, self._on) == "urban"]

    def _collective(self, sort: str, village: str, number: int, size: int, ages: tuple[int, int]) -> None:
        house = self._house(self.quarters.hall(village, number), DAWA, sort)
        for _ in range(size):
            member = self.families.person(self.families.sex(), self._rng.randint(*ages))
            member.relation = "99"
            earliest = max(DAWA, member.born + timedelta(days=17 * 366))
            member.since = earliest + (self._on - earliest) * (self._rng.random() * 0.95)
            self._settle(member, house, village, away=0.8)

    def _house(self, dwelling: Dwelling, since: date, sort: str = "") -> House:
        house = House(len(self.houses) + 1, dwelling.key, dwelling.station, since, sort)
        self.houses.append(house)
        return house

    def _settle(self, draft: Draft, house: House, village: str, away: float = _FROM_ELSEWHERE) -> None:
        self._drafts[draft] = key = next(self._keys)
        origin = self._origin(draft, village, away)
        place = self._places.get(origin) or divisions.full_name(origin, draft.born) or "辽宁省盘锦市"
        late = draft.since > draft.born and self._rng.random() < _LATE
        self.residents.append(
            Resident(
                key=key,
                number=self._number(origin, draft),
                born=draft.born,
                name=draft.surname + draft.given,
                sex=draft.sex,
                ethnic=draft.ethnic,
                marital=draft.marital,
                education=self._education(draft),
                birthplace=place,
                native_place=place,
                occupation=self._work(draft, village),
                house=house.key,
                relation=draft.relation,
                since=draft.since,
                before="unregistered" if late else "elsewhere",
            )
        )

    def _origin(self, draft: Draft, village: str, away: float) -> str:
        if draft.since > draft.born and self._rng.random() < away:
            return self._rng.choice(_ELSEWHERE)
        county = village[:6]
        return "211121" if county == "211104" and draft.born < DAWA else county

    def _number(self, county: str, draft: Draft) -> str:
        prefix = citizen_number.prefix_for(county, demonstration=True)
        while True:
            sequence = self._rng.randrange(2, 999, 2) - (draft.sex is Sex.MALE)
            number = f"{prefix}{draft.born:%Y%m%d}{sequence:03}"
            if number not in self._used:
                self._used.add(number)
                return number + citizen_number.check_digit(number)

    def _education(self, draft: Draft) -> str:
        age = age_on(draft.born, self._on)
        for until, code in ((5, "90"), (11, "80"), (14, "81"), (17, "71")):
            if age <= until:
                return code
        if age <= 21:
            return self._rng.choice(("61", "61", "61", "44", "41"))
        codes, weights = next((codes, weights) for until, codes, weights in _EDUCATION if age <= until)
        return self._rng.choices(codes, weights)[0]

    def _work(self, draft: Draft, village: str) -> str:
        age = age_on(draft.born, self._on)
        if age < 3:
            return ""
        if age < 19:
            return "学生" if age > 5 else "学龄前儿童"
        if draft.relation == "99" and age < 23:
            return "学生"
        if age >= 60:
            return "退休人员" if self._rng.random() < 0.7 else "农民"
        urban = divisions.urban_rural(village, self._on) == "urban"
        return self._rng.choice(_TOWN_WORK if urban else _FARM_WORK)

    def ties(self) -> Iterator[Tie]:
        """Yield every marriage once and every parent known."""
        for draft, key in self._drafts.items():
            if draft.spouse is not None and draft.wed is not None and draft.sex is Sex.MALE:
                yield Tie(key, self._drafts[draft.spouse], "spouse", draft.wed)
            for parent in draft.parents:
                yield Tie(key, self._drafts[parent], "parent", draft.born)
