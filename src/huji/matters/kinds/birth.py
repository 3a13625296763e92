"""出生登记, of every kind of birth."""

from dataclasses import replace

from huji.matters.asked import Asked
from huji.matters.kind import Kind, choice, code, day, flag, line, name, person, proof, time
from huji.matters.kinds._party import UNFIT
from huji.matters.scene import Scene
from huji.matters.values import About, Level, Occasion, Subject
from huji.places import queries as places
from huji.register import queries as register
from huji.register.acts import Birth, BirthKind, Particulars, birth, siblings
from huji.register.acts.succession import NOT_RELATED, OTHER_RELATIVE, Family
from huji.register.records import Household
from huji.standards import Text, code_tables, periods

BIRTHS = {
    "ordinary": None,  # the act tells whether it comes late
    "late": BirthKind.LATE,
    "without": BirthKind.LATE,
    "abroad": BirthKind.ABROAD,
    "cross_border": BirthKind.CROSS_BORDER_MARRIAGE,
    "died": BirthKind.DIED_BEFORE_ENTRY,
    "foundling": BirthKind.FOUNDLING,
}
PARENTS = ("ordinary", "late", "without", "abroad", "cross_border", "died")
LIVING = ("ordinary", "late", "without", "abroad", "cross_border")
INQUIRED = ("without", "abroad", "cross_border", "foundling")
PROVEN = ("late", *INQUIRED)
OF_AGE = 18
_CHILD = 0
"""Stands among the kin for the child, who has no number in the register yet."""


def statement(asked: Asked) -> Birth:
    """Build the statement: the child goes to the household the matter was opened on."""
    home = asked.home_now()
    born_at, certified = asked.time("born_at"), asked.day_or_none("certified")
    return Birth(
        child=Particulars(
            name=asked.text("name"),
            sex=asked.text("sex"),
            ethnic=asked.text("ethnic"),
            marital="10",
            birthplace=asked.text("birthplace"),
            native_place=asked.text("native_place") or _native_place(asked),
            born_at=born_at.isoformat("minutes") if born_at else "",
            birth_certificate_on=certified,
        ),
        born=asked.day("born"),
        household=home.id,
        relation=asked.text("relation") or _relation(asked, home),
        effective=asked.day_or_none("died") or asked.on,
        division=places.address(home.address).division[:6],
        mother=asked.person_or_none("mother"),
        father=asked.person_or_none("father"),
        died=asked.day_or_none("died"),
        kind=BIRTHS[asked.text("ground")],
        evidence=asked.text("evidence"),
        other_parent=asked.text("other_parent"),
        elders=_elders(asked, home) if asked.flag("elders") else {},
        findings=asked.text("findings"),
    )


def _elders(asked: Asked, home: Household) -> dict[int, str]:
    """Return what the head's other children become by the birth of a brother or sister."""
    head = asked.head_of(home.id)
    if head is None or head not in _parents(asked) or asked.text("ground") == "died":
        return {}
    return siblings.elders(head, asked.day("born"), asked.text("sex"))


def derive(asked: Asked) -> dict[str, object]:
    """Return relation and native place as they follow; the relation takes the child's sex."""
    relation = _relation(asked, asked.home_now()) if "sex" in asked else ""
    return {"relation": relation, "native_place": _native_place(asked)}


def _relation(asked: Asked, home: Household) -> str:
    """Return what the child is to the head, by its parents' kinship; a head's own child by order of birth."""
    if home.sort is not None:
        return NOT_RELATED
    head = asked.head_of(home.id)
    parents = _parents(asked)
    if head is None or not parents:
        return OTHER_RELATIVE
    known = Family.of({head, *parents})
    known.parents[_CHILD] |= set(parents)
    family = replace(known, sexes={**known.sexes, _CHILD: asked.text("sex")})
    code = family.relation(_CHILD, head)
    if head not in parents or "born" not in asked:
        return code
    return siblings.place(head, asked.day("born"), asked.text("sex")) or code


