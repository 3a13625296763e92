"""What is asked in a matter, read: the values a kind's statement is built from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from huji.matters.kind import Field, Kind
from huji.matters.values import Reporter
from huji.places import queries as places
from huji.register import queries as register
from huji.register.acts import HEAD, Mover, Succession
from huji.register.acts.succession import Family
from huji.register.records import Household, Person
from huji.standards import Refused, Text


class Misfilled(Refused):
    """A refusal that names the field it is about."""

    def __init__(self, field: Field, zh: str, en: str, code: str = "misfilled") -> None:
        super().__init__(f"matter.{code}", Text(f"{field.label.zh}：{zh}", f"{field.label.en}: {en}"))
        self.field = field.name


_NOBODY = Reporter()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a kind's functions are given: the values typed, whom it is opened on, day and office.

    Persons and households are looked up within the act: use it inside `writing()`.
    `notice` is the day of the written notice of an ex-officio matter; in a preview before any notice a day
    long enough ago.
    """

    kind: Kind
    values: Mapping[str, Any]
    on: date
    office: int
    subject: int | None = None
    home: int | None = None
    notice: date | None = None
    reporter: Reporter = _NOBODY
    matter: str | None = None

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) not in (None, "", [], False)

    # -- plain values ---------------------------------------------------------------------------------
    def text(self, name: str) -> str:
        """Return a line, words, a name, a code or the value of a choice; empty where nothing was given."""
        value = self.values.get(name)
        return str(value) if value is not None else ""

    def flag(self, name: str) -> bool:
        return bool(self.values.get(name))

    def whole(self, name: str) -> int | None:
        value = self.values.get(name)
        return int(value) if value not in (None, "") else None

    def day_or_none(self, name: str) -> date | None:
        value = self.values.get(name)
        return date.fromisoformat(str(value)) if value else None

    def day(self, name: str) -> date:
        """Return a day; today where none was given."""
        return self.day_or_none(name) or self.on

    def time(self, name: str) -> time | None:
        value = self.values.get(name)
        return time.fromisoformat(str(value)) if value else None

    # -- people, households, places -------------------------------------------------------------------
    @property
    def who(self) -> int:
        """Return the person the matter is opened on."""
        if self.subject is None:
            raise _nobody()
        return self.subject

    @property
    def where(self) -> int:
        """Return the household the matter is opened on, or that of the person it is opened on."""
        found = self.home if self.home is not None else self.standing.household
        if found is None:
            raise Refused(
                "matter.no_household",
                Text("此人现在不在本市任何一户登记。", "The person is in no household of this register now."),
            )
        return found

    def person(self, name: str) -> int:
        """Return the register's id of a person named by citizen number (or picked as a member)."""
        found = self.person_or_none(name)
        if found is None:
            raise self._missing(name)
        return found

    def person_or_none(self, name: str) -> int | None:
        value = self.values.get(name)
        if value in (None, ""):
            return None
        if isinstance(value, int):
            return value
        found = register.person(str(value), register.within_act())
        if found is None:
            raise Misfilled(
                self.field(name),
                "户籍中没有这个公民身份号码。",
                "the register has no such citizen number.",
                "unknown_number",
            )
        return found.id

    def people(self, name: str) -> tuple[int, ...]:
        """Return the members picked, as the register's ids."""
        return tuple(int(one) for one in self.values.get(name) or ())

    def household(self, name: str) -> int:
        """Return a household named by its number."""
        found = self.household_or_none(name)
        if found is None:
            raise self._missing(name)
        return found

    def household_or_none(self, name: str) -> int | None:
        value = self.values.get(name)
        return int(value) if value not in (None, "") else None

    def address(self, name: str) -> int:
        found = self.address_or_none(name)
        if found is None:
            raise self._missing(name)
        return found

    def address_or_none(self, name: str) -> int | None:
        value = self.values.get(name)
        return int(value) if value not in (None, "") else None

    # -- what the register holds now ------------------------------------------------------------------
    @property
    def subject_now(self) -> Person:
        found = register.person(self.who, register.within_act())
        if found is None:
            raise _nobody()
        return found

    @property
    def standing(self) -> Any:
        return self.subject_now.standing

    def home_now(self, which: int | None = None) -> Household:
        """Return a household as it stands, that opened on where none is named."""
        which = self.where if which is None else which
        found = register.household(which, register.within_act())
        if found is None:
            raise Refused(
                "matter.no_household",
                Text(f"没有户号为 {which:09} 的户。", f"There is no household {which:09}."),
            )
        return found

    def successors(self, name: str, leaving: tuple[int, ...] | None = None) -> dict[int, Succession]:
        """Return who succeeds the head of the household opened on, where those who leave include the head."""
        gone = set(leaving if leaving is not None else (self.who,))
        chosen = self.person_or_none(name)
        standing = self.home if self.home is not None else self.standing.household
        if chosen is None or standing is None:
            return {}
        head = next((one for one in self.home_now(standing).members if one.relation == HEAD), None)
        return {standing: Succession(chosen)} if head is not None and head.person in gone else {}

    def movers(self, persons: Iterable[int], head: int) -> tuple[Mover, ...]:
        """Return people as those who come to a household headed by `head`, related as kinship shows.

        The head is one of them where a household is founded, else the head of the one gone to.
        """
        named = tuple(persons)
        family = Family.of({*named, head})
        return tuple(Mover(who, HEAD if who == head else family.relation(who, head)) for who in named)

    def head_of(self, which: int) -> int | None:
        """Return the head of a household; None for a collective one without."""
        return next((one.person for one in self.home_now(which).members if one.relation == HEAD), None)

    def keeper(self, address: int) -> int | None:
        """Return the office that keeps an address today."""
        office = places.office_of(places.address(address).division, self.on)
        return office.id if office else None

    def field(self, name: str) -> Field:
        return next(one for one in self.kind.fields if one.name == name)

    def _missing(self, name: str) -> Misfilled:
        return Misfilled(self.field(name), "请填写这一项。", "please fill this in.", "missing")


