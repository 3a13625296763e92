"""A plain model of the register: who stood where on which day, told by what the statements ask for.

It knows nothing of the acts: it reads the ledger's statements in the order of the entries and writes lives as
lists of (since, kind, household); of an entry's results it takes the ids of new people and households alone.
"""

from bisect import bisect_right
from datetime import date, timedelta
from typing import Any

Life = list[tuple[str, str, int | None]]
NEW_HOME = {"settle", "found_household", "split_household", "move_within", "leave_collective",
            "return_to_village"}  # fmt: skip
NOBODY_MOVES = {
    "permit_move_in", "replace_permit", "change_head", "move_household", "change_items", "correct_items",
    "correct_sex", "correct_relation", "change_number", "correct_number", "marry", "divorce",
    "recognise_parent", "end_adoption", "appoint_guardian", "change_places",
}  # fmt: skip


def after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def on(life: Life | None, day: str) -> tuple[str, int | None] | None:
    """Return what a life says of a day."""
    if not life:
        return None
    at = bisect_right([since for since, _, _ in life], day) - 1
    return life[at][1:] if at >= 0 else None


def joined(life: Life) -> Life:
    """Return a life with equal neighbours as one."""
    kept: Life = []
    for period in sorted(life):
        if not kept or kept[-1][1:] != period[1:]:
            kept.append(period)
    return kept