def _native_place(asked: Asked) -> str:
    """Return the father's native place, else the mother's (Nanjing rule art. 48)."""
    for parent in reversed(_parents(asked)):
        found = register.person(parent, register.within_act())
        if found and found.particulars and found.particulars.native_place:
            return found.particulars.native_place
    return ""


def _parents(asked: Asked) -> list[int]:
    named = (asked.person_or_none("mother"), asked.person_or_none("father"))
    return [one for one in named if one is not None]


def level(asked: Asked) -> Level:
    """Nanjing rule art. 137 (1), 139 (1), 141 (1).

    One who is of age passes the hands that any unregistered adult does, whatever certificate is shown: nobody
    enters a grown person alone.
    """
    born = asked.day_or_none("born")
    grown = born is not None and periods.age_on(born, asked.on) >= OF_AGE
    return Level.COUNTY if grown or asked.text("ground") in INQUIRED else Level.SPOT


def papers(asked: Asked) -> tuple[str, ...]:
    """A child that died unregistered leaves the booklet as it was; birth and end are both proved."""
    return ("birth", "cancellation") if asked.text("ground") == "died" else ("birth", "booklet")


def _has_placed_child(scene: Scene) -> bool:
    return any(one.relation in siblings.PLACED for one in scene.members)


def prefill(scene: Scene) -> dict[str, object]:
    """Offer the couple of the household as parents, where they are of an age to be."""
    first: dict[str, object] = {"ground": "ordinary", "ethnic": "01"}
    for one in scene.members:
        of_age = 14 <= periods.age_on(one.born, scene.on) <= 55
        if of_age and (one.relation == "02" or one.relation.startswith("1")):
            first["mother" if one.sex == "2" else "father"] = one.number
        if one.relation in siblings.PLACED:
            first["elders"] = True
    return first


