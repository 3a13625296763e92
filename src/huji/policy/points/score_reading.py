"""Scores and quantities read from nodes, each checked against the types of the vocabulary."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from huji.policy import source
from huji.policy.conditions import Conditions
from huji.policy.faults import suggestion
from huji.policy.points import numbers
from huji.policy.points import wording as say
from huji.policy.points.interval import reach
from huji.policy.points.scores import (
    Award,
    BestOf,
    Bounded,
    FactQuantity,
    Fixed,
    Least,
    Minus,
    Options,
    Per,
    Quantity,
    Score,
    Steps,
    Sum,
    Times,
    UnknownScore,
)
from huji.policy.reading import NOTHING, Reading
from huji.policy.tree import Citation
from huji.policy.vocabulary import Fact, Scope, Type
from huji.policy.wording import unit_of

MODIFIERS = ("cap", "floor", "unless", "title")
FORMS: dict[str, tuple[str, ...]] = {
    "options": (),
    "per": ("points",),
    "steps": ("from",),
    "best_of": (),
    "sum": (),
    "times": ("when", "of"),
    "unknown": (),
    "points": ("when",),
}
"""The key that tells the form of a score, and the others it needs; `per` has points too, and comes before."""

FURTHEST = 2**62
"""Points for a quantity are below it, so that the whole numbers of every engine hold them."""
OPTIONAL = {"per": ("unit", "whole")}
QUANTITIES = ("least_of", "from")


class ScoreReader:
    """A reader of scores: what their conditions may read, and what they cite."""

    def __init__(self, reading: Reading, conditions: Conditions) -> None:
        self.reading = reading
        self.conditions = conditions
        self._read: dict[str, Callable[[source.Mapping, str, Citation], Score]] = {
            "options": self._options,
            "per": self._per,
            "steps": self._steps,
            "points": self._award,
            "best_of": self._several,
            "sum": self._several,
            "times": self._times,
            "unknown": self._unknown,
        }

    def read(self, node: source.Node | None, id_: str, cites: Citation) -> Score:
        """Return the score a node says; faults are noted and a stand-in returned."""
        stand_in = UnknownScore(id_, NOTHING, cites, NOTHING)
        entry = self.reading.mapping(node, id_) if node is not None else None
        if entry is None:
            return stand_in
        form = next((key for key in FORMS if key in entry.items), None)
        if form is None:
            self._no_form(entry, id_)
            return stand_in
        needed = (form, *FORMS[form])
        self.reading.keys(entry, id_, needed, (*OPTIONAL.get(form, ()), *MODIFIERS))
        if any(key not in entry.items for key in needed):
            return stand_in
        score = self._read[form](entry, id_, cites)
        if "unless" in entry.items:
            unless = entry.items["unless"]
            score = self._multiplied(score, Fraction(0), unless, f"{id_}/unless", cites)
        score = self._bounded(score, entry, id_, cites)
        if "title" not in entry.items:
            return score
        return replace(score, words=self.reading.text(entry.items["title"], f"{id_}.title"))

    def total(self, score: Score, entry: source.Mapping, id_: str, cites: Citation) -> Score:
        """Return the sum of a total under the total's own factor and bounds."""
        items = entry.items
        if "times" in items or "when" in items:
            self.reading.keys(entry, id_, ("times", "when"), items)
            if "times" in items and "when" in items:
                times = numbers.factor(self.reading, items["times"], f"{id_}.times")
                score = self._multiplied(score, times, items["when"], f"{id_}/when", cites)
        return self._bounded(score, entry, id_, cites)

    def _bounded(self, score: Score, entry: source.Mapping, id_: str, cites: Citation) -> Score:
        floor, cap = (
            numbers.points(self.reading, entry.items[key], f"{id_}.{key}") if key in entry.items else None
            for key in ("floor", "cap")
        )
        if floor is None and cap is None:
            return score
        if floor is not None and cap is not None and cap < floor:
            self.reading.fault(
                entry, "bounds", f"“{id_}”的上限低于下限", f'the cap of "{id_}" is below its floor'
            )
            return score
        words = say.bounded_words(score.words, floor, cap)
        return Bounded(f"{id_}/bounds", words, cites, score, floor, cap)

    # -- the forms ---------------------------------------------------------------------------------------

    def _award(self, entry: source.Mapping, id_: str, cites: Citation) -> Score:
        worth = numbers.points(self.reading, entry.items["points"], f"{id_}.points")
        when = self.conditions.read(entry.items["when"], f"{id_}/when", cites)
        return Award(id_, say.award_words(worth, when.words), cites, worth, when)

    def _per(self, entry: source.Mapping, id_: str, cites: Citation) -> Score:
        items, reading = entry.items, self.reading
        of, unit_name = self._quantity(items["per"], f"{id_}.per")
        worth = numbers.points(reading, items["points"], f"{id_}.points")
        unit = numbers.quantity(reading, items["unit"], f"{id_}.unit") if "unit" in items else Fraction(1)
        whole = reading.flag(items.get("whole"), f"{id_}.whole")
        if unit == 0:
            reading.fault(
                items.get("unit", entry), "zero", f"“{id_}.unit”不能是 0", f'"{id_}.unit" must not be 0'
            )
            unit = Fraction(1)
        words = say.per_words(of.words, unit, unit_name, worth, whole=whole)
        score = Per(id_, words, cites, of, unit, worth, whole)
        if reach(score) > FURTHEST:
            reading.fault(
                entry,
                "too-large",
                f"“{id_}”的分值可能大到无法精确计算；请减少分值或加大单位（unit）",
                f'the points of "{id_}" may grow too large to be reckoned exactly;'
                " give fewer points or a larger unit",
            )
        return score

    def _steps(self, entry: source.Mapping, id_: str, cites: Citation) -> Score:
        reading = self.reading
        of, unit_name = self._quantity(entry.items["steps"], f"{id_}.steps")
        steps: list[tuple[Fraction, Fraction]] = []
        nodes = reading.sequence(entry.items["from"], f"{id_}.from")
        for index, node in enumerate(nodes):
            what = f"{id_}.from.{index}"
            step = reading.mapping(node, what)
            if step is None:
                continue
            reading.keys(step, what, ("at_least", "points"))
            if "at_least" not in step.items or "points" not in step.items:
                continue
            start = numbers.quantity(reading, step.items["at_least"], f"{what}.at_least")
            if steps and start <= steps[-1][0]:
                reading.fault(node, "order", f"“{id_}”的各级须由低到高", f'the steps of "{id_}" must rise')
                continue
            steps.append((start, numbers.points(reading, step.items["points"], f"{what}.points")))
        if not steps:
            self._empty(entry.items["from"], f"{id_}.from")
            return UnknownScore(id_, NOTHING, cites, NOTHING)
        return Steps(id_, say.steps_words(of.words, unit_name, steps), cites, of, tuple(steps))

    def _options(self, entry: source.Mapping, id_: str, cites: Citation) -> Score:
        stand_in = UnknownScore(id_, NOTHING, cites, NOTHING)
        table = self.reading.mapping(entry.items["options"], f"{id_}.options")
        if table is None:
            return stand_in
        if len(table.items) != 1:
            self.reading.fault(
                table,
                "not-a-score",
                f"“{id_}.options”应恰有一个事实",
                f'"{id_}.options" has exactly one fact',
            )
            return stand_in
        name, node = next(iter(table.items.items()))
        fact = self._fact(name, table.lines.get(name, table.line), (Type.CODE,))
        codes = self.reading.mapping(node, f"{id_}.{name}")
        if fact is None or codes is None:
            return stand_in
        worth: dict[str, Fraction] = dict.fromkeys(fact.values, Fraction(0))
        for code, part in codes.items.items():
            line = codes.lines.get(code, part.line)
            if self.reading.one_of(source.Scalar(line, code, code, True), f"{id_}.{name}", fact.values):
                worth[code] = numbers.points(self.reading, part, f"{id_}.{code}")
        if not codes.items:
            self._empty(node, f"{id_}.options")
        points = tuple(worth.items())
        return Options(id_, say.options_words(fact, points), cites, name, points)

    def _several(self, entry: source.Mapping, id_: str, cites: Citation) -> Score:
        form = "best_of" if "best_of" in entry.items else "sum"
        nodes = self.reading.sequence(entry.items[form], f"{id_}.{form}")
        parts = tuple(self.read(node, f"{id_}/{form}.{index}", cites) for index, node in enumerate(nodes))
        if not parts:
            self._empty(entry.items[form], f"{id_}.{form}")
            return UnknownScore(id_, NOTHING, cites, NOTHING)
        words = say.several_words(form, [part.words for part in parts])
        return BestOf(id_, words, cites, parts) if form == "best_of" else Sum(id_, words, cites, parts)

    def _times(self, entry: source.Mapping, id_: str, cites: Citation) -> Score:
        part = self.read(entry.items["of"], f"{id_}/of", cites)
        factor = numbers.factor(self.reading, entry.items["times"], f"{id_}.times")
        return self._multiplied(part, factor, entry.items["when"], f"{id_}/when", cites, id_)

    def _multiplied(
        self, part: Score, factor: Fraction, node: source.Node, where: str, cites: Citation, id_: str = ""
    ) -> Times:
        when = self.conditions.read(node, where, cites)
        words = say.times_words(part.words, factor, when)
        return Times(id_ or f"{where}.times", words, cites, part, factor, when)

    def _unknown(self, entry: source.Mapping, id_: str, cites: Citation) -> Score:
        reason = self.reading.text(entry.items["unknown"], f"{id_}.unknown")
        return UnknownScore(id_, reason, cites, reason)

    # -- quantities --------------------------------------------------------------------------------------

    def _quantity(self, node: source.Node, what: str) -> tuple[Quantity, str | None]:
        """Return the quantity of a node and its unit."""
        if isinstance(node, source.Scalar):
            if isinstance(node.value, int | float) and not isinstance(node.value, bool):
                value = numbers.quantity(self.reading, node, what)
                return Fixed(say.number_words(value), value), None
            fact = self._fact(node.raw, node.line, (Type.INTEGER, Type.NUMBER))
            return (_read(fact), unit_of(fact)) if fact else (Fixed(NOTHING, Fraction(0)), None)
        entry = self.reading.mapping(node, what)
        if entry is None:
            return Fixed(NOTHING, Fraction(0)), None
        form = next((key for key in QUANTITIES if key in entry.items), QUANTITIES[0])
        self.reading.keys(entry, what, ("from", "minus") if form == "from" else (form,))
        if form == "from":
            nodes = tuple(entry.items[key] for key in ("from", "minus") if key in entry.items)
        else:
            nodes = self.reading.parts(entry, form, what)
        read = [self._quantity(part, f"{what}.{form}") for part in nodes]
        parts = tuple(part for part, _ in read)
        units = {unit for part, unit in read if not isinstance(part, Fixed)}
        if len(units) > 1:
            self.reading.fault(
                node,
                "wrong-unit",
                f"“{what}”中的数量单位不同",
                f'the quantities of "{what}" differ in unit',
            )
        unit = next(iter(units), None)
        if form == "from":
            if len(parts) < 2:
                return Fixed(NOTHING, Fraction(0)), None
            return Minus(say.minus_words(parts[0].words, parts[1].words), *parts), unit
        if not parts:
            self._empty(node, what)
            return Fixed(NOTHING, Fraction(0)), None
        return Least(say.least_words(part.words for part in parts), parts), unit

    def _fact(self, name: str, line: int, types: tuple[Type, ...]) -> Fact | None:
        fact = self.conditions.fact(name, line)
        if fact is None:
            return None
        if fact.type not in types:
            wanted = "代码" if Type.CODE in types else "数字"
            wanted_en = "code" if Type.CODE in types else "number"
            self.reading.fault(
                line,
                "wrong-type",
                f"“{name}”不是{wanted}，不能这样计分",
                f'"{name}" is no {wanted_en} and cannot be scored so',
            )
            return None
        self.refuse_companion(name, line)
        return fact

    def refuse_companion(self, name: str, line: int) -> None:
        """Note a fact of a companion: only the applicant scores."""
        if self.conditions.facts[name].scope is Scope.COMPANION:
            self.reading.fault(
                line,
                "companion-fact",
                f"“{name}”是随迁人的事实，不能计分",
                f'"{name}" is a fact of a companion and gives no points',
            )

    # -- faults ------------------------------------------------------------------------------------------

    def _no_form(self, entry: source.Mapping, what: str) -> None:
        key, line = next(iter(entry.lines.items()), ("", entry.line))
        near = suggestion(key, FORMS)
        self.reading.fault(
            line,
            "not-a-score",
            f"“{what}”不是计分方式，应有一项：{'、'.join(FORMS)}{near.zh}",
            f'"{what}" is no score; it has one of {", ".join(FORMS)}{near.en}',
        )

    def _empty(self, node: source.Node, what: str) -> None:
        if not isinstance(node, source.Scalar):
            self.reading.fault(node, "empty-list", f"“{what}”不能为空", f'"{what}" must not be empty')


def _read(fact: Fact) -> FactQuantity:
    least, most = Fraction(str(fact.minimum)), None if fact.maximum is None else Fraction(str(fact.maximum))
    return FactQuantity(fact.title, fact.name, least, most, fact.type is Type.INTEGER)
