"""集体户落户: opened on the collective household."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, day, line, person, proof
from huji.matters.kinds import _party as party
from huji.matters.values import About, Level, Occasion
from huji.register.acts import CollectiveGround, EnterCollective, Mover, enter_collective
from huji.standards import Text

GROUNDS = {"transferred": CollectiveGround.ADMITTED}


def statement(asked: Asked) -> EnterCollective:
    """Build the statement."""
    who = asked.person("mover")
    return EnterCollective(
        persons=(who,),
        household=asked.where,
        ground=GROUNDS.get(asked.text("ground")) or CollectiveGround(asked.text("ground")),
        evidence=asked.text("paper"),
        effective=asked.day("effective"),
        home_lost=asked.text("home_lost"),
        kin_ground=asked.text("kin_ground"),
        successors=party.successors(asked, (Mover(who, "99"),)),
    )


def level(asked: Asked) -> Level:
    """Nobody to join, and who leaves another school before the end as in `leave_collective`: art. 139 (9)."""
    return Level.COUNTY if asked.text("ground") in ("nowhere", *GROUNDS) else Level.SPOT


KIND = Kind(
    name="enter_collective",
    title=Text("集体户落户", "Enter a collective household"),
    occasion=Occasion.MOVING,
    about=About.HOUSEHOLD,
    basis="户口登记条例（1958）第五条、第十条、第十三条",
    summary=Text(
        "入学、单位录用、人才中心托管或者无处落户的，登记在这个集体户。",
        "Admitted, employed, kept by a talent centre, or with nowhere else to be registered.",
    ),
    fields=(
        person("mover", "落户人的公民身份号码", "Citizen number"),
        choice(
            "ground", "理由", "Ground",
            ("admitted", "学校录取（学校集体户）", "Admitted (a school's household)"),
            ("transferred", "从另一学校转学（学校集体户）", "Transferred from another school"),
            ("employed", "单位录用（单位集体户）", "Employed (a unit's household)"),
            ("talent", "人才中心托管（人才中心集体户）", "Kept by the talent centre (its household)"),
            ("nowhere", "无处落户（社区集体户）", "Nowhere else (the community's household)"),
        ),
        line("paper", "录取通知书、劳动合同等证明", "Letter of admission, contract or the like"),
        line(
            "home_lost", "失去原住所的原因", "How the home was lost", required=False,
            when=("ground", ("employed", "talent", "nowhere")),
            hint=("从家庭户迁来的才填：房屋转让、拆迁、离婚等。",
                  "Where one comes from a family household: sold, demolished, divorced …"),
        ),
        line(
            "kin_ground", "不能投靠亲属的原因", "Why no relatives can be joined", required=False,
            when=("ground", ("talent", "nowhere")),
            hint=("本市有配偶、父母、子女家庭户口的才填。",
                  "Where a spouse, parent or child has a family household here."),
        ),
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
            "ground",
            ("落集体户理由的证明", "Proof of the ground"),
            ("录取通知书和录取新生名册", "Letter of admission and the list of new students"),
            ("转学证明", "Paper of the transfer"),
            ("劳动合同和单位同意落户证明", "Contract and the unit's consent"),
            ("人事代理合同", "Contract with the talent centre"),
            ("社区调查核实意见", "What the community officer found"),
        ),
    ),
    level=level,
    statement=statement,
    act=enter_collective,
    papers=("booklet",),
    suits=lambda scene: scene.household is not None and scene.household.sort is not None,
    beside={
        "collective_sort": "ground",
        "evidence_needed": "paper",
        "still_studying": "ground",
        "has_family_household": "home_lost",
        "has_kin_to_join": "kin_ground",
        "parted": "home_lost",
        "already_there": "mover",
        "successor_needed": "successor",
        "successor_not_member": "successor",
        "before_last_change": "effective",
        "future": "effective",
    },
)  # fmt: skip
