"""Conditions read from nodes, each leaf checked against the types of the vocabulary."""

from collections.abc import Collection, Mapping

from huji.policy.expansion import DEEPEST, MOST, Expansion
from huji.policy.faults import suggestion
from huji.policy.points.scheme import Tally
from huji.policy.reading import Reading
from huji.policy.source import Mapping as MappingNode
from huji.policy.source import Node, Scalar, Sequence
from huji.policy.tree import (
    All,
    AnyOf,
    Citation,
    Condition,
    Constant,
    Leaf,
    Not,
    Op,
    OtherFact,
    Parameter,
    Reference,
    Total,
    Unknown,
)
from huji.policy.vocabulary import FORBIDDEN, Fact, Type
from huji.policy.wording import joined, leaf_words, negated, total_words
from huji.policy.words import Text

STRUCTURE = ("all", "any", "not", "total", "unknown")
OPERATORS: Mapping[Type, tuple[Op, ...]] = {
    Type.BOOLEAN: (),
    Type.CODE: (Op.IS, Op.IN),
    Type.DIVISION: (Op.IS, Op.IN),
    Type.INTEGER: (Op.AT_LEAST, Op.AT_MOST, Op.ABOVE, Op.BELOW),
    Type.NUMBER: (Op.AT_LEAST, Op.AT_MOST, Op.ABOVE, Op.BELOW),
}
_TYPE_NAMES = {
    Type.BOOLEAN: Text("是否", "yes/no"),
    Type.CODE: Text("代码", "code"),
    Type.DIVISION: Text("行政区划", "division"),
    Type.INTEGER: Text("整数", "whole number"),
    Type.NUMBER: Text("数字", "number"),
}


