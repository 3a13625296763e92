"""A city sets itself up: its offices, its addresses, its officers."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Database

from huji.cli import main

OFFICES = """name,kind,parent,phone,areas
兴隆台区公安分局,bureau,,,
振兴派出所,station,兴隆台区公安分局,,211103001
"""
HEADER = "division,road,number,compound,group,building,unit,room,accepts_registration\n"


def run(*arguments: str, said: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=said, catch_exceptions=False)


@pytest.fixture
def entering(database: Database, tmp_path: Path):
    def enter(table: str, text: str | bytes) -> Result:
        file = tmp_path / f"{table}.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return run("places", "import", f"--{table}", str(file), "--since", "2016-03-20", "--format", "json")

    return enter


def test_an_operator_enters_offices_addresses_and_the_first_officer(entering) -> None:
    assert json.loads(entering("offices", OFFICES).stdout) == {"offices": 2, "addresses": 0}
    rows = HEADER + "211103001001,向阳路,1,,,,,,是\n211103001001,向阳路,2,,,3,1,101,否\n"
    assert json.loads(entering("addresses", rows).stdout) == {"offices": 0, "addresses": 2}
    appointing = (
        "officer",
        "appoint",
        "zhao",
        "--name",
        "赵某",
        "--role",
        "counter",
        "--office",
        "振兴派出所",
    )
    numbered = json.loads(run("places", "offices", "--format", "json").stdout)["offices"]
    assert len(numbered) == 2
    assert run("places", "offices").stdout.splitlines() == [
        f"{one['id']}  {one['name']}  {one['kind']}" for one in numbered
    ]
    assert run(*appointing, "--password-stdin", said="correct-horse-battery\n").exit_code == 0
    again = run(*appointing, "--password-stdin", said="correct-horse-battery\n")
    assert again.exit_code == 2
    assert "已被使用" in again.stderr
    listed = json.loads(run("officer", "list", "--format", "json").stdout)["officers"]
    assert listed == [{"username": "zhao", "name": "赵某", "role": "counter", "office": "振兴派出所"}]
    assert run("officer", "dismiss", "zhao").exit_code == 0
    assert json.loads(run("officer", "list", "--format", "json").stdout)["officers"] == []


def test_every_faulty_row_is_named_with_its_line_and_nothing_is_entered(entering) -> None:
    rows = ["211103001001,向阳路,1,,,,,,是", "999,向阳路,1,,,,,,", "211103001001,,,,,,,,"]
    rows.append("211103001001,向阳路,5,,,,,,也许")
    refused = entering("addresses", HEADER + "\n".join(rows))
    assert refused.exit_code == 2
    said = json.loads(refused.stdout)["text"]["zh"]
    assert [f"第 {line} 行" in said for line in (2, 3, 4, 5)] == [False, True, True, True]
    assert (
        json.loads(entering("addresses", HEADER + "211103001001,向阳路,1,,,,,,\n").stdout)["addresses"] == 1
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [("road\n", "table.columns"), (HEADER.encode() + "向阳路".encode("gb18030"), "table.encoding")],
)
def test_a_table_that_is_not_one_is_refused(entering, text: str | bytes, code: str) -> None:
    refused = entering("addresses", text)
    assert (refused.exit_code, json.loads(refused.stdout)["error"]) == (2, code)


def test_a_weak_password_or_an_unknown_office_appoints_nobody(database: Database) -> None:
    unknown = run("officer", "appoint", "a", "--name", "甲", "--role", "counter", "--office", "无此派出所")
    weak = run(
        "officer", "appoint", "a", "--name", "甲", "--role", "operate", "--password-stdin", said="123456\n"
    )
    assert (unknown.exit_code, weak.exit_code) == (2, 2)
    # Each language in its own words only.
    assert "密码" not in weak.stderr.partition(" / ")[2]
    assert json.loads(run("officer", "list", "--format", "json").stdout)["officers"] == []


def test_a_fault_in_one_table_keeps_the_other_out_too(database: Database, tmp_path: Path) -> None:
    tables = {"offices": OFFICES, "addresses": HEADER + "999,向阳路,1,,,,,,\n"}
    files = []
    for table, text in tables.items():
        (tmp_path / table).write_text(text)
        files += [f"--{table}", str(tmp_path / table)]
    refused = run("places", "import", *files, "--since", "2016-03-20")
    assert refused.exit_code == 2
    assert "addresses：1 行有误" in refused.stderr
    (tmp_path / "addresses").write_text(HEADER + "211103001001,向阳路,1,,,,,,\n")
    entered = run("places", "import", *files, "--since", "2016-03-20")
    assert "已录入 1 个公安局（分局）、1 个派出所、1 个地址。" in entered.stdout
    assert "Entered 1 bureaux, 1 stations and 1 addresses." in entered.stdout


def test_an_office_of_an_unknown_kind_is_told_the_kinds(entering) -> None:
    refused = entering("offices", OFFICES.replace("station", "police"))
    assert (refused.exit_code, "bureau" in refused.stdout) == (2, True)
