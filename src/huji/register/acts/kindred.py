"""Ties of kinship as acts make and end them: functions from what is believed to what is stated anew.

Call them after `hold`, with everyone concerned among those held (`spouses` finds them beforehand).
"""

from collections.abc import Iterable
from datetime import date

from huji.register import refusals
from huji.register.acts import timelines
from huji.register.acts.performing import Holding
from huji.register.acts.session import cursor
from huji.register.acts.timelines import Pair, TiePeriod
from huji.register.acts.values import Tie


def begun(made: Iterable[tuple[int, int, Tie, date]]) -> dict[Pair, list[TiePeriod]]:
    """Return the timelines of pairs tied (person, relative, tie, since), a marriage from both sides."""
    wanted = set(made)
    believed = timelines.ties({person for person, _, _, _ in wanted})
    stated: dict[Pair, list[TiePeriod]] = {}
    for person, relative, tie, since in sorted(wanted):
        for pair in sides(person, relative, tie):
            stated.setdefault(pair, list(believed.get(pair, []))).append(TiePeriod(since, None))
    return stated


def ended(pairs: Iterable[Pair], after: date, *, earlier: bool = False) -> dict[Pair, list[TiePeriod]]:
    """Return the timelines of pairs whose tie ends with the day before `after`; one begun later stays.

    One that has ended stays as it is, or with `earlier` ends then where it ended later.
    """
    wanted = set(pairs)
    believed = timelines.ties({person for person, _, _ in wanted})
    stated = {}
    for pair in wanted:
        periods = believed.get(pair, [])
        if not periods or periods[-1].since >= after:
            continue
        until = periods[-1].until
        if until is None or (earlier and until > after):
            stated[pair] = [*periods[:-1], periods[-1]._replace(until=after)]
    return stated


def marriage_ended(holding: Holding, person: int, after: date) -> dict[Pair, list[TiePeriod]]:
    """End a person's marriage with the day before `after`, from both sides (Civil Code, art. 1051 ff.)."""
    partners = spouses([person], after)
    if not holding.persons.keys() >= set(partners):
        raise refusals.BUSY
    pairs = (pair for other in partners for pair in sides(person, other, Tie.SPOUSE))
    return ended(pairs, after, earlier=True)


def spouses(persons: Iterable[int], after: date | None = None) -> list[int]:
    """Return those married to any of `persons` now, to be held by an act that may end the marriage.

    With `after`, those too whose marriage ended later than with the day before it.
    """
    rows = cursor().execute(
        "select distinct relative from kinship where person = any (%s::bigint[]) and kind = 'spouse'"
        " and upper_inf(known) and (upper_inf(valid) or upper(valid) > %s::date)",
        [list(persons), after],
    )
    return [row[0] for row in rows]


def spouses_on(persons: Iterable[int], day: date, *, perhaps: bool = False) -> set[int]:
    """Return those married to any of `persons` on a day, whatever became of the marriage since.

    With `perhaps`, those too of whom only a later day is known since when they are held to be married: what
    was converted or came from another register tells no day of the wedding (docs/kinship.md).
    """
    rows = cursor().execute(
        "select k.relative from kinship k where k.person = any (%(who)s::bigint[]) and k.kind = 'spouse'"
        "  and upper_inf(k.known) and (k.valid @> %(day)s::date"
        "   or %(perhaps)s and lower(k.valid) > %(day)s::date"
        "   and not exists (select from kinship b where b.person in (k.person, k.relative)"
        "     and b.kind = 'spouse' and upper_inf(b.known) and lower(b.valid) < lower(k.valid))"
        "   and not exists (select from kinship f join ledger_entry e on e.entry = lower(f.known)"
        "     where (f.person, f.relative, f.kind) = (k.person, k.relative, k.kind)"
        "       and lower(f.valid) = lower(k.valid) and e.act = 'marry'))",
        {"who": list(persons), "day": day, "perhaps": perhaps},
    )
    return {row[0] for row in rows}


def sides(person: int, relative: int, tie: Tie | str) -> list[Pair]:
    """Return the pairs a tie is entered under."""
    pairs = [(person, relative, str(tie))]
    return [*pairs, (relative, person, str(tie))] if tie == Tie.SPOUSE else pairs


def store(entry: int, made: Iterable[tuple[int, int, Tie, date]]) -> None:
    """Insert ties between people of whom no tie is believed yet, many at once."""
    rows = {(*pair, since) for person, relative, tie, since in made for pair in sides(person, relative, tie)}
    if not rows:
        return
    columns = [list(column) for column in zip(*sorted(rows), strict=True)]
    cursor().execute(
        "insert into kinship (person, relative, kind, valid, known)"
        " select p, r, k, daterange(d, null), int8range(%s, null)"
        " from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::date[]) as t (p, r, k, d)",
        [entry, *columns],
    )
