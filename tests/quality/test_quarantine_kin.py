"""Who is registered from the quarantine is tied to those who named him, where that is certain."""

from dataclasses import replace

import psycopg
from tests.quality.test_quarantine import (
    TODAY,
    browser,
    converted,  # noqa: F401
    corrected,
    ledger_body,
    officers,  # noqa: F401
    register,
)

from huji.officers.models import Officer
from huji.quality.quarantine import acts, kin, queries, relatives
from huji.quality.quarantine.values import Proposal
from huji.runtime.db import set_area

Owner = psycopg.Connection


def people(owner: Owner, where: str, *values: object) -> list[tuple[int, str]]:
    """Those taken over of whom something is true: person and number."""
    return owner.execute(
        "select p.id, n.number from person p join citizen_number n on n.person = p.id"
        " join particulars i on i.person = p.id and upper_inf(i.known) and upper_inf(i.valid)"
        f" where {where} order by p.id",
        values,
    ).fetchall()


def names(owner: Owner, person: int, role: str, number: str) -> int:
    """Let the row of one taken over name a number; return the row."""
    found = owner.execute("select row from conversion_row where person = %s", [person]).fetchone()
    assert found
    owner.execute(
        "insert into conversion_relative values (1, %s, %s, %s, %s) on conflict (conversion, row, role)"
        " do update set number = excluded.number",
        [found[0], person, role, number],
    )
    return int(found[0])


def ties(owner: Owner, *persons: int) -> set[tuple[int, int, str]]:
    return set(
        owner.execute(
            "select person, relative, kind from kinship where upper_inf(known) and"
            " (person = any (%s) or relative = any (%s))",
            [list(persons), list(persons)],
        ).fetchall()
    )


ALONE = "not exists (select from kinship k where k.person = p.id and k.kind = %s)"


def adult(owner: Owner) -> tuple[int, Proposal]:
    """The oldest whose number alone was faulty and whose household stands; of the officers' office."""
    found = owner.execute(
        "select q.row from quarantine_row q join conversion_household h on h.number = q.old_household"
        " where q.reasons = '{number_check_digit}' order by q.understood ->> 'born', 1 limit 1"
    ).fetchone()
    assert found
    row = int(found[0])
    owner.execute(
        "update officers_officer set office = (select office from quarantine_row where row = %s)", [row]
    )
    return row, corrected(row)


def test_a_conversion_keeps_who_names_somebody_not_taken_over(
    converted: Owner,  # noqa: F811
) -> None:
    kept = converted.execute("select count(distinct row) from conversion_relative").fetchone()
    flagged = converted.execute(
        "select count(*) from conversion_row where 'relative_unknown' = any (reasons)"
    ).fetchone()
    assert kept == flagged != (0,)
    quarantined = converted.execute(
        "select count(*) from conversion_relative r join quarantine_row q using (conversion, number)"
    ).fetchone()
    assert quarantined != (0,)


def test_a_child_and_a_spouse_who_named_the_number_as_it_stood_are_tied_with_the_act(
    converted: Owner,  # noqa: F811
    officers: list[Officer],  # noqa: F811
) -> None:
    row, said = adult(converted)
    found = queries.held(1, row)
    assert found is not None
    assert found.number != said.number
    role = "father" if said.sex == "1" else "mother"
    child, _ = people(converted, f"p.born > %s and {ALONE}", said.born, "parent")[0]
    spouse, number = people(converted, f"i.sex <> %s and {ALONE}", said.sex, "spouse")[0]
    by_child = names(converted, child, role, found.number)
    names(converted, spouse, "spouse", found.number)
    said = replace(said, spouse=number)
    acts.propose(1, row, said, acts.By(officers[0].pk, TODAY))
    proposed = queries.held(1, row)
    assert proposed is not None
    told = relatives.bonds(proposed)
    assert by_child in {one.told_by for one in told if one.tie}
    assert {one.role for one in told if one.tie} >= {"child", "spouse"}
    [person] = register(row, officers[1]).persons
    assert {(child, person, "parent"), (person, spouse, "spouse"), (spouse, person, "spouse")} <= ties(
        converted, person
    )


