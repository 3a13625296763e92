"""Random statements of the acts by which people go from one household to another, or out of the register."""

from datetime import timedelta
from typing import Any

from tests.proof.chance import Chance, Nothing

Made = tuple[Any, int]
"""A statement, and the office that acts."""


def settle(c: Chance) -> Made:
    from huji.register import acts

    movers = c.adult_first([c.person(c.registered())] + ([c.one(c.registered())] if c.maybe(0.3) else []))
    into, relations, office, _ = c.into(movers)
    day = c.day(*(one.since for one in movers))
    members = tuple(acts.Mover(one.id, code) for one, code in zip(movers, relations, strict=True))
    return acts.Settle(members, into, day, c.successors(movers)), c.office(office)


def found_household(c: Chance) -> Made:
    from huji.register import acts

    address = c.address()
    office = c.look.places[address][2]
    if c.maybe(0.25):
        sort = c.r.choice(list(acts.CollectiveSort))
        return acts.FoundHousehold(address, c.day(), (), acts.HouseholdKind.COLLECTIVE, sort), office
    head = c.person(c.registered(18))
    members = (acts.Mover(head.id, "02"),)
    statement = acts.FoundHousehold(address, c.day(head.since), members, successors=c.successors([head]))
    return statement, c.office(office)


def split_household(c: Chance) -> Made:
    from huji.register import acts

    house = c.one(h for h in c.look.houses.values() if h.kind == "family" and len(h.members) > 1)
    goes = c.one(m for m in house.members if m.age(c.today) >= 18)
    return acts.SplitHousehold(
        house.id, (acts.Mover(goes.id, "02"),), c.r.choice(list(acts.SplitGround)),
        c.day(goes.since, house.since), None if c.maybe(0.7) else c.address(house.office),
        c.successors([goes]), apart_ground=c.r.choice(("", "析产判决")),
    ), c.office(house.office)  # fmt: skip


def merge_households(c: Chance) -> Made:
    from huji.register import acts

    inhabited = [h for h in c.look.houses.values() if h.kind == "family" and h.members]
    at: dict[int, list[Any]] = {}
    for house in inhabited:
        at.setdefault(house.address, []).append(house)
    together = c.one(houses for houses in at.values() if len(houses) > 1)
    into, other = c.r.sample(together, 2)
    since = [member.since for member in other.members]
    day = c.day(*since, into.since)
    return acts.MergeHouseholds(into.id, (other.id,), day), c.office(into.office)


def change_head(c: Chance) -> Made:
    from huji.register import acts

    house = c.one(h for h in c.look.houses.values() if len(h.members) > 1)
    heir = c.one(m for m in house.members if m.relation != "02")
    others = [m.id for m in house.members if m.id != heir.id]
    code = "99" if house.kind == "collective" else "97"
    stated = {one: code for one in others if c.maybe(0.3)}
    day = c.day(*(m.since for m in house.members), house.since)
    succession = acts.Succession(heir.id, stated, "家中无成年人" if c.maybe(0.1) else "")
    return acts.ChangeHead(house.id, succession, day, c.text("协商")), c.office(house.office)


def move_within(c: Chance) -> Made:
    from huji.register import acts

    movers = c.adult_first([c.person(c.registered())])
    into, relations, office, _ = c.into(movers, "family")
    members = tuple(acts.Mover(one.id, code) for one, code in zip(movers, relations, strict=True))
    day = c.day(*(one.since for one in movers))
    return acts.MoveWithin(
        members, into, c.text("房产证"), day, c.successors(movers), c.r.choice(("法院判决", "法院判决", ""))
    ), c.office(office)


def move_household(c: Chance) -> Made:
    from huji.register import acts

    house = c.one(h for h in c.look.houses.values() if h.members)
    address = c.address()
    day = c.day(house.since, *(m.since for m in house.members))
    return acts.MoveHousehold(house.id, address, c.text("租赁合同"), day), c.office(c.look.places[address][2])


def join_relatives(c: Chance) -> Made:
    from huji.register import acts

    pairs = []
    for one in c.registered(kind="family"):
        near = [p for p, _ in c.look.parents.get(one.id, ())] + c.look.children(one.id)
        near += [c.look.spouse[one.id]] if one.id in c.look.spouse else []
        for other in near:
            kin = c.look.people[other]
            if kin.kind == "registered" and kin.household != one.household:
                pairs.append((kin, one))
    mover, host = c.one(pairs)
    house = c.look.houses[host.household]
    member = acts.Mover(mover.id, c.r.choice(("", "97")))
    return acts.JoinRelatives(
        (member,), host.id, c.day(mover.since, host.since, house.since), c.successors([mover]),
        c.r.choice(("法院判决", "")),
    ), c.office(house.office)  # fmt: skip


