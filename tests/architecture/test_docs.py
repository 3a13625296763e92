"""What the documents promise is there: links lead somewhere, commands and make targets exist."""

import re
from pathlib import Path

import click
import pytest

from huji.cli import main

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
COMMAND = re.compile(r"(?:^\s*(?:\$ )?|bin/)huji((?: [a-z][a-z-]+)+)", re.M)
TEST = re.compile(r"`(tests/[\w/.]+)?(?:::(test_\w+))?`")
TARGET = re.compile(r"`make ([a-z-]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    lost = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_a_page_names_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    quoted = re.findall(r"`([^`\n]+)`", text) + re.findall(r"```\w*\n(.*?)```", text, re.S)
    lost = [words for code in quoted for words in COMMAND.findall(code) if not _exists(words.split())]
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_make_target_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(TARGET.findall(page.read_text("utf-8"))) <= targets


def test_every_promise_of_security_names_tests_that_exist() -> None:
    lost = []
    for line in (ROOT / "SECURITY.md").read_text("utf-8").splitlines():
        file = ""
        for path, name in TEST.findall(line):
            file = path or file
            told = ROOT / file
            if not told.exists() or (name and f"def {name}(" not in told.read_text("utf-8")):
                lost.append(f"{file}::{name}")
    assert lost == []


def test_every_command_shows_an_example() -> None:
    assert [name for name, command in _commands("huji", main) if not _has_example(command)] == []


def _exists(words: list[str]) -> bool:
    command: click.Command = main
    for word in words:
        if not isinstance(command, click.Group):
            return True
        found = command.get_command(click.Context(command), word)
        if found is None:
            return False
        command = found
    return True


def _commands(name: str, command: click.Command) -> list[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        return [(name, command)]
    context = click.Context(command)
    subs = [(sub, command.get_command(context, sub)) for sub in command.list_commands(context)]
    return [pair for sub, found in subs if found for pair in _commands(f"{name} {sub}", found)]


def _has_example(command: click.Command) -> bool:
    return "Example" in (command.help or "") or "例" in (command.help or "")
