"""What must be true after any acts, asked without them: own SQL, the doctor, the chains, the rebuilding."""

import json
from pathlib import Path
from typing import Any

import psycopg
from tests.proof.model import Life, Model, joined

NEVER = {
    "lost on some day": "select p.id from person p where (select range_agg(valid) from standing s"
    " where s.person = p.id and upper_inf(known)) is distinct from datemultirange(daterange(p.born, null))",
    "doubled": "select a.person from standing a join standing b on a.person = b.person and a.ctid < b.ctid"
    " and a.valid && b.valid and a.known && b.known",
    "not exactly one head": "select h.id from household h join standing s on s.household = h.id"
    " and upper_inf(s.known) where h.kind = 'family' group by h.id"
    " having range_agg(s.valid) filter (where s.relation = '02') is distinct from range_agg(s.valid)"
    " or sum(case when s.relation = '02' then 1 else 0 end) = 0",
    "two heads": "select a.household from standing a join standing b on a.household = b.household"
    " and a.ctid < b.ctid and a.relation = '02' and b.relation = '02' and a.valid && b.valid"
    " and a.known && b.known join household h on h.id = a.household and h.kind = 'family'",
    "something after the end": "select a.person from standing a join standing b on a.person = b.person"
    " and upper_inf(a.known) and upper_inf(b.known) and a.kind = 'ended' and lower(b.valid) > lower(a.valid)",
    "a home before it stood": "select s.person from standing s where s.household is not null"
    " and upper_inf(s.known) and not s.valid <@ (select range_agg(a.valid) from household_address a"
    " where a.household = s.household and upper_inf(a.known))",
    "under another office than the household's": "select s.person from standing s join household_address a"
    " on a.household = s.household and upper_inf(a.known) and a.valid && s.valid"
    " where upper_inf(s.known) and s.office <> a.office",
    # One who came and left on one day was in that household on no day: the office that let them go waits.
    "away, and waited for by another office than keeps the household left": "select s.person from standing s"
    " join lateral (select b.household, upper(b.valid) as on_day from standing b"
    " where b.person = s.person and upper_inf(b.known) and b.kind = 'registered'"
    " order by b.valid desc limit 1) l on true"
    " join household_address a on a.household = l.household and upper_inf(a.known) and upper_inf(a.valid)"
    " where upper_inf(s.known) and upper_inf(s.valid) and s.office <> a.office"
    " and s.kind in ('in_transit', 'elsewhere', 'unregistered') and not exists (select from standing r"
    " join ledger_entry e on e.entry = upper(r.known) and e.act <> 'undo' where r.person = s.person"
    " and r.kind = 'registered' and r.household <> l.household and lower(r.valid) >= l.on_day)",
    "one number of two persons": "select number from citizen_number group by number"
    " having count(distinct person) > 1",
    "two numbers on one day": "select a.person from citizen_number a join citizen_number b"
    " on a.person = b.person and a.ctid < b.ctid and a.valid && b.valid and a.known && b.known",
    "two readings of the items": "select a.person from particulars a join particulars b"
    " on a.person = b.person and a.ctid < b.ctid and a.valid && b.valid and a.known && b.known",
    "items lost on some day": "select p.id from person p where (select range_agg(valid) from particulars i"
    " where i.person = p.id and upper_inf(known)) is distinct from datemultirange(daterange(p.born, null))"
    " and not exists (select from standing s where s.person = p.id and s.cause = 'void')",
    "a marriage from one side": "select k.person from kinship k where kind = 'spouse' and upper_inf(known)"
    " and not exists (select from kinship b where b.kind = 'spouse' and b.person = k.relative"
    " and b.relative = k.person and b.valid = k.valid and upper_inf(b.known))",
    "two spouses": "select a.person from kinship a join kinship b on a.person = b.person and a.ctid < b.ctid"
    " and a.kind = 'spouse' and b.kind = 'spouse' and a.valid && b.valid and a.known && b.known",
    "three parents on one day": "select a.person from kinship a join kinship b on b.person = a.person"
    " and b.kind = 'parent' and upper_inf(b.known) and b.valid @> lower(a.valid) where a.kind = 'parent'"
    " and upper_inf(a.known) group by a.person, a.relative, a.valid having count(*) > 2",
    "married to one who has ended": "select k.person from kinship k join standing s on s.person = k.relative"
    " and upper_inf(s.known) and s.kind = 'ended'"
    " where k.kind = 'spouse' and upper_inf(k.known) and k.valid && s.valid",
}
TABLES = (
    "person", "former_birth", "citizen_number", "particulars", "household", "household_address", "standing",
    "kinship", "move_in_permit", "migration_certificate", "same_person", "places_reading",
    "places_office_area", "ledger_entry",
)  # fmt: skip


