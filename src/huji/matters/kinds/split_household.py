"""分户."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, address, choice, day, line, member, members, proof
from huji.matters.values import About, Level, Occasion
from huji.register.acts import HEAD, Mover, SplitGround, SplitHousehold, split_household
from huji.standards import Text


def statement(asked: Asked) -> SplitHousehold:
    """Build the statement; the relations to the new head follow from kinship."""
    head = asked.person("head")
    leaving = (head, *(who for who in asked.people("others") if who != head))
    return SplitHousehold(
        household=asked.where,
        members=tuple(Mover(who, HEAD if who == head else "") for who in leaving),
        ground=SplitGround(asked.text("ground")),
        effective=asked.day("effective"),
        address=asked.address_or_none("address"),
        successors=asked.successors("successor", leaving),
        minor_ground=asked.text("minor_ground"),
        apart_ground=asked.text("apart_ground"),
    )


KIND = Kind(
    name="split_household",
    title=Text("分户", "Split a household"),
    occasion=Occasion.HOUSEHOLD,
    about=About.HOUSEHOLD,
    basis="户口登记条例（1958）第五条、第十九条",
    summary=Text(
        "房屋析产、婚姻变化或者协商一致，部分成员另立一户。",
        "Some members form a household of their own.",
    ),
    fields=(
        member("head", "新户的户主", "Head of the new household"),
        members("others", "一起分出的人", "Others who split off too", required=False),
        choice(
            "ground", "原因", "Reason",
            ("property", "房屋析产", "The dwelling was divided"),
            ("marriage", "离婚等婚姻关系变更", "Divorce or another change of the marriage"),
            ("agreement", "户内成员协商一致", "The members agree"),
        ),
        address(
            "address", "新户的地址", "Address of the new household", required=False,
            hint=("不填就是原住址。", "The same address if left blank."),
        ),
        day(
            "effective", "从哪天起", "From which day", required=False,
            hint=("不填就是今天。", "Today if left blank."),
        ),
        member(
            "successor", "原户的新户主", "New head of the household left", required=False,
            hint=("户主分出去的才填。", "Only where the head splits off."),
        ),
        line(
            "apart_ground", "夫妻、未成年子女分开的依据", "Ground for parting spouses or minors",
            required=False, hint=("法院判决等例外情形才填。", "Only for exceptions, such as a judgement."),
        ),
        line(
            "minor_ground", "由未成年人任户主的依据", "Ground for a minor as head", required=False,
            hint=("父母双亡等例外情形才填。", "Only for orphans and the like."),
        ),
    ),
    evidence=(
        BOOKLET,
        proof(
            "ground",
            ("分户原因的证明", "Proof of the reason"),
            ("析产后的不动产权证书", "Title after the division"),
            ("判决书、调解书", "Judgement or court settlement"),
            ("离婚证和房产分割协议", "Divorce certificate and agreement on the home"),
            ("成员协议并经村（居）委会确认", "Agreement confirmed by the community"),
        ),
    ),
    level=Level.STATION,
    statement=statement,
    act=split_household,
    papers=("booklet",),
    prefill=lambda scene: {"ground": "property"},
    suits=lambda scene: (
        len(scene.members) > 1 and scene.household is not None and scene.household.sort is None
    ),
    beside={
        "nobody_stays": "others",
        "parted": "others",
        "minor_head": "head",
        "no_head": "head",
        "successor_needed": "successor",
        "successor_not_member": "successor",
        "address_not_usable": "address",
        "address_of_other_office": "address",
        "before_last_change": "effective",
        "future": "effective",
    },
)  # fmt: skip
