"""The packs at hand: those of the package, or of any folder laid out like it, by name and by digest."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path

from huji.policy import source
from huji.policy.faults import Fault, Faulty, suggestion
from huji.policy.load_pack import read_pack
from huji.policy.load_vocabulary import read_vocabulary
from huji.policy.pack import Pack
from huji.policy.vocabulary import Vocabulary
from huji.policy.words import Text

__all__ = [
    "FOLDER",
    "Library",
    "load_pack",
    "pack_files",
    "packs",
    "read_pack",
    "read_vocabulary",
    "text_of",
    "vocabulary",
]

FOLDER = Path(__file__).parent.parent / "policies"


class Library:
    """A set of packs over one vocabulary, in the order of their files."""

    def __init__(self, packs: Iterable[Pack], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._packs = {pack.policy: pack for pack in packs}

    def __iter__(self) -> Iterator[Pack]:
        return iter(self._packs.values())

    def __len__(self) -> int:
        return len(self._packs)

    def __contains__(self, policy: object) -> bool:
        return policy in self._packs

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the packs."""
        return tuple(self._packs)

    def get(self, policy: str) -> Pack | None:
        """Return the pack of a name, or None."""
        return self._packs.get(policy)

    @cached_property
    def by_digest(self) -> dict[str, Pack]:
        """The packs by digest."""
        return {pack.digest: pack for pack in self}

    def covering(self, division: str, area: str, on: dt.date) -> Pack | None:
        """Return the most local pack in force that covers a destination; of two as local, the later."""
        fitting = [pack for pack in self if pack.in_force(on) and pack.covers(division, area)]
        return max(fitting, key=lambda pack: (pack.nearness(division), pack.in_force_from), default=None)

    def lineage(self, pack: Pack) -> tuple[Pack, ...]:
        """Return a pack and all above it: what an answer can depend on, and a case must keep."""
        found = [pack]
        while (
            (name := found[-1].superior) is not None
            and name in self._packs
            and self._packs[name] not in found
        ):
            found.append(self._packs[name])
        return tuple(found)

    def superiors(self, pack: Pack, on: dt.date) -> Iterator[Pack]:
        """Return the superior packs in force on a day, the nearest first."""
        return (above for above in self.lineage(pack)[1:] if above.in_force(on))


def text_of(path: Path | str) -> str:
    """Return a file's text; raise Faulty where it cannot be read, is too large or is not UTF-8."""
    try:
        with Path(path).open("rb") as file:
            return source.decode(file.read(source.LARGEST + 1), str(path))
    except OSError as error:
        reason = error.strerror or str(error)
        raise source.fault(
            str(path), 0, "unreadable", f"无法读取文件：{reason}", f"cannot read the file: {reason}"
        ) from None


@cache
def vocabulary(folder: Path = FOLDER) -> Vocabulary:
    """Return the vocabulary of a folder (the package's own by default)."""
    facts, evidence = folder / "vocabulary.yaml", folder / "evidence.yaml"
    return read_vocabulary(text_of(facts), str(facts), text_of(evidence), str(evidence))


def load_pack(path: Path | str, over: Vocabulary | None = None) -> Pack:
    """Return the pack of one file, checked against a vocabulary; raise Faulty with every fault."""
    return read_pack(text_of(Path(path)), str(path), over or vocabulary())


def pack_files(folder: Path = FOLDER) -> list[Path]:
    """Return the pack files below a folder, by name."""
    return sorted(path for path in folder.glob("*/*.yaml") if not path.name.endswith(".cases.yaml"))


@cache
def packs(folder: Path = FOLDER) -> Library:
    """Return the packs of a folder (the package's own by default); raise Faulty with the faults of all."""
    words = vocabulary(folder)
    found: list[Pack] = []
    faults: list[Fault] = []
    for path in pack_files(folder):
        try:
            found.append(load_pack(path, words))
        except Faulty as error:
            faults.extend(error.faults)
    names = [pack.policy for pack in found]
    for pack in found:
        if pack.superior is not None and pack.superior not in names and not faults:
            near = suggestion(pack.superior, names)
            faults.append(
                Fault(
                    pack.file,
                    1,
                    "unknown-superior",
                    Text(
                        f"没有上级政策“{pack.superior}”{near.zh}",
                        f'there is no superior policy "{pack.superior}"{near.en}',
                    ),
                )
            )
    if faults:
        raise Faulty(faults)
    return Library(found, words)
