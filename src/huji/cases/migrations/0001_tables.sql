-- One case is a file whose state is the last of its steps: steps are only added, and a step moves the file along the
-- table of moves or not at all. What must never be false is held here, whatever a program tries.
create extension if not exists btree_gist;

-- The one procedure: which step leads from which state to which, for each kind of case.
create table case_move (
  kind       text not null check (kind in ('within_city', 'from_outside', 'to_outside')),
  step       text not null,
  from_state text not null,
  to_state   text not null,
  primary key (kind, step, from_state, to_state));

-- Which role may take a step.
create table case_duty (step text not null, role text not null, primary key (step, role));

create table case_file (
  number           text primary key check (number ~ '^[0-9]{4}-[0-9]{3,}-[0-9]{5,}$'),
  kind             text not null check (kind in ('within_city', 'from_outside', 'to_outside')),
  office           integer not null,
  state            text not null default 'draft',
  version          integer not null default 0,
  applicant_number text not null,
  applicant_name   text not null,
  person           bigint,
  address          bigint,
  division         text check (division ~ '^[0-9]{12}$'),
  area             text,
  host             text,
  household        bigint,
  consent          text not null default '',
  relation_code    text,
  sponsor_number   text,
  sponsor_relation text,
  outside          jsonb,
  opened           date not null,
  accepted         date,
  decided          date,
  stage            text,
  due              date,
  days_left        integer check (days_left >= 0),
  expires          date,
  paper            text,
  facts            bytea,
  answer           bytea,
  proposal         text check (proposal in ('eligible', 'ineligible', 'undetermined')),
  law              jsonb,
  against_proposal boolean not null default false,
  reason           text not null default '',
  unique (number, kind),
  check ((answer is null) = (proposal is null)),
  check (kind <> 'to_outside' or answer is null),
  check (state in ('draft', 'withdrawn') or accepted is not null),
  check (state not in ('in_review', 'reviewed') or answer is not null),
  check (due is null or days_left is null));
create index case_file_office_state on case_file (office, state);
create index case_file_applicant on case_file (applicant_number);
create index case_file_person on case_file (person) where person is not null;
create unique index case_one_under_way on case_file (applicant_number)
  where state in ('accepted', 'completion_requested', 'in_review', 'reviewed', 'approved', 'permit_issued', 'in_transit');
create index case_file_expires on case_file (expires) where state in ('permit_issued', 'in_transit');

create table case_person (
  "case"   text not null references case_file,
  place    integer not null,
  number   text not null,
  name     text not null,
  relation text not null,
  code     text,
  person   bigint,
  outcome  text check (outcome in ('eligible', 'ineligible', 'undetermined', 'discretionary')),
  admitted boolean,
  reason   text not null default '',
  primary key ("case", number),
  unique ("case", place) deferrable initially deferred,
  -- Whoever is not plainly eligible comes along only with a written reason.
  check (admitted is not true or outcome is null or outcome = 'eligible' or length(btrim(reason)) >= 4));
create index case_person_person on case_person (person) where person is not null;

create table case_step (
  id         bigint generated always as identity primary key,
  "case"     text not null,
  kind       text not null,
  step       text not null,
  from_state text not null,
  to_state   text not null,
  officer    bigint not null,
  role       text not null,
  office     integer not null,
  day        date not null,
  at         timestamptz not null default clock_timestamp(),
  note       text not null default '',
  proposal   text,
  recommends text check (recommends in ('approve', 'refuse')),
  reopening  bigint,
  data       jsonb not null default '{}',
  papers     text[] not null default '{}',
  entry      bigint not null unique,
  duty       text generated always as (case step when 'accept' then 'accept' when 'review' then 'review'
                                                 when 'approve' then 'decide' when 'refuse' then 'decide' end) stored,
  reopened   text generated always as (case when reopening is not null then 'reopen_completion' end) stored,
  foreign key ("case", kind) references case_file (number, kind),
  foreign key (kind, step, from_state, to_state) references case_move,
  foreign key (step, role) references case_duty,
  unique ("case", id, step),
  foreign key ("case", reopening, reopened) references case_step ("case", id, step),
  check (reopening is null or step = 'request_completion'),
  check ((step = 'review') = (recommends is not null)),
  -- Accepting, reviewing and deciding are done by different persons.
  constraint case_different_persons exclude using gist ("case" with =, officer with =, duty with <>),
  -- Against the proposal only with a written reason, and against a plain no only by a supervisor.
  constraint case_reason_for_approval check (step <> 'approve' or kind = 'to_outside'
    or proposal = 'eligible' or length(btrim(note)) >= 4),
  constraint case_supervisor_for_ineligible check (step <> 'approve' or kind = 'to_outside'
    or proposal <> 'ineligible' or role = 'supervise'),
  constraint case_reason_for_refusal check (step <> 'refuse' or proposal = 'ineligible' or length(btrim(note)) >= 4),
  constraint case_reason_for_review check (step <> 'review' or (proposal, recommends) in
    (('eligible', 'approve'), ('ineligible', 'refuse')) or length(btrim(note)) >= 4),
  constraint case_proposal_is_shown check (duty is null or duty = 'accept' or kind = 'to_outside' or proposal is not null));
