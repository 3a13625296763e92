"""The register as of two times, held against a model of both axes in plain Python."""

import copy
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

FIRST = date(2026, 1, 1)
QUIET = settings(  # the register keeps what an example did: a failing one is told as it is, not made smaller
    phases=[Phase.explicit, Phase.generate],
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


@pytest.fixture
def queries(town):
    from huji.register import queries

    return queries


@pytest.fixture
def reader(queries):
    """Supervision of the whole city."""
    from huji.ledger.access import Purpose
    from huji.runtime.db import set_area

    set_area("*")
    return queries.Reader(SimpleNamespace(pk=7, office=None), Purpose.SUPERVISE)


class Model:
    """Lives as believed after every entry: person -> [(since, until, kind, household, relation, office)]."""

    def __init__(self):
        self.now = {}
        self.after = {}

    def enter(self, entry):
        self.after[entry] = copy.deepcopy(self.now)

    def begin(self, person, born, since, household, relation, office):
        self.now[person] = [
            (born, since, "elsewhere", None, None, office),
            (since, None, "registered", household, relation, office),
        ]

    def stand(self, person, day, kind, household, relation, office):
        before = [life for life in self.now[person] if life[0] < day]
        since, _, *rest = before[-1]
        self.now[person] = [*before[:-1], (since, day, *rest), (day, None, kind, household, relation, office)]

    def last(self, person):
        return self.now[person][-1]

    def members(self, household):
        return [person for person, life in self.now.items() if life[-1][3] == household]

    def on(self, person, day, entry):
        """What the register must answer of a person on a day, as known just after an entry."""
        return next(
            (s for s in self.after[entry].get(person, ()) if s[0] <= day and (s[1] is None or day < s[1])),
            None,
        )


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["settle", "settle", "head", "out", "back", "die"]),
        st.integers(0, 5),  # who
        st.integers(0, 5),  # another
        st.integers(0, 3),  # days on
    ),
    min_size=3,
    max_size=9,
)


def answered(found):
    s = found and found.standing
    return s and (s.since, s.until, str(s.kind), s.household, s.relation, s.office)


@settings(QUIET)
@given(steps=STEPS)
def check_lives(town, acts, queries, reader, steps):
    from huji.standards import Refused

    model, day = Model(), FIRST
    houses = {}
    for address, office in ((1, 1), (21, 2)):
        town.births += 1
        born = [str(date(year, 1, 1) + timedelta(days=town.births)) for year in (1970, 1985, 2001)]
        trio = (
            (f"甲{address}", "1", born[0], "02"),
            (f"乙{address}", "2", born[1], "97"),
            (f"丙{address}", "1", born[2], "97"),
        )
        house = town.family(address, *trio)
        houses[house] = office
        for name, _, born, relation in trio:
            since = date(2020, 1, 1)
            model.begin(town.people[name], date.fromisoformat(born), since, house, relation, office)
        [(entry,)] = town.sql("select max(entry) from ledger_entry")
        model.enter(entry)
    people, papers = sorted(model.now), {}

    def succession(household, head, leaving=None, since_death=0):
        """Tell everyone's relation to the head from `day` on, and state it in the model."""
        from_ = day + timedelta(days=since_death)
        staying = [person for person in model.members(household) if person != leaving]
        for person in staying:
            since, _, _, _, relation, office = model.last(person)
            given = "02" if person == head else "97"
            if given != relation or person == head:
                model.stand(person, max(from_, since), "registered", household, given, office)
        return acts.Succession(head, {person: "97" for person in staying if person != head})

    for verb, one, two, ahead in steps:
        day += timedelta(days=ahead)
        who, other = people[one], people[two]
        kept, before = model.last(who), copy.deepcopy(model.now)
        home, office = kept[3], kept[5]
        staying = [person for person in model.members(home) if person != who] if home else []
        heir = other if other in staying else (staying or [None])[0]
        successors = {}
        if verb in ("settle", "out", "die") and kept[4] == "02" and staying:
            successors = {home: succession(home, heir, who, verb == "die")}
        try:
            if verb == "settle":
                to = next(house for house in houses if house != home)
                by = town.acting(houses[to], date(2026, 12, 31))
                statement = acts.Settle((acts.Mover(who, "97"),), to, day, successors)
                done = acts.settle(statement, by)
                model.stand(who, day, "registered", to, "97", houses[to])
            elif verb == "head" and home:
                statement = acts.ChangeHead(home, succession(home, who), day, "协商")
                done = acts.change_head(statement, town.acting(office, date(2026, 12, 31)))
            elif verb == "out":
                papers[who] = f"迁{entry}"
                statement = acts.MoveOut((who,), day, papers[who], "外市", successors=successors)
                done = acts.move_out(statement, town.acting(office, date(2026, 12, 31)))
                model.stand(who, day, "in_transit", None, None, office)
            elif verb == "back" and kept[2] == "in_transit":
                origin = model.now[who][-2][3]
                mover = acts.Mover(who, "97")
                statement = acts.ReturnToOrigin(
                    (mover,), day, papers[who], acts.ReturnReason.WITHDRAWN, origin
                )
                done = acts.return_to_origin(statement, town.acting(office, date(2026, 12, 31)))
                model.stand(who, day, "registered", origin, "97", office)
            elif verb == "die":
                done = acts.death(
                    acts.Death(who, day, "证明", successors), town.acting(office, date(2026, 12, 31))
                )
                model.stand(who, day + timedelta(days=1), "ended", None, None, office)
            else:
                continue
        except Refused:
            model.now = before
            continue
        entry = done.entry
        model.enter(entry)

    entries = sorted(model.after)
    days = [
        date(2019, 6, 1),
        FIRST - timedelta(days=1),
        *(FIRST + timedelta(days=n) for n in range(0, 30, 2)),
    ]
    for known in {entries[0], entries[1], entries[len(entries) // 2], entries[-1]}:
        for on in (days[0], days[1], day - timedelta(days=1), day, day + timedelta(days=2)):
            then = queries.as_of(on, known, reader)
            for person in people:
                expected = model.on(person, on, known)
                assert answered(then.person(person)) == expected, (person, on, known)
            for house in houses:
                found = then.household(house)
                expected = {p for p in people if (model.on(p, on, known) or [None] * 4)[3] == house}
                assert (
                    {member.person for member in found.members if found} == expected
                    if found
                    else not expected
                )


def test_lives_answer_both_times_as_a_model_in_plain_python_does(town, acts, queries, reader):
    town.births = 0  # each family of the run has its own birthdays, or numbers run out
    check_lives(town, acts, queries, reader)


ITEM_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["change", "correct"]),
        st.sampled_from(["education", "occupation", "blood_type"]),
        st.sampled_from(["10", "20", "30"]),
        st.integers(0, 11),
    ),
    min_size=2,
    max_size=7,
)


