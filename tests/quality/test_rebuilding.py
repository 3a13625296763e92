"""The register built anew from its ledger equals the register; where it does not, the row is named."""

import gzip
import shutil
from datetime import date
from pathlib import Path

import psycopg
import pytest


@pytest.fixture
def city(town, li, zhang):
    """A family that lived: a birth, a settling, a marriage ended by death, an undoing, a departure."""
    from huji.register import acts

    child = acts.Particulars(name="李新生", sex="1")
    mother = town.people["王秀英"]
    acts.birth(
        acts.Birth(child, date(2026, 11, 1), li, "20", date(2026, 11, 10), "991102", mother=mother),
        town.acting(),
    )
    son = acts.Settle((acts.Mover(town.people["李明明"], "02"),), acts.NewHousehold(2), date(2026, 11, 11))
    settled = acts.settle(son, town.acting())
    acts.undo(acts.Undo(settled.entry, "误办"), town.acting())
    acts.settle(son, town.acting())
    acts.death(acts.Death(town.people["李建国"], date(2026, 11, 12), "证明", {li: mother}), town.acting())
    leaves = acts.MoveOut((town.people["张丽华"],), date(2026, 11, 13), "迁1", "沈阳市")
    acts.move_out(leaves, town.acting(2))
    return town


@pytest.fixture
def rebuilt(owner):
    """Build it anew."""
    from django.conf import settings

    from huji.quality.rebuilding import rebuild

    def run(home: Path | str = settings.HUJI_HOME, **options: bool):
        return rebuild(owner, Path(home), **options)

    return run


@pytest.fixture
def admin(server, database):
    """The superuser, with the guards off."""
    with psycopg.connect(server.url("postgres", database.name), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        yield connection


def test_the_register_is_what_its_ledger_says(city, rebuilt):
    told = rebuilt()
    assert told.equal, [table for table in told.tables if not table.equal]
    assert told.trusted == 0
    rows = {table.table: table.rows for table in told.tables}
    assert rows["person"] == 6
    assert rows["migration_certificate"] == 1
    assert all(table.digest == table.rebuilt_digest for table in told.tables)


@pytest.mark.parametrize(
    ("statement", "table", "named"),
    [
        ("update particulars set name = '李改名' where person = 2", "particulars", "person 2"),
        ("update standing set office = 2 where person = 4", "standing", "person 4"),
        ("delete from kinship where person = 4 and relative = 2", "kinship", "person 4, relative 2"),
        ("update citizen_number set known = '[2,)' where person = 3", "citizen_number", "person 3"),
        ("update household set kind = 'collective', sort = 'unit' where id = 1", "household", "id 1"),
    ],
)
def test_a_row_that_no_entry_made_is_named_without_personal_data(
    city, rebuilt, admin, statement, table, named
):
    admin.execute(statement)
    told = rebuilt()
    [differing] = [one for one in told.tables if not one.equal]
    assert differing.table == table
    assert differing.digest != differing.rebuilt_digest
    assert named in " ".join(differing.examples)
    said = " ".join(differing.examples)
    assert not any(name in said for name in (*city.people, *city.numbers.values(), "李改名"))


def test_a_source_that_is_gone_or_altered_is_refused_or_told_as_trusted(city, rebuilt, owner, tmp_path):
    from django.conf import settings

    from huji.standards import Refused

    [[digest]] = owner.execute(
        "select convert_from(body, 'UTF8')::jsonb #>> '{results,digest}' from ledger_entry"
        " where act = 'open_register' order by entry limit 1"
    ).fetchall()
    # A home of its own: the run's is shared by tests that rebuild at the same time.
    shutil.copytree(Path(settings.HUJI_HOME) / "genesis", tmp_path / "genesis")
    source = tmp_path / "genesis" / f"{digest}.jsonl.gz"
    kept = source.read_bytes()
    source.unlink()
    with pytest.raises(Refused) as gone:
        rebuilt(tmp_path)
    assert gone.value.code == "rebuild.source"
    trusted = rebuilt(tmp_path, trust_genesis=True)
    assert (trusted.equal, trusted.trusted > 0) == (True, True)

    source.write_bytes(kept)
    assert rebuilt(tmp_path).equal
    source.write_bytes(gzip.compress(gzip.decompress(kept).replace("李".encode(), "季".encode())))
    with pytest.raises(Refused) as altered:
        rebuilt(tmp_path)
    assert altered.value.code == "rebuild.source"
