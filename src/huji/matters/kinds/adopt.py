"""收养登记: opened on the adopter."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, day, flag, line, person, proof
from huji.matters.values import About, Level, Occasion
from huji.register.acts import Adopt, adopt
from huji.standards import Text


def statement(asked: Asked) -> Adopt:
    """Build the statement; the child comes into the adopter's household where that is asked."""
    how = asked.text("how")
    adopters: tuple[int, ...] = (asked.who,)
    if how == "couple":
        adopters = (asked.who, asked.person("other"))
    return Adopt(
        child=asked.person("child"),
        adopters=adopters,
        adopted=asked.day("adopted"),
        certificate=asked.text("certificate"),
        into=asked.where if asked.flag("into") else None,
        effective=asked.day_or_none("effective"),
        step=None if how == "couple" else how == "step",
    )


KIND = Kind(
    name="adopt",
    title=Text("收养变更", "Register an adoption"),
    occasion=Occasion.BIRTH,
    about=About.PERSON,
    basis="户口登记条例（1958）第十九条；民法典第一千一百零一条、第一千一百零三条",
    summary=Text(
        "凭收养登记证登记亲子关系，并可以把养子女登记到收养人户内。",
        "Kinship follows the adoption certificate; the child may come into the adopter's household.",
    ),
    fields=(
        choice(
            "how", "由谁收养", "Who adopts",
            ("couple", "夫妻共同收养", "A couple"),
            ("single", "一人收养（没有配偶）", "One person, not married"),
            ("step", "收养配偶的子女", "The spouse's child"),
        ),
        person("other", "另一收养人的公民身份号码", "The other adopter's citizen number",
               when=("how", ("couple",))),
        person("child", "被收养人的公民身份号码", "The child's citizen number"),
        day("adopted", "收养登记日期", "Day of the adoption"),
        line("certificate", "收养登记证字号", "Number of the certificate"),
        flag("into", "登记到收养人户内", "Register the child in the adopter's household"),
        day(
            "effective", "从哪天起登记到户内", "Registered there from", required=False,
            hint=("不填就是收养登记日期。", "The day of the adoption if left blank."),
        ),
    ),
    evidence=(
        BOOKLET,
        proof(
            "certificate",
            ("收养登记证", "Adoption certificate"),
            ("收养登记证", "Adoption certificate"),
            ("收养公证书（1999年4月1日前收养）", "Notarised adoption (before April 1999)"),
        ),
    ),
    level=Level.COUNTY,
    statement=statement,
    act=adopt,
    papers=("booklet",),
    prefill=lambda scene: {"how": "couple", "into": True},
    suits=lambda scene: scene.registered,
    beside={
        "adopters": "how",
        "not_a_couple": "other",
        "couple_adopts": "how",
        "no_stepchild": "how",
        "stepchild": "how",
        "own_child": "how",
        "adult_adopted": "child",
        "younger_than_child": "child",
        "adopted_already": "child",
        "certificate_needed": "certificate",
        "not_of_household": "into",
        "before_last_change": "effective",
        "before_head": "effective",
        "no_head": "into",
        "successor_needed": "child",
        "head_of_other_act": "into",
        "parents_changed_since": "adopted",
        "adopted_at_birth": "adopted",
        "dead": "adopted",
        "future": "adopted",
        "named_twice": "child",
    },
)  # fmt: skip
