"""`huji places`: enter a city's registration offices and standard addresses from tables, and change them."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from huji.cli import places_change
from huji.cli.db import FORMAT, HOME, refusals, show
from huji.standards import Refused, Text

OFFICES = ("name", "kind", "parent", "phone", "areas")
ADDRESSES = (
    "division", "road", "number", "compound", "group", "building", "unit", "room", "accepts_registration",
)  # fmt: skip
MAX_BYTES = 64 * 1024 * 1024
_SHOWN = 50
_KINDS = ("bureau", "station")
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table with the line it stands on."""

    at: int
    values: Mapping[str, str]


@click.group()
def command() -> None:
    """Enter registration offices and standard addresses, and change them.

    \b
    Examples:
      huji places import --offices offices.csv --since 2016-03-20
      huji places import --addresses addresses.csv --since 2016-03-20
      huji places offices
      huji places change change.csv --since 2026-11-01 --basis 盘政发〔2026〕7号
    """


command.add_command(places_change.change)


@command.command()
@HOME
@FORMAT
def offices(home: Path | None, form: str) -> None:
    """List the offices with their numbers, which plans and tables name them by.

    \b
    Example:
      huji places offices --format json
    """
    from huji.runtime.boot import boot, migrate

    with refusals(form):
        boot(home, existing=True)
        migrate()
        from huji.places import queries as places

        found = places.offices()
    if form == "json":
        show({"offices": [{"id": one.id, "name": one.name, "kind": one.kind} for one in found]})
        return
    for one in found:
        click.echo(f"{one.id}  {one.name}  {one.kind}")


@command.command("import")
@click.option("--offices", type=FILE, help=f"CSV (UTF-8) with the columns {', '.join(OFFICES)}.")
@click.option("--addresses", type=FILE, help=f"CSV (UTF-8) with the columns {', '.join(ADDRESSES)}.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="From which day they hold.")
@click.option("--basis", default="建库", show_default=True, help="The document it rests on, for the ledger.")
@HOME
@FORMAT
def import_(
    offices: Path | None, addresses: Path | None, since: datetime, basis: str, home: Path | None, form: str
) -> None:
    """Enter tables, all of them or nothing: every faulty row is named, with its line.

    Of an office, `kind` is bureau or station, `parent` names a bureau of an earlier row or day, `areas` lists
    communities (12 digits) or towns (9 digits) separated by spaces.

    \b
    Example:
      huji places import --offices offices.csv --addresses addresses.csv --since 2016-03-20
    """
    from huji.runtime.boot import boot, migrate

    done = {"offices": 0, "addresses": 0}
    kinds = dict.fromkeys(_KINDS, 0)
    with refusals(form):
        boot(home)
        migrate()
        from huji.runtime.db import writing

        with _registered_there(), writing():
            if offices:
                lines = _read(offices, OFFICES)
                done["offices"] = _enter_offices(lines, since.date(), basis)
                for line in lines:
                    kinds[line.values["kind"] or "station"] += 1
            if addresses:
                done["addresses"] = _enter_addresses(_read(addresses, ADDRESSES), since.date(), basis)
    if form == "json":
        show(done)
    else:
        bureaux, stations, entered = kinds["bureau"], kinds["station"], done["addresses"]
        click.echo(
            str(
                Text(
                    f"已录入 {bureaux} 个公安局（分局）、{stations} 个派出所、{entered} 个地址。",
                    f"Entered {bureaux} bureaux, {stations} stations and {entered} addresses.",
                )
            )
        )


@contextmanager
def _registered_there() -> Iterator[None]:
    """Say so when a community with households was given away without them."""
    from django.db import IntegrityError

    try:
        yield
    except IntegrityError as error:
        if "registered with another office" not in str(error):
            raise
        raise Refused(
            "office.registered",
            Text(
                "有的社区已有户口登记在其他派出所，不能只改辖区。",
                "A community has households registered with another office.",
            ),
            Text(
                "请用 huji places change 变更，户口随之转移。",
                "Use `huji places change`: the households go with it.",
            ),
        ) from error


def _enter_offices(lines: list[Line], since: date, basis: str) -> int:
    """Open each office and give it its area, all in one transaction."""
    from huji.places import queries as places
    from huji.places.acts import AssignArea, Authority, OpenOffice, assign_area, open_office
    from huji.runtime.db import writing

    by = Authority(None, 0, today(), basis)
    known = {office.name: office.id for office in places.offices()}
    with writing():
        for line in lines:
            row = line.values
            try:
                if row["parent"] and row["parent"] not in known:
                    raise Refused(
                        "office.unknown",
                        Text(f"没有“{row['parent']}”。", f"There is no office “{row['parent']}”."),
                    )
                if row["kind"] and row["kind"] not in _KINDS:
                    raise Refused(
                        "office.kind",
                        Text(
                            f"类别应写 bureau（分局、县局）或 station（派出所），而不是“{row['kind']}”。",
                            f"The kind is bureau or station, not “{row['kind']}”.",
                        ),
                    )
                parent = known.get(row["parent"])
                office = open_office(
                    OpenOffice(row["name"], row["kind"] or "station", parent, row["phone"]), by
                )
                known[row["name"]] = office
                if row["areas"]:
                    assign_area(AssignArea(office, row["areas"].split(), since), by)
            except Refused as refused:
                raise _at("offices", [(line.at, refused)]) from refused
    return len(lines)


def _enter_addresses(lines: list[Line], since: date, basis: str) -> int:
    """Enter the whole directory in one act; faulty rows are found first, all of them."""
    from huji.places import divisions
    from huji.places.acts import Authority, EnterAddresses, NewAddress, enter_addresses
    from huji.places.addresses import Parts, accept

    faults: list[tuple[int, Refused]] = []
    new = []
    book = divisions.book()
    for line in lines:
        row = line.values
        try:
            place = book.lookup(row["division"], since) if row["division"].isdigit() else None
            if place is None or place.level != "village":
                raise Refused(
                    "division.unknown",
                    Text(
                        f"{since} 没有代码为“{row['division']}”的社区或村。",
                        f"There is no community or village “{row['division']}” on {since}.",
                    ),
                )
            parts = accept(Parts(row["division"], **{name: row[name] or None for name in ADDRESSES[1:-1]}))
            new.append(NewAddress(parts, _yes(row["accepts_registration"])))
        except Refused as refused:
            faults.append((line.at, refused))
    if faults:
        raise _at("addresses", faults)
    enter_addresses(EnterAddresses(new, since), Authority(None, 0, today(), basis))
    return len(new)


def text_of(path: Path) -> str:
    """Return a table's text; refused when it is too large or not UTF-8."""
    if path.stat().st_size > MAX_BYTES:
        raise Refused(
            "table.too_large",
            Text(f"{path.name} 超过 64 MB。", f"{path.name} is larger than 64 MB."),
            Text("请拆分后导入。", "Split it."),
        )
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "table.encoding",
            Text(f"{path.name} 不是 UTF-8 编码。", f"{path.name} is not UTF-8."),
            Text("请另存为 UTF-8 的 CSV。", "Save it as CSV in UTF-8."),
        ) from error


