"""What the page of a simulation shows; imported when one is opened, for the engines weigh 100 megabytes."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.utils.translation import gettext as _

from huji.drafting.crowds import Crowd, cells_of
from huji.drafting.numbers import moved as rewritten
from huji.drafting.numbers import numbers
from huji.drafting.page import Opened
from huji.policy import Faulty, Library, Pack
from huji.policy.population import EFFECTS, OUTCOME_WORDS, Cells, Simulation, Threshold, move
from huji.policy.population.pictures import TITLES, label, pictures
from huji.policy.population.thresholds import thresholds
from huji.policy.wording import UNITS
from huji.rulebook import checking
from huji.standards import divisions
from huji.web.law import article
from huji.web.saying import in_chinese, say

_SHOWN = ("eligible_before", "eligible_after", "undetermined_after", "gain", "lose")
_MOST_CHANGES = 20
_KEPT = 2
_lock = Lock()
_ready: "OrderedDict[tuple[str, int, str, str], Simulation]" = OrderedDict()


@dataclass(frozen=True)
class Slider:
    """A threshold on the page: its field, where it stands now, and its words."""

    field: str
    threshold: Threshold
    value: float

    @property
    def words(self) -> str:
        """What the number is of."""
        return say(self.threshold.title)

    @property
    def law(self) -> str:
        """The article that sets it, where one is cited."""
        return article(self.threshold.article) if self.threshold.article else ""

    @property
    def unit(self) -> str:
        """The unit in words."""
        return say(UNITS.get(self.threshold.unit or "")) or (
            _("分") if self.threshold.unit == "points" else ""
        )

    @property
    def stops(self) -> str:
        """The stops, for the script that makes a slider."""
        return " ".join(f"{stop:g}" for stop in self.threshold.stops)

    @property
    def shown(self) -> str:
        """The number as a field holds it."""
        return f"{self.value:.10g}"

    @property
    def step(self) -> str:
        """The step of the field."""
        return "1" if self.threshold.whole else "any"

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than in the draft."""
        return self.value != self.threshold.value


def ready(crowd: Crowd, base: Pack, draft: Pack, library: Library, to: str) -> Simulation | None:
    """Return the simulation of a policy over a population that needs no new pass for a draft, else None."""
    kept = cells_of(crowd, base, to)
    try:
        key = (str(kept), kept.stat().st_mtime_ns, base.digest, library.vocabulary.digest)
    except OSError:
        return None
    with _lock:
        simulation = _ready.get(key)
        if simulation is None:
            try:
                cells = Cells.load(kept)
            except Faulty:
                return None
            if cells.vocabulary != library.vocabulary.digest or cells.lacks(base, library.vocabulary):
                return None
            simulation = _ready[key] = Simulation.over(cells, crowd.path, base, library)
            while len(_ready) > _KEPT:
                _ready.popitem(last=False)
        _ready.move_to_end(key)
    return None if simulation.cells.lacks(draft, library.vocabulary) else simulation


def over(found: Opened, crowd: Crowd, to: str) -> Simulation | None:
    """Return the simulation of a draft's base over a population, None where the people must be looked at."""
    assert found.pack is not None
    return ready(crowd, found.base or found.pack, found.pack, found.library, to)


def sliders_of(simulation: Simulation, pack: Pack, data: Mapping[str, str]) -> list[Slider]:
    """Return the thresholds of the draft, each where the form has it."""
    return [
        Slider(f"threshold-{place}", one, _typed(data.get(f"threshold-{place}", ""), one.value))
        for place, one in enumerate(simulation.thresholds_of(pack))
    ]


def _typed(text: str, otherwise: float) -> float:
    try:
        number = float(text) if len(text) <= 12 else otherwise
    except ValueError:
        return otherwise
    return number if 0 <= number < 1e9 else otherwise


