"""Officers at their counters, all at once: what each page takes, against the goals.

    .venv/bin/python benchmarks/officers.py --home DIR [--officers 50] [--think 5] [--minutes 3]
    .venv/bin/python benchmarks/officers.py --home .huji/demo --url http://127.0.0.1:8000

DIR is a demonstration's installation: a converted city of `benchmarks/conversion.py --home DIR`, or the
city of `huji demo`. Without `--url` it is served meanwhile as `huji serve` does, the worker of jobs beside.
The script appoints officers of its own there, each at an office of their own while there are enough, draws
whom they deal with, signs each in with a session of their own, and lets them work: search, look at people,
households, both times and histories, take applications in, enter changes and read at once what they wrote
(`errands.py`). Each thinks after every page, half to one and a half times `--think` seconds.

Printed is for each page how often it was asked and the milliseconds of median, 95th and 99th percentile, as
the client waits for them; for reads and for writes against the goals (p95 at most 150 and 300 ms); what went
wrong (nothing may); and the requests a second. An errand writes for good: the city is changed by it.
"""

import argparse
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from errands import Officer, Round, Somebody

HUJI = [sys.executable, "-c", "from huji.cli import main; main()"]
READ_GOAL, WRITE_GOAL = 150, 300
NO_POLICY = (None, "rural")
"""Areas of the synthetic city for which no pack says who may move there."""
FINDABLE = 15
"""Addresses drawn for each officer to search by."""
PEOPLE = """
with mine as (
  select s.person, s.household, s.office, s.relation,
         row_number() over (partition by s.office order by md5(s.person::text || %(seed)s)) as place
    from standing s join household h on h.id = s.household and h.kind = 'family'
   where s.office = any(%(offices)s) and s.kind = 'registered'
     and upper_inf(s.known) and upper_inf(s.valid))
select m.office, m.relation, m.person, n.number, i.name, m.household, a.address
  from mine m
  join person p on p.id = m.person and p.born < date '2000-01-01'
  join citizen_number n on n.person = m.person and upper_inf(n.known) and upper_inf(n.valid)
  join particulars i on i.person = m.person and upper_inf(i.known) and upper_inf(i.valid)
  join household_address a on a.household = m.household and upper_inf(a.known) and upper_inf(a.valid)
 where m.place <= %(most)s and not exists (select from case_file c where c.person = m.person)
 order by m.office, m.place"""
