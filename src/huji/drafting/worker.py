"""What takes the engine long is done in a process that can be stopped: proofs, golden cases, one case.

Reads one JSON object from standard input and writes one to standard output. Needs neither Django nor a
database: the texts come with the task.

    {"task": "verify" | "golden" | "trial", "text": draft, "published": [[name, text], …],
     "base": digest or null, "case": case file, "lang": "zh" | "en"}
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import yaml

from huji import policy
from huji.policy import Answer, Case, Faulty, Library, Pack
from huji.policy.case import read_node
from huji.policy.golden import cases_file, read_golden
from huji.policy.selection import choose
from huji.policy.vocabulary import content
from huji.standards import divisions

MEMORY = 3 * 1024**3
"""Bytes of address space; what asks for more ends."""
Said = dict[str, Any]


def verify(draft: Pack, packs: Library, task: Mapping[str, Any]) -> Said:
    """Prove the guarantees of a draft; what the policy's own document does stands among the findings."""
    from huji.policy import proofs

    known = policy.packs().get(draft.policy)
    declared = proofs.findings_beside(known.file) if known else {}
    report = proofs.verify(draft, packs, divisions, declared=declared, draft=True)
    results = []
    for one in report.results:
        said = one.as_dict()
        said["title"] = proofs.GUARANTEES[one.guarantee].as_dict()
        said["label"] = proofs.STATUSES[one.status].as_dict()
        said["fails"] = one.status.fails
        said["cases"] = [
            {"role": case.role.as_dict(), "text": case.text, "outcome": case.outcome}
            for case in one.witnesses
        ]
        results.append(said)
    return {"holds": report.holds, "results": results}


def golden(draft: Pack, packs: Library, task: Mapping[str, Any]) -> Said:
    """Decide the golden cases of the policy by its base and by the draft, and tell which change."""
    base = packs.by_digest.get(str(task.get("base"))) or packs.get(draft.policy)
    known = policy.packs().get(base.policy) if base else None
    if base is None or known is None or not cases_file(known.file).is_file():
        return {"count": 0, "changed": []}
    titles = {route.id: route.title.as_dict() for route in draft.routes}
    changed, count = [], 0
    for one in read_golden(cases_file(known.file)):
        case, _ = read_node(one.case, one.file, packs.vocabulary)
        chosen = choose(case, divisions, policy.packs())
        if isinstance(chosen, list) or chosen.pack.policy != base.policy:
            continue
        count += 1
        before = _brief(policy.decide_by(base, case, area=chosen.area, packs=packs))
        if draft.covers(case.division, chosen.area):
            after = _brief(policy.decide_by(draft, case, area=chosen.area, packs=packs))
        else:
            after = {"outcome": "", "granted_by": None, "companions": []}
        if before != after:
            text = yaml.safe_dump(content(one.case), allow_unicode=True, sort_keys=False)
            named = {"name": one.name.as_dict(), "by": titles.get(after["granted_by"])}
            changed.append({**named, "text": text, "before": before, "after": after})
    return {"count": count, "changed": changed}


def trial(draft: Pack, packs: Library, task: Mapping[str, Any]) -> Said:
    """Decide one case by the draft, whatever its day of effect, and beside it by the base."""
    text, name, language = str(task["case"]), "case.yaml", str(task["lang"])
    case, faults = policy.read_case(text, name, packs.vocabulary)
    if faults:
        raise Faulty(faults)
    said: Said = {"draft": _decided(draft, case, packs, language), "base": None}
    base = packs.by_digest.get(str(task.get("base"))) or packs.get(draft.policy)
    if base is not None:
        with suppress(Faulty):  # a base that does not cover the place compares with nothing
            said["base"] = _decided(base, case, packs, language)
    return said


def _decided(pack: Pack, case: Case, packs: Library, language: str) -> Said:
    """Decide by one pack as if it were in force on the day of the case."""
    whenever = replace(pack, in_force_from=case.date, in_force_to=None)
    others = [one for one in packs if one.policy != pack.policy]
    library = Library([whenever, *others], packs.vocabulary)
    answer = policy.decide(replace(case, policy=pack.policy), places=divisions, packs=library)
    return {**_brief(answer), "text": policy.tell(answer, library, language)}


def _brief(answer: Answer) -> Said:
    return {
        "outcome": answer.outcome,
        "granted_by": answer.granted_by,
        "companions": [one.outcome for one in answer.companions],
    }


TASKS: Mapping[str, Callable[[Pack, Library, Mapping[str, Any]], Said]] = {
    "verify": verify,
    "golden": golden,
    "trial": trial,
}


def answer(task: Mapping[str, Any]) -> Said:
    """Return what came of a task, or its faults."""
    try:
        package = policy.packs()
        packs = Library([*package, *_published(task, package)], package.vocabulary)
        draft = policy.read_pack(str(task["text"]), "draft.yaml", package.vocabulary)
        return TASKS[str(task["task"])](draft, packs, task)
    except Faulty as faulty:
        return {"faults": [{"line": one.line, **one.text.as_dict()} for one in faulty.faults]}


def _published(task: Mapping[str, Any], package: Library) -> Iterator[Pack]:
    for name, text in task.get("published", ()):
        yield policy.read_pack(text, name, package.vocabulary)


def main() -> None:
    """Do the task on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(answer(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
