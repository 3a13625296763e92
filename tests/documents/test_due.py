"""Booklets that an act left to be issued anew at another office, and papers good again once it is undone."""

from datetime import date

import pytest
from tests.cases.city import ON, TOWN_STATION, VILLAGE_STATION, City
from tests.cases.conftest import city, template
from tests.documents.test_outdated import away, check
from tests.matters.conftest import town
from tests.matters.kinds.test_homes import moving
from tests.matters.test_undo_entries import act_of, settled
from tests.matters.town import Town

from huji.cases import acts as cases
from huji.documents import due, hand_out, queries
from huji.documents.hand_out import Hand
from huji.register.acts import Acting
from huji.runtime.db import set_area

__all__ = ["city", "template", "town"]


def hand(city: City, office: int = VILLAGE_STATION, on: date = ON) -> Hand:
    from datetime import UTC, datetime

    counter = {TOWN_STATION: "counter", VILLAGE_STATION: "village"}[office]
    at = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    return Hand(Acting(city.officers[counter], office, on, "测试"), "民警", at)


def moved_to_town(town: Town) -> int:
    """赵铁柱, wife and child have moved to town; return the entry."""
    values = moving(town, "赵铁柱", along="family", successor=town.city.numbers["赵大山"])
    return int(town.row(town.carried("move_within", values).matter, "act_entry"))


def due_at(office: int) -> list[due.Due]:
    set_area([office])
    return due.households()


def test_the_office_of_the_household_left_is_told_to_issue_its_booklet_anew(town: Town) -> None:
    home = town.city.households["赵"]
    former = hand_out.booklet(home, hand(town.city))
    entry = moved_to_town(town)
    [one] = due_at(VILLAGE_STATION)
    assert (one.household, one.office, one.number, one.status) == (
        home, VILLAGE_STATION, former.number, "issued",
    )  # fmt: skip
    assert (one.since.entry, one.since.act, one.since.office) == (entry, "move_within", TOWN_STATION)
    assert due.of_household(home) == one
    assert due_at(TOWN_STATION) == []
    assert due.of_household(home) is None
    anew = hand_out.booklet(home, hand(town.city))
    assert (check(town.city, former.number).status, check(town.city, anew.number).good) == ("replaced", True)
    assert due_at(VILLAGE_STATION) == []
    assert due.of_household(home) is None


def test_the_hourly_job_forgets_what_was_issued_and_nothing_else(town: Town) -> None:
    city = town.city
    city.family(
        "钱",
        102,
        VILLAGE_STATION,
        ("钱伟", "1", "1982-03-02", "02", "20"),
        ("周敏", "2", "1983-03-02", "10", "20"),
    )
    for home in ("赵", "钱"):
        hand_out.booklet(city.households[home], hand(city))
    moved_to_town(town)
    town.carried("move_within", moving(town, "周敏", apart_ground="另有住处"))
    assert {one.household for one in due_at(VILLAGE_STATION)} == {
        city.households["赵"],
        city.households["钱"],
    }
    hand_out.booklet(city.households["赵"], hand(city))
    assert (due.forget(), due.forget()) == (1, 0)
    assert city.sql("select household from documents_due") == [(city.households["钱"],)]
    assert [one.household for one in due_at(VILLAGE_STATION)] == [city.households["钱"]]


def test_so_it_is_by_a_settlement_case(city: City) -> None:
    former = hand_out.booklet(city.households["赵"], hand(city))
    case = settled(city)
    [one] = due_at(VILLAGE_STATION)
    assert (one.number, one.since.entry) == (former.number, act_of(Town(city), case.case))


def test_a_spouse_of_another_office_is_told_of_too(town: Town) -> None:
    city = town.city
    city.family("钱", 102, VILLAGE_STATION, ("钱伟", "1", "1982-03-02", "02", "10"))
    booklet = hand_out.booklet(city.households["钱"], hand(city))
    values = {"where": "here", "other": city.numbers["钱伟"], "married": "2026-08-20", "certificate": "证1"}
    done = town.carried("marry", values, person="张丽华")
    [one] = due_at(VILLAGE_STATION)
    assert (one.number, one.since.entry) == (booklet.number, town.row(done.matter, "act_entry"))


