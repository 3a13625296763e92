"""Changing places: villages become communities, counties districts; towns and villages merge or split,
streets get other names, houses other numbers. Every address keeps its id, and its former readings with it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db import IntegrityError, connection
from psycopg.errors import CheckViolation, UniqueViolation

from huji import ledger
from huji.places import divisions
from huji.places.acts import belief
from huji.places.acts.authority import Authority
from huji.places.acts.override_zone import AREAS
from huji.places.acts.succession import Plan, Rule, plan
from huji.places.addresses import PARTS, clean
from huji.runtime.db import writing
from huji.standards import Refused, Text

MOST = 4000
"""So many lines fit into one entry of the ledger; a longer list is several acts of one transaction."""


@dataclass(frozen=True, slots=True)
class ChangePlaces:
    """What changes from a day on. `corrected`: it was always so, the reading on file was wrong."""

    since: date
    rules: Sequence[Rule]
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: its entry, addresses read anew, communities under another code, registrations that
    went to another office."""

    entry: int
    addresses: int
    communities: int
    households: int = 0


class Following(Protocol):
    """What must follow a change of places, on the floors above: told before the entry and after it."""

    def hold(self) -> Mapping[str, Any]:
        """Lock what must follow and return what the entry shall say of it; see `places_moving`."""

    def follow(self, entry: int) -> int:
        """Make it follow and return how many households did."""


class Nobody:
    """Nothing follows: no one is registered yet."""

    def hold(self) -> Mapping[str, Any]:
        return {}

    def follow(self, entry: int) -> int:
        return 0


def change_places(statement: ChangePlaces, by: Authority, following: Following | None = None) -> Changed:
    """Change places from a day on, all of it or nothing.

    Raises `Refused` naming the line at fault, for a day to come or before anything is on file, and where an
    address was changed later.
    """
    following = following or Nobody()
    rules = [_accepted(rule, statement) for rule in statement.rules]
    _day(statement, by)
    day = statement.since
    try:
        with writing():
            belief.lock("address")
            belief.lock("office_area")
            belief.lock("zone")
            if not statement.corrected:
                _begun(day)
            held = _holders()
            planned = plan(rules, day, divisions.book(), {*held, *_used(rules)}, held)
            _work_out(day, statement.corrected, planned, [rule for rule in rules if not rule.whole])
            _check(rules, planned)
            followed = following.hold()
            offices = _offices_concerned(held, planned)
            entry = ledger.write(by.office, "change_places", _body(statement, rules, by, followed), offices)
            addresses = _one("select places_read_anew(%s)", [entry])
            _hold_divisions(planned, entry)
            _hold_offices(planned, day, entry)
            _hold_areas(planned, day, entry, by)
            households = following.follow(entry)
            _run("set constraints places_address_is_one_place immediate")
    except (UniqueViolation, CheckViolation, IntegrityError) as error:
        refused = _refused(error.__cause__ if isinstance(error, IntegrityError) else error)
        if refused is None:
            raise
        raise refused from error
    return Changed(entry, addresses, len(planned.villages), households)


def _accepted(rule: Rule, statement: ChangePlaces) -> Rule:
    """Return a rule with its parts as they are stored; refuse one that says nothing or cannot be read."""
    codes = (rule.division, rule.to_division)
    if any(code and not (code.isdecimal() and len(code) in (6, 9, 12)) for code in codes):
        raise _line(rule, "区划代码应为 6、9 或 12 位数字。", "A division's code has 6, 9 or 12 digits.")
    if not rule.division and not (rule.to_division and rule.whole and rule.name):
        raise _line(rule, "缺少原区划代码。", "The division as it was is missing.")
    wanted = len(rule.division) if rule.whole else 12
    if rule.division and rule.to_division and len(rule.to_division) != wanted:
        raise _line(
            rule, f"新区划代码应为 {wanted} 位。", f"The new division's code has {wanted} digits here."
        )
    if rule.area and rule.area not in AREAS:
        raise _line(rule, f"没有“{rule.area}”这种地域类型。", f"There is no area “{rule.area}”.")
    if not (rule.to_division or rule.name or rule.to or rule.area or rule.office is not None):
        raise _line(rule, "没有写明变更后的内容。", "It does not say what changes.")
    if statement.corrected and rule.whole:
        raise _line(rule, "更正只能针对地址，不能针对区划。", "A correction concerns addresses only.")
    if rule.match.keys() - set(PARTS[1:]) or rule.to.keys() - set(PARTS[1:]):
        raise _line(rule, "没有这种地址要素。", "There is no such part of an address.")
    match = {part: value for part, given in rule.match.items() if (value := clean(part, given))}
    to = {part: clean(part, given) or "" for part, given in rule.to.items()}
    return Rule(
        rule.line, rule.division, match, rule.to_division, rule.name.strip(), to, rule.area, rule.office
    )


