"""Reasons as lines of plain text: a mark, the words, what was given, the parts one step further in."""

from collections.abc import Iterator
from typing import Any

from huji.policy.pack import Pack
from huji.policy.points.explaining import plain
from huji.policy.points.scores import (
    BestOf,
    Bounded,
    Options,
    Score,
    Sum,
    Times,
)
from huji.policy.points.wording import bounded_words, factor_words, times_words
from huji.policy.reasons import Reason, held
from huji.policy.scoring import gains_of
from huji.policy.tree import Op
from huji.policy.vocabulary import Vocabulary
from huji.policy.wording import points_words, say, value_words
from huji.policy.words import Text

MARKS = {True: "✓", False: "✗", None: "?"}
"""What a line begins with: it holds, it does not, it is not known."""


class ReasonLines:
    """The lines of reasons of one pack in one language."""

    def __init__(self, pack: Pack, vocabulary: Vocabulary, language: str) -> None:
        self.pack = pack
        self.vocabulary = vocabulary
        self.language = language

    def tree(self, reason: Reason, depth: int) -> Iterator[str]:
        """Yield the lines of a condition's reason; of a total, one line for each indicator."""
        value = held(reason)
        words = self._text(say(reason, self.pack, self.vocabulary))
        of: list[Reason] = reason.get("of", [])
        if "criterion" in reason and len(of) == 1 and "of" not in of[0]:
            # A criterion of one condition says what the condition says.
            words += self.given(of[0])
            of = []
        elif "fact" in reason:
            words += self.given(reason)
        elif "total" in reason:
            yield f"{'  ' * depth}{MARKS[value]} {words}{self.given(reason)}"
            yield from (f"{'  ' * (depth + 1)}{self.indicator(part)}" for part in of)
            return
        elif "not" in reason and len(of) == 1 and "of" not in of[0]:
            words += (
                self._("：", ": ") + self._text(say(of[0], self.pack, self.vocabulary)) + self.given(of[0])
            )
            of = []
        elif "all" in reason and depth == 1:
            for part in of:
                yield from self.tree(part, depth)
            return
        yield f"{'  ' * depth}{MARKS[value]} {words}"
        for part in of:
            yield from self.tree(part, depth + 1)

    def given(self, leaf: Reason) -> str:
        """Return what was given, in brackets; nothing where that is not known."""
        if "total" in leaf:
            points = self.points(leaf, "given")
            return self._(f"（现为：{points}）", f" (given: {points})")
        if "fact" not in leaf or leaf["given"] is None:
            return ""
        given = value_words(self.vocabulary[leaf["fact"]], leaf["given"])
        zh, en = given.zh, given.en
        if "of_fact" in leaf:
            op = next(op.value for op in Op if op.value in leaf)
            other = value_words(self.vocabulary[leaf["of_fact"]], leaf[op])
            zh, en = f"{zh}，对照：{other.zh}", f"{en} against {other.en}"
        return self._(f"（现为：{zh}）", f" (given: {en})")

    # -- points ------------------------------------------------------------------------------------------

    def points(self, node: Reason, key: str = "points") -> str:
        """Return the points of a node: 10.5 分, from 0 to 20 points, at least 3 points, not known."""
        if node[key] is not None:
            return self._text(points_words(node[key]))
        low, high = node["between"]
        if low is None and high is None:
            return self._("未知", "not known")
        if high is None:
            return self._(f"至少 {low} 分", f"at least {low} points")
        if low is None:
            return self._(f"至多 {high} 分", f"at most {high} points")
        return self._(f"{low} 至 {high} 分", f"from {low} to {high} points")

    def indicator(self, node: Reason) -> str:
        """Return an indicator with its points, in one line."""
        assert self.pack.points is not None
        title = self._text(self.pack.points.indicator(node["indicator"]).title)
        return f"· {title}{self._('：', ': ')}{self.points(node)}"

    def lacking(self, total: Reason) -> str:
        """Return how many points a total lacks and which indicators could give more; nothing if none."""
        if "lacking" not in total or self.pack.points is None:
            return ""
        lacking = self._text(points_words(total["lacking"]))
        said = self._(f"；还差 {lacking}", f"; {lacking} short")
        more = []
        for gain in gains_of(total["of"]):
            title = self._text(self.pack.points.indicator(gain.indicator).title)
            most = "" if gain.more is None else f" {plain(gain.more)}"
            more.append(f"{title}{most}")
        if not more:
            return said
        words = "、".join(more) if self.language.startswith("zh") else ", ".join(more)
        return said + self._(f"，可加分的有：{words}", f", could be given by: {words}")

    def score(self, node: Reason, score: Score, depth: int) -> Iterator[str]:
        """Yield the lines of a score: its rule with its points, the facts it was reckoned from, its parts."""
        yield from self._scored(node, score, depth, self.points(node), "")

    def _scored(self, node: Reason, score: Score, depth: int, points: str, rules: str) -> Iterator[str]:
        """Yield the lines of a score whose `points`, under the `rules` of what stands above it, are given."""
        if isinstance(score, Bounded | Times):
            applies = node.get("holds") is not False
            rule = self._rule(node)
            if isinstance(score, Times):
                rule = self._text(factor_words(score.factor, score.when))
            own = self._(f"（{rule}）", f" ({rule})") if applies else ""
            titled = score.words != _own_words(score)
            if titled:
                yield self._line(depth, self._text(score.words) + own + rules, points)
                yield from self.score(node["of"][0], score.part, depth + 1)
            else:
                yield from self._scored(node["of"][0], score.part, depth, points, own + rules)
            if isinstance(score, Times) and applies:
                when = node["when"]
                yield from self.tree(when["of"][0] if "not" in when else when, depth + 1)
            return
        yield self._line(depth, self._said(node, score) + rules, points)
        if isinstance(score, BestOf | Sum):
            for part, of in zip(node["of"], score.parts, strict=True):
                yield from self.score(part, of, depth + 1)
        elif node["score"] == "award":
            if "of" in node["of"][0]:
                yield from self.tree(node["of"][0], depth + 1)
        else:
            for part in node.get("of", ()):
                yield from self._counted(part, depth + 1)

    def _line(self, depth: int, words: str, points: str) -> str:
        return f"{'  ' * depth}{words}{self._('　→　', '  →  ')}{points}"

    def _rule(self, node: Reason) -> str:
        if node["score"] == "times":
            if node["factor"] == 0:
                return self._("排除时不计分", "none where excluded")
            return self._(f"乘以 {node['factor']}", f"times {node['factor']}")
        floor, cap = node["floor"], node["cap"]
        if floor is None:
            return self._(f"最高 {cap} 分", f"at most {cap} points")
        if cap is None:
            return self._(f"最低 {floor} 分", f"at least {floor} points")
        return self._(f"最低 {floor} 分，最高 {cap} 分", f"from {floor} to {cap} points")

    def adjusted(self, rules: list[Reason], depth: int) -> Iterator[str]:
        """Yield the lines of what a total's own rules made of the sum."""
        for rule in rules:
            applies = "" if rule["score"] == "bounded" else f"{MARKS[rule['holds']]} "
            yield self._line(depth, applies + self._rule(rule), self.points(rule))
            if "when" in rule:
                yield from self.tree(rule["when"], depth + 1)

    def _said(self, node: Reason, score: Score) -> str:
        if isinstance(score, Options):
            fact = self.vocabulary[score.fact]
            return (
                f"{self._text(fact.title)}{self._('：', ': ')}{self._text(value_words(fact, node['given']))}"
            )
        if node["score"] == "best_of" and not _titled(score):
            return self._("取最高一项", "the best of")
        if node["score"] == "sum" and not _titled(score):
            return self._("相加", "together")
        if node["score"] != "award":
            return self._text(score.words)
        mark, condition = MARKS[node["holds"]], node["of"][0]
        if "of" not in condition:
            return f"{mark} {self._text(score.words)}{self.given(condition)}"
        worth = self._text(points_words(node["worth"]))
        return f"{mark} {self._(f'符合下列条件计 {worth}', f'{worth} where')}"

    def _counted(self, quantity: Reason, depth: int) -> Iterator[str]:
        for name, value in _facts(quantity):
            fact = self.vocabulary[name]
            said = self._text(value_words(fact, value))
            yield f"{'  ' * depth}{self._text(fact.title)}{self._('：', ': ')}{said}"

    def _(self, zh: str, en: str) -> str:
        return zh if self.language.startswith("zh") else en

    def _text(self, text: Text) -> str:
        return text.in_language(self.language)


def _facts(quantity: Reason) -> Iterator[tuple[str, Any]]:
    if "fact" in quantity:
        yield quantity["fact"], quantity["given"]
    for part in quantity.get("of", ()):
        yield from _facts(part)


def _titled(score: Score) -> bool:
    """Return whether a score of several parts has a title of its own."""
    return not score.words.zh.startswith(("以下取最高一项：", "以下相加："))


def _own_words(score: Bounded | Times) -> Text:
    """Return the words a rule makes of its part's, where it has no title."""
    if isinstance(score, Bounded):
        return bounded_words(score.part.words, score.floor, score.cap)
    return times_words(score.part.words, score.factor, score.when)