def enter_collective(c: Chance) -> Made:
    from huji.register import acts

    ground = c.r.choice(list(acts.CollectiveGround))
    sort = {"admitted": "school", "employed": "unit", "talent": "talent_centre", "nowhere": "community"}
    house = c.one(h for h in c.look.houses.values() if h.sort == sort[ground])
    mover = c.person(one for one in c.registered() if one.household != house.id)
    return acts.EnterCollective(
        (mover.id,), house.id, ground, c.text("录取通知书"), c.day(mover.since, house.since),
        "房屋拆迁" if c.maybe(0.8) else "", "不能投靠" if c.maybe(0.8) else "", c.successors([mover]),
    ), c.office(house.office)  # fmt: skip


def leave_collective(c: Chance) -> Made:
    from huji.register import acts

    mover = c.person(c.registered(kind="collective"))
    if mover.household is None:
        raise Nothing
    school = c.look.houses[mover.household].sort == "school"
    into, relations, office, _ = c.into([mover], "family")
    ground = acts.LeavingGround.STUDIES_ENDED if school else acts.LeavingGround.HOME
    return acts.LeaveCollective(
        (acts.Mover(mover.id, relations[0]),), into, ground, c.text("房产证"), c.day(mover.since),
        c.successors([mover]),
    ), c.office(office)  # fmt: skip


def return_to_village(c: Chance) -> Made:
    from tests.proof.city import VILLAGE

    from huji.register import acts

    mover = c.person(c.registered(18))
    address = c.address(division=VILLAGE)
    right = c.r.choice((acts.VillageRight.CONTRACTED_LAND, acts.VillageRight.HOMESTEAD))
    near = [p for p, _ in c.look.parents.get(mover.id, ())]
    return acts.ReturnToVillage(
        (acts.Mover(mover.id, "02"),), acts.NewHousehold(address), right,
        c.r.choice([mover.id, mover.id, *near]), c.text("承包合同"), c.day(mover.since),
        c.successors([mover]), "判决",
    ), c.office(c.look.places[address][2])  # fmt: skip


def enlist(c: Chance) -> Made:
    from huji.register import acts

    who = c.person(c.registered(17))
    statement = acts.Enlist(who.id, c.day(who.since), c.text("通知书"), c.successors([who]))
    return statement, c.office(who.office)


def discharge(c: Chance) -> Made:
    from huji.register import acts

    who = c.person(one for one in c.look.of_kind("elsewhere") if one.cause == "military")
    into, relations, office, _ = c.into([who])
    kind = c.r.choice((acts.Discharged.RELEASED, acts.Discharged.RELEASED, acts.Discharged.DISMISSED))
    member = acts.Mover(who.id, relations[0])
    return acts.Discharge(member, into, kind, c.text("介绍信"), c.day(who.since)), c.office(office)


def move_out(c: Chance) -> Made:
    from huji.register import acts

    who = [c.person(c.registered())]
    mates = [m for m in c.registered() if m.household == who[0].household and m.id != who[0].id]
    if mates and c.maybe(0.5):
        who.append(c.one(mates))
    day = c.day(*(one.since for one in who))
    ids = tuple(one.id for one in who)
    statement = acts.MoveOut(ids, day, f"迁{c.token()}", "沈阳市", successors=c.successors(who))
    return statement, c.office(who[0].office)


def _on_certificate(c: Chance) -> tuple[str, list[Any], Any]:
    """Return one of our certificates with those still in transit on it, and its last day."""
    transit = {one.id: one for one in c.look.of_kind("in_transit")}
    waiting = [
        (number, [transit[p] for p in persons if p in transit], expires)
        for number, persons, issued, expires in c.look.certificates
        if any(p in transit and issued >= transit[p].since for p in persons)
    ]
    if waiting and c.maybe(0.03):
        return c.r.choice(c.look.certificates)[0], c.one(waiting)[1], c.today
    return c.one(waiting)


def arrive_elsewhere(c: Chance) -> Made:
    from huji.register import acts

    number, who, _ = _on_certificate(c)
    day = c.day(*(one.since for one in who))
    ids = tuple(one.id for one in who)
    return acts.ArriveElsewhere(ids, day, number, "回执"), c.office(who[0].office)