def simulated(
    found: Opened, pack: Pack, crowd: Crowd, data: Mapping[str, str], to: str, take_up: float
) -> dict[str, Any]:
    """Return what the page shows; `told` only where the people need not be looked at again."""
    simulation = over(found, crowd, to)
    if simulation is None:
        return {"unseen": True}
    vocabulary = found.library.vocabulary
    sliders = sliders_of(simulation, pack, data)
    values: dict[str, Any] = {"sliders": sliders, "moved": [one for one in sliders if one.moved]}
    draft = move(pack, {one.threshold.id: one.value for one in sliders}, vocabulary)
    off = [one for one in values["moved"] if one.value not in one.threshold.stops]
    if simulation.cells.lacks(draft, vocabulary):
        return values | {"off": off}
    told = simulation.compare(draft, take_up).as_dict()
    language = "zh" if in_chinese() else "en"
    return values | {
        "told": told,
        "people": _count(told["people"]),
        "alone": found.base is None,
        "effects": [
            {"words": say(words), "name": name.value, "people": _count(told["effects"][name])}
            for name, words in EFFECTS.items()
            if told["effects"][name]
        ],
        "changes": [
            {
                "words": say(EFFECTS[one["effect"]]),
                "before": _standing(one["before"]),
                "after": _standing(one["after"]),
                "people": _count(one["people"]),
            }
            for one in told["changes"]
            if one["effect"] != "same"
        ][:_MOST_CHANGES],
        "charts": pictures(told, vocabulary, language, _named),
        "tables": [
            {
                "title": say(TITLES[dimension]),
                "columns": [_column(name) for name in _SHOWN],
                "rows": [
                    (
                        label(dimension, row["key"], vocabulary, language, _named),
                        [_count(row[name]) for name in _SHOWN],
                    )
                    for row in rows
                ],
            }
            for dimension, rows in told["by"].items()
        ],
        "urban": _shares(told["urban"]),
    }


def _count(number: int | None) -> str:
    return "*" if number is None else f"{number:,}"  # what is withheld need not be small itself


def _standing(standing: dict[str, Any]) -> str:
    words = say(OUTCOME_WORDS[standing["outcome"]])
    return f"{words} · {say(standing['title'])}" if standing["title"] else words


def _column(name: str) -> str:
    return {
        "eligible_before": _("现行符合"),
        "eligible_after": _("草案符合"),
        "undetermined_after": _("草案不能确定"),
        "gain": _("新符合"),
        "lose": _("不再符合"),
    }[name]


def _shares(urban: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the urban shares in words, none where nobody is registered."""
    if urban["now"] is None:
        return []
    return [
        (_("现在"), f"{urban['now']:.2%}"),
        (_("现行政策下符合的人按比例落户后"), f"{urban['before']['share']:.2%}"),
        (_("草案下符合的人按比例落户后"), f"{urban['after']['share']:.2%}"),
        (_("草案下不能确定的人也都符合时"), f"{urban['after']['with_undetermined']:.2%}"),
    ]


def _named(code: str) -> str | None:
    found = divisions.history(code)
    return found[-1].name if found else None


def written(found: Opened, changed: list[Slider]) -> tuple[str, list[Slider]]:
    """Return the draft's text with numbers changed where exactly these thresholds follow, and the others.

    A number of the text is the right one if the text with it changed says the policy with just this threshold
    moved: nothing is guessed from words.
    """
    text, left = found.text, []
    for slider in changed:
        before = _values(text, found)
        for one in numbers(text, found.library.vocabulary):
            if float(one.raw) != slider.threshold.value:
                continue
            tried, wrong = rewritten(text, [one], {one.field: slider.shown})
            if not wrong and _values(tried, found) == {**before, slider.threshold.id: slider.value}:
                text = tried
                break
        else:
            left.append(slider)
    return text, left


def _values(text: str, found: Opened) -> dict[str, float]:
    try:
        pack = checking.read(text, found.library)
    except Faulty:
        return {}
    return {one.id: one.value for one in thresholds(pack, found.library.vocabulary)}
