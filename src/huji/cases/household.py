"""The household a case leads to: who goes into it, with which relation, on which ground."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huji.cases import relations
from huji.cases.models import CasePerson
from huji.cases.people import VOID
from huji.cases.reasons import written
from huji.cases.turn import BASIS, Turn
from huji.register import queries as register
from huji.register.acts import HouseholdKind, KinTie, Mover, Newcomer, NewHousehold, Particulars, Tie
from huji.register.records import Household, Person
from huji.register.records import Kind as Standing
from huji.register.refusals import OfOthers
from huji.standards import Refused, Text
from huji.standards.citizen_number import CitizenNumber
from huji.standards.code_tables import Sex

if TYPE_CHECKING:
    from huji.cases.acts.present_certificate import Arrival


@dataclass(frozen=True, slots=True)
class Goer:
    """One who goes: number, name, register person, and what he is to the applicant (None: the applicant)."""

    number: str
    name: str
    person: int | None
    relation: str | None
    code: str | None

    @property
    def sex(self) -> Sex:
        """The sex the number tells."""
        return CitizenNumber(self.number).sex


def goers(turn: Turn) -> tuple[Goer, ...]:
    """Return the applicant and the admitted companions, in the case's order."""
    file = turn.file
    lead = Goer(file.applicant_number, file.applicant_name, file.person, None, file.relation_code)
    rows = CasePerson.objects.filter(case=file, admitted=True).order_by("place")
    return (lead, *(Goer(row.number, row.name, row.person, row.relation, row.code) for row in rows))


def named(turn: Turn) -> tuple[tuple[str, str], ...]:
    """Return number and name of everyone who goes."""
    return tuple((goer.number, goer.name) for goer in goers(turn))


def persons(turn: Turn) -> tuple[int, ...]:
    """Return the register's persons who go; refuses `not_registered_here`."""
    return tuple(known(goer) for goer in goers(turn))


def into(turn: Turn) -> int | NewHousehold:
    """Return the household gone to: an existing one, or a new family one at the address."""
    if turn.file.household is not None:
        return int(turn.file.household)
    return NewHousehold(int(turn.file.address or 0))


def basis(turn: Turn) -> str:
    """Return the ground of the act: documents and articles of the answer, or the officer's written reason."""
    answer = json.loads(bytes(turn.file.answer)) if turn.file.answer else {}
    cited = "；".join(f"{one['document']}第（{one['article']}）条" for one in answer.get("basis", ()))
    if cited and answer.get("outcome") == "eligible":
        return str(cited)
    return f"{BASIS}；{turn.file.reason}" if turn.file.reason else BASIS


def movers(turn: Turn) -> tuple[tuple[int, str], ...]:
    """Return the persons who go, each with the relation to the head of the household gone to."""
    return tuple((known(goer), code) for goer, code in _related(turn))


@contextmanager
def called_as_here(turn: Turn) -> Iterator[None]:
    """Let a refusal of the register call those who go as the case does, whichever office keeps them."""
    # Asked beforehand: after a refusal nothing can be read.
    called = {goer.person: goer.name for goer in goers(turn) if goer.person is not None}
    try:
        yield
    except OfOthers as refused:
        raise refused.called(called) from refused


def homes(turn: Turn) -> frozenset[int]:
    """Return the households in which those who go are registered now."""
    seen = register.within_act()
    found = (register.person(goer.person, seen) for goer in goers(turn) if goer.person is not None)
    return frozenset(one.standing.household for one in found if one and one.standing.household is not None)


def newcomers(turn: Turn, arrivals: Mapping[str, "Arrival"]) -> tuple[Newcomer | Mover, ...]:
    """Return those who move in: by number with particulars, or as a person the register already holds.

    Refuses `not_in_case`, `arrival_missing` and `name_differs`.
    """
    going = _related(turn)
    numbers = {goer.number for goer, _ in going}
    for number, arrival in arrivals.items():
        if number not in numbers:
            raise Refused(
                "not_in_case",
                Text(
                    f"{arrival.name}不在准予迁入的人员中。", f"{arrival.name} is not among those permitted."
                ),
            )
    return tuple(_newcomer(goer, code, arrivals.get(goer.number)) for goer, code in going)


def ties(turn: Turn) -> tuple[KinTie, ...]:
    """Return the kinship that the papers of the case prove and the register does not hold yet."""
    file = turn.file
    lead, *others = goers(turn)
    born = CitizenNumber(lead.number).born
    found: list[KinTie] = []
    for other in others:
        if lead.person is not None and other.person is not None:
            continue
        if other.relation == "spouse":
            found.append(KinTie(lead.number, other.number, Tie.SPOUSE, turn.on))
        elif other.relation == "child":
            found.append(KinTie(other.number, lead.number, Tie.PARENT, CitizenNumber(other.number).born))
        elif other.relation == "parent":
            found.append(KinTie(lead.number, other.number, Tie.PARENT, born))
    if file.sponsor_number and lead.person is None and _proven(turn, "sponsor.relation"):
        if file.sponsor_relation == "spouse":
            found.append(KinTie(lead.number, file.sponsor_number, Tie.SPOUSE, turn.on))
        elif file.sponsor_relation == "parent":
            found.append(KinTie(lead.number, file.sponsor_number, Tie.PARENT, born))
        elif file.sponsor_relation == "child":
            since = CitizenNumber(file.sponsor_number).born
            found.append(KinTie(file.sponsor_number, lead.number, Tie.PARENT, since))
    return tuple(found)


def _proven(turn: Turn, name: str) -> bool:
    """Return whether a fact of the applicant rests on a paper that was seen."""
    frozen = json.loads(bytes(turn.file.facts)) if turn.file.facts else {"sources": {}}
    return bool(frozen["sources"].get(name, {}).get("kind") == "paper")


