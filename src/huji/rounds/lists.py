"""What is published of a round: numbers, masked names, points, ranks; no name in full, no citizen number."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from huji.documents.papers import masked
from huji.policy import Pack
from huji.rounds.values import Application, Round, Score


def content(
    found: Round,
    pack: Pack,
    applications: Mapping[int, Application],
    scores: Mapping[int, Score],
    placed: Mapping[int, Mapping[str, Any]] | None,
    **more: Any,
) -> tuple[bytes, str]:
    """Return the list as canonical JSON and its digest; `placed` by the number on the list, once settled."""
    rows = []
    for id_, one in sorted(applications.items(), key=lambda item: item[1].place):
        score = scores[id_]
        rows.append(
            {
                "no": one.place,
                "name": masked(one.name),
                "part": one.part,
                "standing": score.standing.value,
                "total": None if score.total is None else format(score.total.normalize(), "f"),
                "keys": list(score.keys),
                **((placed or {}).get(one.place, {})),
            }
        )
    said = {
        "round": found.number,
        "policy": pack.policy,
        "title": pack.title.as_dict(),
        "document": pack.document.name,
        "digest": found.digest,
        "division": found.division,
        "area": found.area,
        "basis": found.basis,
        "opens": found.opens.isoformat(),
        "closes": found.closes.isoformat(),
        "quotas": found.quotas,
        "at_least": None if found.at_least is None else format(found.at_least.normalize(), "f"),
        "rows": rows,
        **more,
    }
    told = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return told, "sha256:" + hashlib.sha256(told).hexdigest()
