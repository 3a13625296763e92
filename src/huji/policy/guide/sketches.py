"""The drawings of the guide: the steps of a decision, a diagram for each way and each prohibition."""

from collections.abc import Iterable, Iterator

from huji.policy.guide.drawing import Drawing, Question, Signs, draw, ladder
from huji.policy.guide.speaking import Speaking
from huji.policy.guide.values import Ban, Kind, Point, Way
from huji.policy.words import Text


class Sketches(Speaking):
    """Draws, and says beside each drawing what it shows."""

    def _ladder(self) -> Drawing:
        no = self._("不符合条件", "Not eligible")
        questions = []
        if self.guide.bans:
            text = self._("禁止规定适用，又没有例外？", "Does a prohibition apply, without an exception?")
            questions.append(Question(text, no, "no"))
        questions += [
            Question(
                self._("有一条途径的条件全部符合？", "Are all conditions of one way met?"),
                self._("符合条件", "Eligible"),
                "yes",
            ),
            Question(
                self._(
                    "有情况未查明，或者文件没有说明？", "Is something unknown, or not said in the document?"
                ),
                self._("尚不能确定", "Undetermined"),
                "open",
            ),
        ]
        return ladder(
            questions,
            (no, "no"),
            (self._("是", "yes"), self._("否", "no")),
            title=self._("判断的步骤", "The steps of the decision"),
            description=self._("；", "; ").join(self._steps()) + self._("。", "."),
            caption=self._("从上往下依次回答。", "Answer from the top down."),
        )

    def _steps(self) -> Iterator[str]:
        if self.guide.bans:
            yield self._(
                "有禁止规定适用于您，又不属于它的例外：不符合条件",
                "A prohibition applies to you and none of its exceptions does: not eligible",
            )
        yield self._(
            "有一条途径的条件全部符合：符合条件", "All conditions of one of the ways are met: eligible"
        )
        yield self._(
            "还有情况没有查明，或者文件没有说明：尚不能确定，先补充材料",
            "Something is not known yet, or the document does not say it: undetermined; papers are asked "
            "for first",
        )
        yield self._(
            "每一条途径都有条件不符合：不符合条件，并逐条说明理由",
            "Every way fails in a condition: not eligible, with the reasons for each way",
        )

    def _route_drawing(self, way: Way) -> Drawing:
        title = self._say(way.title)
        points = way.when.parts if way.when.kind is Kind.ALL and not way.when.notion else (way.when,)
        signs = Signs(
            start=self._("从这里开始", "Start here"),
            end=self._("可以落户", "You can settle") if way.settles else self._("尚不能确定", "Undetermined"),
            end_tone="yes" if way.settles else "open",
            or_=self._("或", "or"),
            unknown=self._("文件没有说明：", "The document does not say: "),
        )
        return draw(
            points,
            self.lang,
            signs,
            title=self._(f"“{title}”的判断图", f"Decision diagram: {title}"),
            description=self._spoken(points, signs.end),
            caption=self._caption(way.when),
        )

    def _ban_drawing(self, ban: Ban) -> Drawing:
        title = self._say(ban.title)
        points = ban.when.parts if ban.when.kind is Kind.ALL and not ban.when.notion else (ban.when,)
        if ban.unless is not None:
            unless = ban.unless
            head = Text("不属于下列例外", "none of these exceptions")
            inner = unless.parts if unless.parts and not unless.notion else (unless,)
            said = (self._say(one.text) or self._spoken_point(one) for one in inner)
            points = (
                *points,
                Point(Kind.NONE, head, tuple(Point(Kind.FACT, Text(one, one)) for one in said)),
            )
        signs = Signs(
            start=self._("从这里开始", "Start here"),
            end=self._("不得落户", "Settling is prohibited"),
            end_tone="no",
            or_=self._("或", "or"),
            unknown=self._("文件没有说明：", "The document does not say: "),
        )
        return draw(
            points,
            self.lang,
            signs,
            title=self._(f"“{title}”的判断图", f"Decision diagram: {title}"),
            description=self._spoken(points, signs.end),
            caption=self._(
                "从上往下走：每一格都成立，才受禁止。",
                "Follow the line down: where every box is true, it is prohibited.",
            ),
        )

    def _caption(self, when: Point) -> str:
        zh, en = "从上往下走：每一格都要符合", "Follow the line down: every box must be true"
        if any(point.kind is Kind.ANY and not point.folded for point in _all(when)):
            zh, en = f"{zh}，分岔处任选一条", f"{en}; where it forks, any one branch will do"
        return self._(f"{zh}。", f"{en}.")

    def _spoken(self, points: Iterable[Point], end: str) -> str:
        spoken = self._("；", "; ").join(self._spoken_point(point) for point in points)
        return self._(f"{spoken}：{end}。", f"{spoken}: {end}.")

    def _spoken_point(self, point: Point) -> str:
        text = self._say(point.text).rstrip("。.")
        if not point.parts or point.folded:
            unknown = (
                self._("文件没有说明：", "the document does not say: ") if point.kind is Kind.UNKNOWN else ""
            )
            return unknown + text
        every = point.kind is Kind.ALL
        between = self._("，并且", ", and ") if every else self._("，或者", ", or ")
        inner = between.join(self._spoken_point(part) for part in point.parts)
        return self._(f"{text}（{inner}）", f"{text} ({inner})".strip()) if text else f"({inner})"


def _all(point: Point) -> Iterator[Point]:
    yield point
    for part in point.parts:
        yield from _all(part)
