"""`make prove`: random acts by the thousand, one after another and by processes at once, against the oracle.

python -m tests.proof.prove --steps 10000 --seed 1
python -m tests.proof.prove --processes 8 --steps 10000 --seed 1
"""

import argparse
import os
import random
import sys
import time
from pathlib import Path

from tests.proof.installation import installed


def alone(home: Path, steps: int, seed: int) -> str:
    """One machine, the model held against the register every ten steps."""
    from tests.proof.machine import Machine, begun
    from tests.proof.oracle import Oracle

    url = os.environ["DATABASE_OWNER_URL"]
    begun(url)
    heard: dict[str, str] = {}
    oracle = Oracle(url, home)
    machine = Machine(url, seed, fresh=2, hear=lambda token, act, what: heard.__setitem__(token, what))
    accepted, chosen, begin = 0, random.Random(seed), time.monotonic()
    for step in range(1, steps + 1):
        before = oracle.digest() if chosen.random() < 0.02 else None
        if machine.step():
            accepted += 1
        elif before:
            assert oracle.digest() == before, "a refused act left something"
        assert oracle.entries() == accepted + 1
        if step % 10 == 0:
            oracle.assert_modelled()
        if step % 500 == 0:
            oracle.assert_sound()
            oracle.assert_healthy()
        if step % 1000 == 0:
            rate = step / (time.monotonic() - begin)
            print(f"  {step} steps, {accepted} accepted, {rate:.0f}/s, {machine.chance.today}", flush=True)
        if step % 5000 == 0 or step == steps:
            oracle.assert_rebuilt()
    done = {token for token, what in heard.items() if what == "done"}
    oracle.assert_acknowledged(done, heard.keys() - done)
    return machine.tally.table()


def together(home: Path, steps: int, seed: int, processes: int) -> str:
    """Many machines at once on one database; the model follows the ledger's order afterwards."""
    from tests.proof.at_once import crowd
    from tests.proof.machine import begun
    from tests.proof.oracle import Oracle

    url = os.environ["DATABASE_OWNER_URL"]
    begun(url, 60)
    tally, done, refused = crowd(url, seed, processes, steps)
    oracle = Oracle(url, home)
    oracle.assert_modelled()
    oracle.assert_sound()
    oracle.assert_healthy()
    unheard = oracle.assert_acknowledged(done, refused)
    assert unheard == 0, f"{unheard} acts done and not acknowledged"
    oracle.assert_rebuilt()
    return tally.table()


def main() -> None:
    asked = argparse.ArgumentParser(description="Random acts against the oracle.")
    asked.add_argument("--steps", type=int, default=10_000, help="acts tried in all")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--processes", type=int, default=1)
    said = asked.parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":
        # A seed is to repeat the whole run: the order of sets must be the same as well.
        os.execve(
            sys.executable, [sys.executable, "-m", "tests.proof.prove", *sys.argv[1:]],
            {**os.environ, "PYTHONHASHSEED": "0"},
        )  # fmt: skip
    begin = time.monotonic()
    with installed() as home:
        if said.processes == 1:
            table = alone(home, said.steps, said.seed)
        else:
            table = together(home, said.steps, said.seed, said.processes)
    print(table)
    print(f"seed {said.seed}, {said.processes} at once, {time.monotonic() - begin:.0f} s: nobody lost,"
          " doubled or half moved; nothing acknowledged lost, nothing refused left")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
