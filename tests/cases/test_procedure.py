"""Every transition, and every forbidden one; what the database holds whatever a program tries."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from tests.cases.city import ON, City

from huji.cases import acts, procedure
from huji.cases.values import By, Done, Kind, State
from huji.facts.values import Given, SourceKind
from huji.officers.roles import Role
from huji.standards import Refused

WHO = {Role.COUNTER: "counter", Role.REVIEW: "review", Role.APPROVE: "approve", Role.SUPERVISE: "supervise"}


def statement(verb: str, done: Done) -> tuple[Callable[[Any, By], Done], Any]:
    """Return a verb with a plausible statement about a case."""
    a, key = acts, (done.case, done.version)
    statements: dict[str, Any] = {
        "amend_draft": a.AmendDraft(*key, None),
        "record_facts": a.RecordFacts(
            *key, (Given("x", "dwelling.lawful", True, SourceKind.ATTESTED, note="核实"),)
        ),
        "attach_evidence": a.AttachEvidence(*key, "x", "lease", "租约.pdf", b"%PDF-"),
        "accept": a.Accept(*key),
        "request_completion": a.RequestCompletion(*key, note="请补交租赁合同"),
        "receive_completion": a.ReceiveCompletion(*key),
        "reopen_completion": a.ReopenCompletion(*key, "初次告知有遗漏"),
        "send_to_review": a.SendToReview(*key),
        "review": a.Review(*key, "approve"),
        "approve": a.Approve(*key),
        "refuse": a.Refuse(*key, "材料不实，不予批准"),
        "withdraw": a.Withdraw(*key, "申请人撤回"),
        "execute": a.Execute(*key),
        "issue_move_in_permit": a.IssueMoveInPermit(*key),
        "present_certificate": a.PresentCertificate(*key, "1", "2", ON, ON),
        "issue_migration_certificate": a.IssueMigrationCertificate(*key),
        "confirm_arrival": a.ConfirmArrival(*key, "回执第一号", ON),
        "replace_paper": a.ReplacePaper(*key, "遗失，已声明作废"),
        "expire": a.Expire(*key),
    }
    return getattr(acts, verb), statements[verb]


def test_the_database_holds_the_procedure_as_the_code_has_it(city: City) -> None:
    table = set(city.sql("select kind, step, from_state, to_state from case_move"))
    assert table == {(kind.value, verb, old.value, new.value) for kind, verb, old, new in procedure.moves()}
    duties = set(city.sql("select step, role from case_duty"))
    assert duties == {(name, role.value) for name, verb in procedure.VERBS.items() for role in verb.roles}


def test_no_verb_acts_out_of_its_time(city: City) -> None:
    """The file is put into each state by its owner: what counts is that no verb moves it then."""
    done = city.accepted()
    for state in State:
        city.sql("update case_file set state = %s where number = %s", [state.value, done.case])
        for name, verb in procedure.VERBS.items():
            if name == "open_draft" or verb.to(Kind.WITHIN_CITY, state) is not None:
                continue
            act, said = statement(name, done)
            with pytest.raises(Refused) as refused:
                act(said, city.by(WHO[min(verb.roles)]))
            assert refused.value.code == "not_now", (state, name)
            assert refused.value.text.zh
            assert refused.value.text.en


def test_a_verb_is_refused_to_every_other_role(city: City) -> None:
    done = city.draft()
    for name, verb in procedure.VERBS.items():
        for role, officer in WHO.items():
            if name == "open_draft" or role in verb.roles:
                continue
            act, said = statement(name, done)
            with pytest.raises(Refused) as refused:
                act(said, city.by(officer))
            assert refused.value.code == "not_your_role", (name, role)


def test_a_dismissed_officer_acts_no_more(city: City) -> None:
    done = city.draft()
    city.sql("update officers_officer set is_active = false where username = 'counter'")
    with pytest.raises(Refused) as refused:
        acts.accept(acts.Accept(done.case, done.version), city.by())
    assert refused.value.code == "not_your_role"


def test_an_officer_of_another_station_does_not_even_learn_that_the_case_exists(city: City) -> None:
    done = city.draft()
    with pytest.raises(Refused) as refused:
        acts.accept(acts.Accept(done.case, done.version), city.by("village"))
    assert refused.value.code == "no_such_case"
    with pytest.raises(Refused) as other:
        acts.accept(acts.Accept("2026-002-99999", 1), city.by("village"))
    assert other.value.text.zh.replace("2026-002-99999", done.case) == refused.value.text.zh


def test_the_page_that_was_drawn_before_another_step_is_told_so(city: City) -> None:
    done = city.draft()
    city.told(done)
    with pytest.raises(Refused) as refused:
        acts.accept(acts.Accept(done.case, done.version), city.by())
    assert refused.value.code == "changed_meanwhile"


def writer(city: City) -> "psycopg.Connection[Any]":
    """A connection with the writer's role, as an intruder in the web process would have one."""
    connection = psycopg.connect(city.app_url, autocommit=True)
    connection.execute("set role huji_writer")
    return connection


