"""与户主关系更正、变更."""

from collections.abc import Mapping
from typing import Any

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, code, day, line, proof
from huji.matters.kinds import _party as party
from huji.matters.scene import Scene
from huji.matters.values import About, Level, Occasion
from huji.register.acts import HEAD, CorrectRelation, correct_relation
from huji.register.acts.succession import OTHER_RELATIVE, Family
from huji.standards import Text, code_tables

CODES = tuple(one.code for one in code_tables.RELATION if one.code not in ("01", HEAD))


def statement(asked: Asked) -> CorrectRelation:
    since = asked.day("since") if changed(asked) else None
    return CorrectRelation(asked.who, asked.text("relation"), asked.text("evidence"), since)


def changed(asked: Asked) -> bool:
    return asked.text("ground") == "changed"


def by_kinship(asked: Asked) -> Mapping[str, Any]:
    """Fill in what kinship on record shows, where what is registered says less or otherwise."""
    standing = asked.standing
    head = asked.head_of(standing.household) if standing.household else None
    if head is None or head == asked.who:
        return {}
    found = Family.of({asked.who, head}).relation(asked.who, head)
    held = standing.relation or ""
    if found == OTHER_RELATIVE or code_tables.kin_group(found) is code_tables.kin_group(held):
        return {}
    return {"relation": found}


def a_member(scene: Scene) -> bool:
    """Whether the person belongs to a family household and does not head it."""
    home = scene.household
    return scene.registered and home is not None and home.sort is None and not scene.heads


KIND = Kind(
    name="correct_relation",
    title=Text("与户主关系更正、变更", "Correct or change the relation to the head"),
    occasion=Occasion.ITEMS,
    about=About.PERSON,
    basis="户口登记条例（1958）第十七条",
    summary=Text(
        "只改一名成员与户主的关系；登记错误的更正，情况变了的从某一天起变更。户主另行变更。",
        "What one member is to the head: registered wrongly, or otherwise from a day on. The head stays.",
    ),
    fields=(
        choice(
            "ground", "哪种情形", "Which case",
            ("wrong", "当初登记错误", "Registered wrongly"),
            ("changed", "情况有变化", "It became otherwise"),
        ),
        code(
            "relation", "应登记的与户主关系", "Relation to be registered", code_tables.RELATION, codes=CODES,
            hint=(
                "两个子女对调排行的，先将一人登记为“子”或者“女”。",
                "Where two children change places, enter one of them as son or daughter first.",
            ),
        ),
        day(
            "since", "从哪一天起", "From which day on", required=False, when=("ground", ("changed",)),
            hint=("不填就是今天。", "Today if left blank."),
        ),
        line("evidence", "依据什么证明", "Evidence"),
    ),
    evidence=(
        BOOKLET,
        proof(
            "kinship",
            ("与户主关系的证明", "Proof of the relation to the head"),
            ("结婚证、离婚证或者人民法院的判决书", "Certificate of marriage or divorce, or a judgement"),
            ("出生医学证明", "Birth certificate"),
            ("收养登记证", "Certificate of adoption"),
            ("亲属关系公证书或者亲子鉴定意见", "Notarised kinship, or a finding of parentage"),
            ("原始户籍档案", "The original register"),
            ("户籍登记已载明", "The register shows it"),
        ),
    ),
    level=lambda asked: Level.SPOT if changed(asked) else Level.STATION,
    statement=statement,
    act=correct_relation,
    papers=("change", "booklet"),
    prefill=lambda scene: {"ground": "wrong"},
    derive=by_kinship,
    suits=a_member,
    beside={
        **dict.fromkeys(party.UNFIT, "relation"),
        **dict.fromkeys(
            ("nothing_changes", "relation", "only_child", "spouse_on_record", "head_of_other_act"),
            "relation",
        ),
        "future": "since", "before_last_change": "since", "evidence": "evidence",
    },
)  # fmt: skip
