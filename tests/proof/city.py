"""A city to act in at random: three offices, one of them a village's, ninety addresses, some families."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import psycopg

from huji.standards import citizen_number

SINCE, BEGIN = date(2019, 1, 1), date(2020, 1, 1)
URBAN, OTHER, VILLAGE = "211102002005", "211102002007", "211102101200"
DIVISIONS = {1: URBAN, 2: OTHER, 3: VILLAGE}
EACH = 30
"""Addresses of a community."""


def furnish(owner_url: str) -> None:
    """Enter offices, their areas and addresses."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        for office, division in DIVISIONS.items():
            owner.execute(
                "insert into places_office (id, name, kind, opened, entry)"
                " values (%s, %s, 'station', '1990-01-01', 0)",
                [office, f"第{office}派出所"],
            )
            owner.execute(
                "insert into places_office_area (division, office, valid, known)"
                " values (%s, %s, '[1990-01-01,)', '[0,)')",
                [division, office],
            )
            owner.execute(
                "insert into places_address (id, division, number, local, since, entry)"
                " select i, %s, i::text, i || '号', '1990-01-01', 0 from generate_series(%s::int, %s) i",
                [division, (office - 1) * EACH + 1, office * EACH],
            )
        owner.execute("select setval('places_office_id_seq', 3), setval('places_address_id_seq', 90)")


def number(born: date, sex: str, sequence: int) -> str:
    """Return the synthetic number of a birth date, a sex and a sequence below 490."""
    stem = f"991102{born:%Y%m%d}{sequence * 2 + (sex == '1'):03}"
    return stem + citizen_number.check_digit(stem)


def opening(name: str, first: int, families: int, keepers: Mapping[int, int] | None = None) -> Any:
    """Return the opening with families: grandmother, couple, a child of age and a minor; all at addresses.

    `keepers` tells the office of each address, where places have changed since the city was furnished.
    """
    from huji.register import acts

    rows, houses, ties = [], [], []
    for n in range(families):
        address = (first + n * 7) % (3 * EACH) + 1
        office = keepers[address] if keepers else (address - 1) // EACH + 1
        houses.append(acts.OpeningHousehold(n, address, office, SINCE))
        key = n * 5
        # Days differ by family and by `name`, so that numbers do: a sequence is for one day only.
        sequence = (sum(map(ord, name)) * 31 + first) % 480
        people = [
            ("张", "1", date(1970, 1 + n % 12, 1 + n // 12), "02"),
            ("王", "2", date(1975, 1 + n % 12, 1 + n // 12), "10"),
            ("张", "1", date(1998, 1 + n % 12, 1 + n // 12), "20"),
            ("张", "2", date(2012, 1 + n % 12, 1 + n // 12), "30"),
            ("李", "2", date(1946, 1 + n % 12, 1 + n // 12), "52"),
        ]
        for offset, (surname, sex, born, relation) in enumerate(people):
            given = "甲乙丙丁戊己庚辛壬癸"[n % 10] + "子丑寅卯辰巳午未申酉戌亥"[(n + offset) % 12]
            items = acts.Particulars(surname + given, sex, marital="20" if relation in ("02", "10") else "90")
            rows.append(
                acts.OpeningPerson(key + offset, number(born, sex, sequence), born, items, n, relation, SINCE)
            )
        ties.append(acts.OpeningTie(key, key + 1, acts.Tie.SPOUSE, SINCE))
        ties += [
            acts.OpeningTie(child, parent, acts.Tie.PARENT, rows[child].born)
            for child, parent in ((key + 2, key), (key + 2, key + 1), (key + 3, key), (key + 3, key + 1),
                                  (key, key + 4))
        ]  # fmt: skip
    return acts.OpenRegister(name, rows, houses, ties)
