"""Entering people the register did not know: rows of person, number, particulars and first standings."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huji.register import refusals
from huji.register.acts.session import cursor
from huji.register.acts.timelines import ITEMS, ItemsPeriod, Period, item_row, told_period
from huji.register.acts.values import Particulars
from huji.register.bounds import HEIGHT
from huji.standards import Text, code_tables, names

LONGEST = 200
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Entered:
    """A person to be entered, with the id drawn, and the whole tiled life; `number` None: has none yet."""

    id: int
    born: date
    number: str | None
    particulars: Particulars
    life: Sequence[Period]


def accepted(items: Particulars) -> Particulars:
    """Return particulars with the name as it is stored; refuse a name or code no standard has."""
    for table, code in (
        (code_tables.SEX, items.sex),
        (code_tables.ETHNIC, items.ethnic),
        (code_tables.MARITAL, items.marital),
        (code_tables.EDUCATION, items.education),
    ):
        table[code]
    _readable(items)
    former = names.accept(items.former_name) if items.former_name else ""
    return replace(items, name=names.accept(items.name), former_name=former)


def _readable(items: Particulars) -> None:
    """Refuse what no form could hold: a time that is none, a height that is none, a text without end."""
    if items.born_at and not _TIME.fullmatch(items.born_at):
        raise refusals.refuse(
            "time", f"“{items.born_at}”不是时刻（时:分）。", f"“{items.born_at}” is no time of day (hh:mm)."
        )
    of_height(items.height_cm)
    for item in ITEMS:
        value = getattr(items, item)
        if isinstance(value, str) and (len(value) > LONGEST or not value.isprintable()):
            raise refusals.refuse(
                "text_too_long",
                f"登记项目每项不超过 {LONGEST} 字，且不换行。",
                f"An item has at most {LONGEST} characters, on one line.",
            )


def of_height(height: int | None) -> None:
    """Refuse a height in centimetres that nobody has."""
    if height is not None and not HEIGHT[0] <= height <= HEIGHT[1]:
        raise refusals.refuse(
            "height", f"身高 {height} 厘米不合理。", f"A height of {height} cm cannot be.",
            Text(f"身高应在 {HEIGHT[0]} 至 {HEIGHT[1]} 厘米之间。", f"From {HEIGHT[0]} to {HEIGHT[1]} cm."),
        )  # fmt: skip


def certified(day: date | None, born: date, on: date) -> None:
    """Refuse a birth certificate issued before the birth, or after today."""
    if day is None:
        return
    if day < born:
        raise refusals.refuse(
            "certificate_before_birth",
            f"出生医学证明的签发日期 {day} 早于出生日期 {born}。",
            f"The birth certificate was issued on {day}, before the birth on {born}.",
        )
    if day > on:
        raise refusals.refuse(
            "certificate_to_come",
            f"出生医学证明的签发日期 {day} 还没有到。",
            f"The day {day} on which the birth certificate was issued lies in the future.",
        )


def lock_stems(numbers: Iterable[str]) -> None:
    """Lock county and birth date of numbers, in order, until the transaction ends: one assigner at a time."""
    for stem in sorted({number[:14] for number in numbers}):
        cursor().execute("select pg_advisory_xact_lock(4714, hashtext(%s))", [stem])


def holder(number: str) -> int | None:
    """Return the person who bears a number."""
    row = cursor().execute("select person from citizen_number where number = %s", [number]).fetchone()
    return int(row[0]) if row else None


def bearer(number: str) -> int:
    """Return the person who bears a number; refuse one unknown."""
    person = holder(number)
    if person is None:
        raise refusals.refuse(
            "unknown_number", f"户籍中没有公民身份号码 {number}。", f"The register does not know {number}."
        )
    return person


def told(one: Entered) -> dict[str, object]:
    """Return a person as an entry's results hold it."""
    life = [told_period(period) for period in one.life]
    return {
        "id": one.id, "born": one.born, "number": one.number, "particulars": one.particulars, "life": life,
    }  # fmt: skip


def store(entry: int, people: Sequence[Entered]) -> None:
    """Insert people; numbers in order, so that two stores never wait for each other."""
    ordered = sorted(people, key=lambda one: one.number or "")
    numbered = [one for one in ordered if one.number]
    run = cursor().execute
    run(
        "insert into person (id, born, created_entry)"
        " select i, b, %s from unnest(%s::bigint[], %s::date[]) as t (i, b)",
        [entry, [one.id for one in ordered], [one.born for one in ordered]],
    )
    run(
        "insert into citizen_number (person, number, valid, known)"
        " select i, n, daterange(b, null), int8range(%s, null)"
        " from unnest(%s::bigint[], %s::text[], %s::date[]) as t (i, n, b)",
        [
            entry,
            [one.id for one in numbered],
            [one.number for one in numbered],
            [one.born for one in numbered],
        ],
    )
    items = [item_row(one.id, ItemsPeriod(one.born, None, one.particulars)) for one in ordered]
    columns = f"valid, person, name_sort_key, {', '.join(ITEMS)}"
    run(
        f"insert into particulars (known, {columns}) select int8range(%s, null), {columns}"
        " from json_populate_recordset(null::particulars, %s::json)",
        [entry, json.dumps(items, ensure_ascii=False)],
    )
    life = [(one.id, period) for one in ordered for period in one.life]
    run(
        "insert into standing (person, valid, known, kind, household, relation, office, cause)"
        " select i, daterange(s, u), int8range(%s, null), k::standing_kind, h, r, o, c"
        " from unnest(%s::bigint[], %s::date[], %s::date[], %s::text[], %s::bigint[], %s::text[], %s::int[],"
        " %s::text[]) as t (i, s, u, k, h, r, o, c)",
        [
            entry,
            [person for person, _ in life],
            [period.since for _, period in life],
            [period.until for _, period in life],
            [period.kind for _, period in life],
            [period.household for _, period in life],
            [period.relation for _, period in life],
            [period.office for _, period in life],
            [period.cause for _, period in life],
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
