"""The scheme a round goes by: its pack, kept with the round byte for byte."""

from functools import lru_cache
from pathlib import Path

from huji import policy
from huji.policy import Pack
from huji.policy.points import Scheme
from huji.policy.tree import Leaf, walk
from huji.rounds.refusals import no_scheme
from huji.rounds.rows import query
from huji.rounds.values import Round
from huji.rulebook import queries as rulebook

ADMITTED = "points.admitted_in_round"
"""The fact that a settled round supplies, and that a way to settle by rounds asks for."""


def scheme_of(pack: Pack) -> Scheme:
    """Return the scheme of a pack that a round can settle; refuses `no_scheme`."""
    asks = (
        node.fact
        for route in pack.routes
        for node in walk(route.when, pack.conditions)
        if isinstance(node, Leaf)
    )
    if pack.points is None or pack.points.selection is None or ADMITTED not in asks:
        raise no_scheme(pack.policy)
    return pack.points


def content_of(pack: Pack) -> bytes:
    """Return the text of a pack, from the package's files or from what was published here."""
    for one in rulebook.published():
        if one.name == pack.file:
            return rulebook.content(one.sha256)
    return Path(pack.file).read_bytes()


def pack_of(found: Round) -> Pack:
    """Return the pack a round goes by: the one at hand of that digest, else the text kept with the round."""
    return rulebook.library().by_digest.get(found.digest) or _kept(found.number, found.digest)


@lru_cache(maxsize=16)
def _kept(number: str, digest: str) -> Pack:
    ((content,),) = query("select pack from round where number = %s and digest = %s", [number, digest])
    return policy.read_pack(bytes(content).decode(), f"{number}.yaml", policy.vocabulary())
