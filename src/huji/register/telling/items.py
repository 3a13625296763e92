"""The items of the registration form in words (常住人口登记表, 公通字[1995]91号), and their values."""

from datetime import date

from huji.register.telling.wording import code, in_words
from huji.standards import Text, code_tables

TITLES = {
    "number": Text("公民身份号码", "Citizen number"),
    "born": Text("出生日期", "Date of birth"),
    "name": Text("姓名", "Name"),
    "former_name": Text("曾用名", "Former name"),
    "sex": Text("性别", "Sex"),
    "ethnic": Text("民族", "Ethnic group"),
    "born_at": Text("出生时间", "Time of birth"),
    "guardian": Text("监护人", "Guardian"),
    "guardianship": Text("监护关系", "Guardianship"),
    "second_guardian": Text("第二监护人", "Second guardian"),
    "second_guardianship": Text("第二监护关系", "Second guardianship"),
    "birthplace": Text("出生地", "Place of birth"),
    "birth_certificate_on": Text("出生医学证明签发日期", "Birth certificate issued on"),
    "other_address": Text("本市其他住址", "Other address in the city"),
    "native_place": Text("籍贯", "Native place"),
    "identity_card_on": Text("居民身份证签发日期", "Identity card issued on"),
    "education": Text("文化程度", "Education"),
    "marital": Text("婚姻状况", "Marital state"),
    "military": Text("兵役状况", "Military service"),
    "height_cm": Text("身高", "Height"),
    "blood_type": Text("血型", "Blood type"),
    "occupation": Text("职业", "Occupation"),
    "workplace": Text("服务处所", "Workplace"),
    "arrived_city": Text("何时何因由何地迁来本市", "Came to this city: when, why, whence"),
    "arrived_address": Text("何时何因由何地迁来本址", "Came to this address: when, why, whence"),
}
"""What is kept of a person, in the order of the form."""
NOTHING = Text("未登记", "not entered")

_TABLES = {
    "sex": code_tables.SEX,
    "ethnic": code_tables.ETHNIC,
    "education": code_tables.EDUCATION,
    "marital": code_tables.MARITAL,
}


def item_title(item: str) -> Text:
    """Name an item; one unknown here is called by its own name."""
    return TITLES.get(item, Text(item, item))


def item_value(item: str, value: str | int | date | None) -> Text:
    """Say the value of an item: a code by its table, a day in words, nothing as not entered."""
    if value is None or value == "":
        return NOTHING
    if item in _TABLES:
        return code(_TABLES[item], str(value))
    if isinstance(value, date):
        return in_words(value)
    if item == "height_cm":
        return Text(f"{value} 厘米", f"{value} cm")
    return Text(str(value), str(value))
