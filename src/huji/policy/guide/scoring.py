"""The points scheme as sections: the table of indicators, each indicator, the totals, the selection."""

from collections.abc import Iterator

from huji.policy.guide.outline import Block, Line, Listing, Paragraph, Remark, Rows, Section, Table
from huji.policy.guide.sentences import raised
from huji.policy.guide.values import Measure, Scheme, Sum
from huji.policy.guide.ways import Ways


class Scoring(Ways):
    """Lays out a points scheme."""

    def _points(self, scheme: Scheme | None) -> Iterator[Section]:
        if scheme is None:
            return
        title = self._("积分办法", "Points")
        lead = self._(
            "分数由下列指标相加。先看一览，再看每项怎样计分、要什么材料、由谁审核。",
            "The score adds up these indicators: all of them at a glance, then how each counts, which papers "
            "it asks for and who checks it.",
        )
        blocks: list[Block] = [Paragraph(lead), self._glance(scheme)]
        if scheme.reading:
            blocks.append(Remark(*self._remark(scheme.reading)))
        sections = [self._measure(one, str(number)) for number, one in enumerate(scheme.measures, 1)]
        sections += [self._sum(one) for one in scheme.sums]
        if scheme.selection:
            sections.append(self._selecting(scheme))
        yield Section("points", title, tuple(blocks), tuple(sections), aside=self._cited(scheme.cites))

    def _glance(self, scheme: Scheme) -> Table:
        grouped = any(one.group for one in scheme.measures)
        head = (self._("指标", "Indicator"), self._("分值", "Points"))
        rows: list[tuple[str, ...]] = []
        for one in scheme.measures:
            row = (self._say(one.title), self._say(one.span))
            rows.append((*row, self._say(one.group) if one.group else "—") if grouped else row)
        if grouped:
            head = (*head, self._("类别", "Kind"))  # type: ignore[assignment]
        return Table(self._("指标一览", "The indicators at a glance"), head, tuple(rows))

    def _measure(self, one: Measure, number: str) -> Section:
        line = self._line(one.worth)
        blocks: list[Block] = [Listing("", (line,))]
        rows = []
        if one.papers:
            papers = self._("；", "; ").join(
                self._("或者", " or ").join(self._say(sheet.title) for sheet in papers.any_of)
                for papers in one.papers
            )
            rows.append((self._("材料", "Papers"), (Line(papers),)))
        if one.responsible:
            rows.append((self._("审核", "Checked by"), (Line(raised(self._bodies(one.responsible))),)))
        if rows:
            blocks.append(Rows(tuple(rows)))
        if one.reading:
            blocks.append(Remark(*self._remark(one.reading)))
        return Section(
            f"measure-{one.id}",
            self._say(one.title),
            tuple(blocks),
            number=number,
            aside=self._cited(one.cites),
        )

    def _sum(self, one: Sum) -> Section:
        names = self._list(one.measures)
        lines = [Line(self._(f"以下指标相加：{names}", f"These added up: {names}"))]
        lines += [self._line(rule) for rule in one.rules]
        if one.standard:
            worth = self._say(one.standard)
            lines.append(Line(self._(f"标准分值：{worth}", f"The standard to reach: {worth}")))
        blocks: list[Block] = [Listing("", tuple(lines))]
        if one.reading:
            blocks.append(Remark(*self._remark(one.reading)))
        return Section(f"total-{one.id}", self._say(one.title), tuple(blocks), aside=self._cited(one.cites))

    def _selecting(self, scheme: Scheme) -> Section:
        lines = tuple(Line(self._raised(one)) for one in scheme.selection)
        blocks: list[Block] = [Listing("", lines)]
        if scheme.selection_reading:
            blocks.append(Remark(*self._remark(scheme.selection_reading)))
        aside = self._cited(scheme.selection_cites) if scheme.selection_cites else ""
        return Section(
            "selection", self._("名单怎样确定", "How the list is made"), tuple(blocks), aside=aside
        )
