"""Undoing an act that should not have been entered (撤销登记)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from huji.places import queries as places
from huji.register import refusals
from huji.register.acts import followed, papers, papers_back, timelines
from huji.register.acts.performing import Holding, enter, hold, perform
from huji.register.acts.session import cursor
from huji.register.acts.timelines import Pair, Period, TiePeriod, Timelines
from huji.register.acts.undoable import NEVER, concerned, entry_of, kin_of, nothing, standing
from huji.register.acts.values import Acting, Done
from huji.standards import Text

PARTS = ("lives", "items", "numbers", "ties", "seats")


@dataclass(frozen=True, slots=True)
class Undo:
    """Which entry of the ledger is undone, and why."""

    entry: int
    reason: str


@dataclass(slots=True)
class _Before:
    """What was believed before the entry, and the later entries that forbid to believe it again."""

    stated: dict[str, dict[Any, Sequence[Any]]] = field(default_factory=dict)
    later: set[int] = field(default_factory=set)


def undo(statement: Undo, by: Acting) -> Done:
    """Believe again what was believed before an entry, where nothing believed today builds on it.

    Regulations of 1958, art. 17: what was registered wrongly is put right after inquiry; Nanjing rule
    art. 146 for what was obtained by fraud. Persons whom the entry made are ended as void from birth on, and
    their numbers are never given to another. Papers it issued fall void, papers it used are good again.
    Raises Refused (`register.*`), naming the later entries that must be undone first.
    """
    return perform(lambda: _undo(statement, by), by)


def _undo(statement: Undo, by: Acting) -> Done:
    if not statement.reason.strip():
        raise refusals.refuse("reason", "请写明撤销的原因。", "Say why it is undone.")
    undone = statement.entry
    act, office, offices, body = entry_of(undone)
    persons, households = concerned(body)
    persons |= kin_of(undone, persons)
    moved = {row[0] for row in body["results"].get("seats", [])}
    holding = hold(persons, households | _homes(undone, persons), others=followed.residents(moved))
    _may(by, undone, office, holding)
    standing(undone)
    new = _new(undone, persons)
    founded = {body["results"]["household"]["id"]} if "household" in body["results"] else set()

    before = _before(undone, persons, households)
    for who, life in before.stated["lives"].items():
        if [one.cause for one in life] == ["void"]:  # one undone before, whom the entry entered anew
            new.add(who)
            before.stated["lives"][who] = []
    _outlived(undone, persons, before)
    _found_since(undone, holding, before)
    born = _births(undone, body, holding, before)
    _nothing_else(undone, new, founded, before)
    held = papers_back.of_entry(undone, body)
    before.later |= held.later | papers_back.stranded(undone, held, before.stated["lives"])
    if before.later:
        raise _later(undone, before.later)
    for person in new:
        last = holding.persons[person].office
        before.stated["lives"][person] = [
            Period(holding.persons[person].born, None, "ended", last, cause="void")
        ]
    followed.follow(before.stated, undone)
    stated = Timelines(**before.stated, born=born)
    if not (stated.persons or stated.seats or held.anything):
        raise nothing(undone)
    entry = enter(
        "undo",
        statement,
        by,
        stated=stated,
        offices={
            *offices,
            *(holding.persons[person].office for person in persons),
            *(period.office for life in stated.lives.values() for period in life[-1:]),
            *(seat.office for seats in stated.seats.values() for seat in seats[-1:]),
        },
        results={"undone": {"entry": undone, "act": act}, "void": sorted(new)} | papers.told_void(held),
    )
    papers.void(entry, held)
    return Done(entry, tuple(sorted(persons)))


def _homes(undone: int, persons: Iterable[int]) -> set[int]:
    """Return the households the entry took people from and into, whose heads the database looks at anew."""
    rows = cursor().execute(
        "select distinct household from standing where person = any (%s::bigint[])"
        " and %s in (lower(known), upper(known)) and household is not null",
        [list(persons), undone],
    )
    return {row[0] for row in rows.fetchall()}


def _may(by: Acting, undone: int, office: int, holding: Holding) -> None:
    """Refuse any office but the one that acted, or one that keeps somebody concerned now."""
    if by.office not in {office, *(held.office for held in holding.persons.values())}:
        keeper = places.office(office).name
        raise refusals.refuse(
            "other_office",
            f"第 {undone} 号登记由{keeper}办理，应由该所或者现在管理其中人员的派出所撤销。",
            f"Entry {undone} is undone by {keeper}, or an office that keeps those concerned.",
        )


def _new(undone: int, persons: Iterable[int]) -> set[int]:
    rows = cursor().execute(
        "select id from person where id = any (%s::bigint[]) and created_entry = %s", [list(persons), undone]
    )
    return {row[0] for row in rows}


def _before(undone: int, persons: set[int], households: set[int]) -> _Before:
    made = timelines.read(persons, households, timelines.made_by(undone))
    ended = timelines.read(persons, households, timelines.ended_by(undone))
    now = timelines.read(persons, households)
    anew = timelines.read(persons, households, timelines.made_anew(undone))
    moved = Timelines(
        lives=timelines.lives(persons, timelines.MOVED), seats=timelines.seats(households, timelines.MOVED)
    )
    before = _Before()
    for part in PARTS:
        these, those, all_now = getattr(made, part), getattr(ended, part), getattr(now, part)
        before.stated[part] = stated = {}
        for key in sorted({key for held in (these, those) for key, periods in held.items() if periods}):
            back = restored(*(parts.get(key, []) for parts in (all_now, these, those, getattr(moved, part))))
            # Equal to what the entry made is not made by it: another act may have made it so once more.
            if back is None or any(one in getattr(anew, part).get(key, []) for one in these.get(key, [])):
                before.later |= _since(undone, part, key)
            else:
                stated[key] = back
    return before


def restored(
    now: Sequence[Any], made: Sequence[Any], ended: Sequence[Any], moved: Sequence[Any] = ()
) -> list[Any] | None:
    """Return a timeline without what an entry made and with what it ended; None where it was built upon.

    `moved` are the periods of `now` that followed changes of places, and may be pieces of what was made.
    """
    back = list(now)
    for period in made:
        held = [period] if period in back else followed.pieces(period, moved)
        if held is None:
            return None
        back = [one for one in back if one not in held]
    back = sorted([*back, *ended], key=lambda period: period.since)
    for earlier, later in pairwise(back):
        if earlier.until is None or earlier.until > later.since:
            return None
    return back


def _since(undone: int, part: str, key: Any) -> set[int]:
    """Return the later entries of a timeline: those that made what is believed now, else that ended it."""
    table = {
        "lives": "standing", "items": "particulars", "numbers": "citizen_number", "ties": "kinship",
        "seats": "household_address",
    }[part]  # fmt: skip
    mine = {"ties": "(person, relative, kind) = (%s, %s, %s)", "seats": "household = %s"}.get(
        part, "person = %s::bigint"
    )
    values = list(key) if part == "ties" else [key]
    rows = cursor().execute(
        f"select lower(known), upper(known) from {table} where {mine}"
        " and (upper_inf(known) or upper(known) > %s)",
        [*values, undone],
    ).fetchall()  # fmt: skip
    making = {first for first, last in rows if last is None and first > undone}
    return making or {last for _, last in rows if last is not None} or {undone}


def _births(undone: int, body: dict[str, Any], holding: Holding, before: _Before) -> dict[int, date]:
    """Return the birth dates believed before, and note who corrected them since."""
    stated = {who: date.fromisoformat(born) for who, born in body["results"].get("born", [])}
    rows = cursor().execute(
        "select f.person, f.born, p.born_entry from former_birth f join person p on p.id = f.person"
        " where f.person = any (%s::bigint[]) and upper(f.known) = %s",
        [list(stated), undone],
    )
    born = {}
    for who, former, corrected in rows.fetchall():
        if holding.persons[who].born != stated[who]:
            before.later.add(corrected)
        born[who] = former
    return born


def _outlived(undone: int, persons: Iterable[int], before: _Before) -> None:
    """Note what was entered since, by which somebody would be dead and married: a death, or a marriage."""
    back = before.stated["lives"]
    concerned = {
        *persons,
        *(who for person, relative, _ in before.stated["ties"] for who in (person, relative)),
    }
    ties = {**timelines.ties(concerned), **before.stated["ties"]}
    lives = {**timelines.lives({who for pair in ties for who in pair[:2]}), **back}
    for pair, periods in ties.items():
        if pair[2] != "spouse" or not periods:
            continue
        until = periods[-1].until
        for who in pair[:2]:
            ended = _ended(lives[who])
            if ended is not None and (until is None or until > ended):
                before.later |= _since(undone, "ties", pair) if who in back else {_last(who)}


def _found_since(undone: int, holding: Holding, before: _Before) -> None:
    """Note who was found to be a parent since, but not on the days of an adoption that the entry tells."""
    stated = before.stated["ties"]
    children = {person for person, _, kind in stated if kind == "parent"}
    if not children:
        return
    made, ended = (
        timelines.ties(children, known(undone)) for known in (timelines.made_by, timelines.ended_by)
    )
    births = {(child, holding.persons[child].born) for child in children}
    changed = {days for days in _changes(made) - _changes(ended) - births if days[0] in children}
    was = timelines.ties(children, f"lower(known) < {undone:d}")
    for pair, periods in timelines.ties(children).items():
        new = [period for period in periods if period not in was.get(pair, ())]
        if pair[2] == "parent" and pair not in stated and _changes({pair: new}) & changed:
            before.later |= _since(undone, "ties", pair)


def _changes(ties: Mapping[Pair, Sequence[TiePeriod]]) -> set[tuple[int, date]]:
    """Return the days on which ties of a person begin or end."""
    return {(pair[0], day) for pair, known in ties.items() for p in known for day in p if day is not None}


def _last(person: int) -> int:
    """Return the entry that made the last standing of somebody so."""
    query = "select lower(known) from standing where person = %s and upper_inf(known) and upper_inf(valid)"
    [(entry,)] = cursor().execute(query, [person]).fetchall()
    return int(entry)


def _ended(life: Sequence[Period]) -> date | None:
    """Return the first day on which somebody was no more, None for one who is, or never was."""
    return life[-1].since if life and life[-1].kind == "ended" else None


def _nothing_else(undone: int, new: set[int], founded: set[int], before: _Before) -> None:
    """Note the entries that made other things so of new people, or of a new household."""
    for part, stated in before.stated.items():
        for key, periods in stated.items():
            who = key[:2] if part == "ties" else (key,)
            if periods and (founded if part == "seats" else new).intersection(who):
                before.later |= _since(undone, part, key)
    if new:
        for pair in timelines.ties(new).keys() - before.stated["ties"].keys():
            before.later |= _since(undone, "ties", pair)
    rows = cursor().execute(
        "select person, lower(known) from standing where household = any (%s::bigint[]) and upper_inf(known)",
        [list(founded)],
    )
    before.later |= {entry for who, entry in rows.fetchall() if who not in before.stated["lives"]}


def _later(undone: int, entries: set[int]) -> Exception:
    """Return the refusal that names what was built upon it; what only followed the places is named alone."""
    acts = dict(
        cursor()
        .execute("select entry, act from ledger_entry where entry = any (%s::bigint[])", [list(entries)])
        .fetchall()
    )
    listed = sorted(entry for entry in entries if acts.get(entry) != "change_places") or sorted(entries)
    hint = Text("请先撤销后来的登记，或办理更正。", "Undo the later ones first, or enter a correction.")
    if any(acts.get(entry) in NEVER for entry in listed):
        hint = Text(
            "其中有涉及整个辖区的变更，不能撤销；请办理更正或者变更登记。",
            "One of them changed a whole area and is not undone; enter a correction or a change.",
        )
    return refusals.refuse(
        "built_upon",
        f"第 {'、'.join(map(str, listed))} 号登记以第 {undone} 号登记为依据。",
        f"Entries built upon entry {undone}: {', '.join(map(str, listed))}.",
        hint,
    )
