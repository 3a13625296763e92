"""A score told to a person: totals, indicators with their reckoning, what is unknown, what would add."""

from collections.abc import Iterator

from huji.policy.citing import article
from huji.policy.library import Library
from huji.policy.pack import Pack
from huji.policy.points.explaining import plain
from huji.policy.reason_lines import MARKS, ReasonLines
from huji.policy.scoring import Gain, ScoreAnswer, TotalScore
from huji.policy.wording import points_words
from huji.policy.words import Text


def tell_score(answer: ScoreAnswer, packs: Library, language: str) -> str:
    """Return the score as lines of plain text in `language` ("zh" or "en")."""
    pack = packs.by_digest[answer.policy_digest]
    return "\n".join(_Telling(answer, pack, packs, language).lines())


class _Telling:
    def __init__(self, answer: ScoreAnswer, pack: Pack, packs: Library, language: str) -> None:
        self.answer = answer
        self.pack = pack
        self.vocabulary = packs.vocabulary
        self.language = language
        self.reasons = ReasonLines(pack, packs.vocabulary, language)

    def lines(self) -> Iterator[str]:
        answer, title = self.answer, self._text(self.pack.title)
        yield self._(
            f"{title}（{answer.policy}），{answer.date}", f"{title} ({answer.policy}), {answer.date}"
        )
        for total in answer.totals:
            yield ""
            yield from self._total(total)
        yield ""
        yield self._("以上由规则推算，供审核人决定时参考。", "Worked out from the rules; an officer decides.")

    def _total(self, total: TotalScore) -> Iterator[str]:
        scheme = self.pack.points
        assert scheme is not None
        points = self.reasons.points(total.reason)
        yield f"{self._text(total.title)}{self._('：', ': ')}{points}{self._line(total)}"
        for node in total.reason["of"]:
            indicator = scheme.indicator(node["indicator"])
            cited = self._text(article(indicator.cites.article))
            cited = self._(f"〔{cited}〕", f"[{cited}]")
            yield f"  {self.reasons.indicator(node)}  {cited}"
            yield from self.reasons.score(node["of"][0], indicator.score, 2)
        yield from self.reasons.adjusted(total.reason.get("adjusted", []), 1)
        if total.unknown:
            yield self._("  还需要知道：", "  Still to be known:")
            for name in total.unknown:
                yield f"    {self._text(self.vocabulary[name].ask)}  [{name}]"
        if total.gains and total.reached is not True:
            yield self._("  还可能加分的：", "  What could still add points:")
            yield from (f"    {self._gain(gain)}" for gain in total.gains)

    def _line(self, total: TotalScore) -> str:
        if total.line is None:
            return ""
        asked, mark = self._text(points_words(plain(total.line.at_least))), MARKS[total.reached]
        cited = self._text(article(total.line.cites.article))
        said = self._(f"　{mark} 要求 {asked}〔{cited}〕", f"  {mark} {asked} asked [{cited}]")
        if total.lacking is None:
            return said
        lacking = self._text(points_words(plain(total.lacking)))
        return said + self._(f"，至少还差 {lacking}", f", {lacking} short at best")

    def _gain(self, gain: Gain) -> str:
        scheme = self.pack.points
        assert scheme is not None
        title = self._text(scheme.indicator(gain.indicator).title)
        if gain.more is None:
            return self._(f"{title}：没有上限", f"{title}: no upper end")
        more = self._text(points_words(plain(gain.more)))
        return self._(f"{title}：最多再加 {more}", f"{title}: up to {more} more")

    def _(self, zh: str, en: str) -> str:
        return zh if self.language.startswith("zh") else en

    def _text(self, text: Text) -> str:
        return text.in_language(self.language)
