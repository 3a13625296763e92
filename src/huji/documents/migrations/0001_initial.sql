-- Papers: numbered for each office, kind and year without a gap, never rewritten.

-- The last number given. Only documents_number raises it, one at a time.
create table documents_counter (
  office int  not null references places_office,
  kind   text not null,
  year   int  not null,
  last   int  not null check (last > 0),
  primary key (office, kind, year));

create table documents_paper (
  id           bigint generated always as identity primary key,
  office       int    not null references places_office,
  kind         text   not null
               check (kind in ('permit', 'certificate', 'booklet', 'completion', 'refusal', 'receipt')),
  year         int    not null,
  serial       int    not null check (serial > 0),
  number       text   collate "C" not null unique,    -- as printed: 盘双准字〔2026〕第12-000123号
  code         text   collate "C" not null
               check (code ~ '^[2346789ABCDEFGHJKMNPQRTUVWXY]{4}(-[2346789ABCDEFGHJKMNPQRTUVWXY]{4}){3}$'),
  issuer       text   not null,
  holder       text   not null,                       -- masked, for the public check
  case_number  text   collate "C",
  issued_on    date   not null,
  issued_at    timestamptz not null,
  last_day     date   check (last_day >= issued_on),
  content      text   not null check (content is json object with unique keys),   -- canonical JSON, all that is printed
  digest       bytea  not null check (octet_length(digest) = 32),    -- SHA-256 of the PDF
  edition      bytea  not null check (octet_length(edition) = 32),   -- of typesetter, templates and fonts
  entry        bigint not null references ledger_entry (entry),
  replaces     bigint unique references documents_paper,
  status       text   not null default 'issued'
               check (status in ('issued', 'used', 'cancelled', 'replaced', 'expired')),
  status_on    date   not null,
  status_entry bigint not null references ledger_entry (entry),
  unique (office, kind, year, serial),
  foreign key (office, kind, year) references documents_counter,
  check (year = extract(year from issued_on)),
  check (status_on >= issued_on),
  check (status <> 'expired' or status_on > last_day));
create index documents_paper_case on documents_paper (case_number);
create index documents_paper_open on documents_paper (office, last_day) where status = 'issued';

-- Whom a paper concerns: the register's id, the citizen number, or both.
create table documents_bearer (
  paper          bigint not null references documents_paper,
  place          int    not null,
  office         int    not null references places_office,
  person         bigint references person,
  citizen_number text   collate "C",
  primary key (paper, place),
  check (person is not null or citizen_number is not null));
create index documents_bearer_person on documents_bearer (person);
create index documents_bearer_number on documents_bearer (citizen_number);

-- Locks are taken in one order everywhere, so that no two transactions wait for each other: numbers of permits and
-- certificates (an act names its paper), then persons and households, then the office's chain of the ledger, then
-- papers, then numbers of the other papers, which state what an act has just done.
create function documents_hold_chain(of_office int) returns void
  language sql set search_path = pg_catalog, pg_temp as $$
  select pg_advisory_xact_lock(1213549129, of_office)   -- the lock of ledger_chain()
$$;
revoke all on function documents_hold_chain(int) from public;

-- The next number of an office's papers of one kind and year; held until the transaction ends.
create function documents_number(of_office int, of_kind text, of_year int) returns int
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  given int;
begin
  if of_kind not in ('permit', 'certificate') then
    perform public.documents_hold_chain(of_office);
  end if;
  insert into public.documents_counter as c values (of_office, of_kind, of_year, 1)
    on conflict on constraint documents_counter_pkey do update set last = c.last + 1
    returning c.last into given;
  return given;
end $$;
revoke all on function documents_number(int, text, int) from public;

-- No gap: a transaction that took a number and made no paper of it does not commit.
create function documents_no_gap() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from public.documents_paper p
      where p.office = new.office and p.kind = new.kind and p.year = new.year and p.serial = new.last) then
    raise exception 'number % of % papers of office % in % was taken and not used', new.last, new.kind, new.office, new.year
      using errcode = '23514', constraint = 'documents_no_gap';
  end if;
  return null;
end $$;
revoke all on function documents_no_gap() from public;
create constraint trigger no_gap after insert or update on documents_counter
  deferrable initially deferred for each row execute function documents_no_gap();

-- No number beyond the counter: together with uniqueness and no_gap, the numbers of papers are 1 … last.
create function documents_in_turn() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.serial > (select c.last from public.documents_counter c
      where c.office = new.office and c.kind = new.kind and c.year = new.year) then
    raise exception 'number % was not given', new.serial using errcode = '23514', constraint = 'documents_in_turn';
  end if;
  if new.status <> 'issued' or new.status_entry <> new.entry then
    raise exception 'a paper begins as issued' using errcode = '23514', constraint = 'documents_begins_issued';
  end if;
  return new;
end $$;
revoke all on function documents_in_turn() from public;
create trigger in_turn before insert on documents_paper for each row execute function documents_in_turn();

-- What was printed stays; a paper's state moves on and never back.
create function documents_moves_on() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if (to_jsonb(new) - '{status,status_on,status_entry}'::text[])
      is distinct from (to_jsonb(old) - '{status,status_on,status_entry}'::text[]) then
    raise exception 'what was printed stays' using errcode = '23514', constraint = 'documents_stays';
  end if;
  if not (old.status = 'issued' or (old.status, new.status) = ('expired', 'replaced'))
      or new.status = 'issued' or new.status_entry <= old.status_entry or new.status_on < old.status_on then
    raise exception 'a paper that is % does not become %', old.status, new.status
      using errcode = '23514', constraint = 'documents_moves_on';
  end if;
  return new;
end $$;
revoke all on function documents_moves_on() from public;
create trigger moves_on before update on documents_paper for each row execute function documents_moves_on();

create function documents_kept() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% of % refused: papers are kept', lower(tg_op), tg_table_name using errcode = '42501';
end $$;
revoke all on function documents_kept() from public;
create trigger kept before delete or truncate on documents_paper
  for each statement execute function documents_kept();
create trigger kept before update or delete or truncate on documents_bearer
  for each statement execute function documents_kept();

-- The public check: what may be said to whoever holds a paper, and nothing without its code.
create function documents_verify(of_number text, by_code text)
  returns table (kind text, number text, issuer text, issued_on date, last_day date, status text, holder text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.kind, p.number, p.issuer, p.issued_on, p.last_day, p.status, p.holder
    from public.documents_paper p
   where p.number = of_number
     and sha256(convert_to(p.code, 'UTF8')) = sha256(convert_to(by_code, 'UTF8'))  -- takes as long right or wrong
$$;
revoke all on function documents_verify(text, text) from public;

do $$
declare t text;
begin
  foreach t in array array['documents_paper', 'documents_bearer'] loop
    execute format('alter table %I enable row level security', t);
    execute format($policy$create policy reads on %I for select to huji_web
      using (nullif(current_setting('huji.area', true), '') = '*' or office::text = any
        (string_to_array(nullif(current_setting('huji.area', true), ''), ',')))$policy$, t);
    execute format('create policy writes on %I to huji_writer using (true) with check (true)', t);
    execute format('create policy audits on %I for select to huji_auditor using (true)', t);
    execute format('grant select on %I to huji_web, huji_writer, huji_auditor', t);
    execute format('grant insert on %I to huji_writer', t);
  end loop;
end $$;
grant update (status, status_on, status_entry) on documents_paper to huji_writer;
grant select on documents_counter to huji_auditor;
grant execute on function documents_number(int, text, int), documents_hold_chain(int) to huji_writer;
grant execute on function documents_verify(text, text) to huji_web, huji_writer;
