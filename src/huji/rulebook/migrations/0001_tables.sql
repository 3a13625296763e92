-- The policies of an installation: drafts with every revision, and what was published, by whom, from which day on.
-- A draft moves by steps alone; what is published stays byte for byte, and may be withdrawn once, before its day.

create table rule_draft (
  id     bigint generated always as identity primary key,
  title  text   not null check (length(btrim(title)) between 1 and 120),
  state  text   not null default 'drafting' check (state in ('drafting', 'submitted', 'published', 'discarded')),
  base   text   check (base ~ '^sha256:[0-9a-f]{64}$'),   -- the pack it began from, by digest; null: from nothing
  author bigint not null references officers_officer,
  token  text   not null check (length(token) between 8 and 100),
  opened timestamptz not null default clock_timestamp(),
  unique (author, token));                                -- a form sent twice opens one draft

create table rule_revision (
  draft   bigint  not null references rule_draft,
  number  integer not null check (number between 1 and 2000),
  content bytea   not null check (octet_length(content) <= 262144),
  sha256  text    not null check (sha256 = 'sha256:' || encode(sha256(content), 'hex')),
  author  bigint  not null references officers_officer,
  note    text    not null default '' check (length(note) <= 500),
  day     date    not null,
  saved   timestamptz not null default clock_timestamp(),
  primary key (draft, number));

create table rule_step (
  entry    bigint  primary key,
  draft    bigint  not null,
  revision integer not null,
  step     text    not null check (step in ('submit', 'return', 'publish', 'withdraw', 'discard')),
  officer  bigint  not null references officers_officer,
  role     text    not null,
  day      date    not null,
  note     text    not null default '' check (length(note) <= 2000),
  foreign key (draft, revision) references rule_revision,
  unique (entry, step, draft, revision, officer, day),
  unique (entry, step, draft, day),
  -- Who drafts does not publish.
  constraint rule_step_by_role check (role = case when step in ('submit', 'discard') then 'draft' else 'publish' end),
  constraint rule_step_reason check (step not in ('return', 'withdraw') or length(btrim(note)) >= 4));
create index rule_step_draft on rule_step (draft, entry);

