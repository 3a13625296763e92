"""The `huji` command. Each subcommand is a module of this package, imported only when it is called."""

import click

from huji.cli.ending import Command

COMMANDS: dict[str, tuple[str, str]] = {
    "decide": ("huji.cli.decide", "Decide one settlement application with reasons."),
    "policy": ("huji.cli.policy", "Read, check and use settlement policies."),
    "db": ("huji.cli.db", "Start, stop and migrate the database."),
    "ledger": ("huji.cli.ledger", "Verify and seal the acts' ledger."),
    "doctor": ("huji.cli.doctor", "Look the whole register over."),
    "backup": ("huji.cli.backup", "Copy the running database, to any second since."),
    "restore": ("huji.cli.restore", "Make an installation as it was at a second."),
    "case": ("huji.cli.case", "Replay a decision from what its case keeps; close what has run out."),
    "round": ("huji.cli.round", "Reckon a round of points again from what it keeps."),
    "register": ("huji.cli.register", "Export the register as a population table."),
    "documents": ("huji.cli.documents", "Print the booklets of a community."),
    "convert": ("huji.cli.convert", "Take over an old register, every row accounted for."),
    "places": ("huji.cli.places", "Enter registration offices and standard addresses."),
    "officer": ("huji.cli.officer", "Appoint and dismiss officers."),
    "api": ("huji.cli.api", "Let programs read the register, each as an officer."),
    "demo": ("huji.cli.demo", "Build a synthetic city and open it in the browser."),
    "serve": ("huji.cli.serve", "Serve the pages."),
    "work": ("huji.cli.work", "Do the long and nightly jobs."),
}


@click.group(cls=Command, commands_at=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="huji")
def main() -> None:
    """Huji (户籍), the household register of a city.

    \b
    Examples:
      huji demo
      huji decide case.yaml
      huji ledger verify
    """
