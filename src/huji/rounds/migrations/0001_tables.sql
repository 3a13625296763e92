-- A round of a points scheme: applications are collected and scored, the list is published, objections are answered,
-- the quota is settled once. Scores, lists, objections, answers and places are only ever added. What must never be
-- false is held here, whatever a program tries.

create table round_move (step text not null, from_state text not null, to_state text not null, primary key (step, from_state));
insert into round_move (step, from_state, to_state) values
  ('open', 'collecting', 'collecting'),
  ('apply', 'collecting', 'collecting'),
  ('withdraw', 'collecting', 'collecting'),
  ('record_facts', 'collecting', 'collecting'),
  ('record_facts', 'listed', 'listed'),
  ('score', 'collecting', 'collecting'),
  ('publish', 'collecting', 'listed'),
  ('object', 'listed', 'listed'),
  ('answer', 'listed', 'listed'),
  ('settle', 'listed', 'settled');

create table round_duty (step text not null, role text not null, primary key (step, role));
insert into round_duty (step, role) values
  ('open', 'approve'), ('apply', 'counter'), ('withdraw', 'counter'), ('record_facts', 'counter'),
  ('record_facts', 'review'), ('score', 'review'), ('publish', 'approve'), ('object', 'counter'),
  ('answer', 'review'), ('settle', 'approve');

create table round (
  number         text primary key check (number ~ '^[0-9]{4}-[0-9]{2,4}$'),
  office         integer not null,
  offices        integer[] not null check (office = any (offices)),        -- who takes part: the office and those under it
  state          text not null default 'collecting' check (state in ('collecting', 'listed', 'settled')),
  version        integer not null default 0,
  policy         text not null,
  digest         text not null check (digest ~ '^sha256:[0-9a-f]{64}$'),   -- of what the pack says
  pack           bytea not null,                                           -- the pack's text, byte for byte
  total          text not null,                                            -- the total that is shown and ranked by
  kind           text not null check (kind in ('threshold', 'quota', 'announced')),
  division       text not null check (division ~ '^[0-9]{2,12}$'),
  area           text not null,
  basis          text not null check (length(btrim(basis)) >= 4),          -- the document that sets quota and dates
  opens          date not null,
  closes         date not null check (closes >= opens),
  quotas         jsonb check (jsonb_typeof(quotas) = 'object'),            -- by part of the place; '' is the whole
  at_least       numeric(12, 4),
  ties           text check (ties in ('all_in', 'none_in', 'drawn')),
  second_share   numeric(5, 4) check (second_share between 0 and 1),       -- of each quota, for a second round
  objection_days integer not null check (objection_days between 1 and 90),
  holds_years    integer check (holds_years between 1 and 20),             -- how long an admission may be used
  listed         date,
  objections_until date,
  settled        date,
  check ((kind = 'quota') = (quotas is not null)),
  check (kind <> 'announced' or at_least is not null),
  check ((state = 'collecting') = (listed is null)),
  check ((listed is null) = (objections_until is null)),
  check (objections_until >= listed),
  check ((state = 'settled') = (settled is not null)));
create index round_office on round (office, state);

create table round_step (
  id      bigint generated always as identity primary key,
  round   text not null references round,
  step    text not null,
  from_state text not null,
  officer bigint not null,
  role    text not null,
  office  integer not null,
  day     date not null,
  at      timestamptz not null default clock_timestamp(),
  data    jsonb not null default '{}',
  entry   bigint not null unique,
  foreign key (step, from_state) references round_move,
  foreign key (step, role) references round_duty,
  unique (entry, round, step));
create index round_step_round on round_step (round, id);
create unique index round_step_once on round_step (round, step) where step in ('open', 'publish', 'settle');

create table round_application (
  id       bigint generated always as identity primary key,
  round    text not null references round,
  place    integer not null check (place > 0),                             -- the number by which the list names it
  number   text not null check (number ~ '^[0-9]{17}[0-9X]$'),
  name     text not null check (length(btrim(name)) between 1 and 60),
  person   bigint,
  part     text not null default '',                                       -- the part of the place whose quota it uses
  "case"   text check ("case" ~ '^[0-9]{4}-[0-9]{3,}-[0-9]{5,}$'),
  day      date not null,
  applied  timestamptz not null default clock_timestamp(),
  office   integer not null,
  officer  bigint not null,
  withdrawn bigint,
  entry    bigint not null unique,
  step     text not null generated always as ('apply') stored,
  foreign key (entry, round, step) references round_step (entry, round, step) deferrable initially deferred,
  unique (round, place));
-- One application a person and round.
create unique index round_one_application on round_application (round, number) where withdrawn is null;
create index round_application_person on round_application (person) where person is not null;

