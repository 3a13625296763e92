"""The sentence of one comparison, in both languages: `您参加城镇社会保险满 2 年`, `you have been insured …`.

The sentences are data (`policies/sentences.yaml`); a fact without one is said by its title.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from huji.policy import source
from huji.policy.library import FOLDER, text_of
from huji.policy.tree import Leaf, Op, OtherFact, Total, Value
from huji.policy.vocabulary import Fact, Type, Vocabulary, content
from huji.policy.wording import leaf_words, value_words
from huji.policy.words import Text

Named = Callable[[str], Text]
"""Names a division by its code."""

SLOT = "…"
_FLIPPED = {
    Op.AT_LEAST: Op.BELOW,
    Op.BELOW: Op.AT_LEAST,
    Op.AT_MOST: Op.ABOVE,
    Op.ABOVE: Op.AT_MOST,
}
_MORE = {
    Op.AT_LEAST: Text("不少于 ", "at least "),
    Op.AT_MOST: Text("不超过 ", "no more than "),
    Op.ABOVE: Text("超过 ", "more than "),
    Op.BELOW: Text("低于 ", "less than "),
    Op.IS: Text("为 ", ""),
}
_LASTING = {**_MORE, Op.AT_LEAST: Text("满 ", "at least "), Op.BELOW: Text("不满 ", "less than ")}
_COUNTED = {**_LASTING, Op.BELOW: Text("不满 ", "fewer than ")}
_AGED = {**_LASTING, Op.AT_LEAST: Text("年满 ", "at least "), Op.BELOW: Text("不满 ", "under ")}
_AGAINST = {
    Op.AT_LEAST: Text("不低于", "at least "),
    Op.AT_MOST: Text("不高于", "no more than "),
    Op.ABOVE: Text("高于", "more than "),
    Op.BELOW: Text("低于", "less than "),
    Op.IS: Text("等于", "equal to "),
}


@cache
def sentences(folder: Path = FOLDER) -> Mapping[str, Mapping[str, Any]]:
    """Return the sentences of a folder by fact; none where it holds no such file."""
    file = folder / "sentences.yaml"
    if not file.is_file():
        return {}
    found = content(source.read(text_of(file), str(file)))
    return found if isinstance(found, dict) else {}


class Sentences:
    """Says comparisons over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, named: Named, say: Mapping[str, Mapping[str, Any]]) -> None:
        self.vocabulary = vocabulary
        self.named = named
        self.say = say

    def leaf(self, leaf: Leaf, holds: bool = True) -> Text:
        """Return the sentence of a comparison, or of its opposite."""
        fact = self.vocabulary[leaf.fact]
        entry = self.say.get(fact.name, {})
        if isinstance(leaf.right, OtherFact):
            return self._against(fact, leaf.op, leaf.right, entry, holds)
        right = leaf.right.value
        if isinstance(right, bool):
            said = entry.get("holds" if right is holds else "fails")
            return _text(said) if said else leaf_words(fact, Op.IS, right is holds)
        if fact.type in (Type.INTEGER, Type.NUMBER):
            assert not isinstance(right, tuple)
            return self._number(fact, leaf.op, right, entry, holds)
        return self._code(fact, leaf, right if isinstance(right, tuple) else (str(right),), entry, holds)

    def total(self, node: Total, holds: bool = True) -> Text:
        """Return the sentence of a total of points compared with a number, or of its opposite."""
        right = node.right.value
        more = _MORE[node.op if holds else _FLIPPED[node.op]]
        title = node.tally.title
        return Text(f"{title.zh}{more.zh}{right} 分", f"{lowered(title.en)}: {more.en}{right} points")

    def noun(self, name: str) -> Text:
        """Return a fact as a noun in the middle of a sentence."""
        said = self.say.get(name, {}).get("noun")
        title = self.vocabulary[name].title
        return _text(said) if said else Text(title.zh, lowered(title.en))

    def _number(self, fact: Fact, op: Op, right: Value, entry: Mapping[str, Any], holds: bool) -> Text:
        if not holds and op is Op.IS:
            return denied(self._number(fact, op, right, entry, True))
        op = op if holds else _FLIPPED[op]
        if "none" in entry and (op, right) in ((Op.AT_MOST, 0), (Op.BELOW, 1)):
            return _text(entry["none"])
        if "some" in entry and (op, right) in ((Op.AT_LEAST, 1), (Op.ABOVE, 0)):
            return _text(entry["some"])
        aged = fact.name.endswith(".age")
        table = (
            _AGED
            if aged
            else {"years": _LASTING, "months": _LASTING, "persons": _COUNTED}.get(fact.unit or "")
        )
        more = (table or _MORE)[op]
        words = amount(fact, right)
        years = Text("", " old") if aged and "year" in words.en else Text("", "")
        gap = more.zh if words.zh[:1].isdigit() else more.zh.rstrip()
        compared = Text(f"{gap}{words.zh}", f"{more.en}{words.en}{years.en}")
        if "is" in entry:
            return _filled(_text(entry["is"]), compared)
        return Text(f"{fact.title.zh}{compared.zh}", f"{fact.title.en}: {compared.en}")

    def _against(self, fact: Fact, op: Op, right: OtherFact, entry: Mapping[str, Any], holds: bool) -> Text:
        if not holds and op not in _FLIPPED:
            return denied(self._against(fact, op, right, entry, True))
        more, other = _AGAINST[op if holds else _FLIPPED[op]], self.noun(right.name)
        compared = Text(f"{more.zh}{other.zh}", f"{more.en}{other.en}")
        if "is" in entry:
            return _filled(_text(entry["is"]), compared)
        return Text(f"{fact.title.zh}{compared.zh}", f"{fact.title.en}: {compared.en}")

    def _code(
        self, fact: Fact, leaf: Leaf, codes: tuple[str, ...], entry: Mapping[str, Any], holds: bool
    ) -> Text:
        ordered = leaf.op is Op.AT_LEAST
        words = [self._value(fact, code, entry) for code in codes]
        if ordered:
            template = entry.get("at_least" if holds else "below")
            if template:
                return _filled(_text(template), words[0])
            said = leaf_words(fact, leaf.op, codes[0])
            return said if holds else denied(said)
        whole = [_text(entry["codes"][code]) for code in codes if code in entry.get("codes", {})]
        if holds and len(whole) == len(codes) and ("is" not in entry or len(codes) == 1):
            return Text("，或者".join(one.zh for one in whole), ", or ".join(one.en for one in whole))
        others = set(fact.values) - set(codes)
        if not holds and "is" not in entry and len(others) == 1 and others <= set(entry.get("codes", {})):
            return _text(entry["codes"][others.pop()])
        template = entry.get("is" if holds else "not")
        listed = either(words)
        if template:
            return _filled(_text(template), listed)
        said = Text(f"{fact.title.zh}是{listed.zh}", f"{fact.title.en}: {listed.en}")
        return said if holds else denied(said)

    def _value(self, fact: Fact, code: str, entry: Mapping[str, Any]) -> Text:
        if fact.type is Type.DIVISION:
            return self.named(code)
        own = entry.get("words", {}).get(code)
        if own:
            return _text(own)
        words = value_words(fact, code)
        return Text(words.zh, lowered(words.en))


