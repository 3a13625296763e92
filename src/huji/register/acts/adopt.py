"""Registration of an adoption (收养登记后的变更)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huji.register import refusals
from huji.register.acts import checks, fitting, followed, kindred, looking, marital, siblings
from huji.register.acts.parents import Parents
from huji.register.acts.performing import Held, Holding, House, Move, enter, hold, perform
from huji.register.acts.timelines import Timelines
from huji.register.acts.values import HEAD, Acting, Done, Mover
from huji.standards import Text, code_tables, periods
from huji.standards.code_tables import KinGroup

ADOPTED = {"1": "27", "2": "37"}
"""Adopted son, adopted daughter of the head (GB/T 4761), by sex."""
OWN = {"1": "20", "2": "30"}
"""Son, daughter of the head."""
Codes = Mapping[int, Mapping[str, str]]
"""By parent from the adoption on: what a son or daughter is in a household which that parent heads."""


@dataclass(frozen=True, slots=True)
class Adopt:
    """Which child, by one adopter or a couple, since the day of the adoption certificate.

    `into` is the adopters' household, where the child is registered from `effective` on; None leaves the
    registration as it is. An empty `relation` is adopted child where an adopter heads it, child where a
    parent by birth does who remains one, else 97, or what the child has been there so far. `step`: whether it
    is the child of the adopter's spouse (art. 1103); None: as the register shows.
    """

    child: int
    adopters: tuple[int, ...]
    adopted: date
    certificate: str
    into: int | None = None
    relation: str = ""
    effective: date | None = None
    step: bool | None = None


def adopt(statement: Adopt, by: Acting) -> Done:
    """Make the adopters the parents; the parents so far are so no longer, but for an adopter's spouse.

    Who is whose spouse and parent is asked of the day of adoption; an adoption known to be later ends this.
    Civil Code, art. 1101, 1103, 1105, 1111; Regulations of 1958, art. 19; Nanjing rule art. 30, 34. An
    adopted child that nobody had registered is registered so. Raises Refused (`register.*`).
    """
    return perform(lambda: _adopt(statement, by), by)


def _adopt(statement: Adopt, by: Acting) -> Done:
    child, adopters, day = statement.child, statement.adopters, statement.adopted
    checks.day_has_come(day, by)
    if not 1 <= len(adopters) <= 2:
        raise refusals.refuse("adopters", "收养人应为一人或者夫妻二人。", "One person or a couple adopts.")
    checks.each_once([child, *adopters])
    into = [] if statement.into is None else [statement.into]
    holding = hold([child], into, others=adopters)
    held = [checks.of(holding, person) for person in (child, *adopters)]
    own = _keeps(held[1:], by) or held[0].office == by.office
    if not own:
        checks.own_office(held[0], by)
    _fit(held[0], held[1:], day, statement.certificate)

    parents = Parents.of(held[0])
    now = {*adopters, *_remaining(statement, parents)}
    ties = parents.otherwise(day, now)
    codes = {who: OWN if parents.by_birth(who) else ADOPTED for who in now}
    moves = _moved(statement, holding, codes, by)
    entry = enter(
        "adopt", statement, by, moves, stated=Timelines(ties=ties), offices=[one.office for one in held]
    )
    household = statement.into if moves else held[0].household
    return Done(entry, (child, *adopters), household)


def _fit(child: Held, adopters: list[Held], day: date, certificate: str) -> None:
    """Refuse what no certificate can say: a newborn or adult child, dead or minor adopters."""
    if not certificate.strip():
        raise refusals.refuse(
            "certificate_needed",
            "请填写收养登记证的字号。",
            "Enter the number of the adoption certificate.",
        )
    for one in (child, *adopters):
        marital.alive_on(one, day)
    if day == child.born:
        raise refusals.refuse(
            "adopted_at_birth",
            f"{checks.name_of(child.person)}在 {day} 出生，收养登记日期应当晚于出生日期。",
            f"{checks.name_of(child.person)} was born on {day}; an adoption is registered after that day.",
        )
    if periods.age_on(child.born, day) >= checks.ADULT:
        raise refusals.refuse(
            "adult_adopted",
            f"{checks.name_of(child.person)}在 {day} 已满十八周岁，不能被收养。",
            f"{checks.name_of(child.person)} was eighteen on {day}; only minors are adopted (art. 1093).",
        )
    for one in adopters:
        checks.adult(one.person, one.born, day, "")
        if one.born >= child.born:
            raise refusals.refuse(
                "younger_than_child",
                f"{checks.name_of(one.person)}比被收养人年轻。",
                f"{checks.name_of(one.person)} is younger than the child.",
            )


def _remaining(statement: Adopt, parents: Parents) -> set[int]:
    """Return who is a parent on the day and remains one: an adopter, or the spouse of the one who adopts.

    Refuses two who are no couple, one of a couple who adopts a stranger's child, and parents as adopters.
    """
    day, adopters = statement.adopted, statement.adopters
    before = parents.on(day).keys()
    spouses = kindred.spouses_on(adopters[:1], day, perhaps=True)
    if not {*adopters[1:]} <= spouses:
        raise refusals.refuse(
            "not_a_couple",
            f"户籍登记中两名收养人在 {day} 不是夫妻。",
            f"The register does not hold the two adopters to be married on {day}.",
        )
    if {*adopters} <= before:
        raise refusals.refuse(
            "adopted_already",
            "收养人已登记为该子女的父母。",
            "The adopters are held to be the parents already.",
        )
    for own in adopters:
        if parents.by_birth(own) and own not in before:
            raise _own_child(own, statement.child)
    stepchild = len(adopters) == 1 and bool(spouses & before)
    if statement.step not in (None, stepchild):
        raise _no_stepchild() if statement.step else _stepchild()
    if len(adopters) == 1 and not stepchild:
        for spouse in kindred.spouses_on(adopters, day):
            raise _alone(adopters[0], spouse, day)
    return {who for who in before if who in adopters or (stepchild and who in spouses)}


def _alone(adopter: int, spouse: int, day: date) -> Exception:
    one, other = checks.name_of(adopter), checks.name_of(spouse)
    return refusals.refuse(
        "couple_adopts",
        f"户籍登记中{one}在 {day} 与{other}是夫妻，有配偶的应当夫妻共同收养（民法典第一千一百零一条）。",
        f"The register holds {one} to be married to {other} on {day}; the married adopt together (Civil Code,"
        " art. 1101).",
        Text(
            f"请按夫妻共同收养办理，一并写明{other}；已经离婚或者丧偶的先登记；收养配偶子女的，"
            "该子女应先登记为其配偶的子女。",
            "Enter both as adopters. Where the marriage had ended, register that first; where it is the"
            f" own child of {other}, have that parent recognised first.",
        ),
    )


def _own_child(adopter: int, child: int) -> Exception:
    one, other = checks.name_of(adopter), checks.name_of(child)
    return refusals.refuse(
        "own_child",
        f"{one}是{other}的生父或者生母，不作为收养登记。",
        f"{one} is a parent of {other} by birth, which no adoption makes.",
        Text(
            "收养关系解除、恢复与生父母关系的，请登记解除收养。",
            "Where the child comes back, enter the end of the adoption and who is restored.",
        ),
    )


def _no_stepchild() -> Exception:
    return refusals.refuse(
        "no_stepchild",
        "户籍登记中被收养人在收养之日不是收养人配偶的子女。",
        "The register does not hold the child to be that of the adopter's spouse on the day of adoption.",
        Text(
            "婚姻、亲子关系未登记的先登记；收养他人子女的，应当夫妻共同收养。",
            "Enter the marriage or the parentage first; a stranger's child is adopted by the couple.",
        ),
    )


def _stepchild() -> Exception:
    return refusals.refuse(
        "stepchild",
        "户籍登记中被收养人是收养人配偶的子女，配偶仍为其父母。",
        "The register holds the child to be that of the adopter's spouse, who remains the parent.",
        Text("请按收养配偶的子女办理。", "Enter it as the adoption of the spouse's child."),
    )


def _moved(statement: Adopt, holding: Holding, codes: Codes, by: Acting) -> list[Move]:
    """Return the move by which the child comes into the adopters' household, or is another there."""
    if statement.into is None:
        return []
    child, day = holding.persons[statement.child], statement.effective or statement.adopted
    checks.day_has_come(day, by)
    house = checks.house(holding, statement.into, by, day)
    if child.kind not in ("registered", "unregistered"):
        checks.registered(child, day)
    checks.not_before(child, day)
    if child.household == house.id:
        return _restated(statement, holding, house, codes, day)
    members = [h.person for h in holding.persons.values() if h.household == house.id]
    if not set(members) & set(statement.adopters):
        raise refusals.not_of_household(checks.name_of(statement.adopters[0]), house.id)
    relation = statement.relation or _relation(child, house, codes) or "97"
    _may_be(holding, child, house, relation, day)
    checks.headed(house, day)
    left = [h for h in holding.persons.values() if h.household == child.household and h is not child]
    if child.relation == HEAD and child.household_kind == "family" and left:
        raise refusals.successor_needed(child.household or 0, len(left))
    return [Move(child.person, day, "registered", house.office, house.id, relation)]


