"""市内迁移到自己的住所, at the office gone to."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, day, line, person, proof
from huji.matters.kinds import _party as party
from huji.matters.values import About, Occasion
from huji.register.acts import MoveWithin, move_within
from huji.register.telling.choices import DWELLINGS, words_of
from huji.standards import Text


def statement(asked: Asked) -> MoveWithin:
    """Build the statement; relations follow from kinship."""
    members = party.party(asked, asked.person("mover"), party.first_relation(asked))
    return MoveWithin(
        members=members,
        into=party.into(asked),
        dwelling=asked.text("title") or words_of(DWELLINGS).get(asked.text("dwelling"), ""),
        effective=asked.day("effective"),
        successors=party.successors(asked, members),
        apart_ground=asked.text("apart_ground"),
    )


KIND = Kind(
    name="move_within",
    title=Text("市内迁移", "Move within the city"),
    occasion=Occasion.MOVING,
    about=About.NOBODY,
    basis="户口登记条例（1958）第十条、第十三条",
    summary=Text(
        "迁到本人合法稳定住所，在迁入地派出所一次办结，不用准迁证、迁移证。",
        "To a lawful dwelling of one's own; done in one visit at the office of the new address.",
    ),
    fields=(
        person("mover", "迁移人的公民身份号码", "Mover's citizen number"),
        *party.ALONG,
        *party.GOING_TO,
        choice("dwelling", "住所", "Dwelling", *DWELLINGS),
        line("title", "不动产权证、租赁凭证号", "Number of the title or lease", required=False),
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
    act=move_within,
    papers=("booklet",),
    prefill=lambda scene: {"along": "family", "into": "new", "dwelling": "owned"},
    beside={
        "still_studying": "mover",
        "parted": "along",
        "into_collective": "household",
        "unknown_household": "household",
        "no_head": "household",
        "already_there": "household",
        "address_not_usable": "address",
        "address_of_other_office": "address",
        "successor_needed": "successor",
        "successor_not_member": "successor",
        "before_last_change": "effective",
        "future": "effective",
    },
)  # fmt: skip
