"""Filling templates: days, codes and lists in words, in both languages at once."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from huji.register.telling.names import Names, listed
from huji.standards import Refused, Text, code_tables
from huji.standards.code_tables import CodeTable

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def say(template: Text, **values: object) -> Text:
    """Fill both templates: {day} with a date in words, {who} with a pair's zh or en, others as they are.

    A date is given as a date or as the ledger's ISO string under a name that ends in `day`; empty: nothing.
    """
    pairs = {name: _pair(name, value) for name, value in values.items()}
    return Text(
        template.zh.format(**{name: pair.zh for name, pair in pairs.items()}),
        template.en.format(**{name: pair.en for name, pair in pairs.items()}),
    )


def joined(*sentences: Text | None) -> Text:
    """Put sentences after one another; None is left out."""
    said = [one for one in sentences if one is not None]
    return Text("".join(one.zh for one in said), " ".join(one.en for one in said))


def in_words(day: date | str) -> Text:
    """Say a day: 2026年11月3日 / 3 November 2026."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return Text(f"{on.year}年{on.month}月{on.day}日", f"{on.day} {_MONTHS[on.month - 1]} {on.year}")


def code(table: CodeTable, given: str) -> Text:
    """Say a code of a national table; one the table does not have stands as it is."""
    try:
        return table.label(given)
    except Refused:
        return Text(given, given)


def relation(given: str) -> Text:
    """Say a relation to the head (GB/T 4761)."""
    return code(code_tables.RELATION, given)


def movers(members: Iterable[Mapping[str, Any]], names: Names) -> Text:
    """Name movers with their relations: 李建国（户主）、王秀英（配偶）."""
    return listed(
        say(
            Text("{who}（{as_what}）", "{who} ({as_what})"),
            who=names.person(mover["person"]),
            as_what=relation(mover["relation"]),
        )
        for mover in members
    )


def successors(statement: Mapping[str, Any], names: Names) -> Text | None:
    """Tell who heads the households left from then on; None where nobody was named."""
    told = [
        say(
            Text("{home}由{head}任户主", "{head} heads {home}"),
            home=names.household(int(household)),
            head=names.person(given["head"] if isinstance(given, Mapping) else given),
        )
        for household, given in sorted((statement.get("successors") or {}).items())
    ]
    return say(Text("此后{all}。", "From then on {all}."), all=listed(told)) if told else None


def _pair(name: str, value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, date) or (isinstance(value, str) and value and name.endswith("day")):
        return in_words(value)
    return Text(str(value), str(value))