class Oracle:
    """Looks at one database as its owner; `home` is where openings keep their source."""

    def __init__(self, owner_url: str, home: Path) -> None:
        self.url, self.home = owner_url, home
        self.owner = psycopg.connect(owner_url, autocommit=True)
        self.model = Model()
        self.seen: set[int] = set()

    def close(self) -> None:
        self.owner.close()

    def again(self) -> None:
        """Connect anew, after the server went away."""
        self.owner.close()
        self.owner = psycopg.connect(self.url, autocommit=True)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.owner.execute(query.encode(), values).fetchall()

    def digest(self) -> list[Any]:
        """Return a digest of every table, to see that nothing at all was left."""
        return [
            self.rows(f"select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t")
            for table in TABLES
        ]

    def entries(self) -> int:
        return int(self.rows("select count(*) from ledger_entry")[0][0])

    def follow(self) -> None:
        """Have the model do what the ledger tells since the last time, in the order of the entries.

        An entry numbered before others may be committed after them; it has then to do with other people.
        """
        for entry, raw in self.rows(
            "select entry, convert_from(body, 'UTF8') from ledger_entry where entry > %s order by entry",
            max(self.seen, default=0) - 500,
        ):
            if entry in self.seen:
                continue
            body = json.loads(raw)
            if body.get("act") == "open_register":
                self._opened(entry)
            elif "statement" in body and "results" in body:
                self.model.apply(entry, body)
            self.seen.add(entry)  # at the end: the server may go away while an opening is read

    def _opened(self, entry: int) -> None:
        lives: dict[int, Life] = {}
        for who, since, kind, house in self.rows(
            "select person, lower(valid)::text, kind::text, household from standing"
            " where lower(known) = %s order by person, valid",
            entry,
        ):
            lives.setdefault(who, []).append((since, kind, house))
        numbers = dict(self.rows("select number, person from citizen_number where lower(known) = %s", entry))
        stands = dict(
            self.rows(
                "select household, lower(valid)::text from household_address where lower(known) = %s", entry
            )
        )
        self.model.opened(entry, lives, numbers, stands)

    def assert_modelled(self) -> None:
        """Assert that everybody's whole life is what the model says, in one snapshot."""
        with self.owner.transaction():
            self.owner.execute("set transaction isolation level repeatable read, read only")
            self._assert_modelled()

    def _assert_modelled(self) -> None:
        self.follow()
        held: dict[int, Life] = {}
        for who, since, kind, house in self.rows(
            "select person, lower(valid)::text, kind::text, household from standing where upper_inf(known)"
            " order by person, valid"
        ):
            held.setdefault(who, []).append((since, kind, house))
        lives = {who: joined(life) for who, life in held.items()}
        if lives != self.model.lives:
            wrong = [
                (who, lives.get(who), self.model.lives.get(who))
                for who in sorted({*lives, *self.model.lives})
                if lives.get(who) != self.model.lives.get(who)
            ]
            stories = "\n\n".join(self.story(who) for who, _, _ in wrong[:3])
            raise AssertionError(f"{len(wrong)} lives differ, held and told: {wrong[:3]}\n\n{stories}")

    def story(self, who: int) -> str:
        """Return how somebody's life came to be: every reading of it held, and the entries that name them."""
        held = self.rows(
            "select valid::text, known::text, kind::text, cause, household, office from standing"
            " where person = %s order by lower(known), valid",
            who,
        )
        named = self.rows(
            "select entry, act, left(convert_from(body, 'UTF8'), 3000) from ledger_entry"
            " where convert_from(body, 'UTF8') ~ ('\\m' || %s::text || '\\M') or entry = any(%s)"
            " order by entry",
            who,
            self.beliefs(who),
        )
        return "\n".join(f"  {who}: {row}" for row in [*held, *named])

    def beliefs(self, who: int) -> list[int]:
        """Return the entries that began or ended a reading of somebody's life."""
        return [
            entry
            for (entry,) in self.rows(
                "select lower(known) from standing where person = %s"
                " union select upper(known) from standing where person = %s and not upper_inf(known)",
                who,
                who,
            )
        ]

    def assert_sound(self) -> None:
        """Assert the truths of docs/register.md by own queries over every row."""
        for what, query in NEVER.items():
            found = self.rows(query)
            assert found == [], f"{what}: {found[:5]}"

    def assert_healthy(self) -> None:
        """Assert that the doctor finds nothing ill and every chain verifies."""
        from huji.ledger import verifying
        from huji.quality.doctor import Weight, examine

        ill = [
            (finding.check.code, finding.count, finding.examples)
            for finding in examine(self.owner)
            if finding.count and finding.check.weight is Weight.ILL
        ]
        assert ill == [], f"the doctor: {ill}"
        report = verifying.verify(self.owner)
        assert report.clean, report

    def assert_rebuilt(self) -> int:
        """Assert that the ledger rebuilds the register; return the entries replayed."""
        from huji.quality.rebuilding import rebuild

        done = rebuild(self.owner, self.home)
        assert done.equal, [table for table in done.tables if not table.equal]
        assert done.trusted == 0
        return done.entries

    def tokens(self) -> dict[str, int]:
        """Return the token of every act done, and how often; openings beside the machine have none."""
        found: dict[str, int] = {}
        for (token,) in self.rows("select convert_from(body, 'UTF8')::jsonb ->> 'basis' from ledger_entry"):
            found[token] = found.get(token, 0) + 1
        return found

    def assert_acknowledged(self, done: set[str], refused: set[str]) -> int:
        """Assert that every act acknowledged is there once and none refused; return how many nobody heard of.

        An act that was done but never acknowledged (the process was killed in between) may be there, once.
        """
        held = self.tokens()
        assert not done - held.keys(), f"acknowledged and lost: {sorted(done - held.keys())[:5]}"
        assert not refused & held.keys(), f"refused and yet done: {sorted(refused & held.keys())[:5]}"
        doubled = [token for token, times in held.items() if times > 1 and token != "开库"]
        assert not doubled, f"done twice: {doubled[:5]}"
        return len(held.keys() - done - {"开库"})
