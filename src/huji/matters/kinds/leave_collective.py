"""迁出集体户, at the office gone to."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, day, flag, line, person, proof
from huji.matters.kinds import _party as party
from huji.matters.values import About, Level, Occasion
from huji.register.acts import HEAD, LeaveCollective, LeavingGround, Mover, leave_collective
from huji.standards import Text

GROUNDS = {"studies_broken": LeavingGround.STUDIES_ENDED}


def statement(asked: Asked) -> LeaveCollective:
    """Build the statement."""
    return LeaveCollective(
        members=(Mover(asked.person("mover"), HEAD if asked.flag("heads") else party.first_relation(asked)),),
        into=party.into(asked),
        ground=GROUNDS.get(asked.text("ground")) or LeavingGround(asked.text("ground")),
        evidence=asked.text("paper"),
        effective=asked.day("effective"),
    )


def level(asked: Asked) -> Level:
    """Nanjing rule art. 137 (4), (5), 138 (3); one who leaves school before the end, 139 (9)."""
    return Level.COUNTY if asked.text("ground") in GROUNDS else party.moved_in(asked)


KIND = Kind(
    name="leave_collective",
    title=Text("迁出集体户", "Leave a collective household"),
    occasion=Occasion.MOVING,
    about=About.NOBODY,
    basis="户口登记条例（1958）第十条、第十三条",
    summary=Text(
        "有住所或者可以投靠亲属的应当迁出；学生在学业结束时迁出。",
        "One with a home or kin to join must leave; a student does when the studies end.",
    ),
    fields=(
        person("mover", "迁移人的公民身份号码", "Mover's citizen number"),
        choice(
            "ground", "理由", "Ground",
            ("home", "有合法稳定住所", "Has a home"),
            ("relatives", "投靠亲属", "Joins relatives"),
            ("other_unit", "工作变动到另一单位", "Works at another unit"),
            ("studies_ended", "毕业", "Graduated"),
            ("studies_broken", "肄业、退学、转学、开除学籍", "Left school before the end"),
            ("unit_gone", "离开单位或者单位撤销", "Left the unit, or the unit is gone"),
        ),
        line("paper", "所凭证明", "Paper that shows it"),
        *party.GOING_TO,
        flag(
            "heads", "由本人任户主", "The mover heads it", when=("into", ("existing",)),
            hint=("户内没有其他人的，须任户主。", "Where nobody else is in the household, the mover must."),
        ),
        day(
            "effective", "从哪天起", "From which day", required=False,
            hint=("不填就是今天。", "Today if left blank."),
        ),
    ),
    evidence=(
        BOOKLET,
        proof(
            "ground",
            ("迁出理由的证明", "Proof of the ground"),
            ("不动产权证书", "Title"),
            ("关系证明和被投靠人的同意", "Proof of kinship and consent"),
            ("劳动合同和新单位同意落户证明", "Contract and the new unit's consent"),
            ("毕业证书或者学校证明", "Diploma or the school's statement"),
        ),
    ),
    level=level,
    office=party.office_gone_to,
    statement=statement,
    act=leave_collective,
    papers=("booklet",),
    prefill=lambda scene: {"ground": "home", "into": "new"},
    beside={
        "not_in_collective": "mover",
        "still_studying": "ground",
        "ground_and_household": "ground",
        "evidence_needed": "paper",
        "unknown_household": "household",
        "no_head": "heads",
        "two_heads": "heads",
        "minor_head": "heads",
        "address_not_usable": "address",
        "address_of_other_office": "address",
        "before_last_change": "effective",
        "future": "effective",
    },
)  # fmt: skip
