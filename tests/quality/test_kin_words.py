"""Every relation that old registers write is one of GB/T 4761, of the sex and kin that the word says."""

import pytest

from huji.quality.conversion import kin_words
from huji.quality.conversion.plan import proposed
from huji.standards import code_tables
from huji.standards.code_tables import KinGroup, Sex

HIS, HERS = "子男儿兄哥弟夫婿公父爹爷伯叔舅侄甥", "女姐妹姊嫂妻媳妇婆母娘妈奶婶姨姑"
NEITHER = {KinGroup.GRANDCHILD, KinGroup.GRANDPARENT, KinGroup.GRANDPARENT_IN_LAW, KinGroup.SIBLING,
           KinGroup.COUSIN, KinGroup.OTHER_RELATIVE, KinGroup.NON_RELATIVE}  # fmt: skip


def test_the_words_of_the_standard_mean_their_own_code() -> None:
    for one in code_tables.RELATION:
        if one.code != "01":  # oneself has no meaning in a household, but as its head
            assert proposed("relation", one.label.zh) == proposed("relation", one.code) == one.code
    assert proposed("relation", "本人") == "02"


def test_every_word_means_a_code_of_the_sex_it_says() -> None:
    for word, code in kin_words.WORDS.items():
        end = (word.rstrip("子儿") or word)[-1]  # 嫂子, 女儿: what stands before tells
        if (said := code_tables.sex_of_relation(code)) is not None:
            assert end not in (HERS if said is Sex.MALE else HIS), word
        else:
            assert code in ("02", "10") or code_tables.kin_group(code) in NEITHER, word


@pytest.mark.parametrize(("sons", "son"), [("2", "子"), ("2", "儿子"), ("3", "女"), ("3", "女儿")])
def test_sons_and_daughters_have_the_same_places(sons: str, son: str) -> None:
    told = {place: proposed("relation", place + son) for place in "长大次二三四五六七"}
    assert told == dict(zip("长大次二三四五六七", (f"{sons}{n}" for n in "223345699"), strict=True))


def test_a_word_is_of_the_kin_that_its_end_says() -> None:
    for end, group in (
        ("媳", KinGroup.CHILD_IN_LAW), ("女婿", KinGroup.CHILD_IN_LAW), ("孙", KinGroup.GRANDCHILD),
        ("孙女", KinGroup.GRANDCHILD), ("外孙女", KinGroup.GRANDCHILD), ("哥", KinGroup.SIBLING),
        ("妹", KinGroup.SIBLING), ("嫂", KinGroup.SIBLING_IN_LAW), ("姐夫", KinGroup.SIBLING_IN_LAW),
    ):  # fmt: skip
        for place in ("", "大", "二", "三"):
            code = proposed("relation", place + end)
            assert code is not None
            assert code_tables.kin_group(code) is group


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("次女", "33"), ("二女", "33"), ("次子", "23"), ("幺女", "30"), ("户主之妻", "12"), ("之子", "20"),
        ("户主的父亲", "51"), ("长孙", "41"), ("外孙", "43"), ("次外孙女", "44"), ("孙媳妇", "45"),
        ("外孙女婿", "46"),
        ("重孙女", "48"), ("岳丈", "55"), ("丈母娘", "56"), ("婆母", "54"), ("公爹", "53"), ("爱人", "10"),
        ("姥姥", "64"), ("二哥", "71"), ("三妹", "77"), ("弟妇", "74"), ("堂妹", "91"), ("表哥", "92"),
        ("户主", "02"),
    ],
)  # fmt: skip
def test_a_relation_is_known_as_it_is_written(written: str, code: str) -> None:
    assert proposed("relation", written) == code


@pytest.mark.parametrize("written", ["媳妇", "公婆", "岳父母", "表姐夫", "户主户主的", "弟妹", "之"])
def test_what_may_be_two_relations_is_left_to_who_knows(written: str) -> None:
    assert proposed("relation", written) is None
