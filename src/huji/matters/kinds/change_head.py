"""变更户主."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, day, line, member, proof
from huji.matters.values import About, Occasion
from huji.register.acts import ChangeHead, Succession, change_head
from huji.register.telling.choices import REASONS, words_of
from huji.standards import Text

FORMER = ("dead", "missing", "abroad", "moved")


def statement(asked: Asked) -> ChangeHead:
    """Build the statement; relations not told are derived from kinship by the act."""
    reason = asked.text("other") or words_of(REASONS).get(asked.text("reason"), "")
    return ChangeHead(
        household=asked.where,
        succession=Succession(asked.person("head"), minor_ground=asked.text("minor_ground")),
        effective=asked.day("effective"),
        reason=reason,
    )


KIND = Kind(
    name="change_head",
    title=Text("变更户主", "Change the head of household"),
    occasion=Occasion.HOUSEHOLD,
    about=About.HOUSEHOLD,
    basis="户口登记条例（1958）第五条、第十七条",
    summary=Text(
        "其余成员与新户主的关系按亲属关系重新登记。",
        "What the others are to the new head is entered anew from kinship.",
    ),
    fields=(
        member("head", "新户主", "New head"),
        choice("reason", "原因", "Reason", *REASONS),
        line("other", "说明原因", "Say which", when=("reason", ("other",))),
        day(
            "effective", "从哪天起", "From which day", required=False,
            hint=("不填就是今天。", "Today if left blank."),
        ),
        line(
            "minor_ground", "由未成年人任户主的依据", "Ground for a minor as head", required=False,
            hint=("父母双亡等例外情形才填。", "Only for orphans and the like."),
        ),
    ),
    evidence=(
        BOOKLET,
        proof(
            "agreement",
            ("户内成年人及房屋产权人协商一致的书面意见", "Written agreement of the adults and the owner"),
            ("书面意见", "Written agreement"),
            ("不动产权证书或者公房租赁凭证", "Title or public tenancy of the dwelling"),
            when=("reason", ("agreed", "owner")),
        ),
        proof(
            "former",
            (
                "原户主死亡、被宣告失踪死亡、出国（境）定居或者户口迁出的证明",
                "Proof that the former head is dead, declared missing or dead, settled abroad or moved away",
            ),
            ("死亡证明", "Proof of death"),
            ("人民法院的判决书", "Judgement of the court"),
            ("定居国外或者加入外国国籍的证明", "Proof of settling abroad or of foreign citizenship"),
            ("迁出地的户口迁移证明", "Proof that the registration was moved"),
            basis="参照南京市户口登记细则第一百零一条",
            when=("reason", FORMER),
            exempt=("户籍系统已有记载，已经核对", "On record in the register; checked"),
        ),
    ),
    statement=statement,
    act=change_head,
    papers=("booklet",),
    prefill=lambda scene: {"reason": "agreed"},
    suits=lambda scene: len(scene.members) > 1,
    beside={
        "head_already": "head",
        "minor_head": "head",
        "successor_not_member": "head",
        "future": "effective",
        "before_last_change": "effective",
    },
)  # fmt: skip
