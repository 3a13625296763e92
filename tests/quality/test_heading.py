"""What is guessed of a header is told, and a column that holds something else than its name says."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.conftest import Database
from tests.quality.conversion_source import ON, old_register

from huji.cli import convert
from huji.places import queries as places
from huji.quality.conversion import doubting, heading, planning
from huji.quality.conversion.layout import COLUMNS
from huji.quality.conversion.planning import Proposed
from huji.standards import Refused


@pytest.mark.parametrize(
    ("written", "means"),
    [("性 别", "sex"), ("身份证号码", "number"), ("与户主的关系", "relation"), ("Old Kind", "old_kind"),
     ("出生日期：", "born"), ("家庭住址", "address"), ("何时、何地迁来本址", "arrived")],
)  # fmt: skip
def test_a_column_written_otherwise_is_guessed(written: str, means: str) -> None:
    assert heading.guessed([written, "备注"], {}) == {written: means}


def test_the_documents_name_every_column_and_each_name_it_is_known_by() -> None:
    told = Path(__file__).parents[2].joinpath("docs/conversion.md").read_text("utf-8")
    lines = told.split("## The source")[1].split("## The plan")[0].splitlines()
    table = [line.strip("|").split("|") for line in lines if line.startswith("| ")]
    known: dict[str, tuple[str, bool]] = {}
    otherwise: dict[str, set[str]] = {}
    for english, chinese, also, _ in table[1:]:
        names = [name.strip() for name in english.split(",")]
        zh = chinese.strip().split("、")
        known |= {n.strip("*"): (z, n[0] == "*") for n, z in zip(names, zh, strict=True)}
        otherwise |= {word: {n.strip("*") for n in names} for word in also.strip().split("、") if word}
    assert known == {one.name: (one.zh, one.needed) for one in COLUMNS}
    assert otherwise.keys() == heading.OTHERWISE.keys()
    assert all(column in otherwise[word] for word, column in heading.OTHERWISE.items())


def test_a_name_in_use_is_guessed_as_the_documents_have_it() -> None:
    for word, column in heading.OTHERWISE.items():
        assert heading.guessed([f" {word}"], {}) == {f" {word}": column}


def test_nothing_is_guessed_for_what_a_column_says_exactly_or_twice() -> None:
    names = ["公民身份号码", "身份证号码", "地址", "家庭住址"]
    known = heading.columns_of(names)
    assert heading.guessed(names, known) == {"地址": "address"}


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("户号\t姓名\t性别".encode(), "source.separator"),
        ("户号;姓名;性别".encode(), "source.separator"),
        ("户号，姓名，性别".encode(), "source.separator"),
        ("000001,户主,王一,990101197001010116,19700101".encode(), "source.no_header"),
        (b"", "source.no_header"),
        ("户号,姓名".encode("utf-16"), "source.utf16"),
    ],
)
def test_what_is_no_header_is_told_as_what_it_is(tmp_path: Path, first: bytes, code: str) -> None:
    (tmp_path / "source").write_bytes(first + b"\nx\n")
    with pytest.raises(Refused) as refused:
        heading.header(tmp_path / "source", "utf-8")
    assert refused.value.code == code


def planned(path: Path) -> Proposed:
    office = next(one.id for one in places.offices() if one.kind == "station")
    return planning.propose(path, ON, office, demonstration=True)


def renamed(path: Path, **names: str) -> Path:
    """The register with its columns named otherwise."""
    header, rest = path.read_text("utf-8").split("\n", 1)
    columns = [names.get(column, column) for column in header.split(",")]
    other = path.with_name("other.csv")
    other.write_text(",".join(columns) + "\n" + rest, "utf-8")
    return other


def test_a_header_that_lies_is_doubted_and_a_true_one_is_not(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", database.owner_url)
    old = old_register(tmp_path, 300, 0.05)
    assert planned(old.path).found["columns_doubtful"] == {}
    swapped = renamed(old.path, 住址="出生日期", 出生日期="住址", 姓名="曾用名", 曾用名="姓名", 性别="性 别")
    found = planned(swapped).found
    assert found["columns_guessed"] == {"性 别": "sex"}
    assert set(found["columns_doubtful"]) == {"address", "born", "name"}
    assert all(one["fit"] < one["of"] / 2 for one in found["columns_doubtful"].values())
    said = CliRunner().invoke(_telling(found)).output
    assert "“性 别”当作性别" in said
    assert "The column born is doubtful: only 0 of" in said
    assert "Columns not known" not in said
    assert doubting.Doubt("born", 0, 9).zh == "出生日期"
    unknown = planned(renamed(old.path, 血型="备注")).found
    assert "不认识的列，不读入：“备注”" in CliRunner().invoke(_telling(unknown)).output


def _telling(found: dict) -> "convert.click.Command":  # type: ignore[type-arg]
    @convert.click.command()
    def command() -> None:
        convert._columns(found)

    return command
