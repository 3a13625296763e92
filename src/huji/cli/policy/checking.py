"""`huji policy check`: read policies and tell every fault."""

import click

from huji.cli.policy.at_hand import HELP, HOME, library, read, refuse
from huji.policy import Fault, Faulty, Pack
from huji.policy.library import pack_files


@click.command("check", context_settings=HELP)
@click.argument("pack", nargs=-1)
@HOME
def command(pack: tuple[str, ...]) -> None:
    """Check policies (all of them by default); print each digest, or every fault with its line.

    Each is looked at among the policies at hand and the others given: whether its superior lies above it,
    its divisions exist, and the list of articles names each clause under the article it cites.

    \b
    Example:
      huji policy check draft.yaml
    """
    from huji.policy import standing
    from huji.standards import divisions

    faults: list[Fault] = []
    found: list[Pack] = []
    for name in pack or [str(path) for path in pack_files()]:
        try:
            found.append(read(name))
        except Faulty as error:
            faults.extend(error.faults)
    packs = library()
    for one in found:
        packs = packs.with_pack(one)
    for one in found:
        wrong = standing.faults(one, packs, divisions)
        faults.extend(wrong)
        if not wrong:
            click.echo(f"{one.policy}  {one.digest}")
    if faults:
        refuse(faults)
