"""Taking typed things out of nodes, noting every fault instead of stopping at the first."""

import datetime as dt
import math
from collections.abc import Collection, Iterable

from huji.policy.faults import Fault, suggestion
from huji.policy.source import Mapping, Node, Scalar, Sequence
from huji.policy.words import Text

NOTHING = Text("", "")
LONGEST = 2_000
"""Characters of a title or a note: words of conditions repeat those of their parts."""


class Reading:
    """The reading of one file: its name and the faults found so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []

    def fault(self, at: Node | int, code: str, zh: str, en: str) -> None:
        """Note a fault at a node or a line."""
        line = at if isinstance(at, int) else at.line
        self.faults.append(Fault(self.name, line, code, Text(zh, en)))

    def mapping(self, node: Node, what: str) -> Mapping | None:
        """Return the node as a mapping."""
        if isinstance(node, Mapping):
            return node
        self.fault(
            node,
            "not-a-mapping",
            f"“{what}”应是“键: 值”的形式",
            f'"{what}" must be a mapping of keys to values',
        )
        return None

    def sequence(self, node: Node, what: str) -> tuple[Node, ...]:
        """Return the parts of a list."""
        if isinstance(node, Sequence):
            return node.items
        self.fault(node, "not-a-list", f"“{what}”应是列表", f'"{what}" must be a list')
        return ()

    def keys(
        self, mapping: Mapping, what: str, required: Iterable[str], optional: Iterable[str] = ()
    ) -> None:
        """Note keys that are missing or unknown."""
        required = list(required)
        known = [*required, *optional]
        for key, line in mapping.lines.items():
            if key not in known:
                near = suggestion(key, known)
                self.fault(
                    line,
                    "unknown-key",
                    f"“{what}”中没有“{key}”这一项{near.zh}",
                    f'"{what}" has no key "{key}"{near.en}',
                )
        for key in required:
            if key not in mapping.items:
                self.fault(mapping, "missing-key", f"“{what}”缺少“{key}”", f'"{what}" lacks the key "{key}"')

    def string(self, node: Node | None, what: str) -> str:
        """Return a text; a plain number, date or `No` keeps its spelling (articles are written `4`)."""
        if node is None:
            return ""
        if isinstance(node, Scalar) and node.raw and (node.value is not None or not node.plain):
            return node.raw
        self.fault(node, "not-a-text", f"“{what}”应是文字", f'"{what}" must be a text')
        return ""

    def strings(self, node: Node | None, what: str) -> tuple[str, ...]:
        """Return a list of texts."""
        if node is None:
            return ()
        return tuple(self.string(item, what) for item in self.sequence(node, what))

    def text(self, node: Node | None, what: str) -> Text:
        """Return a pair `{zh: …, en: …}`."""
        if node is None:
            return NOTHING
        mapping = self.mapping(node, what)
        if mapping is None:
            return NOTHING
        self.keys(mapping, what, ("zh", "en"))
        return Text(
            self._words(mapping.items.get("zh"), f"{what}.zh"),
            self._words(mapping.items.get("en"), f"{what}.en"),
        )

    def _words(self, node: Node | None, what: str) -> str:
        words = self.string(node, what)
        if node is None or len(words) <= LONGEST:
            return words
        self.fault(
            node,
            "too-long",
            f"“{what}”超过 {LONGEST:,} 个字符",
            f'"{what}" has more than {LONGEST:,} characters',
        )
        return ""

    def flag(self, node: Node | None, what: str, default: bool = False) -> bool:
        """Return true or false."""
        if node is None:
            return default
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        self.fault(node, "not-a-flag", f"“{what}”应是 true 或 false", f'"{what}" must be true or false')
        return default

    def date(self, node: Node | None, what: str) -> dt.date | None:
        """Return a day, quoted or not; None where it is absent, null or faulty."""
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return None
        if isinstance(node, Scalar):
            if isinstance(node.value, dt.date) and not isinstance(node.value, dt.datetime):
                return node.value
            if not node.plain and len(node.raw) == 10:
                try:
                    return dt.date.fromisoformat(node.raw)
                except ValueError:
                    pass
        self.fault(
            node,
            "not-a-date",
            f"“{what}”应是“年-月-日”的日期，如 2016-03-01",
            f'"{what}" must be a date written YYYY-MM-DD, such as 2016-03-01',
        )
        return None

    def number(self, node: Node, what: str) -> int | float | None:
        """Return a finite number that is not negative."""
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(node, "not-a-number", f"“{what}”应是数字", f'"{what}" must be a number')
            return None
        if not math.isfinite(value):
            self.fault(node, "not-a-number", f"“{what}”应是有限的数字", f'"{what}" must be a finite number')
            return None
        if value < 0:
            self.fault(node, "negative", f"“{what}”不能是负数", f'"{what}" must not be negative')
            return None
        return value

    def one_of(self, node: Node | None, what: str, right: Collection[str]) -> str:
        """Return a word of a closed list."""
        if node is None:
            return ""
        word = node.raw if isinstance(node, Scalar) else ""
        if word in right:
            return word
        near = suggestion(word, right)
        self.fault(
            node,
            "not-listed",
            f"“{what}”不能是“{word}”，可用：{'、'.join(right)}{near.zh}",
            f'"{what}" cannot be "{word}"; it is one of {", ".join(right)}{near.en}',
        )
        return ""

    def parts(self, entry: Mapping, key: str, what: str) -> tuple[Node, ...]:
        """Return the parts of a list that may be absent."""
        node = entry.items.get(key)
        return self.sequence(node, f"{what}.{key}") if node is not None else ()

    def closed(self, node: Node | None, what: str, right: Collection[str]) -> tuple[str, ...]:
        """Return a list of words of a closed list."""
        if node is None:
            return ()
        return tuple(self.one_of(part, what, right) for part in self.sequence(node, what))

    def divisions(self, node: Node | None, what: str) -> tuple[str, ...]:
        """Return a list of division codes or their beginnings, each in quotes."""
        found: list[str] = []
        for part in self.sequence(node, what) if node is not None else ():
            if (
                isinstance(part, Scalar)
                and isinstance(part.value, str)
                and (not part.raw or part.raw.isdigit())
            ):
                found.append(part.raw)
            else:
                self.fault(
                    part,
                    "not-a-division",
                    f'“{what}”的区划代码要加引号，如 "2111"',
                    f'"{what}": a division is written in quotes, such as "2111"',
                )
        return tuple(found)
