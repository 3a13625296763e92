"""Random statements of the acts of birth, death and kin, and of the end and return of registrations."""

from datetime import timedelta
from typing import Any

from tests.proof.chance import Chance, Nothing
from tests.proof.homes import Made


def birth(c: Chance) -> Made:
    from huji.register import acts

    sex = c.r.choice("12")
    child = acts.Particulars(c.called(), sex)
    late = c.r.choice((0, 3, 20, 200, 900))
    effective = c.day()
    born = effective - timedelta(days=late)
    if c.maybe(0.12):
        house = c.house(kind="collective")
        day = max(effective, house.since)
        return acts.Birth(
            child, born, house.id, "99", day, "211102", kind=acts.BirthKind.FOUNDLING, evidence="捡拾证明"
        ), c.office(house.office)
    mother = c.person(one for one in c.registered(18, 50) if one.sex == "2")
    if mother.household is None:
        raise Nothing
    father = c.look.spouse.get(mother.id) if c.maybe(0.8) else None
    house = c.look.houses[mother.household]
    head = next((member.id for member in house.members if member.relation == "02"), None)
    own = "20" if sex == "1" else "30"
    relation = (
        "99"
        if house.kind == "collective"
        else c.r.choice((own, "97") if head in (mother.id, father) else ("97", "40"))
    )
    if c.maybe(0.05):
        relation = c.r.choice(("20", "22", "12", "41", "77"))
    kinds = [None, None, acts.BirthKind.LATE, acts.BirthKind.ABROAD, acts.BirthKind.DIED_BEFORE_ENTRY]
    kind = c.r.choice(kinds)
    died = min(effective, born + timedelta(days=2)) if kind is acts.BirthKind.DIED_BEFORE_ENTRY else None
    other = ""
    if kind is None and father is None and c.maybe(0.5):
        kind, other = acts.BirthKind.CROSS_BORDER_MARRIAGE, "某国公民"
    return acts.Birth(
        child, born, house.id, relation, max(effective, house.since), "211102", mother.id, father, died,
        kind, "证明", other,
    ), c.office(house.office)  # fmt: skip


def death(c: Chance) -> Made:
    from huji.register import acts

    who = c.person(c.look.of_kind("registered", "registered", "in_transit", "unregistered", "elsewhere"))
    return acts.Death(who.id, c.day(who.since), "证明", c.successors([who])), c.office(who.office)


def declare_missing_or_dead(c: Chance) -> Made:
    from huji.register import acts

    missing = [one for one in c.look.of_kind("unregistered") if one.cause == "declared_missing"]
    finding = c.r.choice(list(acts.Finding))
    found = missing if missing and finding == acts.Finding.DEAD and c.maybe(0.4) else c.registered()
    if c.maybe(0.15):
        found = c.look.of_kind("elsewhere", "in_transit", "unregistered")
    who = c.person(found)
    return acts.DeclareMissingOrDead(
        who.id, finding, c.text("判决"), c.day(who.since), c.successors([who])
    ), c.office(who.office)


def cancel(c: Chance) -> Made:
    from huji.register import acts

    who, ground = c.person(c.registered()), c.r.choice(list(acts.CancelGround))
    more: dict[str, Any] = {}
    if ground == acts.CancelGround.DUPLICATE:
        more["kept"] = c.person(c.registered()).id
    if ground == acts.CancelGround.FRAUD and c.maybe(0.7):
        if c.maybe(0.5):
            more["former_register"] = "沈阳市公安局"
        else:
            house = c.house(but=[who.household])
            more["former"] = acts.Former(house.id, c.relations([who], house)[0])
    day = c.day(who.since)
    statement = acts.Cancel(who.id, ground, day, c.text("材料"), successors=c.successors([who]), **more)
    return statement, c.office(who.office)


def restore(c: Chance) -> Made:
    from huji.register import acts

    ground = c.r.choice(list(acts.RestoreGround))
    of = {
        "returned_missing": ("declared_missing",),
        "returned_dead": ("declared_dead",),
        "returned_abroad": ("abroad", "foreign_nationality"),
        "cancelled_wrongly": ("death", "duplicate", "fraud", "abroad"),
    }[ground]
    who = c.person(one for one in c.look.people.values() if one.cause in of)
    into, codes, office, _ = c.into([who])
    spouse = None
    if c.maybe(0.2):
        spouse = c.one(c.registered()).id
    member = acts.Mover(who.id, codes[0])
    statement = acts.Restore(member, into, c.day(who.since), ground, c.text("材料"), spouse)
    if ground != acts.RestoreGround.RETURNED_ABROAD and c.look.places and not isinstance(into, int):
        address = c.address(who.office)
        statement = acts.Restore(member, acts.NewHousehold(address), c.day(who.since), ground, "材料", spouse)
        return statement, who.office
    return statement, c.office(office)