def test_a_child_with_another_parent_and_one_who_is_older_are_told_and_not_tied(
    converted: Owner,  # noqa: F811
    officers: list[Officer],  # noqa: F811
) -> None:
    row, said = adult(converted)
    role = "father" if said.sex == "1" else "mother"
    [(tied, *_), *_] = people(
        converted,
        "p.born > %s and exists (select from kinship k join particulars o on o.person = k.relative"
        " where k.person = p.id and k.kind = 'parent' and o.sex = %s)",
        said.born,
        said.sex,
    ) or [(0,)]
    older, _ = people(converted, "p.born < %s", said.born)[0]
    rows = [names(converted, one, role, said.number) for one in (tied, older) if one]
    acts.propose(1, row, said, acts.By(officers[0].pk, TODAY))
    proposed = queries.held(1, row)
    assert proposed is not None
    told = {one.told_by: one.flag for one in relatives.bonds(proposed) if one.told_by in rows}
    assert set(told.values()) == ({"relative_tied", "relative_unfit"} if tied else {"relative_unfit"})
    page = browser(officers[1]).get(f"/counter/quarantine/1/{row}/").content.decode()
    assert f"原户籍第 {rows[-1]} 行所载之人：不登记：亲属的性别或年龄不符" in page
    set_area("*")
    done = register(row, officers[1])
    assert not {(one, done.persons[0], "parent") for one in (tied, older)} & ties(converted, done.persons[0])
    assert set(told.values()) <= set(ledger_body(converted, done.entry)["results"]["flags"])


def test_a_number_that_two_rows_had_ties_nobody(
    converted: Owner,  # noqa: F811
    officers: list[Officer],  # noqa: F811
) -> None:
    row, said = adult(converted)
    found = queries.held(1, row)
    assert found is not None
    child, _ = people(converted, f"p.born > %s and {ALONE}", said.born, "parent")[0]
    names(converted, child, "father" if said.sex == "1" else "mother", found.number)
    converted.execute(
        "update quarantine_row set number = %s where row = (select row from quarantine_row where row <> %s"
        " order by row limit 1)",
        [found.number, row],
    )
    acts.propose(1, row, said, acts.By(officers[0].pk, TODAY))
    assert child not in {one for one, *_ in ties(converted, register(row, officers[1]).persons[0])}


def test_a_relative_registered_under_a_corrected_number_is_filled_in_so(
    converted: Owner,  # noqa: F811
    officers: list[Officer],  # noqa: F811
) -> None:
    row, said = adult(converted)
    found = queries.held(1, row)
    assert found is not None
    wrong = found.number
    acts.propose(1, row, said, acts.By(officers[0].pk, TODAY))
    register(row, officers[1])
    assert kin.corrected(1, wrong) == said.number
    assert relatives.offered(found, {"mother": wrong, "father": said.number}) == {"mother": said.number}


def test_who_alone_names_the_person_as_spouse_is_offered_and_marked(
    converted: Owner,  # noqa: F811
    officers: list[Officer],  # noqa: F811
) -> None:
    row, said = adult(converted)
    found = queries.held(1, row)
    assert found is not None
    office = found.office
    spouse, number = people(
        converted,
        f"i.sex <> %s and {ALONE} and exists (select from standing s where s.person = p.id"
        " and s.office = %s and upper_inf(s.valid))",
        said.sex,
        "spouse",
        office,
    )[0]
    told_by = names(converted, spouse, "spouse", found.number)
    converted.execute(
        "update quarantine_row set understood = understood - 'spouse' where row = %s",
        [row],
    )
    page = browser(officers[0]).get(f"/counter/quarantine/1/{row}/").content.decode()
    assert f"原户籍第 {told_by} 行把此号码写作配偶" in page
    assert number in page
    assert "配偶一栏是按已登记的人填入的" in page
