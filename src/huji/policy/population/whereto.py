"""Where a population would settle, and when: said on the command line, or by each person's own columns."""

import datetime as dt
from collections.abc import Iterable, Iterator

from huji.policy.case import is_division
from huji.policy.faults import Fault, Faulty, suggestion
from huji.policy.library import Library
from huji.policy.pack import Pack
from huji.policy.population.columns import AREA, DIVISION
from huji.policy.population.plan import Destination
from huji.policy.population.table import Population
from huji.policy.selection import Places, exists, instead
from huji.policy.words import Text

COLUMNS = "columns"
"""The destination that is read from each person's own columns."""
_ABOVE = (2, 4)
"""The digits of a province and of a city, in which whole places may be named."""


def days(pack: Pack, on: dt.date | None, today: dt.date) -> tuple[dt.date, ...]:
    """Return the days on one of which a place must exist: the day asked for, else when the policy counts."""
    return (on,) if on else (pack.in_force_from, min(pack.in_force_to or today, today))


def place(code: str, on: Iterable[dt.date], places: Places) -> None:
    """Raise Faulty where a division that is stated has no right form or exists on none of some days."""
    if not (is_division(code) or (len(code) in _ABOVE and code.isascii() and code.isdigit())):
        raise _fault(
            "--division",
            "not-a-division",
            f"“{code}”不是 2、4、6、9 或 12 位的区划代码",
            f'"{code}" is no division code of 2, 4, 6, 9 or 12 digits',
        )
    asked = list(on)
    if not any(exists(code, day, places) for day in asked):
        other = instead(code, asked[-1], places)
        raise _fault(
            "--division",
            "no-such-division",
            f"区划 {code} 在 {asked[-1]} 不存在{other.zh}",
            f"division {code} does not exist on {asked[-1]}{other.en}",
        )


def destination(
    pack: Pack, to: str, division: str | None, library: Library, population: Population
) -> Destination:
    """Return the destination of an area or of `columns`; raise Faulty where the pack does not cover it.

    A division that is stated holds for everybody. Else, with `columns`, each person's own is read where the
    table has it; otherwise it is the one place the pack applies to, unless a clause tells parts of it apart.
    """
    if not pack.routes and pack.points is not None:
        raise _fault(
            pack.policy,
            "no-routes",
            f"“{pack.title.zh}”是办理公共服务的积分办法，没有落户途径；计分请用 huji policy score",
            f'"{pack.title.en}" is a scheme of points for services and opens no way to settle; '
            "huji policy score counts its points",
        )
    areas = library.vocabulary.areas
    if to != COLUMNS and to not in areas:
        near = suggestion(to, [*areas, COLUMNS])
        raise _fault(
            "--to",
            "not-listed",
            f"没有地域类型“{to}”，可用：{'、'.join([*areas, COLUMNS])}{near.zh}",
            f'there is no kind of area "{to}"; it is one of {", ".join([*areas, COLUMNS])}{near.en}',
        )
    if to == COLUMNS and AREA not in population:
        raise _fault(
            str(population.path),
            "no-column",
            f"没有列“{AREA}”：--to columns 需要它",
            f'there is no column "{AREA}", which --to columns needs',
        )
    if to == COLUMNS and division is None and DIVISION in population:
        return Destination(None, None)
    told = sorted(set(_told_apart(pack)))
    if division is None:
        if told or len(pack.applies_to) != 1:
            places = told or pack.applies_to
            raise _fault(
                "--division",
                "division-missing",
                f"该政策按地方区分（{'、'.join(places)}），请用 --division 指明迁往哪里",
                f"the policy tells places apart ({', '.join(places)}): say where to with --division",
            )
        division = pack.applies_to[0]
    if to == COLUMNS and pack.nearness(division) >= 0:
        return Destination(None, division)
    if not pack.covers(division, to):
        raise _fault(
            "--to",
            "not-covered",
            f"政策“{pack.policy}”不适用于 {division or '全国'} 的 {to}",
            f'the policy "{pack.policy}" does not cover {to} in {division or "the country"}',
        )
    return Destination(to, division)


def _told_apart(pack: Pack) -> Iterator[str]:
    for reach in [*(route.to for route in pack.routes), *(ban.to for ban in pack.prohibitions)]:
        yield from reach.divisions
        yield from reach.except_divisions


def in_force(pack: Pack, on: dt.date | None, library: Library) -> None:
    """Raise Faulty where a pack is not in force on a day."""
    if on is not None and not library.in_force(pack, on):
        until = library.last_day(pack) or pack.in_force_to
        raise _fault(
            "--date",
            "not-in-force",
            f"政策“{pack.policy}”在 {on} 不施行（{pack.in_force_from} – {until or ''}）",
            f'the policy "{pack.policy}" is not in force on {on} ({pack.in_force_from} – {until or ""})',
        )


def _fault(where: str, code: str, zh: str, en: str) -> Faulty:
    return Faulty([Fault(where, 0, code, Text(zh, en))])
