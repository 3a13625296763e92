"""What a paper is filled from: the beliefs held at one entry, and what is said of the acts behind them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db import connection

from huji.documents.papers import Paper
from huji.officers import queries as officers
from huji.places import readings
from huji.register.acts import Particulars
from huji.register.queries import Reader, Seen
from huji.register.queries.cards import Belief, Card, Home, Items, Period, Seat, cards, home, seats_of
from huji.standards import Refused, Text

B = TypeVar("B", bound=Belief)


@dataclass(frozen=True, slots=True)
class Act:
    """The act behind a belief: what it was, who did it, on which day, and whither it sent people."""

    name: str
    officer: int
    on: date
    destination: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A paper ready to be issued: of which household and day it is, and the last entry it rests on."""

    paper: Paper
    household: int | None
    on: date
    known: int


@dataclass
class View:
    """The register on day `on` as known just after entry `known` (None: now), read with the leave `by`.

    Seen in the `past`, what became so after the day is left out; a paper of today tells it beforehand.
    """

    by: Reader | Seen
    on: date
    known: int | None = None
    signed: str = ""
    past: bool = False
    _acts: dict[int, Act] = field(default_factory=dict)
    _officers: dict[int, str] = field(default_factory=dict)
    _people: set[int] = field(default_factory=set)
    _seats: dict[int, list[Seat]] = field(default_factory=dict)
    _last: int = 0

    def home(self, which: int, on: date | None = None) -> Home:
        """Return a household as of a day (None: the day shown); refuses `paper-nothing` if there is none."""
        found = home(which, self.by, on or self.on, self.known)
        if found is None or not self.held(found.seats):
            raise nothing("没有这一户，或者不属于你的辖区。", "There is no such household in your area.")
        return found

    def cards(self, persons: Iterable[int]) -> dict[int, "Held"]:
        """Return those of `persons` of whom anything was held."""
        read = {
            who: Held(card, self) for who, card in cards(persons, self.by).items() if self.held(card.life)
        }
        self._tell_acts(read.values())
        return read

    def card(self, person: int) -> "Held":
        """Return one person; refuses `paper-nothing` where none is held."""
        found = self.cards([person])
        if person not in found:
            raise nothing(
                "登记中没有这个人，或者不属于你的辖区。", "The register of your area has no such person."
            )
        return found[person]

    def held(self, beliefs: Sequence[B]) -> list[B]:
        """Return those held at the entry known, by day; the paper rests on them."""
        found = sorted((one for one in beliefs if one.held(self.known)), key=lambda one: one.since)
        self.rests_on(one.entry for one in found)
        return found

    def after(self, day: date) -> bool:
        """Return whether what became so on `day` is beyond what is shown."""
        return self.past and day > self.on

    def rests_on(self, entries: Iterable[int]) -> None:
        """Remember entries the paper rests on."""
        self._last = max([self._last, *entries])

    def filled(self, paper: Paper, household: int | None) -> Filled:
        """Return the paper with what it was made from."""
        return Filled(paper, household, self.on, self._last)

    def act(self, entry: int) -> Act | None:
        """Return what an entry was; None for one that is no act of an officer (a converted register's)."""
        if entry not in self._acts:
            self._read_acts([entry])
        return self._acts.get(entry)

    def officer(self, entry: int) -> str:
        """Return the name of the officer who made an entry, as it is signed."""
        act = self.act(entry)
        if act is None:
            return ""
        if act.officer not in self._officers:
            found = officers.officer(act.officer)
            self._officers[act.officer] = found.full_name if found else ""
        return self._officers[act.officer]

    def address(self, which: int | None, on: date | None = None) -> str:
        """Return an address as read on a day (None: the day shown), as known then."""
        if which is None:
            return ""
        read = readings.reading(which, on or self.on, self.known)
        return read.text if read else ""

    def seats(self, household: int | None) -> list[Seat]:
        """Return where a household was, by day."""
        if household is None:
            return []
        if household not in self._seats:
            self._seats[household] = self.held(seats_of(household))
        return self._seats[household]

    def seat_of(self, household: int | None, on: date) -> str:
        """Return where a household was on a day, in words."""
        seat = on_day(self.seats(household), on)
        return self.address(seat.address, on) if seat else ""

    def _tell_acts(self, read: Collection["Held"]) -> None:
        self._people |= {held.id for held in read}
        beliefs = [one for held in read for one in (*held.card.life, *held.card.items, *held.card.numbers)]
        self._read_acts({one.entry for one in beliefs} - self._acts.keys())

    def _read_acts(self, entries: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "select * from documents_entries(%s::bigint[], %s::bigint[])",
                [list(entries), list(self._people)],
            )
            for entry, name, _, officer, on, destination in cursor.fetchall():
                if officer is not None and on is not None:
                    self._acts[entry] = Act(name, officer, on, destination or "")


class Held:
    """A person as held at the view's entry."""

    def __init__(self, card: Card, view: View) -> None:
        self.id, self.card, self.view = card.id, card, view
        self.life: list[Period] = view.held(card.life)
        self.items: list[Items] = view.held(card.items)
        self.numbers = view.held(card.numbers)
        births = [one for one in card.births if one.held(view.known)]
        view.rests_on(one.entry for one in births)
        self.born: date = births[-1].born if births else self.life[0].since

    @property
    def period(self) -> Period:
        """The standing on the day shown; before birth and of the ended the nearest."""
        return on_day(self.life, self.view.on) or self.life[0]

    def begun(self, period: Period) -> int:
        """Return the entry since which it has been held that a standing of this kind and household began so.

        What changes within it (the relation to the head, the office) writes it anew and does not begin it.
        """
        entry = period.entry
        while former := next(
            (one for one in self.card.life if one.closed == entry and _same(one, period)), None
        ):
            entry = former.entry
        return entry

    @property
    def particulars(self) -> Particulars:
        """The items on the day shown."""
        found = on_day(self.items, self.view.on) or (self.items[0] if self.items else None)
        return found.particulars if found else Particulars(name="", sex="0")

    @property
    def number(self) -> str:
        """The citizen number on the day shown."""
        found = on_day(self.numbers, self.view.on) or (self.numbers[0] if self.numbers else None)
        return found.number if found else ""


def _same(one: Period, other: Period) -> bool:
    return (one.kind, one.household, one.since) == (other.kind, other.household, other.since)


def on_day(beliefs: Sequence[B], on: date) -> B | None:
    """Return the belief whose days hold `on`."""
    return next((b for b in beliefs if b.since <= on and (b.until is None or on < b.until)), None)


def nothing(zh: str, en: str) -> Refused:
    """The refusal of a paper that would say nothing."""
    return Refused("paper-nothing", Text(zh, en))
