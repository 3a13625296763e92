"""From a case to its answer: faults first, then the pack of the place and day, then the decision."""

from huji.policy.answer import Answer
from huji.policy.case import Case, check_values, read_case
from huji.policy.decision import decide_here, here
from huji.policy.faults import Faulty
from huji.policy.library import Library
from huji.policy.pack import Pack
from huji.policy.selection import Places, choose
from huji.policy.vocabulary import Fact, Vocabulary


def decide(case: Case, *, places: Places, packs: Library) -> Answer:
    """Return the answer to a case under the policy of its place and day; raise Faulty with every fault."""
    faults = check_values(case, packs.vocabulary)
    chosen = choose(case, places, packs)
    if isinstance(chosen, list) or faults:
        raise Faulty([*faults, *(chosen if isinstance(chosen, list) else ())])
    return decide_by(chosen.pack, case, area=chosen.area, packs=packs)


def decide_text(text: str, name: str, *, places: Places, packs: Library) -> Answer:
    """Return the answer to the case a YAML or JSON text says; raise Faulty with every fault and its line."""
    case, faults = read_case(text, name, packs.vocabulary)
    chosen = choose(case, places, packs)
    if isinstance(chosen, list) or faults:
        raise Faulty([*faults, *(chosen if isinstance(chosen, list) else ())])
    return decide_by(chosen.pack, case, area=chosen.area, packs=packs)


def decide_by(pack: Pack, case: Case, *, area: str, packs: Library) -> Answer:
    """Return the answer of a given pack at a given kind of area, without selection: how a case is replayed.

    `packs` supplies the vocabulary and the superior packs; the case's values are taken as checked.
    """
    at = here(pack, packs.vocabulary, case.division, area)
    return decide_here(case, at, packs, case.division, area)


def questions(answer: Answer, vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """Return the entries of the facts to ask next of an applicant, the most decisive first."""
    return tuple(vocabulary[name] for name in answer.missing)
