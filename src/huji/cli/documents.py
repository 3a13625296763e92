"""`huji documents`: printing communities from outside the pages."""

import secrets
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huji.cli.db import FORMAT, HOME, refusals, show
from huji.cli.progress import progress_of
from huji.standards import Refused, Text

if TYPE_CHECKING:
    from huji.officers.queries import Appointed


@click.group()
def command() -> None:
    """Print the booklets or the forms of a community, and see what is being printed.

    \b
    Examples:
      huji documents print --division 211102002005 --as zhao --because 街道改为社区 --out booklets/
      huji documents orders
    """


@command.command("print")
@click.option("--division", required=True, help="The community or village: twelve digits.")
@click.option("--as", "username", required=True, help="The officer in whose name it is issued.")
@click.option("--because", required=True, help="Why they are issued; it stands in the ledger.")
@click.option(
    "--paper",
    type=click.Choice(["booklet", "form"]),
    default="booklet",
    show_default=True,
    help="A booklet of every household, or a registration form of everyone in them.",
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--order", "again", type=int, help="Go on with this order, which was broken off.")
@HOME
@FORMAT
def print_(
    division: str,
    username: str,
    because: str,
    paper: str,
    out: Path,
    again: int | None,
    home: Path | None,
    form: str,
) -> None:
    """Issue a community's booklets or registration forms and lay the files down in a directory.

    Each paper is issued in a transaction of its own; a household's former booklet is void. Broken off, it
    is begun again with --order, or goes on by itself where `huji work` runs; nothing is issued twice.

    \b
    Exit status: 0 all printed, 1 some could not be printed (they are listed), 2 refused.

    \b
    Examples:
      huji documents print --division 211102002005 --as zhao --because 街道改为社区 --out booklets/
      huji documents print --division 211102002005 --as zhao --because 换表 --paper form --out forms/
    """
    with refusals(form):
        from huji.runtime.boot import boot, migrate

        boot(home, existing=True)
        migrate()
        from django.utils import timezone

        from huji.documents import printing
        from huji.documents.imprint import Kind
        from huji.documents.printing import parts, queries
        from huji.places import queries as places
        from huji.register.acts import Acting
        from huji.runtime.db import set_area

        officer = _officer(username)
        area = places.offices_under(officer.office or 0)
        set_area(area)
        now = timezone.localtime().replace(microsecond=0)
        by = Acting(officer.id, officer.office or 0, now.date(), "公通字〔1995〕91号")
        asked = printing.Order(division, because, secrets.token_hex(16), kind=Kind(paper))
        order = again or printing.order(asked, by=by, signed=officer.full_name, at=now)
        found = queries.batch(order)
        if found is None:
            raise Refused(
                "print-unknown", Text(f"没有第 {order} 号打印任务。", f"There is no order {order}.")
            )
        with progress_of(str(found.title), shown=form == "text") as tell:
            try:
                printing.work_on(order, tell=tell)
            except printing.BusyError as busy:
                raise Refused(
                    "print-busy",
                    Text(f"第 {order} 号打印任务正在由后台打印。", f"A worker is printing order {order}."),
                    Text(f"稍后用 --order {order} 取文件。", f"Fetch the files later with --order {order}."),
                ) from busy
        set_area(area)
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        files = []
        for part in queries.parts_of(order):
            file = out / f"{found.stem}-{part.number:04}.pdf"
            shutil.copyfile(parts.path(order, part.number), file)
            file.chmod(0o600)
            files.append(str(file))
        done, faults = queries.batch(order), queries.faults_of(order)
    assert done is not None
    if form == "json":
        told = [
            {"household": one.number, "person": one.person, "zh": one.why.zh, "en": one.why.en}
            for one in faults
        ]
        show(
            {
                "order": order,
                "paper": found.kind.value,
                "total": done.total,
                "printed": done.printed,
                "faults": told,
                "files": files,
            }
        )
    else:
        click.echo(f"{done.title} {done.printed}/{done.total} → {out} （任务 order {order}）")
        for one in faults:
            click.echo(f"  {one.number}  {one.person or ''}  {one.why}")
    sys.exit(1 if faults else 0)


@command.command()
@HOME
@FORMAT
def orders(home: Path | None, form: str) -> None:
    """List the latest printing orders and how far they are.

    \b
    Example:
      huji documents orders --format json
    """
    with refusals(form):
        from huji.runtime.boot import boot, migrate

        boot(home, existing=True)
        migrate()
        from huji.documents.printing import queries
        from huji.runtime.db import set_area

        set_area("*")
        found = queries.batches()
    if form == "json":
        show(
            {
                "orders": [
                    {
                        "order": one.id,
                        "paper": one.kind.value,
                        "division": one.division,
                        "ordered": one.ordered_on.isoformat(),
                        "state": one.status,
                        "total": one.total,
                        "printed": one.printed,
                        "faulty": one.faulty,
                    }
                    for one in found
                ]
            }
        )
        return
    for one in found:
        click.echo(
            f"{one.id}  {one.title.zh}  {one.division}  {one.ordered_on}"
            f"  {one.settled}/{one.total}  {one.state}"
        )


def _officer(username: str) -> "Appointed":
    from huji.officers.queries import named

    found = named(username)
    if found is None or not found.active or found.office is None:
        raise Refused(
            "officer-unknown",
            Text(
                f"没有在岗的登记机关人员“{username}”。",
                f"No active officer of an office is named “{username}”.",
            ),
        )
    return found
