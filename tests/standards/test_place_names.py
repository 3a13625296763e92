"""Places are named in Latin letters as maps name them."""

from datetime import date

import pytest

from huji.standards import divisions, place_names

DAY = date(2016, 1, 1)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("盘锦市", "Panjin"),
        ("牡丹江市", "Mudanjiang"),
        ("西安市", "Xi'an"),
        ("朝阳市", "Chaoyang"),
        ("长治市", "Changzhi"),
        ("齐齐哈尔市", "Qiqihar"),
        ("陕西省", "Shaanxi"),
        ("山西省", "Shanxi"),
        ("内蒙古自治区", "Inner Mongolia"),
        ("广西壮族自治区", "Guangxi"),
        ("延边朝鲜族自治州", "Yanbian"),
        ("湘西土家族苗族自治州", "Xiangxi"),
        ("双江拉祜族佤族布朗族傣族自治县", "Shuangjiang"),
        ("巴音郭楞蒙古自治州", "Bayingolin"),
        ("滨海新区", "Binhai"),
        ("沙县", "Shaxian"),
        ("吕梁市", "Lüliang"),
    ],
)
def test_a_place_is_spelt_without_its_class(chinese: str, english: str) -> None:
    assert place_names.spelt(chinese) == english


def test_every_city_of_china_has_a_name_in_latin_letters() -> None:
    for province in divisions.children("", DAY):
        for place in (province, *divisions.children(province.code, DAY)):
            name = place_names.short(place.code, DAY)
            assert name is not None
            assert name.zh == place.name
            assert name.en.replace("ü", "u").replace("'", "").replace(" ", "").isascii()
            assert not name.en.endswith("zu")


def test_a_whole_name_leads_from_the_place_to_its_province() -> None:
    name = place_names.name("211103", DAY)
    assert name is not None
    assert (name.zh, name.en) == ("辽宁省盘锦市兴隆台区", "Xinglongtai, Panjin, Liaoning")
    assert place_names.name("999999", DAY) is None
    assert place_names.short("999999", DAY) is None


def test_a_place_of_another_time_still_has_its_name() -> None:
    assert place_names.short("120119", date(2014, 1, 1)) is None
    later = place_names.known("120119", date(2014, 1, 1))
    assert later is not None
    assert (later.zh, later.en) == ("蓟州区", "Jizhou")
    assert place_names.known("999999", DAY) is None
