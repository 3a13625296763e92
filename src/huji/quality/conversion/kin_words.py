"""What a relation to the head is called in old registers, beside the words of GB/T 4761 itself.

A word that may be two relations (媳妇: wife or daughter-in-law; 公婆, 岳父母: which of the two?) is left out:
the plan has it open, and whoever knows the register says what it means.
"""

import re

_PLACES = (("长", "大"), ("次", "二"), ("三",), ("四",), ("五",))
"""What a child's place among the sons or daughters is called, the first to the fifth."""
_LATER = ("六", "七", "八", "九", "十")
_ANY = ("", *(word for place in _PLACES for word in place), "小")
"""What may stand before a relation whose place the standard does not tell apart."""
_BOYS, _GIRLS = ("子", "儿", "儿子", "男"), ("女", "女儿", "闺女")
_PLAIN = {
    "02": "本人 户主本人",
    "10": "爱人 老伴",
    "11": "丈夫 老公",
    "12": "妻子 老婆",
    "20": "儿 儿子 男 小子 小儿 小儿子 幼子 幺子 末子",
    "21": "独子",
    "27": "养子 继子 嗣子",
    "28": "婿 上门女婿 赘婿",
    "30": "女儿 闺女 小女 小女儿 幼女 幺女",
    "31": "独女",
    "37": "养女 继女",
    "38": "儿媳妇",
    "40": "孙子女 外孙子女",
    "41": "孙 孙儿 长孙子",
    "43": "外孙 外孙儿 长外孙子",
    "45": "孙媳 孙媳妇 孙儿媳 外孙媳 外孙媳妇",
    "46": "孙婿 孙女婿 外孙婿 外孙女婿",
    "47": "曾孙 曾孙子 重孙 重孙子 外曾孙 外曾孙子 曾外孙 曾外孙子 外重孙 外重孙子 重外孙 重外孙子",
    "48": "曾孙女 重孙女 外曾孙女 曾外孙女 外重孙女 重外孙女",
    "49": "玄孙 玄孙子 玄孙女",
    "51": "父 爸 爸爸 爹",
    "52": "母 妈 妈妈 娘",
    "53": "公爹 公父 夫父 夫之父",
    "54": "婆母 夫母 夫之母",
    "55": "岳丈 丈人 老丈人 妻父 妻之父",
    "56": "丈母 丈母娘 妻母 妻之母",
    "57": "继父 养父",
    "58": "继母 养母",
    "60": "祖父母 外祖父母",
    "61": "爷 爷爷",
    "62": "奶 奶奶",
    "63": "外公 姥爷",
    "64": "外婆 姥姥",
    "65": "配偶的祖父母 配偶的外祖父母",
    "66": "曾祖 太爷 太爷爷",
    "67": "太奶 太奶奶",
    "70": "兄弟 姐妹 姊妹",
    "71": "兄长 胞兄",
    "73": "胞弟",
    "75": "胞姐 胞姊",
    "77": "胞妹",
    "78": "妹婿 妹丈",
    "76": "姐丈",
    "81": "伯 伯伯",
    "83": "叔 叔叔",
    "84": "婶 婶子 婶婶",
    "85": "舅 舅舅",
    "86": "舅妈",
    "87": "姨夫 姨丈",
    "88": "姨 姨妈",
    "89": "姑夫 姑丈",
    "90": "姑 姑姑 姑妈",
    "91": "堂兄弟 堂姐妹 堂兄 堂哥 堂弟 堂姐 堂妹",
    "92": "表兄弟 表姐妹 表兄 表哥 表弟 表姐 表妹",
    "93": "侄 侄儿",
    "95": "甥",
    "96": "甥女",
    "97": "亲属 亲戚",
    "99": "非亲属关系 无亲属关系 集体户成员 保姆",
}
_PLACED = {
    "28": "女婿 婿", "38": "儿媳 儿媳妇 媳", "41": "孙 孙子", "42": "孙女", "43": "外孙 外孙子",
    "44": "外孙女",
    "71": "兄 哥 哥哥", "72": "嫂 嫂子 嫂嫂", "73": "弟 弟弟", "74": "弟媳 弟媳妇 弟妇",
    "75": "姐 姐姐 姊", "76": "姐夫", "77": "妹 妹妹", "78": "妹夫",
}  # fmt: skip
"""Relations that are told by their place and have one code for all places."""
_LED = re.compile("^(?:户主)?[之的]|^户主(?=.)")
"""How a relation is led in: 之子, 户主之妻, 户主的父亲."""


def _words() -> dict[str, str]:
    found = {word: code for code, words in _PLAIN.items() for word in words.split()}
    for code, words in _PLACED.items():
        found |= {place + word: code for word in words.split() for place in _ANY}
    for sons, words in (("2", _BOYS), ("3", _GIRLS)):
        for code, names in enumerate(_PLACES, 2):
            found |= {name + word: f"{sons}{code}" for name in names for word in words}
        found |= {name + word: f"{sons}9" for name in _LATER for word in words}
    return found


WORDS = _words()
"""The relation (GB/T 4761) that each word means."""


def bare(value: str) -> str:
    """Return a relation without what leads it in."""
    return _LED.sub("", value)
