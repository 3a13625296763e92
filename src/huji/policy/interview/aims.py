"""What people come with: the one page of boxes to tick that opens an interview.

Each box stands for one fact. Ticked, a yes-or-no fact is true, and the kind of a code is asked later; not
ticked, the fact is false, or the code that says "none". A box is shown only where leaving it empty closes a
way or a prohibition that is still open.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from huji.policy.tree import Value
from huji.policy.vocabulary import Scope, Type, Vocabulary
from huji.policy.words import Text


@dataclass(frozen=True, slots=True)
class Aim:
    """One box: its fact, its words in the first person, what it means ticked (None: asked later) and not."""

    fact: str
    words: Text
    ticked: Value | None
    empty: Value


AIMS: Mapping[str, Text] = {
    "employment.lawful_stable": Text(
        "我在那里有合法、稳定的工作或者生意", "I have a lawful and stable job or trade there"
    ),
    "employment.contract_signed": Text(
        "我和单位签了劳动合同", "I have signed a labour contract with an employer"
    ),
    "employment.formally_hired": Text(
        "那里的单位正式录用（聘用）了我", "An employer there has formally hired me"
    ),
    "employment.labour_recognised": Text(
        "劳动部门认定了我的就业", "The labour authority has recognised my employment"
    ),
    "employment.business_licence": Text(
        "我自己做生意，有营业执照", "I run a trade of my own, with a business licence"
    ),
    "employment.rural_migrant_worker": Text("我是农民工", "I am a worker from the countryside"),
    "dwelling.lawful": Text(
        "我在那里有住处，有房产证、租房合同一类的证件",
        "I have a home there, with papers such as a deed or a lease",
    ),
    "insurance.urban_participant": Text(
        "我正在参加城镇社会保险（职工社保等）", "I am insured in urban social insurance now"
    ),
    "education.graduate": Text("我毕业了，有毕业证书", "I have graduated and hold the diploma"),
    "education.returned_overseas": Text("我留学回国", "I have returned from studies abroad"),
    "education.enrolled_at_destination": Text(
        "我在那里的大中专院校或者技校上学", "I am studying at a college or skilled-worker school there"
    ),
    "education.grassroots_project": Text(
        "我参加了大学生服务基层项目（村官、三支一扶、支教、西部计划）",
        "I joined a graduates' grassroots service project",
    ),
    "qualification.certificate": Text("我有职业资格证书", "I hold a professional certificate"),
    "award.comprehensive": Text(
        "我得过市级以上的综合性奖励（劳模等）", "I hold an award of city level or above, such as model worker"
    ),
    "business.invests": Text("我投资办了企业", "I have founded an enterprise"),
    "sponsor.relation": Text(
        "我要投靠那里的亲属（配偶、子女、父母等）",
        "I would join a relative there: spouse, child, parent or other",
    ),
    "marriage.urban_rural_couple": Text(
        "我和爱人的户口一个在城镇、一个在农村",
        "Of us two spouses, one is registered in a town, one in a village",
    ),
    "hukou.destination_is_origin": Text(
        "我要迁回老家（毕业生：入学以前户口所在的地方）",
        "I would move back to my place of origin (a graduate: where I was registered before enrolling)",
    ),
    "hukou.settled_in_town_from_rural": Text(
        "我是从农村迁到城镇落户的", "I once moved my registration from the countryside to a town"
    ),
    "service.family_of_serviceperson": Text(
        "我是现役军人的配偶或者子女", "I am the spouse or a child of a serviceperson"
    ),
    "dwelling.owner_is_serviceperson_kin": Text(
        "我住的房子是家里的现役军人买的", "My home was bought by a serviceperson of my family"
    ),
    "birth.parent_chinese": Text(
        "我为跨境婚姻所生的孩子申请，父母一方是中国公民",
        "I apply for a child of a cross-border marriage, one parent being Chinese",
    ),
}
"""The boxes, in the order in which people think of them."""
FURTHER = frozenset(
    {
        "employment.business_licence",
        "employment.contract_signed",
        "employment.formally_hired",
        "employment.labour_recognised",
        "qualification.certificate",
    }
)
"""Boxes shown only where they close what no other box does: too many to tick are worse than a question."""

UNCOUNTED = frozenset({"person.age", "education.level"})
"""What everybody has, whatever points it gives."""


def aim(fact: str, vocabulary: Vocabulary) -> Aim | None:
    """Return the box of a fact; None where it has none."""
    words, entry = AIMS.get(fact), vocabulary.facts.get(fact)
    if words is None or entry is None:
        return None
    if entry.values:
        return Aim(fact, words, None, "none") if "none" in entry.values else None
    return Aim(fact, words, True, False)


def counted(fact: str, vocabulary: Vocabulary) -> Aim | None:
    """Return the box of a fact that a scheme of points counts: left empty, there is none of it."""
    if (own := aim(fact, vocabulary)) is not None:
        return own
    entry = vocabulary[fact]
    if entry.scope is not Scope.PERSON or fact in UNCOUNTED or fact.startswith("points."):
        return None
    some = Text(f"{entry.title.zh}（有）", f"{entry.title.en} (any)")
    if entry.type is Type.BOOLEAN:
        return Aim(fact, entry.title, True, False)
    if entry.type is Type.CODE:
        return Aim(fact, some, None, "none") if "none" in entry.values else None
    # Part of a whole asked for already needs no box of its own: of nothing there is no part.
    return None if entry.type is Type.DIVISION or fact.endswith("_here") else Aim(fact, some, None, 0)
