"""家庭户立户: people found a household of their own at their dwelling."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, address, day, line, member, members, proof
from huji.matters.values import About, Occasion
from huji.register.acts import FoundHousehold, found_household
from huji.standards import Text


def statement(asked: Asked) -> FoundHousehold:
    """Build the statement: the person heads it, the others come with the relation that kinship shows."""
    coming = (asked.who, *(one for one in asked.people("along") if one != asked.who))
    return FoundHousehold(
        address=asked.address("address"),
        effective=asked.day("effective"),
        members=asked.movers(coming, asked.who),
        successors=asked.successors("successor", coming),
        minor_ground=asked.text("minor_ground"),
    )


KIND = Kind(
    name="found_household",
    title=Text("家庭户立户", "Found a family household"),
    occasion=Occasion.HOUSEHOLD,
    about=About.PERSON,
    basis="户口登记条例（1958）第五条、第十九条",
    summary=Text(
        "有合法固定住所、符合立户条件的，由本人任户主立为一户。",
        "Whoever has a lawful dwelling may found a household there and heads it.",
    ),
    fields=(
        address("address", "立户地址", "Address of the household"),
        members(
            "along", "一起立户的人", "Who comes along", required=False,
            hint=("只有本人立户的，不选。", "Leave empty where the person comes alone."),
        ),
        member(
            "successor", "原户由谁任户主", "New head of the household left", required=False,
            hint=("户主离开、原户还有人的，请指定。", "Needed where the head leaves and others stay."),
        ),
        line(
            "minor_ground", "未成年人单独立户的依据", "Ground for a minor’s own household", required=False,
            hint=("父母双亡等例外情形才填。", "Only for orphans and the like."),
        ),
        day(
            "effective", "从哪天起", "From which day", required=False,
            hint=("不填就是今天。", "Today if left blank."),
        ),
    ),
    evidence=(
        BOOKLET,
        proof(
            "dwelling",
            ("合法固定住所证明", "Proof of the lawful dwelling"),
            ("不动产权证书", "Title of ownership"),
            ("公房租赁凭证", "Public tenancy"),
            ("宅基地使用证明", "Right to the homestead"),
        ),
        proof(
            "kinship",
            ("一起立户的人之间的关系证明", "Proof of how they are related"),
            ("结婚证、出生医学证明", "Marriage or birth certificate"),
            ("户籍已登记亲属关系", "The register holds the kinship"),
            wanted=lambda asked: "along" in asked,
        ),
    ),
    office=lambda asked: asked.keeper(asked.address("address")),
    statement=statement,
    act=found_household,
    papers=("booklet",),
    suits=lambda scene: scene.registered,
    beside={
        "address_not_usable": "address",
        "address_of_other_office": "address",
        "successor_needed": "successor",
        "successor_not_member": "successor",
        "minor_head": "minor_ground",
        "future": "effective",
        "before_last_change": "effective",
    },
)  # fmt: skip