def named_in(asked: Asked) -> int | None:
    """Return the register's id of the first person named by a citizen number, None where nobody is."""
    field = next((one for one in asked.kind.fields if one.type == "person"), None)
    return asked.person_or_none(field.name) if field is not None else None


def everybody_in(asked: Asked) -> frozenset[int]:
    """Return all whom the answers name, by number or as members; a number nobody bears names nobody."""
    found: set[int] = set()
    for field in asked.kind.fields:
        try:
            if field.type == "members":
                found.update(asked.people(field.name))
            elif field.type in ("person", "member"):
                who = asked.person_or_none(field.name)
                found.update(() if who is None else (who,))
        except (Misfilled, TypeError, ValueError):  # told by the act, beside its field
            continue
    return frozenset(found)


def applies(kind: Kind, field: Field, values: Mapping[str, Any]) -> bool:
    """Tell whether a question is asked, given the answers; what it hangs on must be asked too."""
    if field.when is None:
        return True
    on, wanted = field.when
    parent = next((one for one in kind.fields if one.name == on), None)
    return str(values.get(on) or "") in wanted and (parent is None or applies(kind, parent, values))


def read(asked: Asked) -> Asked:
    """Return what is asked with unasked answers left out; refuses (`Misfilled`) what a field cannot hold.

    Answers whose names begin with an underscore are the room's own and stay.
    """
    kept: dict[str, Any] = {name: value for name, value in asked.values.items() if name.startswith("_")}
    for field in asked.kind.fields:
        value = asked.values.get(field.name)
        if not applies(asked.kind, field, asked.values):
            continue
        if value in (None, "", []) or (field.type == "flag" and not value):
            if field.required and field.type != "flag":
                raise Misfilled(field, "请填写这一项。", "please fill this in.", "missing")
            continue
        kept[field.name] = _value(field, value)
    return replace(asked, values=kept)


def derived(asked: Asked) -> Asked:
    """Return what is asked with what follows from it where nothing was answered, as the writer."""
    if asked.kind.derive is None:
        return asked
    found = {
        name: value
        for name, value in asked.kind.derive(asked).items()
        if value and name not in asked and applies(asked.kind, asked.field(name), asked.values)
    }
    return replace(asked, values={**asked.values, **found})


def _value(field: Field, value: Any) -> Any:
    """Return a value as it is kept: what JSON holds and the statement's builder reads back."""
    try:
        if field.type == "day":
            return date.fromisoformat(str(value)).isoformat()
        if field.type == "time":
            return time.fromisoformat(str(value)).isoformat("minutes")
        if field.type in ("household", "address", "member", "whole"):
            return int(value)
        if field.type == "members":
            return [int(one) for one in value]
        if field.type == "flag":
            return bool(value)
    except (TypeError, ValueError):
        raise Misfilled(field, "填写的内容读不懂。", "this cannot be read.") from None
    text = str(value).strip()
    if len(text) > (2000 if field.type == "words" else field.most):
        raise Misfilled(field, "写得太长了。", "this is too long.")
    if field.type == "choice" and text not in dict(field.choices):
        raise Misfilled(field, "没有这一项可选。", "that is not among the choices.")
    if field.type == "code" and (
        field.table is None or text not in field.table or (field.codes and text not in field.codes)
    ):
        raise Misfilled(field, "没有这个代码。", "there is no such code.")
    if field.type == "person" and not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        raise Misfilled(field, "不是公民身份号码。", "that is no citizen number.")
    return text


def _nobody() -> Refused:
    return Refused("matter.nobody", Text("没有指明为谁办理。", "Nobody is named for whom this is."))
