"""What was entered wrongly is put back by a matter of its own."""

import pytest
from django.db import IntegrityError, connection, transaction
from tests.matters.test_procedure import birth
from tests.matters.town import Town

from huji import ledger
from huji.matters import acts, queries
from huji.matters.values import Level, State
from huji.runtime.db import set_area, writing
from huji.standards import Refused


def test_a_birth_is_undone_by_two_officers_and_its_papers_fall_void(town: Town) -> None:
    born = town.carried("birth", birth(town), household=town.city.households["李"])
    done = town.opened("undo", {"reason": "重复登记"}, undoes=born.matter)
    assert town.row(done.matter, "level") == Level.STATION
    done = town.decided(done)
    assert (done.state, town.state(born)) == (State.DONE, State.UNDONE)
    kinds = town.city.sql(
        "select kind, status from documents_paper where case_number = %s order by number", [born.matter]
    )
    assert {status for _, status in kinds} == {"cancelled"}
    [(kind, cause)] = town.city.sql(
        "select kind::text, cause from standing s join particulars p using (person)"
        " where p.name = '李小明' and upper_inf(s.known)"
    )
    assert (kind, cause) == ("ended", "void")


def test_what_an_undo_would_take_back_is_told_by_name(town: Town) -> None:
    born = town.carried("birth", birth(town), household=town.city.households["李"])
    undo = town.opened("undo", {"reason": "重复登记"}, undoes=born.matter)
    set_area("*")
    seen = queries.foresee_matter(town.by().officer, undo.matter, town.on)
    assert seen.sentence is not None
    assert "李小明" in seen.sentence.zh
    assert seen.changes
    assert {one.who for one in seen.changes} <= {"李小明", f"{town.city.households['李']:09}"}


def test_what_three_hands_decided_is_undone_by_three(town: Town) -> None:
    born = town.carried(
        "birth",
        birth(town, ground="without", evidence="亲子鉴定意见书"),
        household=town.city.households["李"],
    )
    done = town.opened("undo", {"reason": "亲子鉴定系伪造"}, undoes=born.matter)
    assert town.row(done.matter, "level") == Level.COUNTY
    assert town.decided(done).state is State.DONE


def test_only_what_is_done_can_be_undone_and_only_once(town: Town) -> None:
    draft = town.opened("birth", birth(town), household=town.city.households["李"])
    with pytest.raises(Refused) as refused:
        town.opened("undo", {"reason": "办错了"}, undoes=draft.matter)
    assert refused.value.code == "matter.not_done"
    born = town.decided(draft)
    town.opened("undo", {"reason": "办错了"}, undoes=born.matter)
    with pytest.raises(Refused) as refused:
        town.opened("undo", {"reason": "办错了"}, undoes=born.matter)
    assert refused.value.code == "matter.undoing_already"


def test_what_later_acts_build_on_is_not_undone(town: Town) -> None:
    born = town.carried("birth", birth(town), household=town.city.households["李"])
    [child] = [row[0] for row in town.city.sql("select person from particulars where name = '李小明'")]
    town.city.people["李小明"] = child
    town.carried("death", {"reported": "family", "died": "2026-09-01", "proof": "medical"}, person="李小明")
    done = town.opened("undo", {"reason": "办错了"}, undoes=born.matter)
    with pytest.raises(Refused) as refused:
        town.decided(done)
    assert refused.value.code.startswith("register.")
    assert town.state(born) is State.DONE


def test_no_other_business_undoes_one(town: Town) -> None:
    """One officer alone would void the papers of what three decided, and leave the register as it is."""
    born = town.carried(
        "birth",
        birth(town, ground="without", evidence="亲子鉴定意见书"),
        household=town.city.households["李"],
    )
    with pytest.raises(Refused) as refused:
        town.opened("birth", birth(town), household=town.city.households["李"], undoes=born.matter)
    assert refused.value.code == "matter.not_an_undoing"
    with pytest.raises(Refused) as refused:
        town.opened("undo", {"reason": "办错了"})
    assert refused.value.code == "matter.not_an_undoing"
    assert town.state(born) is State.DONE


def test_the_database_lets_nothing_be_undone_without_its_undoing(town: Town) -> None:
    born = town.carried("birth", birth(town), household=town.city.households["李"])
    with pytest.raises(IntegrityError, match="matter_undoing"), writing(), connection.cursor() as cursor:
        cursor.execute(
            "insert into matter (number, kind, office, level, heading, reporter, asked, opened, undoes)"
            " values ('M2026-001-99999', 'marry', 1, 'spot', '', '{}', '{}', '2026-11-20', %s)",
            [born.matter],
        )
    step = (
        "insert into matter_step (matter, level, step, from_state, to_state, officer, role, office, day,"
        " note, entry)"
        " values (%s, 'spot', 'undo', 'done', 'undone', 1, 'counter', 2, '2026-11-20', '办错了', %s)"
    )
    with writing(), connection.cursor() as cursor:
        entry = ledger.write(2, "matter_undo", {})
        with pytest.raises(IntegrityError, match="undone by no other"), transaction.atomic():
            cursor.execute(step, [born.matter, entry])


def test_nothing_of_another_office_is_foreseen(town: Town) -> None:
    born = town.carried("birth", birth(town), household=town.city.households["李"])
    statement = acts.OpenMatter(kind="undo", values={"reason": "看看"}, undoes=born.matter)
    seen = queries.foresee(statement, town.city.officers["village"], town.on)
    assert (seen.refusal and seen.refusal.code, seen.persons) == ("matter.other_office", frozenset())
