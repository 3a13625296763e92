"""What undoing an entry does to papers: which fall void, which are good again, and who built upon them."""

from collections.abc import Collection, Mapping, Sequence
from itertools import takewhile
from typing import Any, LiteralString

from huji.register.acts.papers import Paper, PapersOfEntry
from huji.register.acts.session import cursor
from huji.register.acts.timelines import Period
from huji.register.transit import IN_TRANSIT

_PERMIT = "entry, number, office, address, household, issued, expires, numbers, names, used_entry"
_CERTIFICATE = "entry, issuer, number, office, issued, expires, destination, persons"
Key = tuple[Any, ...]


def of_entry(entry: int, body: Mapping[str, Any]) -> PapersOfEntry:
    """Lock and return the papers of an entry, by its body."""
    numbers, results = _numbers(body), body["results"]
    permits = _locked("move_in_permit", _PERMIT, numbers)
    certificates = _locked("migration_certificate", _CERTIFICATE, numbers)
    issued, permits_again, built = _back(entry, permits, results.get("permits", ()))
    fallen, certificates_again, built_too = _back(entry, certificates, results.get("certificates", ()))
    return PapersOfEntry(
        tuple(number for _, number in issued),
        tuple((issuer, number) for issuer, number in fallen),
        tuple(permits_again.values()),
        tuple(certificates_again.values()),
        frozenset(built | built_too),
    )


def stranded(entry: int, held: PapersOfEntry, back: Mapping[int, Sequence[Period]]) -> set[int]:
    """Return the later entries for which somebody in transit would be left without a certificate.

    `back` are the lives believed again: who comes to be in transit needs the certificate of that journey, and
    one that falls void with the entry must not be what another is in transit on.
    """
    later: set[int] = set()
    for who, life in back.items():
        journey = list(takewhile(lambda one: one.kind == "in_transit", reversed(life)))
        if journey:
            later |= _entries(
                "select void_entry from migration_certificate"
                " where issuer = '' and persons @> array[%s::bigint] and issued >= %s and entry <= %s"
                " order by void_entry desc nulls first limit 1",
                [who, journey[-1].since, entry],
            )
    if held.certificates and not held.certificates_again:
        later |= _entries(
            "select lower(s.known) from migration_certificate c join standing s on s.person = any (c.persons)"
            " where c.issuer = '' and c.number = any (%s) and c.void_entry is null"
            f"   and {IN_TRANSIT} and s.person <> all (%s::bigint[])",
            [[number for _, number in held.certificates], list(back)],
        )
    return {one for one in later if one > entry}


def _entries(query: LiteralString, values: list[Any]) -> set[int]:
    return {row[0] for row in cursor().execute(query, values).fetchall() if row[0] is not None}


def _back(
    entry: int, rows: Sequence[dict[str, Any]], good_again: Collection[Paper]
) -> tuple[list[Key], dict[Key, Paper], set[int]]:
    """Return which papers fall void and which are good again, and the entries that did something since with
    one of them: used it, replaced it, or issued another of its number."""
    live = {_key(row): row for row in rows if row["void_entry"] is None}
    again: dict[Key, Paper] = {}
    left: dict[Key, Paper] = {_key(paper): paper for paper in good_again}
    for row in rows:
        key = _key(row)
        if row["void_entry"] == entry:
            again[key] = _without_void(row)
        elif row["entry"] == entry:
            left[key] = {**row, "used_entry": None}
        elif row.get("used_entry") == entry and row["void_entry"] is None:
            again[key], left[key] = {**_without_void(row), "used_entry": None}, row
    later = set()
    for key in again.keys() | left.keys():
        now, then = live.get(key), left.get(key)
        if now is None and then is not None:
            later.add(max(row["void_entry"] for row in rows if _key(row) == key))
        elif now is not None and (then is None or now["entry"] != then["entry"]):
            later.add(now["entry"])
        elif now is not None and then is not None and now.get("used_entry") != then.get("used_entry"):
            later.add(now["used_entry"] or now["entry"])
    return [key for key in left if key not in again], again, later


def _numbers(body: Mapping[str, Any]) -> list[str]:
    """Return the numbers of all papers that an entry issued, used, was shown, or made good again."""
    named: list[Any] = [body["statement"].get("number")]
    for source in (body["statement"], body["results"]):
        for key in ("permit", "certificate", "used_permit"):
            value = source.get(key)
            named.append(value.get("number") if isinstance(value, dict) else value)
    results = body["results"]
    named += [
        *results.get("void_permits", []),
        *(number for _, number in results.get("void_certificates", [])),
        *(paper["number"] for key in ("permits", "certificates") for paper in results.get(key, [])),
    ]
    return [number for number in named if isinstance(number, str)]


def _locked(table: LiteralString, columns: LiteralString, numbers: Sequence[str]) -> list[dict[str, Any]]:
    rows = cursor().execute(
        f"select {columns}, void_entry from {table} where number = any (%s) order by number, entry"
        " for update",
        [list(numbers)],
    )
    names = [*columns.split(", "), "void_entry"]
    return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def _key(paper: Paper) -> Key:
    """A permit's number is unique in the city, a certificate's among its issuer's."""
    return paper.get("issuer"), paper["number"]


def _without_void(row: Paper) -> Paper:
    return {column: value for column, value in row.items() if column != "void_entry"}
