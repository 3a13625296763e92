"""Writing down what is asked, and changing it while nothing is accepted yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from huji.matters import declaring, evidence, papers, refusals
from huji.matters.acts import undoing
from huji.matters.asked import Asked, derived, named_in, read
from huji.matters.kinds import kind
from huji.matters.models import MatterRow
from huji.matters.turn import Statement, Turn, in_area, insert, plain_of, run, take
from huji.matters.values import About, By, Done, Reporter, Shown, State
from huji.officers.queries import Appointed
from huji.places import queries as places
from huji.register import queries as register
from huji.register.records import Person
from huji.standards import Refused, Text

UNDO = "undo"
"""The one kind that undoes another matter; the database holds it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMatter:
    """A business of `kind`, opened on a person or a household (ids of the register) or on nobody.

    `values` are the answers to the kind's questions as JSON holds them. `undoes` is the matter to be undone,
    or `entry` the register's entry, for the kind that undoes.
    """

    kind: str
    values: Mapping[str, Any]
    person: int | None = None
    household: int | None = None
    reporter: Reporter = field(default_factory=Reporter)
    evidence: Mapping[str, Shown] = field(default_factory=dict)
    undoes: str | None = None
    entry: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend(Statement):
    """New answers, reporter and papers of a matter not yet accepted."""

    values: Mapping[str, Any]
    reporter: Reporter = field(default_factory=Reporter)
    evidence: Mapping[str, Shown] = field(default_factory=dict)


def open_matter(statement: OpenMatter, by: By) -> Done:
    """Open a matter with a number of its own at the office whose business it is.

    Refuses `matter.no_such_kind`, an answer that cannot be read (`Misfilled`), and `matter.other_office`.
    """
    declared = kind(statement.kind)

    def open_file(officer: Appointed) -> MatterRow:
        asked, heading = asked_by(statement, officer, by)
        papers.reported(asked)
        declaring.check(asked)
        office = asked.office
        number = _number(office, by)
        insert(
            "matter",
            {
                "number": number,
                "kind": declared.name,
                "office": office,
                "level": declared.level_of(asked).value,
                "person": asked.subject,
                "household": asked.home,
                "heading": heading,
                "reporter": plain_of(statement.reporter),
                "asked": dict(asked.values),
                "evidence": evidence.kept(statement.evidence),
                "ex_officio": bool(declared.ex_officio and declared.ex_officio(asked)),
                "notice_days": declared.notice_days,
                "opened": by.on,
                "undoes": asked.text("_matter") or None,
            },
        )
        return MatterRow.objects.select_for_update().get(pk=number)

    def work(turn: Turn) -> None:
        turn.data |= {
            "person": turn.file.person,
            "household": turn.file.household,
            "asked": turn.file.asked,
            "evidence": turn.file.evidence,
        }

    return run("open", statement, by, open_file, work)


def amend(statement: Amend, by: By) -> Done:
    """Change what is asked; the level may change with it. Refuses as `open_matter` does."""

    def work(turn: Turn) -> None:
        values = {**_typed(statement.values), **_own(turn.file.asked)}
        asked = read(replace(turn.asked, values=values, reporter=statement.reporter))
        if turn.kind.office is not None:
            asked = replace(asked, office=turn.kind.office(asked) or asked.office)
            if not in_area(turn.officer, asked.office):
                raise refusals.other_office()
        moved = _moved(asked) if turn.kind.about is About.NOBODY else asked
        if (moved.subject, moved.home) != (turn.file.person, turn.file.household):
            raise Refused(
                "matter.another",
                Text(
                    "换人、换户办理的，请撤回后重新登记。",
                    "For somebody else, withdraw this and open anew.",
                ),
            )
        asked = derived(asked)
        papers.reported(moved)
        declaring.check(moved)
        ex_officio = bool(turn.kind.ex_officio and turn.kind.ex_officio(asked))
        if turn.state is State.NOTICED and not ex_officio:
            raise Refused(
                "matter.noticed",
                Text(
                    "已书面告知的，不能改为申报办理；请撤回后重新登记。",
                    "Notice was given; withdraw and open anew.",
                ),
            )
        turn.change(
            asked=dict(asked.values),
            office=asked.office,
            reporter=plain_of(statement.reporter),
            evidence=evidence.kept(statement.evidence),
            ex_officio=ex_officio,
        )
        turn.data |= {"asked": turn.file.asked, "evidence": turn.file.evidence}
        level = turn.kind.level_of(asked)
        if level is not turn.level:
            turn.change(level=level.value)

    return take("amend", statement, by, work)


