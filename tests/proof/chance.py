"""Chance in the making of statements: mostly what could be accepted, now and then anything at all."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from tests.proof import city
from tests.proof.looking import House, Look, One

from huji.standards.citizen_number import CitizenNumber

T = TypeVar("T")
NAMES = "明华建国秀英丽娟伟芳敏静强磊洋勇艳杰涛超霞平刚桂兰玉梅志海晓红文军"


class Nothing(Exception):  # noqa: N818 - not an error: there is nobody for this act now
    """There is nobody of whom such a statement could be made."""


class Chance:
    """What the makers of statements draw from: the register as it looks, the day, and a seeded source."""

    def __init__(self, seed: int, look: Look, today: date, name: str = "") -> None:
        self.r, self.look, self.today, self.name = Random(seed), look, today, name
        self.count = 0

    def token(self) -> str:
        """Return a number of a paper nobody else has."""
        self.count += 1
        return f"{self.name}{self.count:06}"

    def maybe(self, share: float) -> bool:
        return self.r.random() < share

    def one(self, found: Iterable[T]) -> T:
        found = list(found)
        if not found:
            raise Nothing
        return self.r.choice(found)

    def person(self, found: Iterable[One]) -> One:
        """Return one of those, seldom somebody else altogether."""
        if self.look.people and self.maybe(0.04):
            return self.r.choice(list(self.look.people.values()))
        return self.one(found)

    def registered(self, least: int = 0, most: int = 200, kind: str = "") -> list[One]:
        return [
            one for one in self.look.of_kind("registered")
            if least <= one.age(self.today) <= most
            and (not kind or self.look.houses[one.household].kind == kind)
        ]  # fmt: skip

    def day(self, *since: date) -> date:
        """Return a day near the present one, rarely before `since` or in the future."""
        if self.maybe(0.03):
            return self.today + timedelta(days=self.r.randint(-400, 2))
        day = self.today - timedelta(days=self.r.choice((0, 0, 0, 1, 2)))
        return max((day, *since))

    def office(self, office: int) -> int:
        return self.r.choice((1, 2, 3)) if self.maybe(0.03) else office

    def text(self, text: str) -> str:
        return "" if self.maybe(0.02) else text

    def called(self) -> str:
        return self.r.choice("赵钱孙周吴郑冯陈") + "".join(self.r.choices(NAMES, k=self.r.choice((1, 2))))

    def birthday(self, least: int, most: int) -> date:
        return self.today - timedelta(days=self.r.randint(least * 366, most * 365))

    def number(self, born: date, sex: str) -> str:
        return city.number(born, sex, self.r.randrange(490))

    def numbered(self, most: int) -> tuple[date, str, str]:
        """Return birth date, sex and number of one to be entered, now and then of one undone."""
        if self.look.void and self.maybe(0.3):
            of = CitizenNumber(self.one(self.look.void))
            return of.born, str(of.sex), of.value
        born, sex = self.birthday(19, most), self.r.choice("12")
        return born, sex, self.number(born, sex)

    def house(self, office: int | None = None, but: Iterable[int | None] = (), kind: str = "") -> House:
        but = set(but)
        return self.one(
            house for house in self.look.houses.values()
            if house.id not in but and office in (None, house.office) and (not kind or house.kind == kind)
        )  # fmt: skip

    def address(self, office: int | None = None, division: str | None = None) -> int:
        return self.one(
            address for address, (where, _, keeper) in self.look.places.items()
            if office in (None, keeper) and division in (None, where)
        )  # fmt: skip

    def relations(self, movers: Sequence[One], into: House | None) -> list[str]:
        """Return what they are to the head of a household gone to; `into` None is a new family one."""
        if self.maybe(0.03):
            return [self.r.choice(("02", "20", "99", "01")) for _ in movers]
        if into is not None and into.kind == "collective":
            return ["99"] * len(movers)
        headless = into is None or not into.members
        head = movers[0] if headless else next((m for m in into.members if m.relation == "02"), None)
        there = {member.relation for member in into.members} if into else set()
        return [
            "02" if headless and n == 0 else self.related(one, head, there) for n, one in enumerate(movers)
        ]

    def related(self, one: One | None, head: One | None, there: Iterable[str] = ()) -> str:
        """Return what one may be to a head by sex and age, now and then something else."""
        if not isinstance(one, One) or not isinstance(head, One) or self.maybe(0.5):
            return self.r.choice(("97", "99", "70"))
        if self.maybe(0.05):
            return self.r.choice(("12", "22", "31", "52", "61", "71"))
        years = (one.born - head.born).days / 366
        man = one.sex == "1"
        codes = ["73" if man else "77"] if years > 0 else ["71" if man else "75"] if years < 0 else ["70"]
        if years > 0:
            codes += ["20" if man else "30", "28" if man else "38"]
        if years > 25:
            codes.append("41" if man else "42")
        if years < 0:
            codes.append("51" if man else "52")
        if one.sex != head.sex and not {"10", "11", "12"} & set(there):
            codes.append("11" if man else "12")
        return self.r.choice(codes)

    def adult_first(self, movers: Sequence[One]) -> list[One]:
        return sorted(movers, key=lambda one: one.born)

    def successors(self, leaving: Sequence[One]) -> dict[int, Any]:
        """Return who succeeds the heads that leave others behind."""
        from huji.register import acts

        gone = {one.id for one in leaving}
        found: dict[int, Any] = {}
        for one in leaving:
            if one.relation != "02" or one.household is None or self.maybe(0.03):
                continue
            staying = [member for member in self.look.houses[one.household].members if member.id not in gone]
            if not staying:
                continue
            heir = max(staying, key=lambda member: (member.age(self.today) >= 18, self.r.random()))
            ground = "" if heir.age(self.today) >= 18 else "家中无成年人"
            found[one.household] = acts.Succession(heir.id, minor_ground=ground) if ground else heir.id
        return found

    def into(self, movers: Sequence[One], kind: str = "") -> tuple[Any, list[str], int, House | None]:
        """Return a household gone to, the relations there, its office, and the household if it is not new."""
        from huji.register import acts

        if self.maybe(0.5):
            gone = [one.household for one in movers if one is not None]
            house = self.house(but=gone, kind=kind)
            return house.id, self.relations(movers, house), house.office, house
        address = self.address()
        office = self.look.places[address][2]
        return acts.NewHousehold(address), self.relations(movers, None), office, None
