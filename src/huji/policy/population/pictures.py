"""What the charts of a comparison show, as plain data that one small script draws."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from huji.policy.population.simulate import EFFECTS, OUTCOME_WORDS, OUTCOMES, Effect
from huji.policy.vocabulary import Vocabulary
from huji.policy.words import Text

Said = dict[str, Any]
Names = Callable[[str], str | None]
"""The name of a division, or None where it is not known."""

TITLES = {
    "county": Text("按县（市、区）", "By county"),
    "area": Text("按地域", "By area"),
    "age": Text("按年龄", "By age"),
    "sex": Text("按性别（只作公平性检查）", "By sex (a check of fairness only)"),
}
COLOURS = {
    "gain": "#1d6b4b",
    "settled_for": "#8fc3a9",
    "lose": "#a9332b",
    "settled_against": "#dd9a93",
    "unsettled": "#c9a24a",
    "eligible": "#1d6b4b",
    "undetermined": "#c9a24a",
    "ineligible": "#8a8f8f",
    "not_covered": "#d5d2ca",
}
_RIGHT = (Effect.GAIN, Effect.SETTLED_FOR)
_LEFT = (Effect.LOSE, Effect.SETTLED_AGAINST)
_OWN = {
    "male": Text("男", "Male"),
    "female": Text("女", "Female"),
    "urban": Text("城镇", "Urban"),
    "rural": Text("农村", "Rural"),
    "unknown": Text("不详", "Unknown"),
    "unregistered": Text("没有户口", "Unregistered"),
}


def pictures(told: Mapping[str, Any], vocabulary: Vocabulary, language: str, names: Names) -> list[Said]:
    """Return the charts of a comparison (`Result.as_dict()`): outcomes, then who gains and loses by group.

    Each has `title`, `kind` (`stack` or `mirror`, whose negative numbers go to the left), `names` and
    `series` of `name`, `colour` and `values`; null is a small count that is not told.
    """
    zh = language == "zh"
    before, after = told["outcomes"]["before"], told["outcomes"]["after"]
    found: list[Said] = [
        {
            "title": "结论" if zh else "Outcomes",
            "kind": "stack",
            "names": ["现行" if zh else "Now", "草案" if zh else "Draft"],
            "series": [
                _series(OUTCOME_WORDS[name], name, [before[name], after[name]], language)
                for name in OUTCOMES
                if before[name] or after[name]
            ],
        }
    ]
    for dimension, rows in told["by"].items():
        if dimension == "county":  # elsewhere than where the policies apply nothing changes
            rows = [row for row in rows if any(row[effect.value] != 0 for effect in (*_RIGHT, *_LEFT))]
        series = [
            _series(
                EFFECTS[effect], effect.value, [_signed(row[effect.value], effect) for row in rows], language
            )
            for effect in (*_RIGHT, *_LEFT)
        ]
        found.append(
            {
                "title": TITLES[dimension].in_language(language),
                "kind": "mirror",
                "names": [label(dimension, row["key"], vocabulary, language, names) for row in rows],
                "series": [one for one in series if any(one["values"])],
            }
        )
    return [chart for chart in found if chart["series"]]


def label(dimension: str, key: str, vocabulary: Vocabulary, language: str, names: Names) -> str:
    """Return the name of one row of a breakdown."""
    if key in _OWN:
        return _OWN[key].in_language(language)
    if dimension == "county":
        return names(key) or key
    if dimension == "area" and key in vocabulary.areas:
        return vocabulary.areas[key].in_language(language)
    if dimension == "age":
        return f"{key}{' 岁' if language == 'zh' else ''}" if not key.endswith("-") else _older(key, language)
    return key


def _older(key: str, language: str) -> str:
    return f"{key[:-1]} 岁以上" if language == "zh" else f"{key[:-1]} and over"


def _series(title: Text, name: str, values: Sequence[int | None], language: str) -> Said:
    return {"name": title.in_language(language), "colour": COLOURS[name], "values": list(values)}


def _signed(count: int | None, effect: Effect) -> int | None:
    return -count if count is not None and effect in _LEFT else count
