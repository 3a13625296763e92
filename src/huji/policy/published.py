"""Packs published in an installation, as its folder `policies/` mirrors them: an index, and files by digest.

The folder is written by the installation (`huji.rulebook.mirror`) and read where there is no database. What
it says is believed only where every file is what its digest says.

    index.json   {"format": 1, "published": [{"policy", "digest", "sha256", "effective", "entry"}, …]}
    <64 hex>.yaml   the bytes of one pack, named by their SHA-256
"""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huji.policy import source
from huji.policy.faults import Faulty
from huji.policy.library import Library
from huji.policy.load_pack import read_pack
from huji.policy.pack import Pack

FOLDER = "policies"
INDEX = "index.json"
FORMAT = 1
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Publication:
    """One line of the index: a policy's version by digest, the digest of its bytes, day of effect, entry."""

    policy: str
    digest: str
    sha256: str
    effective: dt.date
    entry: int

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.sha256.removeprefix('sha256:')}.yaml"

    def as_dict(self) -> dict[str, Any]:
        """Return the line as JSON-ready data."""
        return {
            "policy": self.policy,
            "digest": self.digest,
            "sha256": self.sha256,
            "effective": self.effective.isoformat(),
            "entry": self.entry,
        }


def with_published(packs: Library, home: Path | str) -> Library:
    """Return packs and those that the installation at `home` published; without a mirror the packs alone.

    Raises Faulty, naming the file, where the mirror is damaged: an old version must not decide unseen.
    """
    folder = Path(home) / FOLDER
    if not folder.is_dir():
        return packs
    for _ in range(_TRIES):
        index = _read(folder / INDEX)
        try:
            added = [_pack(folder, one, packs) for one in _publications(index, folder / INDEX)]
            break
        except Faulty:
            if _read(folder / INDEX) == index:
                raise
            # Written anew between index and file, as by a withdrawal: look again.
    else:
        raise _damaged(folder / INDEX, "目录不断变动", "the index keeps changing")
    known = packs.by_digest
    added = [pack for pack in added if pack.digest not in known]
    return Library([*packs, *added], packs.vocabulary) if added else packs


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _damaged(path, "缺少目录", f"there is no index ({error.strerror})") from None


def _publications(index: bytes, path: Path) -> list[Publication]:
    try:
        said = json.loads(index)
        if said["format"] != FORMAT:
            raise ValueError(said["format"])
        return [
            Publication(
                str(one["policy"]),
                str(one["digest"]),
                str(one["sha256"]),
                dt.date.fromisoformat(one["effective"]),
                int(one["entry"]),
            )
            for one in said["published"]
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged(path, "目录无法读懂", f"the index cannot be read ({type(error).__name__})") from None


def _pack(folder: Path, one: Publication, packs: Library) -> Pack:
    path = folder / one.file
    if path.parent != folder:
        raise _damaged(folder / INDEX, "目录写有不当的文件名", "the index names a file outside the folder")
    try:
        with path.open("rb") as file:
            content = file.read(source.LARGEST + 1)
    except OSError:
        raise _damaged(path, "缺少已发布的政策", "a published policy is missing") from None
    if "sha256:" + hashlib.sha256(content).hexdigest() != one.sha256:
        raise _damaged(path, "内容与摘要不符", "the content is not that of its digest")
    pack = read_pack(source.decode(content, str(path)), str(path), packs.vocabulary)
    if (pack.policy, pack.digest, pack.in_force_from) != (one.policy, one.digest, one.effective):
        raise _damaged(path, "内容与目录所写不符", "the content is not what the index says")
    return pack


def _damaged(path: Path, zh: str, en: str) -> Faulty:
    return source.fault(
        str(path),
        0,
        "damaged-mirror",
        f"本机构已发布政策的副本受损：{zh}；重新启动 huji serve 即可重写",
        f"the copy of this installation's published policies is damaged: {en}; huji serve writes it anew",
    )