def lowered(words: str) -> str:
    """Return English words for the middle of a sentence: only a plain capital at the start is lowered."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] in (" ", "") else words


def raised(words: str) -> str:
    """Return English words for the start of a sentence."""
    return words[:1].upper() + words[1:]


def denied(said: Text) -> Text:
    """Return a sentence that denies another, where it has no opposite of its own."""
    return Text(f"没有这种情形：{said.zh}", f"this is not so: {said.en}")


def either(words: Iterable[Text]) -> Text:
    """Return alternatives: 甲、乙或者丙 · a, b or c."""
    return _series(words, "或者", " or ")


def both(words: Iterable[Text]) -> Text:
    """Return an enumeration: 甲、乙和丙 · a, b and c."""
    return _series(words, "和", " and ")


def _series(words: Iterable[Text], zh: str, en: str) -> Text:
    *most, last = list(words)
    if not most:
        return last
    first = [one for one in dict.fromkeys(each.en for each in most) if one != last.en]  # 宁河县 and 宁河区
    english = f"{', '.join(first)}{en}{last.en}" if first else last.en
    return Text("、".join(one.zh for one in most) + zh + last.zh, english)


def amount(fact: Fact, right: Value) -> Text:
    """Return a number of a fact's unit: 2 年, 半年, 50 万人."""
    words = value_words(fact, right)
    if fact.unit == "years" and right == 0.5:
        return Text("半年", "half a year")
    if fact.unit == "persons" and not isinstance(right, str):
        zh = f"{right / 10_000:g} 万人" if right >= 10_000 else words.zh
        return Text(zh, words.en.replace("persons", "people"))
    return words


def _text(said: Mapping[str, str]) -> Text:
    return Text(said["zh"], said["en"])


def _filled(template: Text, words: Text) -> Text:
    return Text(template.zh.replace(SLOT, words.zh), template.en.replace(SLOT, words.en))
