"""`huji ledger`, as an auditor types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

HUJI = Path(sys.executable).with_name("huji")
INSERT = "insert into ledger_entry (office, act, offices, body) values (%s, 'settle', '{}', '{}')"


@pytest.fixture
def huji(database, tmp_path):
    """Run the command on this test's database."""
    with psycopg.connect(database.owner_url) as owner:
        for office in (1, 1, 2):
            owner.execute(INSERT, [office])

    def run(*arguments: str, **more: str | None) -> subprocess.CompletedProcess[str]:
        settings = {
            **os.environ,
            "HUJI_HOME": str(tmp_path),
            "DATABASE_URL": database.app_url,
            "DATABASE_OWNER_URL": database.owner_url,
            **more,
        }
        environment = {key: value for key, value in settings.items() if value is not None}
        command = [HUJI, "ledger", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def test_an_auditor_seals_verifies_and_finds_a_cut_tail(huji, database, tmp_path):
    unsealed = huji("verify")
    assert unsealed.returncode == 0
    assert "There is no seal" in unsealed.stdout
    sealed = json.loads(huji("seal", "--format", "json").stdout)
    assert (sealed["number"], sealed["chains"], sealed["entries"]) == (1, 2, 3)
    whole = json.loads(huji("verify", "--format", "json").stdout)
    assert (whole["clean"], whole["entries"], whole["seal"]["number"]) == (True, 3, 1)
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("alter table ledger_entry disable trigger user")
        owner.execute("delete from ledger_entry where office = 1 and seq = 2")
    cut = huji("verify", "--against", sealed["file"])
    assert cut.returncode == 1
    assert "office 1, no. 2" in cut.stdout
    [fault] = json.loads(huji("verify", "--format", "json").stdout)["faults"]
    assert (fault["kind"], fault["office"], fault["seq"]) == ("cut", 1, 2)
    assert huji("seal").returncode == 1


def test_a_faulty_seal_or_key_is_bad_input(huji, tmp_path):
    huji("seal")
    (tmp_path / "bad.json").write_text("{")
    refused = huji("verify", "--against", str(tmp_path / "bad.json"))
    assert refused.returncode == 2
    assert "not JSON" in refused.stderr
    assert huji("verify", "--key", str(tmp_path / "bad.json")).returncode == 2


def test_seals_can_be_kept_and_checked_elsewhere(huji, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    assert huji("seal", "--to", str(elsewhere)).returncode == 0
    assert huji("verify", "--seals", str(elsewhere), "--key", str(tmp_path / "keys/seal.pub")).returncode == 0
    assert not (tmp_path / "seals").exists()


def test_who_may_not_read_the_whole_ledger_is_told_so(huji, database):
    missing = huji("verify", DATABASE_OWNER_URL=None)
    assert missing.returncode == 2
    assert "DATABASE_OWNER_URL" in missing.stderr
    assert "Traceback" not in missing.stderr
