"""The act just run: its sentence, whom it touched, and what is otherwise than before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection

from huji.places import queries as places
from huji.register import queries as register
from huji.register import telling
from huji.register.acts import HEAD, Particulars
from huji.register.records import Household, KinRelation, Person
from huji.standards import Text, code_tables

NOTHING = Text("—", "—")
LATER = Text("办结时编定", "given when done")
"""Stands for the number of a household that a preview founded: the number it will have is not known yet."""
UNNUMBERED = Text("一户（户号办结时编定）", "a new household (numbered when it is done)")
"""Stands for such a household in a sentence."""
_CALLED = telling.Names()
NEW = Text("新立的户", "New household")


@dataclass(frozen=True, slots=True)
class Change:
    """One item of a person or household that an act changes; `who` is a name or a household number."""

    who: str | Text
    item: Text
    before: Text
    after: Text


def body_of(entry: int) -> Mapping[str, Any]:
    """Return what an entry of this transaction says."""
    with connection.cursor() as cursor:
        cursor.execute("select matter_told(%s)", [entry])
        (body,) = cursor.fetchone()
    found: dict[str, Any] = json.loads(bytes(body)) if body is not None else {}
    return found


def sentence(act: str, body: Mapping[str, Any], called: Mapping[int, str] | None = None) -> Text:
    """Tell what an act of this transaction did, naming everybody whom the officer has just named.

    `called` names some otherwise than they are named now: one whose name the act itself changes.
    """
    mentions = telling.mentions([(act, body)])
    seen = register.within_act()
    # Whom the act itself ended, as an undo does, is called as last known.
    persons = register.last_names(mentions.persons)
    persons |= {
        who: found.name for who in mentions.persons if (found := register.person(who, seen)) and found.name
    }
    persons |= called or {}
    bearers = {number: found.name for number in mentions.numbers if (found := register.person(number, seen))}
    addresses = {id_: one.text for id_, one in places.addresses(set(mentions.addresses)).items()}
    offices = {one.id: one.name for one in places.offices() if one.id in mentions.offices}
    return telling.sentence(act, body, telling.Names(persons, addresses, offices, bearers))


def called(who: int | None) -> Mapping[int, str]:
    """Return the name of a person as it is before an act, by id."""
    return register.last_names([who]) if who is not None else {}


def touched(body: Mapping[str, Any]) -> tuple[set[int], set[int]]:
    """Return the persons and households that an entry's results name."""
    results = body.get("results", {})
    persons = {int(one["id"]) for one in results.get("persons", ()) if isinstance(one, Mapping)}
    households: set[int] = set()
    for key in ("standings", "lives", "items", "numbers", "ties"):
        for row in results.get(key, ()):
            persons.add(int(row[0]))
            if key == "standings" and row[3] is not None:
                households.add(int(row[3]))
            if key == "lives" and row[1] and row[1][-1][3] is not None:
                households.add(int(row[1][-1][3]))
            if key == "ties":
                persons.add(int(row[1]))
    for row in results.get("seats", ()):
        households.add(int(row[0]))
    if isinstance(results.get("household"), Mapping):
        households.add(int(results["household"]["id"]))
    return persons, households


@dataclass(frozen=True, slots=True)
class Picture:
    """How persons and households stand: (who, item) → words, in the order of the form, and whom they name."""

    rows: Mapping[tuple[str, str], tuple[str, Text, Text]]
    named: Mapping[tuple[str, str], frozenset[int]]


def picture(persons: Iterable[int], households: Iterable[int]) -> Picture:
    """Return how they stand now, within the act's transaction."""
    seen = register.within_act()
    rows: dict[tuple[str, str], tuple[str, Text, Text]] = {}
    named: dict[tuple[str, str], frozenset[int]] = {}
    for who in sorted(persons):
        if person := register.person(who, seen):
            for key, label, value in _person(person):
                rows[f"p{who}", key] = (person.name, label, value)
            for key, label, which_kin in _KIN:
                kin = [one for one in register.kin(person.id, seen) if one.relation is which_kin]
                rows[f"p{who}", key] = (person.name, label, _plain("、".join(one.name for one in kin)))
                named[f"p{who}", key] = frozenset(one.person for one in kin)
    for which in sorted(households):
        if home := register.household(which, seen):
            for key, label, value in _household(home):
                rows[f"h{which}", key] = (home.number, label, value)
            if home.sort is None:
                named[f"h{which}", "members"] = frozenset(one.person for one in home.members)
    return Picture(rows, named)


