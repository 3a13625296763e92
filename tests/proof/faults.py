"""`make faults`: kill -9 of whatever takes part, again and again, while machines act; look at all after each.

    python -m tests.proof.faults --rounds 60 --seed 1

After each fault the machines are frozen and the oracle asks: every act acknowledged is there once, none
refused, everybody's life is the model's, own queries, doctor, chains.
At the end the register is rebuilt. Faults at named steps: `steps.py`.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
from tests.proof import at_once, traps
from tests.proof.installation import installed
from tests.proof.oracle import Oracle

from huji.runtime import embedded

KINDS = ("server and all its processes", "postmaster alone", "one backend", "connection ended",
         "process that acts", "pages' worker", "jobs' worker")  # fmt: skip
PORT = 8971


class Trial:
    """An installation under fire: machines, pages and jobs, and who looks at it."""

    def __init__(self, home: Path, seed: int, machines: int, pages: bool) -> None:
        from tests.proof.machine import begun

        self.home, self.r, self.seed = home, random.Random(seed), seed
        os.environ["HUJI_PROOF_FAULTS"] = "yes"
        self.url = os.environ["DATABASE_OWNER_URL"]
        begun(self.url, 40)
        self.oracle = Oracle(self.url, home)
        self.journals: list[Path] = []
        self.machines = [self.machine() for _ in range(machines)]
        self.pages = self.serve() if pages else None
        self.struck: Counter[str] = Counter()
        self.heard = 0

    def machine(self) -> "subprocess.Popen[bytes]":
        n = len(self.journals)
        self.journals.append(self.home.parent / f"journal-{n}")
        return at_once.start(self.journals[n], self.seed * 1000 + n, f"机{n}", 10**6)

    def serve(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", "from huji.cli import main; main()", "serve", "--port", str(PORT),
                   "--workers", "2", "--home", str(self.home)]  # fmt: skip
        log = (self.home.parent / "pages.log").open("wb")
        return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)

    def acts(self) -> int:
        return sum(journal.read_text().count(" done\n") for journal in self.journals if journal.exists())

    def go_on(self, more: int, patience: float = 120) -> None:
        """Wait until so many more acts were acknowledged."""
        want, end = self.acts() + more, time.monotonic() + patience
        while True:
            for n, machine in enumerate(self.machines):
                if machine.poll() is not None:
                    assert machine.returncode == -signal.SIGKILL, f"a machine ended: {machine.returncode}"
                    self.machines[n] = self.machine()
            if self.acts() >= want:
                return
            assert time.monotonic() < end, "acts do not go on"
            time.sleep(0.02)

    def strike(self, kind: str) -> None:
        """Do one fault of a kind, at whatever the machines are just doing."""
        time.sleep(self.r.uniform(0, 0.15))
        match kind:
            case "server and all its processes":
                traps.kill_server()
            case "postmaster alone":
                traps.kill_server(alone=True)
            case "one backend":
                if backends := self._backends():
                    with suppress(ProcessLookupError):
                        os.kill(self.r.choice(backends), signal.SIGKILL)
            case "connection ended":
                if backends := self._backends():
                    self.oracle.rows("select pg_terminate_backend(%s)", self.r.choice(backends))
            case "process that acts":
                self.r.choice(self.machines).kill()
            case "pages' worker" | "jobs' worker":
                self._kill_child(kind)
        self.struck[kind] += 1

    def _backends(self) -> list[int]:
        return [
            row[0] for row in self.oracle.rows(
                "select pid from pg_stat_activity where usename = 'huji_app' and backend_type ="
                " 'client backend' order by state = 'idle', pid"
            )
        ]  # fmt: skip

    def _kill_child(self, kind: str) -> None:
        assert self.pages is not None
        master = psutil.Process(self.pages.pid)
        keepers = [child for child in master.children() if "--keep" in child.cmdline()]
        if kind == "jobs' worker":
            victims = [child for keeper in keepers for child in keeper.children()]
        else:
            victims = [child for child in master.children() if child not in keepers]
        if victims:
            self.r.choice(victims).kill()

    def recover(self) -> None:
        """Have the server up again, as the next command would."""
        embedded.ensure(self.home / "postgres")
        self.oracle.again()

    def look(self) -> None:
        """Have the server up and look, again where a fault came to it later than it was done."""
        for patience in (5, 4, 3, 2, 1, 0):
            try:
                self.recover()
                return self._look()
            except (psycopg.OperationalError, psycopg.InterfaceError):
                if not patience:
                    raise
        return None

    def _look(self) -> None:
        """Freeze the machines and ask the oracle everything."""
        self._signal(signal.SIGSTOP)
        try:
            _, done, refused = at_once.read(self.journals)
            self.oracle.assert_acknowledged(done, refused)
            self.oracle.assert_modelled()
            self.oracle.assert_sound()
            self.oracle.assert_healthy()
        finally:
            self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        for machine in self.machines:
            with suppress(ProcessLookupError):
                os.kill(machine.pid, number)

    def answered(self, patience: float = 60) -> None:
        """Wait until the pages take acts again."""
        end = time.monotonic() + patience
        while True:
            with (
                suppress(urllib.error.URLError, OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=5) as answer,
            ):
                if answer.status == 200:
                    return
            assert time.monotonic() < end, "the pages do not answer"
            time.sleep(0.1)

    def close(self) -> None:
        for machine in self.machines:
            machine.kill()
            machine.wait()
        if self.pages:
            self.pages.terminate()
            self.pages.wait(60)


def at_random(trial: Trial, rounds: int) -> None:
    """Strike at random, each kind about as often."""
    kinds = [kind for kind in KINDS if trial.pages or "worker" not in kind]
    for n in range(rounds):
        trial.go_on(4)
        kind = kinds[n % len(kinds)]
        trial.strike(kind)
        trial.look()
        if trial.pages:
            trial.answered()


def run(home: Path, rounds: int, seed: int, machines: int = 4, *, quick: bool = False) -> str:
    """Do it all; return the table of what was struck and what was found."""
    trial = Trial(home, seed, machines, pages=not quick)
    try:
        trial.go_on(machines)
        if trial.pages:
            trial.answered()
        at_random(trial, rounds)
    finally:
        trial.close()
    trial.recover()
    trial.oracle.rows(
        "select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = 'huji_app'"
    )
    tally, done, refused = at_once.read(trial.journals)
    unheard = trial.oracle.assert_acknowledged(done, refused)
    trial.oracle.assert_modelled()
    trial.oracle.assert_sound()
    trial.oracle.assert_healthy()
    entries = trial.oracle.assert_rebuilt()
    trial.oracle.close()
    lines = [f"{kind:<34}{times:>5}" for kind, times in sorted(trial.struck.items())]
    lines.append(f"{'faults in all':<34}{trial.struck.total():>5}")
    lines.append(
        f"{len(done)} acts acknowledged, {len(refused)} refused, {unheard} done whose answer was lost;"
        f" {entries} entries rebuilt equal; {len(tally.done)} kinds of acts"
    )
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(description="Faults while acts are done.")
    asked.add_argument("--rounds", type=int, default=60, help="faults at random moments")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--machines", type=int, default=4, help="processes that act")
    asked.add_argument("--quick", action="store_true", help="no pages and no jobs")
    said = asked.parse_args()
    begin = time.monotonic()
    with installed("huji-faults-") as home:
        print(run(home, said.rounds, said.seed, said.machines, quick=said.quick))
    print(f"seed {said.seed}, {time.monotonic() - begin:.0f} s: no act lost, doubled or half there")


if __name__ == "__main__":
    sys.exit(main())
