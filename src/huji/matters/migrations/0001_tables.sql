-- A matter is one business of the counter; its state is the last of its steps. Steps are only added, and a step moves
-- the matter along the table of moves or not at all. What must never be false is held here, whatever a program tries.
create extension if not exists btree_gist;

-- Which step leads from which state to which, at each level of decision.
create table matter_move (
  level      text not null check (level in ('spot', 'station', 'county', 'city')),
  step       text not null,
  from_state text not null,
  to_state   text not null,
  primary key (level, step, from_state, to_state));

-- Which role may take a step.
create table matter_duty (
  level text not null, step text not null, role text not null, primary key (level, step, role));

create table matter (
  number      text collate "C" primary key check (number ~ '^M[0-9]{4}-[0-9]{3,}-[0-9]{5,}$'),
  kind        text    not null check (kind ~ '^[a-z_]+$'),
  office      integer not null,
  level       text    not null check (level in ('spot', 'station', 'county', 'city')),
  state       text    not null default 'draft',
  version     integer not null default 0,
  person      bigint,
  household   bigint,
  heading     text    not null,
  reporter    jsonb   not null,
  asked       jsonb   not null,
  evidence    jsonb   not null default '{}',
  ex_officio  boolean not null default false,
  notice_days integer not null default 7 check (notice_days between 0 and 365),
  opened      date    not null,
  noticed     date,
  accepted    date,
  due         date,
  decided     date,
  act_entry   bigint  unique,
  undoes      text    references matter,
  constraint matter_done_by_its_act check ((state in ('done', 'undone')) = (act_entry is not null)),
  constraint matter_accepted check (state not in ('accepted', 'reviewed', 'approved') or accepted is not null));
create index matter_office_state on matter (office, state);
create index matter_person on matter (person) where person is not null;
create index matter_household on matter (household) where household is not null;
-- An act is undone by one matter at a time.
create unique index matter_one_undoing on matter (undoes)
  where undoes is not null and state not in ('withdrawn', 'refused');

create table matter_step (
  id         bigint generated always as identity primary key,
  matter     text    not null references matter,
  level      text    not null,
  step       text    not null,
  from_state text    not null,
  to_state   text    not null,
  officer    bigint  not null,
  role       text    not null,
  office     integer not null,
  day        date    not null,
  at         timestamptz not null default clock_timestamp(),
  note       text    not null default '',
  recommends text    check (recommends in ('approve', 'refuse')),
  data       jsonb   not null default '{}',
  papers     text[]  not null default '{}',
  entry      bigint  not null unique,
  -- The hands a matter passes: whoever wrote down what is asked, accepted it, reviewed it, decided it.
  duty       text generated always as (case step
    when 'accept' then 'accept' when 'review' then 'review' when 'approve' then 'approve'
    when 'decide' then 'decide' when 'refuse' then 'decide' end) stored,
  foreign key (level, step, from_state, to_state) references matter_move,
  foreign key (level, step, role) references matter_duty,
  check ((step = 'review') = (recommends is not null)),
  constraint matter_different_persons exclude using gist (matter with =, officer with =, duty with <>),
  constraint matter_reason check (step not in ('refuse', 'withdraw', 'undo') or length(btrim(note)) >= 2),
  constraint matter_reason_for_review check (step <> 'review' or recommends = 'approve' or length(btrim(note)) >= 2));
create index matter_step_matter on matter_step (matter, id);
-- 补正: once and fully.
create unique index matter_completion_once on matter_step (matter) where step = 'request_completion';

-- A form sent twice acts once: the second finds the first one's result.
create table matter_receipt (
  officer bigint  not null,
  token   text    not null check (length(token) between 8 and 100),
  sent    text    not null,
  matter  text    not null references matter,
  version integer not null,
  state   text    not null,
  entry   bigint  not null,
  papers  text[]  not null,
  primary key (officer, token));

create table matter_count (office integer not null, year integer not null, last integer not null, primary key (office, year));

