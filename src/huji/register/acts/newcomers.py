"""Entering people the register did not know: rows of person, number, particulars and first standings."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huji.register import refusals
from huji.register.acts.performing import cursor
from huji.register.acts.values import Particulars
from huji.standards import code_tables, names


@dataclass(frozen=True, slots=True)
class Period:
    """A standing with both ends: [`since`, `until`), open at the top where `until` is None."""

    since: date
    until: date | None
    kind: str
    office: int
    household: int | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """A person to be entered, with the id drawn, and the whole tiled life."""

    id: int
    born: date
    number: str
    particulars: Particulars
    life: Sequence[Period]


ITEMS = (
    "name", "sex", "ethnic", "former_name", "marital", "education", "birthplace", "native_place",
    "military", "occupation", "workplace", "height_cm", "blood_type",
)  # fmt: skip


def accepted(items: Particulars) -> Particulars:
    """Return particulars with the name as it is stored; refuse a name or code no standard has."""
    for table, code in (
        (code_tables.SEX, items.sex),
        (code_tables.ETHNIC, items.ethnic),
        (code_tables.MARITAL, items.marital),
        (code_tables.EDUCATION, items.education),
    ):
        table[code]
    former = names.accept(items.former_name) if items.former_name else ""
    return replace(items, name=names.accept(items.name), former_name=former)


def lock_stems(numbers: Iterable[str]) -> None:
    """Lock county and birth date of numbers, in order, until the transaction ends: one assigner at a time."""
    for stem in sorted({number[:14] for number in numbers}):
        cursor().execute("select pg_advisory_xact_lock(4714, hashtext(%s))", [stem])


def holder(number: str) -> int | None:
    """Return the person who bears a number."""
    row = cursor().execute("select person from citizen_number where number = %s", [number]).fetchone()
    return int(row[0]) if row else None


def store(entry: int, people: Sequence[Entered]) -> None:
    """Insert people; numbers in order, so that two stores never wait for each other."""
    ordered = sorted(people, key=lambda one: one.number)
    ids = [one.id for one in ordered]
    born = [one.born for one in ordered]
    run = cursor().execute
    run(
        "insert into person (id, born, created_entry)"
        " select i, b, %s from unnest(%s::bigint[], %s::date[]) as t (i, b)",
        [entry, ids, born],
    )
    run(
        "insert into citizen_number (person, number, valid, known)"
        " select i, n, daterange(b, null), int8range(%s, null)"
        " from unnest(%s::bigint[], %s::text[], %s::date[]) as t (i, n, b)",
        [entry, ids, [one.number for one in ordered], born],
    )
    items = [
        {"i": one.id, "b": one.born.isoformat(), "s": names.sort_key(one.particulars.name)}
        | {item: getattr(one.particulars, item) for item in ITEMS}
        for one in ordered
    ]
    run(
        f"insert into particulars (person, valid, known, name_sort_key, {', '.join(ITEMS)})"
        f" select i, daterange(b, null), int8range(%s, null), s, {', '.join(ITEMS)}"
        f" from json_to_recordset(%s::json) as t (i bigint, b date, s text, {', '.join(map(_typed, ITEMS))})",
        [entry, json.dumps(items, ensure_ascii=False)],
    )
    life = [(one.id, period) for one in ordered for period in one.life]
    run(
        "insert into standing (person, valid, known, kind, household, relation, office)"
        " select i, daterange(s, u), int8range(%s, null), k::standing_kind, h, r, o"
        " from unnest(%s::bigint[], %s::date[], %s::date[], %s::text[], %s::bigint[], %s::text[], %s::int[])"
        " as t (i, s, u, k, h, r, o)",
        [
            entry,
            [person for person, _ in life],
            [period.since for _, period in life],
            [period.until for _, period in life],
            [period.kind for _, period in life],
            [period.household for _, period in life],
            [period.relation for _, period in life],
            [period.office for _, period in life],
        ],
    )


def number_and_sex_agree(sex: str, of_number: str) -> None:
    """Refuse a sex other than the number's (GB 11643: odd for men, even for women)."""
    if sex != of_number:
        raise refusals.refuse(
            "sex_differs",
            "性别与公民身份号码不符。",
            "The sex is not the one the citizen number says.",
        )


def _typed(item: str) -> str:
    return f"{item} smallint" if item == "height_cm" else f"{item} text"
