"""亲子关系确认: opened on the child."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, line, person, proof
from huji.matters.values import About, Level, Occasion
from huji.register.acts import ParentProof, RecogniseParent, recognise_parent
from huji.standards import Text


def statement(asked: Asked) -> RecogniseParent:
    """Build the statement."""
    return RecogniseParent(
        child=asked.who,
        parent=asked.person("parent"),
        proof=ParentProof(asked.text("proof")),
        document=asked.text("document"),
        instead_of=asked.person_or_none("instead_of"),
    )


KIND = Kind(
    name="recognise_parent",
    title=Text("亲子关系确认", "Recognise a parent"),
    occasion=Occasion.BIRTH,
    about=About.PERSON,
    basis="户口登记条例（1958）第十九条；国办发〔2015〕96号",
    summary=Text(
        "补登生父或者生母，自出生之日起，被收养的日子除外；户口所在地不变。",
        "A parent by birth is entered, since the birth but for an adoption; nobody moves by it.",
    ),
    fields=(
        person("parent", "生父或者生母的公民身份号码", "The parent's citizen number"),
        choice(
            "proof", "凭什么确认", "Shown by",
            ("birth_certificate", "出生医学证明", "Birth certificate"),
            ("test", "亲子鉴定", "Test of parentage"),
            ("judgement", "人民法院裁判", "Judgement"),
            ("records", "原始户籍资料", "Older records of the register"),
        ),
        line("document", "证明的字号", "Number of the paper"),
        person(
            "instead_of", "原登记有误的父母", "The parent entered wrongly", required=False,
            hint=("亲子关系被依法否认的才填公民身份号码。", "Only where parentage was denied by law."),
        ),
    ),
    evidence=(
        BOOKLET,
        proof(
            "proof",
            ("亲子关系证明", "Proof of parentage"),
            ("出生医学证明", "Birth certificate"),
            ("有资质机构的亲子鉴定意见", "Expert opinion on parentage"),
            ("生效裁判文书", "Judgement in force"),
            ("原始户籍资料复印件", "Copy of older records"),
        ),
    ),
    level=Level.COUNTY,
    statement=statement,
    act=recognise_parent,
    papers=("form",),
    prefill=lambda scene: {"proof": "birth_certificate"},
    suits=lambda scene: scene.person is not None and not scene.ended,
    beside={
        "parent_already": "parent",
        "parent_impossible": "parent",
        "parent_known": "instead_of",
        "not_the_parent": "instead_of",
        "two_parents": "instead_of",
        "document_needed": "document",
        "named_twice": "parent",
    },
)  # fmt: skip
