"""A points scheme in words: what each indicator gives, what the totals add up, how the document selects."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from huji.policy.guide.conditions import Conditions
from huji.policy.guide.phrases import body
from huji.policy.guide.sentences import both, lowered
from huji.policy.guide.values import EMPTY, Kind, Measure, Papers, Point, Reading, Scheme, Sum, Worth
from huji.policy.pack import Note, Pack
from huji.policy.points import (
    Award,
    BestOf,
    Bounded,
    By,
    FactQuantity,
    Fixed,
    Indicator,
    Key,
    Least,
    Minus,
    Options,
    Per,
    Quantity,
    Score,
    Selection,
    Steps,
    Tally,
    Ties,
    Times,
    UnknownScore,
    walk_quantity,
)
from huji.policy.points import Kind as Selects
from huji.policy.points import Sum as Adds
from huji.policy.points.explaining import plain
from huji.policy.points.interval import bounds, scale
from huji.policy.question import holds
from huji.policy.tree import Not
from huji.policy.vocabulary import Vocabulary
from huji.policy.wording import UNITS, value_words
from huji.policy.words import Text

_GROUPS = {
    "base": Text("基础分", "basic"),
    "extra": Text("加分", "extra"),
    "deduct": Text("扣分", "deduction"),
}
_NUMBER = Text("", "")
_OTHER_UNITS = {"hours": Text("小时", "hours"), "ml": Text("毫升", "ml")}
_COUNTED = {
    "times": Text("次", "times"),
    "records": Text("条", "records"),
    "children": Text("人", "children"),
    "patents": Text("项", "patents"),
    "awards": Text("次", "awards"),
    "courses": Text("门", "courses"),
}
"""Units of what is counted one by one: every one counts, there are no parts."""
_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


class Schemes:
    """Puts the points scheme of a pack into words."""

    def __init__(
        self,
        pack: Pack,
        vocabulary: Vocabulary,
        conditions: Conditions,
        reading: Callable[["Note | None"], Reading | None],
        papers: Callable[[tuple[tuple[str, ...], ...]], tuple[Papers, ...]],
    ) -> None:
        self.pack = pack
        self.vocabulary = vocabulary
        self.conditions = conditions
        self.reading = reading
        self.papers = papers

    def scheme(self) -> Scheme | None:
        """Return the scheme; None where the pack has none."""
        points = self.pack.points
        if points is None:
            return None
        selection = points.selection
        return Scheme(
            cites=points.cites,
            measures=tuple(self._measure(one) for one in points.indicators),
            sums=tuple(self._sum(one) for one in points.totals.values()),
            selection=tuple(self._selection(selection)) if selection else (),
            selection_cites=selection.cites if selection else None,
            selection_reading=self.reading(selection.note) if selection else None,
            reading=self.reading(points.note),
        )

    def _measure(self, one: Indicator) -> Measure:
        return Measure(
            id=one.id,
            title=one.title,
            cites=one.cites,
            group=_GROUPS.get(one.group or ""),
            span=self._span(one.score),
            worth=self.worth(one.score),
            papers=self.papers(one.evidence),
            responsible=tuple(body(name) for name in one.responsible),
            reading=self.reading(one.note),
        )

    def _sum(self, one: Tally) -> Sum:
        rules = tuple(rule for rule in (self._rule(rule) for rule in one.rules) if rule is not None)
        measures = tuple(indicator.title for indicator in one.indicators)
        standard = points(one.standard) if one.standard is not None else None
        return Sum(one.id, one.title, one.cites, measures, rules, standard, self.reading(one.note))

    def _rule(self, rule: Bounded | Times) -> Worth | None:
        if isinstance(rule, Times):
            return self._times(rule)
        zh, en = _bounds(rule)
        return Worth(Text(f"总分{zh}", f"the total: {en}")) if zh else None

    def _span(self, score: Score) -> Text:
        at = scale(score)
        low, high = bounds(score, at, lambda node: holds(node, self.pack.conditions))({})
        least = plain(Fraction(low, at)) if low is not None else None
        most = plain(Fraction(high, at)) if high is not None else None
        if least is None and most is None:
            return Text("没有写明", "not said")
        if least is None and most == 0:
            return Text("只扣分，没有下限", "deductions only, without a limit")
        if least is None:
            return Text(f"最多 {most}，扣分没有下限", f"at most {most}, deductions without a limit")
        if most is None:
            return Text(f"{least} 以上，不封顶", f"{least} and more, without a cap")
        return (
            Text(f"{least} 至 {most}", f"{least} to {most}")
            if least != most
            else Text(f"{least}", f"{least}")
        )

    # -- scores ------------------------------------------------------------------------------------------

    def worth(self, score: Score) -> Worth | Point:
        """Return what a score gives, in words."""
        if isinstance(score, Award):
            return self._award(score)
        if isinstance(score, Per):
            return Worth(self._per(score))
        if isinstance(score, Steps):
            return self._steps(score)
        if isinstance(score, Options):
            return self._options(score)
        if isinstance(score, BestOf | Adds):
            lead = (
                Text("取其中最高的一项", "the highest of these")
                if isinstance(score, BestOf)
                else Text("以下各项相加", "these added up")
            )
            return Worth(EMPTY, lead, tuple(self.worth(part) for part in score.parts))
        if isinstance(score, Bounded):
            return self._bounded(score)
        if isinstance(score, Times):
            part = self.worth(score.part)
            lead = Text("按下面计算", "counted as follows")
            return Worth(EMPTY, lead, (part, self._times(score)))
        assert isinstance(score, UnknownScore)
        return Point(Kind.UNKNOWN, score.reason)

    def _award(self, score: Award) -> Worth:
        when, given = self.conditions.point(score.when), gives(score.points)
        if when.kind is Kind.FACT:
            return Worth(Text(f"{when.text.zh}：{given.zh}", f"{when.text.en}: {given.en}"))
        return Worth(given, Text("条件是", "on this condition"), (when,))

    def _per(self, score: Per) -> Text:
        noun, given = self._quantity(score.quantity), gives(score.points)
        each = self._amount(score.quantity, score.unit)
        zh = "每满" if score.whole else "每"
        en = "for every full" if score.whole else "for every"
        every = each.en
        if score.unit == 1:
            every = every.removeprefix("1 ").removesuffix("s")
            en = en if self._measured(score.quantity) else "for each"
        return Text(
            f"{noun.zh}：{zh} {each.zh}{'，' if ' ' in each.zh else ' '}{given.zh}",
            f"{noun.en}: {given.en} {en} {every}",
        )

    def _steps(self, score: Steps) -> Worth:
        parts = []
        for start, worth in score.steps:
            least, given = self._amount(score.quantity, start), gives(worth)
            parts.append(Worth(Text(f"{least.zh}起：{given.zh}", f"from {least.en}: {given.en}")))
        noun = self._quantity(score.quantity)
        return Worth(noun, Text("按达到的最高一档计分", "by the highest step reached"), tuple(parts))

    def _options(self, score: Options) -> Worth:
        fact = self.vocabulary[score.fact]
        parts: list[Worth] = []
        for worth, codes in _together(score.points):
            words = [value_words(fact, code) for code in codes]
            names = Text(
                "、".join(word.zh for word in words), both(Text("", lowered(word.en)) for word in words).en
            )
            given = gives(worth)
            parts.append(Worth(Text(f"{names.zh}：{given.zh}", f"{names.en}: {given.en}")))
        return Worth(fact.title, Text("按类别计分", "by kind"), tuple(parts))

    def _bounded(self, score: Bounded) -> Worth:
        part, (zh, en) = self.worth(score.part), _bounds(score)
        if isinstance(part, Point):
            return Worth(Text(f"分值{zh}", f"a number of points, {en}"), EMPTY, (part,))
        if part.parts:
            joint = Text("；", "; ") if part.lead.zh else EMPTY
            lead = Text(f"{part.lead.zh}{joint.zh}合计{zh}", f"{part.lead.en}{joint.en}altogether {en}")
            return Worth(part.text, lead, part.parts)
        return Worth(Text(f"{part.text.zh}，{zh}", f"{part.text.en}, {en}"))

    def _times(self, score: Times) -> Worth:
        excluded = score.factor == 0
        if excluded and isinstance(score.when, Not):
            when = self.conditions.point(score.when.part)
            zh, en = "只有这种情形才计分", "this counts only if"
        else:
            when = self.conditions.point(score.when)
            zh, en = ("这种情形不计分", "nothing counts if") if excluded else (
                f"这种情形乘以 {plain(score.factor)}",
                f"multiplied by {plain(score.factor)} if",
            )  # fmt: skip
        if when.kind is Kind.FACT:
            return Worth(Text(f"{zh}：{when.text.zh}", f"{en} {when.text.en}"))
        return Worth(Text(zh, en), EMPTY, (when,))

    # -- quantities --------------------------------------------------------------------------------------

    def _quantity(self, quantity: Quantity) -> Text:
        if isinstance(quantity, FactQuantity):
            title = self.vocabulary[quantity.fact].title
            return Text(title.zh.replace("满几年", "的年数"), lowered(title.en))
        if isinstance(quantity, Fixed):
            number = plain(quantity.value)
            return Text(f"{number}", f"{number}")
        if isinstance(quantity, Least):
            parts = [self._quantity(part) for part in quantity.parts]
            named = both(parts)
            return Text(f"{named.zh}，取其中最少的", f"the least of {named.en}")
        assert isinstance(quantity, Minus)
        whole, part = self._quantity(quantity.whole), self._quantity(quantity.part)
        less = part.en.removeprefix("of these, ")
        return Text(f"{whole.zh}（扣除{part.zh.removeprefix('其中')}）", f"{whole.en} (less {less})")

    def _amount(self, quantity: Quantity, number: Fraction) -> Text:
        value = plain(number)
        fact = next(
            (self.vocabulary[one.fact] for one in walk_quantity(quantity) if isinstance(one, FactQuantity)),
            None,
        )
        if fact is not None and fact.unit in UNITS:
            return value_words(fact, value)
        unit = (fact.unit if fact is not None else None) or ""
        counted = _COUNTED.get(unit) or _OTHER_UNITS.get(unit, _NUMBER)
        return Text(f"{value} {counted.zh}".strip(), f"{value} {counted.en}".strip())

    def _measured(self, quantity: Quantity) -> bool:
        """Return whether a quantity is measured, in years or money, and not counted."""
        facts = (one.fact for one in walk_quantity(quantity) if isinstance(one, FactQuantity))
        return any(self.vocabulary[name].unit not in _COUNTED for name in facts)

    # -- selection ---------------------------------------------------------------------------------------

    def _selection(self, selection: Selection) -> Iterator[Text]:
        if selection.at_least is not None:
            worth = points(selection.at_least)
            yield Text(f"总分达到 {worth.zh} 才能申请", f"the total must reach {worth.en} to apply")
        if selection.kind is Selects.QUOTA:
            if selection.quota is not None:
                yield Text(
                    f"每期名额 {selection.quota} 人，按排名确定",
                    f"{selection.quota:,} places a round, given by rank",
                )
            else:
                yield Text(
                    "每期名额另行公布，按排名确定", "places are announced for each round and given by rank"
                )
        elif selection.kind is Selects.ANNOUNCED:
            yield Text(
                "落户分数线每期另行公布，达到的取得资格",
                "the score to reach is announced for each round; whoever reaches it is admitted",
            )
        if selection.rank:
            keys = [self._key(key) for key in selection.rank]
            yield Text(
                f"排名依次比较：{'；'.join(key.zh for key in keys)}",
                f"ranked by, one after another: {'; '.join(key.en for key in keys)}",
            )
        yield _TIES[selection.ties]
        for window in selection.windows:
            (month, day), (last_month, last) = window.opens, window.closes
            yield Text(
                f"每年 {month} 月 {day} 日至 {last_month} 月 {last} 日申请",
                f"apply from {day} {_MONTHS[month - 1]} to {last} {_MONTHS[last_month - 1]} of each year",
            )

    def _key(self, key: Key) -> Text:
        if key.by is By.APPLIED:
            return Text("申请时间，早的在前", "the time of application, the earlier first")
        known = self.pack.totals if key.by is By.TOTAL else self.vocabulary.facts
        title = known[key.name].title
        order = Text("多的在前", "the more first") if key.descending else Text("少的在前", "the less first")
        return Text(f"{title.zh}，{order.zh}", f"{lowered(title.en)}, {order.en}")


_TIES = {
    Ties.ALL_IN: Text("末位并列的都取得资格", "equals at the last place are all admitted"),
    Ties.NONE_IN: Text("末位并列的都不取得资格", "equals at the last place are all left out"),
    Ties.DRAWN: Text("末位并列的抽签决定", "equals at the last place draw lots"),
    None: Text(
        "末位并列怎样处理，文件没有说明",
        "what becomes of equals at the last place, the document does not say",
    ),
}


def points(number: Fraction) -> Text:
    """Return a number of points: 10.5 分 · 10.5 points."""
    value = plain(number)
    return Text(f"{value} 分", f"{value} point{'' if value == 1 else 's'}")


def gives(number: Fraction) -> Text:
    """Return points as given or taken: 得 20 分, 扣 12 分 · 20 points, 12 points off."""
    if number < 0:
        lost = points(-number)
        return Text(f"扣 {lost.zh}", f"{lost.en} off")
    won = points(number)
    return Text(f"得 {won.zh}" if number else "不计分", won.en)


def _bounds(score: Bounded) -> tuple[str, str]:
    zh, en = [], []
    if score.floor is not None:
        zh.append(f"最少 {points(score.floor).zh}")
        en.append(f"at least {points(score.floor).en}")
    if score.cap is not None:
        zh.append(f"最多 {points(score.cap).zh}")
        en.append(f"at most {points(score.cap).en}")
    return "，".join(zh), " and ".join(en)


def _together(given: tuple[tuple[str, Fraction], ...]) -> Iterator[tuple[Fraction, list[str]]]:
    """Yield points with the codes next to each other that give them."""
    run: list[str] = []
    before: Fraction | None = None
    for code, worth in given:
        if run and worth != before and before is not None:
            yield before, run
            run = []
        run.append(code)
        before = worth
    if run and before is not None:
        yield before, run
