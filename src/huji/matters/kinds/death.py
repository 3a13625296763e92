"""死亡登记, reported or, after written notice, by the office itself."""

from datetime import date

from huji.matters.asked import Asked
from huji.matters.kind import Kind, choice, day, member, proof
from huji.matters.scene import Scene
from huji.matters.values import About, Level, Occasion, Subject
from huji.register import queries as register
from huji.register.acts import Death, death
from huji.register.records import Kind as Standing
from huji.register.telling.choices import DEATHS, UNCERTIFIED, words_of
from huji.standards import Text


def statement(asked: Asked) -> Death:
    """Build the statement; the evidence names the kind of proof."""
    return Death(
        person=asked.who,
        died=asked.day("died"),
        evidence=words_of(DEATHS).get(asked.text("proof"), UNCERTIFIED),
        successors=asked.successors("successor"),
        notice=asked.notice if of_office(asked) else None,
    )


def of_office(asked: Asked) -> bool:
    return asked.text("reported") == "office"


def papers(asked: Asked) -> tuple[str, ...]:
    """Return the papers after it, by how somebody stood on the day of death."""
    return papers_of_end(asked, asked.day("died"))


def papers_of_end(asked: Asked, last: date) -> tuple[str, ...]:
    """Return the papers after an end: of one registered elsewhere the other register certifies it."""
    if asked.subject is not None:
        then = register.person(asked.who, register.within_act(), last)
        if then is not None and then.standing.kind is Standing.ELSEWHERE:
            return ()
    return ("cancellation", "booklet")


def may_die(scene: Scene) -> bool:
    return scene.person is not None and not scene.ended


KIND = Kind(
    name="death",
    title=Text("死亡登记", "Register a death"),
    occasion=Occasion.DEATH,
    about=About.PERSON,
    subject=Subject.GONE,
    basis="户口登记条例（1958）第八条",
    summary=Text(
        "城市在葬前、农村在一个月内申报；没有人申报的，书面告知满 7 天后由派出所注销。",
        "Before burial, or in the countryside within a month; unreported: by the office 7 days after notice.",
    ),
    fields=(
        choice(
            "reported", "由谁提出", "Who reports it",
            ("family", "户主、亲属、社区申报", "Head, kin or community report it"),
            ("office", "无人申报，依职权注销", "Nobody reports it; the office acts"),
        ),
        day("died", "死亡日期", "Date of death"),
        choice("proof", "死亡证明", "Proof of death", *DEATHS),
        member(
            "successor", "由谁任户主", "Who heads the household", required=False,
            hint=("死者是户主、户内还有别人的，请指定新户主。", "Needed where a head dies and others stay."),
        ),
    ),
    evidence=(
        proof(
            "proof",
            ("死亡证明", "Proof of death"),
            ("死亡医学证明", "Medical certificate of death"),
            ("社区、村（居）委会的证明", "Statement of the community or village"),
            ("公安、司法机关的证明", "Certificate of police or court"),
            ("火化证明", "Certificate of cremation"),
            basis="户口登记条例第八条",
        ),
        proof(
            "booklet",
            ("死者的居民户口簿、居民身份证", "The booklet and identity card of the dead"),
            ("居民户口簿和居民身份证", "Household booklet and identity card"),
            when=("reported", ("family",)),
            exempt=("遗失，或者已交外地户口登记机关", "Lost, or given to the register elsewhere"),
        ),
    ),
    level=lambda asked: Level.STATION if of_office(asked) else Level.SPOT,
    statement=statement,
    act=death,
    papers=papers,
    ex_officio=of_office,
    prefill=lambda scene: {"reported": "family", "proof": "medical"},
    suits=may_die,
    beside={
        "successor_needed": "successor",
        "successor_not_member": "successor",
        "minor_head": "successor",
        "future": "died",
        "before_last_change": "died",
    },
)  # fmt: skip
