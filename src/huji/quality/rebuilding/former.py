"""Entries from before results were complete: their statements add what is missing, by the rules of then."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

Body = Mapping[str, Any]
Bearer = Callable[[str], int | None]


def completed(act: str, office: int, body: Body, bearer: Bearer) -> dict[str, Any]:
    """Return an entry's results, completed from its statement where it holds less than the rows it made.

    `bearer` tells whom a citizen number belongs to by the entries before.
    """
    results: dict[str, Any] = dict(body.get("results") or {})
    statement = body.get("statement") or {}
    rule = _RULES.get(act)
    return rule(results, statement, {**body, "office": office}, bearer) if rule else results


def _birth(results: dict[str, Any], statement: Body, body: Body, bearer: Bearer) -> dict[str, Any]:
    [one] = results["persons"]
    if "particulars" in one:
        return results
    parents = [statement[role] for role in ("mother", "father") if statement.get(role) is not None]
    ties = [[one["id"], parent, "parent", statement["born"], None] for parent in parents]
    return {**results, "persons": [{**one, "particulars": statement["child"]}], "ties": ties}


def _move_in(results: dict[str, Any], statement: Body, body: Body, bearer: Bearer) -> dict[str, Any]:
    if "certificate" in results:
        return results
    told = {m["number"].upper(): m["particulars"] for m in statement["members"] if "particulars" in m}
    persons = [{**one, "particulars": told[one["number"]]} for one in results.get("persons", ())]
    new = {one["number"]: one["id"] for one in persons}
    ties = []
    for tie in statement.get("kin", ()):
        person, relative = (new.get(tie[who]) or bearer(tie[who]) for who in ("person", "relative"))
        pairs = [(person, relative)] + ([(relative, person)] if tie["tie"] == "spouse" else [])
        ties += [[*pair, tie["tie"], tie["since"], None] for pair in pairs]
    order = [
        new.get(m.get("number", "").upper()) or m.get("person") or bearer(m["number"])
        for m in statement["members"]
    ]
    shown = statement["certificate"]
    paper = {
        "issuer": shown["issuer"], "number": shown["number"], "issued": shown["issued"],
        "expires": shown["expires"], "destination": "", "persons": order,
        "office": body["office"],
    }  # fmt: skip
    more = {"used_permit": statement["permit"]} if statement.get("permit") else {}
    return {**results, "persons": persons, "ties": ties, "certificate": paper, **more}


def _death(results: dict[str, Any], statement: Body, body: Body, bearer: Bearer) -> dict[str, Any]:
    if any(len(move) > 6 for move in results.get("standings", ())):  # with causes came complete results
        return results
    after = date.fromisoformat(statement["died"]) + timedelta(days=1)
    return {**results, "widowed": [[statement["person"], after.isoformat()]]}


def _move_out(results: dict[str, Any], statement: Body, body: Body, bearer: Bearer) -> dict[str, Any]:
    if "certificate" in results:
        return results
    issued = date.fromisoformat(body["on"])
    paper = {
        "issuer": "", "number": statement["certificate"], "office": body["office"],
        "issued": issued.isoformat(), "expires": (issued + timedelta(days=29)).isoformat(),
        "destination": statement["destination"], "persons": list(statement["persons"]),
    }  # fmt: skip
    return {**results, "certificate": paper}


def _permit(results: dict[str, Any], statement: Body, body: Body, bearer: Bearer) -> dict[str, Any]:
    if "permit" in results:
        return results
    issued = date.fromisoformat(statement["issued"])
    people = statement["people"]
    paper = {
        "number": statement["number"], "office": body["office"], "address": statement["address"],
        "household": statement["household"], "issued": statement["issued"],
        "expires": (issued + timedelta(days=39)).isoformat(),
        "numbers": [one["number"].upper() for one in people], "names": [one["name"] for one in people],
    }  # fmt: skip
    return {**results, "permit": paper}


_RULES = {
    "birth": _birth,
    "move_in": _move_in,
    "death": _death,
    "move_out": _move_out,
    "permit_move_in": _permit,
}