def steal(
    city: City, done: Done, step: str, old: str, new: str, officer: str, role: str, **more: Any
) -> None:
    """Insert a step by bare SQL."""
    columns = {
        "case": done.case, "kind": "within_city", "step": step, "from_state": old, "to_state": new,
        "officer": city.officers[officer], "role": role, "office": 2, "day": ON, "entry": 10**9, **more,
    }  # fmt: skip
    names = ", ".join(f'"{name}"' for name in columns)
    with writer(city) as connection:
        connection.execute(
            f"insert into case_step ({names}) values ({', '.join(['%s'] * len(columns))})",
            list(columns.values()),
        )


def test_the_database_refuses_one_person_two_of_the_three_duties(city: City) -> None:
    done = city.in_review(city.accepted())
    with pytest.raises(psycopg.errors.ExclusionViolation, match="case_different_persons"):
        steal(
            city, done, "review", "in_review", "reviewed", "counter", "review",
            proposal="eligible", recommends="approve",
        )  # fmt: skip
    done = city.reviewed(done)
    for officer in ("counter", "review"):
        with pytest.raises(psycopg.errors.ExclusionViolation, match="case_different_persons"):
            steal(city, done, "approve", "reviewed", "approved", officer, "approve", proposal="eligible")
    assert city.state(done.case) == "reviewed"


def test_one_person_under_a_changed_role_is_still_one_person(city: City) -> None:
    done = city.in_review(city.accepted())
    city.sql("update officers_officer set role = 'review' where username = 'counter'")
    with pytest.raises(Refused) as refused:
        acts.review(acts.Review(done.case, done.version, "approve"), city.by("counter"))
    assert refused.value.code == "same_person"


def test_the_database_refuses_a_leap_over_the_review(city: City) -> None:
    done = city.accepted()
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        steal(city, done, "approve", "accepted", "approved", "approve", "approve", proposal="eligible")
    with pytest.raises(psycopg.errors.CheckViolation):  # the file does not stand where the step says
        steal(city, done, "approve", "reviewed", "approved", "approve", "approve", proposal="eligible")


def test_the_database_refuses_an_approval_on_another_proposal_than_the_cases_own(city: City) -> None:
    done = city.told(city.draft(), values={"employment.lawful_stable": True})
    done = acts.accept(acts.Accept(done.case, done.version), city.by())
    done = city.reviewed(city.in_review(done), note="材料尚缺，请审批人定")
    with pytest.raises(psycopg.errors.CheckViolation):
        steal(city, done, "approve", "reviewed", "approved", "approve", "approve", proposal="eligible")


ATTACKS = (
    "update case_file set state = 'approved'",
    "update case_file set version = 1",
    "update case_file set applicant_number = 'x'",
    "update case_step set officer = 1",
    "delete from case_step",
    "delete from case_file",
    "update case_kept set content = ''",
    "delete from case_receipt",
    "insert into case_move values ('within_city', 'accept', 'draft', 'approved')",
    "insert into case_file (number, kind, office, state, applicant_number, applicant_name, opened)"
    " values ('2026-002-99999', 'within_city', 2, 'approved', 'x', 'x', '2026-01-01')",
)


def test_the_application_cannot_go_round_its_steps(city: City) -> None:
    city.accepted()
    with writer(city) as connection:
        for attack in ATTACKS:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(attack.encode())


def test_facts_and_answer_are_closed_after_review(city: City) -> None:
    done = city.reviewed(city.in_review(city.accepted()))
    with writer(city) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("update case_file set proposal = 'ineligible' where number = %s", [done.case])
    with pytest.raises(Refused) as refused:
        city.told(done)
    assert refused.value.code == "not_now"


def test_the_day_of_acceptance_stays(city: City) -> None:
    done = city.accepted()
    with writer(city) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("update case_file set accepted = '2020-01-01' where number = %s", [done.case])


def test_who_comes_along_is_fixed_at_acceptance(city: City) -> None:
    done = city.accepted(city.companion("孙桂兰", "spouse"))
    with writer(city) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute('delete from case_person where "case" = %s', [done.case])


def test_a_second_application_is_not_accepted_while_one_is_under_way(city: City) -> None:
    city.accepted()
    other = city.told(city.draft())
    with pytest.raises(Refused) as refused:
        acts.accept(acts.Accept(other.case, other.version), city.by())
    assert refused.value.code == "another_case"
