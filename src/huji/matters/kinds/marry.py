"""结婚后的登记变更."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, day, line, person, proof
from huji.matters.values import About, Occasion
from huji.register.acts import Marry, marry
from huji.standards import Text


def statement(asked: Asked) -> Marry:
    """Build the statement; a spouse outside this register is not named."""
    return Marry(
        one=asked.who,
        other=asked.person("other") if asked.text("where") == "here" else None,
        married=asked.day("married"),
        certificate=asked.text("certificate"),
    )


KIND = Kind(
    name="marry",
    title=Text("结婚变更", "Register a marriage"),
    occasion=Occasion.MARRIAGE,
    about=About.PERSON,
    basis="户口登记条例（1958）第十九条",
    summary=Text(
        "登记婚姻状况和配偶，户口所在地不变；要迁到一起的另办投靠。",
        "Marital state and spouse are entered; nobody moves by it.",
    ),
    fields=(
        choice(
            "where", "配偶的户口", "The spouse is registered",
            ("here", "在本市", "In this city"),
            ("elsewhere", "在外地或者境外", "Elsewhere or abroad"),
        ),
        person("other", "配偶的公民身份号码", "Spouse's citizen number", when=("where", ("here",))),
        day("married", "结婚登记日期", "Day of the marriage"),
        line("certificate", "结婚证字号", "Number of the certificate"),
    ),
    evidence=(
        BOOKLET,
        proof(
            "certificate",
            ("结婚证", "Marriage certificate"),
            ("结婚证", "Marriage certificate"),
            ("境外结婚证明及认证", "Foreign certificate, authenticated"),
            basis="户口登记条例第十九条",
        ),
    ),
    statement=statement,
    act=marry,
    papers=("booklet",),
    prefill=lambda scene: {"where": "here"},
    suits=lambda scene: scene.person is not None and not scene.ended,
    beside={
        "married_already": "other",
        "married_in_items": "where",
        "close_kin": "other",
        "same_sex": "other",
        "too_young_to_marry": "married",
        "before_birth": "married",
        "dead": "married",
        "future": "married",
        "certificate_needed": "certificate",
        "named_twice": "other",
    },
)  # fmt: skip
