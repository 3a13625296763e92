"""The machine: draws an act, makes a statement of it, does it, and keeps count of what came of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import psycopg
from tests.proof import homes, lives, righting
from tests.proof.chance import Chance, Nothing
from tests.proof.city import BEGIN
from tests.proof.homes import Made
from tests.proof.looking import look

MAKERS: dict[str, Callable[[Chance], Made]] = {
    name: getattr(room, name)
    for room, names in (
        (homes, (
            "settle", "found_household", "split_household", "merge_households", "change_head", "move_within",
            "move_household", "join_relatives", "enter_collective", "leave_collective", "return_to_village",
            "enlist", "discharge", "move_out", "arrive_elsewhere", "return_to_origin", "restore_lapsed",
            "death_in_transit", "replace_certificate", "permit_move_in", "replace_permit", "move_in",
        )),
        (lives, (
            "birth", "death", "declare_missing_or_dead", "cancel", "restore", "register_unregistered",
            "take_over", "open_register", "marry", "divorce", "recognise_parent", "adopt", "end_adoption",
            "appoint_guardian",
        )),
        (righting, (
            "change_items", "correct_items", "correct_birth_date", "correct_sex", "correct_relation",
            "change_number", "correct_number", "undo", "change_places",
        )),
    )
    for name in names
}  # fmt: skip
SELDOM = {"death": 0.5, "open_register": 0.15, "death_in_transit": 0.4, "arrive_elsewhere": 0.5,
          "move_out": 2.5, "undo": 2.0, "change_places": 0.6}  # fmt: skip


@dataclass
class Tally:
    """What came of the acts: counts by act, and the refusals by act and code."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.done + other.done, self.refused + other.refused, self.codes + other.codes)

    def table(self) -> str:
        lines = [f"{'act':<26}{'accepted':>9}{'refused':>9}"]
        for name in sorted(MAKERS):
            lines.append(f"{name:<26}{self.done[name]:>9}{self.refused[name]:>9}")
        lines.append(f"{'all':<26}{self.done.total():>9}{self.refused.total():>9}")
        why: dict[str, list[str]] = {}
        for (act, code), times in self.codes.most_common():
            why.setdefault(act, []).append(f"{code.split('.')[-1]} {times}")
        lines += [f"  {act}: {', '.join(codes)}" for act, codes in sorted(why.items())]
        return "\n".join(lines)


class Machine:
    """Does random acts, one after another; `hear(token, act, what)` hears of each attempt and its outcome.

    `name` is part of every token, so that several machines can act on one database.
    """

    def __init__(
        self,
        owner_url: str,
        seed: int,
        name: str = "",
        *,
        fresh: int = 1,
        hear: Callable[[str, str, str], None] = lambda token, act, what: None,
    ) -> None:
        self.url, self.fresh, self.hear = owner_url, fresh, hear
        self.owner = psycopg.connect(owner_url, autocommit=True)
        self.chance = Chance(seed, look(self.owner), BEGIN, name)
        self.tally = Tally()
        self.steps = 0
        self.acting = Counter[str]()

    def close(self) -> None:
        self.owner.close()

    def again(self) -> None:
        """Connect anew, after the server went away."""
        self.owner.close()
        self.owner = psycopg.connect(self.url, autocommit=True)
        self.chance.look = look(self.owner)

    def step(self) -> bool:
        """Do one act that somebody could be found for; return whether it was accepted."""
        from huji.standards import Refused

        c = self.chance
        if self.steps % self.fresh == 0:
            c.look = look(self.owner)
        self.steps += 1
        if c.maybe(0.3):
            c.today += timedelta(days=1)
        c.today = max([c.today, *(one.since for one in c.look.people.values() if one.kind != "ended")])
        act, statement, office = self._drawn()
        token = f"{c.name}步{self.steps}"
        self.hear(token, act, "?")
        try:
            entry = do(act, statement, office, c.today, token)
        except Refused as refused:
            self.tally.refused[act] += 1
            self.tally.codes[act, refused.code] += 1
            self.hear(token, act, refused.code)
            return False
        assert entry
        self.tally.done[act] += 1
        self.hear(token, act, "done")
        return True

    def _drawn(self) -> tuple[str, Any, int]:
        c = self.chance
        names = list(MAKERS)
        for _ in range(200):
            # What was seldom accepted so far is drawn more often, so that each act is done many times.
            weights = [SELDOM.get(name, 1.0) / (4 + self.tally.done[name]) for name in names]
            [act] = c.r.choices(names, weights)
            try:
                return (act, *MAKERS[act](c))
            except Nothing:
                continue
        raise AssertionError("nobody is left to act upon")


def do(act: str, statement: Any, office: int, on: date, token: str) -> int:
    """Do an act through the room's door; the token is its basis, by which the oracle finds it again."""
    from huji.places.acts import Authority
    from huji.register import acts

    if act == "change_places":
        return int(acts.change_places(statement, Authority(None, 0, on, token)).entry)
    return int(getattr(acts, act)(statement, acts.Acting(7, office, on, token)).entry)


def begun(owner_url: str, families: int = 18) -> None:
    """Furnish a city and open its register."""
    from tests.proof import city

    from huji.register import acts

    city.furnish(owner_url)
    by = acts.Acting(7, 1, BEGIN, "开库")
    acts.open_register(city.opening("开库", 0, families), by)
