"""An act, a change of places, and the act undone: the register believes what it would by the change alone."""

from datetime import date, timedelta

import pytest
from tests.register.replaying import TABLES
from tests.register.test_undoing_homes import CASES, DAY

from huji.places.acts import Authority, ChangePlaces, Rule

ONE, TWO = "211102002005", "211102002007"
NOW = date(2026, 11, 20)
AWAY, LAPSED = date(2026, 9, 20), date(2026, 10, 5)


def _household(verb):
    def make(acts, who, li, zhang):
        son, wife = who["李明明"], who["王秀英"]
        return {
            "death": lambda: (acts.Death(who["李建国"], DAY, "证明", {li: wife}), 1),
            "move_out": lambda: (acts.MoveOut((son,), DAY, "迁77", "大连"), 1),
            "birth": lambda: (
                acts.Birth(acts.Particulars("李新", "2"), DAY, li, "30", DAY, "211102", wife), 1,
            ),
            "settle": lambda: (acts.Settle((acts.Mover(son, "99"),), zhang, DAY), 2),
            "correct_sex": lambda: (acts.CorrectSex(son, "2", "证"), 1),
            "correct_relation": lambda: (acts.CorrectRelation(son, "22", "证", DAY), 1),
            "correct_birth_date": lambda: (acts.CorrectBirthDate(son, date(1997, 1, 1), "证", "211102"), 1),
            "declare_missing_or_dead": lambda: (
                acts.DeclareMissingOrDead(son, acts.Finding.MISSING, "判", DAY), 1,
            ),
            "cancel": lambda: (acts.Cancel(son, acts.CancelGround.SETTLED_ABROAD, DAY, "证"), 1),
            "change_head": lambda: (acts.ChangeHead(li, acts.Succession(wife), DAY, "协商"), 1),
        }[verb]()  # fmt: skip

    return make


def _discharge(acts, who, li, zhang):
    member = acts.Mover(who["钱军"], "99")
    return acts.Discharge(member, zhang, acts.Discharged.RELEASED, "信", DAY), 2


def _register_unregistered(acts, who, li, zhang):
    why = acts.WhyUnregistered.DECLARED_MISSING
    return acts.RegisterUnregistered(who["钱失"], "99", zhang, DAY, why), 2


def _arrive_elsewhere(acts, who, li, zhang):
    return acts.ArriveElsewhere((who["钱迁"],), DAY, "迁1", "回执"), 1


def _return_to_origin(acts, who, li, zhang):
    back = acts.Mover(who["钱迁"], "20")
    return acts.ReturnToOrigin((back,), DAY, "迁1", acts.ReturnReason.LOST), 1


def _death_in_transit(acts, who, li, zhang):
    return acts.DeathInTransit(who["钱迁"], DAY, "证", "迁1"), 1


def _restore(acts, who, li, zhang):
    ground = acts.RestoreGround.RETURNED_ABROAD
    return acts.Restore(acts.Mover(who["钱外"], "99"), zhang, DAY, ground, "证"), 2


def _move_household(acts, who, li, zhang):
    """The household that all those away left."""
    return acts.MoveHousehold(who["钱"], 26, "产权证", DAY), 2


MORE = (
    "death", "move_out", "birth", "settle", "correct_sex", "correct_birth_date", "declare_missing_or_dead",
    "cancel", "change_head", "correct_relation",
)  # fmt: skip
ACTS = (
    [(verb, make) for verb, make in CASES.items() if verb != "join_relatives"]
    + [(verb, _household(verb)) for verb in MORE]
    + [
        ("discharge", _discharge), ("register_unregistered", _register_unregistered),
        ("arrive_elsewhere", _arrive_elsewhere), ("return_to_origin", _return_to_origin),
        ("death_in_transit", _death_in_transit), ("restore", _restore), ("move_household", _move_household),
    ]
)  # fmt: skip
CHANGES = {
    "one": [(0, {"office": 2}, ONE)],
    "two": [(0, {"office": 1}, TWO)],
    "there_and_back": [(0, {"office": 2}, ONE), (3, {"office": 1}, ONE)],
    "renamed": [(0, {"to_division": "211102002105", "office": 2, "name": "新社区居委会"}, ONE)],
    "merged": [(0, {"to_division": TWO}, ONE)],
}


def furnish(town, acts):
    """Have people be away who left one household: with the forces, missing, in transit, abroad."""
    town.family(2, ("赵敏", "2", "1998-03-01", "02"))
    town.family(3, ("赵父", "1", "1975-03-01", "02"))
    who = town.people
    who["钱"] = town.family(
        4,
        ("钱甲", "1", "1960-03-01", "02"),
        ("钱军", "1", "1995-03-01", "20"),
        ("钱失", "1", "1996-03-01", "20"),
        ("钱迁", "1", "1997-03-01", "20"),
        ("钱外", "1", "1998-03-01", "20"),
    )
    acts.enlist(acts.Enlist(who["钱军"], AWAY, "书"), town.acting())
    missing = acts.DeclareMissingOrDead(who["钱失"], acts.Finding.MISSING, "判", AWAY)
    acts.declare_missing_or_dead(missing, town.acting())
    acts.move_out(acts.MoveOut((who["钱迁"],), AWAY, "迁1", "大连"), town.acting())
    acts.cancel(acts.Cancel(who["钱外"], acts.CancelGround.SETTLED_ABROAD, AWAY, "证"), town.acting())
    town.sql("update places_address set road = '甲路', local = '甲路' || number || '号' where id <= 20")


def change(acts, which, since):
    for later, to, division in CHANGES[which]:
        rule = Rule(2, division, **to)
        acts.change_places(
            ChangePlaces(since + timedelta(days=later), [rule]), Authority(None, 0, NOW, "盘政发〔2026〕1号")
        )


def believed(made):
    """Return every standing and seat believed now, but of people and households that an entry made."""
    from huji.register.acts.session import cursor
    from huji.runtime.db import writing

    found = {}
    with writing():
        for table, owner in (("standing", "person"), ("household_address", "household")):
            rows = cursor().execute(
                f"select {TABLES[table]} from {table} where upper_inf(known) and {owner} not in"
                f" (select id from {owner} where created_entry = %s)",
                [made],
            )
            found[table] = sorted(map(repr, rows.fetchall()))
    return found


EARLIER, BETWEEN = date(2026, 9, 1), date(2026, 10, 20)
RUNS = [
    ("one", EARLIER), ("one", BETWEEN), ("one", DAY), ("two", EARLIER), ("there_and_back", BETWEEN),
    ("renamed", BETWEEN), ("merged", EARLIER), ("merged", BETWEEN),
]  # fmt: skip


@pytest.mark.parametrize(("which", "since"), RUNS, ids=str)
def test_it_is_as_if_the_act_had_never_been(town, acts, li, zhang, which, since):
    from django.db import transaction

    furnish(town, acts)
    with transaction.atomic():
        change(acts, which, since)
        alone = believed(0)
        transaction.set_rollback(True)
    for verb, make in ACTS:
        with transaction.atomic():
            statement, office = make(acts, town.people, li, zhang)
            done = getattr(acts, verb)(statement, town.acting(office))
            change(acts, which, since)
            acts.undo(acts.Undo(done.entry, "误办"), town.acting(office))
            assert believed(done.entry) == alone, verb
            transaction.set_rollback(True)
