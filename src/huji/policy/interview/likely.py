"""Rough shares of the answers people give: they order the questions and decide nothing else."""

import math
import random
from collections.abc import Iterable, Mapping

from huji.policy.domains import samples
from huji.policy.following import implied
from huji.policy.question import Question
from huji.policy.tree import Value, facts_of
from huji.policy.vocabulary import Fact, Type, Vocabulary

EVEN = 0.5
YES: Mapping[str, float] = {
    "award.comprehensive": 0.05,
    "birth.parent_chinese": 0.03,
    "business.invests": 0.1,
    "business.tax_relief": 0.1,
    "dwelling.accepts_registration": 0.9,
    "dwelling.lawful": 0.75,
    "dwelling.lives_there": 0.85,
    "dwelling.owner_is_serviceperson_kin": 0.03,
    "education.enrolled_at_destination": 0.1,
    "education.graduate": 0.5,
    "education.returned_overseas": 0.05,
    "education.this_years_graduate": 0.15,
    "employment.contract_filed": 0.5,
    "employment.employer_legal_person": 0.8,
    "employment.formally_hired": 0.6,
    "employment.labour_recognised": 0.4,
    "employment.lawful_stable": 0.7,
    "hukou.destination_is_origin": 0.2,
    "hukou.registered": 0.98,
    "hukou.settled_in_town_from_rural": 0.2,
    "insurance.urban_participant": 0.65,
    "marriage.urban_rural_couple": 0.15,
    "person.chinese_national": 0.99,
}
CODES: Mapping[str, Mapping[str, float]] = {
    "education.grassroots_project": {"none": 0.95},
    "education.level": {"junior_middle": 0.3, "senior_middle": 0.2, "junior_college": 0.15, "bachelor": 0.15},
    "qualification.skill": {"none": 0.75},
    "qualification.title": {"none": 0.75},
    "service.family_of_serviceperson": {"none": 0.96},
    "sponsor.relation": {"none": 0.6, "spouse": 0.15, "parent": 0.1, "child": 0.1},
}
"""Shares of some codes; what is left is shared evenly among the others."""
COUNTED: Mapping[str, tuple[int, ...]] = {
    "years": (0, 1, 2, 3, 5, 8, 12),
    "months": (0, 6, 12, 36, 72),
    "CNY": (0, 10_000, 100_000, 500_000),
    "m2": (0, 30, 60, 90),
    "": (0, 1, 2, 3),
}
"""Numbers that a scheme of points may count, by unit."""


def people(question: Question, vocabulary: Vocabulary, count: int, seed: int = 1) -> list[dict[str, Value]]:
    """Return complete people as a question may meet them, always the same ones for a seed.

    What the vocabulary says of people holds of them: who has no employer has no contract either.
    """
    rng = random.Random(seed)
    values = {name: _values(vocabulary[name], question) for name in sorted(question.facts)}
    grounds = {name for one in vocabulary.implications for name in facts_of(one.condition, {})}
    found = []
    for _ in range(count):
        drawn = {
            name: rng.choices(tuple(options), tuple(options.values()))[0] for name, options in values.items()
        }
        follows = implied({name: value for name, value in drawn.items() if name in grounds}, vocabulary)
        found.append(drawn | {name: one.value for name, one in follows.items() if name in drawn})
    return found


def _values(fact: Fact, question: Question) -> Mapping[Value, float]:
    if fact.type is Type.BOOLEAN:
        yes = YES.get(fact.name, EVEN)
        return {True: yes, False: 1 - yes}
    if fact.type is Type.CODE:
        return _shares(fact.values, CODES.get(fact.name, {}))
    leaves = [leaf for leaf in question.leaves if leaf.fact == fact.name]
    counted = COUNTED.get(fact.unit or "", COUNTED[""]) if question.totals else ()
    high = math.inf if fact.maximum is None else fact.maximum
    return dict.fromkeys((*samples(fact, leaves), *(one for one in counted if one <= high)), 1.0)


def _shares(codes: Iterable[str], known: Mapping[str, float]) -> Mapping[Value, float]:
    """Return a share for each code: the known ones, and the rest evenly."""
    all_codes = list(codes)
    rest = [code for code in all_codes if code not in known]
    each = (1 - sum(known.values())) / len(rest) if rest else 0
    return {code: known.get(code, each) for code in all_codes}
