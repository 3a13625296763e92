"""Whether a text can become policy here: its own faults first, then its place among the other policies."""

import re
from collections.abc import Iterator
from datetime import date

from huji import policy
from huji.policy import Fault, Faulty, Library, Pack, source, standing
from huji.policy.vocabulary import content
from huji.policy.words import Text
from huji.rulebook.values import LARGEST
from huji.standards import divisions, place_names

NAME = "draft.yaml"
"""Under this name the faults of a draft tell their lines."""
_FROM = re.compile(r"(\bfrom[\"']?\s*:\s*[\"']?)\d{4}-\d{2}-\d{2}")


def read(text: str, library: Library, name: str = NAME) -> Pack:
    """Return the pack a draft says; raise Faulty with every fault of the text itself."""
    data = text.encode("utf-8", "replace")
    if len(data) > LARGEST:
        raise source.fault(
            name,
            1,
            "too-large",
            f"草案过大（超过 {LARGEST:,} 字节）",
            f"the draft is too large (more than {LARGEST:,} bytes)",
        )
    return policy.read_pack(source.decode(data, name), name, library.vocabulary)


def faults(text: str, library: Library, territory: frozenset[str], name: str = NAME) -> tuple[Fault, ...]:
    """Return everything that keeps a text from being submitted: its faults, else those of its place."""
    try:
        pack = read(text, library, name)
    except Faulty as faulty:
        return faulty.faults
    return tuple(misplaced(pack, library, territory, text))


def misplaced(pack: Pack, library: Library, territory: frozenset[str], text: str) -> Iterator[Fault]:
    """Yield what is wrong with a pack among the others: name, places, superior, and a text published already.

    `territory` holds the division prefixes of the installation; a policy applies within them. A later version
    applies where the policy of that name has always applied: a name cannot be carried to another place.
    """
    top = source.read(text, pack.file)
    lines = top.lines if isinstance(top, source.Mapping) else {}

    def fault(key: str, code: str, zh: str, en: str) -> Fault:
        return Fault(pack.file, lines.get(key, 1), code, Text(zh, en))

    def place(code: str) -> Text:
        name = place_names.known(code, pack.in_force_from)
        return Text(f"{code}（{name.zh}）", f"{code} ({name.en})") if name else Text(code, code)

    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", pack.policy):
        yield fault(
            "policy",
            "policy-name",
            f"政策名“{pack.policy}”只能用小写字母、数字和连字符",
            f'the name "{pack.policy}" may have lower-case letters, digits and hyphens only',
        )
    beyond = [code for code in pack.applies_to if not code.startswith(tuple(territory))]
    if beyond or not pack.applies_to:
        yield fault(
            "applies_to",
            "not-our-place",
            f"本机构不能为 {'、'.join(place(one).zh for one in beyond) or '空的地域'} 制定政策，"
            f"只能在 {'、'.join(place(one).zh for one in sorted(territory)) or '—'} 之内",
            f"no policy can be made here for {', '.join(place(one).en for one in beyond) or 'no place'}:"
            f" only within {', '.join(place(one).en for one in sorted(territory)) or '—'}",
        )
    earlier = library.get(pack.policy)
    if earlier is not None and set(earlier.applies_to) != set(pack.applies_to):
        yield fault(
            "policy",
            "name-of-another-place",
            f"政策名“{pack.policy}”属于 {'、'.join(earlier.applies_to) or '全国'}，不能用于别处",
            f'the name "{pack.policy}" belongs to {", ".join(earlier.applies_to) or "the whole country"}'
            " and cannot be used elsewhere",
        )
    if not beyond and pack.applies_to:
        yield from standing.misplaced(pack, library, divisions)
    if pack.digest in library.by_digest:
        yield fault(
            "policy",
            "already-published",
            "内容与已有的政策相同，没有任何修改",
            "this says the same as a policy there is already: nothing was changed",
        )


def dated(text: str, effective: date, name: str = NAME) -> str | None:
    """Return the text with its first day in force set, every other byte as it was.

    None where the day does not stand on the line of its key, so that it could not be told for certain.
    """
    top = source.read(text, name)
    entry = top.items.get("in_force") if isinstance(top, source.Mapping) else None
    if not isinstance(entry, source.Mapping) or "from" not in entry.lines:
        return None
    rows = text.split("\n")
    at = entry.lines["from"] - 1
    rows[at], found = _FROM.subn(lambda match: match[1] + effective.isoformat(), rows[at], count=1)
    written = "\n".join(rows)
    wanted = content(top)
    wanted["in_force"]["from"] = effective.isoformat()
    return written if found and content(source.read(written, name)) == wanted else None
