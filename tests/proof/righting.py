"""Random statements of the acts that put right or change what is held: items, numbers, births, places."""

from datetime import timedelta
from typing import Any

from tests.proof import city
from tests.proof.chance import Chance, Nothing
from tests.proof.homes import Made


def _items(c: Chance) -> dict[str, Any]:
    choices = {
        "name": c.called(), "occupation": c.r.choice(("教师", "工人", "医生", "")),
        "height_cm": c.r.randint(150, 190), "education": c.r.choice(("10", "20", "60", "90")),
        "birthplace": c.r.choice(("盘锦市", "沈阳市")), "blood_type": c.r.choice(("A", "B")),
        "ethnic": c.r.choice(("01", "03", "11")), "former_name": c.called(), "marital": "10",
    }  # fmt: skip
    return {item: choices[item] for item in c.r.sample(sorted(choices), c.r.choice((1, 1, 2)))}


def change_items(c: Chance) -> Made:
    from huji.register import acts

    who = c.person(c.look.of_kind("registered", "in_transit", "unregistered"))
    items = _items(c)
    if who.age(c.today) >= 20 and c.maybe(0.9):
        items.pop("ethnic", None)
    day = c.day() - timedelta(days=c.r.choice((0, 0, 30, 700)))
    return acts.ChangeItems(who.id, items, max(day, who.born), c.text("证明")), c.office(who.office)


def correct_items(c: Chance) -> Made:
    from huji.register import acts

    who = c.person(c.look.people.values())
    at = c.today - timedelta(days=c.r.randint(0, 900)) if c.maybe(0.3) else None
    return acts.CorrectItems(who.id, _items(c), c.text("证明"), at), c.office(who.office)


def correct_birth_date(c: Chance) -> Made:
    from huji.register import acts

    who = c.person(c.look.people.values())
    born = who.born + timedelta(days=c.r.choice((-400, -30, -1, 1, 12, 370)))
    return acts.CorrectBirthDate(who.id, born, c.text("出生证"), "211102"), c.office(who.office)


def correct_sex(c: Chance) -> Made:
    from huji.register import acts

    who = c.person(c.look.people.values())
    sex = {"1": "2"}.get(who.sex, "1")
    since = c.day(who.since) if c.maybe(0.4) else None
    return acts.CorrectSex(who.id, sex, c.text("鉴定"), since, "211102"), c.office(who.office)


def correct_relation(c: Chance) -> Made:
    from huji.register import acts

    who = c.person(m for h in c.look.houses.values() if h.kind == "family" for m in h.members
                   if m.relation != "02")  # fmt: skip
    house = c.look.houses.get(who.household or 0)
    others = [member for member in house.members if member.id != who.id] if house else []
    head = next((member for member in others if member.relation == "02"), None)
    code = c.related(who, head, {member.relation for member in others})
    since = c.day(who.since, *([head.since] if head else [])) if c.maybe(0.6) else None
    return acts.CorrectRelation(who.id, code, c.text("证明"), since), c.office(who.office)


def change_number(c: Chance) -> Made:
    from huji.register import acts

    who = c.person(c.look.of_kind("registered", "in_transit", "unregistered"))
    number = c.number(who.born, who.sex) if c.maybe(0.5) else None
    ground = c.r.choice(list(acts.NumberGround))
    return acts.ChangeNumber(who.id, c.day(), ground, c.text("证明"), number, "211102"), c.office(who.office)


def correct_number(c: Chance) -> Made:
    from huji.register import acts

    who = c.person(c.look.people.values())
    number = c.number(who.born, who.sex) if c.maybe(0.7) else None
    return acts.CorrectNumber(who.id, c.text("证明"), number, "211102"), c.office(who.office)


def undo(c: Chance) -> Made:
    from huji.register import acts

    entry, _, office = c.one(c.look.recent[: c.r.choice((1, 3, 12, 40))])
    return acts.Undo(entry, c.text("误办")), c.office(office)


def change_places(c: Chance) -> Made:
    from huji.places.acts import ChangePlaces, Rule

    address = c.address()
    division, plain, office = c.look.places[address]
    fresh = f"{c.count}{c.name}{c.r.randrange(10**6)}"
    c.count += 1
    match c.r.randrange(4):
        case 0:
            rule = Rule(2, division, {"number": plain}, to={"number": fresh})
        case 1:
            rule = Rule(2, division, {"number": plain}, to={"number": fresh, "road": "新路"})
        case 2:
            other = {city.URBAN: city.OTHER, city.OTHER: city.URBAN}.get(division)
            if other is None:
                raise Nothing
            rule = Rule(2, division, {"number": plain}, to_division=other, to={"number": fresh})
        case _:
            if c.maybe(0.7):
                raise Nothing  # a whole community at once: not so often
            rule = Rule(2, division, office=c.r.choice([o for o in (1, 2, 3) if o != office]))
    return ChangePlaces(c.day(), [rule]), 0
