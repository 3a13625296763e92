"""One in transit whose household left comes under another office is still waited for, and restored there."""

from datetime import date

from huji.places.acts import Authority, ChangePlaces, Rule

OF_ONE, LEFT, MOVED, LAPSED = "211102002005", date(2026, 10, 1), date(2026, 10, 10), date(2026, 12, 31)


def test_a_certificate_lapses_though_another_office_keeps_the_household_left(town, li, acts, refused):
    from huji.register import lapsed

    son = town.people["李明明"]
    acts.move_out(acts.MoveOut((son,), LEFT, "迁1", "沈阳市"), town.acting(1, on=LEFT))
    change = ChangePlaces(MOVED, [Rule(2, OF_ONE, office=2)])
    acts.change_places(change, Authority(None, 0, MOVED, "盘政发〔2026〕1号"))
    back = acts.RegisterUnregistered(
        son, "20", li, date(2026, 10, 12), acts.WhyUnregistered.MIGRATION_LAPSED, "查询"
    )
    refused("register.certificate_still_good", acts.register_unregistered, back,
            town.acting(2, on=date(2026, 10, 12)))  # fmt: skip
    [waiting] = lapsed.overdue(LAPSED)
    assert (waiting.certificate, waiting.office, waiting.since, waiting.persons) == ("迁1", 2, LEFT, (son,))
    told = lapsed.restore_overdue(LAPSED, 7, "未落户")
    assert (len(told.done), told.left) == (1, ())
    assert town.where(son) == ("registered", li, "20", 2)
    town.assert_sound()


def test_one_in_transit_is_waited_for_where_the_household_left_moves(town, li, acts, refused):
    """Restored, returned, or dead on the way: the office that keeps the household sees to it, no other."""
    from huji.register import lapsed

    on, gone = date(2026, 10, 1), ("李明明", "王秀英", "李小红")
    son, wife, daughter = (town.people[name] for name in gone)
    for number, who in enumerate((son, wife, daughter), 1):
        acts.move_out(acts.MoveOut((who,), date(2026, 9, 1), f"迁{number}", "大连"), town.acting(1, on=on))
    moved = acts.move_household(acts.MoveHousehold(li, 22, "房产证", MOVED), town.acting(2))
    told = "select kind::text, office, lower(valid) from standing where person = %s and upper_inf(known)"
    assert town.sql(f"{told} and kind = 'in_transit' order by valid", [son]) == [
        ("in_transit", 1, date(2026, 9, 1)),
        ("in_transit", 2, MOVED),
    ]
    acts.undo(acts.Undo(moved.entry, "误办"), town.acting(2))
    assert [town.where(who)[3] for who in (son, wife, daughter)] == [1, 1, 1]
    acts.move_household(acts.MoveHousehold(li, 22, "房产证", MOVED), town.acting(2))

    died = acts.DeathInTransit(wife, date(2026, 10, 5), "证明", "迁2")
    back = acts.ReturnToOrigin((acts.Mover(daughter, "30"),), LAPSED, "迁3", acts.ReturnReason.EXPIRED)
    for verb, statement in (("death_in_transit", died), ("return_to_origin", back)):
        refused("register.other_office", getattr(acts, verb), statement, town.acting(1, on=LAPSED))
        getattr(acts, verb)(statement, town.acting(2, on=LAPSED))
    [waiting] = lapsed.overdue(LAPSED)
    assert (waiting.office, waiting.since, waiting.persons) == (2, date(2026, 9, 1), (son,))
    assert len(lapsed.restore_overdue(LAPSED, 7, "未落户").done) == 1
    assert town.where(son) == ("registered", li, "20", 2)
    assert town.where(wife, date(2026, 10, 5)) == ("registered", li, "10", 1)
    assert town.where(daughter) == ("registered", li, "30", 2)
    town.assert_sound()
    town.assert_rebuilt()


def test_one_dismissed_from_the_forces_comes_back_where_the_household_moved(town, li, acts, refused):
    son = town.people["李明明"]
    acts.enlist(acts.Enlist(son, LEFT, "书"), town.acting(1))
    acts.move_household(acts.MoveHousehold(li, 22, "房产证", MOVED), town.acting(2))
    back = acts.Discharge(acts.Mover(son, "20"), li, acts.Discharged.DISMISSED, "信", date(2026, 11, 1))
    refused("register.other_office", acts.discharge, back, town.acting(1))
    acts.discharge(back, town.acting(2))
    assert town.where(son, date(2026, 10, 20)) == ("elsewhere", None, None, 2)
    assert town.where(son) == ("registered", li, "20", 2)
    town.assert_sound()
