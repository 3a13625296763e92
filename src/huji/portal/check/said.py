"""What a citizen has said so far, as the fields of a form: written into each page and read back from it.

The fields are the citizen's own words to himself, so they are checked anew, not signed: what cannot be is
left out with a notice, and all the rest stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict

from huji.policy import Vocabulary, implied
from huji.policy.following import contradicted
from huji.policy.vocabulary import Scope, Type
from huji.portal.check.typed import UNSURE, TypedError, field_value, read_value

Value = bool | int | float | str
Answers = tuple[tuple[str, Value | None], ...]
"""Facts with their values, the latest last; None where the citizen cannot tell."""

MOST_ANSWERS = 120
MOST_ALONG = 12
_ABOVE = {12: 9, 9: 6, 6: 4, 4: 2}


@dataclass(frozen=True, slots=True)
class Companion:
    """One who would come along: the relation, and what was said of this person."""

    relation: str
    answers: Answers = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A whole self-check as said so far.

    `place` has the digits chosen so far; `exact` says that no smaller place will be named. `boxes` are the
    facts of the opening page with whether each was ticked, None before it was answered; `along` likewise.
    """

    on: date
    place: str = ""
    exact: bool = False
    area: str = ""
    boxes: tuple[tuple[str, bool], ...] | None = None
    answers: Answers = ()
    along: tuple[Companion, ...] | None = None

    def fields(self) -> Iterator[tuple[str, str]]:
        """Yield the hidden fields that carry it."""
        yield "on", self.on.isoformat()
        if self.place:
            yield "place", self.place
        if self.exact:
            yield "exact", "1"
        if self.area:
            yield "area", self.area
        if self.boxes is not None:
            yield "boxes", "1"
            yield from (("box", f"{name}:{int(ticked)}") for name, ticked in self.boxes)
        yield from (("a", f"{name}:{field_value(value)}") for name, value in self.answers)
        if self.along is not None:
            yield "along", "1"
            for index, one in enumerate(self.along):
                yield "who", one.relation
                yield from (("c", f"{index}:{name}:{field_value(value)}") for name, value in one.answers)

    def answered(self, name: str, value: Value | None, of: int | None = None) -> "Said":
        """Return it with one fact answered (None: cannot tell), of a companion where `of` says which."""
        if of is None:
            return replace(self, answers=_put(self.answers, name, value))
        along = list(self.along or ())
        along[of] = replace(along[of], answers=_put(along[of].answers, name, value))
        return replace(self, along=tuple(along))

    def back(self) -> "Said":
        """Return it as it was before the last answer."""
        for index in range(len(self.along or ()) - 1, -1, -1):
            one = (self.along or ())[index]
            if one.answers:
                along = list(self.along or ())
                along[index] = replace(one, answers=one.answers[:-1])
                return replace(self, along=tuple(along))
        if self.along is not None:
            return replace(self, along=None)
        if self.answers:
            return replace(self, answers=self.answers[:-1])
        if self.boxes is not None:
            return replace(self, boxes=None)
        place = self.place if self.exact else self.place[: _ABOVE.get(len(self.place), 0)]
        return replace(self, area="", exact=False, place=place)

    def stated(self, vocabulary: Vocabulary) -> dict[str, Value]:
        """Return the applicant's facts as said; of two that cannot both be so the later one stands."""
        found: dict[str, Value] = {}
        for name, value in (*reversed(self.answers), *self._ticked(vocabulary)):
            if (
                value is not None
                and name not in found
                and not contradicted({**found, name: value}, vocabulary)
            ):
                found[name] = value
        return found

    def known(self, vocabulary: Vocabulary) -> dict[str, Value]:
        """Return the applicant's facts as said, with what follows from them."""
        stated = self.stated(vocabulary)
        return stated | {name: one.value for name, one in implied(stated, vocabulary).items()}

    @property
    def unsure(self) -> frozenset[str]:
        """The facts the applicant cannot tell."""
        return frozenset(name for name, value in self.answers if value is None)

    def _ticked(self, vocabulary: Vocabulary) -> Iterator[tuple[str, Value]]:
        said = {name for name, _ in self.answers}
        for name, ticked in self.boxes or ():
            kind = vocabulary[name].type
            if name not in said and (kind is Type.BOOLEAN or not ticked):
                yield name, ticked if kind is Type.BOOLEAN else "none" if kind is Type.CODE else 0


