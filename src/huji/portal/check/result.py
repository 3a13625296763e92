"""The answer for the citizen: what it is and why, what would change it, what to bring, where to go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huji import policy
from huji.places import queries as places
from huji.policy import Pack
from huji.policy.interpret import held, live, turning
from huji.policy.pack import Note
from huji.portal.check.talk import Talk
from huji.web.law import department, laws
from huji.web.saying import say

Reason = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing a way asks that is not so, or not known: its words, what was said, the fact to change."""

    words: str
    given: str
    fact: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Unasked:
    """What would still have to be so: a condition, or words over parts of which one, or all, must be."""

    words: str
    parts: tuple["Unasked", ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A way or a prohibition: its title, article, what it lacks, and how it was read.

    `unasked` are what a closed way would ask besides: not said, since it could not change the answer.
    """

    title: str
    law: str
    outcome: str
    lacks: tuple[Lack, ...]
    note: str
    responsible: tuple[str, ...]
    exceptions: tuple[Lack, ...] = ()
    unasked: tuple[Unasked, ...] = ()


@dataclass(frozen=True, slots=True)
class Comer:
    """One who would come along: who, whether, by which article, and what is still to be known."""

    who: str
    outcome: str
    law: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The whole answer in words."""

    outcome: str
    policy: str
    document: str
    granted: Clause | None
    also: tuple[Clause, ...]
    bans: tuple[Clause, ...]
    nearest: Clause | None
    others: tuple[Clause, ...]
    unsure: tuple[Lack, ...]
    unsettled: tuple[str, ...]
    superior: tuple[str, ...]
    companions: tuple[Comer, ...]
    papers: tuple[tuple[str, ...], ...]
    hosts: tuple[str, ...]
    responsible: tuple[str, ...]
    guide: str


def result(talk: Talk) -> Result:
    """Put the answer of a self-check into words."""
    answer = talk.answer()
    pack, words = talk.pack, talk.words
    routes = [_route(one, talk) for one in answer.routes]
    by_id = {one.id: clause for one, clause in zip(answer.routes, routes, strict=True)}
    granted = by_id.get(answer.granted_by or "")
    nearest = by_id.get(answer.nearest.route) if answer.nearest else None
    rest = [one for one in routes if one is not granted and one is not nearest]
    rest.sort(key=lambda one: (one.outcome == "ineligible", len(one.lacks)))
    open_ways = [clause for clause in routes if clause.outcome != "ineligible"]
    where = granted or nearest or next(iter(open_ways), None)
    return Result(
        outcome=answer.outcome,
        policy=say(pack.title),
        document=pack.document.name,
        granted=granted,
        also=tuple(one for one in rest if one.outcome == "eligible") if granted else (),
        bans=tuple(_ban(one, talk) for one in answer.prohibitions if one.holds is not False),
        nearest=nearest,
        others=tuple(one for one in rest if one.outcome != "eligible"),
        unsure=tuple(
            Lack(say(words[name].title), _("不清楚"), name, None)
            for name in answer.missing
            if name in talk.said.unsure
        ),
        unsettled=tuple(dict.fromkeys(say(one.reason) for one in answer.unsettled)),
        superior=tuple(_superior(one, talk) for one in answer.superior),
        companions=tuple(
            Comer(
                talk.of_companion(index),
                one.outcome,
                laws([cite.as_dict() for cite in one.basis]),
                tuple(say(words[name].title) for name in one.missing),
            )
            for index, one in enumerate(answer.companions)
        ),
        papers=tuple(tuple(say(words.evidence[key].title) for key in one.any_of) for one in answer.evidence),
        hosts=tuple(say(words.hosts[host]) for host in answer.hosts),
        responsible=where.responsible if where else (),
        guide=_guide(pack),
    )


def office_of(talk: Talk) -> places.Office | None:
    """Return the registration office that keeps the place, where this installation keeps it."""
    return places.office_of(talk.said.place, talk.said.on) if len(talk.said.place) == 12 else None


def _route(one: policy.RouteAnswer, talk: Talk) -> Clause:
    known = next(route for route in talk.pack.routes if route.id == one.id)
    leaves = turning(one.reason) if one.outcome == "ineligible" else list(live(one.reason))
    return Clause(
        title=say(known.title),
        law=laws([known.cites.as_dict()]),
        outcome=one.outcome,
        lacks=tuple(_lack(leaf, talk) for leaf in _once(leaves)) if one.outcome != "eligible" else (),
        note=_note(known.note),
        responsible=tuple(department(name) for name in known.responsible),
        unasked=tuple(dict.fromkeys(_unasked(one.reason, talk))) if one.outcome == "ineligible" else (),
    )


def _unasked(reason: Reason, talk: Talk) -> tuple[Unasked, ...]:
    """Return what is not known in a closed way and would still have to be so, alternatives together."""
    if held(dict(reason)) is True:
        return ()
    if "of" not in reason or "total" in reason:  # the parts of a total are points, not conditions
        words = say(policy.say(dict(reason), talk.pack, talk.words))
        return (Unasked(words),) if held(dict(reason)) is None else ()
    ways = [way for part in reason["of"] if (way := tuple(dict.fromkeys(_unasked(part, talk))))]
    if "any" not in reason or len(ways) < 2:
        return tuple(one for way in ways for one in way)
    every = _("以下各项：")
    return (Unasked(_("以下之一："), tuple(w[0] if len(w) == 1 else Unasked(every, w) for w in ways)),)


def _ban(one: policy.ProhibitionAnswer, talk: Talk) -> Clause:
    known = next(ban for ban in talk.pack.prohibitions if ban.id == one.id)
    because = turning(one.reason, False) if one.holds else list(live(one.reason))
    exceptions = turning(one.unless) if one.unless else []
    return Clause(
        title=say(known.title),
        law=laws([known.cites.as_dict()]),
        outcome="ineligible" if one.holds else "undetermined",
        lacks=tuple(_lack(leaf, talk) for leaf in _once(because)),
        note=_note(known.note),
        responsible=tuple(department(name) for name in known.responsible),
        exceptions=tuple(_lack(leaf, talk) for leaf in _once(exceptions)),
    )


def _once(leaves: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [leaf for index, leaf in enumerate(leaves) if leaf not in leaves[:index]]


def _lack(leaf: Reason, talk: Talk) -> Lack:
    words = say(policy.say(dict(leaf), talk.pack, talk.words))
    name = str(leaf.get("fact", ""))
    if not name:
        return Lack(words, _points(leaf) if "total" in leaf else "", "", held(dict(leaf)))
    given = leaf.get("given")
    said = _("没有说") if given is None else talk.value(name, given)
    return Lack(words, said if name not in talk.said.unsure else _("不清楚"), name, leaf["holds"])


def _points(leaf: Reason) -> str:
    """Say what a total of points comes to by what was said: a number, or between which it lies."""
    if leaf.get("given") is not None:
        return _("%(points)s 分") % {"points": f"{leaf['given']:g}"}
    low, high = leaf.get("between", (None, None))
    ends = {"low": "" if low is None else f"{low:g}", "high": "" if high is None else f"{high:g}"}
    return _("%(low)s 到 %(high)s 分") % ends


def _note(note: Note | None) -> str:
    return say(note.text) if note else ""


def _superior(one: policy.SuperiorRoute, talk: Talk) -> str:
    pack = talk.packs.get(one.policy, talk.said.on) if one.policy in talk.packs else None
    title = next((say(route.title) for route in pack.routes if route.id == one.route), "") if pack else ""
    return " ".join((laws([cite.as_dict() for cite in one.basis]), title)).strip()


def _guide(pack: Pack) -> str:
    """Return the address of the guide to the very version that was asked."""
    return reverse("portal:policy-version", args=[pack.policy, pack.in_force_from.isoformat()])
