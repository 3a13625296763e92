"""The words of conditions, made from the vocabulary: one sentence per leaf, in both languages."""

from collections.abc import Iterable

from huji.policy.interpret import Reason
from huji.policy.pack import Pack
from huji.policy.tree import Op, Value
from huji.policy.vocabulary import Fact, Type, Vocabulary
from huji.policy.words import Text

UNITS = {
    "years": Text("年", "years"),
    "age": Text("周岁", "years"),
    "months": Text("个月", "months"),
    "m2": Text("平方米", "m²"),
    "CNY": Text("元", "CNY"),
    "persons": Text("人", "persons"),
    "times": Text("次", "times"),
    "ratio": Text("倍", "×"),
    "hours": Text("小时", "hours"),
    "ml": Text("毫升", "ml"),
    "records": Text("条", "records"),
    "awards": Text("项", "awards"),
    "patents": Text("项", "patents"),
    "courses": Text("门", "courses"),
    "children": Text("个", "children"),
}
_ONE = {
    "years": "year",
    "months": "month",
    "persons": "person",
    "times": "time",
    "hours": "hour",
    "records": "record",
    "awards": "award",
    "patents": "patent",
    "courses": "course",
    "children": "child",
}
_COMPARED = {
    Op.AT_LEAST: Text("不少于", "at least"),
    Op.AT_MOST: Text("不超过", "at most"),
    Op.ABOVE: Text("高于", "above"),
    Op.BELOW: Text("低于", "below"),
}


def value_words(fact: Fact, value: Value | None) -> Text:
    """Return a value of a fact in words: 是, 租赁, 2 年, unknown."""
    if value is None:
        return Text("未知", "unknown")
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if fact.type is Type.CODE:
        return fact.values.get(str(value), Text(str(value), str(value)))
    number = _number(value)
    unit = unit_of(fact)
    if unit not in UNITS:
        return Text(number, number)
    words = unit_words(unit, one=value == 1)
    return Text(f"{number} {words.zh}", f"{number} {words.en}")


def unit_of(fact: Fact) -> str | None:
    """Return the unit a fact is told in: ages are years of their own."""
    return "age" if fact.name.endswith(".age") else fact.unit


def unit_words(unit: str | None, *, one: bool = False) -> Text:
    """Return a unit in words, of `one` or of several: 年, years; a unit without words is its own name."""
    words = UNITS.get(unit or "", Text(unit or "", unit or ""))
    return Text(words.zh, _ONE.get(words.en, words.en)) if one else words


def _number(value: Value) -> str:
    if isinstance(value, str) or abs(value) >= 1e15:
        return str(value)
    whole = int(value) if value == int(value) else value
    return f"{whole:,}" if whole >= 10_000 else str(whole)


def leaf_words(fact: Fact, op: Op, right: Value | tuple[str, ...] | Fact) -> Text:
    """Return a comparison in words."""
    title = fact.title
    if isinstance(right, bool):
        return title if right else Text(f"{title.zh}：否", f"{title.en}: no")
    if isinstance(right, tuple):
        words = [value_words(fact, code) for code in right]
        return Text(
            f"{title.zh}为{'、'.join(word.zh for word in words)}" + ("之一" if len(words) > 1 else ""),
            f"{title.en}: {_either([word.en for word in words])}",
        )
    words_right = right.title if isinstance(right, Fact) else value_words(fact, right)
    if op is Op.IS:
        return Text(f"{title.zh}为{words_right.zh}", f"{title.en}: {words_right.en}")
    compared = _COMPARED[op]
    if fact.type is Type.CODE:
        return Text(f"{title.zh}为{words_right.zh}及以上", f"{title.en}: at least {words_right.en}")
    space = "" if isinstance(right, Fact) else " "
    return Text(
        f"{title.zh}{compared.zh}{space}{words_right.zh}", f"{title.en}: {compared.en} {words_right.en}"
    )


def total_words(title: Text, op: Op, right: Value | tuple[str, ...]) -> Text:
    """Return a total of points compared, in words."""
    number, compared = points_words(right), _COMPARED[op]
    return Text(f"{title.zh}{compared.zh} {number.zh}", f"{title.en}: {compared.en} {number.en}")


def points_words(points: object) -> Text:
    """Return a number of points in words: 10.5 分."""
    number = f"{points:,}" if isinstance(points, int) and points >= 10_000 else str(points)
    return Text(f"{number} 分", f"{number} point" if points in (1, -1) else f"{number} points")


def _either(words: list[str]) -> str:
    """Return alternatives in English: A, B or C."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def joined(key: str, parts: Iterable[Text]) -> Text:
    """Return the words of `all` or `any`."""
    words = list(parts)
    zh, en = ("；并且", "; and ") if key == "all" else ("；或者", "; or ")
    return Text(zh.join(word.zh for word in words), en.join(word.en for word in words))


def negated(words: Text) -> Text:
    """Return the words of `not`."""
    return Text(f"并非（{words.zh}）", f"not ({words.en})")


def say(reason: Reason, pack: Pack, vocabulary: Vocabulary) -> Text:
    """Return one node of a reason in words: a criterion's title, a comparison, what is not known."""
    if "criterion" in reason:
        return pack.criteria[reason["criterion"]].title
    if "unknown" in reason:
        return Text(reason["unknown"]["zh"], reason["unknown"]["en"])
    if "all" in reason:
        return Text("以下全部", "all of")
    if "any" in reason:
        return Text("以下任一", "any of")
    if "not" in reason:
        return Text("并非", "not")
    if "total" in reason:
        op = next(op for op in Op if op.value in reason)
        return total_words(pack.totals[reason["total"]].title, op, reason[op.value])
    fact = vocabulary[reason["fact"]]
    op = next(op for op in Op if op.value in reason)
    if "of_fact" in reason:
        return leaf_words(fact, op, vocabulary[reason["of_fact"]])
    right = reason[op.value]
    return leaf_words(fact, op, tuple(right) if isinstance(right, list) else right)
