"""YAML and JSON read into nodes that know their line.

Built from the parser's events, not from PyYAML's constructors, because (1) a fault must name its line,
(2) a repeated key must be refused, (3) a scalar's spelling matters (`211103` is not `"211103"`, `yes` is
YAML 1.1's true), and (4) hostile nesting and alias bombs must stay bounded.
"""

import datetime as dt
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from huji.policy.faults import Fault, Faulty
from huji.policy.words import Text

LARGEST = 1_000_000  # bytes of one file
DEEPEST = 64  # levels of nesting
MOST = 100_000  # nodes, aliases expanded

Plain = bool | int | float | str | dt.date | None

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_NUMBER = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_TRUE = {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"}
_FALSE = {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"}
_SPECIAL = {".inf": math.inf, "-.inf": -math.inf, "+.inf": math.inf, ".nan": math.nan}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value: `raw` as written, `value` as YAML means it, `plain` where it stands without quotes."""

    line: int
    raw: str
    value: Plain
    plain: bool
    size: int = 1


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    line: int
    items: tuple["Node", ...]
    size: int = 1


@dataclass(frozen=True, slots=True)
class Mapping:
    """Nodes by key, in the order of the file; `lines` holds the line of each key."""

    line: int
    items: dict[str, "Node"]
    lines: dict[str, int] = field(default_factory=dict)
    size: int = 1


Node = Scalar | Sequence | Mapping


def fault(name: str, line: int, code: str, zh: str, en: str) -> Faulty:
    """Return one fault as an exception to raise."""
    return Faulty([Fault(name, line, code, Text(zh, en))])


def decode(data: bytes, name: str) -> str:
    """Return the text of a file's bytes; raise Faulty where it is too large or not UTF-8."""
    if len(data) > LARGEST:
        raise fault(
            name,
            1,
            "too-large",
            f"文件过大（超过 {LARGEST:,} 字节）",
            f"the file is too large (more than {LARGEST:,} bytes)",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise fault(
            name, line, "not-utf8", "文件不是 UTF-8 编码", "the file is not encoded in UTF-8"
        ) from None


def read(text: str, name: str) -> Node:
    """Return the one document of a YAML or JSON text as nodes; raise Faulty with the line of the fault."""
    if name.endswith(".json"):
        _check_json(text, name)
    try:
        node = _compose(yaml.parse(text, Loader=yaml.CSafeLoader), name)
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1 if isinstance(error.position, int) else 1
        raise fault(
            name, line, "syntax", f"YAML 语法错误：{error.reason}", f"YAML syntax error: {error.reason}"
        ) from None
    except yaml.MarkedYAMLError as error:
        as_json = _from_json(text)
        if as_json is not None:  # valid JSON that YAML 1.1 does not read, such as an escaped surrogate pair
            return as_json
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "?"
        line = mark.line + 1 if mark else 1
        raise fault(
            name, line, "syntax", f"YAML 语法错误：{problem}", f"YAML syntax error: {problem}"
        ) from None
    if node is None:
        raise fault(name, 1, "empty", "文件是空的", "the file is empty")
    return node


def from_plain(value: Any) -> Node:
    """Return plain Python data (mappings, lists, scalars) as nodes without lines."""
    return _node(value, 0)


def _check_json(text: str, name: str) -> None:
    if not text.strip():
        return
    try:
        json.loads(text, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise fault(
            name, error.lineno, "syntax", f"JSON 语法错误：{error.msg}", f"JSON syntax error: {error.msg}"
        ) from None
    except RecursionError:
        raise _too_deep(name, 1) from None


def _from_json(text: str) -> Node | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        return _node(json.loads(text, parse_int=_whole), 1)
    except (ValueError, RecursionError):
        return None


def _node(value: Any, line: int) -> Node:
    if isinstance(value, (Scalar, Sequence, Mapping)):
        return value
    if hasattr(value, "items"):
        items = {str(key): _node(part, line) for key, part in value.items()}
        return Mapping(line, items, dict.fromkeys(items, line))
    if isinstance(value, (list, tuple)):
        return Sequence(line, tuple(_node(part, line) for part in value))
    quoted = isinstance(value, str)
    return Scalar(line, value if isinstance(value, str) else str(value), value, not quoted)


def _too_deep(name: str, line: int) -> Faulty:
    return fault(name, line, "too-deep", f"嵌套超过 {DEEPEST} 层", f"nested deeper than {DEEPEST} levels")


class _Open:
    """A list or mapping whose end has not been read yet."""

    __slots__ = ("anchor", "is_mapping", "items", "key", "lines", "parts", "size", "start")

    def __init__(self, line: int, anchor: str | None, is_mapping: bool) -> None:
        self.start = line
        self.anchor = anchor
        self.is_mapping = is_mapping
        self.parts: list[Node] = []
        self.items: dict[str, Node] = {}
        self.lines: dict[str, int] = {}
        self.key: Scalar | None = None
        self.size = 1

    def close(self) -> Node:
        if self.is_mapping:
            return Mapping(self.start, self.items, self.lines, self.size)
        return Sequence(self.start, tuple(self.parts), self.size)


def _compose(events: Iterator[Any], name: str) -> Node | None:
    stack: list[_Open] = []
    anchors: dict[str, Node] = {}
    root: Node | None = None
    documents = 0
    repeated: list[Fault] = []
    for event in events:
        kind = type(event)
        line = event.start_mark.line + 1
        if kind is yaml.ScalarEvent:
            _refuse_tag(event, name, line)
            node: Node = _scalar(event, line)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            _refuse_tag(event, name, line)
            if len(stack) >= DEEPEST:
                raise _too_deep(name, line)
            stack.append(_Open(line, event.anchor, kind is yaml.MappingStartEvent))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            opened = stack.pop()
            node = opened.close()
            if opened.anchor:
                anchors[opened.anchor] = node
        elif kind is yaml.AliasEvent:
            found = anchors.get(event.anchor)
            if found is None:
                raise fault(
                    name,
                    line,
                    "alias",
                    f"别名“*{event.anchor}”没有定义或指向自身",
                    f'the alias "*{event.anchor}" is undefined or its own part',
                )
            node = found
        else:
            documents += kind is yaml.DocumentStartEvent
            if documents > 1:
                raise fault(
                    name,
                    line,
                    "documents",
                    "一个文件只能有一个 YAML 文档",
                    "one file holds one YAML document",
                )
            continue
        if kind is yaml.ScalarEvent and event.anchor:
            anchors[event.anchor] = node
        if not stack:
            root = node
            continue
        parent = stack[-1]
        parent.size += node.size
        if parent.size > MOST:
            raise fault(name, line, "too-large", f"内容超过 {MOST:,} 项", f"more than {MOST:,} items")
        if not parent.is_mapping:
            parent.parts.append(node)
        elif parent.key is None:
            if not isinstance(node, Scalar):
                raise fault(name, line, "key", "键必须是一个词", "a key must be one word")
            parent.key = node
        else:
            key = parent.key.raw
            if key in parent.items:
                repeated.append(
                    Fault(
                        name,
                        parent.key.line,
                        "repeated-key",
                        Text(f"键“{key}”重复", f'the key "{key}" is repeated'),
                    )
                )
            parent.items[key] = node
            parent.lines[key] = parent.key.line
            parent.key = None
    if repeated:
        raise Faulty(repeated)
    return None if isinstance(root, Scalar) and root.raw == "" and root.plain else root


def _refuse_tag(event: Any, name: str, line: int) -> None:
    if event.tag is not None and event.tag != "!":
        raise fault(
            name, line, "tag", f"不接受 YAML 标签“{event.tag}”", f'the YAML tag "{event.tag}" is not accepted'
        )


def _scalar(event: Any, line: int) -> Scalar:
    raw: str = event.value
    if event.style:  # quoted or block
        return Scalar(line, raw, raw, False)
    return Scalar(line, raw, _resolve(raw), True)


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) < 300 else math.inf  # beyond, a number has no float


def _resolve(raw: str) -> Plain:
    if raw in ("", "~", "null", "Null", "NULL"):
        return None
    if raw in _TRUE:
        return True
    if raw in _FALSE:
        return False
    if _INTEGER.match(raw):
        return _whole(raw)
    if _DATE.match(raw):
        try:
            return dt.date.fromisoformat(raw)
        except ValueError:
            return raw
    if _NUMBER.match(raw):
        return float(raw)
    return _SPECIAL.get(raw.lower(), raw)
