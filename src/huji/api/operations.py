"""The questions a program may ask. A citizen number is sent in a body, never in an address that logs keep."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from django.conf import settings
from ninja import Query, Router, Schema
from pydantic import Field

from huji.api import answers
from huji.api.entrance import Asking
from huji.api.problems import NOT_FOUND, Problem
from huji.register import queries
from huji.register.histories import Entry
from huji.register.queries import AsOf, Seen
from huji.standards import Text, citizen_number

router = Router()
LARGEST_ID = 2**63 - 1
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
SEEN = "接口查询 api"


class Times(Schema):
    """The two times: a day, and an entry of the ledger or an instant with its zone; left out: now."""

    valid_on: date | None = None
    known_at: Annotated[str, Field(max_length=40)] | None = None


class Number(Times):
    """A citizen number, and the two times."""

    number: Annotated[str, Field(min_length=15, max_length=18)]


@router.get("/persons/{int:person}", response=answers.PersonAnswer, summary="A person, as of two times")
def person(request: Asking, person: Id, times: Query[Times]) -> answers.PersonAnswer:
    return _person(person, _then(times, _seen(request, person)))


@router.post("/persons/by-number", response=answers.PersonAnswer, summary="A person by citizen number")
def person_by_number(request: Asking, asked: Number) -> answers.PersonAnswer:
    then = _then(asked, request.auth)
    found = queries.search_by_number(_number(asked.number), request.auth).found
    if not found:
        raise NOT_FOUND
    return _person(found[0].person, then)


@router.get(
    "/persons/{int:person}/kin", response=answers.KinAnswer, summary="Relatives within three generations"
)
def kin(request: Asking, person: Id, times: Query[Times]) -> answers.KinAnswer:
    then = _then(times, _seen(request, person))
    if then.person(person) is None:
        raise NOT_FOUND
    return answers.KinAnswer(
        as_of=answers.Point.of(then), kin=[answers.Relative.from_orm(one) for one in then.kin(person)]
    )


@router.get(
    "/persons/{int:person}/history", response=answers.HistoryAnswer, summary="Everything ever held of one"
)
def history(request: Asking, person: Id) -> answers.HistoryAnswer:
    seen = _seen(request, person)
    items, standings = queries.items_history(person, seen), queries.standings_history(person, seen)
    ties = queries.ties_history(person, seen)
    if not standings:
        raise NOT_FOUND
    return answers.HistoryAnswer(
        items=[
            answers.ItemBelief(
                item=one.item, value=one.value, since=one.since, until=one.until,
                made=one.made.number, superseded=_number_of(one.superseded),
            )
            for one in items
        ],
        standings=[
            answers.StandingBelief(
                standing=answers.Standing.from_orm(one.standing),
                made=one.made.number, superseded=_number_of(one.superseded),
            )
            for one in standings
        ],
        ties=[
            answers.TieBelief(
                other=one.other, relation=str(one.relation), since=one.since, until=one.until,
                made=one.made.number, superseded=_number_of(one.superseded),
            )
            for one in ties
        ],
        entries=[
            answers.Entry.from_orm(entry)
            for entry in answers.HistoryAnswer.entries_of([*items, *standings, *ties])
        ],
    )  # fmt: skip


@router.get(
    "/households/{int:household}", response=answers.HouseholdAnswer, summary="A household, as of two times"
)
def household(request: Asking, household: Id, times: Query[Times]) -> answers.HouseholdAnswer:
    then = _then(times, request.auth)
    found = then.household(household)
    if found is None:
        raise NOT_FOUND
    return answers.HouseholdAnswer(
        as_of=answers.Point.of(then), household=answers.Household.of(found, queries.MEMBERS_SHOWN)
    )


@router.get("/addresses/{int:address}", response=answers.AddressAnswer, summary="An address, as of two times")
def address(request: Asking, address: Id, times: Query[Times]) -> answers.AddressAnswer:
    then = _then(times, request.auth)
    found = then.address(address) if address < 2**31 else None
    if found is None:
        raise NOT_FOUND
    return answers.AddressAnswer(as_of=answers.Point.of(then), address=answers.Address.of(found))


class Sought(Schema):
    """What is sought: a citizen number, exactly."""

    number: Annotated[str, Field(min_length=15, max_length=18)]


@router.post("/search", response=answers.SearchAnswer, summary="Search by citizen number")
def search(request: Asking, sought: Sought) -> answers.SearchAnswer:
    number = _number(sought.number)
    found = queries.search_by_number(number, request.auth).found
    elsewhere = None if found else queries.whereabouts(number, request.auth)
    return answers.SearchAnswer(
        found=[answers.Hit.from_orm(hit) for hit in found],
        elsewhere=answers.Elsewhere.from_orm(elsewhere) if elsewhere else None,
    )


def _number_of(entry: Entry | None) -> int | None:
    return entry.number if entry else None


def _seen(request: Asking, person: int) -> Seen:
    return queries.gate(request.auth, [person], SEEN)


def _person(who: int, then: AsOf) -> answers.PersonAnswer:
    found = then.person(who)
    if found is None:
        raise NOT_FOUND
    return answers.PersonAnswer(as_of=answers.Point.of(then), person=answers.Person.from_orm(found))


def _then(times: Times, by: queries.Reader | Seen) -> AsOf:
    """Return the register at the point asked for; refuse what cannot be read, and an entry never made."""
    at = times.known_at
    if at is None:
        return queries.as_of(times.valid_on, None, by)
    if re.fullmatch(r"[0-9]{1,18}", at):
        return queries.as_of(times.valid_on, int(at), by)
    try:
        told = datetime.fromisoformat(at)
        # PostgreSQL reads zones of less than sixteen hours; a datetime may have one of almost a day.
        instant = told.astimezone(UTC) if told.tzinfo else None
    except (ValueError, OverflowError):
        instant = None
    if instant is None:
        raise Problem(
            422,
            "known_at",
            Text(
                "known_at 是台账登记号，或带时区的时刻（2026-11-21T15:00:00+08:00）。",
                "known_at is an entry's number, or an instant with its zone (2026-11-21T15:00:00+08:00).",
            ),
        )
    return queries.as_of(times.valid_on, instant, by)


def _number(given: str) -> str:
    return citizen_number.parse(given, on=date.max, demonstration=settings.HUJI_DEMONSTRATION).value