class Model:
    """Everybody's life, and what each entry changed of it."""

    def __init__(self) -> None:
        self.lives: dict[int, Life] = {}
        self.void: set[int] = set()
        self.numbers: dict[str, int] = {}
        self.stands: dict[int, str] = {}
        """The first day of each household."""
        self.papers: dict[str, tuple[list[int], str]] = {}
        self.left: dict[str, dict[int, int]] = {}
        """By certificate: which household whoever it names was in when leaving."""
        self.changed: dict[int, dict[int, tuple[Life | None, Life]]] = {}

    def opened(
        self, entry: int, lives: dict[int, Life], numbers: dict[str, int], stands: dict[int, str]
    ) -> None:
        """An opening: its rows stand in its source; the model takes them as entered."""
        self.lives |= {who: joined(life) for who, life in lives.items()}
        self.numbers |= numbers
        self.stands |= stands

    def apply(self, entry: int, body: dict[str, Any]) -> None:
        """Take the statement of an entry as done."""
        act, said, results = body["act"], body["statement"], body["results"]
        before = {who: list(life) for who, life in self.lives.items()} if act == "undo" else {}
        if "household" in results:
            self.stands[results["household"]["id"]] = said["since" if act == "take_over" else "effective"]
        stated: dict[int, Life] = {}
        if act == "undo":
            stated = self._undone(said["entry"])
        elif act not in NOBODY_MOVES:
            stated = getattr(self, f"_{act}", self._moves)(act, said, results, body)
        self.changed[entry] = {who: (self.lives.get(who), joined(life)) for who, life in stated.items()}
        for who, life in stated.items():
            self.lives[who] = joined(life)
        if act == "undo":
            self._note_void(said["entry"], before)
        for one in results.get("persons", ()):
            if one["number"]:
                self.numbers[one["number"]] = one["id"]
        for who, periods in results.get("numbers", ()):
            self.numbers |= {number: who for _, _, number in periods}

    def _undone(self, entry: int) -> dict[int, Life]:
        """Return the lives of before, on the days of which the entry changed something."""
        stated = {}
        for who, (before, then) in self.changed.get(entry, {}).items():
            now = self.lives[who]
            if before is None:
                stated[who] = [(now[0][0], "ended", None)]
                continue
            days = sorted({since for life in (before, then, now) for since, _, _ in life})
            life: Life = []
            for day in days:
                differs = on(before, day) != on(then, day)
                assert not differs or on(now, day) == on(then, day), f"{who} was built upon, yet undone"
                held = on(before, day) if differs else on(now, day)
                if held is not None:
                    life.append((day, *held))
            stated[who] = life
        return stated

    def _note_void(self, entry: int, before: dict[int, Life]) -> None:
        for who, (was, _) in self.changed.get(entry, {}).items():
            if was is None:
                self.void.add(who)
            elif who in self.void and self.lives[who][-1][1] != "ended":
                self.void.discard(who)
            elif was and len(was) == 1 and was[0][1] == "ended" and self.lives[who] == was:
                self.void.add(who)

    def _then(self, who: int, day: str, kind: str, household: int | None = None) -> Life:
        """Return a life that is otherwise from a day on."""
        return [period for period in self.lives[who] if period[0] < day] + [(day, kind, household)]

    def _into(self, said: dict[str, Any], results: dict[str, Any]) -> int:
        into = said.get("into", said.get("household"))
        return into if isinstance(into, int) else results["household"]["id"]

    def _home(self, who: int, certificate: str) -> int:
        """Return the household somebody left on a certificate, be it on the day of coming."""
        return self.left[certificate][who]

    def _moves(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        day = said["effective"]
        if act in NEW_HOME:
            into = said.get("into")
            house = into if isinstance(into, int) else results["household"]["id"]
            return {m["person"]: self._then(m["person"], day, "registered", house) for m in said["members"]}
        raise AssertionError(f"the model does not know {act}")

    def _found_household(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        return self._moves(act, said, results, body) if said["members"] else {}

    def _merge_households(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        absorbed = {
            who for who, life in self.lives.items()
            if life[-1][1] == "registered" and life[-1][2] in said["absorbed"]
        }  # fmt: skip
        return {who: self._then(who, said["effective"], "registered", said["into"]) for who in absorbed}

    def _join_relatives(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        house = self.lives[said["relative"]][-1][2]
        return {
            m["person"]: self._then(m["person"], said["effective"], "registered", house)
            for m in said["members"]
        }

    def _enter_collective(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        return {
            who: self._then(who, said["effective"], "registered", said["household"])
            for who in said["persons"]
        }

    def _move_out(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        self.papers[said["certificate"]] = (said["persons"], body["on"])
        self.left[said["certificate"]] = {
            who: home for who in said["persons"] if (home := self.lives[who][-1][2]) is not None
        }
        return {who: self._then(who, said["effective"], "in_transit") for who in said["persons"]}

    def _replace_certificate(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        self.papers[said["replacement"]] = (self.papers[said["certificate"]][0], body["on"])
        self.left[said["replacement"]] = self.left[said["certificate"]]
        return {}

    def _arrive_elsewhere(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        return {who: self._then(who, said["effective"], "elsewhere") for who in said["persons"]}

    def _return_to_origin(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        house = said["household"] or self._home(said["members"][0]["person"], said["certificate"])
        return {
            m["person"]: self._then(m["person"], said["effective"], "registered", house)
            for m in said["members"]
        }

    def _restore_lapsed(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        named, issued = self.papers[said["certificate"]]
        # Each office restores its own: whom, is an id that the model takes from the results.
        ours = {one[0] for key in ("standings", "lives") for one in results.get(key, ())}
        waiting = [who for who in named if self.lives[who][-1][1] == "in_transit"
                   and self.lives[who][-1][0] <= issued and who in ours]  # fmt: skip
        return {
            who: self._then(who, said["effective"], "registered", self._home(who, said["certificate"]))
            for who in waiting
        }

    def _death_in_transit(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        who, died = said["person"], said["died"]
        life = self._then(who, died, "registered", self._home(who, said["certificate"]))
        return {who: [*life, (after(died), "ended", None)]}

    def _death(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        return {said["person"]: self._then(said["person"], after(said["died"]), "ended")}

    def _declare_missing_or_dead(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        kind = {"missing": "unregistered", "dead": "ended"}[said["finding"]]
        return {said["person"]: self._then(said["person"], said["effective"], kind)}

    def _enlist(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        return {said["person"]: self._then(said["person"], said["effective"], "elsewhere")}

    def _discharge(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        who, house = said["member"]["person"], self._into(said, results)
        return {who: self._then(who, said["effective"], "registered", house)}

    def _cancel(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        who, day, house = said["person"], said["effective"], None
        kind = {"settled_abroad": "elsewhere", "foreign_nationality": "elsewhere", "duplicate": "ended",
                "fraud": "elsewhere" if said["former_register"] else "ended"}[said["ground"]]  # fmt: skip
        if said["former"]:
            kind, house = "registered", said["former"]["household"]
        return {who: self._then(who, day, kind, house)}

    def _restore(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        who, day, house = said["member"]["person"], said["effective"], self._into(said, results)
        life = list(self.lives[who])
        if life[-1][1] == "ended":
            life[-1] = (life[-1][0], "unregistered", None)
        return {who: [p for p in life if p[0] < day] + [(day, "registered", house)]}

    def _register_unregistered(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        day, house = said["effective"], self._into(said, results)
        if isinstance(said["who"], int):
            return {said["who"]: self._then(said["who"], day, "registered", house)}
        who = self._again(said["who"]["number"])
        return self._new(results, said["who"]["born"], day, house, "unregistered", who)

    def _take_over(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        # Nobody is in a household before it stands, whatever the old register says (docs/conversion.md).
        house = self._into(said, results)
        first = max(said["since"], self.stands[house])
        return self._new(results, said["born"], first, house, "elsewhere", self._again(said["number"]))

    def _again(self, number: str) -> int | None:
        """Return the void person who bore a number: whoever is entered with it is the same again."""
        who = self.numbers.get(number)
        if who is None or who not in self.void:
            return None
        self.void.discard(who)
        return who

    def _birth(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        first = min(said["effective"], said["died"] or said["effective"])
        [(who, life)] = self._new(results, said["born"], first, said["household"], "unregistered").items()
        return {who: [*life, (after(said["died"]), "ended", None)] if said["died"] else life}

    def _new(
        self, results: Any, born: str, day: str, house: int, before: str, who: int | None = None
    ) -> dict[int, Life]:
        who = who or results["persons"][0]["id"]
        earlier: Life = [(born, before, None)] if born < day else []
        return {who: [*earlier, (day, "registered", house)]}

    def _move_in(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        day, house, stated = said["effective"], self._into(said, results), {}
        new = {one["number"]: one["id"] for one in results.get("persons", ())}
        for member in said["members"]:
            who = member["person"] if "person" in member else self.numbers.get(member["number"])
            if who is not None and who not in self.void:
                stated[who] = self._then(who, day, "registered", house)
                continue
            number = member["number"]
            who = self._again(number)
            born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
            stated |= self._new(results, born, day, house, "elsewhere", who or new[number])
        return stated

    def _adopt(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        who, day = said["child"], said["effective"] or said["adopted"]
        if said["into"] is None or self.lives[who][-1][2] == said["into"]:
            return {}
        return {who: self._then(who, day, "registered", said["into"])}

    def _correct_birth_date(self, act: str, said: Any, results: Any, body: Any) -> dict[int, Life]:
        who, born = said["person"], said["born"]
        life = list(self.lives[who])
        first = life[0]
        if born < first[0]:
            if first[1] == "registered":
                return {who: [(born, "unregistered", None), *life]}
            return {who: [(born, *first[1:]), *life[1:]]}
        held = on(life, born)
        assert held is not None
        return {who: [(born, *held), *(p for p in life if p[0] > born)]}