def asked_by(statement: OpenMatter, officer: Appointed, by: By) -> tuple[Asked, str]:
    """Return what is asked, read, with its office, and the heading: a name or a household number.

    Within `writing()`; refuses as `open_matter` does, so that nothing of another office is foreseen either.
    """
    declared, seen = kind(statement.kind), register.within_act()
    if (statement.undoes is not None or statement.entry is not None) != (declared.name == UNDO):
        raise refusals.not_an_undoing()
    heading, office = declared.title.zh, officer.office
    if declared.about is About.PERSON:
        person = register.person(statement.person, seen) if statement.person is not None else None
        if person is None:
            raise _nobody()
        heading, office = person.name or person.number, person.standing.office
    elif declared.about is About.HOUSEHOLD:
        home = register.household(statement.household, seen) if statement.household is not None else None
        if home is None:
            raise _nobody()
        heading, office = home.head.name if home.head else home.number, home.office
    own: dict[str, Any] = {}
    subject = statement.person
    if (undone := _undoing(statement, officer)) is not None:
        heading, office, subject = undone.heading, undone.office, undone.person
        own = {"_entry": undone.entry, "_level": undone.level.value, "_matter": undone.matter}
    if office is None:
        raise refusals.other_office()
    if undone is not None and not in_area(officer, office):
        raise refusals.undone_elsewhere(places.office(office).name)
    values = {**_typed(statement.values), **own}
    home, reporter = statement.household, statement.reporter
    asked = read(Asked(declared, values, by.on, office, subject, home, reporter=reporter))
    if declared.office is not None:
        asked = replace(asked, office=declared.office(asked) or office)
    if declared.about is About.NOBODY:
        asked = _moved(asked)
        named = _first_named(asked) if undone is None else None
        heading = asked.text("name") or (named.name or named.number if named else heading)
    if not in_area(officer, asked.office):
        raise refusals.other_office()
    return derived(asked), heading


def _moved(asked: Asked) -> Asked:
    """Return what is asked as opened on whoever moves, or on the household that does."""
    names = {one.name for one in asked.kind.fields}
    if "mover" in names:
        return replace(asked, subject=asked.person_or_none("mover"))
    if "moving" in names:
        return replace(asked, home=asked.household_or_none("moving"))
    return asked


def _first_named(asked: Asked) -> Person | None:
    """Return the first person a matter opened on nobody names: whom it is about."""
    who = named_in(asked)
    return register.person(who, register.within_act()) if who is not None else None


def _undoing(statement: OpenMatter, officer: Appointed) -> undoing.Undoing | None:
    if statement.undoes is not None:
        return undoing.of_matter(statement.undoes, officer)
    return undoing.of_entry(statement.entry, officer) if statement.entry is not None else None


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if not name.startswith("_")}


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name.startswith("_")}


def _number(office: int, by: By) -> str:
    """Return the next number of the office's year; the counter's row is locked until the matter is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into matter_count (office, year, last) values (%s, %s, 1)
               on conflict (office, year) do update set last = matter_count.last + 1 returning last""",
            [office, by.on.year],
        )
        (last,) = cursor.fetchone()
    return f"M{by.on.year}-{office:03d}-{last:05d}"


def _nobody() -> Refused:
    return Refused(
        "matter.nobody",
        Text("请先指明为哪个人或者哪一户办理。", "Say first which person or household this is for."),
    )
