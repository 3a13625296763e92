"""Findings a pack declares: what its document itself does that a guarantee would forbid.

They stand beside the pack, `<pack>.findings.yaml`, each by the id `verify` gives it, with the reason. A
finding that is listed does not fail a verification; one that is not listed does, and so does one that is
listed and not found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from huji.policy import source
from huji.policy.faults import Faulty
from huji.policy.library import text_of
from huji.policy.reading import Reading
from huji.policy.words import Text

SUFFIX = ".findings.yaml"


@dataclass(frozen=True, slots=True)
class Declared:
    """One finding of the list: the articles that make it, why they do, and the line of the list."""

    articles: tuple[str, ...]
    because: Text
    line: int


def findings_file(pack_file: str | Path) -> Path:
    """Return where the findings of a pack file stand: `<pack>.findings.yaml` beside it."""
    return Path(pack_file).with_suffix(SUFFIX)


def read_findings(text: str, name: str) -> Mapping[str, Declared]:
    """Return the findings a text lists, by id; raise Faulty with every fault."""
    reading = Reading(name)
    found: dict[str, Declared] = {}
    top = reading.mapping(source.read(text, name), name)
    if top is not None:
        reading.keys(top, "findings", ("findings",))
        for index, node in enumerate(reading.parts(top, "findings", "findings")):
            entry = reading.mapping(node, f"findings.{index}")
            if entry is None:
                continue
            reading.keys(entry, f"findings.{index}", ("id", "articles", "because"))
            id_ = reading.string(entry.items.get("id"), f"findings.{index}.id")
            if id_ in found:
                reading.fault(node, "repeated-id", f"“{id_}”列了两次", f'"{id_}" is listed twice')
            articles = reading.strings(entry.items.get("articles"), f"findings.{index}.articles")
            because = reading.text(entry.items.get("because"), f"findings.{index}.because")
            found[id_] = Declared(articles, because, node.line)
    if reading.faults:
        raise Faulty(reading.faults)
    return found


def findings_beside(pack_file: str | Path) -> Mapping[str, Declared]:
    """Return the findings declared beside a pack file; none where there is no such file."""
    path = findings_file(pack_file)
    return read_findings(text_of(path), str(path)) if path.is_file() else {}
