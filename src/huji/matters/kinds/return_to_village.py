"""回原籍农村落户, at the village's office."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, day, line, person, proof
from huji.matters.kinds import _party as party
from huji.matters.values import About, Level, Occasion
from huji.register.acts import ReturnToVillage, VillageRight, return_to_village
from huji.standards import Text


def statement(asked: Asked) -> ReturnToVillage:
    """Build the statement; the holder of the right is the applicant where nobody else is named."""
    who = asked.person("mover")
    members = party.party(asked, who, party.first_relation(asked))
    return ReturnToVillage(
        members=members,
        into=party.into(asked),
        right=VillageRight(asked.text("right")),
        holder=asked.person_or_none("holder") or who,
        evidence=asked.text("paper"),
        effective=asked.day("effective"),
        successors=party.successors(asked, members),
        apart_ground=asked.text("apart_ground"),
    )


KIND = Kind(
    name="return_to_village",
    title=Text("回原籍农村落户", "Return to the village"),
    occasion=Occasion.MOVING,
    about=About.NOBODY,
    basis="户口登记条例（1958）第十条、第十三条",
    summary=Text(
        "本人或者配偶、父母、子女有承包地、宅基地并实际居住的，或者夫妻实际居住在农村的。",
        "With land or a homestead in the family, and living there; or where a couple lives in the country.",
    ),
    fields=(
        person("mover", "申请人的公民身份号码", "Applicant's citizen number"),
        *party.ALONG,
        *party.GOING_TO,
        choice(
            "right", "凭什么回村", "By what right",
            ("contracted_land", "土地承包经营权", "Contracted land"),
            ("homestead", "宅基地", "A homestead"),
            ("couple", "配偶实际居住在农村", "The spouse lives there"),
        ),
        person(
            "holder", "权利人的公民身份号码", "Citizen number of who holds it", required=False,
            hint=("不填就是申请人本人。", "The applicant if left empty."),
        ),
        line("paper", "权属证书号或者居住证明", "Number of the title, or proof of living there"),
        day(
            "effective", "从哪天起", "From which day", required=False,
            hint=("不填就是今天。", "Today if left blank."),
        ),
        person(
            "successor", "原户新户主的公民身份号码", "Citizen number of the new head there", required=False,
            hint=("户主迁走、原户还有人的才填。", "Only where a head leaves others behind."),
        ),
    ),
    evidence=(
        BOOKLET,
        proof(
            "right",
            ("承包经营权、宅基地或者夫妻关系的证明", "Proof of the right"),
            ("土地承包经营权证", "Certificate of contracted land"),
            ("宅基地使用权证、不动产权证书", "Title to the homestead"),
            ("结婚证和配偶的户口簿", "Marriage certificate and the spouse's booklet"),
        ),
        proof(
            "residence",
            ("实际居住证明", "Proof of living there"),
            ("村民委员会证明", "Statement of the village committee"),
            ("社区民警走访记录", "What the community officer found"),
        ),
    ),
    level=Level.STATION,
    office=party.office_gone_to,
    statement=statement,
    act=return_to_village,
    papers=("booklet",),
    prefill=lambda scene: {"along": "family", "into": "new", "right": "contracted_land"},
    beside={
        "still_studying": "mover",
        "holder_not_family": "holder",
        "holder_not_spouse": "holder",
        "companion_not_family": "along",
        "parted": "along",
        "evidence_needed": "paper",
        "not_a_village": "into",
        "village_family_household": "household",
        "unknown_household": "household",
        "address_not_usable": "address",
        "address_of_other_office": "address",
        "successor_needed": "successor",
        "successor_not_member": "successor",
        "before_last_change": "effective",
        "future": "effective",
    },
)  # fmt: skip
