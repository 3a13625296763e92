"""The packs: whole, cited, covering their documents, in both languages."""

import datetime as dt

import pytest

from huji.policy import Pack, packs
from huji.policy.pack import Note, Status
from huji.policy.tree import Reference, Unknown, facts_of, walk

ARTICLES = {
    "national-2014": "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六",
    "liaoning-2015": "一 二 三 四 五 六 七 八 九 十 十一 十二及以后",
    "panjin-2015": "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九",
    "liaoyuan-2015": "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五",
    "lincang-2015": " ".join(str(item) for item in range(1, 33)),
    "qiqihar-2008": "一 二 三(一) 三(二) 三(三) 三(四) 三(五) 四 五(一) 五(二) "
    "六(一) 六(二) 六(三) 六(四) 六(五)",
    "heilongjiang-2014": "一(一) 一(二) 一(三) 二(一) 二(二) 二(三) 三(一) 三(二) 三(三) 四",
    "beijing-2017": "申请条件 合法稳定就业 合法稳定住所 教育背景 职住区域 创新创业 纳税 年龄 荣誉表彰 "
    "守法记录 积分指标 年度落户 虚假材料 其余条文",
    "tianjin-2013": "积分落户 附件 一票否决 正文其余部分",
    "guangzhou-2015": "申请条件 申办条件 积分指标 排名 其余内容",
    "zhongshan-2014": "积分入户 基础分 附加分 扣减分 积分用途 镇区加分 排名 其余条文",
    "shanghai-2015": "基础指标 加分指标 减分指标 积分指标 一票否决 积分审核 其余条文",
}
ENCODED = {
    "national-2014": "四 五 六 七",
    "liaoning-2015": "四 五 六 七 八 九 十一",
    "panjin-2015": "四 五 六 七 八 九",
    "liaoyuan-2015": "四 五",
    "lincang-2015": "2 3 4 5 6 7 13",
    "qiqihar-2008": "三(二) 三(三)",
    "heilongjiang-2014": "一(一) 一(二) 一(三)",
    "beijing-2017": "申请条件 合法稳定就业 合法稳定住所 教育背景 职住区域 创新创业 纳税 年龄 荣誉表彰 "
    "守法记录 积分指标 年度落户",
    "tianjin-2013": "积分落户 附件 一票否决",
    "guangzhou-2015": "申请条件 申办条件 积分指标 排名",
    "zhongshan-2014": "积分入户 基础分 附加分 扣减分 积分用途 镇区加分 排名",
    "shanghai-2015": "基础指标 加分指标 减分指标 积分指标 一票否决",
}
each_pack = pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.policy)


def test_the_packs_are_there() -> None:
    assert set(packs().names) == set(ARTICLES)


@each_pack
def test_the_whole_document_is_covered_in_order(pack: Pack) -> None:
    assert [one.article for one in pack.articles] == ARTICLES[pack.policy].split()
    encoded = [one.article for one in pack.articles if one.status is Status.ENCODED]
    assert encoded == ENCODED[pack.policy].split()
    assert all(one.reason for one in pack.articles if one.status is Status.NOT_ENCODABLE)


@each_pack
def test_every_clause_stands_under_the_article_that_it_cites(pack: Pack) -> None:
    listed = {id_: one.article for one in pack.articles for id_ in one.by}
    scored = (*pack.points.indicators, *pack.totals.values()) if pack.points else ()
    for clause in (*pack.routes, *pack.prohibitions, *scored):
        assert listed.get(clause.id) == clause.cites.article, clause.id
    assert set(pack.criteria) <= set(listed)


@each_pack
def test_no_id_stands_twice(pack: Pack) -> None:
    ids = [*pack.criteria, *(route.id for route in pack.routes), *(one.id for one in pack.prohibitions)]
    assert len(set(ids)) == len(ids)


@each_pack
def test_every_criterion_is_used(pack: Pack) -> None:
    trees = [route.when for route in pack.routes]
    trees += [host.when for route in pack.routes for host in route.hosts if host.when is not None]
    trees += [tree for tally in pack.totals.values() for tree in tally.conditions]
    nodes = (node for tree in trees for node in walk(tree, pack.conditions))
    assert {node.criterion for node in nodes if isinstance(node, Reference)} == set(pack.criteria)


@each_pack
def test_the_parts_of_the_city_a_pack_covers_are_those_its_clauses_reach(pack: Pack) -> None:
    reached = {area for clause in (*pack.routes, *pack.prohibitions) for area in clause.to.areas}
    assert set(pack.areas) == reached