def register_unregistered(c: Chance) -> Made:
    from huji.register import acts

    known = c.look.of_kind("unregistered", "in_transit")
    why = c.r.choice(list(acts.WhyUnregistered))
    if known and c.maybe(0.4):
        who = c.person(known)
        into, codes, office, _ = c.into([who])
        return acts.RegisterUnregistered(who.id, codes[0], into, c.day(who.since), why, "调查"), c.office(
            office
        )
    born, sex, borne = c.numbered(70)
    mother = c.one(c.look.people.values()).id if c.maybe(0.1) else None
    into, codes, office, _ = c.into([None])
    number = borne if borne in c.look.void or c.maybe(0.2) else ""
    unknown = acts.Unknown(
        acts.Particulars(c.called(), sex), born, "211102", number, mother,
        distinct=c.r.choice(("", "经核查不是同一人")),
    )  # fmt: skip
    return acts.RegisterUnregistered(unknown, codes[0], into, c.day(), why, "调查"), c.office(office)


def take_over(c: Chance) -> Made:
    from huji.register import acts

    born, sex, number = c.numbered(70)
    into, codes, office, _ = c.into([None])
    # An old register tells of days long before the households that stand today.
    since = c.day() if c.maybe(0.6) else c.today - timedelta(days=c.r.randint(0, 4000))
    return acts.TakeOver(
        1, c.count, number, born, acts.Particulars(c.called(), sex), codes[0], into, since
    ), c.office(office)


def open_register(c: Chance) -> Made:
    from tests.proof import city

    # Seldom by the offices of the beginning, some of which keep these addresses no longer.
    keepers = None if c.maybe(0.05) else {one: office for one, (_, _, office) in c.look.places.items()}
    return city.opening(f"续{c.token()}", c.r.randrange(10_000), c.r.randint(1, 4), keepers), 1


def marry(c: Chance) -> Made:
    from huji.register import acts

    single = [one for one in c.registered(22) if one.id not in c.look.spouse]
    one = c.person(single)
    if c.maybe(0.15):
        return acts.Marry(one.id, None, c.day(), c.text("结婚证")), c.office(one.office)
    other = c.person(two for two in single if two.sex != one.sex)
    return acts.Marry(one.id, other.id, c.day(), c.text("结婚证")), c.office(one.office)


def divorce(c: Chance) -> Made:
    from huji.register import acts

    if c.maybe(0.15):
        one = c.person(o for o in c.registered() if o.marital.startswith("2") and o.id not in c.look.spouse)
        return acts.Divorce(one.id, None, c.day(), c.text("离婚证")), c.office(one.office)
    one = c.person(o for o in c.registered() if o.id in c.look.spouse)
    other = c.look.spouse.get(one.id)
    return acts.Divorce(one.id, other, c.day(), c.text("离婚证")), c.office(one.office)


def recognise_parent(c: Chance) -> Made:
    from huji.register import acts

    child = c.person(c.registered())
    parent = c.person(
        one for one in c.look.people.values() if 15 * 365 < (child.born - one.born).days < 60 * 365
    )
    instead = None
    if known := [
        p for p, since in c.look.parents.get(child.id, ())
        if since == child.born and c.look.people[p].sex == parent.sex
    ]:  # fmt: skip
        instead = known[0]
    proof = c.r.choice(list(acts.ParentProof))
    return acts.RecogniseParent(child.id, parent.id, proof, c.text("鉴定"), instead), c.office(child.office)


def adopt(c: Chance) -> Made:
    from huji.register import acts

    child = c.person(c.registered(0, 17))
    adopter = c.person(o for o in c.registered(30) if o.household != child.household)
    adopters = [adopter.id]
    if adopter.id in c.look.spouse and c.maybe(0.9):
        adopters.append(c.look.spouse[adopter.id])
    into = None
    office = child.office
    if c.maybe(0.5) and child.relation != "02" and adopter.household:
        into, office = adopter.household, adopter.office
    day = c.day(child.since)
    if into is None and c.maybe(0.3):  # of long ago, before another adoption or the end of one
        day = child.born + timedelta(days=c.r.randint(0, max(1, (c.today - child.born).days)))
    return acts.Adopt(child.id, tuple(adopters), day, c.text("收养证"), into), c.office(office)


def end_adoption(c: Chance) -> Made:
    from huji.register import acts

    people = c.look.people
    pairs = [
        (people[child], parent)
        for child, known in c.look.parents.items()
        for parent, since in known
        if since != people[child].born and people[child].kind != "ended"
    ]
    child, adopter = c.one(pairs)
    adopters = {adopter}
    if c.maybe(0.7):
        adopters |= {parent for one, parent in pairs if one is child}
    former = c.look.former_parents.get(child.id, [])
    restored = tuple({c.r.choice(former)} - adopters) if former and c.maybe(0.5) else ()
    ended = acts.EndAdoption(child.id, tuple(sorted(adopters)), c.day(), c.text("解除证"), restored)
    return ended, c.office(child.office)


def appoint_guardian(c: Chance) -> Made:
    from huji.register import acts

    ward, who = c.person(c.registered()), c.person(c.registered(18))
    minor = ward.age(c.today) < 18
    ground = acts.GuardianGround.MINOR if minor else acts.GuardianGround.INCAPACITY
    guardian = acts.Guardian(c.r.choice((who.id, "某福利院")), c.r.choice(("祖父", "兄")))
    given = () if c.maybe(0.1) else (guardian,)
    return acts.AppointGuardian(ward.id, given, ground, c.text("证明"), c.day()), c.office(ward.office)