class Items:
    """Each item of a person as believed after every entry: a value for each of twelve days."""

    def __init__(self, values):
        self.now = {item: [value] * 12 for item, value in values.items()}
        self.after = {}

    def enter(self, entry):
        self.after[entry] = copy.deepcopy(self.now)

    def change(self, item, value, n):
        """Believe it to be so from a day on, until the day on which it is known to have changed again."""
        held = self.now[item]
        end = next((later for later in range(n + 1, 12) if held[later] != held[n]), 12)
        self.now[item] = [*held[:n], *[value] * (end - n), *held[end:]]

    def correct(self, item, value, n):
        """Believe it to have been so over all days on which what is held of a day was held to be so."""
        held = self.now[item]
        first = next((d + 1 for d in range(n, -1, -1) if held[d] != held[n]), 0)
        end = next((d for d in range(n, 12) if held[d] != held[n]), 12)
        self.now[item] = [*held[:first], *[value] * (end - first), *held[end:]]


@settings(QUIET)
@given(steps=ITEM_STEPS)
def check_items(town, acts, queries, reader, steps):
    from huji.standards import Refused

    town.births += 1
    born = str(date(1960, 1, 1) + timedelta(days=town.births))
    town.family(1, ("户主", "1", born, "02"))
    who, by = town.people["户主"], town.acting(1, date(2026, 12, 31))
    [(entry,)] = town.sql("select max(entry) from ledger_entry")
    model = Items({"education": "90", "occupation": "", "blood_type": ""})
    model.enter(entry)
    for verb, item, value, n in steps:
        try:
            if verb == "change":
                done = acts.change_items(acts.ChangeItems(who, {item: value}, day(n), "证明"), by)
                model.change(item, value, n)
            else:
                done = acts.correct_items(acts.CorrectItems(who, {item: value}, "证明", day(n)), by)
                model.correct(item, value, n)
        except Refused:
            continue
        model.enter(done.entry)
    told = queries.items_history(who, reader)
    for entry, held in model.after.items():
        for n in range(12):
            particulars = queries.as_of(day(n), entry, reader).person(who).particulars
            for item, values in held.items():
                assert getattr(particulars, item) == values[n], (item, n, entry)
                beliefs = [
                    one.value
                    for one in told
                    if one.item == item and one.since <= day(n) and (one.until is None or day(n) < one.until)
                    and one.made.number <= entry
                    and (one.superseded is None or entry < one.superseded.number)
                ]  # fmt: skip
                assert beliefs == [values[n]] or (beliefs, values[n]) == ([], ""), (item, n, entry)


def test_items_answer_both_times_as_a_model_in_plain_python_does(town, acts, queries, reader):
    town.births = 0
    check_items(town, acts, queries, reader)


def day(n):
    return FIRST + timedelta(days=n)


