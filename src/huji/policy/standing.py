"""Whether a pack can stand among the others: its superior, the divisions it names, the articles it cites.

The loader reads one file alone; this is what only the other policies and the gazetteer can tell.
"""

from collections.abc import Iterator

from huji.policy.coverage import coverage
from huji.policy.faults import Fault, suggestion
from huji.policy.library import Library
from huji.policy.pack import Pack
from huji.policy.selection import Places, exists
from huji.policy.words import Text


def misplaced(pack: Pack, packs: Library, places: Places) -> Iterator[Fault]:
    """Yield what is wrong with a pack's superior and with the divisions it names, each at its line."""
    for code, zh, en in _superior(pack, packs):
        yield Fault(pack.file, pack.lines.get("superior", 1), code, Text(zh, en))
    named = [("applies_to", prefix) for prefix in pack.applies_to]
    reaches = [(one.id, one.to) for one in pack.routes] + [(one.id, one.to) for one in pack.prohibitions]
    for id_, to in reaches:
        named += [(id_, prefix) for prefix in (*to.divisions, *to.except_divisions)]
    days = [pack.in_force_from, *([pack.in_force_to] if pack.in_force_to else [])]
    for key, prefix in dict.fromkeys(named):
        if prefix and not any(exists(prefix, day, places) for day in days):
            yield Fault(
                pack.file,
                pack.lines.get(key, 1),
                "no-such-division",
                Text(
                    f"“{key}”中的区划 {prefix} 在 {days[0]} 不存在",
                    f'"{key}": the division {prefix} does not exist on {days[0]}',
                ),
            )
    if not pack.applies_to:
        yield Fault(
            pack.file,
            pack.lines.get("applies_to", 1),
            "nowhere",
            Text("“applies_to”没有任何地方", '"applies_to" names no place'),
        )


def faults(pack: Pack, packs: Library, places: Places) -> tuple[Fault, ...]:
    """Return everything that keeps a pack from standing among the others, its citations included."""
    return (*misplaced(pack, packs, places), *coverage(pack).faults)


def _superior(pack: Pack, packs: Library) -> Iterator[tuple[str, str, str]]:
    if pack.superior is None:
        return
    above = packs.get(pack.superior)
    if pack.superior == pack.policy:
        yield (
            "superior-cycle",
            f"政策“{pack.policy}”以自己为上级，成了循环",
            f'"{pack.policy}" names itself as its superior: a cycle',
        )
        return
    if above is None:
        near = suggestion(pack.superior, packs.names)
        yield (
            "unknown-superior",
            f"没有上级政策“{pack.superior}”{near.zh}",
            f'there is no superior policy "{pack.superior}"{near.en}',
        )
        return
    chain = packs.lineage(above)
    names = [one.policy for one in chain]
    if pack.policy in (*names, chain[-1].superior):
        yield (
            "superior-cycle",
            f"上级政策“{pack.superior}”又以“{pack.policy}”为上级，成了循环",
            f'the superior "{pack.superior}" has "{pack.policy}" above it in turn: a cycle',
        )
    elif chain[-1].superior in names:
        yield (
            "superior-cycle",
            f"上级政策“{pack.superior}”之上的政策互为上级，成了循环",
            f'the policies above the superior "{pack.superior}" are above each other: a cycle',
        )
    elif not all(place.startswith(above.applies_to) for place in pack.applies_to):
        yield (
            "not-a-superior",
            f"“{pack.superior}”不适用于本政策的地域，不是它的上级",
            f'"{pack.superior}" does not apply to the places of this policy: it is not above it',
        )
    elif not above.reaches_beyond(pack):
        yield (
            "not-a-superior",
            f"“{pack.superior}”的地域与本政策相同，不是它的上级",
            f'"{pack.superior}" applies to the places of this policy and no others: it is not above it',
        )
