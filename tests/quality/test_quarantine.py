"""What could not be taken over is worked through by two officers, or put aside, and the counts go down."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from tests.conftest import Database
from tests.quality.conversion_source import convert, old_register

from huji import ledger
from huji.counter.forms.quarantine import begun
from huji.ledger.access import Purpose
from huji.officers.acts import Appoint, appoint
from huji.officers.models import Officer
from huji.officers.roles import Role
from huji.quality.quarantine import acts, queries
from huji.quality.quarantine.guessing import guess
from huji.quality.quarantine.values import Proposal, State
from huji.register.acts.values import Done
from huji.runtime.db import set_area, writing
from huji.standards import Refused, citizen_number, code_tables

TODAY = date(2026, 11, 20)


@pytest.fixture
def converted(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection]:
    monkeypatch.setenv("DATABASE_OWNER_URL", database.owner_url)
    convert(old_register(tmp_path, 600, 0.2))
    set_area("*")
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        yield owner


@pytest.fixture
def officers(converted: psycopg.Connection) -> list[Officer]:
    found = queries.held(1, wrong_digit(converted))
    assert found is not None
    office = found.office
    names = [("shou", Role.COUNTER), ("shen", Role.REVIEW)]
    ids = [appoint(Appoint(name, name, role, office, "Long-enough-1"), "test") for name, role in names]
    return [Officer.objects.get(pk=one) for one in ids]


def wrong_digit(converted: psycopg.Connection) -> int:
    """A row that is faulty by its check digit alone, and whose household was taken over."""
    row = converted.execute(
        "select q.row from quarantine_row q join conversion_household h on h.number = q.old_household"
        " where q.reasons = '{number_check_digit}' order by 1 limit 1"
    ).fetchone()
    assert row
    return int(row[0])


def corrected(row: int) -> Proposal:
    found = queries.held(1, row)
    assert found is not None
    was = found.understood
    seventeen = was["number"][:17]
    relation = next(c.code for c in code_tables.RELATION if c.label.zh == was["relation"])
    born = date.fromisoformat(was["born"])
    return Proposal(
        name=was["name"],
        sex="1" if was["sex"] == "男" else "2",
        ethnic=next(c.code for c in code_tables.ETHNIC if c.label.zh == was["ethnic"]),
        born=born,
        number=seventeen + citizen_number.check_digit(seventeen),
        relation=relation,
        since=TODAY,
        household=queries.household_of(found.old_household),
    )


def register(row: int, officer: Officer) -> Done:
    return acts.register(1, row, stamp(row), acts.By(officer.pk, TODAY))


def stamp(row: int) -> str:
    found = queries.held(1, row)
    assert found is not None
    return found.stamp


def test_a_row_is_registered_by_two_officers(converted: psycopg.Connection, officers: list[Officer]) -> None:
    row = wrong_digit(converted)
    left = queries.counts().left
    acts.propose(1, row, corrected(row), acts.By(officers[1].pk, TODAY))
    with pytest.raises(Refused, match="does not review it"):
        register(row, officers[1])
    acts.propose(1, row, corrected(row), acts.By(officers[0].pk, TODAY))
    assert queries.counts().left == left
    done = register(row, officers[1])
    found = queries.held(1, row)
    assert found is not None
    assert (found.state, found.person, found.entry) == (State.REGISTERED, done.persons[0], done.entry)
    assert queries.counts().left == left - 1
    standing = converted.execute(
        "select kind, household from standing where person = %s and upper_inf(valid)", [found.person]
    ).fetchone()
    assert standing == ("registered", done.household)
    kept = converted.execute("select kind from archive_old_kind where person = %s", [found.person]).fetchone()
    assert kept is not None


def test_the_database_refuses_one_officer_alone(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    acts.propose(1, row, corrected(row), acts.By(officers[0].pk, TODAY))
    with pytest.raises(psycopg.errors.CheckViolation):
        converted.execute(
            "update quarantine_row set state = 'registered', person = 1, entry = 1, decided_by = proposed_by"
            " where row = %s",
            [row],
        )


def test_a_proposal_the_law_refuses_changes_nothing(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    taken = converted.execute("select number from citizen_number order by 1 limit 1").fetchone()
    assert taken
    with pytest.raises(Refused):
        acts.propose(1, row, replace(corrected(row), number=taken[0]), acts.By(officers[0].pk, TODAY))
    found = queries.held(1, row)
    assert found is not None
    assert found.state is State.OPEN
    assert not converted.execute("select 1 from ledger_entry where act like '%%taking_over'").fetchone()


def test_a_proposal_is_reviewed_by_those_whose_work_that_is(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row, proposer = wrong_digit(converted), officers[0]
    other = appoint(Appoint("li", "li", Role.COUNTER, proposer.office, "Long-enough-1"), "test")
    acts.propose(1, row, corrected(row), acts.By(proposer.pk, TODAY))
    for step in (
        lambda: acts.register(1, row, stamp(row), acts.By(other, TODAY)),
        lambda: acts.send_back(1, row, stamp(row), "不符", acts.By(other, TODAY)),
        lambda: acts.set_aside(1, row, "查无此人", acts.By(999_999, TODAY)),
    ):
        with pytest.raises(Refused) as refused:
            step()
        assert refused.value.code == "not_your_role"


def test_a_proposal_is_sent_back_with_the_reason(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    acts.propose(1, row, corrected(row), acts.By(officers[0].pk, TODAY))
    acts.send_back(1, row, stamp(row), "号码是别人的", acts.By(officers[1].pk, TODAY))
    again = queries.held(1, row)
    assert again is not None
    assert (again.state, again.reason) == (State.OPEN, "号码是别人的")


def test_a_row_is_put_aside_with_a_reason_and_taken_up_again(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row, by = wrong_digit(converted), acts.By(officers[0].pk, TODAY)
    with pytest.raises(Refused, match="Say why"):
        acts.set_aside(1, row, " ", by)
    left = queries.counts().left
    acts.set_aside(1, row, "查无此人", by)
    assert queries.counts().left == left - 1
    acts.take_up(1, row, by)
    assert queries.counts().left == left
    entered = converted.execute(
        "select act from ledger_entry where act in ('set_row_aside', 'take_row_up') order by entry"
    ).fetchall()
    assert entered == [("set_row_aside",), ("take_row_up",)]


def test_what_was_proposed_anew_is_not_registered_unread(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    """Who proposed could otherwise put another person under the reviewer's hand."""
    row, said = wrong_digit(converted), corrected(wrong_digit(converted))
    acts.propose(1, row, said, acts.By(officers[0].pk, TODAY))
    read, reviewer = stamp(row), browser(officers[1])
    acts.propose(1, row, replace(said, name="王换名"), acts.By(officers[0].pk, TODAY))
    with pytest.raises(Refused, match="changed after you looked"):
        acts.register(1, row, read, acts.By(officers[1].pk, TODAY))
    with pytest.raises(Refused, match="changed after you looked"):
        acts.send_back(1, row, read, "不符", acts.By(officers[1].pk, TODAY))
    reviewer.post(f"/counter/quarantine/1/{row}/work/", {"step": "register", "read": read})
    reviewer.post(f"/counter/quarantine/1/{row}/work/", {"step": "register"})
    assert converted.execute("select state from quarantine_row where row = %s", [row]).fetchone() == (
        "proposed",
    )


