"""An item of a person otherwise, by an entry of its own, beside the acts."""

import json

import psycopg
from tests.cases.city import City


def amend(city: City, name: str, item: str, value: str, since: str | None = None) -> int:
    """Change an item from a day on, or correct it as always so, by an entry of its own."""
    with psycopg.connect(city.owner_url) as owner:
        body = json.dumps({"officer": city.officers["counter"], "on": "2026-09-02"})
        row = owner.execute(
            "insert into ledger_entry (office, act, offices, body) values (2, 'test', '{2}', %s)"
            " returning entry",
            [body.encode()],
        ).fetchone()
        assert row is not None
        values = {"n": row[0], "who": city.people[name], "item": item, "value": value, "since": since}
        owner.execute(
            "with closed as (update particulars set known = int8range(lower(known), %(n)s)"
            "  where person = %(who)s and upper_inf(known) returning *)"
            " insert into particulars"
            " select (jsonb_populate_record(null::particulars, to_jsonb(closed)"
            "   || jsonb_build_object('known', int8range(%(n)s, null),"
            "        'valid', case when %(since)s::date is null then closed.valid"
            "                 else daterange(lower(closed.valid), %(since)s::date) end)"
            "   || case when %(since)s::date is null then jsonb_build_object(%(item)s::text, %(value)s::text)"
            "      else '{}' end)).* from closed",
            values,
        )
        if since:
            owner.execute(
                "insert into particulars select (jsonb_populate_record(null::particulars, to_jsonb(p)"
                " || jsonb_build_object('valid', daterange(%(since)s::date, null),"
                "                       %(item)s::text, %(value)s::text))).*"
                " from particulars p where p.person = %(who)s and upper_inf(p.known)",
                values,
            )
        return int(row[0])