def known_of(companion: Companion, vocabulary: Vocabulary) -> dict[str, Value]:
    """Return a companion's facts as said, with what follows from them."""
    stated = {name: value for name, value in companion.answers if value is not None}
    return stated | {name: one.value for name, one in implied(stated, vocabulary).items()}


def read(data: QueryDict, vocabulary: Vocabulary, today: date) -> tuple[Said, bool]:
    """Return what a form carries, and whether all of it could be read."""
    faults: list[str] = []
    on = _day(data.get("on", ""), today, faults)
    place = data.get("place", "")
    if place and not (place.isascii() and place.isdigit() and len(place) in (2, 4, 6, 9, 12)):
        faults.append(place)
        place = ""
    area = data.get("area", "")
    if area and area not in vocabulary.areas:
        faults.append(area)
        area = ""
    boxes = None
    if "boxes" in data:
        pairs = [text.rpartition(":") for text in data.getlist("box")[:MOST_ANSWERS]]
        boxes = tuple((name, ticked == "1") for name, _, ticked in pairs if boxed(name, vocabulary))
        faults.extend(name for name, _, _ in pairs if not boxed(name, vocabulary))
    answers: Answers = ()
    for text in data.getlist("a")[:MOST_ANSWERS]:
        name, _, value = text.partition(":")
        answers = _read_into(answers, name, value, vocabulary, faults, companion=False)
    along = _along(data, vocabulary, faults) if "along" in data else None
    return Said(on, place, "exact" in data, area, boxes, answers, along), not faults


def _along(data: QueryDict, vocabulary: Vocabulary, faults: list[str]) -> tuple[Companion, ...]:
    relations = [one for one in data.getlist("who") if one in vocabulary.relations]
    faults.extend(one for one in data.getlist("who") if one not in vocabulary.relations)
    found = [Companion(relation) for relation in relations[:MOST_ALONG]]
    for text in data.getlist("c")[:MOST_ANSWERS]:
        index, _, rest = text.partition(":")
        name, _, value = rest.partition(":")
        if not (index.isascii() and index.isdigit() and int(index[:4]) < len(found)):
            faults.append(text)
            continue
        one = found[int(index[:4])]
        answers = _read_into(one.answers, name, value, vocabulary, faults, companion=True)
        found[int(index[:4])] = replace(one, answers=answers)
    return tuple(found)


def _read_into(
    answers: Answers, name: str, text: str, vocabulary: Vocabulary, faults: list[str], *, companion: bool
) -> Answers:
    fact = vocabulary.facts.get(name)
    if fact is None or (fact.scope is Scope.COMPANION) is not companion:
        faults.append(name)
        return answers
    try:
        value = None if text == UNSURE else read_value(fact, text)
    except TypedError:
        faults.append(name)
        return answers
    return _put(answers, name, value)


def _put(answers: Answers, name: str, value: Value | None) -> Answers:
    return (*(one for one in answers if one[0] != name), (name, value))


def boxed(name: str, vocabulary: Vocabulary) -> bool:
    """Return whether a fact can have a box: left empty it is no, none, or nought."""
    fact = vocabulary.facts.get(name)
    if fact is None or fact.scope is Scope.COMPANION or fact.type is Type.DIVISION:
        return False
    return fact.type is not Type.CODE or "none" in fact.values


def _day(text: str, today: date, faults: list[str]) -> date:
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        faults.append(text)
        return today


def case_file(said: Said, vocabulary: Vocabulary) -> Mapping[str, object]:
    """Return what was said as the case file of `huji decide`; a place below a town by its town and area."""
    place = said.place if len(said.place) >= 6 else said.place.ljust(6, "0")
    case: dict[str, object] = {
        "date": said.on.isoformat(),
        "destination": {"division": place[:9] if len(place) > 9 else place, "area": said.area},
        "applicant": said.known(vocabulary),
    }
    if said.along:
        case["companions"] = [
            {"relation": one.relation, "facts": known_of(one, vocabulary)} for one in said.along
        ]
    return case
