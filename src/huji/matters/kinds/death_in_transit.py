"""迁移途中死亡: opened on the one in transit."""

from huji.matters.asked import Asked
from huji.matters.kind import Kind, choice, day, line, proof
from huji.matters.scene import Scene
from huji.matters.values import About, Level, Occasion, Subject
from huji.register.acts import DeathInTransit, death_in_transit
from huji.register.records import Kind as Standing
from huji.register.telling.choices import DEATHS, words_of
from huji.standards import Text


def statement(asked: Asked) -> DeathInTransit:
    """Build the statement."""
    return DeathInTransit(
        person=asked.who,
        died=asked.day("died"),
        evidence=words_of(DEATHS).get(asked.text("proof"), ""),
        certificate=asked.text("certificate"),
    )


def in_transit(scene: Scene) -> bool:
    return scene.person is not None and scene.person.standing.kind is Standing.IN_TRANSIT


KIND = Kind(
    name="death_in_transit",
    title=Text("迁移途中死亡", "Register a death in transit"),
    occasion=Occasion.DEATH,
    about=About.PERSON,
    subject=Subject.GONE,
    basis="户口登记条例（1958）第八条、第十条",
    summary=Text(
        "迁入地不予落户、迁移证退回的，恢复原户口并同时注销。",
        "The destination returned the certificate: restored at the origin and cancelled in one step.",
    ),
    fields=(
        day("died", "死亡日期", "Date of death"),
        choice("proof", "死亡证明", "Proof of death", *DEATHS),
        line("certificate", "退回的户口迁移证编号", "Number of the certificate that came back", most=40),
    ),
    evidence=(
        proof(
            "proof",
            ("死亡证明", "Proof of death"),
            ("死亡医学证明", "Medical certificate of death"),
            ("社区、村（居）委会的证明", "Statement of the community or village"),
            ("公安、司法机关的证明", "Certificate of police or court"),
            ("火化证明", "Certificate of cremation"),
        ),
        proof("certificate", ("退回的户口迁移证", "The migration certificate that came back")),
    ),
    level=Level.STATION,
    statement=statement,
    act=death_in_transit,
    papers=("cancellation",),
    prefill=lambda scene: {"proof": "medical"},
    suits=in_transit,
    beside={
        "certificate_unknown": "certificate",
        "evidence_needed": "proof",
        "before_last_change": "died",
        "future": "died",
    },
)  # fmt: skip