def _restated(statement: Adopt, holding: Holding, house: House, codes: Codes, day: date) -> list[Move]:
    """Return what the child is to the head from the day on who lives in the household already."""
    child, relation = holding.persons[statement.child], statement.relation
    if not relation and code_tables.kin_group(child.relation or HEAD) is not KinGroup.CHILD:
        relation = "" if child.relation == HEAD else _relation(child, house, codes)
    if not relation or relation == child.relation:
        return []
    _may_be(holding, child, house, relation, day)
    if child.relation == HEAD:
        raise refusals.refuse(
            "head_of_other_act",
            "户主由“变更户主”办理，各成员与户主关系随之重新登记。",
            "Who heads a household is changed by an act of its own, with what everybody is to the head.",
            Text("请改办变更户主。", "Change the head of household instead."),
        )
    head = looking.head_of(house.id)
    headed = day if head is None else max(day, followed.standing_since(head))
    if head is not None and statement.relation and day < headed:
        raise refusals.before_last_change(checks.name_of(head), day, headed)
    return [Move(child.person, headed, "registered", house.office, house.id, relation)]


def _may_be(holding: Holding, child: Held, house: House, relation: str, day: date) -> None:
    """Refuse a relation that the child cannot have to the head of the household."""
    checks.relations([relation], collective=house.kind == "collective")
    if relation == HEAD:
        raise refusals.minor_head(checks.name_of(child.person))
    if house.kind == "family":
        fitting.come(holding, [Mover(child.person, relation)], house.id, day)
        siblings.only_child(relation, looking.head_of(house.id), child.born, child.person)


def _relation(child: Held, house: House, codes: Codes) -> str:
    """Return what the child is where a parent heads the household, or it is collective; else nothing."""
    if house.kind == "collective":
        return "99"
    of_sex = codes.get(looking.head_of(house.id) or 0, {})
    return of_sex.get(marital.sexes([child.person]).get(child.person, ""), "")


def _keeps(adopters: Iterable[Held], by: Acting) -> bool:
    return any(one.office == by.office for one in adopters)
