"""无户口人员登记: the eight kinds of 国办发〔2015〕96号, the resettled, those who came of themselves."""

from huji.matters.asked import Asked
from huji.matters.kind import Field, Kind, Proof, choice, code, day, line, name, person, proof
from huji.matters.kinds._party import GOING_TO, UNFIT, into, office_gone_to
from huji.matters.scene import Scene
from huji.matters.values import About, Level, Occasion, Subject
from huji.places import queries as places
from huji.register.acts import (
    HEAD,
    Particulars,
    RegisterUnregistered,
    Unknown,
    WhyUnregistered,
    register_unregistered,
)
from huji.register.records import Kind as Standing
from huji.standards import Text, code_tables, periods

UNMARRIED, UNSTATED, OF_AGE = "10", "90", 20
"""What the marital item reads of one too young to marry (Civil Code, art. 1047), and of others."""

WHY = choice(
    "why", "哪种情形", "Which case",
    ("birth_policy", "不符合计划生育政策、非婚生育", "Born against birth policy or out of wedlock"),
    ("no_birth_certificate", "未办理出生医学证明", "Without a certificate of birth"),
    ("adopted_in_fact", "未办理收养登记的事实收养", "Adopted in fact only"),
    ("declared_missing", "被宣告失踪、死亡后户口被注销", "Cancelled after being declared missing or dead"),
    ("cancelled_after_marriage", "农村地区因婚嫁被注销", "Cancelled after a marriage in the country"),
    ("migration_lapsed", "户口迁移证件遗失或者过期", "Migration papers lost or expired"),
    ("foreign_parent", "与外国人、无国籍人非婚生育", "Out of wedlock with a foreign parent"),
    ("other", "其他原因", "Other reasons"),
    ("resettled", "安置移民", "Resettled"),
    ("spontaneous", "自发移民", "Migrated of one's own accord"),
)  # fmt: skip
RELATION = code(
    "relation", "是户主的", "Relation to the head", code_tables.RELATION, when=("into", ("existing",))
)
REST: tuple[Field, ...] = (
    *GOING_TO,
    RELATION,
    line(
        "evidence", "核查情况", "Findings", required=False, most=200,
        hint=("亲子鉴定、走访、出具的证明等。", "Paternity test, visits, statements."),
    ),
    day(
        "effective", "从哪天起", "From which day", required=False,
        hint=("不填就是今天。", "Today if left blank."),
    ),
)  # fmt: skip
INQUIRY: tuple[Proof, ...] = (
    proof(
        "inquiry",
        ("身份核查材料", "Proof of identity"),
        ("亲子鉴定证明", "Paternity test"),
        ("出生医学证明、收养登记证", "Certificate of birth or adoption"),
        ("村（居）委会证明和走访记录", "Statement of the community, and visits"),
        basis="国办发〔2015〕96号",
        exempt=("无材料，由派出所调查核实", "No papers; the station inquires of itself"),
    ),
)
BASIS = "国办发〔2015〕96号；户口登记条例（1958）第七条、第十九条"
SUMMARY = Text(
    "依法登记户口是公民的权利，不设任何前置条件；只核查是不是已在别处登记。",
    "Everybody is registered; no condition is set, only that nobody is registered twice.",
)
SUMMARY_KNOWN = Text(
    "本市户籍中已有此人的记载、现在却没有户口的（曾被注销，迁移证遗失或者过期），沿用原来的记载和号码登记。",
    "For somebody this register holds who is registered nowhere now (cancelled once, a certificate lost or"
    " lapsed): the record and its number go on.",
)
ASKED_OF_ALL = ("household", "address", "relation", "effective")
BESIDE = {
    "known_already": "distinct",
    "unknown_household": "household",
    "address_not_usable": "address",
    "address_of_other_office": "address",
    "two_heads": "relation",
    "no_head": "relation",
    "relation": "relation",
    **dict.fromkeys(UNFIT, "relation"),
    "only_child": "relation",
    "before_birth": "born",
    "born_differs": "number",
    "number_taken": "number",
    "adopted_before_birth": "adopted",
    "sex_differs": "sex",
    **{f"mother_{what}": "mother" for what in ("age", "sex", "dead")},
    **{f"father_{what}": "father" for what in ("age", "sex", "dead")},
    "too_old": "born",
    "minor_head": "into",
    "future": "effective",
    "before_last_change": "effective",
}


def known(asked: Asked) -> RegisterUnregistered:
    """Build the statement for one the register knows."""
    return _asked(asked, asked.who)


