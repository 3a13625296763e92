"""The ways to settle and the prohibitions, each as a section."""

from collections.abc import Iterator

from huji.policy.guide.outline import Block, Line, Listing, Paragraph, Remark, Rows, Section
from huji.policy.guide.sentences import lowered, raised
from huji.policy.guide.sketches import Sketches
from huji.policy.guide.values import Ban, Family, Home, Kind, Papers, Way
from huji.policy.words import Text


class Ways(Sketches):
    """Lays out routes and prohibitions."""

    def _ways(self) -> Iterator[Section]:
        ways = tuple(self._way(way, str(number)) for number, way in enumerate(self.guide.ways, 1))
        if ways:
            lead = self._(
                "符合其中任意一条即可。每条途径写明条件、可以随迁的家人、户口落在哪里和要带的材料。",
                "Any one of them is enough. Each tells its conditions, who may come along, where the "
                "household registration goes and which papers to bring.",
            )
            one = self._(
                "写明条件、可以随迁的家人、户口落在哪里和要带的材料。",
                "With its conditions, who may come along, where the household registration goes and which "
                "papers to bring.",
            )
            title = self._("落户途径", "Ways to settle" if len(ways) > 1 else "The way to settle")
            yield Section("ways", title, (Paragraph(lead if len(ways) > 1 else one),), ways)

    def _way(self, way: Way, number: str) -> Section:
        blocks: list[Block] = [Rows(tuple(self._place(way))), self._conditions(way)]
        if not way.settles:
            blocks.append(
                Paragraph(
                    self._(
                        "因为文件没有说明，单凭这条途径最多只能得出“尚不能确定”：不会据此准予，也不会据此推定不准。",
                        "As the document does not say this, this way alone leads no further than "
                        "“undetermined”: nobody is admitted by it, and nobody is presumed to fail.",
                    ),
                    "open",
                )
            )
        if way.reading:
            blocks.append(Remark(*self._remark(way.reading)))
        more = (*self._family(way.family), self._homes(way), self._papers(way))
        return Section(
            f"way-{way.id}",
            self._say(way.title),
            tuple(blocks),
            more=more,
            drawing=self._route_drawing(way),
            number=number,
            aside=self._cited(way.cites),
        )

    def _conditions(self, way: Way) -> Listing:
        when = way.when
        lines = self._top(when)
        count = len(lines)
        if not way.settles:
            title = self._("这条途径的条件", "What this way asks")
        elif count == 1:
            title = self._("符合下面这一项，就可以走这条途径", "This way is yours if this is true")
        elif when.kind is Kind.ANY and not when.notion:
            title = self._(
                f"下面 {count} 项符合任意一项，就可以走这条途径",
                f"This way is yours if any one of these {count} is true",
            )
        else:
            title = self._(
                f"下面 {count} 项都符合，就可以走这条途径",
                f"This way is yours if {'both' if count == 2 else f'all {count}'} of these are true",
            )
        return Listing(title, lines)

    def _family(self, family: Family | None) -> Iterator[Block]:
        title = self._("可以一起落户的家人", "Who may come along")
        if family is None:
            none = self._(
                "文件没有写随迁的家人，这条途径只办本人落户。",
                "The document names nobody, so this way settles the applicant alone.",
            )
            yield Listing(title, (Line(none),), "plain")
            return
        names = self._list(tuple(_plural(one.title) for one in family.relations))
        lines = []
        if family.when is None:
            lines.append(Line(self._(names, raised(names))))
        else:
            head = self._(f"{names}，每人都须符合", f"{raised(names)}, if for each of them this is true")
            lines.append(Line(head, lines=self._top(family.when)))
        for one in family.relations:
            if one.own is not None:
                name = self._(one.title.zh, lowered(one.title.en))
                lines.append(
                    Line(
                        self._(f"{name}还须符合", f"Each {name} must also meet this"),
                        lines=self._top(one.own),
                    )
                )
        if family.others:
            kin = self._list(tuple(_plural(one) for one in family.others))
            lines.append(
                Line(
                    self._(
                        f"名单后面写有“等”：名单以外的亲属，即{kin}，符合上述共同条件的，"
                        "由民警酌情决定，并写明理由",
                        f"The list closes with “and others” (等): {kin} who meet the common condition are "
                        "left to the officer, who gives written reasons",
                    )
                )
            )
        elif family.relations:
            lines.append(Line(self._("名单以外的人不能随迁", "Nobody else may come along")))
        yield Listing(title, tuple(lines))
        if family.reading:
            yield Remark(*self._remark(family.reading))

    def _homes(self, way: Way) -> Listing:
        title = self._("户口落在哪里", "Where the registration goes")
        if not way.homes:
            none = self._(
                "文件没有写落在谁的户里，由受理的派出所安排。",
                "The document does not say in which household; the police station arranges it.",
            )
            return Listing(title, (Line(none),), "plain")
        return Listing(title, tuple(self._home(home, way) for home in way.homes))

    def _home(self, home: Home, way: Way) -> Line:
        name = self._raised(home.title)
        cited = self._cited(home.cites) if home.cites and home.cites != way.cites else ""
        name = self._(f"{name}（{cited}）", f"{name} ({cited})") if cited else name
        reading = self._say(home.reading.text) if home.reading else ""
        lines = (self._line(home.when),) if home.when is not None else ()
        if reading:
            lines = (*lines, Line(reading, label=self._("理解", "Reading")))
        return Line(
            name, lead=self._("条件是", "on this condition") if home.when is not None else "", lines=lines
        )

    def _papers(self, way: Way) -> Listing:
        title = self._("要带的材料", "Papers to bring")
        note = ""
        if way.known:
            known = self._list(way.known)
            note = self._(
                f"户口登记里已有的情况由窗口核对，不用另带证明：{known}。",
                f"What the register itself knows is checked at the window and needs no other proof: {known}.",
            )
        if way.papers:
            return Listing(title, tuple(self._paper(papers) for papers in way.papers), "checks", note)
        none = self._("文件没有列出材料。", "The document lists no papers.")
        return Listing(title, (Line(none),), "plain", note)

    def _paper(self, papers: Papers) -> Line:
        sheets = [
            self._(
                f"{one.title.zh}，{one.issuer.zh}出具" if one.issuer else one.title.zh,
                f"{one.title.en}, from {one.issuer.en}" if one.issuer else one.title.en,
            )
            for one in papers.any_of
        ]
        purpose = self._say(papers.purpose) if papers.purpose else ""
        if papers.depends:
            about = self._(f"如果凭“{purpose}”", f"If you rely on “{purpose}”")
        else:
            about = self._(f"证明“{purpose}”", f"For “{purpose}”") if purpose else ""
        if len(sheets) == 1:
            return Line(sheets[0], label=about)
        one = self._("任选其一", "any one of these")
        head = f"{about}{self._('，', ', ')}{one}" if about else self._("下列任选其一", "Any one of these")
        return Line(head, lines=tuple(Line(sheet) for sheet in sheets))

    def _bans(self) -> Iterator[Section]:
        bans = tuple(self._ban(ban) for ban in self.guide.bans)
        if bans:
            lead = self._(
                "下列规定适用时，不论走哪条途径都不能落户，除非属于例外。",
                "Where one of these applies, no way leads to settling, unless an exception holds.",
            )
            yield Section("bans", self._("禁止规定", "Prohibitions"), (Paragraph(lead),), bans)

    def _ban(self, ban: Ban) -> Section:
        lines = self._top(ban.when)
        title = self._("什么情况下禁止", "When it applies")
        if len(lines) > 1:
            every = ban.when.kind is Kind.ALL
            title += self._(
                "（同时符合）" if every else "（符合任意一项）", " (all of these)" if every else " (any one)"
            )
        blocks: list[Block] = [Rows(tuple(self._place(ban))), Listing(title, lines)]
        exceptions = self._("例外", "Exceptions")
        if ban.unless is None:
            none = self._("文件没有写例外。", "The document names no exception.")
            blocks.append(Listing(exceptions, (Line(none),), "plain"))
        else:
            unless = self._top(ban.unless)
            if len(unless) > 1:
                every = ban.unless.kind is Kind.ALL
                exceptions += self._(
                    "（同时符合才不受禁止）" if every else "（符合任意一项即不受禁止）",
                    " (all of these together)" if every else " (any one lifts the prohibition)",
                )
            blocks.append(Listing(exceptions, unless))
        if ban.reading:
            blocks.append(Remark(*self._remark(ban.reading)))
        return Section(
            f"ban-{ban.id}",
            self._say(ban.title),
            tuple(blocks),
            drawing=self._ban_drawing(ban),
            aside=self._cited(ban.cites),
        )


def _plural(relation: Text) -> Text:
    """Return a relation as of several people: Grandchild is Grandchildren."""
    if relation.en.lower() == "spouse":
        return relation
    many = f"{relation.en}ren" if relation.en.lower().endswith("child") else f"{relation.en}s"
    return Text(relation.zh, many)
