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
