"""Recording facts with their sources."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from huji import ledger, policy
from huji.facts import derive, terms
from huji.facts.acts.hold import hold
from huji.facts.models import Paper
from huji.facts.values import Given, SourceKind, Value
from huji.register.acts import Acting
from huji.runtime.db import writing
from huji.standards import Refused, Text


@dataclass(frozen=True, slots=True)
class Record:
    """Facts handed in together; `case` ties those that belong to one destination (dwelling.* …)."""

    facts: tuple[Given, ...]
    case: str | None = None


def record(statement: Record, by: Acting) -> tuple[int, ...]:
    """Put the facts on file and return their ids.

    An older value of the same fact is closed for the days the new one covers, never overwritten. A value that
    says what the register already knows is left out. Refuses `unknown_fact`, `wrong_value`, `no_source`,
    `no_such_paper`, `no_case`, `given_twice`, and `contradicts_register`.
    """
    facts = tuple(_checked(given, statement.case) for given in statement.facts)
    keys = [(given.subject, given.name) for given in facts]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        title = terms.fact(twice[1]).title
        raise Refused("given_twice", Text(f"“{title.zh}”填了两次。", f"“{title.en}” is given twice."))
    with writing():
        facts = tuple(given for given in facts if not _register_says_so(given, by.on))
        if not facts:
            return ()
        for given in facts:
            _on_file(given, statement.case)
        hold(given.subject for given in facts)
        entry = ledger.write(
            by.office,
            "record_facts",
            {
                "case": statement.case,
                "officer": by.officer,
                "facts": [_told(given) for given in facts],
            },
        )
        return tuple(_insert(given, statement.case, entry, by) for given in facts)


def _checked(given: Given, case: str | None) -> Given:
    value = terms.fitting(given.name, given.value)
    title = terms.fact(given.name).title
    if terms.tied(given.name) and case is None:
        raise Refused(
            "no_case",
            Text(
                f"“{title.zh}”只在一件申请中有意义。", f"“{title.en}” makes sense only within an application."
            ),
        )
    if given.source is SourceKind.PAPER:
        if given.evidence is None:
            raise _no_source(title, Text("请选择所看的材料。", "Say which paper was seen."))
        terms.paper(given.evidence)
    elif given.source in (SourceKind.ATTESTED, SourceKind.FEED):
        if not given.note.strip():
            raise _no_source(title, Text("请写明如何得知。", "Say how it is known."))
    else:
        raise _no_source(title, Text("请选择来源。", "Choose the source."))
    if given.since and given.until and given.since >= given.until:
        raise Refused(
            "empty_period",
            Text(f"“{title.zh}”的起止日期颠倒或为空。", f"The period of “{title.en}” is empty."),
        )
    return Given(
        given.subject.strip().upper(),
        given.name,
        value,
        given.source,
        given.evidence,
        given.file,
        given.note.strip(),
        given.since,
        given.until,
    )


def _on_file(given: Given, case: str | None) -> None:
    """Refuse a scan that is not on file in this case; one paper may prove facts of several people."""
    if given.file is None:
        return
    if not Paper.objects.filter(digest=given.file, case=case or "").exists():
        raise Refused(
            "no_such_paper",
            Text("所引用的材料不在本案中。", "The paper referred to is not on file in this case."),
            Text("请先上传该材料。", "Attach it first."),
        )


def _no_source(title: policy.Text, hint: Text) -> Refused:
    return Refused("no_source", Text(f"“{title.zh}”没有来源。", f"“{title.en}” has no source."), hint)


def _register_says_so(given: Given, on: date) -> bool:
    """Return whether the register already holds the value; refuses a value that it contradicts."""
    held = derive.held(given.subject, given.name, on)
    if held is None:
        return False
    if held == given.value:
        return True
    title = terms.fact(given.name).title
    said, known = terms.shown(given.name, given.value), terms.shown(given.name, held)
    raise Refused(
        "contradicts_register",
        Text(
            f"“{title.zh}”填为“{said.zh}”，户口登记为“{known.zh}”。",
            f"“{title.en}” is given as “{said.en}”, but the register holds “{known.en}”.",
        ),
        Text("登记有误的，请先办理变更更正。", "If the register is wrong, have it corrected first."),
    )


def _insert(given: Given, case: str | None, entry: int, by: Acting) -> int:
    scope = case if case is not None and terms.tied(given.name) else ""
    new: dict[str, Any] = {
        "subject": given.subject,
        "name": given.name,
        "scope": scope,
        "entry": entry,
        "since": given.since,
        "until": given.until,
    }
    with connection.cursor() as cursor:
        # What the older value still covers outside the new days is believed on, from this entry.
        cursor.execute(
            """with closed as (
                 update fact set known = int8range(lower(known), %(entry)s)
                  where subject = %(subject)s and name = %(name)s and scope = %(scope)s and upper_inf(known)
                    and valid && daterange(%(since)s, %(until)s)
                 returning *)
               insert into fact (subject, name, value, scope, valid, known, source, evidence, file, note,
                                 officer, office, recorded)
               select subject, name, value, scope, rest, int8range(%(entry)s, null), source, evidence, file,
                      note, officer, office, recorded
                 from closed, unnest(datemultirange(valid)
                                     - datemultirange(daterange(%(since)s, %(until)s))) rest""",
            new,
        )
        cursor.execute(
            """insert into fact (subject, name, value, scope, valid, known, source, evidence, file, note,
                                 officer, office)
               values (%(subject)s, %(name)s, %(value)s, %(scope)s, daterange(%(since)s, %(until)s),
                       int8range(%(entry)s, null), %(source)s, %(evidence)s, %(file)s, %(note)s, %(officer)s,
                       %(office)s)
               returning id""",
            {
                **new,
                "value": json.dumps(given.value, ensure_ascii=False),
                "source": given.source.value,
                "evidence": given.evidence,
                "file": given.file,
                "note": given.note,
                "officer": by.officer,
                "office": by.office,
            },
        )
        (number,) = cursor.fetchone()
    return int(number)


def _told(given: Given) -> dict[str, object]:
    """Return the fact as the ledger holds it; fractions as text, since JSON does not keep them exact."""
    value: Value = str(given.value) if isinstance(given.value, float) else given.value
    return {
        "subject": given.subject,
        "name": given.name,
        "value": value,
        "source": given.source,
        "evidence": given.evidence,
        "file": given.file,
        "note": given.note,
        "since": given.since,
        "until": given.until,
    }
