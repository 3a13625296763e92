"""What undoing an entry does to papers: which fall void, which are good again, and who built upon them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, LiteralString

from huji.register.acts.papers import Paper, PapersOfEntry
from huji.register.acts.session import cursor

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
