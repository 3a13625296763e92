-- The acts' ledger and the access log. Exact definition of the chain: docs/ledger.md.

-- Nobody but the owner makes tables, not even temporary ones, behind which ours could hide.
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create sequence ledger_entry_number as bigint;

create table ledger_entry (
  entry    bigint      not null unique,           -- one number for the whole city, rising along each chain
  office   integer     not null check (office >= 0),  -- the acting office's chain; 0 is the city's own
  seq      bigint      not null check (seq > 0),  -- 1, 2, 3 … without gap
  act      text        not null check (act ~ '^[a-z][a-z0-9_]{0,62}$'),
  offices  integer[]   not null,                  -- every office concerned, sorted, the acting one among them
  recorded timestamptz not null,
  body     bytea       not null                   -- the canonical bytes as hashed
           check (octet_length(body) <= 1048576 and convert_from(body, 'UTF8') is json object with unique keys),
  prev     bytea       not null check (octet_length(prev) = 32),
  hash     bytea       not null check (octet_length(hash) = 32),
  primary key (office, seq));

-- Whoever inserts gives office, act, offices and body; the rest is filled here, under the chain's lock, so that
-- nobody but the owner can choose a number, a time or a hash.
create function ledger_chain() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  last_seq  bigint;
  last_hash bytea;
begin
  perform pg_advisory_xact_lock(1213549129, new.office);    -- 'HUJI': one act of an office after the other
  select seq, hash into last_seq, last_hash
    from public.ledger_entry where office = new.office order by seq desc limit 1;
  new.seq      := coalesce(last_seq, 0) + 1;
  new.prev     := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
  new.entry    := nextval('public.ledger_entry_number');
  new.recorded := clock_timestamp();
  if array_position(new.offices, null) is not null then
    raise exception 'offices of an entry are known' using errcode = '23502';
  end if;
  new.offices  := array(select distinct o from unnest(new.offices || new.office) o order by o);
  new.hash     := sha256(new.prev || convert_to(
    'huji-ledger-1' || E'\n' || new.office || E'\n' || new.seq || E'\n' || new.entry || E'\n' || new.act || E'\n'
    || to_char(new.recorded, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\n'
    || array_to_string(new.offices, ',') || E'\n', 'UTF8') || new.body);
  return new;
end $$;
revoke all on function ledger_chain() from public;
create trigger chain before insert on ledger_entry for each row execute function ledger_chain();

-- A guard against mistakes, the owner's too. Against the owner's intent only seals help.
create function ledger_stays() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% of % refused: what is written stays', lower(tg_op), tg_table_name using errcode = '42501';
end $$;
revoke all on function ledger_stays() from public;
create trigger stays before update or delete or truncate on ledger_entry
  for each statement execute function ledger_stays();

-- Who looked at whom. A line is inserted and committed before the data leaves (huji.ledger.access).
create table access_line (
  id      bigint generated always as identity primary key,
  who     bigint      not null,                   -- the officer
  office  integer,                                -- null: an operator, who belongs to none
  purpose text        not null check (purpose ~ '^[a-z][a-z_]{0,30}$'),
  persons bigint[]    not null check (array_position(persons, null) is null),
  what    text        not null check (what <> '' and length(what) <= 500),
  at      timestamptz not null default clock_timestamp());
create index access_line_persons on access_line using gin (persons);
create index access_line_who on access_line (who, at);
create trigger stays before update or delete or truncate on access_line
  for each statement execute function ledger_stays();

-- The only way for the application to read lines: one person's, for the page that shows her who looked.
create function access_of(person bigint, at_most integer default 200)
  returns table (at timestamptz, who bigint, office integer, purpose text, what text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.at, l.who, l.office, l.purpose, l.what
    from public.access_line l where l.persons @> array[person] order by l.at desc, l.id desc limit at_most
$$;
revoke all on function access_of(bigint, integer) from public;

grant insert (office, act, offices, body) on ledger_entry to huji_writer;
grant select (entry, office, seq, act, offices, recorded) on ledger_entry to huji_writer, huji_web;
grant insert (who, office, purpose, persons, what) on access_line to huji_web, huji_writer;
grant execute on function access_of(bigint, integer) to huji_web, huji_writer, huji_auditor;
grant select on ledger_entry, access_line to huji_auditor;
