"""市内投靠亲属: opened on the household of the one who is joined."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, code, day, member, person, proof
from huji.matters.kinds import _party as party
from huji.matters.values import About, Occasion
from huji.register.acts import JoinRelatives, join_relatives
from huji.standards import Text, code_tables


def statement(asked: Asked) -> JoinRelatives:
    """Build the statement; relations not told follow from kinship."""
    members = party.party(asked, asked.person("mover"), asked.text("relation"))
    return JoinRelatives(
        members=members,
        relative=asked.person("relative"),
        effective=asked.day("effective"),
        successors=party.successors(asked, members),
        apart_ground=asked.text("apart_ground"),
    )


KIND = Kind(
    name="join_relatives",
    title=Text("投靠亲属", "Join relatives"),
    occasion=Occasion.MOVING,
    about=About.HOUSEHOLD,
    basis="户口登记条例（1958）第十条、第十三条",
    summary=Text(
        "配偶、父母、子女和三代以内直系亲属投靠落入本户，市内一次办结。",
        "Spouses, parents, children and lineal kin of three generations come into this household.",
    ),
    fields=(
        member("relative", "投靠户内哪一位", "Which member they join"),
        person("mover", "投靠人的公民身份号码", "Citizen number of the person who joins"),
        code(
            "relation", "投靠人是户主的", "Relation to the head", code_tables.RELATION, required=False,
            hint=("不填按亲属关系登记。", "If left blank, it follows from kinship."),
        ),
        *party.ALONG,
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
            "kinship",
            ("投靠人与被投靠人的关系证明", "Proof of kinship"),
            ("结婚证", "Marriage certificate"),
            ("出生医学证明", "Birth certificate"),
            ("户籍登记已载明", "The register shows it"),
        ),
        proof(
            "consent",
            ("被投靠人和房屋所有权人同意落户的声明", "Consent of the one joined and of the owner"),
        ),
        proof(
            "dwelling",
            ("被投靠人合法稳定住所证明", "Proof of the dwelling"),
            ("不动产权证书", "Title"),
            ("公有住房租赁凭证", "Public tenancy"),
            ("备案的租赁合同", "Filed lease"),
        ),
    ),
    level=party.joined,
    statement=statement,
    act=join_relatives,
    papers=("booklet",),
    prefill=lambda scene: {"along": "alone"},
    suits=lambda scene: (
        bool(scene.members) and scene.household is not None and scene.household.sort is None
    ),
    beside={
        "still_studying": "mover",
        **dict.fromkeys(party.UNFIT, "relation"),
        "not_related": "mover",
        "already_there": "mover",
        "relative_in_collective": "relative",
        "parted": "along",
        "relation": "relation",
        "only_child": "relation",
        "two_heads": "relation",
        "successor_needed": "successor",
        "successor_not_member": "successor",
        "before_last_change": "effective",
        "future": "effective",
    },
)  # fmt: skip
