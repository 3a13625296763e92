"""A draft published by many at once is published exactly once."""

import json
import subprocess
import sys
from pathlib import Path

from tests.rulebook.conftest import LATER, ON, Bureau, environment

from huji.rulebook import queries
from huji.rulebook.values import State


def crowd(bureau: Bureau, draft: int, *officers: str) -> list[dict[str, object]]:
    told = subprocess.run(
        [
            sys.executable,
            Path(__file__).with_name("crowd.py"),
            bureau.app_url,
            str(draft),
            str(LATER),
            str(ON),
            *(str(bureau.officers[name]) for name in officers),
        ],
        capture_output=True,
        text=True,
        env=environment(bureau),
        timeout=100,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return list(json.loads(told.stdout))


def test_a_draft_published_by_many_at_once_is_published_once(bureau: Bureau) -> None:
    draft = bureau.submitted()
    told = crowd(bureau, draft, *["publisher", "other"] * 4)
    done = [one for one in told if "entry" in one]
    assert len(done) == 1, told
    assert [one for one in told if "entry" not in one] == [{"refused": "not_now"}] * 7
    (published,) = queries.publications()
    assert published.entry == done[0]["entry"]
    assert queries.draft(draft).state is State.PUBLISHED
    assert bureau.sql("select count(*) from ledger_entry where act = 'policy_publish'") == [(1,)]
    index = json.loads((bureau.home / "policies" / "index.json").read_text())
    assert [one["entry"] for one in index["published"]] == [published.entry]


def test_one_text_in_two_drafts_published_at_once_is_published_once(bureau: Bureau) -> None:
    drafts = [bureau.submitted(), bureau.submitted()]
    rooms = [
        subprocess.Popen(
            [sys.executable, Path(__file__).with_name("crowd.py"), bureau.app_url, str(draft), str(LATER),
             str(ON), str(bureau.officers[name])],
            stdout=subprocess.PIPE, text=True, env=environment(bureau),
        )
        for draft, name in zip(drafts, ("publisher", "other"), strict=True)
    ]  # fmt: skip
    told = [json.loads(room.communicate(timeout=100)[0])[0] for room in rooms]
    assert sorted(key for one in told for key in one) == ["entry", "refused"], told
    assert len(queries.publications()) == 1
