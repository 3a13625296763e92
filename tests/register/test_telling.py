"""Every act is told in both languages from its entry alone."""

import inspect
import json
from datetime import date

import pytest

from huji.register import telling
from huji.register.telling import Names
from huji.register.telling.choices import chosen
from huji.standards import Text

DAY = date(2026, 11, 1)


def test_every_act_has_a_sentence(acts):
    verbs = {name for name in acts.__all__ if inspect.isfunction(getattr(acts, name))}
    assert verbs - telling.acts_told() == set()


@pytest.fixture
def told(town):
    """Tell an entry, naming the town's people."""

    def tell(entry: int, persons=None):
        [(act, body)] = town.sql(
            "select act, convert_from(body, 'UTF8') from ledger_entry where entry = %s", [entry]
        )
        body = json.loads(body)
        wanted = telling.mentions([(act, body)])
        names = {who: name for name, who in town.people.items()} if persons is None else persons
        bearers = {number: name for name, number in town.numbers.items()}
        return telling.sentence(
            act,
            body,
            Names(
                {who: names[who] for who in wanted.persons if who in names},
                {address: f"胜利路{address}号" for address in wanted.addresses},
                {office: f"{office}所" for office in wanted.offices},
                {number: bearers[number] for number in wanted.numbers if number in bearers},
            ),
        )

    return tell


def test_settling_names_movers_relations_day_and_household(town, li, zhang, acts, told):
    done = acts.settle(acts.Settle((acts.Mover(town.people["李明明"], "99"),), zhang, DAY), town.acting(2))
    text = told(done.entry)
    assert text.zh == f"李明明（非亲属）自2026年11月1日起登记在 {zhang:09} 号户。"
    assert text.en == f"李明明 (not related): registered in household {zhang:09} from 1 November 2026 on."


def test_a_choice_kept_in_chinese_is_told_in_english_within_the_sentence(town, li, acts, told):
    head = acts.Succession(town.people["王秀英"])
    reason = "户内成年人及房屋产权人协商一致"
    done = acts.change_head(acts.ChangeHead(li, head, DAY, reason), town.acting(1))
    assert told(done.entry).zh.endswith(f"原因：{reason}。")
    assert told(done.entry).en.endswith("from 1 November 2026 on: the adults and the owner agree.")


def test_a_relation_corrected_is_told_apart_from_one_that_changed(town, li, acts, told):
    who = town.people["李明明"]
    always = acts.correct_relation(acts.CorrectRelation(who, "22", "原始档案"), town.acting(1))
    since = acts.correct_relation(acts.CorrectRelation(who, "97", "申请", DAY), town.acting(1))
    assert told(always.entry).zh == "李明明与户主关系更正为长子（原始档案）。"
    assert told(always.entry).en == "李明明, to the head: eldest son (原始档案)."
    assert told(since.entry).zh == "李明明与户主关系自2026年11月1日起变更为其他亲属（申请）。"
    assert "from 1 November 2026 on" in told(since.entry).en


@pytest.mark.parametrize(
    ("words", "en"),
    [
        ("自有产权住房", "a home of one's own"),
        (
            "已向迁入地核实，没有落户（甲所 11 月 3 日）",
            "the register gone to was asked: not registered there (甲所 11 月 3 日)",
        ),
        ("辽（2026）盘锦市不动产权第 1 号", "辽（2026）盘锦市不动产权第 1 号"),
        ("产权证（自有产权住房）", "产权证（自有产权住房）"),
    ],
)
def test_what_was_written_by_hand_stands_as_it_is(words, en):
    assert chosen(words) == Text(words, en)


def test_a_founding_is_told_by_what_kind_of_household(town, li, acts, told):
    mover = acts.Mover(town.people["王秀英"], "02")
    done = acts.found_household(acts.FoundHousehold(5, DAY, (mover,)), town.acting(1))
    assert told(done.entry).en == (
        f"On 1 November 2026 household {done.household:09} was founded at 胜利路5号 as a family household,"
        " with 王秀英 (head)."
    )


def test_a_succession_is_told_with_the_leaving(town, li, acts, told):
    new = acts.NewHousehold(5)
    statement = acts.Settle((acts.Mover(town.people["李建国"], "02"),), new, DAY, {li: town.people["王秀英"]})
    done = acts.settle(statement, town.acting(1))
    text = told(done.entry)
    assert f"{li:09} 号户由王秀英任户主" in text.zh
    assert f"胜利路5号新立的 {done.household:09} 号户" in text.zh
    assert f"王秀英 heads household {li:09}" in text.en


def test_who_may_not_be_named_is_counted_and_never_read_from_the_entry(town, li, zhang, acts, told):
    movers = (acts.Mover(town.people["李明明"], "99"), acts.Mover(town.people["李小红"], "99"))
    done = acts.settle(acts.Settle(movers, zhang, DAY), town.acting(2))
    text = told(done.entry, {})
    assert "李" not in text.zh
    assert text.zh.count("他人") == 2


def test_a_life_between_registers_is_told(town, li, acts, told):
    son, by = town.people["李明明"], town.acting(1)
    out = acts.move_out(acts.MoveOut((son,), DAY, "迁字第1号", "甲市乙区"), by)
    assert told(out.entry).zh == "李明明自2026年11月1日起迁往甲市乙区，签发户口迁移证 迁字第1号，迁移途中。"
    back = acts.return_to_origin(
        acts.ReturnToOrigin((acts.Mover(son, "20"),), DAY, "迁字第1号", acts.ReturnReason.REFUSED), by
    )
    assert told(back.entry).zh.startswith("因迁入地不予登记，李明明（子）自2026年11月1日起恢复登记在")
    died = acts.death(acts.Death(son, date(2026, 11, 5), "死亡证明"), by)
    assert told(died.entry).en == (
        "李明明 died on 5 November 2026, and the registration was cancelled (死亡证明)."
    )


def test_an_entry_of_others_is_told_by_its_title_alone():
    text = telling.sentence("settle", {"officer": 1, "on": "2026-11-01"}, Names())
    assert (text.zh, text.en) == ("落户。", "Settled.")


def test_an_unknown_act_keeps_its_name():
    assert telling.title("long_gone").zh == "long_gone"


def test_households_and_kin_are_told_in_words(town, li, zhang, acts, told):
    son, wife, head = (town.people[name] for name in ("李明明", "王秀英", "李建国"))
    split = acts.split_household(
        acts.SplitHousehold(li, (acts.Mover(son, "02"),), acts.SplitGround.PROPERTY, DAY), town.acting()
    )
    said = told(split.entry)
    assert said.zh.startswith(f"因房屋析产，李明明（户主）自2026年11月1日起从 {li:09} 号户分出，")
    assert said.en.startswith(f"李明明 (head): split off from household {li:09} on 1 November 2026")
    merged = acts.merge_households(acts.MergeHouseholds(li, (split.household,), DAY), town.acting())
    assert "并入人员：李明明（子）" in told(merged.entry).zh
    parted = acts.divorce(acts.Divorce(head, wife, DAY, "离婚证1"), town.acting())
    assert told(parted.entry).zh == "李建国与王秀英于2026年11月1日离婚（离婚证1）。"
    wed = acts.marry(acts.Marry(head, None, date(2026, 11, 2), "结婚证1"), town.acting())
    assert told(wed.entry).en.startswith("李建国 and a person outside this register married on 2 November")
    moved = acts.move_household(acts.MoveHousehold(li, 25, "产权证1", date(2026, 11, 3)), town.acting(2))
    assert told(moved.entry).zh == f" {li:09} 号户凭产权证1，自2026年11月3日起整户迁至胜利路25号。"