def _day(statement: ChangePlaces, by: Authority) -> None:
    if not statement.rules:
        raise Refused("places.nothing", Text("没有任何变更内容。", "Nothing changes."))
    if len(statement.rules) > MOST:
        raise Refused(
            "places.too_many",
            Text(f"一次最多 {MOST} 行。", f"At most {MOST} lines at once."),
            Text("请按区划整体变更，或分批办理。", "Change whole divisions, or go step by step."),
        )
    if statement.since > by.on:
        raise Refused(
            "places.future",
            Text(f"变更日期 {statement.since} 还没有到。", f"The day {statement.since} lies in the future."),
            Text("请在变更生效当日或以后录入。", "Enter the change on its day or later."),
        )
    if not by.basis.strip():
        raise Refused("places.basis", Text("须写明批准文件。", "Say which document ordered it."))


def _begun(day: date) -> None:
    """Refuse a day before all that is on file: what changed then was so when the first was entered."""
    if _all("select 1 from places_address where since <= %s limit 1", [day]):
        return
    [(first,)] = _all(
        "select least((select min(since) from places_address),"
        " (select min(lower(valid)) from places_office_area where upper_inf(known)))"
    )
    if first is not None and day < first:
        raise Refused(
            "places.before_beginning",
            Text(
                f"变更日期 {day} 早于地址和辖区最早的登记日期 {first}，当时还没有可以变更的内容。",
                f"{day} lies before {first}, the first day of any address or area: nothing could change.",
            ),
            Text(
                "请写实际变更的日期；从来就是如此的地址，用 --corrected 更正。",
                "Give the day of the change; an address that was always so is corrected with --corrected.",
            ),
        )


def _holders() -> dict[str, int]:
    query = "select division, office from places_office_area where upper_inf(known) and upper_inf(valid)"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def _used(rules: Sequence[Rule]) -> set[str]:
    """Return the communities with addresses below the divisions that change as such."""
    prefixes = sorted({rule.division for rule in rules if rule.whole and 0 < len(rule.division) < 12})
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct a.division from unnest(%s::text[]) p join places_address a"
            " on a.division between p and p || '~'",
            [prefixes],
        )
        return {code for (code,) in cursor.fetchall()}


def _work_out(day: date, corrected: bool, planned: Plan, rules: Sequence[Rule]) -> None:
    given = [
        {"line": rule.line, "from_division": rule.division, "to_division": rule.to_division or None}
        | {f"from_{part}": rule.match.get(part) for part in PARTS[1:]}
        | {f"to_{part}": rule.to.get(part) for part in PARTS[1:]}
        for rule in rules
    ]
    mapped = [{"old": old, "new": new} for old, new in planned.villages.items() if old != new]
    _run(
        "select places_work_out(%s, %s, %s::jsonb, %s::jsonb)", [day, corrected, *map(_json, (mapped, given))]
    )
    areas = [{"division": code, "office": office} for code, office in planned.offices.items()]
    _run("select places_work_out_offices(%s, %s::jsonb)", [day, _json(areas)])


def _check(rules: Sequence[Rule], planned: Plan) -> None:
    lines = {rule.line: rule for rule in rules}
    empty = _all(
        "select line from places_rule where line not in (select line from places_hit) order by 1 limit 1"
    )
    if empty:
        raise _line(lines[empty[0][0]], "没有符合条件的在用地址。", "No address in use is so.")
    differ = " or ".join(f'p."to_{part}" <> q."to_{part}"' for part in PARTS)
    torn = _all(
        "select p.line, q.line from places_hit h join places_hit i on i.address = h.address"
        " join places_rule p on p.line = h.line join places_rule q on q.line = i.line"
        f" where p.line < q.line and p.weight = q.weight and ({differ}) order by 1, 2 limit 1"
    )
    if torn:
        one, other = torn[0]
        raise _line(
            lines[other],
            f"与第 {one} 行对同一地址的规定不一致。",
            f"It says of the same address otherwise than line {one}.",
        )
    later = _all("select address, since from places_changing where since > day order by 1 limit 1")
    if later:
        text = _text_of(later[0][0])
        raise Refused(
            "places.changed_later",
            Text(
                f"“{text}”在 {later[0][1]} 已有变更，不能再录入更早的变更。",
                f"“{text}” was changed as of {later[0][1]}: no earlier change can be entered.",
            ),
        )
    kept_by_none = _all("select division from places_moving where office is null order by 1 limit 1")
    if kept_by_none:
        code = kept_by_none[0][0]
        raise Refused(
            "places.office",
            Text(f"{code} 没有管辖的派出所。", f"No office keeps {code}."),
            Text("请写明派出所。", "Say which office does."),
        )