class Wide:
    """Rows of one person as the register stores them: two items, changed from a day on or corrected."""

    def __init__(self):
        from huji.register.queries.beliefs import Row

        self.row = Row
        self.rows = [Row(FIRST, None, 1, None, ("a", "x"))]
        self.after = {1: [("a", "x")] * 12}

    def change(self, item, value, since, until, entry):
        """Hold `item` to be `value` on days [since, until) from `entry` on; rewrite the rows it cuts."""
        column = list(self.after[entry - 1])
        for n in range(12):
            if since <= n < until:
                kept = list(column[n])
                kept[item] = value
                column[n] = tuple(kept)
        self.after[entry] = column
        told = []
        for n in range(12):
            if not told or told[-1][1] != column[n]:
                told.append((n, column[n]))
        stated = [
            (day(n), day(following[0]), values)
            for (n, values), following in pairwise([*told, (12, None)])
        ]  # fmt: skip
        stated[-1] = (stated[-1][0], None, stated[-1][2])
        believed = [row for row in self.rows if row.superseded is None]
        for row in believed:
            if (row.since, row.until, row.values) not in stated:
                self.rows.remove(row)
                self.rows.append(self.row(row.since, row.until, row.made, entry, row.values))
        held = {(row.since, row.until, row.values) for row in believed}
        for since_, until_, values in stated:
            if (since_, until_, values) not in held:
                self.rows.append(self.row(since_, until_, entry, None, values))


@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.sampled_from("abc"), st.integers(0, 11), st.integers(1, 12)),
        max_size=8,
    )
)
@settings(deadline=None)
def test_the_runs_of_an_item_tell_each_day_and_entry_once_and_are_as_long_as_can_be(changes):
    from huji.register.queries.beliefs import runs

    wide = Wide()
    for entry, (item, value, since, length) in enumerate(changes, 2):
        wide.change(item, value, since, since + length, entry)
    for item in (0, 1):
        told = runs(wide.rows, item)
        for entry, column in wide.after.items():
            held = [r for r in told if r.made <= entry and (r.superseded is None or entry < r.superseded)]
            for n in range(12):
                [value] = [
                    r.value for r in held if r.since <= day(n) and (r.until is None or day(n) < r.until)
                ]
                assert value == column[n][item]
            for one, following in pairwise(sorted(held, key=lambda r: r.since)):
                assert one.value != following.value, "neighbours with one value are one run"
        for run in told:
            assert not any(
                (run.value, run.since, run.until, run.superseded)
                == (other.value, other.since, other.until, other.made)
                for other in told
            ), "what an entry did not change is one run"


def test_one_too_young_is_refused_for_every_kind_of_question(town, li, acts, queries, reader, refused):
    """An open act could still change what was known at its entry; the entries before it are settled."""
    [(last,)] = town.sql("select max(entry) from ledger_entry")
    with psycopg.connect(town.owner_url) as busy:
        busy.execute("select register_announce()")
        refused("register.too_young", queries.as_of, day(0), last + 1, reader)
        then = queries.as_of(day(0), last, reader)
        assert then.person(town.people["李建国"]).name == "李建国"
        busy.rollback()


def test_all_answers_of_one_point_hold_while_others_act(town, li, zhang, acts, queries, reader):
    son = town.people["李明明"]
    then = queries.as_of(date(2026, 11, 20), datetime.now(UTC), reader)
    acts.settle(acts.Settle((acts.Mover(son, "99"),), zhang, date(2026, 11, 1)), town.acting(2))
    assert then.person(son).standing.household == li
    assert son in {member.person for member in then.household(li).members}
    assert [house.id for house in then.address(21).households] == [zhang]
    assert [len(house.members) for house in then.address(21).households] == [1]
    assert {one.person for one in then.kin(son)} == {p for p in town.people.values() if p != son} - {
        town.people["张丽华"]
    }
    now = queries.as_of(None, None, reader)
    assert now.person(son).standing.household == zhang


def test_a_marriage_ended_by_death_is_known_on_both_axes(town, li, acts, queries, reader):
    wife, husband = town.people["王秀英"], town.people["李建国"]
    [(before,)] = town.sql("select max(entry) from ledger_entry")
    died = acts.death(acts.Death(husband, date(2026, 11, 1), "证明", {li: wife}), town.acting(1))

    def spouses(on, entry):
        return [one.person for one in queries.as_of(on, entry, reader).kin(wife) if one.relation == "spouse"]

    assert spouses(date(2026, 11, 5), before) == [husband], "not known yet"
    assert spouses(date(2026, 11, 5), died.entry) == []
    assert spouses(date(2026, 11, 1), died.entry) == [husband], "the day of death is the last of the marriage"


def test_an_instant_means_the_last_entry_that_it_and_all_before_it_were_recorded_by(town, li, zhang, queries):
    """Also where chains cross: the rule is held against every entry, for every instant between two."""
    for office in (2, 1, 1, 2, 1):
        town.sql(
            "insert into ledger_entry (office, act, offices, body) values (%s, 'note', array[%s], '{}')",
            [office, office],
        )
    entries = town.sql("select entry, recorded from ledger_entry order by entry")
    last = entries[-1][0]
    for _, recorded in entries:
        for instant in (recorded - timedelta(microseconds=1), recorded, recorded + timedelta(microseconds=1)):
            after = [entry for entry, at in entries if at > instant]
            assert queries.entry_at(instant) == (min(after) - 1 if after else last)