KIND = Kind(
    name="birth",
    title=Text("出生登记", "Register a birth"),
    occasion=Occasion.BIRTH,
    about=About.HOUSEHOLD,
    subject=Subject.NEW,
    basis="户口登记条例（1958）第七条、第九条；国办发〔2015〕96号",
    summary=Text(
        "婴儿出生后一个月内申报；晚报不是不予登记的理由。",
        "Within a month; reporting late is no ground for refusal.",
    ),
    fields=(
        choice(
            "ground", "哪种情形", "Which case",
            ("ordinary", "有出生医学证明", "With a birth certificate"),
            ("late", "有出生医学证明，逾期申报", "With a birth certificate, reported late"),
            ("without", "没有出生医学证明", "Without a birth certificate"),
            ("abroad", "在国（境）外出生", "Born abroad"),
            ("cross_border", "边民涉外婚姻所生", "Of a cross-border marriage"),
            ("died", "出生后未登记即死亡", "Died before being registered"),
            ("foundling", "弃婴", "Foundling"),
        ),
        name("name", "婴儿姓名", "Name of the child"),
        code("sex", "性别", "Sex", code_tables.SEX, codes=("1", "2")),
        code("ethnic", "民族", "Ethnic group", code_tables.ETHNIC),
        day("born", "出生日期", "Date of birth"),
        time(
            "born_at", "出生时间", "Time of birth", required=False,
            hint=("例如 14:05。", "For example 14:05."),
        ),
        person(
            "mother", "母亲的公民身份号码", "Mother’s citizen number", required=False,
            when=("ground", PARENTS),
        ),
        person(
            "father", "父亲的公民身份号码", "Father’s citizen number", required=False,
            when=("ground", PARENTS),
        ),
        line(
            "other_parent", "不在户籍的一方", "The parent who is in no register", most=80,
            hint=("姓名和国籍。", "Name and nationality."), when=("ground", ("cross_border",)),
        ),
        code(
            "relation", "是户主的", "Relation to the head", code_tables.RELATION,
            required=False,
            hint=(
                "不填的，按父母的亲属关系和出生先后登记，集体户为“非亲属”。",
                "If left blank, it follows from kinship and order of birth; in a collective household: not"
                " related.",
            ),
        ),
        flag(
            "elders", "户主其他子女的排行相应改变", "The places of the head’s other children follow",
            hint=(
                "有了弟弟妹妹，独生子女改为长子、长女；补报的在前，其后的依次顺延。不勾选的，照原样登记。",
                "An only child becomes the eldest; one reported late comes before the younger, who move down."
                " Unticked, the entries stay as they are.",
            ),
            when=("ground", LIVING), only=_has_placed_child,
        ),
        line("birthplace", "出生地", "Place of birth", required=False, most=80),
        line(
            "native_place", "籍贯", "Native place", required=False, most=80,
            hint=("不填的，随父亲的籍贯，没有的随母亲。", "If left blank, the father's, else the mother's."),
        ),
        day(
            "certified", "出生医学证明签发日期", "Birth certificate issued on", required=False,
            when=("ground", ("ordinary", "late", "died")),
        ),
        line("evidence", "依据材料", "Evidence", most=120, when=("ground", PROVEN)),
        line(
            "findings", "与母亲其他子女出生相隔过近的核查情况",
            "Findings on the mother’s other birth shortly before or after",
            required=False, most=200, when=("ground", PARENTS),
            hint=("系统提示相隔不足 28 周时填写。", "Only where told that less than 28 weeks lie between."),
        ),
        day("died", "死亡日期", "Date of death", when=("ground", ("died",))),
    ),
    evidence=(
        proof(
            "certificate",
            ("出生医学证明", "Birth certificate"),
            when=("ground", ("ordinary", "late", "died")),
        ),
        proof(
            "parentage",
            ("亲子关系证明", "Proof of parentage"),
            ("亲子鉴定意见书", "Opinion on parentage"),
            ("住院分娩记录", "Hospital record of the birth"),
            ("调查核实材料", "Record of the inquiry"),
            basis="国办发〔2015〕96号（一）（二）",
            when=("ground", ("without", "cross_border")),
        ),
        proof(
            "abroad",
            ("境外出生证明及翻译公证", "Foreign certificate of birth, translated and notarised"),
            when=("ground", ("abroad",)),
        ),
        proof(
            "travel",
            ("子女和父母回国使用的旅行证件", "Travel papers of child and parents"),
            ("护照", "Passport"),
            ("旅行证", "Travel document"),
            when=("ground", ("abroad",)),
        ),
        proof(
            "institution",
            ("收养机构的基本情况证明和资格证明", "The institution’s statement and licence"),
            ("儿童福利机构的证明", "Statement of the children’s institution"),
            ("公安机关查找无果的证明", "Police statement that no parents were found"),
            when=("ground", ("foundling",)),
        ),
        proof(
            "death",
            ("死亡证明", "Proof of death"),
            when=("ground", ("died",)),
        ),
        proof(
            "marriage",
            ("父母的结婚证", "The parents’ marriage certificate"),
            when=("ground", ("ordinary", "late", "abroad")),
            exempt=("非婚生育或者只有一方到场", "Not married, or one parent only"),
        ),
        proof(
            "booklet",
            ("父母的居民户口簿、居民身份证", "Booklet and identity card of the parents"),
            ("居民户口簿和居民身份证", "Household booklet and identity card"),
            ("电子证照", "Electronic certificates"),
            when=("ground", PARENTS),
            exempt=("遗失，已核对户籍系统和照片", "Lost; checked against register and photograph"),
        ),
    ),
    level=level,
    statement=statement,
    act=birth,
    papers=papers,
    prefill=prefill,
    derive=derive,
    beside={
        "future_birth": "born",
        "future": "born",
        "before_birth": "died",
        "died": "died",
        "parents": "mother",
        "other_parent": "other_parent",
        "evidence": "evidence",
        "evidence_needed": "evidence",
        "mother_dead": "mother",
        "mother_age": "mother",
        "mother_sex": "mother",
        "father_dead": "father",
        "father_age": "father",
        "father_sex": "father",
        "too_old": "born",
        "births_too_close": "findings",
        "certificate_before_birth": "certified",
        "certificate_to_come": "certified",
        "minor_head": "relation",
        "relation": "relation",
        **dict.fromkeys(UNFIT, "relation"),
        "only_child": "relation",
        "collective_relation": "relation",
        "foundling": "ground",
        "no_parent_here": "mother",
    },
)  # fmt: skip
