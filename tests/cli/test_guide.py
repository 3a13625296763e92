"""`huji policy guide`: three forms, two languages, one line per fault."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from huji.cli import main


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["policy", "guide", *words])


@pytest.mark.parametrize(("lang", "words"), [("zh", "可以一起落户的家人"), ("en", "Who may come along")])
def test_the_guide_goes_to_standard_output_as_markdown(lang: str, words: str) -> None:
    result = run("panjin-2015", "--lang", lang)
    assert result.exit_code == 0
    assert f"**{words}**" in result.stdout
    assert "```mermaid" in result.stdout


@pytest.mark.parametrize(("form", "start"), [("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-"), ("md", b"# ")])
def test_each_form_is_written_to_a_file(tmp_path: Path, form: str, start: bytes) -> None:
    out = tmp_path / f"guide.{form}"
    assert run("liaoyuan-2015", "--format", form, "--out", str(out)).exit_code == 0
    written = out.read_bytes()
    assert written.startswith(start)
    assert run("liaoyuan-2015", "--format", form, "--out", str(out), "--force").exit_code == 0
    assert out.read_bytes() == written


def test_where_the_document_is_silent_the_limits_of_the_procedure_are_told_as_its_own() -> None:
    assert "不是文件的规定" in run("panjin-2015").stdout


def test_an_unknown_policy_and_an_unwritable_file_are_refused_in_one_line(tmp_path: Path) -> None:
    for words in (["nobody-2020"], ["panjin-2015", "--out", str(tmp_path / "no" / "where.md")]):
        result = run(*words)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert len(result.stderr.strip().splitlines()) == 1


def test_a_broken_pack_is_refused_with_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("policy: broken\nroutes: 3\n", encoding="utf-8")
    result = run(str(broken))
    assert result.exit_code == 2
    assert "broken.yaml:" in result.stderr


def test_a_broken_file_of_limits_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "limits.yaml"
    file.write_text("rules: 7", encoding="utf-8")
    monkeypatch.setattr("django.conf.settings.CASE_LIMITS", str(file))
    result = run("panjin-2015")
    assert result.exit_code == 2
    assert str(file) in result.stderr


def test_a_version_is_chosen_by_a_day() -> None:
    assert run("qiqihar-2008", "--date", "2010-01-01").exit_code == 0
    late = run("qiqihar-2008", "--date", "2020-01-01")
    assert late.exit_code == 2
    assert "not in force" in late.stderr