def unknown(asked: Asked) -> RegisterUnregistered:
    """Build the statement for one it does not know; the number begins with the county gone to."""
    return _asked(
        asked,
        Unknown(
            particulars=Particulars(
                name=asked.text("name"),
                sex=asked.text("sex"),
                ethnic=asked.text("ethnic") or "01",
                marital=UNMARRIED if periods.age_on(asked.day("born"), asked.on) < OF_AGE else UNSTATED,
                birthplace=asked.text("birthplace"),
                native_place=asked.text("native_place"),
            ),
            born=asked.day("born"),
            division=_county(asked),
            number=asked.text("number"),
            mother=asked.person_or_none("mother"),
            father=asked.person_or_none("father"),
            distinct=asked.text("distinct"),
            adopted=asked.day_or_none("adopted"),
        ),
    )


def _asked(asked: Asked, who: int | Unknown) -> RegisterUnregistered:
    existing = asked.text("into") == "existing"
    return RegisterUnregistered(
        who=who,
        relation=asked.text("relation") if existing else HEAD,
        into=into(asked),
        effective=asked.day("effective"),
        why=WhyUnregistered(asked.text("why")),
        evidence=asked.text("evidence"),
    )


def _county(asked: Asked) -> str:
    if asked.text("into") == "existing":
        address = asked.home_now(asked.household("household")).address
    else:
        address = asked.address("address")
    return places.address(address).division[:6]


def may(scene: Scene) -> bool:
    """Tell whether the register knows somebody as registered nowhere."""
    return scene.person is not None and scene.person.standing.kind in (
        Standing.UNREGISTERED,
        Standing.IN_TRANSIT,
    )


KINDS = (
    Kind(
        name="register_unregistered",
        title=Text("无户口人员登记", "Register an unregistered person"),
        occasion=Occasion.REPAIR,
        about=About.NOBODY,
        subject=Subject.NEW,
        basis=BASIS,
        summary=SUMMARY,
        fields=(
            WHY,
            name("name", "姓名", "Name"),
            code("sex", "性别", "Sex", code_tables.SEX, codes=("1", "2")),
            code("ethnic", "民族", "Ethnic group", code_tables.ETHNIC),
            day("born", "出生日期", "Date of birth"),
            line(
                "number", "原有的公民身份号码", "Citizen number already held", required=False, most=18,
                hint=("没有的不填，由系统编定。", "If left blank, one is assigned."),
            ),
            person(
                "mother", "母亲的公民身份号码", "Mother’s citizen number", required=False,
                hint=("事实收养的填养母。", "Of one adopted in fact, the adoptive mother’s."),
            ),
            person(
                "father", "父亲的公民身份号码", "Father’s citizen number", required=False,
                hint=("事实收养的填养父。", "Of one adopted in fact, the adoptive father’s."),
            ),
            day(
                "adopted", "收养日期", "Adopted since", required=False, when=("why", ("adopted_in_fact",)),
                hint=(
                    "收养登记证或者事实收养公证书所载；没有的不填，自登记之日起为养父母。",
                    "By the certificate or the notary; without either, the day of this registration.",
                ),
            ),
            line("birthplace", "出生地", "Place of birth", required=False, most=80),
            line("native_place", "籍贯", "Native place", required=False, most=80),
            *REST,
            line(
                "distinct", "与同名同日出生的人不是同一人",
                "Why this is not the person of the same name and birth date", required=False, most=200,
                hint=("系统提示已有这样的人时填写核查情况。", "Only where the register has such a person."),
            ),
        ),
        evidence=INQUIRY,
        level=Level.COUNTY,
        office=office_gone_to,
        statement=unknown,
        act=register_unregistered,
        papers=("booklet",),
        prefill=lambda scene: {"into": "existing", "ethnic": "01"},
        beside=BESIDE,
    ),
    Kind(
        name="register_known_unregistered",
        title=Text("无户口人员登记（户籍已有记载）", "Register an unregistered person on record"),
        occasion=Occasion.REPAIR,
        about=About.PERSON,
        basis=BASIS,
        summary=SUMMARY_KNOWN,
        fields=(WHY, *REST),
        evidence=INQUIRY,
        level=Level.COUNTY,
        office=office_gone_to,
        statement=known,
        act=register_unregistered,
        papers=("booklet",),
        prefill=lambda scene: {"into": "existing"},
        suits=may,
        beside={code_: field for code_, field in BESIDE.items() if field in ASKED_OF_ALL},
    ),
)  # fmt: skip