def test_the_writer_registers_a_row_as_proposed_and_by_its_own_act(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    acts.propose(1, row, corrected(row), acts.By(officers[0].pk, TODAY))
    for proposed_by, said in ((officers[0].pk, "by its own act"), (77, "as it was proposed")):
        with writing(), connection.cursor() as cursor:
            entry = ledger.write(1, "take_over", {})
            with pytest.raises(IntegrityError, match=said), transaction.atomic():
                cursor.execute(
                    "update quarantine_row set state = 'registered', person = 1, entry = %s,"
                    " proposed_by = %s, decided_by = 78 where row = %s",
                    [entry, proposed_by, row],
                )


def test_the_auditor_reads_all_of_a_row_but_its_bytes(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    may = "select has_column_privilege('huji_auditor', 'quarantine_row', %s, 'select')"
    assert [converted.execute(may, [name]).fetchone() for name in ("understood", "original")] == [
        (True,),
        (False,),
    ]


def test_rows_are_found_by_number_name_and_reason(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    found = queries.held(1, row)
    assert found is not None
    for key in (found.number, found.name, found.old_household):
        shown = queries.rows(officers[0], Purpose.CORRECT, state=State.OPEN, key=key)
        assert row in {one.row for one in shown}
    some = queries.rows(officers[0], Purpose.CORRECT, state=State.OPEN, reason="number_check_digit")
    assert some
    assert all("number_check_digit" in one.reasons for one in some)


def test_another_office_sees_nothing_and_every_look_leaves_a_line(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    assert queries.original(1, row, officers[0], Purpose.CORRECT)
    line = converted.execute("select who, what from access_line order by id desc limit 1").fetchone()
    assert line == (officers[0].pk, f"quarantine row {row}, original")
    set_area([999_999])
    assert queries.rows(officers[0], Purpose.CORRECT, state=State.OPEN) == []
    assert queries.original(1, row, officers[0], Purpose.CORRECT) is None
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("select original from quarantine_row")


def browser(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_pages_lead_from_the_list_to_a_registration(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    found, said = queries.held(1, row), corrected(row)
    assert found is not None
    counter, reviewer = browser(officers[0]), browser(officers[1])
    page = counter.get("/counter/quarantine/?reason=number_check_digit").content.decode()
    assert f"/counter/quarantine/1/{row}/" in page
    assert found.name not in counter.get("/counter/").content.decode()
    one = counter.get(f"/counter/quarantine/1/{row}/").content.decode()
    assert found.number in one
    filled = {
        "step": "propose", "name": said.name, "sex": said.sex, "ethnic": said.ethnic, "born": str(said.born),
        "number": said.number, "relation": said.relation, "household": f"{said.household:09}",
        "since": str(timezone.localdate()), "note": "", "marital": "90", "education": "90",
        "household_type": "family",
    }  # fmt: skip
    at = f"/counter/quarantine/1/{row}/work/"
    faulty = counter.post(at, filled | {"number": found.number}).content.decode()
    assert "校验码" in faulty
    assert counter.post(at, filled).status_code == 302
    assert counter.post(at, {"step": "register"}).status_code == 302  # not open to the counter
    set_area("*")
    state = queries.held(1, row)
    assert state is not None
    assert state.state is State.PROPOSED
    assert "提出的更正" in reviewer.get(f"/counter/quarantine/1/{row}/").content.decode()
    reviewer.post(at, {"step": "register", "read": state.stamp})
    set_area("*")
    done = queries.held(1, row)
    assert done is not None
    assert done.state is State.REGISTERED
    found_by_name = counter.post("/counter/quarantine/?state=registered", {"key": said.name})
    assert f"/counter/quarantine/1/{row}/" in found_by_name.content.decode()


def test_who_only_supervises_reads_and_works_nothing(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row, office = wrong_digit(converted), officers[0].office
    pk = appoint(Appoint("du", "督", Role.SUPERVISE, office, "Long-enough-1"), "test")
    supervisor = browser(Officer.objects.get(pk=pk))
    assert supervisor.get(f"/counter/quarantine/1/{row}/").status_code in (200, 404)
    assert supervisor.post(f"/counter/quarantine/1/{row}/work/", {"step": "set_aside"}).status_code == 403


def test_every_item_understood_is_registered_and_the_parent_tied(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    said = corrected(row)
    mother = converted.execute(
        "select n.number from citizen_number n join person p on p.id = n.person"
        " join particulars i on i.person = p.id where i.sex = '2' and p.born < %s order by 1 limit 1",
        [said.born],
    ).fetchone()
    assert mother
    items = {
        "marital": "20", "education": "21", "birthplace": "盘锦", "native_place": "山东", "military": "退役",
        "occupation": "教师", "workplace": "一中", "height_cm": 171, "blood_type": "A",
        "former_name": "李旧名",
        "arrived_city": "1990 工作 沈阳", "arrived_address": "1991 沈阳", "born_at": "08:30",
    }  # fmt: skip
    said = replace(said, mother=mother[0], spouse=mother[0][:17] + "?", **items)  # type: ignore[arg-type]
    acts.propose(1, row, said, acts.By(officers[0].pk, TODAY))
    done = register(row, officers[1])
    kept = converted.execute(
        f"select {', '.join(items)} from particulars where person = %s", [done.persons[0]]
    ).fetchone()
    assert kept == tuple(items.values())
    tie = converted.execute(
        "select k.kind, n.number from kinship k join citizen_number n on n.person = k.relative"
        " where k.person = %s",
        [done.persons[0]],
    ).fetchall()
    assert tie == [("parent", mother[0])]
    body = ledger_body(converted, done.entry)
    assert body["results"]["flags"] == ["relative_unknown"]


def ledger_body(owner: psycopg.Connection, entry: int) -> dict[str, Any]:
    found = owner.execute("select body from ledger_entry where entry = %s", [entry]).fetchone()
    assert found
    body: dict[str, Any] = json.loads(bytes(found[0]))
    return body


def test_a_couple_from_the_quarantine_is_tied_when_both_name_each_other(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    rows = [
        one
        for (one,) in converted.execute(
            "select q.row from quarantine_row q join conversion_household h on h.number = q.old_household"
            " where q.reasons = '{number_check_digit}' order by 1 limit 2"
        ).fetchall()
    ]
    # They come into one household, to whose head neither need be what the old one said.
    first, second = (replace(corrected(row), relation="97") for row in rows)
    by = acts.By(officers[0].pk, TODAY)
    converted.execute(
        "update quarantine_row set office = %s where row = any (%s)", [officers[0].office, rows]
    )
    home = replace(first, spouse=second.number)
    acts.propose(1, rows[0], home, by)
    one = register(rows[0], officers[1])
    acts.propose(1, rows[1], replace(second, spouse=first.number, household=home.household), by)
    two = register(rows[1], officers[1])
    pairs = converted.execute(
        "select person, relative from kinship where kind = 'spouse' order by 1"
    ).fetchall()
    assert {(one.persons[0], two.persons[0]), (two.persons[0], one.persons[0])} <= set(pairs)


def test_a_row_is_registered_on_its_true_day_though_the_address_was_entered_later(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    said = corrected(row)
    assert said.household
    grown = converted.execute(
        "select a.address, a.office, p.since from household_address a"
        " join places_address p on p.id = a.address"
        " where a.household = %s",
        [said.household],
    ).fetchone()
    assert grown
    address, _, since = grown
    seventeen = "99010119700101" + "011"
    born = date(1970, 1, 1)
    true_day = date(1995, 5, 5)
    assert true_day < since
    alone = replace(
        said, household=None, address=address, relation="02", since=true_day, sex="1", born=born,
        number=seventeen + citizen_number.check_digit(seventeen),
    )  # fmt: skip
    acts.propose(1, row, alone, acts.By(officers[0].pk, TODAY))
    done = register(row, officers[1])
    stood = converted.execute(
        "select lower(valid) from standing where person = %s and kind = 'registered'", [done.persons[0]]
    ).fetchone()
    assert stood == (true_day,)
    assert ledger_body(converted, done.entry)["results"]["flags"] == ["address_entered_later"]


def test_a_member_here_before_the_head_is_counted_since_the_head(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    said = corrected(row)
    first = converted.execute(
        "select min(lower(valid)) from household_address where household = %s", [said.household]
    ).fetchone()
    assert first
    said = replace(said, since=said.born, relation="97") if said.born < first[0] else said
    acts.propose(1, row, said, acts.By(officers[0].pk, TODAY))
    done = register(row, officers[1])
    stood = converted.execute(
        "select lower(valid) from standing where person = %s and kind = 'registered'", [done.persons[0]]
    ).fetchone()
    assert stood == (max(said.since, first[0]),)


def test_the_form_is_filled_in_with_all_that_was_understood_and_keeps_a_proposal(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    found = queries.held(1, row)
    assert found is not None
    was = {
        **found.understood, "marital": "已婚", "education": "大学本科", "height": "171", "blood_type": "A",
        "birthplace": "盘锦", "arrived": "1990-03-04", "arrived_from": "沈阳", "father": "990101195001010018",
    }  # fmt: skip
    begins = begun(replace(found, understood=was), None, {})
    assert begins["marital"] == "20"
    assert (begins["height_cm"], begins["blood_type"], begins["birthplace"]) == (171, "A", "盘锦")
    assert (begins["since"], begins["arrived_address"]) == ("1990-03-04", "1990-03-04 沈阳")
    assert begins["father"] == "990101195001010018"
    address = converted.execute("select id from places_address order by 1 limit 1").fetchone()
    assert address
    again = replace(corrected(row), household=None, address=address[0])
    assert begun(replace(found, proposal=again), None, {})["address"]


def test_what_cannot_be_is_told_to_the_proposer_beside_the_field(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    row = wrong_digit(converted)
    said = corrected(row)
    filled = {
        "step": "propose", "name": said.name, "sex": said.sex, "ethnic": said.ethnic, "born": str(said.born),
        "number": said.number, "relation": said.relation, "household": f"{said.household:09}",
        "since": str(said.born - timedelta(days=1)), "marital": "90", "education": "90",
        "household_type": "family",
    }  # fmt: skip
    page = browser(officers[0]).post(f"/counter/quarantine/1/{row}/work/", filled)
    assert "id_since-error" in page.content.decode() or "#id_since" in page.content.decode()
    set_area("*")
    found = queries.held(1, row)
    assert found is not None
    assert found.state is State.OPEN


def test_a_line_with_a_field_too_many_is_split_as_a_guess() -> None:
    columns = ["household", "relation", "name", "number", "sex", "old_kind"]
    number = "990101197001010116"
    line = f"000001,户主,王一,多,{number},男,农业".encode("gb18030")
    assert guess(line, columns) == {
        "household": "000001", "relation": "户主", "name": "王一", "number": number, "sex": "男",
    }  # fmt: skip
    assert guess(b"", columns) == {}


def test_empty_lines_are_put_aside_together_with_one_reason(
    converted: psycopg.Connection, officers: list[Officer]
) -> None:
    converted.execute(
        "update quarantine_row set reasons = '{empty_line}', office = %s"
        " where row in (select row from quarantine_row order by row limit 3)",
        [officers[0].office],
    )
    counter = browser(officers[0])
    assert "搁置全部空行" in counter.get("/counter/quarantine/").content.decode()
    counter.post("/counter/quarantine/empty/", {"reason": ""})
    aside = "select count(*) from quarantine_row where state = 'set_aside'"
    assert converted.execute(aside).fetchone() == (0,)
    counter.post("/counter/quarantine/empty/", {"reason": "空行"})
    mine = "select count(*) from quarantine_row where reasons = '{empty_line}' and office = %s"
    assert (
        converted.execute(aside).fetchone()
        == converted.execute(mine, [officers[0].office]).fetchone()
        != (0,)
    )
