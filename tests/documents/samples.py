"""One of each paper, of synthetic people."""

from datetime import date, datetime, timedelta, timezone

from huji.documents import papers as p
from huji.documents.imprint import FORMS, last_day
from huji.standards import Text

AT = datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))
ON = AT.date()
ISSUER = p.Issuer(
    name="盘锦市公安局双台子分局",
    name_en="Panjin Public Security Bureau, Shuangtaizi Branch",
    mark="盘双",
    page="http://127.0.0.1:8000/verify",
    telephone="0427-0000000",
    demonstration=True,
)
FROM = "辽宁省锦州市凌河区示例街道紫荆社区解放路三段12号楼4单元501室"
TO = "辽宁省盘锦市双台子区示例街道新兴社区胜利街88号3幢2单元602室"
APPLICANT = p.Applicant(name="陈示例", citizen_number="990102198803051234", address=TO)


def imprint(kind: p.Kind, issuer: p.Issuer = ISSUER) -> p.Imprint:
    return p.Imprint(
        issuer=issuer,
        number=f"盘双{FORMS[kind].character}字〔2026〕第12-000123号",
        code="7KQM-4XRT-9HWD-C3FP",
        issued_on=ON,
        last_day=last_day(kind, ON),
    )


def person(
    name: str = "陈示例", relation: str = "本人", number: str = "990102198803051234", **more: object
) -> p.Person:
    items: dict[str, object] = {
        "sex": "男",
        "born": date(1988, 3, 5),
        "ethnic": "汉族",
        "birthplace": "辽宁省锦州市",
        "native_place": "山东省济南市",
        "education": "大学本科",
        "marital": "已婚",
        "occupation": "工程技术人员",
    }
    return p.Person(name=name, relation=relation, citizen_number=number, **{**items, **more})


FAMILY = (
    person(),
    person("林样本", "妻", "990102199006121227", sex="女", born=date(1990, 6, 12)),
    person(
        "陈小样",
        "长女",
        "990102201509304329",
        sex="女",
        born=date(2015, 9, 30),
        education="小学",
        marital="未婚",
        occupation="学生",
    ),
)


def permit(**more: object) -> p.MoveInPermit:
    items: dict[str, object] = {
        "applicant": APPLICANT,
        "persons": FAMILY,
        "reason": "合法稳定就业和住所落户",
        "from_address": FROM,
        "from_office": "锦州市公安局凌河分局示例派出所",
        "to_address": TO,
        "to_office": "双台子分局示例派出所",
    }
    return p.MoveInPermit(**{**items, **more})


def certificate(**more: object) -> p.MigrationCertificate:
    items: dict[str, object] = {
        "holder": "陈示例",
        "persons": FAMILY,
        "reason": "工作调动",
        "from_address": TO,
        "to_address": FROM,
        "permit_number": "锦凌准字〔2026〕第7-000045号",
    }
    return p.MigrationCertificate(**{**items, **more})


def member(name: str, relation: str, code: str, number: str, born: date, **more: object) -> p.Member:
    items: dict[str, object] = {
        "sex": "男",
        "ethnic": "汉族",
        "birthplace": "辽宁省锦州市",
        "native_place": "山东省济南市",
        "education": "大学本科",
        "marital": "已婚",
        "military": "未服兵役",
        "height_cm": 175,
        "blood": "O型",
        "occupation": "工程技术人员",
        "employer": "盘锦示例机械有限公司",
        "arrived_city": "2026年3月2日因工作调动由辽宁省锦州市迁来",
        "arrived_address": "2026年3月2日因合法稳定住所由辽宁省锦州市凌河区迁来",
        "registered_on": ON,
    }
    return p.Member(
        name=name,
        relation=relation,
        relation_code=code,
        citizen_number=number,
        born=born,
        **{**items, **more},
    )


def booklet(**more: object) -> p.HouseholdBooklet:
    items: dict[str, object] = {
        "household": "family",
        "head": "陈示例",
        "number": "211102000123456",
        "address": TO,
        "officer": "王承办",
        "moves": (p.Move(address=TO, on=ON, officer="王承办"),),
        "members": (
            member(
                "陈小样",
                "长女",
                "32",
                "990102201509304329",
                date(2015, 9, 30),
                sex="女",
                education="小学",
                marital="未婚",
                born_at="8时15分",
                guardian="陈示例",
                guardianship="父亲",
                birth_certificate_on=date(2015, 10, 8),
                height_cm=None,
                occupation="学生",
                employer="",
                blood="",
            ),
            member(
                "林样本",
                "妻",
                "12",
                "990102199006121227",
                date(1990, 6, 12),
                sex="女",
                changes=(p.Change(item="文化程度", value="硕士研究生", on=ON, officer="王承办"),),
                notes=("2026年3月2日随夫迁入。",),
            ),
            member("陈老样", "父亲", "51", "990102195804110011", date(1958, 4, 11)),
            member(
                "陈示例",
                "户主",
                "02",
                "990102198803051234",
                date(1988, 3, 5),
                identity_card_on=date(2018, 5, 1),
            ),
        ),
    }
    return p.HouseholdBooklet(**{**items, **more})


MATTER = Text("迁入", "moving in")