COUPLES = """
select s.household, s.person, n.number, i.name
  from standing s
  join person p on p.id = s.person and p.born < date '2000-01-01'
  join citizen_number n on n.person = s.person and upper_inf(n.known) and upper_inf(n.valid)
  join particulars i on i.person = s.person and upper_inf(i.known) and upper_inf(i.valid)
 where s.household = any(%(households)s) and s.relation in ('10', '11', '12') and s.kind = 'registered'
   and upper_inf(s.known) and upper_inf(s.valid)"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--home", type=Path, required=True, help="The installation's directory.")
    parser.add_argument("--url", help="Where it is served already.")
    parser.add_argument("--officers", type=int, default=50)
    parser.add_argument("--think", type=float, default=5.0, help="Seconds after every page, on average.")
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--seed", default="20261122")
    parser.add_argument("--json", action="store_true", help="End with one line of JSON.")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is stopped then too
    asked.home = asked.home.resolve()
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    from huji.runtime import boot, embedded

    os.environ.pop("DATABASE_URL", None)
    boot.boot(asked.home, existing=True)
    try:
        with served(asked, kept) if asked.url is None else _there(asked.url) as url:
            people, rounds = draw(asked)
            log = Log()
            seconds = load(asked, url, rounds, log)
        log.tell(people, asked, seconds)
    finally:
        if asked.url is None:
            embedded.stop(asked.home / "postgres")
    if asked.json:
        print(json.dumps(log.figures(seconds)))
    if log.failures:
        sys.exit(1)


def draw(asked: argparse.Namespace) -> tuple[int, list[Round]]:
    """Appoint officers and draw whom each deals with; return the people of the city and the rounds."""
    import psycopg

    from huji.places import queries as places
    from huji.runtime.db import set_area

    set_area("*")
    # Each errand of writing is at most every sixth, and takes some six pages.
    most = int(20 + asked.minutes * 60 / max(asked.think, 0.1) / 20)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        [(people, entry)] = owner.execute(
            "select (select count(*) from person), (select max(entry) from ledger_entry)"
        ).fetchall()
        offices = [
            office
            for (office,) in owner.execute(
                "select office from standing where kind = 'registered' and upper_inf(known)"
                " and upper_inf(valid) group by office having count(*) > 100 order by count(*) desc"
            )
        ]
        chosen = stations(offices, asked)
        each = max(Counter(chosen).values())
        rows = owner.execute(
            PEOPLE, {"offices": chosen, "seed": f"{asked.seed}-{entry}", "most": each * most * 10}
        ).fetchall()
        addresses = places.addresses({row[6] for row in rows})
        found: dict[int, list[tuple[str, Somebody]]] = defaultdict(list)
        for office, relation, person, number, name, household, at in rows:
            if name and at in addresses:
                somebody = Somebody(person, number, name, household, addresses[at].text)
                found[office].append((relation, somebody))
        spouses = {
            household: (person, number, name)
            for household, person, number, name in owner.execute(
                COUPLES, {"households": [row[5] for row in rows if row[1] == "02"]}
            )
        }
    accounts = [appointed(n, office) for n, office in enumerate(chosen)]
    shares = Counter(chosen)
    turn: Counter[int] = Counter()
    rounds = []
    for account, office in zip(accounts, chosen, strict=True):
        mine = found[office][turn[office] :: shares[office]]
        turn[office] += 1
        heads = [one for relation, one in mine if relation == "02"]
        couples = [
            (one, Somebody(*spouses[one.household], one.household, one.address))
            for one in heads
            if one.household in spouses
        ][:most]
        apart = {one.household for one, _ in couples}
        others = [one for relation, one in mine if relation != "02" and one.household not in apart]
        half = min(most, len(others) // 2)
        seen = [one for _, one in mine]
        rounds.append(Round(account, seen, *findable(seen), others[:half], others[half:], couples, entry))
    return people, rounds


def stations(offices: list[int], asked: argparse.Namespace) -> list[int]:
    """Choose an office for each officer: by turns where a policy admits people to some address, and any."""
    from django.utils import timezone

    from huji.places import queries as places

    chance, today = random.Random(asked.seed), timezone.localdate()
    shuffled = chance.sample(offices, len(offices))
    admitting = [
        office
        for office in shuffled
        if any(
            places.area_of(village, today) not in NO_POLICY
            for village in places.area_of_office(office, today)
        )
    ]
    others = [office for office in shuffled if office not in set(admitting)] or admitting
    pools = [admitting or others, others]
    return [pools[n % 2][n // 2 % len(pools[n % 2])] for n in range(asked.officers)]


def findable(seen: list[Somebody]) -> tuple[list[Somebody], list[Somebody]]:
    """Return some who live at an address that is no other's as written; and those where a policy admits."""
    from django.utils import timezone

    from huji.counter.naming import find_addresses
    from huji.places import queries as places

    today = timezone.localdate()
    found, targets = [], []
    for one in seen[: FINDABLE * 4]:
        alike = [
            address for address in find_addresses(one.address, 6).addresses if address.text == one.address
        ]
        if len(alike) == 1:
            found.append(one)
            if places.area_of(alike[0].division, today) not in NO_POLICY:
                targets.append(one)
        if len(found) == FINDABLE:
            break
    return found, targets


def appointed(n: int, office: int) -> int:
    """Return the account of the n-th officer of the load, appointed where there is none yet."""
    from huji.demo.staff import appointed as appoint
    from huji.officers import queries
    from huji.officers.roles import Role

    username = f"load-{office}-{n}"
    there = queries.named(username)
    return there.id if there else appoint(username, f"演示受理员{n + 1}", Role.COUNTER, office)


