"""The people and the household that a matter is opened on, as its form needs them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from huji.matters.kind import Kind
from huji.matters.values import About
from huji.register import queries as register
from huji.register.queries import Reader
from huji.register.records import Household, Member, Person
from huji.register.records import Kind as Standing
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class Scene:
    """Whom a matter is opened on: the person (None for a household's or nobody's), and the household."""

    on: date
    person: Person | None = None
    household: Household | None = None

    @property
    def members(self) -> tuple[Member, ...]:
        """The members of the household, in the booklet's order."""
        return self.household.members if self.household else ()

    @property
    def member(self) -> Member | None:
        """The person as a member of the household."""
        return next((one for one in self.members if self.person and one.person == self.person.id), None)

    @property
    def heads(self) -> bool:
        """Whether the person is the head of the household."""
        return self.member is not None and self.member.relation == "02"

    @property
    def others(self) -> tuple[Member, ...]:
        """The members but the person."""
        return tuple(one for one in self.members if self.person is None or one.person != self.person.id)

    @property
    def registered(self) -> bool:
        return self.person is not None and self.person.standing.kind is Standing.REGISTERED

    @property
    def ended(self) -> bool:
        return self.person is not None and self.person.standing.kind is Standing.ENDED

    @property
    def office(self) -> int | None:
        """The office that keeps the person or household."""
        if self.household is not None:
            return self.household.office
        return self.person.standing.office if self.person is not None else None


def on_person(who: int, reader: Reader, on: date) -> Scene:
    """Return the scene of a person; refuses `matter.not_here` for one outside the reader's area. Logged."""
    seen = register.gate(reader, [who], "办理业务 matter")
    person = register.person(who, seen)
    if person is None:
        raise not_here()
    home = person.standing.household
    return Scene(on, person, register.household(home, reader) if home is not None else None)


def on_household(which: int, reader: Reader, on: date) -> Scene:
    """Return the scene of a household; refuses as `on_person` does. Logged."""
    household = register.household(which, reader)
    if household is None:
        raise not_here()
    return Scene(on, None, household)


def suiting(kinds: Iterable[Kind], scene: Scene) -> tuple[Kind, ...]:
    """Return the kinds that may be opened on the person or household of a scene."""
    about = About.PERSON if scene.person is not None else About.HOUSEHOLD
    return tuple(
        kind
        for kind in kinds
        if (kind.about is about or (kind.about is About.NOBODY and named(kind, scene)))
        and (kind.suits is None or kind.suits(scene))
    )


def named(kind: Kind, scene: Scene) -> dict[str, Any]:
    """Return first answers to a kind's questions who moves (`mover`) or which household does (`moving`)."""
    asked = {one.name for one in kind.fields}
    first: dict[str, Any] = {}
    if "mover" in asked and scene.person is not None and scene.registered:
        first["mover"] = scene.person.number
    if "moving" in asked and scene.household is not None and scene.person is None:
        first["moving"] = scene.household.id
    return first


def not_here() -> Refused:
    return Refused(
        "matter.not_here",
        Text(
            "户籍中没有此人或此户，或者不在您的辖区。",
            "The register has no such person or household, or not in your area.",
        ),
        Text(
            "请核对号码；跨所的业务请到对方派出所办理。",
            "Check the number, or go to the office that keeps it.",
        ),
    )
