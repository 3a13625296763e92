"""Whatever is done in whatever order: lives stay tiled, households headed, heads single."""

from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

FIRST = date(2026, 1, 1)
RELATIONS = st.sampled_from(["02", "10", "20", "30", "97", "99"])
CHOICE = st.integers(0, 50)
DAYS = st.integers(0, 20)


def test_no_sequence_of_acts_breaks_the_register(town, acts):
    from huji.standards import Refused

    class Anything(RuleBasedStateMachine):
        """The machine keeps a model of its own: who lives, and how many acts were accepted."""

        @initialize()
        def begin(self):
            self.households = [
                town.family(
                    address,
                    (f"户主{address}", "1", "1970-01-01", "02"),
                    (f"妻子{address}", "2", "1985-01-01", "10"),
                    (f"孩子{address}", "1", "2001-01-01", "20"),
                )
                for address in (1, 21)
            ]
            self.people = sorted(town.people.values())[-6:]
            self.today = FIRST
            self.dead = set()
            self.certificates = 0
            self.out = {}

        def attempt(self, verb, statement, office):
            """Do an act; return what it did, None when it was refused, which must leave no entry."""
            before = town.entries()
            try:
                done = verb(statement, town.acting(office, on=date(2026, 12, 31)))
            except Refused:
                assert town.entries() == before
                return None
            assert town.entries() == before + 1
            assert not self.dead & set(done.persons), "something was registered of a dead person"
            return done

        def day(self, ahead):
            self.today += timedelta(days=ahead % 3)
            return self.today

        def pick(self, choice):
            return self.people[choice % len(self.people)]

        @rule(
            one=CHOICE,
            two=CHOICE,
            relations=st.tuples(RELATIONS, RELATIONS),
            to=CHOICE,
            heir=CHOICE,
            ahead=DAYS,
        )
        def settle(self, one, two, relations, to, heir, ahead):
            movers = {self.pick(one): relations[0], self.pick(two): relations[1]}
            house = self.households[to % len(self.households)]
            members = tuple(acts.Mover(person, relation) for person, relation in movers.items())
            leaving = {town.where(person)[1] for person in movers if town.where(person)[2] == "02"} - {None}
            successors = dict.fromkeys(leaving, self.pick(heir)) if heir % 2 else {}
            statement = acts.Settle(members, house, self.day(ahead), successors)
            [(office,)] = town.sql(
                "select office from household_address where household = %s and upper_inf(known)", [house]
            )
            self.attempt(acts.settle, statement, office)

        @rule(who=CHOICE, office=st.sampled_from([1, 2]), heir=CHOICE, ahead=DAYS)
        def found(self, who, office, heir, ahead):
            person = self.pick(who)
            old = town.where(person)[1]
            successors = {old: self.pick(heir)} if old and heir % 2 else {}
            statement = acts.FoundHousehold(
                5 if office == 1 else 25, self.day(ahead), (acts.Mover(person, "02"),), successors=successors
            )
            if done := self.attempt(acts.found_household, statement, office):
                self.households.append(done.household)

        @rule(who=CHOICE, heir=CHOICE, ahead=DAYS)
        def die(self, who, heir, ahead):
            person = self.pick(who)
            _, house, _, office = town.where(person)
            successors = {house: self.pick(heir)} if house and heir % 2 else {}
            statement = acts.Death(person, self.day(ahead), "证明", successors)
            if self.attempt(acts.death, statement, office):
                self.dead.add(person)

        @rule(who=CHOICE, heir=CHOICE, ahead=DAYS)
        def leave(self, who, heir, ahead):
            person = self.pick(who)
            _, house, _, office = town.where(person)
            self.certificates += 1
            number = f"迁{town.entries()}-{self.certificates}"
            successors = {house: self.pick(heir)} if house and heir % 2 else {}
            statement = acts.MoveOut((person,), self.day(ahead), number, "外市", successors=successors)
            if self.attempt(acts.move_out, statement, office):
                self.out[person] = number

        @rule(who=CHOICE, back=st.booleans(), relation=RELATIONS, ahead=DAYS)
        def arrive_or_return(self, who, back, relation, ahead):
            person = self.pick(who)
            number, day = self.out.get(person, "无"), self.day(ahead)
            office = town.where(person)[3]
            if back:
                mover = (acts.Mover(person, relation),)
                reason = acts.ReturnReason.WITHDRAWN
                self.attempt(acts.return_to_origin, acts.ReturnToOrigin(mover, day, number, reason), office)
            else:
                self.attempt(
                    acts.arrive_elsewhere, acts.ArriveElsewhere((person,), day, number, "回执"), office
                )

        @rule(house=CHOICE, heir=CHOICE, ahead=DAYS)
        def change_head(self, house, heir, ahead):
            which = self.households[house % len(self.households)]
            person = self.pick(heir)
            statement = acts.ChangeHead(which, acts.Succession(person), self.day(ahead), "协商")
            self.attempt(acts.change_head, statement, town.where(person)[3])

        @rule(mother=CHOICE, ahead=DAYS, late=st.integers(0, 3))
        def be_born(self, mother, ahead, late):
            person = self.pick(mother)
            _, house, _, office = town.where(person)
            born = self.day(ahead)
            statement = acts.Birth(
                acts.Particulars("新生", "2"),
                born,
                house or 0,
                "30",
                born + timedelta(days=late),
                "211102",
                person,
            )
            if done := self.attempt(acts.birth, statement, office):
                self.people.append(done.persons[0])

        @invariant()
        def sound(self):
            town.assert_sound()

    run_state_machine_as_test(
        Anything,
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
    kinds = {row[0] for row in town.sql("select distinct act from ledger_entry")}
    assert {"settle", "found_household", "death", "move_out", "change_head", "birth"} <= kinds, (
        "acts were tried"
    )