create index case_step_case on case_step ("case", id);
-- 补正: once and fully; once more only under a supervisor's reopening, each of which serves once.
create unique index case_completion_once on case_step ("case", reopening) nulls not distinct
  where step = 'request_completion';

-- Laws, vocabularies, zones and facts of decisions, by digest: a later change of the packs changes no old decision.
create table case_kept (
  digest  text primary key,
  what    text not null,
  content bytea not null,
  check (digest = 'sha256:' || encode(sha256(content), 'hex')));

-- A form sent twice acts once: the second finds the first one's result.
create table case_receipt (
  officer bigint not null,
  token   text not null check (length(token) between 8 and 100),
  sent    text not null,
  "case"  text not null references case_file,
  version integer not null,
  state   text not null,
  entry   bigint not null,
  papers  text[] not null,
  primary key (officer, token));

create table case_count (office integer not null, year integer not null, last integer not null, primary key (office, year));

create function case_step_taken() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare file public.case_file; begin
  select * into file from case_file where number = new."case" for update;
  -- A step without its entry of this very transaction would leave the ledger unseen.
  if not register_entry_is_ours(new.entry)
     or not exists (select from ledger_entry e where e.entry = new.entry and e.act = 'case_' || new.step) then
    raise exception 'a step of case % has no entry of its own', new."case" using errcode = '23514';
  end if;
  if file.state <> new.from_state then
    raise exception 'case % stands at %, not at %', new."case", file.state, new.from_state using errcode = '23514';
  end if;
  if new.duty in ('review', 'decide') and file.proposal is distinct from new.proposal then
    raise exception 'case % was not decided on its own proposal', new."case" using errcode = '23514';
  end if;
  update case_file set state = new.to_state, version = version + 1 where number = new."case";
  return null;
end $$;
create trigger taken after insert on case_step for each row execute function case_step_taken();

create function case_file_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$ begin
  if old.accepted is not null and new.accepted is distinct from old.accepted then
    raise exception 'case %: the day of acceptance stays', old.number using errcode = '23514';
  end if;
  if old.state not in ('draft', 'accepted', 'completion_requested', 'in_review')
     and (new.facts, new.answer, new.proposal, new.law) is distinct from (old.facts, old.answer, old.proposal, old.law) then
    raise exception 'case %: facts and answer are closed after review', old.number using errcode = '23514';
  end if;
  return new;
end $$;
create trigger guard before update on case_file for each row execute function case_file_guard();

create function case_person_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$ begin
  if (select state from case_file where number = coalesce(old."case", new."case")) <> 'draft' then
    raise exception 'case %: who comes along is fixed at acceptance', coalesce(old."case", new."case") using errcode = '23514';
  end if;
  return coalesce(new, old);
end $$;
create trigger guard before insert or delete on case_person for each row execute function case_person_guard();

-- Nobody may call these: whoever could hang them on a table of his own would move cases without a step.
revoke all on function case_step_taken(), case_file_guard(), case_person_guard() from public;

grant select on case_move, case_duty, case_file, case_person, case_step, case_kept to huji_web, huji_writer, huji_auditor;
grant select on case_receipt, case_count to huji_writer;
grant select on case_receipt to huji_auditor;
grant insert (number, kind, office, applicant_number, applicant_name, person, address, division, area, host, household,
  consent, relation_code, sponsor_number, sponsor_relation, outside, opened) on case_file to huji_writer;
grant update (person, address, division, area, host, household, consent, relation_code, sponsor_number,
  sponsor_relation, outside, accepted, decided, stage, due, days_left, expires, paper, facts, answer, proposal, law,
  against_proposal, reason) on case_file to huji_writer;
grant insert, delete on case_person to huji_writer;
grant update (person, code, outcome, admitted, reason) on case_person to huji_writer;
grant insert ("case", kind, step, from_state, to_state, officer, role, office, day, note, proposal, recommends,
  reopening, data, papers, entry) on case_step to huji_writer;
grant insert on case_kept, case_receipt to huji_writer;
grant insert, update on case_count to huji_writer;

alter table case_file enable row level security;
create policy writes on case_file to huji_writer using (true) with check (true);
create policy audits on case_file for select to huji_auditor using (true);
create policy own_area on case_file for select to huji_web using (
  case nullif(current_setting('huji.area', true), '') when '*' then true
    else office = any (string_to_array(nullif(current_setting('huji.area', true), ''), ',')::int[]) end);

alter table case_person enable row level security;
create policy writes on case_person to huji_writer using (true) with check (true);
create policy audits on case_person for select to huji_auditor using (true);
create policy of_a_case_in_sight on case_person for select to huji_web using (
  exists (select from case_file where number = case_person."case"));

alter table case_step enable row level security;
create policy writes on case_step to huji_writer using (true) with check (true);
create policy audits on case_step for select to huji_auditor using (true);
create policy of_a_case_in_sight on case_step for select to huji_web using (
  exists (select from case_file where number = case_step."case"));
