import pytest

from huji.standards import Refused, code_tables
from huji.standards.code_tables import EDUCATION, ETHNIC, MARITAL, RELATION, SEX, KinGroup, Sex


@pytest.mark.parametrize(
    ("table", "rows"), [(SEX, 4), (ETHNIC, 59), (EDUCATION, 40), (MARITAL, 8), (RELATION, 84)]
)
def test_a_table_has_the_rows_of_its_standard_in_both_languages(table, rows):
    assert len(table) == rows
    assert all(row.label.zh and row.label.en for row in table)
    assert len({row.label.zh for row in table}) == rows
    assert len({row.label.en for row in table}) == rows


def test_a_code_the_standard_does_not_have_is_refused_by_name():
    with pytest.raises(Refused, match="GB/T 4761") as refused:
        code_tables.kin_group("98")
    assert refused.value.code == "code.unknown"


def test_every_relation_belongs_to_a_kin_group():
    assert {code_tables.kin_group(row.code) for row in RELATION} == set(KinGroup)


@pytest.mark.parametrize(
    ("code", "group", "sex"),
    [
        ("02", KinGroup.HEAD, None),
        ("12", KinGroup.SPOUSE, Sex.FEMALE),
        ("28", KinGroup.CHILD_IN_LAW, Sex.MALE),
        ("37", KinGroup.CHILD, Sex.FEMALE),
        ("43", KinGroup.GRANDCHILD, Sex.MALE),
        ("56", KinGroup.PARENT_IN_LAW, Sex.FEMALE),
        ("70", KinGroup.SIBLING, None),
        ("78", KinGroup.SIBLING_IN_LAW, Sex.MALE),
        ("99", KinGroup.NON_RELATIVE, None),
    ],
)
def test_a_relation_tells_kin_group_and_sex(code, group, sex):
    assert code_tables.kin_group(code) is group
    assert code_tables.sex_of_relation(code) is sex


def test_marital_codes_map_into_the_vocabulary():
    states = {row.code: code_tables.marital_state(row.code) for row in MARITAL}
    assert states == {
        "10": "single", "20": "married", "21": "married", "22": "married", "23": "married",
        "30": "widowed", "40": "divorced", "90": None,
    }  # fmt: skip
