"""解除收养: opened on the adopted."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, day, line, person, proof
from huji.matters.values import About, Level, Occasion
from huji.register.acts import EndAdoption, end_adoption
from huji.standards import Text


def statement(asked: Asked) -> EndAdoption:
    """Build the statement."""
    adopters = (asked.person("adopter"), asked.person_or_none("second"))
    restored = (asked.person_or_none("parent"), asked.person_or_none("other_parent"))
    return EndAdoption(
        child=asked.who,
        adopters=tuple(who for who in adopters if who is not None),
        ended=asked.day("ended"),
        document=asked.text("document"),
        restored=tuple(who for who in restored if who is not None),
    )


KIND = Kind(
    name="end_adoption",
    title=Text("解除收养", "End an adoption"),
    occasion=Occasion.BIRTH,
    about=About.PERSON,
    basis="户口登记条例（1958）第十九条",
    summary=Text(
        "养子女与养父母的关系终止；未成年人与生父母的关系自行恢复。",
        "Adoptive kinship ends; a minor's with the parents by birth returns by law.",
    ),
    fields=(
        person("adopter", "养父或者养母的公民身份号码", "Adoptive parent's citizen number"),
        person("second", "另一养父母的公民身份号码", "The other adoptive parent's", required=False),
        day("ended", "解除日期", "Day it ended"),
        line("document", "解除收养证明或者裁判文书字号", "Number of the paper or judgement"),
        person(
            "parent", "恢复关系的生父或者生母", "Parent by birth restored", required=False,
            hint=("填公民身份号码；成年人由双方协商。", "Citizen number; of an adult, by agreement."),
        ),
        person("other_parent", "另一生父母", "The other parent by birth", required=False),
    ),
    evidence=(
        BOOKLET,
        proof(
            "document",
            ("解除收养关系的文书", "Paper that ended the adoption"),
            ("解除收养关系证明", "Certificate"),
            ("判决书、调解书", "Judgement or settlement"),
        ),
    ),
    level=Level.COUNTY,
    statement=statement,
    act=end_adoption,
    papers=("booklet",),
    suits=lambda scene: scene.person is not None and not scene.ended,
    beside={
        "not_adopted": "adopter",
        "no_former_parent": "parent",
        "still_adopted": "second",
        "parents_changed_since": "ended",
        "document_needed": "document",
        "dead": "ended",
        "future": "ended",
        "named_twice": "second",
    },
)  # fmt: skip
