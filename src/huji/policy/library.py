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
    """A set of packs over one vocabulary, in the order of their files; a policy may have several versions.

    A version of a policy (a pack of the same name) is in force until the day before the next one begins:
    that is told by the days, no pack is changed for it.
    """

    def __init__(self, packs: Iterable[Pack], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._packs = tuple(packs)
        self._versions: dict[str, list[Pack]] = {}
        for pack in self._packs:
            self._versions.setdefault(pack.policy, []).append(pack)
        for versions in self._versions.values():
            versions.sort(key=lambda pack: pack.in_force_from)

    def __iter__(self) -> Iterator[Pack]:
        return iter(self._packs)

    def __len__(self) -> int:
        return len(self._packs)

    def __contains__(self, policy: object) -> bool:
        return policy in self._versions

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the policies."""
        return tuple(self._versions)

    def get(self, policy: str, on: dt.date | None = None) -> Pack | None:
        """Return the version of a policy in force on a day, else None; without a day its latest version."""
        versions = self._versions.get(policy, [])
        if on is None:
            return versions[-1] if versions else None
        return next((pack for pack in reversed(versions) if self.in_force(pack, on)), None)

    def versions(self, policy: str) -> tuple[Pack, ...]:
        """Return the versions of a policy, the earliest first."""
        return tuple(self._versions.get(policy, ()))

    def last_day(self, pack: Pack) -> dt.date | None:
        """Return a pack's last day in force: its own, or the day before the next version; else None."""
        later = [
            one.in_force_from for one in self.versions(pack.policy) if one.in_force_from > pack.in_force_from
        ]
        ends = [min(later) - dt.timedelta(days=1)] if later else []
        return min([*ends, *([pack.in_force_to] if pack.in_force_to else [])], default=None)

    def in_force(self, pack: Pack, on: dt.date) -> bool:
        """Return whether a pack is in force on a day, no later version of its policy having begun."""
        return pack.in_force(on) and not any(
            pack.in_force_from < one.in_force_from <= on for one in self._versions.get(pack.policy, ())
        )

    @cached_property
    def by_digest(self) -> dict[str, Pack]:
        """The packs by digest, every version of each."""
        return {pack.digest: pack for pack in self}

    def with_pack(self, pack: Pack) -> "Library":
        """Return the library with a pack (a draft) in it, in place of one of the same policy and day."""
        if any(one is pack for one in self):
            return self
        same = (pack.policy, pack.in_force_from)
        return Library(
            [*(one for one in self if (one.policy, one.in_force_from) != same), pack], self.vocabulary
        )

    def covering(self, division: str, area: str, on: dt.date) -> Pack | None:
        """Return the most local pack in force that covers a destination; of two as local, the later."""
        fitting = [pack for pack in self if pack.covers(division, area) and self.in_force(pack, on)]
        return max(fitting, key=lambda pack: (pack.nearness(division), pack.in_force_from), default=None)

    def lineage(self, pack: Pack, on: dt.date | None = None) -> tuple[Pack, ...]:
        """Return a pack and all above it: what an answer can depend on, and a case must keep.

        Of a superior with several versions it is the one that a day finds; without a day the latest.
        """
        found, names = [pack], {pack.policy}
        while (name := found[-1].superior) is not None and name in self._versions and name not in names:
            names.add(name)
            found.append(self._reached(name, on))
        return tuple(found)

    def superiors(self, pack: Pack, on: dt.date) -> Iterator[Pack]:
        """Return the superior packs in force on a day, the nearest first."""
        return (above for above in self.lineage(pack, on)[1:] if self.in_force(above, on))

    def above(self, pack: Pack, on: dt.date) -> tuple[Pack, ...]:
        """Return every pack whose floor a pack keeps: its lineage, and those it leaves unnamed.

        A policy that reaches further and is in force together with the pack stands above it where both apply,
        whether the pack names it or not.
        """
        found = list(self.lineage(pack, on)[1:])
        named = {pack.policy, *(one.policy for one in found)}
        unnamed = []
        for policy in self._versions.keys() - named:
            for version in self._versions[policy]:
                day = max(pack.in_force_from, version.in_force_from)
                together = self.in_force(pack, day) and self.in_force(version, day)
                covers = any(place.startswith(version.applies_to) for place in pack.applies_to)
                if together and covers and version.routes and version.reaches_beyond(pack):
                    unnamed.append(version)
                    break
        return (*found, *sorted(unnamed, key=lambda one: (-_nearness(one, pack), one.policy)))

    def _reached(self, policy: str, on: dt.date | None) -> Pack:
        """Return the last version begun by a day, in force still or not; before all of them the first."""
        versions = self._versions[policy]
        if on is None:
            return versions[-1]
        return next((pack for pack in reversed(versions) if pack.in_force_from <= on), versions[0])


def _nearness(above: Pack, pack: Pack) -> int:
    return max(above.nearness(place) for place in pack.applies_to)


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
    """Return the pack files below a folder, by name; `<pack>.cases.yaml` and the like stand beside them."""
    return sorted(path for path in folder.glob("*/*.yaml") if "." not in path.stem)


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
