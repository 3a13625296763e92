"""整户迁移, at the office gone to."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, address, day, household, line, proof
from huji.matters.kinds import _party as party
from huji.matters.values import About, Occasion
from huji.register.acts import MoveHousehold, move_household
from huji.standards import Text


def statement(asked: Asked) -> MoveHousehold:
    """Build the statement."""
    return MoveHousehold(
        household=asked.household("moving"),
        address=asked.address("address"),
        dwelling=asked.text("dwelling"),
        effective=asked.day("effective"),
    )


KIND = Kind(
    name="move_household",
    title=Text("整户迁移", "Move a whole household"),
    occasion=Occasion.MOVING,
    about=About.NOBODY,
    basis="户口登记条例（1958）第十条、第十三条",
    summary=Text(
        "全户迁到新住址，户号、户主和关系不变；由迁入地派出所办理。",
        "Everybody moves; number, head and relations stay. Done at the office of the new address.",
    ),
    fields=(
        household("moving", "要迁移的户号", "Number of the household"),
        address("address", "迁入地址", "Address gone to"),
        line("dwelling", "不动产权证、租赁凭证号", "Number of the title or lease"),
        day(
            "effective", "从哪天起", "From which day", required=False,
            hint=("不填就是今天。", "Today if left blank."),
        ),
    ),
    evidence=(
        BOOKLET,
        proof(
            "dwelling",
            ("合法稳定住所证明", "Proof of the dwelling"),
            ("不动产权证书", "Title"),
            ("公有住房租赁凭证", "Public tenancy"),
            ("备案的租赁合同和产权人同意落户的书面意见", "Filed lease and the owner's consent"),
        ),
    ),
    level=party.moved_in,
    office=party.office_gone_to,
    statement=statement,
    act=move_household,
    papers=("booklet",),
    beside={
        "unknown_household": "moving",
        "nobody": "moving",
        "same_address": "address",
        "address_not_usable": "address",
        "address_of_other_office": "address",
        "dwelling_needed": "dwelling",
        "before_last_change": "effective",
        "future": "effective",
    },
)  # fmt: skip