class Conditions:
    """A reader of conditions: what facts, criteria and parameters they may name, and what they cite."""

    def __init__(
        self,
        reading: Reading,
        facts: Mapping[str, Fact],
        criteria: Mapping[str, Text] | None = None,
        parameters: Mapping[str, Parameter] | None = None,
    ) -> None:
        self.reading = reading
        self.facts = facts
        self.criteria = criteria or {}
        self.parameters = parameters or {}
        self.totals: Mapping[str, Tally] | None = None
        """The totals of points a condition may read; None where it may read none, as within a score."""
        self.expansion = Expansion()
        self.lines: dict[str, int] = {}
        """Lines of the nodes by id, for faults found once the whole pack is read."""

    def read(self, node: Node, id_: str, cites: Citation | None = None) -> Condition:
        """Return the condition a node says; faults are noted and a stand-in returned."""
        self.lines[id_] = node.line
        stand_in = Unknown(id_, Text("？", "?"), cites, Text("？", "?"))
        if isinstance(node, Scalar):
            return self._reference(node, id_, cites) or stand_in
        if isinstance(node, Sequence):
            self.reading.fault(
                node,
                "not-a-condition",
                "条件不能直接是列表，请写 {all: […]} 或 {any: […]}",
                "a condition cannot be a bare list: write {all: […]} or {any: […]}",
            )
            return stand_in
        if len(node.items) != 1:
            self.reading.fault(
                node,
                "not-a-condition",
                f"一个条件只能有一个键，这里有 {len(node.items)} 个",
                f"a condition has exactly one key, this one has {len(node.items)}",
            )
            return stand_in
        key, part = next(iter(node.items.items()))
        return self.keyed(key, part, node.lines[key], id_, cites) or stand_in

    def keyed(self, key: str, part: Node, line: int, id_: str, cites: Citation | None) -> Condition | None:
        """Return the condition of one key and its node, or None where it is faulty."""
        self.lines.setdefault(id_, line)
        if key in ("all", "any"):
            parts = self.reading.sequence(part, key)
            if isinstance(part, Sequence) and not parts:
                self.reading.fault(part, "empty-list", f"“{key}”不能为空", f'"{key}" must not be empty')
            read = tuple(self.read(item, f"{id_}/{key}.{index}", cites) for index, item in enumerate(parts))
            words = joined(key, [item.words for item in read])
            return All(id_, words, cites, read) if key == "all" else AnyOf(id_, words, cites, read)
        if key == "not":
            inner = self.read(part, f"{id_}/not", cites)
            return Not(id_, negated(inner.words), cites, inner)
        if key == "unknown":
            reason = self.reading.text(part, "unknown")
            return Unknown(id_, reason, cites, reason)
        if key == "total":
            return self._total(part, id_, cites)
        return self._leaf(key, part, line, id_, cites)

    def _reference(self, node: Scalar, id_: str, cites: Citation | None) -> Condition | None:
        name = node.raw
        if name in self.criteria:
            within = self.expansion.size <= MOST
            if not self.expansion.named(name):
                if within:  # told once
                    self.refuse_expansion(node)
                return None
            return Reference(id_, self.criteria[name], cites, name)
        if name in self.facts:
            self.reading.fault(
                node,
                "not-a-condition",
                f"事实“{name}”应与一个值比较，例如 {{{name}: …}}",
                f'the fact "{name}" must be compared with a value: {{{name}: …}}',
            )
            return None
        near = suggestion(name, self.criteria)
        self.reading.fault(
            node,
            "unknown-criterion",
            f"没有名为“{name}”的条件{near.zh}",
            f'there is no criterion "{name}"{near.en}',
        )
        return None

    def refuse_expansion(self, at: Node | int) -> None:
        """Note that the conditions are too large or too deep with the criteria they name written out."""
        self.reading.fault(
            at,
            "too-large",
            f"把引用的条件全部展开后过大（超过 {MOST:,} 项或 {DEEPEST} 层）；请减少重复引用",
            "with the criteria they name written out the conditions are too large"
            f" (more than {MOST:,} items or {DEEPEST} levels): name criteria less often",
        )

    def _leaf(self, name: str, part: Node, line: int, id_: str, cites: Citation | None) -> Condition | None:
        fact = self.fact(name, line)
        if fact is None:
            return None
        if isinstance(part, Scalar):
            if fact.type is Type.BOOLEAN and isinstance(part.value, bool):
                return Leaf(
                    id_, leaf_words(fact, Op.IS, part.value), cites, name, Op.IS, Constant(part.value)
                )
            self._wrong_operator(fact, line, part.raw)
            return None
        if isinstance(part, Sequence) or len(part.items) != 1:
            self._wrong_operator(fact, line, "…")
            return None
        word, right = next(iter(part.items.items()))
        allowed = self._allowed(fact)
        if word not in allowed:
            self._wrong_operator(fact, part.lines[word], word)
            return None
        op = Op(word)
        if fact.type in (Type.CODE, Type.DIVISION):
            return self._codes(fact, op, right, id_, cites)
        return self._number(fact, op, right, id_, cites)

    def _codes(self, fact: Fact, op: Op, right: Node, id_: str, cites: Citation | None) -> Condition | None:
        is_division = fact.type is Type.DIVISION
        rank = tuple(fact.values) if op is Op.AT_LEAST else None
        if isinstance(right, MappingNode):
            parameter = self._parameter(right, fact)
            if parameter is None or op is Op.IN:
                return None
            return Leaf(
                id_, leaf_words(fact, op, parameter.value), cites, fact.name, op, parameter, rank, is_division
            )
        what = f"{fact.name}.{op}"
        nodes = self.reading.sequence(right, what) if op is Op.IN else (right,)
        if op is Op.IN and isinstance(right, Sequence) and not nodes:
            self.reading.fault(right, "empty-list", f"“{what}”不能为空", f'"{what}" must not be empty')
        codes = tuple(self._code(fact, node) for node in nodes)
        if not codes or not all(codes):
            return None
        value: str | tuple[str, ...] = codes if op is Op.IN else codes[0]
        return Leaf(
            id_, leaf_words(fact, op, value), cites, fact.name, op, Constant(value), rank, is_division
        )

    def _code(self, fact: Fact, node: Node) -> str:
        if fact.type is Type.CODE:
            return self.reading.one_of(node, fact.name, fact.values)
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.raw.isdigit():
            return node.raw
        self.reading.fault(
            node,
            "not-a-division",
            f'“{fact.name}”的区划代码要加引号，如 "2111"',
            f'a division of "{fact.name}" is written in quotes, such as "2111"',
        )
        return ""

    def _number(self, fact: Fact, op: Op, right: Node, id_: str, cites: Citation | None) -> Condition | None:
        if isinstance(right, MappingNode):
            if list(right.items) == ["fact"]:
                other = self.fact(self.reading.string(right.items["fact"], "fact"), right.line)
                if other is None:
                    return None
                if other.type not in (Type.INTEGER, Type.NUMBER) or other.unit != fact.unit:
                    self.reading.fault(
                        right,
                        "wrong-operator",
                        f"“{fact.name}”与“{other.name}”的类型或单位不同，不能比较",
                        f'"{fact.name}" and "{other.name}" differ in type or unit and cannot be compared',
                    )
                    return None
                return Leaf(id_, leaf_words(fact, op, other), cites, fact.name, op, OtherFact(other.name))
            parameter = self._parameter(right, fact)
            if parameter is None:
                return None
            return Leaf(id_, leaf_words(fact, op, parameter.value), cites, fact.name, op, parameter)
        value = self.reading.number(right, f"{fact.name}.{op}")
        if value is None:
            return None
        return Leaf(id_, leaf_words(fact, op, value), cites, fact.name, op, Constant(value))

    def _total(self, part: Node, id_: str, cites: Citation | None) -> Condition | None:
        entry = self.reading.mapping(part, "total")
        if entry is None:
            return None
        if self.totals is None:
            self.reading.fault(
                entry,
                "loop",
                "积分所依据的条件不能再以总积分为条件",
                "a condition within a score cannot read a total of points",
            )
            return None
        self.reading.keys(entry, "total", ("of",), OPERATORS[Type.NUMBER])
        name = self.reading.one_of(entry.items.get("of"), "total.of", self.totals)
        words = [word for word in entry.items if word in OPERATORS[Type.NUMBER]]
        if len(words) != 1:
            self.reading.fault(
                entry,
                "wrong-operator",
                f"“total”要与一个数比较，写一个：{'、'.join(OPERATORS[Type.NUMBER])}",
                f'"total" is compared with one number; write one of {", ".join(OPERATORS[Type.NUMBER])}',
            )
            return None
        op, node = Op(words[0]), entry.items[words[0]]
        right: Constant | Parameter | None
        if isinstance(node, MappingNode):
            right = self._parameter(node, None)
        else:
            number = self.reading.number(node, f"total.{op}")
            right = None if number is None else Constant(number)
        if not name or right is None:
            return None
        tally = self.totals[name]
        return Total(id_, total_words(tally.title, op, right.value), cites, name, op, right, tally)

    def _parameter(self, right: MappingNode, fact: Fact | None) -> Parameter | None:
        """Return the parameter a right side names, where it fits the fact (None: a total of points)."""
        if list(right.items) != ["parameter"]:
            self.reading.fault(
                right,
                "wrong-right-side",
                "右侧应是值、{parameter: 名称} 或 {fact: 名称}",
                "the right side is a value, {parameter: name} or {fact: name}",
            )
            return None
        node = right.items["parameter"]
        name = self.reading.string(node, "parameter")
        found = self.parameters.get(name)
        if found is None:
            near = suggestion(name, self.parameters)
            self.reading.fault(
                node,
                "unknown-parameter",
                f"没有参数“{name}”{near.zh}",
                f'there is no parameter "{name}"{near.en}',
            )
            return None
        is_code = fact is not None and fact.type in (Type.CODE, Type.DIVISION)
        if is_code != isinstance(found.value, str) or (
            fact is not None and fact.type is Type.CODE and found.value not in fact.values
        ):
            what = fact.name if fact else "total"
            self.reading.fault(
                node,
                "wrong-right-side",
                f"参数“{name}”的类型与“{what}”不符",
                f'the parameter "{name}" does not fit "{what}"',
            )
            return None
        return found

    def fact(self, name: str, line: int) -> Fact | None:
        """Return the fact of a name; a fault is noted where there is none, or none that may be read."""
        if name in FORBIDDEN:
            self.reading.fault(
                line,
                "forbidden-fact",
                f"任何条件都不得以“{name}”为前提：不得以退出土地权益作为进城落户的条件",
                f'no condition may read "{name}": rights in land must not be a price of settling',
            )
            return None
        fact = self.facts.get(name)
        if fact is None:
            near = suggestion(name, [*self.facts, *STRUCTURE] if "." not in name else self.facts)
            self.reading.fault(
                line,
                "unknown-fact",
                f"词汇表中没有事实“{name}”{near.zh}",
                f'the vocabulary has no fact "{name}"{near.en}',
            )
        return fact

    def _allowed(self, fact: Fact) -> Collection[str]:
        allowed = [op.value for op in OPERATORS[fact.type]]
        return [*allowed, Op.AT_LEAST.value] if fact.ordered else allowed

    def _wrong_operator(self, fact: Fact, line: int, word: str) -> None:
        allowed = self._allowed(fact)
        name = _TYPE_NAMES[fact.type]
        ways = "、".join(f"{{{op}: …}}" for op in allowed) or "true、false"
        ways_en = ", ".join(f"{{{op}: …}}" for op in allowed) or "true, false"
        near = suggestion(word, allowed)
        self.reading.fault(
            line,
            "wrong-operator",
            f"“{fact.name}”是{name.zh}，不能写“{word}”，可用 {ways}{near.zh}",
            f'"{fact.name}" is a {name.en}: "{word}" does not fit, write {ways_en}{near.en}',
        )
