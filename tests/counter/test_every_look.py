"""Whatever page names a person: a line of the access log was there before, with the chosen purpose."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.city import City

SignIn = Callable[..., Client]

OF_A_CASE = ("case", "application", "facts", "evidence", "decision", "withdraw", "request_completion")


def lines(city: City) -> list[tuple[int, int, str, list[int]]]:
    return city.sql("select id, who::int, purpose::text, persons from access_line order by id")


def looked_at(city: City, client: Client, officer: str, address: str) -> tuple[set[str], set[str]]:
    """Return who is named on the page, by name or number, and who of them without a line that it left."""
    before = len(lines(city))
    page = client.get(address).content.decode()
    looked = {
        person
        for _, who, _, persons in lines(city)[before:]
        if who == city.officers[officer]
        for person in persons
    }
    named = {name for name in city.people if name in page or city.numbers[name] in page}
    return named, {name for name in named if city.people[name] not in looked}


@pytest.mark.parametrize("officer", ["counter", "review", "approve", "supervise"])
def test_every_page_of_a_case_and_the_queue_leave_lines(city: City, sign_in: SignIn, officer: str) -> None:
    case, client = city.accepted().case, sign_in(officer)
    addresses = [reverse(f"counter:{name}", args=[case]) for name in OF_A_CASE]
    addresses += [reverse("counter:queue"), reverse("counter:queue") + "?show=all"]
    found = {one: looked_at(city, client, officer, one) for one in addresses}
    assert {one: missed for one, (_, missed) in found.items() if missed} == {}
    assert any(named for named, _ in found.values())


@pytest.mark.parametrize("purpose", ["answer_person", "correct"])
def test_every_person_and_household_leaves_lines_of_the_purpose_chosen(
    city: City, sign_in: SignIn, purpose: str
) -> None:
    city.accepted()
    client = sign_in("counter")
    households = [one for (one,) in city.sql("select id from household")]
    addresses = [reverse("counter:person", args=[one]) for one in city.people.values()]
    addresses += [reverse("counter:household", args=[one]) for one in households]
    before = len(lines(city))
    found = {one: looked_at(city, client, "counter", f"{one}?purpose={purpose}") for one in addresses}
    assert {one: missed for one, (_, missed) in found.items() if missed} == {}
    assert any(named for named, _ in found.values())
    assert {told for _, _, told, _ in lines(city)[before:]} == {purpose}