def completion(**more: object) -> p.NoticeOfCompletion:
    items: dict[str, object] = {
        "applicant": APPLICANT,
        "matter": MATTER,
        "accepted_on": ON,
        "until": date(2026, 3, 31),
        "case": "盘双受〔2026〕000045",
        "where": "盘锦市双台子区示例街道派出所户籍窗口（示例路1号）",
        "items": (
            p.Item(
                what=Text("合法稳定住所的证明", "Proof of a lawful stable dwelling"),
                papers=(
                    Text("不动产权证书", "title to the dwelling"),
                    Text(
                        "经住房部门备案的房屋租赁合同", "a rental contract filed with the housing department"
                    ),
                ),
                basis="盘政发〔2015〕53号第二条第（五）项",
            ),
            p.Item(
                what=Text("参加城镇社会保险的证明", "Proof of urban social insurance"),
                papers=(Text("社会保险缴费记录", "record of contributions"),),
            ),
        ),
    }
    return p.NoticeOfCompletion(**{**items, **more})


def refusal(**more: object) -> p.NoticeOfRefusal:
    items: dict[str, object] = {
        "applicant": APPLICANT,
        "matter": MATTER,
        "applied_on": ON,
        "case": "盘双受〔2026〕000045",
        "facts": (
            Text(
                "你在盘锦市城区有经备案的租赁住房，尚未参加城镇社会保险。",
                "You rent a filed dwelling in the city and have no urban social insurance.",
            ),
        ),
        "routes": (
            p.Route(
                name=Text("合法稳定就业落户", "Lawful stable employment"),
                article="盘政发〔2015〕53号第二条第（五）项",
                reasons=(
                    Text(
                        "没有按照国家规定参加城镇社会保险",
                        "no urban social insurance as the state prescribes",
                    ),
                ),
            ),
            p.Route(
                name=Text("投靠亲属落户", "Joining relatives"),
                article="盘政发〔2015〕53号第二条第（六）项",
                reasons=(
                    Text(
                        "在本市没有可以投靠的配偶、子女或者父母",
                        "no spouse, child or parent registered here to join",
                    ),
                ),
            ),
        ),
        "articles": ("《中华人民共和国户口登记条例》第十三条", "盘政发〔2015〕53号第二条"),
        "reconsideration": "盘锦市双台子区人民政府",
        "court": "盘锦市双台子区人民法院",
    }
    return p.NoticeOfRefusal(**{**items, **more})


def receipt(**more: object) -> p.NoticeOfAcceptance:
    items: dict[str, object] = {
        "applicant": APPLICANT,
        "matter": MATTER,
        "accepted_on": ON,
        "case": "盘双受〔2026〕000045",
        "received": (
            Text("居民户口簿", "household booklet"),
            Text("居民身份证", "identity card"),
            Text("房屋租赁合同", "rental contract"),
        ),
        "limit_days": 15,
        "due": date(2026, 3, 23),
    }
    return p.NoticeOfAcceptance(**{**items, **more})


def form(**more: object) -> p.RegistrationForm:
    items: dict[str, object] = {
        "household": "family",
        "head": "陈示例",
        "number": "211102000123456",
        "address": TO,
        "office": "双台子分局示例派出所",
        "shown_on": ON,
        "officer": "王承办",
        "member": member(
            "林样本",
            "妻",
            "12",
            "990102199006121227",
            date(1990, 6, 12),
            sex="女",
            former_name="林小样",
            born_at="23时5分",
            other_address="辽宁省盘锦市大洼区示例镇示例路3号",
            changes=(
                p.Change(item="文化程度", value="硕士研究生", on=ON, officer="王承办"),
                p.Change(item="服务处所", value="盘锦示例科技有限公司", on=ON, officer="王承办"),
            ),
            notes=("2026年3月2日随夫迁入。",),
        ),
    }
    return p.RegistrationForm(**{**items, **more})


def birth(**more: object) -> p.BirthCertificate:
    items: dict[str, object] = {
        "child": person("陈小样", "长女", "990102202602014329", sex="女", born=date(2026, 2, 1)),
        "born_at": "8时15分",
        "parents": (
            person("林样本", "母亲", "990102199006121227", sex="女", born=date(1990, 6, 12)),
            person("陈示例", "父亲"),
        ),
        "registered_on": ON,
        "head": "陈示例",
        "address": TO,
    }
    return p.BirthCertificate(**{**items, **more})


def cancellation(**more: object) -> p.CancellationCertificate:
    items: dict[str, object] = {
        "subject": person(),
        "address": TO,
        "cancelled_on": ON,
        "cause": Text("死亡", "death"),
    }
    return p.CancellationCertificate(**{**items, **more})


def change(**more: object) -> p.ChangeCertificate:
    items: dict[str, object] = {
        "subject": person(),
        "address": TO,
        "amendments": (
            p.Amendment(item=Text("姓名", "Name"), before="陈样例", after="陈示例", way="changed", on=ON),
            p.Amendment(
                item=Text("出生日期", "Day of birth"),
                before="1988年3月6日",
                after="1988年3月5日",
                way="corrected",
                on=ON,
            ),
        ),
    }
    return p.ChangeCertificate(**{**items, **more})


ALL = (permit, certificate, booklet, completion, refusal, receipt, form, birth, cancellation, change)
