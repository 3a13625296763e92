"""How the guide speaks in one language: choices of words, lists, citations, and conditions as lists."""

from collections.abc import Iterator

from huji.policy.citing import article
from huji.policy.guide.outline import Line
from huji.policy.guide.phrases import cite
from huji.policy.guide.sentences import both, lowered, raised
from huji.policy.guide.values import Ban, Guide, Kind, Point, Reading, Way, Worth
from huji.policy.tree import Citation
from huji.policy.words import Text


class Speaking:
    """What every part of the guide needs to speak."""

    def __init__(self, guide: Guide, lang: str) -> None:
        self.guide = guide
        self.lang = lang
        self.chinese = lang.startswith("zh")
        self.read = {one.id for one in guide.notions if one.reading is not None}

    def _(self, zh: str, en: str) -> str:
        return zh if self.chinese else en

    def _say(self, text: Text) -> str:
        return text.in_language(self.lang)

    def _raised(self, text: Text) -> str:
        return text.zh if self.chinese else raised(text.en)

    def _list(self, texts: tuple[Text, ...], zh: str = "、", en: str = "") -> str:
        if self.chinese:
            return zh.join(text.zh for text in texts)
        return (
            en.join(text.en for text in texts)
            if en
            else both(Text("", lowered(text.en)) for text in texts).en
        )

    def _bodies(self, bodies: tuple[Text, ...]) -> str:
        """List bodies; in English whose they are is said once: the city's police and health department."""
        owner = bodies[0].en.partition("'s ")[0] + "'s "
        same = all(one.en.startswith(owner) for one in bodies)
        later = tuple(Text(one.zh, one.en.removeprefix(owner)) if same else one for one in bodies[1:])
        return self._list((bodies[0], *later))

    def _end(self, text: str) -> str:
        return text + self._("。", ".")

    def _cited(self, cites: Citation, whole: bool = False) -> str:
        document = self.guide.document.name
        if whole and cites.document == document:
            at = article(cites.article)
            return self._(f"{document}{' '}{at.zh}", f"{document}, {at.en}")
        said = cite(cites, document)
        assert said is not None
        return self._say(said)

    def _remark(self, reading: Reading) -> tuple[str, str, str, tuple[str, ...]]:
        others = tuple(self._say(one) for one in reading.alternatives)
        return (
            self._("怎样理解", "How it is read"),
            self._say(reading.text),
            self._("其他可能的理解", "Other possible readings") if others else "",
            others,
        )

    def _place(self, clause: Way | Ban) -> Iterator[tuple[str, tuple[Line, ...]]]:
        yield self._("适用地区", "Where"), (Line(self._raised(clause.where)),)
        yield self._("依据", "Basis"), (Line(raised(self._cited(clause.cites, whole=True))),)
        if clause.responsible:
            names = self._bodies(clause.responsible)
            if isinstance(clause, Way) and clause.lead and len(clause.responsible) > 1:
                first = self._say(clause.responsible[0])
                names = self._(f"{names}（{first}牵头）", f"{raised(names)}; {first} leads")
            yield self._("负责部门", "Responsible"), (Line(raised(names)),)

    def _top(self, when: Point) -> tuple[Line, ...]:
        parts = when.parts if when.parts and not when.notion else (when,)
        return tuple(self._line(part) for part in parts)

    def _line(self, point: Point | Worth) -> Line:
        if isinstance(point, Worth):
            return self._worth(point)
        text = self._say(point.text)
        if not self.chinese:
            text = raised(text)
        link = f"notion-{point.notion}" if point.notion in self.read else ""
        mark = self._("怎样理解", "how read") if link else ""
        if point.kind is Kind.UNKNOWN:
            return Line(text, label=self._("文件没有说明", "The document does not say"), link=link, mark=mark)
        if not point.parts or point.folded:
            return Line(text, link=link, mark=mark)
        lines = tuple(self._line(part) for part in point.parts)
        every = point.kind is Kind.ALL
        if text:
            lead = (
                self._("以下各项都要符合", "all of these")
                if every
                else self._("符合以下任意一项即可", "any one of these will do")
            )
            if len(lines) == 1:
                lead = self._("即", "that is")
            return Line(text, lead=lead, lines=lines, link=link, mark=mark)
        bare = (
            self._("以下各项都符合", "All of these")
            if every
            else self._("以下任意一项即可", "Any one of these will do")
        )
        return Line(bare, lines=lines)

    def _worth(self, worth: Worth) -> Line:
        text, lead = self._raised(worth.text), self._say(worth.lead)
        if len(worth.parts) == 1 and isinstance(worth.parts[0], Point) and not worth.parts[0].text.zh:
            point = worth.parts[0]
            every = point.kind is Kind.ALL
            ask = (
                self._("以下各项都要符合", "all of these")
                if every
                else self._("以下任意一项即可", "any one of these")
            )
            lines = tuple(self._line(part) for part in point.parts)
            return Line(text, lead=f"{lead}{self._('，', ', ') if lead else ''}{ask}", lines=lines)
        lines = tuple(self._line(part) for part in worth.parts)
        if not text:
            return Line(self._(lead, raised(lead)), lines=lines)
        return Line(text, lead=lead, lines=lines)
