"""The answer told to a person reads well in both languages."""

import re

import pytest

from huji import policy
from huji.standards import divisions

PANJIN = 'date: 2016-03-01\ndestination: {division: "211103", area: city_proper}\n'
QIQIHAR = 'date: 2010-03-01\ndestination: {division: "230202", area: city_proper}\n'
CASES = {
    "granted": PANJIN
    + "applicant: {employment.lawful_stable: true, dwelling.lawful: true, dwelling.tenure: rented,"
    " insurance.urban_participant: true}\n"
    "companions: [{relation: spouse, facts: {companion.lives_together: true}}, {relation: friend}]\n",
    "open": PANJIN,
    "refused": PANJIN
    + "applicant: {employment.lawful_stable: false, education.graduate: false, business.invests: false,"
    " business.tax_paid_years: 1}\ncompanions: [{relation: child}]\n",
    "banned": PANJIN.replace("city_proper", "rural")
    + "applicant: {hukou.area: urban, education.graduate: false}\n",
    "ban open": PANJIN.replace("city_proper", "rural") + "applicant: {education.graduate: false}\n",
    "unsettled": PANJIN.replace("211103", "210102"),
    "against a line": QIQIHAR
    + "applicant: {dwelling.lawful: true, dwelling.tenure: owned, income.per_capita_yearly: 12000.0,"
    " place.dibao_yearly: 12000}\n",
    "born abroad": 'date: 2016-03-01\ndestination: {division: "530921", area: town}\n'
    "applicant: {birth.in_china: true}\n",
    "no route": 'date: 2016-03-01\ndestination: {division: "230781", area: county_seat}\n',
}


def told(name: str, language: str) -> str:
    packs = policy.packs()
    answer = policy.decide_text(CASES[name], "case.yaml", places=divisions, packs=packs)
    return policy.tell(answer, packs, language)


@pytest.mark.parametrize("name", CASES)
def test_chinese_has_no_space_between_its_characters_and_no_english_words(name: str) -> None:
    text = re.sub(r"（[a-z]+-\d{4}）|\[[a-z_.]+\]|〔.*〕", "", told(name, "zh"))
    assert not re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff]", text)
    assert not re.search(r"[A-Za-z]{2,}", text)


@pytest.mark.parametrize("name", CASES)
def test_english_counts_one_in_the_singular_and_leaves_no_code_or_python_word(name: str) -> None:
    text = told(name, "en")
    assert not re.search(r"\b1 (years|months|persons)\b", text)
    assert not re.search(r"\b(True|False|None given|null|\w+_\w+:)", text)
    assert not re.search(r"\d\.0\b", text)


def test_the_articles_of_one_document_are_cited_together() -> None:
    assert "依据：〔盘政发〔2015〕53号 第五、六、七条〕\n" in told("open", "zh")
    assert "Basis: [盘政发〔2015〕53号, articles 5, 6, 7]\n" in told("open", "en")
    assert "依据：〔齐齐哈尔市户籍管理制度改革方案 三(二)、三(三)〕\n" in told("against a line", "zh")


def test_a_condition_that_something_is_not_so_reads_as_no() -> None:
    assert "✗ 在国内出生：否（现为：是）" in told("born abroad", "zh")
    assert "✗ Born in China: no (given: yes)" in told("born abroad", "en")


def test_a_number_held_against_another_fact_shows_both() -> None:
    assert "（现为：12,000 元，对照：12,000 元）" in told("against a line", "zh")
    assert "(given: 12,000 CNY against 12,000 CNY)" in told("against a line", "en")


def test_years_are_told_as_the_officer_would() -> None:
    assert "纳税凭证涵盖年数不少于 1 年（现为：1 年）" in told("refused", "zh")
    assert "Years covered by tax vouchers: at least 1 year (given: 1 year)" in told("refused", "en")


def test_an_article_with_wide_brackets_is_told_as_one_with_narrow_ones() -> None:
    from huji.policy.citing import article

    assert (article("三（二）").zh, article("三（二）").en) == ("三（二）", "article 3(2)")
