-- Taking over an old register: the conversion and its steps, what became of every row, what could not be taken over,
-- and the sealed archive of the old kinds.

create table conversion (
  id        int         generated always as identity primary key,
  source    text        not null check (source <> ''),
  digest    text        not null check (digest ~ '^[0-9a-f]{64}$'),      -- SHA-256 of the frozen source
  plan      text        not null check (plan ~ '^[0-9a-f]{64}$'),        -- SHA-256 of the plan
  "on"      date        not null,
  begun     timestamptz not null default clock_timestamp(),
  state     text        not null default 'running'
            check (state in ('running', 'loaded', 'verified', 'rolled_back')),
  entry     bigint,                                                      -- the genesis entry
  rows_read bigint,
  loaded    bigint,
  flagged   bigint,
  rejected  bigint,
  -- Every row ends as one of three, and the three are the rows read.
  constraint conversion_every_row_ends check (rows_read = loaded + flagged + rejected),
  constraint conversion_is_counted check (state in ('running', 'rolled_back') or (entry is not null and rows_read is not null)));
create unique index conversion_one_at_a_time on conversion ((true)) where state <> 'rolled_back';

create table conversion_step (
  conversion int         not null references conversion,
  step       text        not null check (step <> ''),
  begun      timestamptz not null default clock_timestamp(),
  done       timestamptz,
  detail     jsonb       not null default '{}',
  primary key (conversion, step));

create table conversion_row (
  conversion int    not null references conversion,
  row        bigint not null check (row > 0),
  outcome    text   collate "C" not null check (outcome in ('loaded', 'flagged', 'rejected')),
  person     bigint references person,
  household  bigint references household,
  reasons    text[],
  note       text,                                       -- what was written and could not be kept as it was
  primary key (conversion, row),
  constraint conversion_row_person check ((outcome = 'rejected') = (person is null)),
  constraint conversion_row_reasons check ((outcome = 'loaded') = (reasons is null)));
create index conversion_row_person on conversion_row (person);

-- Under which number a household stood in the old register.
create table conversion_household (
  household  bigint not null references household primary key,
  conversion int    not null references conversion,
  number     text   collate "C" not null);
create index conversion_household_number on conversion_household (number);

-- A row that could not be taken over: its bytes as they stood, what was understood, and what became of it.
create table quarantine_row (
  conversion  int    not null references conversion,
  row         bigint not null check (row > 0),
  office      int    not null references places_office,
  original    bytea  not null,                            -- the line, or its first 64 KiB
  whole       bigint not null check (whole >= octet_length(original)),  -- its length in bytes
  digest      text   not null check (digest ~ '^[0-9a-f]{64}$'),
  reasons     text[] not null check (cardinality(reasons) > 0),
  understood  jsonb  not null default '{}',
  number      text   collate "C" not null default '',
  name        text   not null default '',
  old_household text collate "C" not null default '',
  state       text   not null default 'open' check (state in ('open', 'proposed', 'registered', 'set_aside')),
  proposal    jsonb,
  proposed_by bigint,
  decided_by  bigint,
  reason      text,                                       -- why it was set aside
  person      bigint references person,
  entry       bigint,
  primary key (conversion, row),
  constraint quarantine_row_proposed check ((state = 'proposed') <= (proposal is not null and proposed_by is not null)),
  constraint quarantine_row_registered
    check ((state = 'registered') = (person is not null) and (person is null) = (entry is null)),
  constraint quarantine_row_two_officers
    check (state <> 'registered' or (proposed_by is not null and decided_by is not null and proposed_by <> decided_by)),
  constraint quarantine_row_set_aside check (state <> 'set_aside' or (reason <> '' and decided_by is not null)));
create index quarantine_row_work on quarantine_row (office, state, row);
create index quarantine_row_number on quarantine_row (number);
create index quarantine_row_name on quarantine_row (name);
create index quarantine_row_reasons on quarantine_row using gin (reasons);

-- The old kind of registration, sealed: nobody's right but the archivist's; whoever asks for one person leaves a line.
create table archive_old_kind (
  person     bigint not null references person primary key,
  conversion int    not null references conversion,
  kind       text   collate "C" not null check (kind in ('agricultural', 'non_agricultural', 'self_supplied_grain', 'none')),
  written    text   not null);

create function archive_of_old_kind(who bigint, by_officer bigint, by_office int, purpose text, why text)
returns table (kind text, written text, conversion int, on_day date)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if coalesce(why, '') = '' then
    raise exception 'the sealed archive is opened for a stated reason' using errcode = '23514', constraint = 'archive_reason';
  end if;
  insert into access_line (who, office, purpose, persons, what)
  values (by_officer, by_office, purpose, array[who], left('old kind of registration: ' || why, 500));
  return query select a.kind, a.written, a.conversion, c."on" from archive_old_kind a join conversion c on c.id = a.conversion
    where a.person = who;
end $$;
revoke all on function archive_of_old_kind(bigint, bigint, int, text, text) from public;
grant execute on function archive_of_old_kind(bigint, bigint, int, text, text) to huji_web;
grant select on archive_old_kind to huji_archivist;

alter table quarantine_row enable row level security;
create policy reads on quarantine_row for select to huji_web using ((select register_everywhere())
  or office = any ((select register_area())::int[]));
create policy writes on quarantine_row to huji_writer using (true);
create policy audits on quarantine_row for select to huji_auditor using (true);
grant select on conversion, conversion_step to huji_web, huji_writer, huji_auditor;
grant select on conversion_row, conversion_household, quarantine_row to huji_writer, huji_auditor;
grant select on quarantine_row, conversion_household to huji_web;
grant update (state, proposal, proposed_by, decided_by, reason, person, entry) on quarantine_row to huji_writer;