def load(asked: argparse.Namespace, url: str, rounds: list[Round], log: "Log") -> float:
    """Sign everyone in, let them work together, and return the seconds they worked."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    officers = [Officer(url, mine, log.note, asked.think, today) for mine in rounds]
    for officer in officers:
        officer.sign_in()
    print(f"{len(officers)} officers are signed in", file=sys.stderr, flush=True)
    log.begin()
    begun = time.monotonic()
    threads = [
        threading.Thread(target=officer.work, args=(begun + asked.minutes * 60, log.failed), daemon=True)
        for officer in officers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.replaced = sum(officer.replaced for officer in officers)
    return asked.minutes * 60


class Log:
    """What every request took, and what went wrong."""

    def __init__(self) -> None:
        self.taken: dict[tuple[bool, str], list[float]] = defaultdict(list)
        self.failures: Counter[str] = Counter()
        self.replaced = 0

    def note(self, name: str, writes: bool, milliseconds: float) -> None:
        self.taken[writes, name].append(milliseconds)

    def failed(self, errand: str, error: BaseException) -> None:
        self.failures[f"{errand}: {type(error).__name__}: {error}"] += 1

    def begin(self) -> None:
        """Forget the signing in, which is not part of the day."""
        self.taken.clear()

    def of(self, writes: bool) -> list[float]:
        return [one for (wrote, _), some in self.taken.items() if wrote is writes for one in some]

    def tell(self, people: int, asked: argparse.Namespace, seconds: float) -> None:
        """Print the table."""
        count = sum(map(len, self.taken.values()))
        print(
            f"{people:,} people, {asked.officers} officers, {asked.think:g} s of thinking, "
            f"{asked.minutes:g} min: {count:,} requests, {count / seconds:.1f} a second"
        )
        for writes, title, goal in ((False, "reads", READ_GOAL), (True, "writes", WRITE_GOAL)):
            print(f"{title + ', milliseconds':34}{'count':>8}{'median':>9}{'p95':>9}{'p99':>9}")
            for (wrote, name), some in sorted(self.taken.items()):
                if wrote is writes:
                    print(f"  {name:32}{line(some)}")
            every = self.of(writes)
            if every:
                held = "met" if centile(every, 95) <= goal else "NOT MET"
                print(f"  {'all ' + title:32}{line(every)}   goal p95 {goal}: {held}")
        if self.replaced:
            print(f"errands of writing left out because everybody had been acted on: {self.replaced}")
        print(f"errors: {self.failures.total()}")
        for failure, times in self.failures.most_common(10):
            print(f"  {times} × {failure}")

    def figures(self, seconds: float) -> dict[str, Any]:
        """Return the figures in one value."""
        told = {
            f"{name} {which}": centile(self.of(writes), which)
            for name, writes in (("read", False), ("write", True))
            for which in (50, 95, 99)
        }
        rate = sum(map(len, self.taken.values())) / seconds
        return told | {"rate": rate, "errors": self.failures.total()}


def centile(taken: list[float], which: int) -> float:
    return statistics.quantiles(taken, n=100, method="inclusive")[which - 1] if len(taken) > 1 else sum(taken)


def line(taken: list[float]) -> str:
    return f"{len(taken):8,}" + "".join(f"{centile(taken, which):9.0f}" for which in (50, 95, 99))


@contextmanager
def served(asked: argparse.Namespace, environment: dict[str, str]) -> Iterator[str]:
    """Serve the installation as `huji serve` does; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--workers", str(asked.workers), "--threads", str(asked.threads)]
    serving = subprocess.Popen(
        [*HUJI, "serve", "--home", str(asked.home), "--port", str(port), *options],
        stdout=subprocess.DEVNULL, stderr=(asked.home / "serve.log").open("w"), env=environment,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 120
        while serving.poll() is None and time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        else:
            raise SystemExit(f"huji serve did not come up: {asked.home / 'serve.log'}")
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.terminate()
        try:
            serving.wait(60)
        except subprocess.TimeoutExpired:
            serving.kill()


@contextmanager
def _there(url: str) -> Iterator[str]:
    yield url


if __name__ == "__main__":
    main()