create function matter_step_taken() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare file public.matter; begin
  select * into file from matter where number = new.matter for update;
  -- A step without its entry of this very transaction would leave the ledger unseen.
  if not register_entry_is_ours(new.entry)
     or not exists (select from ledger_entry e where e.entry = new.entry and e.act = 'matter_' || new.step) then
    raise exception 'a step of matter % has no entry of its own', new.matter using errcode = '23514';
  end if;
  if file.state <> new.from_state or file.level <> new.level then
    raise exception 'matter % stands at % (%), not at %', new.matter, file.state, file.level, new.from_state
      using errcode = '23514';
  end if;
  -- Ex officio only so many days after the written notice (Nanjing rule art. 52).
  if file.ex_officio and new.step in ('accept', 'carry_out')
     and (file.noticed is null or new.day < file.noticed + file.notice_days) then
    raise exception 'matter % needs a notice first', new.matter
      using errcode = '23514', constraint = 'matter_notice_first', table = 'matter_step';
  end if;
  update matter set state = new.to_state, version = version + 1,
    act_entry = case when new.to_state = 'done' then (new.data ->> 'act_entry')::bigint else act_entry end
    where number = new.matter;
  return null;
end $$;
create trigger taken after insert on matter_step for each row execute function matter_step_taken();

-- The act that a matter leads to is one of this transaction.
create function matter_act_is_ours() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$ begin
  if not register_entry_is_ours((new.data ->> 'act_entry')::bigint) then
    raise exception 'matter % has no act of its own', new.matter
      using errcode = '23514', constraint = 'matter_done_by_its_act', table = 'matter';
  end if;
  return null;
end $$;
create trigger act_is_ours after insert on matter_step for each row
  when (new.to_state = 'done') execute function matter_act_is_ours();

create function matter_guard() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$ begin
  if old.state not in ('draft', 'noticed', 'completion_requested')
     and (new.level, new.person, new.household, new.asked, new.evidence, new.reporter, new.ex_officio, new.noticed,
          new.notice_days, new.undoes)
       is distinct from
         (old.level, old.person, old.household, old.asked, old.evidence, old.reporter, old.ex_officio, old.noticed,
          old.notice_days, old.undoes) then
    raise exception 'matter %: what is asked is closed once it is accepted', old.number
      using errcode = '23514', constraint = 'matter_closed', table = 'matter';
  end if;
  return new;
end $$;
create trigger guard before update on matter for each row execute function matter_guard();

-- Nobody may call these: whoever could hang them on a table of his own would move matters without a step.
revoke all on function matter_step_taken(), matter_act_is_ours(), matter_guard() from public;

grant select on matter_move, matter_duty, matter, matter_step to huji_web, huji_writer, huji_auditor;
grant select on matter_receipt, matter_count to huji_writer;
grant select on matter_receipt to huji_auditor;
grant insert (number, kind, office, level, person, household, heading, reporter, asked, evidence, ex_officio,
  notice_days, opened, undoes) on matter to huji_writer;
grant update (office, level, heading, reporter, asked, evidence, ex_officio, notice_days, noticed, accepted, due,
  decided) on matter to huji_writer;
grant insert (matter, level, step, from_state, to_state, officer, role, office, day, note, recommends, data, papers,
  entry) on matter_step to huji_writer;
grant insert on matter_receipt to huji_writer;
grant insert, update on matter_count to huji_writer;

alter table matter enable row level security;
create policy writes on matter to huji_writer using (true) with check (true);
create policy audits on matter for select to huji_auditor using (true);
create policy own_area on matter for select to huji_web using (
  case nullif(current_setting('huji.area', true), '') when '*' then true
    else office = any (string_to_array(nullif(current_setting('huji.area', true), ''), ',')::int[]) end);

alter table matter_step enable row level security;
create policy writes on matter_step to huji_writer using (true) with check (true);
create policy audits on matter_step for select to huji_auditor using (true);
create policy of_a_matter_in_sight on matter_step for select to huji_web using (
  exists (select from matter where number = matter_step.matter));
