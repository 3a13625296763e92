"""`huji api token`: issued once, listed without secrets, revoked at once."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from tests.cases.city import City


@pytest.fixture
def huji(city: City, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Call the command on the test's own database."""
    from huji.cli import api, main

    monkeypatch.setattr(api, "_boot", lambda home: None)

    def run(*words: str) -> Any:
        return CliRunner().invoke(main, ["api", "token", *words])

    return run


def test_a_token_is_shown_once_listed_and_revoked(huji: Any) -> None:
    issued = huji("issue", "counter", "--label", "核对", "--days", "2", "--format", "json")
    assert issued.exit_code == 0, issued.output
    token = json.loads(issued.output)
    assert token["token"].startswith("huji_")
    listed = json.loads(huji("list", "--format", "json").output)["tokens"]
    assert [(one["id"], one["officer"], one["label"], one["revoked"]) for one in listed] == [
        (token["id"], "counter", "核对", False)
    ]
    assert token["token"] not in huji("list").output
    assert huji("revoke", str(token["id"])).exit_code == 0
    assert json.loads(huji("list", "--format", "json").output)["tokens"][0]["revoked"]
    again = huji("revoke", str(token["id"]))
    assert again.exit_code == 2
    assert str(token["id"]) in again.output


def test_the_secret_alone_is_on_standard_output(huji: Any) -> None:
    issued = huji("issue", "counter", "--label", "核对")
    assert issued.stdout.strip().startswith("huji_")
    assert len(issued.stdout.split()) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("issue", "nobody", "--label", "x"), "nobody"),
        (("issue", "counter", "--label", ""), "1"),
        (("issue", "counter", "--label", "x", "--days", "0"), "days"),
        (("issue", "counter", "--label", "x", "--days", "401"), "days"),
        (("revoke", "99"), "99"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(huji: Any, words: tuple[str, ...], told: str) -> None:
    answer = huji(*words)
    assert answer.exit_code == 2
    assert told in answer.output
