"""What the worker says of a draft is what the command says of its file."""

from typing import Any

import pytest

from huji.drafting.worker import answer
from huji.policy.library import FOLDER

PANJIN = (FOLDER / "liaoning/panjin-2015.yaml").read_text("utf-8")


def verified(text: str) -> dict[str, Any]:
    return answer({"task": "verify", "text": text, "published": [], "base": None, "case": "", "lang": "en"})


@pytest.mark.parametrize("superior", ["panjin-2015", "nowhere-2015", "lincang-2015"])
def test_a_draft_below_what_is_not_above_it_is_not_verified(superior: str) -> None:
    said = verified(PANJIN.replace("superior: liaoning-2015", f"superior: {superior}"))
    assert [one["line"] for one in said["faults"]] == [7]


def test_a_draft_is_held_to_a_floor_it_does_not_name() -> None:
    said = verified(PANJIN.replace("superior: liaoning-2015", "superior: null"))
    told = [one["id"] for one in said["results"]]
    assert "not-below-the-floor/liaoning-2015/not-named" in told
    assert said["holds"]  # what the policy's own document does is declared


def test_a_draft_that_cites_an_article_the_list_leaves_out_fails() -> None:
    said = verified(PANJIN.replace("    article: 六\n", "    article: 六十\n"))
    assert [one["id"] for one in said["results"] if one["fails"]] == ["every-clause-cited/0"]