def shown(before: Picture, after: Picture) -> frozenset[int]:
    """Return those whom the changes between two pictures name besides the persons pictured."""
    return frozenset[int]().union(
        *(
            one.named.get(key, frozenset())
            for key in {*before.rows, *after.rows}
            for one in (before, after)
            if before.rows.get(key) != after.rows.get(key)
        )
    )


def changes(before: Picture, after: Picture) -> tuple[Change, ...]:
    """Return what is otherwise, item by item, each person by the name before."""
    found = []
    keys = dict.fromkeys((*after.rows, *before.rows))
    called = {key[0]: one.rows[key][0] for one in (after, before) for key in one.rows if one.rows[key][0]}
    for subject in dict.fromkeys(which for which, _ in keys):
        for key in (one for one in keys if one[0] == subject):
            item = (after.rows.get(key) or before.rows[key])[1]
            was = before.rows[key][2] if key in before.rows else NOTHING
            now = after.rows[key][2] if key in after.rows else NOTHING
            if was != now:
                found.append(Change(called.get(subject, ""), item, was, now))
    return tuple(found)


def founded(households: Iterable[int]) -> frozenset[int]:
    """Return those of `households` that exist now."""
    seen = register.within_act()
    return frozenset(which for which in households if register.household(which, seen) is not None)


def without(said: Text, fresh: Iterable[int]) -> Text:
    """Return words with the numbers of households not founded yet left open."""
    zh, en = said.zh, said.en
    for which in fresh:
        named = _CALLED.household(which)
        zh, en = zh.replace(named.zh, UNNUMBERED.zh), en.replace(named.en, UNNUMBERED.en)
        zh, en = zh.replace(f"{which:09}", LATER.zh), en.replace(f"{which:09}", LATER.en)
    return Text(zh, en)


def unnumbered(one: Change, fresh: Iterable[int]) -> Change:
    """Return a change with the numbers of households not founded yet left open."""
    who = NEW if any(one.who == f"{which:09}" for which in fresh) else one.who
    return Change(who, one.item, one.before, without(one.after, fresh))


def _plain(value: object) -> Text:
    return Text(str(value), str(value)) if value not in (None, "") else NOTHING


def _person(person: Person) -> Iterable[tuple[str, Text, Text]]:
    standing = person.standing
    yield "number", telling.item_title("number"), _plain(person.number)
    yield "born", telling.item_title("born"), telling.item_value("born", person.born)
    if person.particulars is not None:
        for item in fields(Particulars):
            value = getattr(person.particulars, item.name)
            said = NOTHING if value in (None, "") else telling.item_value(item.name, value)
            yield item.name, telling.item_title(item.name), said
    yield "kind", Text("户口状态", "Registration"), telling.standing(standing.kind, standing.cause)
    home = Text(f"{standing.household:09}", f"{standing.household:09}") if standing.household else NOTHING
    yield "household", Text("户号", "Household number"), home
    relation = code_tables.RELATION.label(standing.relation) if standing.relation else NOTHING
    yield "relation", Text("与户主关系", "Relation to the head"), relation


_KIN = (
    ("spouse", Text("配偶", "Spouse"), KinRelation.SPOUSE),
    ("parents", Text("父母", "Parents"), KinRelation.PARENT),
)


def _household(home: Household) -> Iterable[tuple[str, Text, Text]]:
    head = next((one.name for one in home.members if one.relation == HEAD), "")
    yield "head", Text("户主", "Head"), _plain(head)
    yield "address", Text("地址", "Address"), _plain(places.address(home.address).text)
    # Of a collective household, of thousands, the number alone.
    count = Text(f"{len(home.members)} 人", str(len(home.members)))
    everybody = "、".join(one.name for one in home.members)
    yield "members", Text("成员", "Members"), count if home.sort else _plain(everybody)