create table round_score (
  id          bigint generated always as identity primary key,
  application bigint not null references round_application,
  seq         integer not null check (seq > 0),
  because     text not null check (because in ('first', 'correction', 'objection')),
  standing    text not null check (standing in ('qualified', 'refused', 'open')),
  total       numeric,                                                     -- null where it is not one number
  low         numeric,
  high        numeric,
  keys        jsonb not null,
  digest      text not null check (digest ~ '^sha256:[0-9a-f]{64}$'),
  facts       bytea not null,
  reason      bytea not null,
  officer     bigint not null,
  day         date not null,
  at          timestamptz not null default clock_timestamp(),
  entry       bigint not null,
  unique (application, seq),
  unique (application, id),
  check (standing <> 'qualified' or total is not null));

create table round_list (
  id      bigint generated always as identity primary key,
  round   text not null references round,
  kind    text not null check (kind in ('provisional', 'result')),
  day     date not null,
  content bytea not null,
  digest  text not null check (digest = 'sha256:' || encode(sha256(content), 'hex')),
  entry   bigint not null,
  step    text not null generated always as (case kind when 'provisional' then 'publish' else 'settle' end) stored,
  foreign key (entry, round, step) references round_step (entry, round, step) deferrable initially deferred,
  unique (round, kind));

create table round_objection (
  id          bigint generated always as identity primary key,
  application bigint not null references round_application,
  indicator   text not null,
  words       text not null check (length(btrim(words)) between 4 and 2000),
  officer     bigint not null,
  day         date not null,
  entry       bigint not null,
  unique (id, officer),
  unique (id, application));

create table round_answer (
  objection   bigint primary key,
  application bigint not null,
  taken_by    bigint not null,
  officer     bigint not null,
  corrected   boolean not null,
  score       bigint,
  reason      text not null check (length(btrim(reason)) between 4 and 2000),
  day         date not null,
  entry       bigint not null,
  foreign key (objection, taken_by) references round_objection (id, officer),
  foreign key (objection, application) references round_objection (id, application),
  foreign key (application, score) references round_score (application, id),
  check (corrected = (score is not null)),
  -- Who takes an objection does not answer it.
  constraint round_another_officer check (officer <> taken_by));

create table round_place (
  round       text not null references round,
  application bigint not null references round_application,
  score       bigint not null,
  pass        integer not null check (pass in (1, 2)),
  rank        integer check (rank > 0),
  admitted    boolean not null,
  primary key (round, application),
  foreign key (application, score) references round_score (application, id));

-- A form sent twice acts once.
create table round_receipt (
  officer bigint not null,
  token   text not null check (length(token) between 8 and 100),
  sent    text not null,
  round   text not null references round,
  version integer not null,
  result  bigint,
  entry   bigint not null,
  primary key (officer, token));

create table round_count (year integer primary key, last integer not null);

create function round_step_taken() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare file public.round; target text; begin
  select * into file from round where number = new.round for update;
  if not register_entry_is_ours(new.entry)
     or not exists (select from ledger_entry e where e.entry = new.entry and e.act = 'round_' || new.step) then
    raise exception 'a step of round % has no entry of its own', new.round using errcode = '23514';
  end if;
  if file.state <> new.from_state then
    raise exception 'round % stands at %, not at %', new.round, file.state, new.from_state using errcode = '23514';
  end if;
  if (new.step = 'apply' and new.day not between file.opens and file.closes)
     or (new.step = 'publish' and new.day <= file.closes)
     or (new.step = 'object' and new.day > file.objections_until)
     or (new.step = 'settle' and new.day <= file.objections_until) then
    raise exception '% is not a day to % in round %', new.day, new.step, new.round using errcode = '23514';
  end if;
  select to_state into target from round_move where step = new.step and from_state = new.from_state;
  if new.step = 'settle' and exists (
      select from round_objection o join round_application a on a.id = o.application
       where a.round = new.round and not exists (select from round_answer w where w.objection = o.id)) then
    raise exception 'round % has objections that are not answered', new.round using errcode = '23514';
  end if;
  update round set state = target, version = version + 1,
      listed = case when new.step = 'publish' then new.day else listed end,
      objections_until = case when new.step = 'publish' then new.day + objection_days else objections_until end,
      settled = case when new.step = 'settle' then new.day else settled end
    where number = new.round;
  return null;
end $$;
create trigger taken after insert on round_step for each row execute function round_step_taken();

-- An application and a list name their step; here it is held to be one of this very transaction.
create function round_added_now() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ begin
  if not register_entry_is_ours(new.entry) then
    raise exception 'a row of a round has no entry of its own' using errcode = '23514';
  end if;
  return null;
end $$;
create trigger added after insert on round_application for each row execute function round_added_now();
create trigger added after insert on round_list for each row execute function round_added_now();

-- What tells of an application belongs to a step of its round, of a kind named here, of this very transaction: so it
-- is written only where the round stands at that step.
create function round_told_now() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ begin
  if not register_entry_is_ours(new.entry) or not exists (
      select from round_step s join round_application a on a.round = s.round
       where s.entry = new.entry and s.step = any (tg_argv) and a.id = new.application and a.withdrawn is null) then
    raise exception 'what is told of application % has no step of its own', new.application using errcode = '23514';
  end if;
  return null;
