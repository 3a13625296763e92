"""Faults at the named steps of acts: each act, at each step, with each victim killed, in a fresh town each.

    python -m tests.proof.steps --acts settle,birth

An act killed before its commit has left nothing at all and can be done after it; one killed after it is there
once, whole, though nobody may have heard. The list is the same each time.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from tests.proof import traps
from tests.proof.installation import installed
from tests.proof.looking import look
from tests.proof.machine import begun, do
from tests.proof.oracle import Oracle

from huji.runtime import embedded

DAY = date(2020, 2, 1)
FAMILIES = 6


class Town:
    """The families of the opening, by number and by place in the family, and an act that can be undone."""

    def __init__(self, owner: psycopg.Connection[Any]) -> None:
        seen = look(owner)
        self.homes = [house.id for house in sorted(seen.houses.values(), key=lambda house: house.id)]
        self.office = {house.id: house.office for house in seen.houses.values()}
        self.people = {
            (self.homes.index(one.household), _place(one.born)): one.id
            for one in seen.people.values() if one.household is not None
        }  # fmt: skip
        self.last = seen.recent[0][0]


def _place(born: date) -> str:
    """Return who somebody of the opening is, by the year of birth."""
    return {1970: "head", 1975: "wife", 1998: "son", 2012: "daughter", 1946: "mother"}[born.year]


def statements(t: Town) -> dict[str, tuple[Any, int]]:
    """Return a statement of each act to be struck, and the office that acts."""
    from huji.register import acts

    home, son, head, wife = t.homes[0], t.people[0, "son"], t.people[0, "head"], t.people[0, "wife"]
    office = t.office[home]
    other = next(house for house in t.homes if t.office[house] != office)
    return {
        "settle": (acts.Settle((acts.Mover(son, "97"),), other, DAY), t.office[other]),
        "birth": (
            acts.Birth(acts.Particulars("张新", "1"), DAY, home, "20", DAY, "211102", wife, head,
                       evidence="证明"), office,
        ),
        "undo": (acts.Undo(t.last, "误办"), office),
        "split_household": (
            acts.SplitHousehold(home, (acts.Mover(son, "02"),), next(iter(acts.SplitGround)), DAY,
                                apart_ground="析产判决"), office,
        ),
        "change_items": (acts.ChangeItems(son, {"education": "20"}, DAY, "证明"), office),
        "marry": (acts.Marry(son, t.people[1, "mother"], DAY, "结婚证"), office),
        "move_out": (acts.MoveOut((son,), DAY, "迁1", "沈阳市"), office),
        "death": (acts.Death(head, DAY, "证明", {home: acts.Succession(wife)}), office),
    }  # fmt: skip


ACTS = ("settle", "birth", "undo", "split_household", "change_items", "marry", "move_out", "death")


def prepare(owner_url: str) -> None:
    """Furnish the town that each case begins in."""
    begun(owner_url, FAMILIES)
    with psycopg.connect(owner_url, autocommit=True) as owner:
        town = Town(owner)
    from huji.register import acts

    statement = acts.ChangeItems(town.people[0, "son"], {"occupation": "教师"}, DAY, "证明")
    assert do("change_items", statement, town.office[town.homes[0]], DAY, "前事")


def attempt(act: str, statement: Any, office: int, token: str) -> int | None:
    """Do an act in a process of its own; return its entry if it was acknowledged."""
    from django.db import connections

    connections.close_all()
    hear, say = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(hear)
            traps.lay()
            os.write(say, str(do(act, statement, office, DAY, token)).encode())
        except (psycopg.OperationalError, psycopg.InterfaceError, *_lost()):
            pass  # the server is gone: nothing is acknowledged
        except BaseException as error:
            os.write(say, repr(error).encode())
        finally:
            os._exit(0)
    os.close(say)
    with os.fdopen(hear) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    assert told.isdigit() or not told, f"{act}: {told}"
    return int(told) if told else None


def _lost() -> tuple[type[Exception], ...]:
    import django.db

    return django.db.OperationalError, django.db.InterfaceError


def strike(
    owner_url: str, home: Path, folder: Path, case: tuple[str, str, str], up: Callable[[], object]
) -> bool:
    """Do one case in a fresh town and look at all after it; return whether the act was acknowledged."""
    act, step, victim = case
    with closing(Oracle(owner_url, home)) as before:
        statement, office = statements(Town(before.owner))[act]
        digest, entries = before.digest(), before.entries()
        before.assert_modelled()  # the opening is told by what is held, so it is read before anything else
        trap = folder / step
        (folder / "laid").write_text(victim)
        (folder / "laid").rename(trap)
        entry = attempt(act, statement, office, "被击")
        assert not trap.exists(), f"{act} never came to {step}"
        if victim != "client":
            _cut_off(before)
        up()
        _settled(before)
        done = step == "committed"
        assert (entry is not None) <= done, f"acknowledged at {step}"
        assert before.assert_acknowledged({"前事", *(["被击"] if done else [])}, set()) == 0
        if not done:
            assert before.digest() == digest, f"{case} left something"
            assert attempt(act, statement, office, "再办") is not None
        assert before.entries() == entries + 1
        before.assert_modelled()
        before.assert_sound()
        if done:  # else nothing was left, which says it all
            before.assert_healthy()
            before.assert_rebuilt()
        return entry is not None


def _cut_off(oracle: Oracle, patience: float = 60) -> None:
    """Wait until the fault has reached everybody: who comes earlier might be struck by it as well."""
    end = time.monotonic() + patience
    with suppress(psycopg.OperationalError):
        while time.monotonic() < end:
            oracle.rows("select 1")
            time.sleep(0.01)
        raise AssertionError("the server lives on")


def _settled(oracle: Oracle, patience: float = 60) -> None:
    """Wait until the server answers and nobody dead holds a transaction open."""
    end = time.monotonic() + patience
    asked = (
        "select count(*) from pg_stat_activity where usename = 'huji_app' and datname = current_database()"
    )
    while True:
        with suppress(psycopg.OperationalError):  # it is coming up
            oracle.again()
            if oracle.rows(asked) == [(0,)]:
                return
        assert time.monotonic() < end, "a dead client's transaction stays"
        time.sleep(0.02)


@contextmanager
def fresh(admin_url: str, owner_url: str, number: int) -> Iterator[str]:
    """Yield the owner's address of a copy of the town, to which Django's connections lead meanwhile."""
    from django.db import connections

    name, kept = f"town_{number}", connections["default"].settings_dict["NAME"]
    connections.close_all()
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f"create database {name} owner huji_owner template {kept}")
        admin.execute(f"revoke temporary on database {name} from public")  # a copy does not take its rights
    url = psycopg.conninfo.make_conninfo(owner_url, dbname=name)
    with psycopg.connect(url) as owner:
        # A copied sequence takes up to 32 numbers as logged that are so in the template alone: a crash would
        # set it back behind its table.
        owner.execute(
            "select setval(format('%I.%I', schemaname, sequencename)::regclass, last_value)"
            " from pg_sequences where last_value is not null"
        )
    for alias in ("default", "owner"):
        connections[alias].settings_dict["NAME"] = name
    yield url
    connections.close_all()
    for alias in ("default", "owner"):
        connections[alias].settings_dict["NAME"] = kept
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f"drop database {name} with (force)")


def run(home: Path, acts: list[str]) -> str:
    """Do every case; return the table of them."""
    folder = home.parent / "traps"
    folder.mkdir()
    os.environ["HUJI_PROOF_TRAPS"] = str(folder)
    server = embedded.ensure(home / "postgres")
    owner_url = os.environ["DATABASE_OWNER_URL"]
    prepare(owner_url)
    struck, heard = Counter[tuple[str, str]](), 0
    cases = [(act, step, victim) for act in acts for step in traps.STEPS for victim in traps.VICTIMS]
    for number, case in enumerate(cases):
        with fresh(server.admin_url, owner_url, number) as url:
            heard += strike(url, home, folder, case, lambda: embedded.ensure(home / "postgres"))
        struck[case[1:]] += 1
    lines = [f"{'step':<12}" + "".join(f"{victim:>9}" for victim in traps.VICTIMS)]
    lines += [
        f"{step:<12}" + "".join(f"{struck[step, victim]:>9}" for victim in traps.VICTIMS)
        for step in traps.STEPS
    ]
    lines.append(f"{len(cases)} faults in {len(acts)} acts; {heard} acknowledged all the same")
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(description="Faults at the named steps of acts.")
    asked.add_argument("--acts", default=",".join(ACTS))
    said = asked.parse_args()
    begin = time.monotonic()
    with installed("huji-steps-") as home:
        print(run(home, said.acts.split(",")))
    print(f"{time.monotonic() - begin:.0f} s: no act lost, doubled or half there")


if __name__ == "__main__":
    sys.exit(main())
