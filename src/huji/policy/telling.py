"""The answer told to a person: outcome, why, what is missing, what to bring, who may come, where to."""

from collections.abc import Iterator

from huji.policy.answer import Answer, Papers
from huji.policy.citing import articles
from huji.policy.library import Library
from huji.policy.pack import Note, Pack
from huji.policy.question import ELIGIBLE, INELIGIBLE, UNDETERMINED
from huji.policy.reason_lines import ReasonLines
from huji.policy.tree import Citation
from huji.policy.wording import say
from huji.policy.words import Text

_OUTCOME_MARKS = {ELIGIBLE: "✓", INELIGIBLE: "✗", UNDETERMINED: "?", "discretionary": "○"}


def tell(answer: Answer, packs: Library, language: str) -> str:
    """Return the answer as lines of plain text in `language` ("zh" or "en")."""
    return "\n".join(_Telling(answer, packs, language).lines())


class _Telling:
    def __init__(self, answer: Answer, packs: Library, language: str) -> None:
        self.answer = answer
        self.packs = packs
        self.vocabulary = packs.vocabulary
        self.language = language
        pack = packs.by_digest.get(answer.policy_digest) or packs.get(answer.policy)
        if pack is None:
            raise KeyError(answer.policy)
        self.pack: Pack = pack
        self.reasons = ReasonLines(pack, packs.vocabulary, language)

    def lines(self) -> Iterator[str]:
        answer = self.answer
        yield f"{_OUTCOME_MARKS[answer.outcome]} {self._outcome(answer.outcome)}{self._why()}"
        yield self._(
            f"{self.pack.title.zh}（{answer.policy}），受理日 {answer.date}",
            f"{self.pack.title.en} ({answer.policy}), accepted {answer.date}",
        )
        yield self._("依据：", "Basis: ") + self._cite(*answer.basis)
        if answer.unanimous and answer.unanimous != answer.outcome:
            yield self._(
                "不论未知事实如何，结果都是：", "Whatever the unknown facts are, the outcome is: "
            ) + self._outcome(answer.unanimous)
        yield from self._bans()
        yield from self._routes()
        yield from self._missing()
        yield from self._section(
            self._("文件没有说明", "What the document does not say"),
            [self._text(one.reason) for one in dict.fromkeys(answer.unsettled)],
        )
        yield from self._nearest()
        yield from self._section(
            self._("上级政策本可准予（可据以申诉）", "A superior policy would admit (a ground for appeal)"),
            [
                f"{self._route_title(one.policy, one.route)}  {self._cite(one.basis[0])}"
                for one in answer.superior
            ],
        )
        yield from self._companions()
        yield from self._section(
            self._("可以落在", "May be registered in"),
            [self._text(self.vocabulary.hosts[host]) for host in answer.hosts],
        )
        yield from self._section(
            self._("要带的材料（每行任选其一）", "Papers to bring (any one of each line)"),
            [self._papers(papers) for papers in answer.evidence],
        )
        yield ""
        yield self._("以上由规则推算，供民警决定时参考。", "Worked out from the rules; an officer decides.")

    # -- parts -------------------------------------------------------------------------------------------

    def _why(self) -> str:
        if self.answer.granted_by is None:
            return ""
        return self._("：", ": ") + self._route_title(self.answer.policy, self.answer.granted_by)

    def _bans(self) -> Iterator[str]:
        titles = {ban.id: ban for ban in self.pack.prohibitions}
        for one in self.answer.prohibitions:
            ban = titles[one.id]
            state = {
                True: self._("禁止", "forbidden"),
                False: self._("不适用", "does not apply"),
                None: self._("尚不能确定", "undetermined"),
            }
            yield ""
            title = f"{self._('禁令', 'Prohibition')} · {self._text(ban.title)}"
            yield f"{title} — {state[one.holds]}  {self._cite(ban.cites)}"
            yield from self.reasons.tree(one.reason, 1)
            if one.unless is not None:
                yield "  " + self._("例外", "Exceptions")
                yield from self.reasons.tree(one.unless, 2)
            yield from self._note(ban.note)

    def _routes(self) -> Iterator[str]:
        routes = {route.id: route for route in self.pack.routes}
        if not self.answer.routes:
            yield ""
            yield self._("该政策在此地没有开放落户途径。", "The policy opens no route at this destination.")
        for one in self.answer.routes:
            route = routes[one.id]
            yield ""
            yield (
                f"{_OUTCOME_MARKS[one.outcome]} {self._('途径', 'Route')} · {self._text(route.title)} — "
                f"{self._outcome(one.outcome)}  {self._cite(route.cites)}"
            )
            yield from self.reasons.tree(one.reason, 1)
            yield from self._note(route.note)

    def _missing(self) -> Iterator[str]:
        if not self.answer.missing:
            return
        yield ""
        yield self._("还需要知道（先问最能定结果的）", "Still to be known (most decisive first)")
        for number, name in enumerate(self.answer.missing, 1):
            fact = self.vocabulary[name]
            options = " / ".join(self._text(text) for text in fact.values.values())
            yield f"  {number}. {self._text(fact.ask)}  [{name}]"
            if options:
                yield f"     {options}"

    def _nearest(self) -> Iterator[str]:
        nearest = self.answer.nearest
        if nearest is None:
            return
        title = self._route_title(self.answer.policy, nearest.route)
        yield from self._section(
            self._(f"最接近的途径：{title}。还须：", f"Nearest route: {title}. It would need:"),
            [
                self._text(say(leaf, self.pack, self.vocabulary))
                + self.reasons.given(leaf)
                + self.reasons.lacking(leaf)
                for leaf in nearest.leaves
            ],
        )

    def _companions(self) -> Iterator[str]:
        lines = []
        for one in self.answer.companions:
            relation = self._text(self.vocabulary.relations[one.relation])
            missing = self._("、", ", ").join(self._text(self.vocabulary[name].title) for name in one.missing)
            asked = self._(f"；还需要知道：{missing}", f"; still to be known: {missing}") if missing else ""
            cited = f"  {self._cite(*one.basis)}" if one.basis else ""
            lines.append(
                f"{_OUTCOME_MARKS[one.outcome]} {relation} — {self._outcome(one.outcome)}{asked}{cited}"
            )
        yield from self._section(self._("随迁人", "Companions"), lines)

    def _papers(self, papers: Papers) -> str:
        names = (self._text(self.vocabulary.evidence[paper].title) for paper in papers.any_of)
        return f"□ {' / '.join(names)}"

    def _note(self, note: Note | None) -> Iterator[str]:
        if note is not None and self._text(note.text):
            yield self._("  解释：", "  Reading: ") + self._text(note.text)

    def _section(self, title: str, lines: list[str]) -> Iterator[str]:
        if lines:
            yield ""
            yield title
            yield from (f"  {line}" for line in lines)

    # -- words -------------------------------------------------------------------------------------------

    @property
    def _zh(self) -> bool:
        return self.language.startswith("zh")

    def _(self, zh: str, en: str) -> str:
        return zh if self._zh else en

    def _text(self, text: Text) -> str:
        return text.in_language(self.language)

    def _outcome(self, outcome: str) -> str:
        return self._text(self.vocabulary.outcomes[outcome])

    def _cite(self, *citations: Citation) -> str:
        """Return citations in words, the articles of one document together."""
        documents: dict[str, list[str]] = {}
        for citation in citations:
            documents.setdefault(citation.document, []).append(citation.article)
        cited = (
            self._(f"〔{document} {articles(several).zh}〕", f"[{document}, {articles(several).en}]")
            for document, several in documents.items()
        )
        return self._("；", "; ").join(cited)

    def _route_title(self, policy: str, route: str) -> str:
        same = policy == self.answer.policy
        pack = self.pack if same else self.packs.get(policy, self.answer.date) or self.packs.get(policy)
        found = next((one.title for one in pack.routes if one.id == route), None) if pack else None
        return self._text(found) if found else route
