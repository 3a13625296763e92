"""A certificate or permit that was lost is replaced: the new number takes the old one's place."""

from datetime import date, timedelta

import pytest
from tests.register.test_moving import DAY, certificate, chen, permitted

from huji.standards import Refused

__all__ = ["certificate", "chen"]


@pytest.fixture
def gone(town, acts):
    """Chen's household of two in transit with certificate 盘迁001, good until 30 November."""
    town.family(1, ("陈一", "1", "1980-01-01", "02"), ("李二", "2", "1982-01-01", "10"))
    both = (town.people["陈一"], town.people["李二"])
    acts.move_out(acts.MoveOut(both, DAY, "盘迁001", "大连市"), town.acting(on=DAY))
    return both


def replace(town, acts, number="盘迁002", on=DAY + timedelta(days=20), because="遗失"):
    return acts.replace_certificate(acts.ReplaceCertificate("盘迁001", number, because), town.acting(on=on))


def test_the_new_certificate_names_the_same_people_and_place_and_the_old_one_is_void(town, acts, gone):
    done = replace(town, acts)
    assert done.persons == gone
    assert town.sql(
        "select number, destination, persons, issued, expires from migration_certificate"
        " where void_entry is null"
    ) == [("盘迁002", "大连市", list(gone), date(2026, 11, 21), date(2026, 12, 20))]
    with pytest.raises(Refused, match="没有为这些人签发过"):
        acts.arrive_elsewhere(acts.ArriveElsewhere(gone, DAY, "盘迁001", "回执"), town.acting())
    acts.arrive_elsewhere(
        acts.ArriveElsewhere(gone, date(2026, 11, 22), "盘迁002", "回执"), town.acting(on=date(2026, 11, 22))
    )
    town.assert_sound()
    town.assert_rebuilt()


def test_nothing_is_replaced_once_one_of_them_has_settled_or_without_a_reason(town, acts, gone):
    with pytest.raises(Refused, match="原因"):
        replace(town, acts, because=" ")
    acts.arrive_elsewhere(acts.ArriveElsewhere(gone[:1], DAY, "盘迁001", "回执"), town.acting())
    with pytest.raises(Refused, match="陈一已不在迁移途中"):
        replace(town, acts)
    assert town.sql("select count(*) from migration_certificate") == [(1,)]


def test_another_office_and_an_unknown_number_replace_nothing(town, acts, gone):
    with pytest.raises(Refused):
        acts.replace_certificate(acts.ReplaceCertificate("盘迁001", "盘迁009", "遗失"), town.acting(office=2))
    with pytest.raises(Refused):
        acts.replace_certificate(acts.ReplaceCertificate("盘迁777", "盘迁009", "遗失"), town.acting())


def test_a_permit_is_replaced_while_it_is_unused(town, acts, chen, certificate):
    acts.permit_move_in(permitted(acts, chen), town.acting())
    statement = acts.ReplacePermit("准字001", "准字002", "遗失")
    with pytest.raises(Refused):
        acts.replace_permit(statement, town.acting(office=2))
    acts.replace_permit(statement, town.acting(on=date(2026, 10, 10)))
    into = acts.NewHousehold(5)
    with pytest.raises(Refused, match="没有编号为 准字001"):
        acts.move_in(acts.MoveIn((chen,), into, DAY, certificate, "准字001"), town.acting())
    acts.move_in(acts.MoveIn((chen,), into, DAY, certificate, "准字002"), town.acting())
    with pytest.raises(Refused, match="已用过"):
        acts.replace_permit(acts.ReplacePermit("准字002", "准字003", "遗失"), town.acting())
    town.assert_sound()
    town.assert_rebuilt()
