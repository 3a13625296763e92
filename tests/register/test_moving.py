"""Moving in from another register and out to one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

DAY = date(2026, 11, 1)
BORN = date(1990, 2, 3)


@pytest.fixture
def certificate(acts):
    return acts.Certificate("迁字001", "沈阳市公安局", date(2026, 10, 20), date(2026, 11, 18))


@pytest.fixture
def chen(town, acts):
    """A newcomer of 36 years."""
    items = acts.Particulars("陈远", "1", native_place="辽宁省沈阳市")
    return acts.Newcomer(town.number(BORN, "1"), items, "02")


def permitted(acts, chen, address=5, issued=date(2026, 10, 1)):
    return acts.PermitMoveIn("准字001", (acts.Permitted(chen.number, "陈远"),), address, issued)


def test_one_from_another_register_is_entered_as_elsewhere_until_arrival(town, acts, chen, certificate):
    acts.permit_move_in(permitted(acts, chen), town.acting())
    statement = acts.MoveIn((chen,), acts.NewHousehold(5), DAY, certificate, "准字001")
    done = acts.move_in(statement, town.acting())
    [who] = done.persons
    assert town.where(who) == ("registered", done.household, "02", 1)
    assert town.where(who, DAY - timedelta(days=1)) == ("elsewhere", None, None, 1)
    assert town.where(who, BORN) == ("elsewhere", None, None, 1)
    assert town.sql("select used_entry from move_in_permit") == [(done.entry,)]
    assert town.sql("select name, name_sort_key from particulars") == [("陈远", "chen2 yuan3")]
    town.assert_sound()


def test_a_permit_is_good_for_forty_days_and_one_act(town, acts, chen, certificate, refused):
    acts.permit_move_in(permitted(acts, chen), town.acting())
    assert town.sql("select expires from move_in_permit") == [(date(2026, 11, 9),)]
    move = acts.MoveIn((chen,), acts.NewHousehold(5), DAY, certificate, "准字001")
    other = acts.Newcomer(town.number(BORN, "1"), acts.Particulars("陈近", "1"), "02")
    refused("register.permit_unknown", acts.move_in, replace(move, permit="准字999"), town.acting())
    refused("register.permit_names_others", acts.move_in, replace(move, members=(other,)), town.acting())
    elsewhere = replace(move, into=acts.NewHousehold(6))
    refused("register.address_differs", acts.move_in, elsewhere, town.acting())
    late = acts.Certificate("迁字009", "沈阳市公安局", date(2026, 11, 10), date(2026, 12, 9))
    refused(
        "register.permit_expired",
        acts.move_in,
        replace(move, certificate=late, effective=town.on),
        town.acting(),
    )
    acts.move_in(move, town.acting())
    again = replace(certificate, number="迁字002")
    second = replace(move, members=(replace(chen, number=town.number(BORN, "1")),), certificate=again)
    refused("register.permit_used", acts.move_in, second, town.acting())
    refused("register.permit_taken", acts.permit_move_in, permitted(acts, chen), town.acting())


def test_a_certificate_is_used_once_and_while_it_is_good(town, acts, chen, certificate, refused):
    move = acts.MoveIn((chen,), acts.NewHousehold(5), DAY, certificate)
    expired = replace(certificate, expires=date(2026, 10, 31))
    refused("register.certificate_expired", acts.move_in, replace(move, certificate=expired), town.acting())
    nameless = replace(certificate, issuer=" ")
    refused(
        "register.certificate_incomplete", acts.move_in, replace(move, certificate=nameless), town.acting()
    )
    acts.move_in(move, town.acting())
    other = replace(chen, number=town.number(BORN, "1"))
    refused("register.certificate_used", acts.move_in, replace(move, members=(other,)), town.acting())
    town.assert_sound()


def test_who_is_registered_here_cannot_move_in(town, acts, li, certificate, refused):
    known = acts.Newcomer(town.numbers["李明明"], acts.Particulars("李明明", "1"), "02")
    move = acts.MoveIn((known,), acts.NewHousehold(5), DAY, certificate)
    refused("register.registered_already", acts.move_in, move, town.acting())


@pytest.mark.parametrize(
    ("number", "name", "sex", "code"),
    [
        ("12345", "陈远", "1", "citizen_number.length"),
        ("991102199002030299", "陈远", "1", "citizen_number.check_digit"),
        (None, "陈 远", "1", "name.blank"),
        (None, "Chen", "1", "name.latin"),
        (None, "陈远", "2", "register.sex_differs"),
        (None, "陈远", "7", "code.unknown"),
    ],
)
def test_a_newcomer_with_faults_is_refused_by_sentence(
    town, acts, chen, certificate, refused, number, name, sex, code
):
    faulty = acts.Newcomer(number or chen.number, acts.Particulars(name, sex), "02")
    refused(code, acts.move_in, acts.MoveIn((faulty,), acts.NewHousehold(5), DAY, certificate), town.acting())


def test_a_family_moves_in_with_its_ties(town, acts, chen, certificate, refused):
    child = acts.Newcomer(town.number(date(2015, 1, 1), "2"), acts.Particulars("陈小雨", "2"), "30")
    tie = acts.KinTie(child.number, chen.number, acts.Tie.PARENT, date(2015, 1, 1))
    move = acts.MoveIn((chen, child), acts.NewHousehold(5), DAY, certificate, kin=(tie,))
    refused("register.named_twice", acts.move_in, replace(move, members=(chen, chen)), town.acting())
    alone = replace(move, members=(replace(child, relation="02"),))
    refused("register.minor_head", acts.move_in, alone, town.acting())
    stranger = acts.KinTie(child.number, "991102197001010016", acts.Tie.PARENT, date(2015, 1, 1))
    refused("register.unknown_number", acts.move_in, replace(move, kin=(stranger,)), town.acting())
    done = acts.move_in(move, town.acting())
    assert town.sql("select person, relative, kind from kinship") == [(*reversed(done.persons), "parent")]


@pytest.fixture
def left(town, acts, li):
    """The son of the Li family, in transit since DAY."""
    son = town.people["李明明"]
    acts.move_out(acts.MoveOut((son,), DAY, "盘迁001", "沈阳市"), town.acting(on=DAY))
    return son


def test_one_who_leaves_is_in_transit_and_registered_nowhere(town, acts, left, refused):
    assert town.where(left) == ("in_transit", None, None, 1)
    assert town.sql("select issued, expires from migration_certificate") == [(DAY, date(2026, 11, 30))]
    settle = acts.Settle((acts.Mover(left, "02"),), acts.NewHousehold(6), town.on)
    refused("register.in_transit", acts.settle, settle, town.acting())
    again = acts.MoveOut((left,), town.on, "盘迁002", "大连市")
    refused("register.in_transit", acts.move_out, again, town.acting())
    town.assert_sound()


def test_a_leaving_head_is_succeeded(town, acts, li, refused):
    head = town.people["李建国"]
    leave = acts.MoveOut((head,), DAY, "盘迁001", "沈阳市")
    refused("register.successor_needed", acts.move_out, leave, town.acting())
    refused("register.other_office", acts.move_out, leave, town.acting(2))
    acts.move_out(replace(leave, successors={li: town.people["王秀英"]}), town.acting())
    assert town.where("王秀英")[2] == "02"
    town.assert_sound()


def test_the_receipt_makes_it_elsewhere_and_a_return_later_continues_the_life(
    town, acts, left, certificate, refused
):
    arrival = acts.ArriveElsewhere((left,), date(2026, 11, 10), "盘迁001", "沈落0007")
    refused(
        "register.certificate_unknown",
        acts.arrive_elsewhere,
        replace(arrival, certificate="盘迁009"),
        town.acting(),
    )
    acts.arrive_elsewhere(arrival, town.acting())
    assert town.where(left)[0] == "elsewhere"
    refused("register.not_registered", acts.arrive_elsewhere, arrival, town.acting())
    back = acts.MoveIn((acts.Mover(left, "02"),), acts.NewHousehold(7), date(2026, 11, 15), certificate)
    done = acts.move_in(back, town.acting())
    assert done.persons == (left,)
    assert town.where(left) == ("registered", done.household, "02", 1)
    assert town.where(left, date(2026, 11, 12))[0] == "elsewhere"
    assert town.where(left, date(2026, 11, 5))[0] == "in_transit"
    town.assert_sound()


def test_a_permit_by_the_old_number_serves_its_bearer(town, acts, left, certificate, refused):
    born = next(name for name, who in town.people.items() if who == left)
    acts.arrive_elsewhere(
        acts.ArriveElsewhere((left,), date(2026, 11, 10), "盘迁001", "沈落0007"), town.acting()
    )
    permit = acts.PermitMoveIn("准字007", (acts.Permitted(town.numbers[born], born),), 7, date(2026, 10, 15))
    acts.permit_move_in(permit, town.acting())
    acts.correct_number(acts.CorrectNumber(left, "重号证明"), town.acting())
    back = acts.MoveIn(
        (acts.Mover(left, "02"),), acts.NewHousehold(7), date(2026, 11, 15), certificate, "准字007"
    )
    stranger = acts.Newcomer(town.number(BORN, "1"), acts.Particulars("陈远", "1"), "02")
    refused("register.permit_names_others", acts.move_in, replace(back, members=(stranger,)), town.acting())
    assert acts.move_in(back, town.acting()).persons == (left,)
    town.assert_sound()


def test_one_named_by_an_old_number_and_the_new_one_is_named_twice(town, acts, left, certificate, refused):
    name = next(name for name, who in town.people.items() if who == left)
    acts.arrive_elsewhere(
        acts.ArriveElsewhere((left,), date(2026, 11, 10), "盘迁001", "沈落0007"), town.acting()
    )
    [new] = acts.correct_number(acts.CorrectNumber(left, "重号证明"), town.acting()).numbers
    items = acts.Particulars(name, "1")
    both = (acts.Newcomer(town.numbers[name], items, "02"), acts.Newcomer(new, items, "97"))
    statement = acts.MoveIn(both, acts.NewHousehold(7), date(2026, 11, 15), certificate)
    refused("register.named_twice", acts.move_in, statement, town.acting())
    mixed = replace(statement, members=(both[0], acts.Mover(left, "97")))
    refused("register.named_twice", acts.move_in, mixed, town.acting())
    acts.move_in(replace(statement, members=both[:1]), town.acting())
    assert town.where(left)[0] == "registered"


def test_an_expired_certificate_restores_at_origin(town, acts, li, left, refused):
    back = acts.ReturnToOrigin(
        (acts.Mover(left, "20"),), date(2026, 12, 1), "盘迁001", acts.ReturnReason.EXPIRED
    )
    early = replace(back, effective=town.on)
    refused("register.certificate_still_good", acts.return_to_origin, early, town.acting())
    done = acts.return_to_origin(back, town.acting(on=date(2026, 12, 1)))
    assert done.household == li
    assert town.where(left) == ("registered", li, "20", 1)
    town.assert_sound()


def test_a_whole_household_returns_with_its_head(town, acts, zhang):
    woman = town.people["张丽华"]
    acts.move_out(acts.MoveOut((woman,), DAY, "盘迁005", "大连市"), town.acting(2))
    reason = acts.ReturnReason.WITHDRAWN
    acts.return_to_origin(
        acts.ReturnToOrigin((acts.Mover(woman, "02"),), town.on, "盘迁005", reason), town.acting(2)
    )
    assert town.where(woman) == ("registered", zhang, "02", 2)
    town.assert_sound()


def test_those_who_left_from_different_households_do_not_return_to_one_unnamed(town, acts, left, li, refused):
    other = town.family(8, ("赵强", "1", "1985-01-01", "02"))
    assert other
    # One certificate for both, as for a couple from two households.
    acts.return_to_origin(
        acts.ReturnToOrigin((acts.Mover(left, "20"),), DAY, "盘迁001", acts.ReturnReason.LOST), town.acting()
    )
    both = (left, town.people["赵强"])
    acts.move_out(acts.MoveOut(both, town.on, "盘迁003", "沈阳市"), town.acting())
    back = acts.ReturnToOrigin(
        (acts.Mover(both[0], "20"), acts.Mover(both[1], "97")), town.on, "盘迁003", acts.ReturnReason.REFUSED
    )
    refused("register.origin_differs", acts.return_to_origin, back, town.acting())
    acts.return_to_origin(replace(back, household=li), town.acting())
    assert town.where("赵强")[1] == li
    town.assert_sound()


def test_a_permit_names_people_with_good_numbers_at_a_place_of_the_office(town, acts, chen, li, refused):
    permit = permitted(acts, chen)
    refused("register.nobody", acts.permit_move_in, replace(permit, people=()), town.acting())
    refused("register.future", acts.permit_move_in, replace(permit, issued=date(2027, 1, 1)), town.acting())
    doubled = replace(permit, people=permit.people * 2)
    refused("register.named_twice", acts.permit_move_in, doubled, town.acting())
    refused("register.address_differs", acts.permit_move_in, replace(permit, household=li), town.acting())
    refused("address.unknown", acts.permit_move_in, replace(permit, address=999), town.acting())
