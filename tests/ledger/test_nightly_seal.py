"""The worker seals the ledger once a day, without the owner's login."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from huji.standards import Refused


def entry() -> None:
    from huji import ledger
    from huji.runtime.db import writing

    with writing():
        ledger.write(1, "test", {"a": 1})


@pytest.fixture
def home(database: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from django.conf import settings

    monkeypatch.setattr(settings, "HUJI_HOME", tmp_path)
    entry()
    return tmp_path


def seals(home: Path) -> list[str]:
    return sorted(file.name for file in (home / "seals").glob("seal-*.json"))


def test_a_day_has_one_seal_however_often_the_job_looks(home: Path) -> None:
    from huji.ledger.tasks import seal

    seal(timestamp=0)
    entry()
    seal(timestamp=1)
    assert seals(home) == ["seal-00000001.json"]


def sealed_yesterday(home: Path) -> None:
    from django.db import connection

    from huji.ledger import seals as making
    from huji.ledger import signing
    from huji.runtime.db import writing

    signer = signing.signer(home / "keys")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with writing():
        making.make(connection.connection, home / "seals", signer, signer.verifier, yesterday)


def test_the_next_day_has_its_own(home: Path) -> None:
    from huji.ledger.tasks import seal

    sealed_yesterday(home)
    entry()
    seal(timestamp=0)
    assert seals(home) == ["seal-00000001.json", "seal-00000002.json"]


def test_a_ledger_that_was_altered_is_not_sealed(home: Path, database: Any) -> None:
    from huji.ledger.tasks import seal

    sealed_yesterday(home)
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("alter table ledger_entry disable trigger user")
        owner.execute("update ledger_entry set hash = sha256('other')")
    with pytest.raises(Refused, match="不符"):
        seal(timestamp=0)
    assert seals(home) == ["seal-00000001.json"]
