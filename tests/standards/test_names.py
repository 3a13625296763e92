import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huji.standards import Refused, names


@pytest.mark.parametrize("name", ["王伟", "欧阳娜娜", "阿依古丽·买买提", "𠮷野", "李〇", "张䶮"])
def test_chinese_names_are_taken_as_written(name):
    assert names.accept(name) == name


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("  王伟　", "王伟"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("\uf9dc隆", "隆隆"),
    ],
)
def test_one_name_has_one_form(written, stored):
    assert names.accept(written) == stored


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", "empty"),
        ("　 ", "empty"),
        ("Wang Wei", "latin"),
        ("王Wei", "latin"),
        ("王ＡＢ", "latin"),
        ("王é", "character"),
        ("王 伟", "blank"),
        ("王　伟", "blank"),
        ("王\u200b伟", "invisible"),
        ("王\x00伟", "invisible"),
        ("王\ue863", "private_use"),
        ("王1", "character"),
        ("王伟！", "character"),
        ("·买买提", "dot"),
        ("阿依··买买提", "dot"),
        ("王", "length"),
        ("王" * 31, "length"),
        ("ワン", "character"),
    ],
)
def test_each_fault_of_a_name_is_told(name, fault):
    with pytest.raises(Refused) as refused:
        names.accept(name)
    assert refused.value.code == f"name.{fault}"
    assert refused.value.text.zh
    assert refused.value.text.en


@given(st.text(max_size=40))
def test_whatever_is_accepted_is_in_normal_form_and_accepted_again(text):
    try:
        name = names.accept(text)
    except Refused:
        return
    assert unicodedata.is_normalized("NFC", name)
    assert names.accept(name) == name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("曾明", "zeng1 ming2"),
        ("单芳", "shan4 fang1"),
        ("单于明", "chan2 yu2 ming2"),
        ("尉迟明", "yu4 chi2 ming2"),
        ("吕布", "lv3 bu4"),
        ("阿依·买", "a1 yi1 mai3"),
        ("刘\U000323af", "liu2 \U000323af"),
    ],
)
def test_names_sort_by_the_reading_of_the_surname(name, key):
    assert names.sort_key(name) == key


def test_a_list_of_names_stands_in_pinyin_order():
    assert sorted(["张三", "单二", "安一", "曾四"], key=names.sort_key) == ["安一", "单二", "曾四", "张三"]
