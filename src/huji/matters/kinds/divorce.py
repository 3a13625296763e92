"""离婚后的登记变更."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, day, line, person, proof
from huji.matters.values import About, Occasion
from huji.register.acts import Divorce, divorce
from huji.standards import Text


def statement(asked: Asked) -> Divorce:
    """Build the statement; a spouse outside this register is not named."""
    return Divorce(
        one=asked.who,
        other=asked.person("other") if asked.text("where") == "here" else None,
        divorced=asked.day("divorced"),
        document=asked.text("document"),
    )


KIND = Kind(
    name="divorce",
    title=Text("离婚变更", "Register a divorce"),
    occasion=Occasion.MARRIAGE,
    about=About.PERSON,
    basis="户口登记条例（1958）第十九条",
    summary=Text(
        "登记婚姻状况，配偶关系终止；要分户或者迁走的另办。",
        "Marital state is entered and the tie ends; splitting or moving is another business.",
    ),
    fields=(
        choice(
            "where", "原配偶的户口", "The former spouse is registered",
            ("here", "在本市", "In this city"),
            ("elsewhere", "在外地或者境外", "Elsewhere or abroad"),
        ),
        person("other", "原配偶的公民身份号码", "Former spouse's citizen number", when=("where", ("here",))),
        day("divorced", "离婚日期", "Day of the divorce"),
        line("document", "离婚证或者裁判文书字号", "Number of the certificate or judgement"),
    ),
    evidence=(
        BOOKLET,
        proof(
            "document",
            ("离婚证或者生效裁判文书", "Divorce certificate or judgement"),
            ("离婚证", "Divorce certificate"),
            ("判决书、调解书及生效证明", "Judgement or settlement, in force"),
            ("境外离婚证明及认证", "Foreign document, authenticated"),
            basis="户口登记条例第十九条",
        ),
    ),
    statement=statement,
    act=divorce,
    papers=("booklet",),
    prefill=lambda scene: {"where": "here"},
    suits=lambda scene: scene.person is not None and not scene.ended,
    beside={
        "not_married": "other",
        "dead": "divorced",
        "before_birth": "divorced",
        "future": "divorced",
        "document_needed": "document",
        "named_twice": "other",
    },
)  # fmt: skip
