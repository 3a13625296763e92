"""The proposal: what the policy engine says of the facts on file, computed again whenever they change."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from huji import policy
from huji.cases import kept, zones
from huji.cases.models import CaseFile, CasePerson
from huji.cases.turn import Turn
from huji.cases.values import Kind
from huji.cases.zones import Zones
from huji.facts import queries as facts
from huji.facts import terms
from huji.facts.values import Assembled, Joining, Source, Where
from huji.policy import Faulty, Library
from huji.standards import Refused, Text


def renew(turn: Turn, *, strict: bool = False) -> None:
    """Assemble the facts and decide again; the law is that of the acceptance, in a draft of today.

    `strict` keeps law and zones by digest and refuses `contradicts_register` and `no_policy`; a draft may
    still hold what will be refused. A move to another city asks no policy: that city's permit decided it.
    """
    file = turn.file
    if turn.kind is Kind.TO_OUTSIDE:
        return
    if file.address is None or file.division is None or file.area is None:
        turn.change(facts=None, answer=None, proposal=None, law=None)
        return
    on = file.accepted or turn.on
    known = _assembled(file, on)
    if strict and known.contradictions:
        first = known.contradictions[0]
        raise Refused(
            "contradicts_register",
            first.text,
            Text("请核实后更正所填内容，或先更正登记。", "Correct what was said, or first the register."),
        )
    law = kept.law_in_use() if strict or file.accepted is None else kept.law_of(file.law)
    here = zones.at(file.division, on)
    here_bytes = kept.canonical(here.as_data())
    try:
        answer = decide(known.case_file(), law.library, here)
    except Faulty as error:
        if strict:
            raise _no_policy(error) from error
        turn.change(facts=None, answer=None, proposal=None, law=None)
        return
    frozen = kept.canonical(_frozen(known))
    if strict:
        kept.keep({**law.files, kept.digest(here_bytes): ("zones", here_bytes)})
    said = json.loads(answer)
    turn.change(
        facts=frozen,
        answer=answer,
        proposal=said["outcome"],
        law={
            **law.digests,
            "zones": kept.digest(here_bytes),
            "facts": kept.digest(frozen),
            "answer": kept.digest(answer),
            "policy": said["policy"],
            "policy_digest": said["policy_digest"],
        },
    )
    turn.data.update(proposal_digest=kept.digest(answer), facts_digest=kept.digest(frozen))
    for row, one in zip(_rows(file), said["companions"], strict=True):
        CasePerson.objects.filter(case=file, number=row.number).update(outcome=one["outcome"])


def decide(case: Mapping[str, object], packs: Library, here: Zones) -> bytes:
    """Return the answer's canonical bytes for a case file; the same input gives the same bytes."""
    return policy.decide(policy.case_of(case, packs.vocabulary), places=here, packs=packs).to_json()


def answer(file: CaseFile) -> dict[str, Any] | None:
    """Return the answer as kept, None before there is one."""
    return json.loads(bytes(file.answer)) if file.answer else None


def inputs(file: CaseFile) -> dict[str, Any] | None:
    """Return the frozen facts with their sources, None before there are any."""
    return json.loads(bytes(file.facts)) if file.facts else None


def title(name: str) -> Text:
    """Return a fact's label."""
    found = terms.fact(name).title
    return Text(found.zh, found.en)


def _assembled(file: CaseFile, on: date) -> Assembled:
    assert file.division is not None
    assert file.area is not None
    return facts.about(
        file.applicant_number,
        Where(file.division, file.area, file.address),
        on,
        case=file.number,
        sponsor=file.sponsor_number,
        sponsor_relation=file.sponsor_relation,
        companions=[Joining(row.number, row.relation) for row in _rows(file)],
    )


def _rows(file: CaseFile) -> list[CasePerson]:
    return list(CasePerson.objects.filter(case=file).order_by("place"))


def _frozen(known: Assembled) -> dict[str, object]:
    """Return the engine's input with the source of each value, as it is kept."""
    return {
        "case": known.case_file(),
        "subject": known.subject,
        "sources": {name: _source(source) for name, source in known.sources.items()},
        "companions": [
            {"number": one.number, "sources": {name: _source(source) for name, source in one.sources.items()}}
            for one in known.companions
        ],
        "contradictions": [
            {
                "subject": one.subject,
                "name": one.name,
                "given": one.given,
                "register": one.register,
                "zh": one.text.zh,
                "en": one.text.en,
            }
            for one in known.contradictions
        ],
    }


def _source(source: Source) -> dict[str, object]:
    return {
        "kind": source.kind.value,
        "zh": source.text.zh,
        "en": source.text.en,
        "evidence": source.evidence,
        "file": source.file,
        "officer": source.officer,
        "fact": source.fact,
    }


def _no_policy(error: Faulty) -> Refused:
    text = error.faults[0].text
    return Refused(
        "no_policy",
        Text(f"无法按政策作出建议：{text.zh}。", f"No proposal can be made: {text.en}."),
        Text("请核对迁入地址和日期。", "Check the address and the day."),
    )
