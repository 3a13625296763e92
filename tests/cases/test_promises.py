"""What the procedure promises is told in words, from the file of limits a city uses."""

from pathlib import Path

from django.test import override_settings

from huji.cases import promises


def test_the_template_promises_fifteen_days_to_newcomers_and_three_within_the_city() -> None:
    said = promises.of_settling()
    assert [one.zh for one in said] == [
        "从外地迁入：受理后 15 个工作日内审查，15 个工作日内决定，3 个工作日内告知",
        "在本市内迁移、落社区集体户的：受理后 15 个工作日内审查，15 个工作日内决定，3 个工作日内告知",
        "在本市内迁移：受理后 3 个工作日内办结",
    ]
    assert said[2].en == "Moving within the city: 3 working days in all"


def test_a_city_tells_its_own_limits_and_nothing_of_moving_away(tmp_path: Path) -> None:
    file = tmp_path / "limits.yaml"
    file.write_text(
        "rules: [{kinds: [from_outside, within_city], whole: 1}, {kinds: [to_outside], whole: 9}]", "utf-8"
    )
    with override_settings(CASE_LIMITS=str(file)):
        assert [one.en for one in promises.of_settling()] == [
            "Moving in from another city: 1 working day in all",
            "Moving within the city: 1 working day in all",
        ]
