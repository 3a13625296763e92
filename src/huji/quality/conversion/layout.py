"""The layout of an old register: one row a person, the columns by their Chinese or English name
(docs/conversion.md)."""

from dataclasses import dataclass

from huji.standards import Text

_ENGLISH = {
    "household": "Old household", "old_kind": "Old kind", "household_type": "Kind of household",
    "collective_sort": "Sort of collective household", "relation": "Relation to head",
    "ethnic": "Ethnic group", "born": "Date of birth", "number": "Citizen number",
    "arrived": "At this address since", "arrived_from": "Came to this address from",
    "arrived_city": "Came to this city", "marital": "Marital state", "military": "Military service",
    "birthplace": "Place of birth", "height": "Height (cm)", "father": "Father's citizen number",
    "mother": "Mother's citizen number", "spouse": "Spouse's citizen number",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the source: its English name (ours), its Chinese one, and whether a source must have it."""

    name: str
    zh: str
    needed: bool = False

    @property
    def label(self) -> Text:
        """What the column is called on a page."""
        return Text(self.zh, _ENGLISH.get(self.name, self.name.replace("_", " ").capitalize()))


COLUMNS = (
    Column("household", "户号", needed=True),
    Column("old_kind", "户口性质", needed=True),
    Column("household_type", "户别"),
    Column("collective_sort", "集体户类别"),
    Column("relation", "与户主关系", needed=True),
    Column("name", "姓名", needed=True),
    Column("former_name", "曾用名"),
    Column("sex", "性别", needed=True),
    Column("ethnic", "民族", needed=True),
    Column("born", "出生日期", needed=True),
    Column("number", "公民身份号码", needed=True),
    Column("address", "住址", needed=True),
    Column("arrived", "何时迁来本址", needed=True),
    Column("arrived_from", "何地迁来本址"),
    Column("arrived_city", "何时何因由何地迁来本市"),
    Column("marital", "婚姻状况"),
    Column("education", "文化程度"),
    Column("military", "兵役状况"),
    Column("occupation", "职业"),
    Column("workplace", "服务处所"),
    Column("birthplace", "出生地"),
    Column("native_place", "籍贯"),
    Column("height", "身高"),
    Column("blood_type", "血型"),
    Column("father", "父亲公民身份号码"),
    Column("mother", "母亲公民身份号码"),
    Column("spouse", "配偶公民身份号码"),
)
NAMES = tuple(column.name for column in COLUMNS)
"""The columns by our names, in the order of the documentation."""
OLD_KINDS: dict[str, tuple[str, str]] = {
    # GA/T 2000.27: whole kind and household type.
    "10": ("none", "family"), "11": ("non_agricultural", "family"), "12": ("agricultural", "family"),
    "20": ("none", "collective"), "21": ("non_agricultural", "collective"),
    "22": ("agricultural", "collective"),
    # GA 324.1-2001.
    "1": ("non_agricultural", "family"), "2": ("agricultural", "family"),
    "3": ("non_agricultural", "collective"), "4": ("agricultural", "collective"),
    "5": ("self_supplied_grain", "family"),
    # Words; what they do not say of the household's type, its own column says.
    "农业": ("agricultural", ""), "非农业": ("non_agricultural", ""),
    "农业户口": ("agricultural", ""), "非农业户口": ("non_agricultural", ""),
    "农业家庭户口": ("agricultural", "family"), "非农业家庭户口": ("non_agricultural", "family"),
    "农业集体户口": ("agricultural", "collective"), "非农业集体户口": ("non_agricultural", "collective"),
    "自理口粮": ("self_supplied_grain", "family"), "自理口粮户口": ("self_supplied_grain", "family"),
    "家庭户口": ("none", "family"), "集体户口": ("none", "collective"), "居民户口": ("none", ""),
}  # fmt: skip
"""Old kind and household type of each word and code (户口性质); 30 and 0 are no registration, 90 says
nothing."""
TYPES = {"家庭户": "family", "集体户": "collective", "1": "family", "2": "collective",
         "family": "family", "collective": "collective"}  # fmt: skip
SORTS = {"单位": "unit", "学校": "school", "人才": "talent_centre", "社区": "community",
         "单位集体户": "unit", "学校集体户": "school",
         "人才集体户": "talent_centre", "社区集体户": "community",
         "unit": "unit", "school": "school", "talent_centre": "talent_centre",
         "community": "community"}  # fmt: skip
LONGEST_NUMBER = 100
"""Characters of a household's number, and of a relative's: what is longer is none, and fits no index."""
SINCE_EVER = ("久居", "世居", "出生", "")
"""What stands for the day of arrival of one who was there since birth."""
