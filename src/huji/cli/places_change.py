"""`huji places change`: villages become communities, counties districts, streets and doors get new names."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huji.cli.db import FORMAT, HOME, refusals, show
from huji.standards import Text

if TYPE_CHECKING:
    from huji.places.acts import Rule


@click.command("change")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="From which day it is so.")
@click.option("--basis", required=True, help="The document that ordered it, for the ledger.")
@click.option("--corrected", is_flag=True, help="It was always so: the reading on file was wrong.")
@click.option("--check", is_flag=True, help="Only tell what it would do; change nothing.")
@HOME
@FORMAT
def change(
    file: Path, since: datetime, basis: str, corrected: bool, check: bool, home: Path | None, form: str
) -> None:
    """Change places from a day on; every registration follows, and all former readings are kept.

    FILE is a CSV (UTF-8); each line says what (division of 6, 9 or 12 digits, and parts an address must
    have; empty: any) becomes what (to_division, name, to_road, to_number, …; empty: as it was; "-": none).
    `area` is the policy area of the communities from then on, `office` the registration office by name.
    The most specific line decides.

    \b
    Columns: division, road, number, compound, group, building, unit, room, name,
             to_division, to_road, to_number, …, to_room, area, office (those not needed may be left out)

    \b
    Example (a village becomes a community, and its road gets a name):
      division,road,to_division,name,to_road,area
      211122101200,,211122101001,三河社区居委会,,town
      211122101200,村路,,,三河大街,
      huji places change change.csv --since 2026-11-01 --basis 盘政发〔2026〕7号
    """
    from huji.runtime.boot import boot, migrate

    with refusals(form):
        boot(home)
        migrate()
        from huji.cli.places import today
        from huji.places.acts import Authority, ChangePlaces
        from huji.register.acts import change_places

        statement = ChangePlaces(since.date(), read_rules(file), corrected)
        by = Authority(None, 0, today(), basis)
        with _kept(not check):
            done = change_places(statement, by)
        if not check:
            from huji.cases import acts as cases
            from huji.matters import acts as matters

            cases.follow_places(by)
            matters.follow_places(by)
    if form == "json":
        show(
            {
                "entry": None if check else done.entry,
                "addresses": done.addresses,
                "communities": done.communities,
                "households": done.households,
            }
        )
        return
    click.echo(
        str(
            Text(
                f"{'将变更' if check else '已变更'} {done.addresses} 个地址、{done.communities} 个社区"
                f"（村）的代码，{done.households} 户随之转由其他派出所管辖。"
                f"{'未作任何改动。' if check else f'台账第 {done.entry} 号。'}",
                f"{'Would change' if check else 'Changed'} {done.addresses} addresses and the codes of "
                f"{done.communities} communities; {done.households} households "
                f"{'would go' if check else 'went'} to another office. "
                f"{'Nothing was changed.' if check else f'Ledger entry {done.entry}.'}",
            )
        )
    )


def read_rules(path: Path) -> "list[Rule]":
    """Read the lines of a change. Raises `Refused` for a table that is too large or cannot be read."""
    from huji.cli.places import text_of
    from huji.places.changing_table import rules

    return rules(text_of(path), path.name)


@contextmanager
def _kept(keep: bool) -> Iterator[None]:
    """Run an act; unless it is to be kept, take it back."""
    from django.db import transaction

    from huji.runtime.db import writing

    if keep:
        yield
        return
    with writing():
        yield
        transaction.set_rollback(True)
