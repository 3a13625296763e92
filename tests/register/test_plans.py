"""Whatever is asked of one person or household goes by an index: no table is read as a whole."""

import re
from datetime import date

import pytest
from django.db import connection

WHOLE = re.compile(
    r"Seq Scan on (standing|particulars|citizen_number|kinship|household_address|household|person"
    r"|former_birth)\b"
)


@pytest.fixture
def reader():
    from huji.ledger.access import Purpose
    from huji.register.queries import Reader

    class Officer:
        pk, office = 7, 1

    return Reader(Officer(), Purpose.HANDLE_CASE)


@pytest.fixture
def looks(town, li, zhang, reader):
    """By name, whatever a page or a program asks of one person or household, one of whom has left."""
    from huji.register import acts, queries
    from huji.register.queries import cards
    from huji.runtime.db import set_area

    son, at_two = town.people["李明明"], town.acting(2)
    acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, date(2026, 11, 1)), at_two)
    acts.correct_items(acts.CorrectItems(son, {"name": "李明"}, "判决"), at_two)
    set_area([1])
    who, day = town.people["李建国"], date(2026, 1, 1)
    [(entry,)] = town.sql("select max(entry) from ledger_entry")
    asked = {}
    for name, then in (
        ("now", queries.as_of(None, None, reader)),
        ("on a day", queries.as_of(day, None, reader)),
        ("as known then", queries.as_of(None, entry, reader)),
        ("as of both", queries.as_of(day, entry, reader)),
    ):
        asked |= {
            f"person, {name}": lambda then=then: then.person(who),
            f"household, {name}": lambda then=then: then.household(li),
            f"address, {name}": lambda then=then: then.address(1),
            f"kin, {name}": lambda then=then: then.kin(who),
        }
    return asked | {
        "by number": lambda: queries.search_by_number(town.numbers["李建国"], reader),
        "by name": lambda: queries.search_by_name("李建国", reader),
        "by address": lambda: queries.search_by_address(1, reader),
        "items": lambda: queries.items_history(who, reader),
        "standings": lambda: queries.standings_history(who, reader),
        "ties": lambda: queries.ties_history(who, reader),
        "changes": lambda: queries.history(who, reader),
        "members": lambda: queries.members_history(li, reader),
        "seats": lambda: queries.seats_history(li, reader),
        "cards": lambda: cards.cards([who], reader),
        "home": lambda: cards.home(li, reader, day, entry),
    }


def plans(look):
    """Do a look, and return how each of its statements is done where a whole table is the last resort."""
    said = []

    def hear(execute, query, values, many, context):
        said.append((query, values))
        return execute(query, values, many, context)

    with connection.execute_wrapper(hear):
        look()
    found = []
    with connection.cursor() as cursor:
        cursor.execute("select set_config('enable_seqscan', 'off', false)")
        for query, values in said:
            if query.lstrip().lower().startswith(("select", "with")):
                cursor.execute(f"explain {query}", values)
                found.append("\n".join(line for (line,) in cursor.fetchall()))
        cursor.execute("select set_config('enable_seqscan', 'on', false)")
    return found


def test_no_look_at_one_person_or_household_reads_a_whole_table(looks):
    whole = {
        name: sorted({m[1] for plan in plans(look) for m in WHOLE.finditer(plan)})
        for name, look in looks.items()
    }
    assert {name: tables for name, tables in whole.items() if tables} == {}
