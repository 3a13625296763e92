"""`huji policy check`: read policies and tell every fault."""

import click

from huji.cli.policy.at_hand import HELP, HOME, read, refuse
from huji.policy import Fault, Faulty
from huji.policy.library import pack_files


@click.command("check", context_settings=HELP)
@click.argument("pack", nargs=-1)
@HOME
def command(pack: tuple[str, ...]) -> None:
    """Check policies (all of them by default); print each digest, or every fault with its line.

    \b
    Example:
      huji policy check draft.yaml
    """
    faults: list[Fault] = []
    for name in pack or [str(path) for path in pack_files()]:
        try:
            found = read(name)
        except Faulty as error:
            faults.extend(error.faults)
        else:
            click.echo(f"{found.policy}  {found.digest}")
    if faults:
        refuse(faults)