def test_a_household_that_never_had_a_booklet_is_due_none(town: Town) -> None:
    moved_to_town(town)
    assert due_at(VILLAGE_STATION) == []
    assert due.of_household(town.city.households["赵"]) is None


def test_the_counters_page_and_the_public_check_read_alike(town: Town) -> None:
    former = hand_out.booklet(town.city.households["赵"], hand(town.city))
    set_area([VILLAGE_STATION])
    found = queries.of_number(former.number)
    assert found is not None
    assert (found.state.zh, found.good, found.since) == ("有效", True, None)
    entry = moved_to_town(town)
    set_area([VILLAGE_STATION])
    found = queries.of_number(former.number)
    assert found is not None
    assert found.since is not None
    assert (found.since.entry, found.good, "登记有变动" in found.state.zh) == (entry, False, True)
    assert check(town.city, former.number).outdated
    assert [one.since for one in queries.of_household(town.city.households["赵"])] == [found.since]


def test_since_when_is_the_entry_after_which_it_never_agreed_again(town: Town) -> None:
    city = town.city
    former = hand_out.booklet(city.households["赵"], hand(city))
    first = moved_to_town(town)
    town.decided(town.opened("undo", {"reason": "办错了"}, entry=first))
    assert check(city, former.number).good
    assert due_at(VILLAGE_STATION) == []
    second = moved_to_town(town)
    assert second > first
    assert [one.since.entry for one in due_at(VILLAGE_STATION)] == [second]


def test_a_booklet_void_because_all_had_left_is_good_again_when_that_is_undone(town: Town) -> None:
    city = town.city
    city.family("钱", 102, VILLAGE_STATION, ("钱伟", "1", "1982-03-02", "02", "10"))
    booklet = hand_out.booklet(city.households["钱"], hand(city))
    done = town.carried("move_within", moving(town, "钱伟"))
    entry = town.row(done.matter, "act_entry")
    assert check(city, booklet.number).status == "cancelled"
    assert due_at(VILLAGE_STATION) == []
    undoing = town.decided(town.opened("undo", {"reason": "办错了"}, entry=entry))
    assert check(city, booklet.number).good
    [(through, body)] = city.sql(
        "select p.through, convert_from(e.body, 'UTF8') from documents_paper p"
        " join ledger_entry e on e.entry = p.status_entry where p.number = %s and e.act = 'paper_restored'",
        [booklet.number],
    )
    assert through == town.row(undoing.matter, "act_entry")
    assert f'"undone":{entry}' in body
    set_area([VILLAGE_STATION])
    assert queries.line_of(booklet.number).again == through
    assert due.of_household(city.households["钱"]) is None


def test_of_the_own_office_it_stays_good_and_no_other_is_issued(town: Town) -> None:
    city = town.city
    booklet = hand_out.booklet(city.households["张"], hand(city, TOWN_STATION))
    done = town.carried("move_within", moving(town, "张丽华"))
    assert check(city, booklet.number).status == "cancelled"
    town.decided(town.opened("undo", {"reason": "办错了"}, undoes=done.matter))
    assert check(city, booklet.number).good
    assert city.sql("select status, count(*) from documents_paper where kind = 'booklet' group by 1") in (
        [("cancelled", 1), ("issued", 1)], [("issued", 1), ("cancelled", 1)],
    )  # fmt: skip


def test_what_an_officer_made_void_stays_void(town: Town) -> None:
    from huji.documents import issue

    city = town.city
    booklet = hand_out.booklet(city.households["张"], hand(city, TOWN_STATION))
    issue.cancel(booklet.number, "打印有误", by=hand(city, TOWN_STATION).by)
    done = town.carried("move_within", moving(town, "张丽华"))
    town.decided(town.opened("undo", {"reason": "办错了"}, undoes=done.matter))
    assert check(city, booklet.number).status == "cancelled"