create table rule_publication (
  entry     bigint  primary key,
  draft     bigint  not null,
  revision  integer not null,
  submission bigint not null unique,                      -- a submission is published once
  submitted date    not null,
  proposer  bigint  not null,
  publisher bigint  not null,
  policy    text    not null check (policy ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  digest    text    not null check (digest ~ '^sha256:[0-9a-f]{64}$'),   -- of what the text says
  content   bytea   not null check (octet_length(content) <= 262144),
  sha256    text    not null check (sha256 = 'sha256:' || encode(sha256(content), 'hex')),
  day       date    not null,
  effective date    not null,
  withdrawn    bigint unique,
  withdrawn_on date,
  publishes text generated always as ('publish') stored,
  proposes  text generated always as ('submit') stored,
  withdraws text generated always as ('withdraw') stored,
  -- The very revision that was submitted, by the persons who took the two steps.
  foreign key (entry, publishes, draft, revision, publisher, day)
    references rule_step (entry, step, draft, revision, officer, day),
  foreign key (submission, proposes, draft, revision, proposer, submitted)
    references rule_step (entry, step, draft, revision, officer, day),
  foreign key (withdrawn, withdraws, draft, withdrawn_on) references rule_step (entry, step, draft, day),
  check ((withdrawn is null) = (withdrawn_on is null)),
  constraint rule_two_persons check (proposer <> publisher),
  constraint rule_not_in_the_past check (effective >= day),
  constraint rule_withdrawn_in_time check (withdrawn_on < effective));
create unique index rule_one_version_a_day on rule_publication (policy, effective) where withdrawn is null;
create unique index rule_published_once on rule_publication (digest) where withdrawn is null;

-- A step of publication without what it published cannot be committed, nor one of withdrawal without what it withdrew.
alter table rule_step
  add column publication bigint generated always as (case when step = 'publish' then entry end) stored
    references rule_publication deferrable initially deferred,
  add column withdrawal bigint generated always as (case when step = 'withdraw' then entry end) stored
    references rule_publication (withdrawn) deferrable initially deferred;

create function rule_revision_added() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare stands text; begin
  select state into stands from rule_draft where id = new.draft for update;
  if stands <> 'drafting' or new.number <> 1 + coalesce((select max(number) from rule_revision where draft = new.draft), 0)
  then
    raise exception 'draft % stands at %: revision % cannot be added', new.draft, stands, new.number
      using errcode = '23514', constraint = 'rule_revision_in_order';
  end if;
  return new;
end $$;
create trigger added before insert on rule_revision for each row execute function rule_revision_added();

create function rule_step_taken() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare stands text; begin
  select state into stands from rule_draft where id = new.draft for update;
  if not register_entry_is_ours(new.entry)
     or not exists (select from ledger_entry e where e.entry = new.entry and e.act = 'policy_' || new.step) then
    raise exception 'a step of draft % has no entry of its own', new.draft using errcode = '23514';
  end if;
  if not exists (select from officers_officer o where o.id = new.officer and o.role = new.role and o.is_active) then
    raise exception 'officer % does not hold the role %', new.officer, new.role
      using errcode = '23514', constraint = 'rule_step_by_role';
  end if;
  if stands <> (case new.step when 'submit' then 'drafting' when 'discard' then 'drafting'
                             when 'withdraw' then 'published' else 'submitted' end) then
    raise exception 'draft % stands at %', new.draft, stands using errcode = '23514', constraint = 'rule_step_in_order';
  end if;
  if new.step = 'submit' and new.revision <> (select max(number) from rule_revision where draft = new.draft) then
    raise exception 'revision % of draft % is not the last one', new.revision, new.draft
      using errcode = '23514', constraint = 'rule_revision_in_order';
  end if;
  if new.step = 'publish'
     and exists (select from rule_revision r where r.draft = new.draft and r.author = new.officer) then
    raise exception 'officer % wrote of draft %', new.officer, new.draft
      using errcode = '23514', constraint = 'rule_two_persons';
  end if;
  update rule_draft set state = case new.step when 'submit' then 'submitted' when 'publish' then 'published'
                                              when 'discard' then 'discarded' else 'drafting' end
   where id = new.draft;
  return null;
end $$;
create trigger taken after insert on rule_step for each row execute function rule_step_taken();

-- Of a publication nothing changes but that it is withdrawn, once.
create function rule_publication_stays() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op <> 'UPDATE' or old.withdrawn is not null or new.withdrawn is null
     -- (generated columns are not filled yet in a row about to be written)
     or (to_jsonb(old) - '{withdrawn,withdrawn_on,publishes,proposes,withdraws}'::text[])
     <> (to_jsonb(new) - '{withdrawn,withdrawn_on,publishes,proposes,withdraws}'::text[]) then
    raise exception 'what is published stays as it is' using errcode = '23514', constraint = 'rule_publication_stays';
  end if;
  return new;
end $$;
create trigger stays before update or delete on rule_publication for each row execute function rule_publication_stays();

create function rule_history_stays() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% of % refused: what is written stays', lower(tg_op), tg_table_name using errcode = '42501';
end $$;
create trigger stays before update or delete or truncate on rule_revision
  for each statement execute function rule_history_stays();
create trigger stays before update or delete or truncate on rule_step
  for each statement execute function rule_history_stays();
create trigger stays_whole before truncate on rule_publication
  for each statement execute function rule_history_stays();
revoke all on function rule_revision_added(), rule_step_taken(), rule_publication_stays(), rule_history_stays() from public;

grant select on rule_draft, rule_revision, rule_step, rule_publication to huji_web, huji_writer, huji_auditor;
grant insert (title, base, author, token) on rule_draft to huji_writer;
grant update (title) on rule_draft to huji_writer;   -- without it a row could not be locked
grant insert (draft, number, content, sha256, author, note, day) on rule_revision to huji_writer;
grant insert (entry, draft, revision, step, officer, role, day, note) on rule_step to huji_writer;
grant insert (entry, draft, revision, submission, submitted, proposer, publisher, policy, digest, content, sha256,
  day, effective) on rule_publication to huji_writer;
grant update (withdrawn, withdrawn_on) on rule_publication to huji_writer;
