"""The outline of a guide: which sections it has, in which order, and what each says."""

from collections.abc import Iterator

from huji.policy.citing import article
from huji.policy.guide.outline import Block, Line, Listing, Outline, Paragraph, Remark, Rows, Section, Table
from huji.policy.guide.phrases import day
from huji.policy.guide.scoring import Scoring
from huji.policy.guide.sentences import raised
from huji.policy.guide.values import Ban, Guide, Notion, Way
from huji.policy.pack import Status
from huji.policy.words import Text


def outline(guide: Guide, lang: str) -> Outline:
    """Return the guide laid out in a language ("zh" or "en")."""
    return _Laying(guide, lang).outline()


class _Laying(Scoring):
    def outline(self) -> Outline:
        guide = self.guide
        sections = [
            self._overview(),
            *self._ways(),
            *self._bans(),
            *self._points(guide.scheme),
            self._going(),
        ]
        sections += [*self._notions(), *self._figures(), *self._articles(), self._about()]
        return Outline(
            policy=guide.policy,
            lang=self.lang,
            title=self._say(guide.title),
            subtitle=self._("落户指南", "Guide to settling"),
            summary=self._say(guide.summary),
            head=Rows(tuple(self._head())),
            sections=tuple(sections),
            contents=self._("目录", "Contents"),
            digest=guide.digest,
            closing=self._(
                "本指南由政策包自动生成，只作说明；是否准予落户由工作人员依照文件决定。",
                "Made from the policy pack, for information; officers decide by the document.",
            ),
        )

    def _head(self) -> Iterator[tuple[str, tuple[Line, ...]]]:
        guide, document = self.guide, self.guide.document
        named = self._(f"《{document.title}》", document.title or "") if document.title else ""
        unknown = {name: self._say(text) for name, text in document.unknown.items()}
        yield (
            self._("文件", "Document"),
            tuple(
                Line(text)
                for text in (
                    named,
                    document.number or "",
                    unknown.get("title", ""),
                    unknown.get("number", ""),
                )
                if text
            ),
        )
        yield self._("发文机关", "Issued by"), (Line(self._say(guide.issuer)),)
        issued = self._say(day(document.issued)) if document.issued else ""
        dates = tuple(Line(text) for text in (issued, unknown.get("issued", "")) if text)
        if dates:
            yield self._("发布日期", "Date of issue"), dates
        yield self._("有效期", "In force"), (Line(self._in_force()),)
        yield self._("适用地方", "Place"), (Line(self._raised(guide.place)),)
        if guide.areas:
            yield self._("适用地区", "Areas"), (Line(raised(self._list(guide.areas))),)
        if guide.superior:
            yield self._("上级政策", "Superior policy"), (Line(self._say(guide.superior)),)

    def _in_force(self) -> str:
        start, end = day(self.guide.in_force_from), self.guide.in_force_to
        if end is None:
            return self._(f"{start.zh}起", f"from {start.en}")
        last = day(end)
        return self._(f"{start.zh}至{last.zh}", f"{start.en} to {last.en}")

    def _overview(self) -> Section:
        guide = self.guide
        blocks: list[Block] = [Remark(*self._remark(guide.reading))] if guide.reading else []
        if not guide.ways and not guide.bans:
            none = self._("这份文件不决定落户。", "This document does not decide who settles.")
            return Section(
                "overview", self._("关于这份政策", "About this policy"), (Paragraph(none), *blocks)
            )
        places = tuple(self._places())
        if places:
            blocks.append(
                Paragraph(
                    self._("先看您要迁入的是哪一类地区：", "First see what kind of area you want to move to:")
                )
            )
            blocks.append(Rows(places))
        blocks.append(
            Listing(
                self._("然后依次判断", "Then it is decided in this order"),
                tuple(Line(f"{self._end(text)}") for text in self._steps()),
                kind="steps",
            )
        )
        return Section(
            "overview", self._("怎样判断", "How it is decided"), tuple(blocks), drawing=self._ladder()
        )

    def _places(self) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """Yield what each kind of area opens and forbids; what holds everywhere is said once, before."""
        guide = self.guide
        clauses: tuple[Way | Ban, ...] = (*guide.ways, *guide.bans)
        every = [one for one in clauses if set(one.areas) >= set(guide.area_ids)]
        if len(guide.areas) > 1 and every:
            yield self._("所有地区", "Everywhere"), tuple(self._clause(one) for one in every)
        else:
            every = []
        rest: dict[tuple[Line, ...], list[Text]] = {}
        for area, name in zip(guide.areas, guide.area_ids, strict=True):
            here = tuple(self._clause(one) for one in clauses if name in one.areas and one not in every)
            if not here:
                none = self._("没有别的途径", "nothing else") if every else self._("没有途径", "no way")
                here = (Line(none),)
            rest.setdefault(here, []).append(area)
        if set(rest) != {(Line(self._("没有别的途径", "nothing else")),)}:
            yield from ((raised(self._list(tuple(areas))), lines) for lines, areas in rest.items())

    def _clause(self, one: Way | Ban) -> Line:
        if isinstance(one, Ban):
            return Line(self._say(one.title), label=self._("禁止", "Prohibited"), link=f"ban-{one.id}")
        return Line(self._say(one.title), link=f"way-{one.id}")

    def _going(self) -> Section:
        where = self._(
            "向要落户的地址所属派出所的户政窗口提出申请。缺少的材料，窗口会一次说全。",
            "Apply at the household-registration window of the police station of the address where you want "
            "to register. The window tells you once and fully which papers are missing.",
        )
        silent = self._("文件没有写办理时限。", "The document sets no time limit.")
        blocks: list[Block] = [Paragraph(where)]
        if self.guide.promises:
            own = self._(
                "下面是本系统办理程序的承诺，不是文件的规定：",
                "These are promises of the procedure of this installation, not of the document:",
            )
            lines = tuple(Line(self._say(one)) for one in self.guide.promises)
            blocks += [Paragraph(f"{silent}{'' if self.chinese else ' '}{own}"), Listing("", lines)]
        else:
            blocks.append(Paragraph(silent))
        return Section(
            "going", self._("到哪里办，要多久", "Where to go, and how long it takes"), tuple(blocks)
        )

    def _notions(self) -> Iterator[Section]:
        told = [one for one in self.guide.notions if one.reading or one.cites or one.content]
        if not told:
            return
        lead = self._(
            "文件的用语往往可以有不止一种理解。这里写明本指南采用的理解，以及其他可能的理解；理解不是文件原文。",
            "Words of a document can often be read in more than one way. Here is how this guide reads them, "
            "and how else they could be read; a reading is not the text.",
        )
        sections = tuple(self._notion(one) for one in told)
        yield Section("notions", self._("用语和理解", "Terms and readings"), (Paragraph(lead),), sections)

    def _notion(self, notion: Notion) -> Section:
        blocks: list[Block] = []
        if notion.used_in:
            blocks.append(
                Rows(((self._("用在", "Used in"), (Line(self._list(notion.used_in, "；", "; ")),)),))
            )
        else:
            blocks.append(Paragraph(self._("没有条款用到它。", "No clause uses it.")))
        if notion.content is not None:
            blocks.append(Listing(self._("内容", "What it says"), self._top(notion.content)))
        if notion.reading:
            blocks.append(Remark(*self._remark(notion.reading)))
        aside = self._cited(notion.cites) if notion.cites else ""
        return Section(f"notion-{notion.id}", self._say(notion.title), tuple(blocks), aside=aside)

    def _figures(self) -> Iterator[Section]:
        if self.guide.figures:
            rows = tuple(
                (
                    self._say(one.title),
                    self._say(one.value),
                    self._say(article(one.article)) if one.article else "—",
                )
                for one in self.guide.figures
            )
            head = (self._("名称", "Name"), self._("数值", "Value"), self._("依据", "Basis"))
            title = self._("文件中的数值", "Figures of the document")
            yield Section("figures", title, (Table(title, head, rows),))

    def _articles(self) -> Iterator[Section]:
        articles = self.guide.articles
        if not articles:
            return
        said = {
            Status.ENCODED: self._("已写入本指南", "in this guide"),
            Status.NOT_SETTLEMENT: self._("与落户条件无关", "not about settling"),
            Status.NOT_ENCODABLE: self._("没有写入", "left out"),
        }
        rows = tuple(
            (
                raised(self._say(article(one.article))),
                self._say(one.title),
                said[one.status],
                self._list(one.by, "；", "; ")
                if one.by
                else self._say(one.reason)
                if one.reason
                else self._("—", "—"),
            )
            for one in articles
        )
        head = (
            self._("条款", "Article"),
            self._("内容", "About"),
            self._("处理", "What became of it"),
            self._("写成的条款或者原因", "As what, or why not"),
        )
        title = self._("文件逐条对照", "Article by article")
        lead = self._(
            "文件的每一条都列在这里：写成了哪些途径和用语，或者为什么没有写入。",
            "Every article of the document: what it became here, or why it is left out.",
        )
        yield Section(
            "articles",
            title,
            (Paragraph(lead), Table(title, head, rows, tuple(one.status.value for one in articles))),
        )

    def _about(self) -> Section:
        lines = (
            self._(
                "“文件没有说明”：文件没有写，本指南不作推测；它既不会使人获准，也不会使人被拒。",
                "“The document does not say”: the text is silent and nothing is guessed; nobody is admitted "
                "or refused by it.",
            ),
            self._(
                "情况不明不等于不符合：窗口会先请您补充材料。",
                "What is not known is not held against you: the window asks for papers first.",
            ),
            self._(
                "不得要求以退出承包地、宅基地或者集体收益分配作为落户的条件。",
                "Nobody may be asked to give up contracted land, a homestead or a share in collective income "
                "in order to settle.",
            ),
            self._(
                "随迁、落户地址和材料以受理那天的情况为准。",
                "Companions, address and papers are judged as on the day the application is accepted.",
            ),
        )
        version = self._("政策包", "Policy pack"), (Line(self.guide.policy),)
        digest = self._("版本摘要", "Version digest"), (Line(self.guide.digest),)
        return Section(
            "about",
            self._("怎样使用这份指南", "How to use this guide"),
            (Listing("", tuple(Line(text) for text in lines)), Rows((version, digest))),
        )
