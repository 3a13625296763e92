"""Names for synthetic people: common surnames, given names in the taste of their years."""

from itertools import accumulate
from random import Random

from huji.standards.code_tables import Sex

# How common a surname is, roughly, in the north-east; the rest share a long tail.
SURNAMES = {
    "王": 94, "李": 88, "张": 86, "刘": 68, "赵": 40, "杨": 34, "陈": 32, "孙": 32, "于": 21, "高": 21,
    "徐": 19, "马": 17, "朱": 16, "周": 15, "吴": 14, "郭": 14, "韩": 13, "宋": 13, "姜": 12, "崔": 11,
    "林": 10, "董": 10, "曹": 9, "冯": 9, "田": 9, "孟": 8, "苏": 8, "丛": 3, "白": 7, "关": 7,
    "佟": 3, "富": 2, "唐": 7, "许": 7, "邓": 6, "何": 6, "齐": 5, "侯": 5, "邹": 5, "金": 7,
    "朴": 2, "尹": 5, "曲": 5, "姚": 5, "石": 5, "潘": 5, "尚": 4, "单": 3, "曾": 3, "解": 2,
    "欧阳": 1, "安": 3, "毕": 3, "滕": 2, "盖": 1, "冷": 2, "闫": 4, "史": 4,
}  # fmt: skip

# Characters of given names by the year of birth up to which they were liked.
GIVEN = {
    Sex.MALE: (
        (1965, "国建文德福玉志永振忠贵林海山庆宝成义生祥才荣喜春和平"),
        (1985, "伟军强勇刚斌涛波峰鹏辉杰超亮明东旭洪利长春宇鑫"),
        (2005, "浩宇鑫磊晨阳博文子龙嘉俊泽凯天佳航睿轩一鸣喆淼"),
        (9999, "梓沐宇轩浩然奕辰铭泽睿晨瑞霖一诺俊熙皓子墨屹禾"),
    ),
    Sex.FEMALE: (
        (1965, "桂秀玉淑凤兰芝珍素芬荣华云英琴香霞菊芳春艳清"),
        (1985, "丽艳红霞静敏燕娟颖晶玲萍娜梅莉洁雪春秋晓丹"),
        (2005, "婷雨欣佳怡思琪梦瑶雪萌诗涵晓彤悦馨宁嘉文一薇"),
        (9999, "梓涵欣怡若汐语桐一诺沐瑶可馨诗琪苡安佳禾悦芸"),
    ),
}
_DOUBLE_SHARE = ((1965, 0.72), (1985, 0.42), (2005, 0.66), (9999, 0.86))


class NameGiver:
    """Draws names from one source of randomness."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._surnames = list(SURNAMES)
        self._weights = list(accumulate(SURNAMES.values()))

    def surname(self) -> str:
        """Draw a surname by how common it is."""
        return self._rng.choices(self._surnames, cum_weights=self._weights)[0]

    def given(self, sex: Sex, year: int) -> str:
        """Draw a given name of one or two characters, as liked in the year of birth."""
        liked = next(characters for until, characters in GIVEN[sex] if year <= until)
        double = next(share for until, share in _DOUBLE_SHARE if year <= until)
        first = self._rng.choice(liked)
        second = self._rng.choice(liked) if self._rng.random() < double else ""
        return first if sex is Sex.MALE and second == first else first + second