def _offices_concerned(held: Mapping[str, int], planned: Plan) -> set[int]:
    codes = {*planned.villages, *planned.villages.values(), *planned.offices}
    return {held[code] for code in codes if code in held} | set(planned.offices.values())


def _body(
    statement: ChangePlaces, rules: Sequence[Rule], by: Authority, followed: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        **by.as_body(),
        "act": "change_places",
        "statement": {
            "since": statement.since,
            "corrected": statement.corrected,
            "rules": [
                {name: value for name in Rule.__slots__ if (value := getattr(rule, name))} for rule in rules
            ],
        },
        "results": dict(followed),
    }


def _hold_divisions(planned: Plan, entry: int) -> None:
    codes = sorted({row.code for row in planned.made})
    belief.supersede("places_division", ("name", "became"), codes, (None, None), entry, key="code")
    rows = [
        {
            "c": r.code,
            "n": r.name,
            "b": list(r.became),
            "s": r.since and str(r.since),
            "u": r.until and str(r.until),
        }
        for r in planned.made
    ]
    _run(
        "insert into places_division (code, name, became, valid, known)"
        " select c, n, b, daterange(s, u), int8range(%s, null)"
        " from jsonb_to_recordset(%s::jsonb) as t (c text, n text, b text[], s date, u date)",
        [entry, _json(rows)],
    )


def _hold_offices(planned: Plan, day: date, entry: int) -> None:
    codes = sorted({*planned.ended, *planned.offices})
    belief.supersede("places_office_area", ("office",), codes, (day, None), entry)
    given = [code for code in sorted(planned.offices) if code not in planned.ended]
    _run(
        "insert into places_office_area (division, office, valid, known)"
        " select d, o, daterange(%s, null), int8range(%s, null)"
        " from unnest(%s::text[], %s::int[]) as t (d, o)",
        [day, entry, given, [planned.offices[code] for code in given]],
    )


def _hold_areas(planned: Plan, day: date, entry: int, by: Authority) -> None:
    codes = sorted(planned.areas)
    belief.supersede("places_zone", ("area", "basis"), codes, (day, None), entry)
    _run(
        "insert into places_zone (division, area, basis, valid, known)"
        " select d, a, %s, daterange(%s, null), int8range(%s, null)"
        " from unnest(%s::text[], %s::text[]) as t (d, a)",
        [by.basis, day, entry, codes, [planned.areas[code] for code in codes]],
    )


def _refused(error: BaseException | None) -> Refused | None:
    """Return what a constraint of addresses, or the bound of an entry, refuses; None for another's."""
    if not isinstance(error, UniqueViolation | CheckViolation):
        return None
    if error.diag.constraint_name == "ledger_entry_body_check":
        return Refused(
            "places.too_much",
            Text("涉及的户太多，一条台账登记容纳不下。", "One entry cannot hold all that it concerns."),
            Text("请分几次办理，每次少几个社区或村。", "Go step by step, with fewer communities at once."),
        )
    if error.diag.table_name != "places_address":
        return None
    if isinstance(error, UniqueViolation):
        text = belief.alike(error).text()
        return Refused(
            "places.alike",
            Text(f"变更后会有两个地址同为“{text}”。", f"Two addresses would both read “{text}”."),
            Text("请先改其中一个的门牌。", "Give one of them another number."),
        )
    return Refused(
        "places.no_address",
        Text("变更后有地址缺少门牌或过长。", "An address would be without a number, or too long."),
    )


def _text_of(address: int) -> str:
    return str(_one("select local from places_address where id = %s", [address]))


def _line(rule: Rule, zh: str, en: str) -> Refused:
    return Refused("places.line", Text(f"第 {rule.line} 行：{zh}", f"line {rule.line}: {en}"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _run(query: str, values: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)


def _all(query: str, values: Sequence[Any] = ()) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return list(cursor.fetchall())


def _one(query: str, values: Sequence[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]
