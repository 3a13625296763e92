"""Who heads a household when its head leaves, and what the others are to the new head."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, fitting
from huji.register.acts.performing import Held, Holding, Move, cursor
from huji.register.acts.siblings import PLACED
from huji.register.acts.values import HEAD, SPOUSES, Succession

OTHER_RELATIVE, NOT_RELATED = "97", "99"
SON, DAUGHTER = "20", "30"


def successions(
    holding: Holding, leaving: Iterable[int], day: date, successors: Mapping[int, Succession | int]
) -> list[Move]:
    """Return the moves by which the households that `leaving` head get a new head from `day` on.

    A household left by all needs none, a collective one may go without. Refuses a succession that is missing,
    names one who does not stay, or concerns a household whose head does not leave.
    """
    gone = set(leaving)
    moves: list[Move] = []
    headless = {
        held.household: held.household_kind
        for person in gone
        if (held := holding.persons[person]).relation == HEAD and held.household is not None
    }
    for household, kind in sorted(headless.items()):
        staying = [h for h in holding.persons.values() if h.household == household and h.person not in gone]
        stated = successors.get(household)
        if stated is None:
            if staying and kind == "family":
                raise refusals.successor_needed(household, len(staying))
            continue
        succession = Succession(stated) if isinstance(stated, int) else stated
        moves += restated(household, staying, succession, day)
    for household in successors:
        if household not in headless:
            raise refusals.successor_not_member(household)
    return moves


def restated(household: int, members: list[Held], succession: Succession, day: date) -> list[Move]:
    """Return the moves that make one of a household's `members` the head and say what the others are then."""
    by_id = {held.person: held for held in members}
    head = by_id.get(succession.head)
    if head is None or any(person not in by_id for person in succession.relations):
        raise refusals.successor_not_member(household)
    collective = head.household_kind == "collective"
    if not collective:
        checks.adult(head.person, head.born, day, succession.minor_ground)
    checks.relations(succession.relations.values(), collective=collective)
    if HEAD in {code for person, code in succession.relations.items() if person != head.person}:
        raise refusals.two_heads()
    if not collective:
        fitting.restated(by_id, head.person, succession.relations, day)
    family = Family.of(by_id) if not collective and len(by_id) > len(succession.relations) else Family()
    moves = []
    for held in members:
        if held.person == head.person:
            code = HEAD
        else:
            given = succession.relations.get(held.person)
            code = given or (NOT_RELATED if collective else _kept(held, head, family))
        if code != held.relation or held.person == head.person:
            # One who came after the day was never anything to the old head from then on.
            since = checks.from_day(held, day)
            moves.append(Move(held.person, since, "registered", held.office, held.household, code))
    return moves


def _kept(held: Held, head: Held, family: "Family") -> str:
    """Return what kinship makes one to the new head; a child of both spouses keeps its place among them."""
    code = family.relation(held.person, head.person)
    if head.relation not in SPOUSES or code not in (SON, DAUGHTER):
        return code
    was = held.relation or ""
    return was if was in PLACED and was[0] == code[0] else code


@dataclass(frozen=True, slots=True)
class Family:
    """Parents, spouses and sexes of some people and of their parents and spouses, as believed today."""

    parents: Mapping[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    spouses: Mapping[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    sexes: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, persons: Iterable[int]) -> "Family":
        """Read the family of `persons` from the kinship believed now, two steps far."""
        found = cls(defaultdict(set), defaultdict(set), {})
        rows = cursor().execute(
            "with near as (select person, relative, kind from kinship"
            "   where person = any (%(who)s::bigint[]) and upper_inf(known) and upper_inf(valid))"
            " select * from near union select k.person, k.relative, k.kind from kinship k"
            "   join near n on n.relative = k.person where upper_inf(k.known) and upper_inf(k.valid)",
            {"who": list(persons)},
        )
        everyone = set(persons)
        for person, relative, kind in rows.fetchall():
            (found.parents if kind == "parent" else found.spouses)[person].add(relative)
            everyone |= {person, relative}
        rows = cursor().execute(
            "select person, sex from particulars"
            " where person = any (%s::bigint[]) and upper_inf(known) and upper_inf(valid)",
            [list(everyone)],
        )
        return cls(found.parents, found.spouses, dict(rows.fetchall()))

    def relation(self, member: int, head: int) -> str:
        """Return what `member` is to `head` (GB/T 4761), 97 where kinship does not show it."""
        man, woman = self.sexes.get(member) == "1", self.sexes.get(member) == "2"
        parents, spouses = self.parents, self.spouses

        def by_sex(male: str, female: str, other: str) -> str:
            return male if man else female if woman else other

        if member in spouses[head]:
            return by_sex("11", "12", "10")
        if head in parents[member]:
            return by_sex("20", "30", OTHER_RELATIVE)
        if member in parents[head]:
            return by_sex("51", "52", "50")
        if any(head in parents[spouse] for spouse in spouses[member]):
            return by_sex("28", "38", OTHER_RELATIVE)
        if any(member in parents[spouse] for spouse in spouses[head]):
            fathers_side = self.sexes.get(head) == "2"
            return by_sex("53", "54", "97") if fathers_side else by_sex("55", "56", "97")
        if between := {self.sexes.get(one) for one in parents[member] if head in parents[one]}:
            through_son, through_daughter = by_sex("41", "42", "40"), by_sex("43", "44", "40")
            return {"1": through_son, "2": through_daughter}.get(between.pop() or "", "40")
        if between := {self.sexes.get(one) for one in parents[head] if member in parents[one]}:
            of_father, of_mother = by_sex("61", "62", "60"), by_sex("63", "64", "60")
            return {"1": of_father, "2": of_mother}.get(between.pop() or "", "60")
        if parents[member] & parents[head]:
            return "70"
        return OTHER_RELATIVE
