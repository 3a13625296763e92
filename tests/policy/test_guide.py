"""The citizen's guide leaves nothing of a pack out, says nothing twice, and means what the pack means."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.policy.random_policies import CRITERIA, FACTS, conditions, naive, people

from huji import policy
from huji.policy import guide
from huji.policy.guide.conditions import Conditions
from huji.policy.guide.drawing import Box, Drawing, Words, measure
from huji.policy.guide.outline import Line, Listing, Outline, Paragraph, Remark, Rows, Section, Table
from huji.policy.guide.phrases import article
from huji.policy.guide.sentences import Sentences, sentences
from huji.policy.guide.values import Kind, Point, Reading, Worth
from huji.policy.interpret import Kleene
from huji.policy.pack import Criterion, Document, Note, Pack, Reach, Route
from huji.policy.points import (
    Award,
    FactQuantity,
    Options,
    Per,
    Steps,
    Times,
    UnknownScore,
    conditions_of,
    walk_quantity,
    walk_score,
)
from huji.policy.points.explaining import plain
from huji.policy.tree import (
    All,
    AnyOf,
    Citation,
    Condition,
    Constant,
    Leaf,
    Not,
    Op,
    Reference,
    Unknown,
    Value,
)
from huji.policy.vocabulary import Type, Vocabulary
from huji.policy.words import Text

PACKS = policy.packs()
WORDS = PACKS.vocabulary
each_pack = pytest.mark.parametrize("name", PACKS.names)
each_language = pytest.mark.parametrize("lang", ["zh", "en"])


def named(code: str) -> Text:
    return Text(f"区划{code}", f"division {code}")


def laid(name: str, lang: str) -> Outline:
    pack = PACKS.get(name)
    assert pack is not None
    made = guide.guide_of(pack, WORDS, named=lambda code, on: named(code), promises=[Text("限期", "a limit")])
    return guide.outline(made, lang)


# -- what an outline says --------------------------------------------------------------------------------


def texts(outline: Outline) -> Iterator[str]:
    yield from (outline.title, outline.subtitle, outline.summary, outline.closing, outline.digest)
    yield from _of_block(outline.head)
    for section in outline.sections:
        yield from _of_section(section)


def _of_section(section: Section) -> Iterator[str]:
    yield section.title
    yield section.aside
    for block in (*section.blocks, *section.more):
        yield from _of_block(block)
    for one in section.sections:
        yield from _of_section(one)


def _of_block(block: object) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Listing):
        yield from (block.title, block.note)
        for line in block.lines:
            yield from _of_line(line)
    elif isinstance(block, Rows):
        for label, lines in block.rows:
            yield label
            for line in lines:
                yield from _of_line(line)
    elif isinstance(block, Remark):
        yield from (block.title, block.text, block.others_title, *block.others)
    elif isinstance(block, Table):
        yield from (block.caption, *block.head, *itertools.chain.from_iterable(block.rows))


def _of_line(line: Line) -> Iterator[str]:
    yield from (line.text, line.label, line.lead)
    for one in line.lines:
        yield from _of_line(one)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text).lower()


def said(outline: Outline) -> str:
    return squeezed("\n".join(texts(outline)))


# -- what a pack holds -----------------------------------------------------------------------------------


def signed(
    node: Condition, criteria: dict[str, Condition], holds: bool = True
) -> Iterator[tuple[Condition, bool]]:
    """Yield the ends of a condition with their sign, criteria followed into."""
    if isinstance(node, All | AnyOf):
        for part in node.parts:
            yield from signed(part, criteria, holds)
    elif isinstance(node, Not):
        yield from signed(node.part, criteria, not holds)
    elif isinstance(node, Reference):
        yield from signed(criteria[node.criterion], criteria, holds)
    else:
        yield node, holds


def trees(pack: Pack) -> Iterator[Condition]:
    yield from (criterion.condition for criterion in pack.criteria.values())
    for route in pack.routes:
        yield route.when
        yield from (host.when for host in route.hosts if host.when)
        if route.companions:
            yield from ([route.companions.when] if route.companions.when else [])
            yield from route.companions.by_relation.values()
    for ban in pack.prohibitions:
        yield ban.when
        yield from ([ban.unless] if ban.unless else [])


def notes(pack: Pack) -> Iterator[Note]:
    found = [pack.note, *(one.note for one in (*pack.routes, *pack.prohibitions, *pack.criteria.values()))]
    for route in pack.routes:
        found += [host.note for host in route.hosts]
        found += [route.companions.note] if route.companions else []
    if pack.points:
        found += [pack.points.note, *(one.note for one in pack.points.indicators)]
        found += [one.note for one in pack.totals.values()]
        found += [pack.points.selection.note] if pack.points.selection else []
    return (note for note in found if note is not None)


@each_language
@each_pack
def test_the_guide_names_every_leaf_of_the_pack(name: str, lang: str) -> None:
    pack, told = PACKS.get(name), said(laid(name, lang))
    assert pack is not None
    speaks = Sentences(WORDS, named, sentences())
    for tree in trees(pack):
        for end, holds in signed(tree, dict(pack.conditions)):
            if isinstance(end, Leaf):
                words = speaks.leaf(end, holds)
            else:
                words = end.reason if isinstance(end, Unknown) else speaks.total(end, holds)  # type: ignore[arg-type]
            assert squeezed(words.in_language(lang)) in told, (end.id, words)


@each_language
@each_pack
def test_the_guide_names_every_clause_note_paper_host_article_and_figure(name: str, lang: str) -> None:
    pack, told = PACKS.get(name), said(laid(name, lang))
    assert pack is not None
    wanted = [one.title for one in (*pack.routes, *pack.prohibitions, *pack.articles)]
    wanted += [one.reason for one in pack.articles if one.reason]
    wanted += [one.title for one in pack.criteria.values() if one.note or one.cites]
    wanted += [given.title for given in pack.parameters.values()]
    wanted += [text for note in notes(pack) for text in (note.text, *note.alternatives)]
    wanted += [WORDS.hosts[host.host] for route in pack.routes for host in route.hosts]
    papers = [paper for route in pack.routes for any_of in route.evidence for paper in any_of]
    for route in pack.routes:
        for node in (route.when, *(host.when for host in route.hosts if host.when)):
            papers += [
                paper
                for criterion in _referred(node, pack)
                for any_of in criterion.evidence
                for paper in any_of
            ]
    if pack.points:
        wanted += [one.title for one in (*pack.points.indicators, *pack.totals.values())]
        papers += [paper for one in pack.points.indicators for any_of in one.evidence for paper in any_of]
    wanted += [WORDS.evidence[paper].title for paper in papers]
    missing = [text for text in wanted if squeezed(text.in_language(lang)) not in told]
    assert missing == []
    if lang == "zh":
        for route in pack.routes:
            assert all(body in told for body in route.responsible)
    assert pack.digest in told


def _referred(node: Condition, pack: Pack) -> Iterator[Criterion]:
    if isinstance(node, Reference):
        yield pack.criteria[node.criterion]
    for part in (*getattr(node, "parts", ()), *([node.part] if isinstance(node, Not) else [])):
        yield from _referred(part, pack)


@each_language
@each_pack
def test_the_guide_names_every_number_and_fact_of_the_points(name: str, lang: str) -> None:
    pack = PACKS.get(name)
    assert pack is not None
    if pack.points is None:
        return
    made = guide.guide_of(pack, WORDS, named=lambda code, on: named(code))
    assert made.scheme is not None
    speaks = Sentences(WORDS, named, sentences())
    for indicator, measure_ in zip(pack.points.indicators, made.scheme.measures, strict=True):
        told = squeezed("".join(_of_worth(measure_.worth, lang)))
        for condition in conditions_of(indicator.score):
            for end, holds in signed(condition, dict(pack.conditions)):
                words = (
                    [speaks.leaf(end, sign) for sign in (holds, not holds)] if isinstance(end, Leaf) else []
                )
                assert any(squeezed(one.in_language(lang)) in told for one in words), (indicator.id, words)
        for score in walk_score(indicator.score):
            numbers = {
                Award: lambda one: [one.points],
                Per: lambda one: [one.points, *([one.unit] if one.unit != 1 else [])],
                Steps: lambda one: [number for step in one.steps for number in step if number],
                Options: lambda one: [points for _, points in one.points if points],
                Times: lambda one: [one.factor] if one.factor else [],
            }.get(type(score), lambda one: [])(score)
            for number in numbers:
                shown = plain(abs(number))
                assert str(shown) in told or f"{shown:,}" in told, (indicator.id, number)
            if isinstance(score, UnknownScore):
                assert squeezed(score.reason.in_language(lang)) in told
            if isinstance(score, Options):
                assert squeezed(WORDS[score.fact].title.in_language(lang)) in told
            if isinstance(score, Per | Steps):
                for one in walk_quantity(score.quantity):
                    if isinstance(one, FactQuantity) and lang == "zh":
                        title = WORDS[one.fact].title.zh.removeprefix("其中").replace("满几年", "的年数")
                        assert squeezed(title) in told


def _of_worth(worth: Worth | Point, lang: str) -> Iterator[str]:
    yield worth.text.in_language(lang)
    if isinstance(worth, Worth):
        yield worth.lead.in_language(lang)
    for part in worth.parts:
        yield from _of_worth(part, lang)


# -- nothing twice, nothing empty ------------------------------------------------------------------------


@each_language
@each_pack
def test_no_list_says_a_thing_twice_and_no_line_is_empty(name: str, lang: str) -> None:
    outline = laid(name, lang)
    for section in outline.sections:
        _check_section(section)


def _check_section(section: Section) -> None:
    assert section.title.strip()
    for block in (*section.blocks, *section.more):
        if isinstance(block, Paragraph):
            assert block.text.strip()
        if isinstance(block, Listing):
            assert block.lines
            _check_lines(block.lines)
        if isinstance(block, Rows):
            for label, lines in block.rows:
                assert label.strip()
                _check_lines(lines)
        if isinstance(block, Remark):
            assert block.text.strip()
    titles = [one.title for one in section.sections]
    assert len(titles) == len(set(titles))
    for one in section.sections:
        _check_section(one)


def _check_lines(lines: tuple[Line, ...]) -> None:
    assert all(line.text.strip() for line in lines)
    assert len(set(lines)) == len(lines)
    for line in lines:
        _check_lines(line.lines)


def test_different_conditions_have_different_sentences() -> None:
    speaks = Sentences(WORDS, named, sentences())
    seen: dict[str, tuple[object, ...]] = {}
    for fact in WORDS.facts.values():
        for op, right in _rights(fact.type, tuple(fact.values), fact.ordered):
            leaf = Leaf("", Text("", ""), None, fact.name, op, Constant(right))
            for holds in (True, False):
                for lang in ("zh", "en"):
                    text = f"{lang} {speaks.leaf(leaf, holds).in_language(lang)}"
                    meant = _meaning(fact.name, op, right, holds, tuple(fact.values))
                    assert seen.setdefault(text, meant) == meant, text
                    assert text[3:].strip()


def _rights(
    kind: Type, codes: tuple[str, ...], ordered: bool
) -> Iterator[tuple[Op, Value | tuple[str, ...]]]:
    if kind is Type.BOOLEAN:
        yield from ((Op.IS, True), (Op.IS, False))
    elif kind is Type.CODE:
        yield from ((Op.IS, code) for code in codes)
        yield from ((Op.IN, pair) for pair in itertools.combinations(codes, 2))
        if ordered:
            yield from ((Op.AT_LEAST, code) for code in codes)
    elif kind is not Type.DIVISION:
        numbers: tuple[float, ...] = (0, 1, 2, 0.5, 18, 500000)
        yield from itertools.product((Op.AT_LEAST, Op.AT_MOST, Op.ABOVE, Op.BELOW), numbers)


def _meaning(
    fact: str, op: Op, right: Value | tuple[str, ...], holds: bool, codes: tuple[str, ...]
) -> tuple[object, ...]:
    """Return what a sentence means, the same for two ways of saying it."""
    if isinstance(right, bool):
        return fact, right is holds
    if isinstance(right, str | tuple):
        if op is Op.AT_LEAST:
            listed = set(codes[codes.index(str(right)) :])
        else:
            listed = {right} if isinstance(right, str) else set(right)
        return fact, frozenset(listed if holds else set(codes) - listed), op is Op.AT_LEAST
    flipped = {Op.AT_LEAST: Op.BELOW, Op.BELOW: Op.AT_LEAST, Op.AT_MOST: Op.ABOVE, Op.ABOVE: Op.AT_MOST}
    op = op if holds else flipped[op]
    if (op, right) in ((Op.AT_MOST, 0), (Op.BELOW, 1)):
        return fact, "none" if _counted(fact) else (op, right)
    if (op, right) in ((Op.AT_LEAST, 1), (Op.ABOVE, 0)):
        return fact, "some" if _counted(fact) else (op, right)
    return fact, (op, right)


def _counted(fact: str) -> bool:
    return "none" in sentences().get(fact, {})


def test_every_fact_that_a_route_asks_has_its_sentence() -> None:
    asked = {name for pack in PACKS for name in pack.order}
    said_by_title = {name for name in asked if name not in sentences()}
    assert {name for name in said_by_title if WORDS[name].type in (Type.BOOLEAN, Type.CODE)} == set()
    assert set(sentences()) <= set(WORDS.facts)


# -- random packs ----------------------------------------------------------------------------------------


def _distinct() -> Vocabulary:
    facts = {
        name: replace(
            fact,
            title=Text(f"〔{name}〕", f"[{name}]"),
            values={code: Text(f"〈{code}〉", f"<{code}>") for code in fact.values},
        )
        for name, fact in FACTS.items()
    }
    return Vocabulary(facts, (), {}, {}, {"town": Text("镇", "Town")}, {}, {}, "sha256:test")


RANDOM = _distinct()
SPEAKS = Sentences(RANDOM, named, {})


def random_pack(when: Condition, criteria: dict[str, Condition]) -> Pack:
    cites = Citation("文件", "一")
    named_ = {
        name: Criterion(name, Text(f"《{name}》", f"“{name}”"), condition, None)
        for name, condition in criteria.items()
    }
    route = Route("way", Text("途径", "way"), cites, Reach(("town",)), when)
    document = Document("文件", None, "机关", None)
    return Pack(
        policy="random",
        title=Text("政策", "policy"),
        document=document,
        applies_to=("21",),
        areas=("town",),
        in_force_from=dt.date(2020, 1, 1),
        in_force_to=None,
        superior=None,
        parameters={},
        criteria=named_,
        routes=(route,),
        prohibitions=(),
        articles=(),
        digest="sha256:random",
        file="random.yaml",
    )


def truth(point: Point, facts: dict[str, Kleene]) -> Kleene:
    if point.kind is Kind.UNKNOWN:
        return None
    if not point.parts:
        return facts[point.text.zh]
    values = [truth(part, facts) for part in point.parts]
    decides = point.kind is Kind.ANY
    if decides in values:
        return decides
    return None if None in values else not decides


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(conditions(leaves=10), CRITERIA, st.data())
def test_the_words_of_a_random_condition_mean_what_it_means(
    when: Condition, criteria: dict[str, Condition], data: st.DataObject
) -> None:
    point = Conditions(random_pack(when, criteria), SPEAKS).point(when)
    person = data.draw(people())
    facts: dict[str, Kleene] = {}
    for end, holds in signed(when, criteria):
        if isinstance(end, Leaf):
            value = naive(end, {}, person)
            facts[SPEAKS.leaf(end, holds).zh] = value if holds or value is None else not value
    assert truth(point, facts) is naive(when, criteria, person)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(conditions(leaves=8), CRITERIA)
def test_the_guide_to_a_random_pack_names_every_leaf_in_every_form(
    when: Condition, criteria: dict[str, Condition]
) -> None:
    pack = random_pack(when, criteria)
    for lang in ("zh", "en"):
        outline = guide.outline(guide.guide_of(pack, RANDOM, named=lambda code, on: named(code)), lang)
        forms = [said(outline), _shown(guide.page(outline)), _unescaped(guide.markdown(outline))]
        for end, holds in [pair for tree in (when, *criteria.values()) for pair in signed(tree, criteria)]:
            used = any(pair == (end, holds) for pair in signed(when, criteria))
            signs = (holds,) if used or not _used(when, criteria) else (True, False)
            words = [SPEAKS.leaf(end, sign) if isinstance(end, Leaf) else end.reason for sign in signs]  # type: ignore[union-attr]
            for form in forms:
                assert any(squeezed(one.in_language(lang)) in form for one in words)
        _check_section(outline.sections[1])
        assert _faults_of(guide.page(outline)) == []


def _used(when: Condition, criteria: dict[str, Condition]) -> bool:
    return any(isinstance(node, Reference) for node in _nodes(when))


def _nodes(node: Condition) -> Iterator[Condition]:
    yield node
    for part in (*getattr(node, "parts", ()), *([node.part] if isinstance(node, Not) else [])):
        yield from _nodes(part)


def _unescaped(markdown: str) -> str:
    return squeezed(re.sub(r"\\([\\`*_\[\]<>|])", r"\1", markdown))


# -- HTML ------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Reads a page strictly: every element closed in its turn, ids once, links that lead somewhere."""

    VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})
    EMPTY_SVG = frozenset({"rect", "path"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.faults: list[str] = []
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if len(names) != len(attrs):
            self.faults.append(f"<{tag}> repeats an attribute")
        if "id" in names:
            self.ids.append(names["id"] or "")
        for name in ("href", "src"):
            if name in names:
                self.links.append(names[name] or "")
        self.links.extend(f"#{one}" for one in (names.get("aria-labelledby") or "").split())
        if tag == "li" and self.open[-1] not in ("ul", "ol"):
            self.faults.append("<li> outside a list")
        if tag in ("p", "div", "ul", "ol") and "p" in self.open:
            self.faults.append(f"<{tag}> inside <p>")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.EMPTY_SVG | self.VOID:
            self.faults.append(f"<{tag}/>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> out of turn")

    def handle_data(self, data: str) -> None:
        if not {"style", "svg", "title"} & set(self.open):
            self.shown.append(data)


def _read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page


def _shown(html: str) -> str:
    return squeezed("".join(_read(html).shown))


def _faults_of(html: str) -> list[str]:
    page = _read(html)
    faults = [*page.faults, *(f"<{tag}> left open" for tag in page.open)]
    faults += [f"id {one} twice" for one in set(page.ids) if page.ids.count(one) > 1]
    faults += [f"{link} leads nowhere" for link in page.links if link.removeprefix("#") not in page.ids]
    return faults


@each_language
@each_pack
def test_the_page_is_well_formed_and_refers_to_nothing_outside(name: str, lang: str) -> None:
    outline = laid(name, lang)
    page = guide.page(outline)
    assert _faults_of(page) == []
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    shown = _shown(page)
    assert all(squeezed(text) in shown for text in texts(outline))


@each_language
@each_pack
def test_the_markdown_says_all_that_the_page_says(name: str, lang: str) -> None:
    outline = laid(name, lang)
    markdown = _unescaped(guide.markdown(outline))
    missing = [
        text
        for text in texts(outline)
        if squeezed(text) not in markdown and text not in (outline.digest, outline.subtitle)
    ]
    captions = {block.caption for one in outline.sections for block in one.blocks if isinstance(block, Table)}
    assert [text for text in missing if text not in captions] == []


# -- drawings --------------------------------------------------------------------------------------------


def drawings(section: Section) -> Iterator[Drawing]:
    if section.drawing:
        yield section.drawing
    for one in section.sections:
        yield from drawings(one)


@each_language
@each_pack
def test_every_way_and_ban_has_a_diagram_whose_words_stay_within_it(name: str, lang: str) -> None:
    pack, outline = PACKS.get(name), laid(name, lang)
    assert pack is not None
    found = [one for section in outline.sections for one in drawings(section)]
    decides = bool(pack.routes or pack.prohibitions)
    assert len(found) == len(pack.routes) + len(pack.prohibitions) + decides
    for drawing in found:
        assert drawing.description
        assert drawing.title
        for shape in drawing.shapes:
            if isinstance(shape, Box):
                assert -0.01 <= shape.x <= shape.x + shape.width <= drawing.width + 0.01
                assert -0.01 <= shape.y <= shape.y + shape.height <= drawing.height + 0.01
            if isinstance(shape, Words):
                width = measure(shape.text, shape.size)
                left = shape.x - (width / 2 if shape.anchor == "middle" else 0)
                assert left >= -0.5, (shape.text, left)
                assert left + width <= drawing.width + 1, shape.text
                assert 0 < shape.y < drawing.height


def test_a_reading_is_never_passed_off_as_the_text() -> None:
    pack = PACKS.get("panjin-2015")
    assert pack is not None
    made = guide.guide_of(pack, WORDS)
    assert isinstance(made.ways[2].reading, Reading)
    assert "理解不是文件原文" in "".join(texts(guide.outline(made, "zh")))


def test_what_the_document_leaves_open_is_told_as_undetermined() -> None:
    pack = PACKS.get("national-2014")
    assert pack is not None
    made = guide.guide_of(pack, WORDS)
    settles = {way.id: way.settles for way in made.ways}
    assert settles["small-town-dwelling"]
    assert not settles["medium-city"]
    assert not settles["megacity-points"]


def test_the_same_pack_gives_the_same_guide() -> None:
    assert guide.page(laid("lincang-2015", "zh")) == guide.page(laid("lincang-2015", "zh"))


def test_what_a_pack_says_is_never_read_as_markup() -> None:
    evil = Text('<script>x</script> & "甲" | [a](b) `c` #', '<img src=x onerror=y> & "b" | [a](b) `c` #')
    when = All("", evil, None, (Unknown("", evil, None, evil), Reference("", evil, None, "one")))
    pack = random_pack(when, {"one": AnyOf("", evil, None, (Unknown("", evil, None, evil),))})
    pack = replace_pack(pack, evil)
    for lang in ("zh", "en"):
        outline = guide.outline(guide.guide_of(pack, RANDOM), lang)
        page = guide.page(outline)
        assert _faults_of(page) == []
        assert "<script" not in page
        assert "<img" not in page
        assert squeezed(evil.in_language(lang)) in _shown(page)
        markdown = guide.markdown(outline)
        drawn = "".join(re.findall(r"```mermaid.*?```", markdown, re.DOTALL))
        told = re.sub(r"```mermaid.*?```", "", markdown, flags=re.DOTALL)
        assert re.search(r"(?<!\\)[<`]", told) is None
        assert re.search(r"(?<!\\)\[a(?<!\\)\]\(b\)", told) is None
        assert "<script" not in drawn
        assert re.search(r'\["[^"\n]*"[^"\]\n]+"', drawn) is None  # no quotation mark ends a label early


def replace_pack(pack: Pack, evil: Text) -> Pack:
    route = replace(pack.routes[0], title=evil, responsible=(evil.zh,), note=Note(evil, (evil,)))
    criterion = replace(pack.criteria["one"], title=evil, note=Note(evil))
    return replace(pack, title=evil, routes=(route,), criteria={"one": criterion}, note=Note(evil))


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("五", "第五条", "article 5"),
        ("十二", "第十二条", "article 12"),
        ("二十", "第二十条", "article 20"),
        ("7", "第7条", "article 7"),
        ("三(二)", "三(二)", "article 3(2)"),
        ("十二及以后", "第十二条及以后", "article 12 and after"),
        ("积分指标", "积分指标", "积分指标"),
    ],
)
def test_articles_are_cited_as_the_document_numbers_them(written: str, zh: str, en: str) -> None:
    assert article(written) == Text(zh, en)
