-- What is known of a person, from whom, since when. Two axes as in the register: valid (days) and known (ledger
-- entries); the writer may close a belief and never rewrite or delete one.
create extension if not exists btree_gist;

create table fact (
  id       bigint generated always as identity primary key,
  subject  text not null check (subject <> ''),
  name     text not null check (name ~ '^[a-z_]+\.[a-z_]+$'),
  value    jsonb not null check (jsonb_typeof(value) in ('boolean', 'number', 'string')),
  scope    text not null,                                   -- '' person-wide, else the number of the case
  valid    daterange not null check (not isempty(valid)),
  known    int8range not null check (not isempty(known) and not lower_inf(known)),
  source   text not null check (source in ('paper', 'attested', 'feed')),
  evidence text,
  file     text check (file ~ '^[0-9a-f]{64}$'),
  note     text not null,
  officer  bigint not null,
  office   integer not null,
  recorded timestamptz not null default clock_timestamp(),
  check (case source when 'paper' then evidence is not null else btrim(note) <> '' end),
  exclude using gist (subject with =, name with =, scope with =, valid with &&, known with &&));
create index fact_of_subject on fact (subject, scope) where upper_inf(known);

create table evidence (
  id         bigint generated always as identity primary key,
  "case"     text not null check ("case" <> ''),
  subject    text not null,
  key        text not null,
  filename   text not null,
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  size       integer not null check (size > 0),
  pages      integer not null check (pages > 0),
  digest     text not null check (digest ~ '^[0-9a-f]{64}$'),
  officer    bigint not null,
  office     integer not null,
  recorded   timestamptz not null default clock_timestamp(),
  entry      bigint not null,
  unique ("case", subject, key, digest));

create table place_figure (
  id        bigint generated always as identity primary key,
  division  text not null check (division ~ '^[0-9]{2,12}$'),
  name      text not null check (name like 'place.%'),
  value     numeric(20, 4) not null check (value >= 0),
  valid     daterange not null check (not isempty(valid) and not lower_inf(valid)),
  known     int8range not null check (not isempty(known) and not lower_inf(known)),
  source_zh text not null check (source_zh <> ''),
  source_en text not null check (source_en <> ''),
  exclude using gist (division with =, name with =, valid with &&, known with &&));

-- A belief is closed once: neither reopened nor backdated.
create function belief_is_only_closed() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if not upper_inf(old.known) or upper_inf(new.known) or lower(new.known) <> lower(old.known) then
    raise exception 'a recorded belief may only be closed' using errcode = '23514';
  end if;
  return new;
end $$;
revoke all on function belief_is_only_closed() from public;
create trigger only_closed before update on fact for each row execute function belief_is_only_closed();
create trigger only_closed before update on place_figure for each row execute function belief_is_only_closed();

grant select, insert on fact, evidence, place_figure to huji_writer;
grant update (known) on fact, place_figure to huji_writer;
grant select on fact, evidence, place_figure to huji_web, huji_auditor;

alter table fact enable row level security;
alter table evidence enable row level security;
create policy writes on fact to huji_writer using (true) with check (true);
create policy writes on evidence to huji_writer using (true) with check (true);
create policy audits on fact for select to huji_auditor using (true);
create policy audits on evidence for select to huji_auditor using (true);
create policy own_area on fact for select to huji_web using (
  case nullif(current_setting('huji.area', true), '') when '*' then true
    else office = any (string_to_array(nullif(current_setting('huji.area', true), ''), ',')::int[]) end);
create policy own_area on evidence for select to huji_web using (
  case nullif(current_setting('huji.area', true), '') when '*' then true
    else office = any (string_to_array(nullif(current_setting('huji.area', true), ''), ',')::int[]) end);
