"""Who moves along with somebody, as the form asks it, and where to."""

from huji.matters.asked import Asked
from huji.matters.kind import Field, address, choice, household, line
from huji.matters.values import Level
from huji.places import queries as places
from huji.register import queries as register
from huji.register.acts import HEAD, Mover, NewHousehold
from huji.register.records import Household, KinRelation
from huji.standards import periods

ALONG: tuple[Field, ...] = (
    choice(
        "along", "哪些人一起", "Who moves with them",
        ("alone", "只有本人", "Nobody else"),
        ("family", "同户的配偶和未成年子女", "Spouse and minor children of the household"),
        ("all", "同户全部人员", "Everybody of the household"),
    ),
    line(
        "apart_ground", "夫妻、未成年子女不一起迁移的依据", "Ground for parting spouses or minors",
        required=False, when=("along", ("alone",)),
        hint=("法院判决等例外情形才填。", "Only for exceptions, such as a judgement."),
    ),
)  # fmt: skip
GOING_TO: tuple[Field, ...] = (
    choice(
        "into", "落到哪里", "Register into",
        ("new", "在这个地址新立一户", "A new household at an address"),
        ("existing", "一个已有的户", "A household that exists"),
    ),
    address("address", "迁入地址", "Address", when=("into", ("new",))),
    household("household", "户号", "Household number", when=("into", ("existing",))),
)  # fmt: skip
UNFIT = (
    "relation_sex", "relation_age", "relation_kin", "heads_sex", "spouse_sex", "two_spouses_of_head",
    "place_taken",
)  # fmt: skip
"""Refusals of what somebody cannot be to the head."""
ADULT = 18


def party(asked: Asked, who: int, relation: str = "") -> tuple[Mover, ...]:
    """Return those who move, `who` first with the relation given; the others' follows from kinship."""
    return (Mover(who, relation), *(Mover(other, "") for other in _others(asked, who)))


def into(asked: Asked) -> int | NewHousehold:
    """Return the household gone to."""
    if asked.text("into") == "existing":
        return asked.household("household")
    return NewHousehold(asked.address("address"))


def first_relation(asked: Asked) -> str:
    """Return the first mover's relation: the head of a new household, else what kinship shows."""
    return HEAD if asked.text("into") != "existing" else ""


def office_gone_to(asked: Asked) -> int | None:
    """Return the office that keeps where they go, None where it is not known yet."""
    if asked.text("into") == "existing" and "household" in asked:
        home = register.household(asked.household("household"), register.within_act())
        return home.office if home else None
    if "address" in asked:
        kept = places.office_of(places.address(asked.address("address")).division, asked.on)
        return kept.id if kept else None
    return None


def in_the_country(asked: Asked) -> bool:
    """Tell whether the address gone to, or that of the household gone to, lies in a village."""
    if asked.text("into") == "existing" and "household" in asked:
        home = register.household(asked.household("household"), register.within_act())
        return home is not None and home.address is not None and _rural(home.address, asked)
    return "address" in asked and _rural(asked.address("address"), asked)


def moved_in(asked: Asked) -> Level:
    """Return who decides on a move within the city: Nanjing rule art. 137 (4); into a village, 138 (3)."""
    return Level.STATION if in_the_country(asked) else Level.SPOT


def joined(asked: Asked) -> Level:
    """Return who decides where somebody comes into the household the matter is opened on."""
    home = register.household(asked.home, register.within_act()) if asked.home is not None else None
    rural = home is not None and home.address is not None and _rural(home.address, asked)
    return Level.STATION if rural else Level.SPOT


def successors(asked: Asked, leaving: tuple[Mover, ...]) -> dict[int, int]:
    """Return who heads the household left, where its head leaves others behind and one was named."""
    chosen = asked.person_or_none("successor")
    if chosen is None or not leaving:
        return {}
    gone = {mover.person for mover in leaving}
    home = _home(leaving[0].person)
    if home is None:
        return {}
    return {home.id: chosen} if home.head is not None and home.head.person in gone else {}


def _rural(address: int, asked: Asked) -> bool:
    found = places.addresses([address])
    return any(places.urban_rural(one.division, asked.on) == "rural" for one in found.values())


def _others(asked: Asked, who: int) -> list[int]:
    along = asked.text("along")
    home = _home(who) if along in ("family", "all") else None
    if home is None:
        return []
    mates = [member for member in home.members if member.person != who]
    if along == "all":
        return [member.person for member in mates]
    kin = {one.person: one for one in register.kin(who, register.within_act())}
    chosen = []
    for member in mates:
        relation = kin[member.person].relation if member.person in kin else None
        minor = periods.age_on(member.born, asked.on) < ADULT
        if relation is KinRelation.SPOUSE or (relation is KinRelation.CHILD and minor):
            chosen.append(member.person)
    return chosen


def _home(who: int) -> Household | None:
    seen = register.within_act()
    found = register.person(who, seen)
    home = found.standing.household if found else None
    return register.household(home, seen) if home is not None else None
