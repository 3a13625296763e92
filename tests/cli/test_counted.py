"""What the commands count is named in both languages, as it is and not as it should be."""

from contextlib import nullcontext

import pytest
from click.testing import CliRunner

from huji.cli import convert, doctor
from huji.quality.conversion import loading, reporting
from huji.quality.doctor import Finding, examining


def finding(code: str, count: int) -> Finding:
    check = next(one for one in examining.CHECKS if one.code == code)
    return Finding(check, count, tuple(str(which) for which in range(count)))


def test_what_is_due_is_named_by_its_state_and_not_by_the_sound_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    doctor._tell([finding("transit.overdue", 4), finding("paper.gap", 0)], 0)
    said = capsys.readouterr().out
    assert (
        "transit.overdue  逾期的迁移 / moves overdue\n    发现 4 处：户口迁移证已过期，人仍在迁移途中。\n"
        in said
    )
    assert "没有逾期的迁移" not in said
    assert said.endswith("2 项检查，健康。另有 1 项待办。 / 2 checks, sound. 1 more is due.\n")


def test_several_due_are_told_as_several(capsys: pytest.CaptureFixture[str]) -> None:
    doctor._tell([finding("transit.overdue", 4), finding("permit.expired", 1), finding("paper.gap", 2)], 1)
    assert capsys.readouterr().out.endswith("3 checks, 1 ill. 2 more are due.\n")


def test_the_rows_of_a_conversion_are_counted_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    why = {"outcome": "rejected", "reason": "future", "rows": 14, "zh": "未来", "en": "Future"}
    rows = {"read": 5000, "loaded": 4986, "flagged": None, "rejected": 14}
    told = {"rows": rows, "reasons": [why], "rolled_back": None}
    monkeypatch.setattr(convert, "opened", lambda home, form: nullcontext())
    monkeypatch.setattr(loading, "owner", nullcontext)
    monkeypatch.setattr(reporting, "report", lambda connection: told)
    said = CliRunner().invoke(convert.report).output.splitlines()
    assert [line.strip() for line in said] == [
        "5,000  读入行数 / rows read",
        "4,986  转入 / loaded",
        "—  转入并标记 / loaded with a flag",
        "14  未转入 / rejected",
        "14  未转入：未来 / rejected: Future",
    ]
