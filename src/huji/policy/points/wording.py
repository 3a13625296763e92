"""The words of scores, made from the vocabulary: one sentence per form, in both languages."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from huji.policy.points.explaining import plain
from huji.policy.tree import Condition, Not
from huji.policy.vocabulary import Fact
from huji.policy.wording import points_words, unit_words, value_words
from huji.policy.words import Text


def number_words(number: Fraction, unit: str | None = None) -> Text:
    """Return a number with its unit: 10.5, 50 小时."""
    value = plain(number)
    shown = f"{value:,}" if value >= 10_000 else str(value)
    words = unit_words(unit, one=value == 1)
    return Text(f"{shown} {words.zh}".rstrip(), f"{shown} {words.en}".rstrip())


def least_words(parts: Iterable[Text]) -> Text:
    """Return the least of several quantities."""
    words = list(parts)
    own = [f"({word.en})" if ", " in word.en else word.en for word in words]
    return Text("、".join(word.zh for word in words) + "（取其少者）", "the least of " + ", ".join(own))


def minus_words(whole: Text, part: Text) -> Text:
    """Return a quantity without another."""
    less = part.en.removeprefix("Of these, ")
    return Text(f"{whole.zh}（扣除{part.zh}）", f"{whole.en}, less: {less[:1].lower()}{less[1:]}")


def award_words(points: Fraction, when: Text) -> Text:
    """Return an award or a deduction."""
    worth = points_words(plain(points))
    return Text(f"{when.zh}：{worth.zh}", f"{when.en}: {worth.en}")


def per_words(quantity: Text, unit: Fraction, of: str | None, points: Fraction, *, whole: bool) -> Text:
    """Return points for every unit of a quantity."""
    worth, each = _worth(points), number_words(unit, of)
    each_en = each.en.removeprefix("1 ") if of else each.en  # every full year, every 50 hours, every full 1
    every = Text("每满", "every full") if whole else Text("每", "every")
    return Text(
        f"{quantity.zh}：{every.zh} {each.zh}{worth.zh}",
        f"{quantity.en}: {worth.en} for {every.en} {each_en}",
    )


def _worth(points: Fraction) -> Text:
    """Return points given or taken away: 计 3 分, 扣 12 分."""
    worth = points_words(plain(abs(points)))
    return Text(f"扣 {worth.zh}", f"{worth.en} off") if points < 0 else Text(f"计 {worth.zh}", worth.en)


def steps_words(quantity: Text, of: str | None, steps: Sequence[tuple[Fraction, Fraction]]) -> Text:
    """Return the steps of a quantity."""
    zh, en = [], []
    for start, points in steps:
        worth, least = points_words(plain(points)), number_words(start, of)
        zh.append(f"{least.zh}起 {worth.zh}")
        en.append(f"from {least.en} {worth.en}")
    return Text(f"{quantity.zh}：{'，'.join(zh)}", f"{quantity.en}: {', '.join(en)}")


def options_words(fact: Fact, points: Iterable[tuple[str, Fraction]]) -> Text:
    """Return the points of each code that has any."""
    given = [(value_words(fact, code), points_words(plain(worth))) for code, worth in points if worth]
    return Text(
        f"{fact.title.zh}：" + "，".join(f"{code.zh} {worth.zh}" for code, worth in given),
        f"{fact.title.en}: " + ", ".join(f"{code.en} {worth.en}" for code, worth in given),
    )


def several_words(form: str, parts: Iterable[Text]) -> Text:
    """Return the best or the sum of several scores."""
    words = list(parts)
    best = form == "best_of"
    zh, en = ("以下取最高一项：", "the best of: ") if best else ("以下相加：", "together: ")
    return Text(zh + "；".join(word.zh for word in words), en + "; ".join(word.en for word in words))


def bounded_words(part: Text, floor: Fraction | None, cap: Fraction | None) -> Text:
    """Return a score with its bounds."""
    zh, en = part.zh, part.en
    if floor is not None:
        worth = points_words(plain(floor))
        zh, en = f"{zh}，最低 {worth.zh}", f"{en}, at least {worth.en}"
    if cap is not None:
        worth = points_words(plain(cap))
        zh, en = f"{zh}，最高 {worth.zh}", f"{en}, at most {worth.en}"
    return Text(zh, en)


def times_words(part: Text, factor: Fraction, when: Condition) -> Text:
    """Return a score with its factor, or with what excludes it."""
    rule = factor_words(factor, when)
    return Text(f"{part.zh}；{rule.zh}", f"{part.en}; {rule.en}")


def factor_words(factor: Fraction, when: Condition) -> Text:
    """Return a factor and where it counts: times 1.3 where …, none where …, only where …."""
    if factor == 0 and isinstance(when, Not):
        return Text(f"仅限{when.part.words.zh}", f"only where {when.part.words.en}")
    zh, en = when.words.zh, when.words.en
    if factor == 0:
        return Text(f"{zh}的不计分", f"none where {en}")
    return Text(f"{zh}的乘以 {plain(factor)}", f"times {plain(factor)} where {en}")
