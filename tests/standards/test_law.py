"""A basis is said in English with the law's short name and its articles, and unchanged in Chinese."""

import pytest

from huji.standards import law

REGULATIONS = "Household Registration Regulations (1958)"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("户口登记条例（1958）第八条", f"{REGULATIONS}, art. 8"),
        ("户口登记条例第十八条", f"{REGULATIONS}, art. 18"),
        ("户口登记条例（1958）第十条、第十三条", f"{REGULATIONS}, arts. 10, 13"),
        ("民法典第二十七条至第三十九条", "Civil Code, arts. 27–39"),
        ("民法典第一千一百零一条、第一千零四十七条、第一千条", "Civil Code, arts. 1101, 1047, 1000"),
        (
            "户口登记条例（1958）第六条、第十九条、第二十条；国籍法第九条",
            f"{REGULATIONS}, arts. 6, 19, 20; Nationality Law, art. 9",
        ),
        ("居民身份证法第三条；GB 11643-1999", "Resident Identity Card Law, art. 3; GB 11643-1999"),
        ("国办发〔2015〕96号（一）（二）", "State Council Office Opinion No. 96 of 2015, items 1, 2"),
        ("国办发〔2015〕96号第二条第（六）项", "State Council Office Opinion No. 96 of 2015, art. 2, item 6"),
        (
            "参照南京市户口登记细则第一百零三条至第一百十六条",
            "after the Nanjing Household Registration Rules, arts. 103–116",
        ),
        ("参照南京市户口登记细则第一百十条", "after the Nanjing Household Registration Rules, art. 110"),
        (
            "公通字〔1995〕91号（居民户口簿换发）",
            "Ministry of Public Security Notice No. 91 of 1995 (new booklets)",
        ),
    ],
)
def test_a_basis_is_said_in_english(words: str, said: str) -> None:
    assert law.cited(words).en == said
    assert law.cited(words).zh == words


@pytest.mark.parametrize("words", ["", "市政府批准", "户口登记条例（1958）第十条附则", "某办法第三条"])
def test_what_is_not_known_stands_as_it_is(words: str) -> None:
    assert law.cited(words).en == words


def test_a_reason_beside_a_known_law_stays_in_the_officers_words() -> None:
    assert law.cited("户口登记条例（1958）第十条；申请人要求").en == f"{REGULATIONS}, art. 10; 申请人要求"