def _read(path: Path, columns: Iterable[str]) -> list[Line]:
    """Read a table; refused when it lacks a column."""
    reader = csv.DictReader(text_of(path).splitlines(keepends=True), restval="")
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise Refused(
            "table.columns",
            Text(f"{path.name} 缺少列：{'、'.join(missing)}。", f"{path.name} lacks {', '.join(missing)}."),
        )
    return [
        Line(reader.line_num, {name: (row[name] or "").strip() for name in columns})
        for row in reader
        if any(value for value in row.values())
    ]


def _at(table: str, faults: list[tuple[int, Refused]]) -> Refused:
    """Return one refusal that names every faulty row of a table (the first fifty in words)."""
    shown = faults[:_SHOWN]
    rest = len(faults) - len(shown)
    more = (f"\n另有 {rest} 行", f"\nand {rest} more rows") if rest else ("", "")
    zh = "\n".join(f"第 {at} 行：{one.text.zh}{one.hint.zh if one.hint else ''}" for at, one in shown)
    en = "\n".join(
        f"line {at}: {one.text.en} {one.hint.en if one.hint else ''}".rstrip() for at, one in shown
    )
    return Refused(
        "table.rows",
        Text(
            f"{table}：{len(faults)} 行有误，什么都没有录入。\n{zh}{more[0]}",
            f"\n{table}: {len(faults)} faulty rows, nothing was entered.\n{en}{more[1]}",
        ),
    )


def _yes(text: str) -> bool:
    """Return whether the address takes registrations; empty means yes."""
    answers = {"": True, "yes": True, "true": True, "1": True, "是": True,
               "no": False, "false": False, "0": False, "否": False}  # fmt: skip
    if text.lower() not in answers:
        raise Refused(
            "address.accepts",
            Text(f"能否登记户口应写“是”或“否”，而不是“{text}”。", f"Write yes or no, not “{text}”."),
        )
    return answers[text.lower()]


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()
