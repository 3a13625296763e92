"""Names for the ids in an entry, as far as the reader may know them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huji.standards import Text

SOMEBODY = Text("他人", "another person")


@dataclass(frozen=True, slots=True)
class Names:
    """What ids and citizen numbers are called; who is missing may not be named to this reader."""

    persons: Mapping[int, str] = field(default_factory=dict)
    addresses: Mapping[int, str] = field(default_factory=dict)
    offices: Mapping[int, str] = field(default_factory=dict)
    bearers: Mapping[str, str] = field(default_factory=dict)

    def person(self, who: int | str | None) -> Text:
        """Name a person by id, or by citizen number."""
        name = self.bearers.get(who) if isinstance(who, str) else self.persons.get(who or 0)
        return Text(name, name) if name else SOMEBODY

    def people(self, persons: Iterable[int | str]) -> Text:
        """Name several people; those who may not be named are counted."""
        named = [self.person(who) for who in persons]
        known = [name for name in named if name is not SOMEBODY]
        others = len(named) - len(known)
        if others and known:
            known.append(Text(f"他人 {others} 名", f"{others} other{'s' if others > 1 else ''}"))
        elif others:
            return SOMEBODY if others == 1 else Text(f"{others} 人", f"{others} people")
        return listed(known)

    def address(self, which: int | None) -> Text:
        """Name a standard address."""
        text = self.addresses.get(which or 0)
        return Text(text, text) if text else Text("某地址", "an address")

    def office(self, which: int | None) -> Text:
        """Name a registration office."""
        text = self.offices.get(which or 0)
        return Text(text, text) if text else Text(f"登记机关 {which}", f"office {which}")

    def household(self, which: int) -> Text:
        """Name a household by its number (户号)."""
        return Text(f" {which:09} 号户", f"household {which:09}")


@dataclass(frozen=True, slots=True)
class Mentions:
    """The ids that sentences name."""

    persons: frozenset[int] = frozenset()
    addresses: frozenset[int] = frozenset()
    offices: frozenset[int] = frozenset()
    numbers: frozenset[str] = frozenset()


class Listener(Names):
    """Names that only note what they are asked for."""

    __slots__ = ("heard",)

    def __init__(self) -> None:
        super().__init__()
        object.__setattr__(self, "heard", (set(), set(), set(), set()))

    heard: tuple[set[int], set[int], set[int], set[str]]

    def person(self, who: int | str | None) -> Text:
        if isinstance(who, str):
            self.heard[3].add(who)
        elif who is not None:
            self.heard[0].add(who)
        return SOMEBODY

    def address(self, which: int | None) -> Text:
        if which is not None:
            self.heard[1].add(which)
        return super().address(which)

    def office(self, which: int | None) -> Text:
        if which is not None:
            self.heard[2].add(which)
        return super().office(which)

    def mentions(self) -> Mentions:
        """Return what was asked for."""
        persons, addresses, offices, numbers = self.heard
        return Mentions(frozenset(persons), frozenset(addresses), frozenset(offices), frozenset(numbers))


def listed(words: Iterable[Text]) -> Text:
    """Join words: 甲、乙、丙 / A, B and C."""
    parts = list(words)
    if len(parts) < 2:
        return parts[0] if parts else Text("无人", "nobody")
    *first, last = (part.en for part in parts)
    return Text("、".join(part.zh for part in parts), f"{', '.join(first)} and {last}")
