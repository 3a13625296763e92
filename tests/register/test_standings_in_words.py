"""How somebody stands, in words: of whoever was cancelled nobody says that he is registered elsewhere."""

import pytest

from huji.register import telling
from huji.register.records import Kind


@pytest.mark.parametrize(
    ("kind", "cause", "zh"),
    [
        (Kind.ELSEWHERE, "abroad", "已注销（出国定居）"),
        (Kind.ELSEWHERE, "foreign_nationality", "已注销（取得外国国籍）"),
        (Kind.ELSEWHERE, "fraud", "已注销（虚假户口）"),
        (Kind.ELSEWHERE, "military", "服现役"),
        (Kind.ELSEWHERE, "moved", "已在外地登记"),
        (Kind.ELSEWHERE, None, "已在外地登记"),
        (Kind.UNREGISTERED, "declared_missing", "已注销（宣告失踪）"),
        (Kind.UNREGISTERED, "abroad", "未登记"),
        (Kind.ENDED, "death", "已注销（死亡）"),
        (Kind.REGISTERED, None, "在册"),
    ],
)
def test_a_standing_is_told_by_its_cause(kind: Kind, cause: str | None, zh: str) -> None:
    assert telling.standing(kind, cause).zh == zh


def test_only_who_was_cancelled_counts_as_such() -> None:
    assert telling.cancelled(Kind.ELSEWHERE, "abroad")
    assert telling.cancelled(Kind.ENDED, None)
    assert not telling.cancelled(Kind.ELSEWHERE, "military")
    assert not telling.cancelled(Kind.ELSEWHERE, "moved")
    assert not telling.cancelled(Kind.UNREGISTERED, "abroad")
