-- Papers of every act of the register, what each was made from, and the printing of whole communities.

alter table documents_paper
  drop constraint documents_paper_kind_check,
  add constraint documents_paper_kind_check check (kind in
    ('permit', 'certificate', 'booklet', 'completion', 'refusal', 'receipt',
     'form', 'birth', 'cancellation', 'change')),
  -- What it was made from: the household, the day it shows, and the last entry of the ledger that was known.
  add column household bigint references household,
  add column valid_on  date,
  add column known     bigint references ledger_entry (entry),
  add constraint documents_paper_known_before check (known < entry);
create index documents_paper_household on documents_paper (household) where status = 'issued';

-- An order to print every household of a community. Its papers are issued one by one, each in a transaction
-- of its own that also settles its line here: a worker that dies loses nothing and prints nothing twice.
create table documents_batch (
  id         bigint generated always as identity primary key,
  office     int    not null references places_office,
  officer    bigint not null,
  purpose    text   not null,
  division   text   not null check (division ~ '^[0-9]{12}$'),
  because    text   not null check (because <> ''),
  signed     text   not null,
  ordered_on date   not null,
  ordered_at timestamptz not null,
  kept_until date   not null check (kept_until >= ordered_on),
  total      int    not null check (total > 0),
  token      text   not null unique,
  entry      bigint not null references ledger_entry (entry),
  status     text   not null default 'printing' check (status in ('printing', 'ready', 'stopped', 'gone')));
create index documents_batch_open on documents_batch (kept_until) where status <> 'gone';

create table documents_batch_item (
  batch     bigint not null references documents_batch,
  place     int    not null check (place > 0),
  office    int    not null references places_office,
  household bigint not null references household,
  paper     bigint unique references documents_paper,
  fault     jsonb,
  primary key (batch, place),
  unique (batch, household),
  check (paper is null or fault is null));

-- A file of papers that follow one another; it can be made again from them.
create table documents_batch_part (
  batch  bigint not null references documents_batch,
  part   int    not null check (part > 0),
  office int    not null references places_office,
  papers int    not null check (papers >= 0),
  bytes  bigint not null,
  digest bytea  not null check (octet_length(digest) = 32),
  primary key (batch, part));

-- A line is settled once.
create function documents_settled_once() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.paper is not null or old.fault is not null or num_nonnulls(new.paper, new.fault) <> 1 then
    raise exception 'a line of a printing order is settled once' using errcode = '23514',
      constraint = 'documents_settled_once';
  end if;
  return new;
end $$;
revoke all on function documents_settled_once() from public;
create trigger settled_once before update on documents_batch_item
  for each row execute function documents_settled_once();

do $$
declare t text;
begin
  foreach t in array array['documents_batch', 'documents_batch_item', 'documents_batch_part'] loop
    execute format('create trigger kept before delete or truncate on %I
      for each statement execute function documents_kept()', t);
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
grant update (status) on documents_batch to huji_writer;
grant update (paper, fault) on documents_batch_item to huji_writer;
grant update (papers, bytes, digest) on documents_batch_part to huji_writer;

-- The queue: jobs name orders and days, never persons. Acts enqueue as the writer; the worker is the writer too.
grant select, insert, update, delete on procrastinate_jobs, procrastinate_events, procrastinate_workers,
  procrastinate_periodic_defers to huji_writer;
grant select on procrastinate_jobs, procrastinate_events, procrastinate_workers to huji_web, huji_auditor;
grant usage on sequence procrastinate_jobs_id_seq, procrastinate_events_id_seq,
  procrastinate_periodic_defers_id_seq to huji_writer;
