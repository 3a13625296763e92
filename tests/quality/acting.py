"""Acts done in a process of their own, on the installation of HUJI_HOME. Prints JSON.

`found`: the schema, an office, an address and the Li family. `head NAME`: that member heads it from today.
"""

import json
import sys
from datetime import date
from pathlib import Path

from huji.runtime import boot

ON = date(2026, 11, 20)


def found() -> dict[str, object]:
    import os

    import psycopg

    boot.migrate()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute(
            "insert into places_office (name, kind, opened, entry)"
            " values ('胜利派出所', 'station', '1990-01-01', 0)"
        )
        owner.execute(
            "insert into places_office_area (division, office, valid, known)"
            " values ('211102002005', 1, '[1990-01-01,)', '[0,)')"
        )
        owner.execute(
            "insert into places_address (division, number, local, since, entry)"
            " values ('211102002005', '1', '1号', '1990-01-01', 0)"
        )
    from huji.register import acts
    from huji.standards import citizen_number

    people = [("李建国", "1", date(1970, 5, 1), "02"), ("王秀英", "2", date(1972, 6, 1), "10")]
    rows = []
    for key, (name, sex, born, relation) in enumerate(people):
        stem = f"991102{born:%Y%m%d}{2 + key + (key == 0):03}"
        number = stem + citizen_number.check_digit(stem)
        items = acts.Particulars(name=name, sex=sex)
        rows.append(acts.OpeningPerson(key, number, born, items, 1, relation, date(2020, 1, 1)))
    house = acts.OpeningHousehold(1, 1, 1, date(2020, 1, 1))
    tie = acts.OpeningTie(0, 1, acts.Tie.SPOUSE, date(1995, 1, 1))
    opened = acts.open_register(acts.OpenRegister("测试", rows, [house], [tie]), by())
    return {"persons": opened.persons, "household": opened.households[0], "entry": opened.entry}


def head(household: str, person: str) -> dict[str, object]:
    from huji.register import acts

    statement = acts.ChangeHead(int(household), acts.Succession(int(person)), ON, "测试")
    return {"entry": acts.change_head(statement, by()).entry}


def until_full(household: str, first: str, second: str) -> dict[str, object]:
    """Change the head to and fro until an act is refused; tell how many were done, and why no more."""
    from huji.standards import Refused

    for done in range(100_000):
        try:
            head(household, (first, second)[done % 2])
        except Refused as refused:
            told = {"zh": refused.text.zh, "en": refused.text.en}
            return {"done": done, "refused": refused.code, "text": told}
    raise AssertionError("the disk did not fill")


def by() -> object:
    from huji.register import acts

    return acts.Acting(officer=7, office=1, on=ON, basis="测试")


if __name__ == "__main__":
    import os

    boot.boot(Path(os.environ["HUJI_HOME"]), demonstration=True)
    from huji.runtime.db import set_area

    set_area("*")
    verbs = {"found": found, "head": head, "until_full": until_full}
    print(json.dumps(verbs[sys.argv[1]](*sys.argv[2:])))