def persons_known(turn: Turn, found: tuple[int, ...]) -> None:
    """Write the register's persons of those who moved in into the case."""
    for goer, person in zip(goers(turn)[1:], found[1:], strict=True):
        CasePerson.objects.filter(case=turn.file, number=goer.number).update(person=person)


def in_transit(turn: Turn) -> tuple[Goer, ...]:
    """Return those of the case who are in transit now."""
    seen = register.within_act()
    found = ((goer, register.person(known(goer), seen)) for goer in goers(turn))
    return tuple(goer for goer, person in found if person and person.standing.kind is Standing.IN_TRANSIT)


def leave_out(turn: Turn, staying: Mapping[str, str]) -> None:
    """Let companions stay behind after all: who has died meanwhile, and whom `staying` names with a reason.

    Refuses `not_in_case`, and `reason_needed` without a written reason. The approval keeps what it said.
    """
    seen, left = register.within_act(), dict(staying)
    told = []
    for row in CasePerson.objects.filter(case=turn.file, admitted=True).order_by("place"):
        person = register.person(row.number, seen)
        said = left.pop(row.number, None)
        if person is not None and person.standing.kind is Standing.ENDED and not voided(person):
            reason = "已死亡，不再随迁 / has died"
        elif said is not None:
            reason = written(said, Text(f"{row.name}不再随迁", f"That {row.name} stays behind"))
        else:
            continue
        CasePerson.objects.filter(case=turn.file, number=row.number).update(admitted=False, reason=reason)
        told.append({"number": row.number, "reason": reason})
    for number in left:
        raise Refused(
            "not_in_case",
            Text(f"{number} 不在获准随迁的人员中。", f"{number} is not among the companions admitted."),
        )
    if told:
        turn.data["staying"] = told


def _related(turn: Turn) -> tuple[tuple[Goer, str], ...]:
    household = None
    if turn.file.household is not None:
        household = register.household(int(turn.file.household), register.within_act())
    return tuple((goer, _code(turn, goer, household)) for goer in goers(turn))


def _code(turn: Turn, goer: Goer, household: Household | None) -> str:
    if goer.code:
        return goer.code
    if household is None or not household.members:
        lead = CitizenNumber(turn.file.applicant_number).sex
        if household is not None and household.kind is HouseholdKind.COLLECTIVE:
            return relations.NOT_RELATED
        return relations.HEAD if goer.relation is None else _to_lead(turn, goer, lead)
    if household.kind is HouseholdKind.COLLECTIVE:
        return relations.NOT_RELATED
    return to_head(household, goer, turn)


def _to_lead(turn: Turn, goer: Goer, lead: Sex) -> str:
    """Return what a companion is to the applicant: by kinship as it is now, else as the application says."""
    if turn.file.person is not None and goer.person is not None:
        for kin in register.kin(turn.file.person, register.within_act()):
            if kin.person == goer.person:
                return relations.code(kin.relation.value, goer.sex, lead)
    return relations.code(goer.relation or "none", goer.sex, lead)


def to_head(household: Household, goer: Goer, turn: Turn) -> str:
    """Return what one who goes is to the head of a household, as kinship or the case says it."""
    head = household.head
    if head is None:
        return relations.OTHER_RELATIVE
    head_sex = Sex(head.sex)
    for kin in register.kin(head.person, register.within_act()):
        if kin.person == goer.person:
            return relations.code(kin.relation.value, goer.sex, head_sex)
    joined = turn.file.sponsor_number == head.number and goer.relation is None
    if joined and turn.file.sponsor_relation:
        return relations.code(relations.inverse(turn.file.sponsor_relation), goer.sex, head_sex)
    return relations.NOT_RELATED if goer.relation == "friend" else relations.OTHER_RELATIVE


def _newcomer(goer: Goer, code: str, arrival: "Arrival | None") -> Newcomer | Mover:
    person = register.person(goer.number, register.within_act())
    if person is not None and person.standing.kind in (Standing.ELSEWHERE, Standing.UNREGISTERED):
        return Mover(person.id, code)
    if arrival is None:
        raise Refused(
            "arrival_missing",
            Text(
                f"请填写户口迁移证所载{goer.name}的登记项目。",
                f"Give what the certificate says of {goer.name}.",
            ),
        )
    if arrival.name.strip() != goer.name:
        raise Refused(
            "name_differs",
            Text(
                f"户口迁移证上的姓名“{arrival.name}”与申请的“{goer.name}”不符。",
                f"The certificate names “{arrival.name}”, the application “{goer.name}”.",
            ),
        )
    return Newcomer(
        goer.number,
        Particulars(
            name=goer.name,
            sex=goer.sex.value,
            ethnic=arrival.ethnic,
            former_name=arrival.former_name,
            marital=arrival.marital,
            education=arrival.education,
            birthplace=arrival.birthplace,
            native_place=arrival.native_place,
        ),
        code,
    )


def voided(person: Person) -> bool:
    """Return whether the entry that made a person was undone: of such a one this register holds nothing."""
    return person.standing.cause == VOID


def known(goer: Goer) -> int:
    """Return the register's person; refuses `not_registered_here`."""
    if goer.person is None:
        raise Refused(
            "not_registered_here",
            Text(f"{goer.name}没有登记在本市的户口。", f"{goer.name} is not registered in this city."),
        )
    return goer.person


def numbers_of(turn: Turn) -> Iterator[str]:
    """Yield the citizen numbers of everybody the case names, admitted or not."""
    yield turn.file.applicant_number
    yield from CasePerson.objects.filter(case=turn.file).order_by("place").values_list("number", flat=True)
