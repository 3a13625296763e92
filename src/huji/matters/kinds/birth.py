"""出生登记."""

from huji.matters.asked import Asked
from huji.matters.kind import BOOKLET, Kind, choice, code, day, line, name, person, proof
from huji.matters.scene import Scene
from huji.matters.values import About, Level, Occasion
from huji.places import queries as places
from huji.register.acts import Birth, Particulars, birth
from huji.standards import Text, code_tables, periods


def statement(asked: Asked) -> Birth:
    """Build the statement: the child goes to the household the matter was opened on."""
    home = asked.home_now()
    address_now = places.address(home.address)
    return Birth(
        child=Particulars(
            name=asked.text("name"),
            sex=asked.text("sex"),
            ethnic=asked.text("ethnic"),
            marital="10",
            birthplace=asked.text("birthplace"),
            native_place=asked.text("native_place"),
        ),
        born=asked.day("born"),
        household=home.id,
        relation=asked.text("relation"),
        effective=asked.day_or_none("died") or asked.on,
        division=address_now.division[:6],
        mother=asked.person_or_none("mother"),
        father=asked.person_or_none("father"),
        died=asked.day_or_none("died"),
    )


def level(asked: Asked) -> Level:
    """Nanjing rule art. 137 (1), 139 (1)."""
    return Level.SPOT if asked.text("ground") in ("ordinary", "died") else Level.COUNTY


def prefill(scene: Scene) -> dict[str, object]:
    """Offer the couple of the household as parents, and what a child of the head is."""
    first: dict[str, object] = {"ground": "ordinary", "ethnic": "01"}
    for one in scene.members:
        of_age = 14 <= periods.age_on(one.born, scene.on) <= 55
        if of_age and (one.relation == "02" or one.relation.startswith("1")):
            first["mother" if one.sex == "2" else "father"] = one.number
    return first


KIND = Kind(
    name="birth",
    title=Text("出生登记", "Birth"),
    occasion=Occasion.BIRTH,
    about=About.HOUSEHOLD,
    basis="户口登记条例（1958）第七条、第九条",
    summary=Text(
        "婴儿出生后一个月内申报；晚报不是不予登记的理由。",
        "Within a month; reporting late is no ground for refusal.",
    ),
    fields=(
        choice(
            "ground",
            "哪种情形",
            "Which case",
            ("ordinary", "有出生医学证明", "With a birth certificate"),
            ("without", "没有出生医学证明", "Without a birth certificate"),
            ("abroad", "在国（境）外出生", "Born abroad"),
            ("foundling", "弃婴", "Foundling"),
            ("died", "出生后未登记即死亡", "Died before being reported"),
        ),
        name("name", "婴儿姓名", "Name of the child"),
        code("sex", "性别", "Sex", code_tables.SEX, codes=("1", "2")),
        code("ethnic", "民族", "Ethnic group", code_tables.ETHNIC),
        day("born", "出生日期", "Date of birth"),
        person("mother", "母亲的公民身份号码", "Mother’s citizen number", required=False),
        person("father", "父亲的公民身份号码", "Father’s citizen number", required=False),
        code("relation", "是户主的", "Relation to the head", code_tables.RELATION),
        line("birthplace", "出生地", "Place of birth", required=False, most=80),
        line("native_place", "籍贯", "Native place", required=False, most=80),
        day("died", "死亡日期", "Date of death", when=("ground", ("died",))),
    ),
    evidence=(
        proof(
            "certificate",
            ("出生医学证明", "Birth certificate"),
            wanted=lambda asked: asked.text("ground") == "ordinary",
        ),
        BOOKLET,
    ),
    level=level,
    statement=statement,
    act=birth,
    papers=("birth", "booklet"),
    prefill=prefill,
    beside={"future_birth": "born", "minor_head": "relation", "relation": "relation"},
)
