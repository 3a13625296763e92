"""Cases, matters and rounds refuse a page drawn too early, a step out of time and a missing reason alike."""

import pytest

from huji.cases.refusals import CASE
from huji.matters.refusals import MATTER
from huji.rounds.refusals import POINTS
from huji.standards import Text


@pytest.mark.parametrize(
    ("procedure", "prefix", "zh", "en"),
    [(CASE, "", "案件", "Case"), (MATTER, "matter.", "业务", "Matter"), (POINTS, "", "轮次", "Round")],
)
def test_what_a_procedure_refuses_says_whose_and_keeps_its_code(procedure, prefix, zh, en):
    changed = procedure.changed_meanwhile("7")
    assert (changed.code, changed.text) == (
        f"{prefix}changed_meanwhile",
        Text(f"{zh} 7 已有新的变动。", f"{en} 7 has changed since this page was opened."),
    )
    assert changed.hint
    assert "已保留" in changed.hint.zh
    late = procedure.not_now("7", Text("已办结", "Done"), Text("受理", "Accept"))
    assert (late.code, late.text) == (
        f"{prefix}not_now",
        Text(f"{zh} 7 现为“已办结”，不能受理。", f"{en} 7 is “Done”; “Accept” is not possible now."),
    )
    assert procedure.reason_needed().code == f"{prefix}reason_needed"
    assert procedure.reason_needed(Text("撤回", "Withdrawing")).text.zh == "撤回须写明理由。"


def test_how_long_a_reason_is_at_the_least_is_said_as_the_room_asks():
    hints = [one.reason_needed().hint for one in (CASE, MATTER, POINTS)]
    assert [hint and hint.zh[5:6] for hint in hints] == ["四", "两", "四"]
