"""`huji policy`, as the keeper of the vocabulary types it after a slip."""

from typing import NoReturn

import pytest
from click.testing import CliRunner

from huji.cli import main
from huji.cli.policy import at_hand
from huji.policy import Fault, Faulty, Text


def slipped(*_: object) -> NoReturn:
    raise Faulty([Fault("vocabulary.yaml", 16, "missing-key", Text("缺少“ask”", 'lacks the key "ask"'))])


@pytest.mark.parametrize("verb", ["check", "vocabulary", "schema"])
def test_a_fault_of_the_vocabulary_is_told_once_with_its_line(
    verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_hand.policy, "vocabulary", slipped)
    monkeypatch.setattr(at_hand, "load_pack", slipped)
    told = CliRunner().invoke(main, ["policy", verb])
    assert told.exit_code == 2
    assert told.stderr == 'vocabulary.yaml:16: 缺少“ask” / lacks the key "ask"\n'
