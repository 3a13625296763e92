"""A step and its act are done whole or not at all, and a form sent twice acts once: with real processes."""

from collections import Counter
from typing import Any

import pytest
from tests.cases.city import ON, City
from tests.cases.conftest import Clerks

from huji.cases import acts
from huji.cases.values import By, Done
from huji.register import acts as register
from huji.standards import Refused


def task(city: City, verb: str, statement: str, officer: str = "counter", **more: Any) -> dict[str, Any]:
    return {
        "verb": verb,
        "statement": statement,
        "officer": city.officers[officer],
        "token": "form-00000001",
        **more,
    }


def execution(city: City, done: Done) -> str:
    heir = f"{{{city.households['赵']}: {city.people['赵大山']}}}"
    return f"acts.Execute({done.case!r}, {done.version}, {heir})"


@pytest.mark.faults
def test_a_form_sent_six_times_at_once_acts_once(city: City, clerks: Clerks) -> None:
    done = city.approved(city.accepted())
    results = clerks(city, [task(city, "execute", execution(city, done))] * 6)
    assert Counter(result.get("repeated") for result in results) == {False: 1, True: 5}
    assert len({result["entry"] for result in results}) == 1
    assert len({tuple(result["papers"]) for result in results}) == 1
    assert city.sql("select count(*) from case_step where step = 'execute'") == [(1,)]


@pytest.mark.faults
def test_two_officers_forms_at_once_act_once_and_the_other_is_told(city: City, clerks: Clerks) -> None:
    done = city.approved(city.accepted())
    said = execution(city, done)
    results = clerks(city, [task(city, "execute", said, token=f"form-0000000{n}") for n in range(4)])
    assert Counter(result.get("refused", "done") for result in results) == {"done": 1, "changed_meanwhile": 3}


def test_a_form_sent_again_later_gives_the_same_result(city: City) -> None:
    done = city.draft()
    by = city.by(token="form-00000007")
    first = acts.accept(acts.Accept(done.case, done.version), by)
    city.in_review(first)
    again = acts.accept(acts.Accept(done.case, done.version), by)
    assert again.repeated
    assert (again.entry, again.version, again.papers) == (first.entry, first.version, first.papers)


def test_a_token_used_for_something_else_is_refused(city: City) -> None:
    done = city.draft()
    by = city.by(token="form-00000007")
    acts.accept(acts.Accept(done.case, done.version), by)
    with pytest.raises(Refused) as refused:
        acts.withdraw(acts.Withdraw(done.case, done.version, "申请人撤回"), by)
    assert refused.value.code == "token_reused"


@pytest.mark.parametrize("token", ["", "short", "x" * 101, "form-\x000001"])
def test_a_form_without_a_proper_token_is_refused_in_both_languages(city: City, token: str) -> None:
    done = city.draft()
    with pytest.raises(Refused) as refused:
        acts.accept(acts.Accept(done.case, done.version), By(city.officers["counter"], ON, token))
    assert refused.value.code == "no_token"
    assert refused.value.text.zh
    assert refused.value.text.en


def everything(city: City) -> list[Any]:
    """Return what a step may change: the case, its steps, the ledger, standings, papers and receipts."""
    return [
        city.sql("select state, version, household from case_file"),
        city.sql("select count(*) from case_step"),
        city.sql("select count(*) from ledger_entry"),
        city.sql("select person, valid::text, known::text, household from standing order by 1, 2, 3"),
        city.sql("select count(*) from documents_paper"),
        city.sql("select count(*) from case_receipt"),
    ]


def settled_backends(city: City) -> None:
    """Wait until the server has noticed that the killed process is gone."""
    deadline = 20_000
    while city.sql(
        "select count(*) from pg_stat_activity where datname = current_database() and usename = 'huji_app'"
        " and backend_type = 'client backend' and application_name <> 'keep' and xact_start is not null"
    ) != [(0,)]:
        deadline -= 1
        assert deadline, "a killed process still holds a transaction"


@pytest.mark.faults
@pytest.mark.parametrize(
    "moment",
    ["insert into case_step", "insert into case_receipt", "commit"],
)
def test_an_approval_killed_on_the_way_leaves_nothing(city: City, clerks: Clerks, moment: str) -> None:
    done = city.reviewed(city.in_review(city.accepted()))
    before = everything(city)
    said = task(city, "approve", f"acts.Approve({done.case!r}, {done.version})", "approve")
    assert clerks(city, [said | {"die_before": moment}]) == [{"killed": 9}]
    settled_backends(city)
    assert everything(city) == before
    (result,) = clerks(city, [said])
    assert result["state"] == "approved"
    assert result["repeated"] is False


@pytest.mark.faults
@pytest.mark.parametrize(
    "moment",
    ["register_act", "set constraints", "documents_paper", "insert into case_step", "commit"],
)
def test_an_execution_killed_on_the_way_leaves_nothing(city: City, clerks: Clerks, moment: str) -> None:
    done = city.approved(city.accepted())
    before = everything(city)
    said = task(city, "execute", execution(city, done))
    assert clerks(city, [said | {"die_before": moment}]) == [{"killed": 9}]
    settled_backends(city)
    assert everything(city) == before
    (result,) = clerks(city, [said])
    assert result["state"] == "settled"
    assert city.where("赵铁柱")[2] == "02"


def test_when_a_companion_is_on_the_way_elsewhere_meanwhile_nobody_moves(city: City) -> None:
    done = city.approved(city.accepted(city.companion("孙桂兰", "spouse")))
    leave = register.MoveOut((city.people["孙桂兰"],), ON, "盘迁9", "大连市")
    register.move_out(leave, register.Acting(1, 3, ON, "迁出"))
    before = everything(city)
    statement = acts.Execute(done.case, done.version, {city.households["赵"]: city.people["赵大山"]})
    with pytest.raises(Refused) as refused:
        acts.execute(statement, city.by())
    assert refused.value.code == "register.in_transit"
    assert everything(city) == before


def test_a_dead_companion_is_refused_when_the_draft_is_opened(city: City) -> None:
    by = register.Acting(1, 3, ON, "死亡医学证明")
    register.death(register.Death(city.people["孙桂兰"], ON, "死亡医学证明"), by)
    with pytest.raises(Refused) as refused:
        city.draft("赵铁柱", city.companion("孙桂兰", "spouse"))
    assert refused.value.code == "dead"
    assert city.sql("select count(*) from case_file") == [(0,)]
