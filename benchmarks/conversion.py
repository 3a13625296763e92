"""Converting an old register beside COPY-then-constraints of the very same tables and rows, on one server.

    .venv/bin/python benchmarks/conversion.py [--people 100000] [--faults 0.01] [--home DIR] [--no-peer]

Makes a synthetic old register of Qiqihar with its places, plans, freezes and converts it by `huji convert`,
every check on (goal: at most twice the peer, at most 2 GiB in our process). The peer then loads the rows that
the conversion left, in the same database: COPY with FREEZE from CSV files into the tables without indexes,
two at a time, then every index, key, exclusion and foreign key, two tables at a time, and ANALYZE. It
neither reads, nor decodes, nor checks, nor matches, nor accounts for anything. Durability is on for both.

With `--home` the installation stays, for other benchmarks: a city of so many people in DIR, to be started by
`huji db start --home DIR`. One that is there already is measured by the peer alone.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HUJI = [sys.executable, "-c", "from huji.cli import main; main()"]
ON = "2015-12-31"
_BLOCK = 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--faults", type=float, default=0.01)
    parser.add_argument("--home", type=Path, help="Keep the installation here.")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--json", action="store_true", help="End with one line of JSON.")
    asked = parser.parse_args()
    made = asked.home or Path(tempfile.mkdtemp(prefix="huji-bench-"))
    made.mkdir(parents=True, exist_ok=True)
    made.chmod(0o755)
    os.environ.pop("DATABASE_URL", None)
    from huji.runtime import embedded

    try:
        told = run(asked, made.resolve())
    finally:
        embedded.stop(made.resolve() / "postgres")
        if asked.home is None:
            shutil.rmtree(made, ignore_errors=True)
    if asked.json:
        print(json.dumps(told))


def run(asked: argparse.Namespace, home: Path) -> dict[str, float]:
    """Convert and load again; return the seconds, the peak memory and the seconds of the peer."""
    told: dict[str, float] = {}
    if not (home / "postgres").is_dir():
        told = convert(asked, home)
    if asked.no_peer:
        return told
    seconds, rows = peer(home)
    print(f"{'peer: COPY, then constraints':44}{seconds:10.1f} s   {rows:,} rows")
    if told:
        print(f"{'ratio (goal 2.0)':44}{told['seconds'] / seconds:10.2f}")
        print(f"{'peak memory of our process (goal 2 GiB)':44}{told['peak']:10.2f} GiB")
    return told | {"peer": seconds}


def convert(asked: argparse.Namespace, home: Path) -> dict[str, float]:
    """Make a register and convert it; return the seconds of the run and the peak memory of its process."""
    old, plan, at = home / "old.csv", home / "plan.yaml", ["--home", str(home)]
    step("generate, enter places", "demo", "old-register", "--people", str(asked.people), "--faults",
         str(asked.faults), "--out", str(old), "--into", str(home))  # fmt: skip
    step("plan", "convert", "plan", str(old), "--on", ON, "--out", str(plan), *at)
    step("backup (freeze)", "convert", "backup", str(plan), *at)
    seconds, printed, peak = step("run", "convert", "run", str(plan), "--format", "json", *at)
    done = json.loads(printed)
    for name, took in done["steps"].items():
        print(f"    {name:40}{took:10.1f} s")
    print(
        f"    {done['read']:,} rows: {done['loaded']:,} loaded, {done['flagged']:,} flagged,"
        f" {done['rejected']:,} rejected"
    )
    step("verify", "convert", "verify", str(plan), *at)
    return {"seconds": seconds, "peak": peak}


def step(name: str, *command: str) -> tuple[float, str, float]:
    """Run a command; return its seconds, what it printed and its peak memory in GiB."""
    begun = time.perf_counter()
    child = subprocess.Popen([*HUJI, *command], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    printed = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"huji {' '.join(command)} failed")
    print(f"{name:44}{seconds:10.1f} s", flush=True)
    return seconds, printed, used.ru_maxrss / 1024**2


def peer(home: Path) -> tuple[float, int]:
    """Load the same rows into the same tables again, the plain way; return the seconds and the rows."""
    from huji.runtime import boot

    boot.boot(home)
    from huji.quality.conversion import catalog, loading, running

    files = home / "peer"
    files.mkdir(exist_ok=True)
    with loading.owner() as connection:
        held = catalog.guards(connection)
        columns = {
            table: ", ".join(
                f'"{name}"'
                for (name,) in connection.execute(
                    "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0"
                    " and not attisdropped and attgenerated = '' order by attnum",
                    [table],
                ).fetchall()
            )
            for table in catalog.LOADED
        }
        for table in catalog.LOADED:
            with (
                (files / table).open("wb") as file,
                connection.cursor().copy(f"copy {table} ({columns[table]}) to stdout (format csv)") as out,
            ):
                for block in out:
                    file.write(block)
        with connection.transaction():
            catalog.take_off(connection, held)
            for table in catalog.LOADED:  # acts may have followed in a city that was kept
                connection.execute(f"alter table {table} disable trigger user")
            connection.execute("truncate " + ", ".join(catalog.LOADED))

    def load(table: str) -> int:
        with loading.owner() as one, one.transaction():
            one.execute(f"truncate only {table}")
            with one.cursor() as cursor, (files / table).open("rb") as file:
                with cursor.copy(f"copy {table} ({columns[table]}) from stdin (format csv, freeze)") as into:
                    while block := file.read(_BLOCK):
                        into.write(block)
                return cursor.rowcount

    begun = time.perf_counter()
    largest_first = sorted(catalog.LOADED, key=lambda table: -(files / table).stat().st_size)
    with ThreadPoolExecutor(loading.CONNECTIONS) as hands:
        rows = sum(hands.map(load, largest_first))
    loading.build(held, lambda name: None)
    seconds = time.perf_counter() - begun
    with loading.owner() as connection:
        catalog.switch_on(connection, held)
        assert catalog.differences(held, catalog.guards(connection)) == []
        running.prove(connection)
    shutil.rmtree(files)
    return seconds, rows


if __name__ == "__main__":
    main()