end $$;
create trigger added after insert on round_score for each row execute function round_told_now('score', 'answer');
create trigger added after insert on round_objection for each row execute function round_told_now('object');
create trigger added after insert on round_answer for each row execute function round_told_now('answer');

create function round_placed_now() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ begin
  if not exists (
      select from round_step s join round_application a on a.round = s.round
       where s.round = new.round and s.step = 'settle' and register_entry_is_ours(s.entry)
         and a.id = new.application and a.withdrawn is null) then
    raise exception 'application % is given a place by no settling of round %', new.application, new.round using errcode = '23514';
  end if;
  return null;
end $$;
create trigger added after insert on round_place for each row execute function round_placed_now();

-- A round is opened by a step.
create function round_opened_now() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ begin
  if not exists (select from round_step s where s.round = new.number and s.step = 'open' and register_entry_is_ours(s.entry)) then
    raise exception 'round % was opened by no step', new.number using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger opened after insert on round deferrable initially deferred
  for each row execute function round_opened_now();

-- What the document of a round sets stays.
create function round_stays() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin
  raise exception 'round %: what it was opened with stays', old.number using errcode = '23514';
end $$;
create trigger stays before update of at_least, ties on round for each row execute function round_stays();

-- An application is only ever withdrawn, once, and only while applications are collected.
create function round_application_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ begin
  if old.withdrawn is not null or new.withdrawn is null or not register_entry_is_ours(new.withdrawn) or not exists (
      select from round_step s where s.entry = new.withdrawn and s.round = old.round and s.step = 'withdraw') then
    raise exception 'application % of round % stays as it is', old.place, old.round using errcode = '23514';
  end if;
  return new;
end $$;
create trigger guard before update on round_application for each row execute function round_application_guard();

revoke all on function round_step_taken(), round_added_now(), round_told_now(), round_placed_now(), round_opened_now(),
  round_stays(), round_application_guard() from public;

grant select on round_move, round_duty, round, round_step, round_application, round_score, round_list, round_objection,
  round_answer, round_place to huji_web, huji_writer, huji_auditor;
grant select on round_receipt to huji_writer, huji_auditor;
grant select, insert, update on round_count to huji_writer;
grant insert (number, office, offices, policy, digest, pack, total, kind, division, area, basis, opens, closes, quotas, at_least,
  ties, second_share, objection_days, holds_years) on round to huji_writer;
grant update (ties) on round to huji_writer;   -- without it a row could not be locked
grant insert (round, step, from_state, officer, role, office, day, data, entry) on round_step to huji_writer;
grant insert (round, place, number, name, person, part, "case", day, office, officer, entry) on round_application to huji_writer;
grant update (withdrawn) on round_application to huji_writer;
grant insert on round_score, round_list, round_objection, round_answer, round_place, round_receipt to huji_writer;

alter table round enable row level security;
create policy writes on round to huji_writer using (true) with check (true);
create policy audits on round for select to huji_auditor using (true);
create policy own_area on round for select to huji_web using (
  case nullif(current_setting('huji.area', true), '') when '*' then true
    else offices && string_to_array(nullif(current_setting('huji.area', true), ''), ',')::int[] end);

alter table round_application enable row level security;
create policy writes on round_application to huji_writer using (true) with check (true);
create policy audits on round_application for select to huji_auditor using (true);
create policy own_area on round_application for select to huji_web using (
  case nullif(current_setting('huji.area', true), '') when '*' then true
    else office = any (string_to_array(nullif(current_setting('huji.area', true), ''), ',')::int[]) end);

alter table round_step enable row level security;
create policy writes on round_step to huji_writer using (true) with check (true);
create policy audits on round_step for select to huji_auditor using (true);
-- What is told of an applicant, citizen number and all, is for the offices of the area; the steps of the round for all.
create policy of_a_round_in_sight on round_step for select to huji_web using (
  exists (select from round r where r.number = round_step.round)
  and (step in ('open', 'publish', 'settle')
       or case nullif(current_setting('huji.area', true), '') when '*' then true
            else office = any (string_to_array(nullif(current_setting('huji.area', true), ''), ',')::int[]) end));

do $$ declare of_one text; begin
  foreach of_one in array array['round_score', 'round_objection', 'round_answer', 'round_place'] loop
    execute format('alter table %I enable row level security', of_one);
    execute format('create policy writes on %I to huji_writer using (true) with check (true)', of_one);
    execute format('create policy audits on %I for select to huji_auditor using (true)', of_one);
    execute format('create policy of_an_application_in_sight on %I for select to huji_web using (exists (select from round_application a where a.id = %I.application))', of_one, of_one);
  end loop;
end $$;
-- A published list is for everybody: numbers, masked names and points, and nothing else is in it. No row security.