def test_a_certificate_void_because_they_came_back_is_good_again_when_that_is_undone(town: Town) -> None:
    city = town.city
    gone = away(city, "李建国", {city.households["李"]: city.people["王秀英"]})
    [(certificate,)] = city.sql("select number from documents_paper where kind = 'certificate'")
    back = cases.withdraw(cases.Withdraw(gone.case, gone.version, "放弃迁移"), city.by())
    assert check(city, certificate).status == "cancelled"
    town.decided(town.opened("undo", {"reason": "本人没有放弃"}, entry=act_of(town, back.case)))
    found = check(city, certificate)
    assert (found.status, found.good) == ("issued", True)
    assert check(city, certificate, date(2026, 12, 1)).status == "expired"
    assert city.sql(
        "select count(*) from migration_certificate where number = %s and void_entry is null", [certificate]
    ) == [(1,)]


def test_what_was_handed_in_stays_so_and_the_household_is_due_a_new_one(town: Town) -> None:
    """The village's own act replaced its booklet; the undoing, by another office, voids the new one."""
    city = town.city
    first = hand_out.booklet(city.households["赵"], hand(city))
    village = Town(city, "village")
    changed = village.carried(
        "change_items",
        {"item": "occupation", "occupation": "教师", "effective": "2026-08-01", "evidence": "本人申请"},
        person="赵大山",
    )
    assert check(city, first.number).status == "replaced"
    [(second,)] = city.sql(
        "select number from documents_paper where kind = 'booklet' and case_number = %s", [changed.matter]
    )
    values = {"mover": city.numbers["赵大山"], "along": "alone", "into": "new", "address": 20,
              "dwelling": "owned", "title": "产权证1", "apart_ground": "另有住处"}  # fmt: skip
    town.carried("move_within", values)
    entry = town.row(changed.matter, "act_entry")
    town_undo = town.opened("undo", {"reason": "录错了"}, entry=entry)
    town.decided(town_undo)
    assert [check(city, number).status for number in (first.number, second)] == ["replaced", "cancelled"]
    [one] = due_at(VILLAGE_STATION)
    assert (one.household, one.number, one.status) == (city.households["赵"], second, "cancelled")


def test_the_database_takes_a_void_paper_back_by_its_undoing_alone(town: Town) -> None:
    import psycopg

    city = town.city
    booklet = hand_out.booklet(city.households["张"], hand(city, TOWN_STATION))
    town.carried("move_within", moving(town, "张丽华"))
    with psycopg.connect(city.owner_url) as owner:
        row = owner.execute(
            "insert into ledger_entry (office, act, offices, body) values (2, 'test', '{2}', '{}')"
            " returning entry"
        ).fetchone()
        assert row is not None
        with pytest.raises(psycopg.errors.CheckViolation, match="does not become issued"):
            owner.execute(
                "update documents_paper set status = 'issued', status_entry = %s where number = %s",
                [row[0], booklet.number],
            )


def test_whom_the_night_restores_the_household_is_told_of(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from huji.cases.tasks import close
    from huji.register import acts as register

    home, day = city.households["赵"], date(2026, 12, 15)
    by = Acting(city.officers["village"], VILLAGE_STATION, ON, "测试")
    register.move_out(register.MoveOut((city.people["赵大山"],), ON, "迁1", "大连市"), by)
    booklet = hand_out.booklet(home, hand(city))
    monkeypatch.setattr(settings, "NIGHTLY_AS", "supervise")
    monkeypatch.setattr(settings, "NIGHTLY_INQUIRY", "全省人口信息系统查询")
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: day)
    close(timestamp=0)
    assert city.where("赵大山")[:2] == ("registered", home)
    [one] = due_at(VILLAGE_STATION)
    assert (one.household, one.number) == (home, booklet.number)
    assert one.since.act == "restore_lapsed"