def return_to_origin(c: Chance) -> Made:
    from huji.register import acts

    number, who, _ = _on_certificate(c)
    house = None
    if c.maybe(0.4):
        house = c.house(who[0].office)
    relations = c.relations(who, house) if house else ["97", "99"][: len(who)]
    if house is None and c.maybe(0.4):
        relations[0] = "02"
    members = tuple(acts.Mover(one.id, code) for one, code in zip(who, relations, strict=True))
    day = c.day(*(one.since for one in who))
    reason = c.r.choice(list(acts.ReturnReason))
    statement = acts.ReturnToOrigin(members, day, number, reason, house.id if house else None)
    return statement, c.office(who[0].office)


def restore_lapsed(c: Chance) -> Made:
    from huji.register import acts

    transit = {one.id: one for one in c.look.of_kind("in_transit")}
    lapsed = [
        (number, transit[p])
        for number, persons, issued, expires in c.look.certificates
        for p in persons
        if p in transit and expires < c.today and (issued >= transit[p].since or c.maybe(0.01))
    ]
    number, who = c.one(lapsed)
    return acts.RestoreLapsed(number, c.day(who.since), c.text("未落户")), c.office(who.office)


def death_in_transit(c: Chance) -> Made:
    from huji.register import acts

    number, who, _ = _on_certificate(c)
    return acts.DeathInTransit(who[0].id, c.day(who[0].since), c.text("证明"), number), c.office(
        who[0].office
    )


def replace_certificate(c: Chance) -> Made:
    from huji.register import acts

    number, who, _ = _on_certificate(c)
    return acts.ReplaceCertificate(number, f"换{c.token()}", c.text("遗失")), c.office(who[0].office)


def permit_move_in(c: Chance) -> Made:
    from huji.register import acts

    people = tuple(
        acts.Permitted(c.number(c.birthday(1, 60), c.r.choice("12")), c.called())
        for _ in range(c.r.choice((1, 1, 2)))
    )
    house = c.house(kind="family") if c.maybe(0.4) else None
    address = house.address if house else c.address()
    office = house.office if house else c.look.places[address][2]
    day = c.day(*([house.since] if house else []))
    statement = acts.PermitMoveIn(f"准{c.token()}", people, address, day, house.id if house else None)
    return statement, c.office(office)


def replace_permit(c: Chance) -> Made:
    from huji.register import acts

    number, office, *_ = c.one(c.look.permits)
    return acts.ReplacePermit(number, f"补{c.token()}", c.text("遗失")), c.office(office)


def move_in(c: Chance) -> Made:
    from huji.register import acts
    from huji.standards import citizen_number

    issued = c.today - timedelta(days=c.r.randint(0, 5))
    shown = acts.Certificate(f"外{c.token()}", "沈阳市公安局", issued, issued + timedelta(days=29))
    permitted = [permit for permit in c.look.permits if permit[6] <= issued <= permit[7]]
    gone = [one for one in c.look.of_kind("elsewhere") if one.number]
    if permitted and c.maybe(0.6):
        number, office, address, household, numbers, names, *_ = c.one(permitted)
        movers = []
        for which, name in zip(numbers, names, strict=True):
            sex = str(citizen_number.CitizenNumber(which).sex)
            movers.append((which, acts.Particulars(name, sex)))
        movers.sort(key=lambda one: one[0][6:14])
        house = c.look.houses.get(household or 0)
        into = household or acts.NewHousehold(address)
        codes = c.relations(movers, house)
        members = tuple(acts.Newcomer(w, p, code) for (w, p), code in zip(movers, codes, strict=True))
        return acts.MoveIn(members, into, max(c.day(), issued), shown, number), c.office(office)
    if gone and c.maybe(0.5):
        who = c.person(gone)
        into, codes, office, _ = c.into([who])
        day = max(c.day(who.since), issued)
        return acts.MoveIn((acts.Mover(who.id, codes[0]),), into, day, shown), c.office(office)
    _, sex, new = c.numbered(60)
    into, codes, office, _ = c.into([None])
    which = c.one(gone).number if gone and c.maybe(0.05) else new
    member = acts.Newcomer(which, acts.Particulars(c.called(), sex), codes[0])
    return acts.MoveIn((member,), into, max(c.day(), issued), shown), c.office(office)
