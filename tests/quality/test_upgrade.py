"""A database of each earlier version comes up to this one, and loses nothing on the way."""

import lzma
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from huji.runtime import premises

DUMPS = sorted((Path(__file__).parent / "upgrades").glob("*.sql.xz"))
# What a migration itself fills or replaces: its own journal, and rows that the package brings along.
OURS = {"django_migrations", "django_content_type", "auth_permission", "case_move", "case_duty", "round_duty"}


@dataclass
class Former:
    """A database of an earlier version, to which Django's connections lead."""

    owner: psycopg.Connection[Any]
    before: dict[str, tuple[list[str], list[str]]]

    def rows(self, table: str, columns: list[str]) -> list[str]:
        """Return the rows of a table as texts, in these columns, in one order."""
        listed = ", ".join(f'"{column}"' for column in columns)
        query = f"select t::text from (select {listed} from {table}) t order by 1"
        return [row[0] for row in self.owner.execute(query.encode()).fetchall()]

    def tables(self) -> dict[str, list[str]]:
        found = self.owner.execute(
            "select c.relname, array_agg(a.attname::text order by a.attnum) from pg_class c"
            " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
            " where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by 1"
        ).fetchall()
        return dict(found)

    def migrate(self) -> None:
        from huji.runtime import boot

        boot.migrate()


@pytest.fixture(params=DUMPS, ids=lambda path: path.name.partition(".")[0])
def former(request, server, template) -> Iterator[Former]:
    from django.db import connections

    name = f"{template}_former"
    with psycopg.connect(server.admin_url, autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")
        admin.execute(f"create database {name} owner huji_owner template template0")
    url = psycopg.conninfo.make_conninfo(server.owner_url, dbname=name)
    done = subprocess.run(
        [premises.shipped() / "bin" / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-", url],
        input=lzma.decompress(request.param.read_bytes()),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    with psycopg.connect(url, autocommit=True) as owner:
        made = Former(owner, {})
        for table, columns in made.tables().items():
            made.before[table] = (columns, made.rows(table, columns))
        yield made
    connections.close_all()
    with psycopg.connect(server.admin_url, autocommit=True) as admin:
        admin.execute(f"drop database {name} with (force)")


def test_nothing_is_lost_and_the_register_is_sound_and_works_on(former, tmp_path):
    from django.conf import settings

    from huji.ledger import verifying
    from huji.quality.doctor import examine
    from huji.quality.rebuilding import rebuild
    from huji.runtime.db import set_area

    assert len(former.before["person"][1]) > 1_000
    former.migrate()
    now = former.tables()
    for table, (columns, rows) in former.before.items():
        if table in OURS:
            continue
        assert set(columns) <= set(now[table]), f"{table} lost a column"
        assert former.rows(table, columns) == rows, f"{table} lost or changed rows"
    assert verifying.verify(former.owner).clean
    ill = {
        one.check.code: one.examples
        for one in examine(former.owner)
        if one.count and one.check.weight == "ill"
    }
    assert ill == {}
    told = rebuild(former.owner, Path(settings.HUJI_HOME), trust_genesis=True)
    assert told.equal, [table for table in told.tables if not table.equal]

    from huji.register import acts

    set_area("*")
    child = acts.Particulars(name="新生儿", sex="1")
    [[mother, household, office]] = former.owner.execute(
        "select k.relative, s.household, s.office from kinship k join standing s on s.person = k.relative"
        " and upper_inf(s.known) and upper_inf(s.valid) and s.kind = 'registered' join particulars p"
        " on p.person = k.relative and p.sex = '2' join person b on b.id = k.relative"
        " and b.born > '1980-01-01' join household h on h.id = s.household and h.kind = 'family'"
        " where k.kind = 'parent' limit 1"
    ).fetchall()
    by = acts.Acting(officer=1, office=office, on=date(2026, 11, 22), basis="测试")
    born = acts.Birth(child, date(2026, 11, 20), household, "20", date(2026, 11, 22), "991102", mother=mother)
    assert acts.birth(born, by).entry > 0
    assert rebuild(former.owner, Path(settings.HUJI_HOME), trust_genesis=True).equal


def test_a_newer_schema_is_refused_by_name(former):
    from huji.runtime import boot
    from huji.standards import Refused

    former.owner.execute(
        "insert into django_migrations (app, name, applied) values ('register', '0999_of_tomorrow', now())"
    )
    with pytest.raises(Refused) as refused:
        boot.migrate()
    assert refused.value.code == "db.newer"
    assert "register.0999_of_tomorrow" in refused.value.text.en


def test_two_migrators_do_not_meet(former):
    """The second waits for the first, and then finds nothing to do."""
    import threading

    from huji.runtime import boot

    environment = dict(os.environ)
    failed: list[BaseException] = []

    def run() -> None:
        from django.db import connections

        try:
            boot.migrate()
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    both = [threading.Thread(target=run) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert failed == []
    assert os.environ == environment
    [[doubled]] = former.owner.execute(
        "select count(*) from (select 1 from django_migrations group by app, name having count(*) > 1) d"
    ).fetchall()
    assert doubled == 0