@each_pack
def test_no_condition_asks_anyone_to_give_up_land(pack: Pack) -> None:
    read = {name for route in pack.routes for name in facts_of(route.when, pack.conditions)}
    assert "land.gave_up_rights" not in read
    # A land right may admit (Lincang, item 4); it stands in no prohibition.
    barring = {name for one in pack.prohibitions for name in facts_of(one.when, pack.conditions)}
    assert not {name for name in barring if name.startswith("land.")}


def _notes(pack: Pack) -> list[Note]:
    found = [pack.note, *(one.note for one in (*pack.criteria.values(), *pack.routes, *pack.prohibitions))]
    found += [route.companions.note for route in pack.routes if route.companions]
    if pack.points:
        found += [pack.points.note, *(one.note for one in pack.points.indicators)]
        found += [tally.note for tally in pack.totals.values()]
        found += [pack.points.selection.note] if pack.points.selection else []
    return [note for note in found if note]


@each_pack
def test_everything_is_said_in_chinese_and_in_english(pack: Pack) -> None:
    texts = [pack.title, *(given.title for given in pack.parameters.values())]
    texts += [one.title for one in (*pack.criteria.values(), *pack.routes, *pack.prohibitions)]
    texts += [one.title for one in (*pack.totals.values(), *(pack.points.indicators if pack.points else ()))]
    for article in pack.articles:
        texts += [article.title, *([article.reason] if article.reason else [])]
    texts += list(pack.document.unknown.values())
    for note in _notes(pack):
        texts += [note.text, *note.alternatives]
    for route in pack.routes:
        texts += [node.reason for node in walk(route.when, pack.conditions) if isinstance(node, Unknown)]
    for text in texts:
        assert any("一" <= sign <= "鿿" for sign in text.zh), text
        assert text.en
        assert not any("一" <= sign <= "鿿" for sign in text.en), text


def test_what_the_documents_leave_open_is_told_with_the_other_readings() -> None:
    for pack in packs():
        assert any(note.alternatives for note in _notes(pack)), pack.policy


def test_a_lead_is_named_only_where_the_document_names_one() -> None:
    for pack in packs():
        assert all(route.lead is (pack.policy == "lincang-2015") for route in pack.routes), pack.policy


def test_numbers_and_dates_that_are_not_known_stay_unknown() -> None:
    unknown = {pack.policy: set(pack.document.unknown) for pack in packs() if pack.document.unknown}
    assert unknown == {
        "liaoning-2015": {"issued"},
        "liaoyuan-2015": {"number", "title", "issued"},
        "qiqihar-2008": {"number"},
        "beijing-2017": {"number", "issued"},
        "tianjin-2013": {"number", "issued"},
        "guangzhou-2015": {"number"},
        "zhongshan-2014": {"issued"},
        "shanghai-2015": {"number", "issued"},
    }
    by_name = {pack.policy: pack for pack in packs()}
    assert by_name["liaoyuan-2015"].document.issued is None
    assert by_name["liaoyuan-2015"].in_force_from == dt.date(2015, 1, 1)


def test_one_policy_gives_way_to_the_next_without_a_gap() -> None:
    qiqihar, province = packs().get("qiqihar-2008"), packs().get("heilongjiang-2014")
    assert qiqihar is not None
    assert province is not None
    assert qiqihar.in_force_to is not None
    assert qiqihar.in_force_to + dt.timedelta(days=1) == province.in_force_from == dt.date(2014, 11, 1)


def test_every_superior_is_itself_a_pack_and_the_ladder_ends() -> None:
    for pack in packs():
        steps = 0
        above: Pack | None = pack
        while above is not None and above.superior is not None:
            above = packs().get(above.superior)
            assert above is not None, pack.policy
            steps += 1
            assert steps < 5


@pytest.mark.parametrize(
    ("name", "papers"),
    [
        ("beijing-2017", {"residence_permit", "social_insurance_record", "conduct_record"}),
        ("guangzhou-2015", {"residence_permit", "social_insurance_record"}),
    ],
)
def test_of_conditions_that_all_count_every_paper_is_asked_for(name: str, papers: set[str]) -> None:
    pack = packs().get(name)
    assert pack is not None
    assert set(pack.criteria["entry"].evidence) == {(paper,) for paper in papers}
