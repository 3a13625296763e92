"""The whole register at the size of a city: one table of what it takes, each figure beside its peer or goal.

    .venv/bin/python benchmarks/register.py [--people 10000 1000000 5670000] [--homes DIR] [--keep]

Makes a city of each size by converting a synthetic old register (the largest beside COPY-then-constraints),
moves people in each beside raw pgbench, and in the largest asks as of two times, searches, and lets officers
work at their counters. Each part is a script beside this one and prints its own table; the summary comes
last. With `--homes` the cities lie in that directory; one that is there already is used as it is, without
converting it again, and `--keep` leaves them there. The largest of 5.67 million takes about 25 GB meanwhile.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

CONVERTED = "conversion.json"
"""Kept in a city's directory: what its conversion took."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="+", default=[10_000, 1_000_000, 5_670_000])
    parser.add_argument("--homes", type=Path, help="Where the cities lie, or are made.")
    parser.add_argument("--keep", action="store_true", help="Leave the cities that were made.")
    parser.add_argument("--seconds", type=int, default=10, help="Each turn of moving.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--questions", type=int, default=2_000)
    parser.add_argument("--officers", type=int, default=50)
    parser.add_argument("--think", type=float, default=5.0)
    parser.add_argument("--minutes", type=float, default=5.0)
    asked = parser.parse_args()
    homes = (asked.homes or Path(tempfile.mkdtemp(prefix="huji-bench-"))).resolve()
    homes.mkdir(parents=True, exist_ok=True)
    homes.chmod(0o755)
    os.environ.pop("DATABASE_URL", None)
    begun, made = time.monotonic(), []
    try:
        sizes = sorted(set(asked.people))
        for people in sizes:
            home = homes / str(people)
            if not (home / "postgres").is_dir():
                made.append(home)
                convert(home, people, peer=people == sizes[-1])
        summary(asked, homes, sizes)
    finally:
        for home in made:
            if not asked.keep:
                shutil.rmtree(home, ignore_errors=True)
        if asked.homes is None and not asked.keep:
            shutil.rmtree(homes, ignore_errors=True)
    print(f"\n{(time.monotonic() - begun) / 60:.0f} minutes in all")


def convert(home: Path, people: int, *, peer: bool) -> None:
    """Make a city; keep what that took beside it, and what it was made from no longer."""
    title = f"a city of {people:,}"
    told = part(title, "conversion.py", "--people", people, "--home", home, *(() if peer else ("--no-peer",)))
    (home / CONVERTED).write_text(json.dumps(told))
    for left in [*home.glob("old*"), *home.glob("conversions/*/source")]:
        left.unlink()


def summary(asked: argparse.Namespace, homes: Path, sizes: list[int]) -> None:
    """Measure, and print the table."""
    largest = homes / str(sizes[-1])
    kept = largest / CONVERTED
    converted = json.loads(kept.read_text()) if kept.is_file() else {}
    moved = part(
        "moves", "moves.py", "--home", *(homes / str(people) for people in sizes),
        "--seconds", asked.seconds, "--rounds", asked.rounds,
    )  # fmt: skip
    times = part("two times and searches", "as_of.py", "--home", largest, "--questions", asked.questions)
    day = part(
        "officers", "officers.py", "--home", largest, "--officers", asked.officers,
        "--think", asked.think, "--minutes", asked.minutes,
    )  # fmt: skip
    print(f"\n== the register of {sizes[-1]:,} people")
    print(f"{'':52}{'figure':>16}   peer or goal")
    if "seconds" in converted:
        row("conversion of the old register", f"{converted['seconds']:,.0f} s", _peer(converted))
        row("memory of the converting process", f"{converted['peak']:.2f} GiB", "goal 2 GiB")
    for city in moved["cities"]:
        ours, raw = statistics.median(city["huji"]), statistics.median(city["raw"])
        row(
            f"moves a second among {city['people']:,}", f"{ours:,.0f}",
            f"raw pgbench {raw:,.0f}: {city['ratio']:.2f} (goal 0.5)",
        )  # fmt: skip
    if len(sizes) > 1:
        first, last = (statistics.median(moved["cities"][at]["huji"]) for at in (0, -1))
        row("slower in the largest than in the smallest", f"{first / last:.2f} ×", "goal 1.3 ×")
    for title, p95 in times["p95"].items():
        row(f"{title}, p95", f"{p95:.1f} ms", "")
    row(
        f"{asked.officers} officers, requests a second",
        f"{day['rate']:.1f}",
        f"{day['errors']} errors (goal 0)",
    )
    row("  pages that read, p95", f"{day['read 95']:.0f} ms", "goal 150 ms")
    row("  pages that write, p95", f"{day['write 95']:.0f} ms", "goal 300 ms")


def part(title: str, script: str, *options: object) -> Any:
    """Run one of the scripts beside this one, print what it prints, and return its line of JSON."""
    print(f"\n== {title}", flush=True)
    command = [sys.executable, str(Path(__file__).with_name(script)), *map(str, options), "--json"]
    told: Any = None
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        for line in running.stdout:
            if line.startswith("{"):
                told = json.loads(line)
            else:
                print(line, end="", flush=True)
    if told is None:
        raise SystemExit(f"{script} ended with {running.returncode}")
    return told


def row(what: str, figure: str, beside: str) -> None:
    print(f"{what:52}{figure:>16}   {beside}".rstrip())


def _peer(converted: dict[str, float]) -> str:
    if "peer" not in converted:
        return ""
    ratio = converted["seconds"] / converted["peer"]
    return f"COPY, then constraints {converted['peer']:,.0f} s: {ratio:.2f} (goal 2)"


if __name__ == "__main__":
    main()
