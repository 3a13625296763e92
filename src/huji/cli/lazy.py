"""A group whose commands are imported only when they are called, so that `huji decide` stays light."""

import importlib
from collections.abc import Mapping
from typing import Any

import click


class Lazy(click.Group):
    """Commands by name: the module whose `command` it is, and its line in the help."""

    def __init__(self, *args: Any, commands_at: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *self.commands_at]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands_at:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(self.commands_at[cmd_name][0])
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        own = [(name, one.get_short_help_str(80)) for name, one in self.commands.items()]
        lazy = [(name, line) for name, (_, line) in self.commands_at.items()]
        with formatter.section("Commands"):
            formatter.write_dl([*own, *lazy])
