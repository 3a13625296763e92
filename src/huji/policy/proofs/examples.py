"""From a model to a person one can picture: only the facts that matter, the plainest values, as a case file.

What is claimed of a person is checked by the interpreter on the facts kept; a claim that holds of partial
facts holds of everybody who has them, since knowing more never changes what is decided.
"""

import datetime as dt
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from huji.policy.case import Case, Companion, read_case
from huji.policy.deciding import decide
from huji.policy.domains import leaves_by_fact, samples
from huji.policy.faults import Faulty
from huji.policy.library import Library
from huji.policy.pack import Pack
from huji.policy.proofs.people import People
from huji.policy.proofs.report import Witness
from huji.policy.proofs.sites import Site
from huji.policy.selection import Places
from huji.policy.tree import Leaf, Value
from huji.policy.vocabulary import Fact, Scope, Type, Vocabulary
from huji.policy.words import Text

Facts = Mapping[str, Value]
Claim = Callable[[Facts], bool]
_USUAL = {"CNY": (10_000, 5_000, 20_000), "m2": (20, 15, 30)}
_AGES = (35, 17, 10)  # of a grown person, of one nearly grown, of a child
_PLAIN = (0, 1, 2, 3, 5, 10, 100, 1_000, 10_000, 100_000, 1_000_000)


class Disagreement(Exception):  # noqa: N818  (a defect of the engine, not a fault of input)
    """The interpreter does not confirm what the solver found: the encoding and the interpreter differ."""


class Examples:
    """Makes examples out of models, over the leaves that can tell values apart."""

    def __init__(self, people: People, vocabulary: Vocabulary, leaves: Iterable[Leaf]) -> None:
        self._people = people
        self._vocabulary = vocabulary
        self._leaves = leaves_by_fact(leaves)

    def plain(self, facts: Facts, claim: Claim, also: Sequence[Facts] = ({},)) -> dict[str, Value]:
        """Return the fewest of the facts, with the plainest values, of which a claim still holds.

        `also` are the further facts of each of the people the claim is about.
        """
        kept = dict(facts)
        if not claim(kept):
            raise Disagreement(json.dumps(kept, ensure_ascii=False, default=str))
        self._deny(kept, claim, also)
        self._drop(kept, claim)
        for name in (*kept, *kept):  # twice: one figure may stand in the way of another
            own = kept[name]
            for value in (*self.values(name), *_rounded(own)):
                kept[name] = value
                if claim(kept) and (value == own or self.possible(kept, also)):
                    break
            else:
                kept[name] = own
        self._drop(kept, claim)
        return kept

    def possible(self, facts: Facts, also: Sequence[Facts] = ({},)) -> bool:
        """Return whether there can be such people."""
        return all(self._people.possible({**facts, **more}) for more in also)

    def values(self, name: str) -> tuple[Value, ...]:
        """Return values of a fact, the plainest first, that between them meet all its comparisons."""
        fact = self._vocabulary[name]
        near = samples(fact, self._leaves.get(name, ()))
        if fact.type not in (Type.INTEGER, Type.NUMBER):
            return near
        found = sorted({_whole(value) for value in (*near, *_PLAIN)}, key=lambda n: (n != int(n), n))
        usual = _AGES if name.endswith(".age") else _USUAL.get(fact.unit or "", ())
        return tuple(dict.fromkeys(value for value in (*usual, *found) if _within(fact, value)))

    def _deny(self, kept: dict[str, Value], claim: Claim, also: Sequence[Facts]) -> None:
        """Answer no wherever the claim allows it: a refusal is plainest by what is simply not so."""
        for name, value in list(kept.items()):
            if value is True:
                kept[name] = False
                if not claim(kept) or (name in self._people.bound and not self.possible(kept, also)):
                    kept[name] = True

    def _drop(self, kept: dict[str, Value], claim: Claim) -> None:
        """Leave out what the claim does not need: figures first, then codes, then answers of yes or no.

        Of each sort, what a clause asks first is kept where one of several will do.
        """
        sorts = list(Type)
        order = {name: sorts.index(self._vocabulary[name].type) for name in kept}
        last_first = list(kept)[::-1]
        for name in sorted(last_first, key=order.__getitem__, reverse=True):
            value = kept.pop(name)
            if not claim(kept):
                kept[name] = value


def _rounded(value: Value) -> tuple[Value, ...]:
    return (math.floor(value), math.ceil(value), round(value, 2)) if isinstance(value, float) else ()


def _within(fact: Fact, value: Value) -> bool:
    assert not isinstance(value, str)
    return fact.minimum <= value and (fact.maximum is None or value <= fact.maximum)


def _whole(value: Value) -> int | float:
    assert not isinstance(value, str)
    return int(value) if value == int(value) else value


def witness(
    facts: Facts,
    role: Text,
    *,
    pack: Pack,
    packs: Library,
    places: Places,
    site: Site,
    on: dt.date,
    relation: str | None = None,
) -> Witness:
    """Return a case of these facts as a file, with what `decide` says of it; facts of a companion apart."""
    entries = packs.vocabulary.facts  # in the order of the vocabulary
    facts = {name: facts[name] for name in entries if name in facts}
    applicant = {name: v for name, v in facts.items() if entries[name].scope is not Scope.COMPANION}
    own = {name: value for name, value in facts.items() if name not in applicant}
    selected = packs.covering(site.division, site.area, on) is pack
    companions = (Companion(relation, own),) if relation is not None else ()
    case = Case(on, site.division, site.area, applicant, companions, None if selected else pack.policy)
    text = write(case)
    read, faults = read_case(text, "case", packs.vocabulary)
    if faults:
        raise Faulty(faults)
    answer = decide(read, places=places, packs=packs)
    companion = answer.companions[0].outcome if relation is not None else None
    return Witness(role, case, text, answer.outcome, companion)


def write(case: Case, heading: Iterable[str] = ()) -> str:
    """Return a case as the text of a case file, under comment lines."""
    lines = [f"# {line}" for line in heading]
    lines.append(f"date: {case.date}")
    lines.append(f'destination: {{division: "{case.division}", area: {case.area}}}')
    if case.policy:
        lines.append(f"policy: {case.policy}")
    lines.append("applicant:" if case.applicant else "applicant: {}")
    lines += [f"  {name}: {_scalar(value)}" for name, value in case.applicant.items()]
    if case.companions:
        lines.append("companions:")
        for one in case.companions:
            facts = ", ".join(f"{name}: {_scalar(value)}" for name, value in one.facts.items())
            lines.append(f"  - {{relation: {one.relation}, facts: {{{facts}}}}}")
    return "\n".join(lines) + "\n"


def _scalar(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value) if value.isdigit() else value
    return repr(value)
