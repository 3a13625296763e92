"""The `huji` command. Each subcommand is a module of this package, imported only when it is called."""

import importlib

import click

COMMANDS: dict[str, tuple[str, str]] = {
    "decide": ("huji.cli.decide", "Decide one settlement application with reasons."),
    "policy": ("huji.cli.policy", "Read, check and cover policy packs."),
    "db": ("huji.cli.db", "Start, stop and migrate the database."),
    "ledger": ("huji.cli.ledger", "Verify and seal the acts' ledger."),
    "case": ("huji.cli.case", "Replay a decision from what its case keeps; close what has run out."),
    "places": ("huji.cli.places", "Enter registration offices and standard addresses."),
    "officer": ("huji.cli.officer", "Appoint and dismiss officers."),
    "demo": ("huji.cli.demo", "Build a synthetic city and open it in the browser."),
    "serve": ("huji.cli.serve", "Serve the pages."),
}


class Lazy(click.Group):
    """A group whose commands are imported when called, so that `huji decide` stays light."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="huji")
def main() -> None:
    """Huji (户籍), the household register of a city.

    \b
    Examples:
      huji demo
      huji decide case.yaml
      huji ledger verify
    """
