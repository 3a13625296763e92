"""A case is decided by the law of the day of its acceptance, also where a policy is published meanwhile."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from tests.cases.city import CITY_ROUTE, ON, City
from tests.cases.conftest import Clerks

from huji.cases import acts
from huji.cases.replay import replay
from huji.cases.values import Done
from huji.counter.explain import explanation
from huji.policy.library import FOLDER
from huji.rulebook import acts as rulebook
from huji.rulebook import queries
from huji.rulebook.values import By
from huji.runtime.db import set_area

LATER = ON + timedelta(days=30)
LOWERED = (
    (FOLDER / "liaoning/panjin-2015.yaml")
    .read_text("utf-8")
    .replace(
        "when: {all: [lawful_stable_employment, lawful_stable_dwelling, insured_now]}",
        "when: {all: [lawful_stable_employment, lawful_stable_dwelling]}",
    )
)
UNINSURED = CITY_ROUTE | {"insurance.urban_participant": False}


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[None]:
    with override_settings(HUJI_HOME=tmp_path):
        yield


def publish(city: City, effective: date, on: date = ON) -> None:
    """Let Panjin drop the insurance from its article 五, from a day on."""
    city.sql(
        "insert into officers_officer (username, full_name, role, office, is_active,"
        " appointed_entry, password)"
        " values ('drafter', 'd', 'draft', 1, true, 0, '!'), ('publisher', 'p', 'publish', 1, true, 0, '!')"
    )
    ids = dict(city.sql("select username, id from officers_officer"))
    drafter, publisher = By(ids["drafter"], on), By(ids["publisher"], on)
    draft = rulebook.open_draft(rulebook.OpenDraft("放宽", LOWERED, None, "token-1234"), drafter)
    rulebook.submit(rulebook.Submit(draft, 1), drafter)
    rulebook.publish(rulebook.Publish(draft, 1, effective), publisher)


def answer(city: City, done: Done) -> dict[str, Any]:
    rows = city.sql("select convert_from(answer, 'UTF8') from case_file where number = %s", [done.case])
    return dict(json.loads(rows[0][0]))


def same_again(done: Done) -> bool:
    set_area("*")
    found = replay(done.case)
    assert found is not None
    return found.equal and found.kept == found.computed


def test_a_case_accepted_before_the_day_decides_by_the_old_version_and_one_after_by_the_new(
    city: City,
) -> None:
    before = city.accepted(values=UNINSURED)
    publish(city, LATER)
    assert answer(city, before)["outcome"] == "undetermined"
    city.sql("update case_file set state = 'withdrawn' where number = %s", [before.case])
    between = city.accepted(on=LATER - timedelta(days=1), values=UNINSURED)
    assert answer(city, between)["outcome"] == "undetermined"
    assert answer(city, between)["policy_digest"] == answer(city, before)["policy_digest"]
    city.sql("update case_file set state = 'withdrawn' where number = %s", [between.case])
    after = city.accepted(on=LATER, values=UNINSURED)
    said = answer(city, after)
    assert (said["outcome"], said["granted_by"]) == ("eligible", "city-employment-and-dwelling")
    assert said["policy_digest"] == queries.publications()[0].digest
    for done in (before, between, after):
        assert same_again(done), done
    route = next(one for one in explanation(said, {}).routes if one.id == said["granted_by"])
    assert len(route.tree) == 2, "the page explains it by the version that decided"


def test_a_case_accepted_in_the_morning_keeps_its_law_though_another_begins_that_day(city: City) -> None:
    morning = city.accepted(values=UNINSURED)
    publish(city, ON)
    told = acts.record_facts(
        acts.RecordFacts(morning.case, morning.version, city.given("赵铁柱", {"dwelling.lives_there": True})),
        city.by(),
    )
    assert answer(city, told)["outcome"] == "undetermined"
    assert same_again(told)
    draft = city.told(city.draft("李建国", officer="counter"), "李建国", UNINSURED)
    assert answer(city, draft)["outcome"] == "eligible", "a draft follows the law of the day"


def test_every_process_follows_a_publication_at_once(city: City, clerks: Clerks) -> None:
    """The officers' room was opened, and the case drafted, before the policy was published."""
    set_area("*")
    warm = city.told(city.draft(), values=UNINSURED)
    task = {
        "verb": "accept",
        "statement": f"acts.Accept({warm.case!r}, {warm.version})",
        "officer": city.officers["counter"],
        "token": "token-clerk-1",
        "on": str(LATER),
    }
    publish(city, LATER)
    (told,) = clerks(city, [task])
    assert told["state"] == "accepted", told
    assert answer(city, warm)["outcome"] == "eligible"
    assert same_again(warm)
