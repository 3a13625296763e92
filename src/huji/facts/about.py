"""Assembling all that is known of an application on one date."""

from collections.abc import Mapping, Sequence
from datetime import date

from huji.facts import derive, terms
from huji.facts.derive import Derived, Facts
from huji.facts.models import Fact, Figure
from huji.facts.values import (
    Assembled,
    Contradiction,
    Joining,
    OfCompanion,
    Source,
    SourceKind,
    Value,
    Where,
)
from huji.register.records import Person
from huji.runtime.db import writing
from huji.standards import Text


def about(
    subject: str,
    destination: Where,
    on: date,
    *,
    case: str | None = None,
    sponsor: str | None = None,
    sponsor_relation: str | None = None,
    companions: Sequence[Joining] = (),
) -> Assembled:
    """Assemble what is known on `on` of an applicant (citizen number) who wants to settle at `destination`.

    What the register knows is derived and never asked; a recorded value that contradicts it is listed in
    `contradictions` and the register's value stands. What necessarily follows from all that is known is never
    asked either, and yields to what is recorded.
    """
    with writing():
        applicant = derive.person_of(subject, on)
        told = _on_file(subject, on, case)
        known = derive.of_person(subject, applicant, on)
        settled, wrong = _merged(subject, told, known)
        settled |= derive.of_destination({name: fact.value for name, fact in settled.items()}, destination)
        if sponsor is not None:
            more, claims = derive.of_sponsor(
                applicant, derive.person_of(sponsor, on), sponsor_relation, destination, on
            )
            more, also = _merged(subject, told, more)
            settled |= more
            wrong += claims + also
        area = settled["hukou.area"].value if "hukou.area" in settled else None
        settled |= derive.of_marriage(applicant, area, on)
        people = [applicant, *(derive.person_of(joining.number, on) for joining in companions)]
        settled = derive.of_dwelling(destination, people, on) | settled
        settled |= figures(destination, on)
        settled |= derive.of_implications(settled)
        joined = [_companion(joining, applicant, on, case) for joining in companions]
    return Assembled(
        subject,
        on,
        destination,
        {name: fact.value for name, fact in sorted(settled.items())},
        {name: fact.source for name, fact in sorted(settled.items())},
        tuple(companion for companion, _ in joined),
        wrong + tuple(one for _, found in joined for one in found),
    )


def _companion(
    joining: Joining, applicant: Person | None, on: date, case: str | None
) -> tuple[OfCompanion, tuple[Contradiction, ...]]:
    person = derive.person_of(joining.number, on)
    told = {
        name: fact
        for name, fact in _on_file(joining.number, on, case).items()
        if name.startswith("companion.")
    }
    known, wrong = _merged(joining.number, told, derive.of_companion(joining.number, person, on, applicant))
    known |= derive.of_implications(known)
    if applicant is not None and person is not None:
        relation = derive.relation_between(applicant, person, on)
        if relation is not None and relation != joining.relation:
            wrong += (_wrong_relation(joining, relation),)
    companion = OfCompanion(
        joining.number,
        joining.relation,
        {name: fact.value for name, fact in sorted(known.items())},
        {name: fact.source for name, fact in sorted(known.items())},
    )
    return companion, wrong


def _wrong_relation(joining: Joining, relation: str) -> Contradiction:
    said, held = terms.relation(joining.relation), terms.relation(relation)
    return Contradiction(
        joining.number,
        "relation",
        joining.relation,
        relation,
        Text(
            f"随迁人与申请人的关系填为“{said.zh}”，户口登记为“{held.zh}”。",
            f"The companion is said to be {said.en.lower()}, but the register holds {held.en.lower()}.",
        ),
    )


def _merged(
    subject: str, told: Mapping[str, Derived], known: Facts
) -> tuple[Facts, tuple[Contradiction, ...]]:
    """Return recorded and derived facts as one: the register's stands, a presumption yields."""
    wrong = tuple(
        derive.contradiction(subject, name, told[name].value, fact.value)
        for name, fact in sorted(known.items())
        if not fact.presumed and name in told and told[name].value != fact.value
    )
    firm = {name: fact for name, fact in known.items() if not (fact.presumed and name in told)}
    return {**told, **firm}, wrong


def _on_file(subject: str, on: date, case: str | None) -> Facts:
    rows = Fact.objects.filter(
        subject=subject, scope__in=["", case or ""], known__upper_inf=True, valid__contains=on
    ).order_by("scope", "id")
    # What is recorded in the case comes after, and so stands before what is person-wide.
    return {row.name: Derived(row.value, source_of(row)) for row in rows}


def source_of(row: Fact) -> Source:
    """Return the source of a recorded fact in words."""
    kind = SourceKind(row.source)
    if kind is SourceKind.PAPER and row.evidence is not None:
        title = terms.paper(row.evidence).title
        text = Text(f"所交材料：{title.zh}", f"paper seen: {title.en}")
    elif kind is SourceKind.FEED:
        text = Text(f"部门共享：{row.note}", f"a department's data: {row.note}")
    else:
        text = Text(f"民警核实：{row.note}", f"attested by an officer: {row.note}")
    return Source(kind, text, row.evidence, row.file, row.officer, row.pk)


def figures(destination: Where, on: date) -> Facts:
    """Return the local figures that hold at a destination on a day, the nearest place's first."""
    prefixes = [destination.division[:size] for size in (2, 4, 6, 9, 12)]
    rows = Figure.objects.filter(division__in=prefixes, known__upper_inf=True, valid__contains=on)
    found: Facts = {}
    for row in sorted(rows, key=lambda row: len(row.division)):
        value: Value = int(row.value) if row.value == row.value.to_integral_value() else float(row.value)
        found[row.name] = Derived(value, Source(SourceKind.FIGURE, Text(row.source_zh, row.source_en)))
    return found
