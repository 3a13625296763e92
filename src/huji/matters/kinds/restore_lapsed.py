"""迁移证逾期恢复户口: opened on one of those in transit, done for all that left what the office keeps."""

from huji.matters.asked import Asked
from huji.matters.kind import Kind, choice, day, line, proof
from huji.matters.scene import Scene
from huji.matters.values import About, Level, Occasion
from huji.register.acts import RestoreLapsed, restore_lapsed
from huji.register.records import Kind as Standing
from huji.register.telling.choices import ANSWERS, words_of
from huji.standards import Text


def statement(asked: Asked) -> RestoreLapsed:
    """Build the statement."""
    said = words_of(ANSWERS).get(asked.text("inquiry"), "")
    return RestoreLapsed(
        certificate=asked.text("certificate"),
        effective=asked.day("effective"),
        inquiry=f"{said}（{asked.text('answer')}）" if "answer" in asked else said,
    )


def in_transit(scene: Scene) -> bool:
    return scene.person is not None and scene.person.standing.kind is Standing.IN_TRANSIT


KIND = Kind(
    name="restore_lapsed",
    title=Text("迁移证逾期恢复户口", "Restore after an expired migration certificate"),
    occasion=Occasion.MOVING,
    about=About.PERSON,
    basis="国办发〔2015〕96号",
    summary=Text(
        "迁移证过期没有落户的，恢复到迁出前的户；同一张证上还在途中、原户归本所管辖的人一起恢复。",
        "All in transit on the certificate who left a household of this office are registered there again.",
    ),
    fields=(
        line("certificate", "户口迁移证编号", "Number of the certificate", most=40),
        choice("inquiry", "怎样知道没有落户", "How it is known", *ANSWERS),
        line("answer", "复函、查询记录的字号", "Number of the answer", required=False),
        day(
            "effective", "从哪天起", "From which day", required=False,
            hint=("不填就是今天。", "Today if left blank."),
        ),
    ),
    evidence=(
        proof(
            "inquiry",
            ("没有在迁入地落户的依据", "Proof that nobody was registered there"),
            ("迁入地公安机关的答复", "Answer of the register gone to"),
            ("户口迁移证原件", "The certificate itself"),
            ("人口信息系统查询记录", "Record of the search in the shared index"),
        ),
    ),
    level=Level.STATION,
    statement=statement,
    act=restore_lapsed,
    papers=("booklet",),
    prefill=lambda scene: {"inquiry": "asked"},
    suits=in_transit,
    beside={
        "certificate_unknown": "certificate",
        "certificate_still_good": "certificate",
        "nobody_in_transit": "certificate",
        "inquiry_needed": "inquiry",
        "before_last_change": "effective",
        "future": "effective",
    },
)  # fmt: skip
