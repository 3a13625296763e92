-- The whole register: why a standing is so, all items of the registration form, the birth date as a belief,
-- papers that fall void, and one family of functions that states whole timelines anew.

alter table standing add column cause text check (cause ~ '^[a-z][a-z_]{0,40}$');

-- The remaining items of the form. What came before this register (where from, when, why) is kept in words.
alter table particulars
  add column born_at              text not null default '' check (born_at ~ '^(([01][0-9]|2[0-3]):[0-5][0-9])?$'),
  add column guardian             text not null default '',
  add column guardianship         text not null default '',
  add column second_guardian      text not null default '',
  add column second_guardianship  text not null default '',
  add column birth_certificate_on date,
  add column identity_card_on     date,
  add column other_address        text not null default '',
  add column arrived_city         text not null default '',
  add column arrived_address      text not null default '';

-- A birth date was never otherwise: it has no days on which it was so, only entries between which it was
-- believed. `person.born` is what is believed now; what was believed before stands in `former_birth`, and only
-- the trigger below writes it, so that the two cannot disagree.
alter table person add column born_entry bigint;
comment on column person.born_entry is 'the entry that corrected the birth date last; null: born is as first entered';
create table former_birth (
  person bigint    not null references person,
  born   date      not null,
  known  int8range not null check (not isempty(known) and not lower_inf(known) and not upper_inf(known)),
  constraint former_birth_one_at_a_time exclude using gist (person with =, known with &&));
create index former_birth_person on former_birth (person);

create function person_born_corrected() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.id <> old.id or new.created_entry <> old.created_entry or new.born_entry is null
     or not register_entry_is_ours(new.born_entry) then
    raise exception 'a birth date is corrected by the entry being made'
      using errcode = '23514', constraint = 'register_past', table = 'person';
  end if;
  insert into former_birth (person, born, known)
  values (old.id, old.born, int8range(coalesce(old.born_entry, old.created_entry), new.born_entry));
  return new;
end $$;
create trigger corrected before update on person for each row execute function person_born_corrected();
create constraint trigger tiled_anew after update on person
  deferrable initially deferred for each row execute function person_life_is_tiled();

alter table former_birth enable row level security;
create policy writes on former_birth to huji_writer using (true);
create policy audits on former_birth for select to huji_auditor using (true);
create policy reads on former_birth for select to huji_web using ((select register_everywhere())
  or register_kept(person, daterange(null, null), int8range(null, null)));
grant select on former_birth to huji_web, huji_writer, huji_auditor;
grant update (born, born_entry) on person to huji_writer;

-- A paper falls void by an entry, once. Its number is then free for the act that is done over again.
alter table move_in_permit add column void_entry bigint, drop constraint move_in_permit_pkey;
create unique index move_in_permit_once on move_in_permit (number) where void_entry is null;
create index move_in_permit_number on move_in_permit (number);
alter table migration_certificate add column void_entry bigint, drop constraint migration_certificate_pkey;
create unique index migration_certificate_once on migration_certificate (issuer, number) where void_entry is null;
create index migration_certificate_number on migration_certificate (number);
drop trigger append_only on move_in_permit;
create trigger append_only before update on move_in_permit for each row
  when (old.void_entry is not null
        or (new.void_entry is null and (old.used_entry is not null or new.used_entry is null))
        or (new.void_entry is not null and new.used_entry is distinct from old.used_entry))
  execute function register_refuse();
create trigger append_only before update on migration_certificate for each row
  when (old.void_entry is not null or new.void_entry is null) execute function register_refuse();
grant update (void_entry) on move_in_permit, migration_certificate to huji_writer;

-- The body of an act's entry, for the act that undoes it.
create function register_entry_body(which bigint) returns table (office int, act text, offices int[], body text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select e.office, e.act, e.offices, convert_from(e.body, 'UTF8') from ledger_entry e where e.entry = which
$$;

-- As before, now with the cause.
drop function register_hold(bigint[], bigint[], bigint[], bigint[]);
create function register_hold(movers bigint[], into_households bigint[], whole bigint[], others bigint[])
returns table (person bigint, born date, kind text, household bigint, relation text, office int, since date,
               household_kind text, address int, cause text)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  held bigint[];
  again bigint[];
  houses bigint[];
begin
  perform pg_current_xact_id();
  held := register_concerned(movers, whole) || others;
  perform from person p where p.id = any (held) order by p.id for no key update;
  select array_agg(s.household) into houses from standing s
   where s.person = any (held) and upper_inf(s.known) and upper_inf(s.valid) and s.household is not null;
  perform from household h where h.id = any (houses || into_households || whole) order by h.id for no key update;
  again := register_concerned(movers, whole);
  if not again <@ held then
    raise exception 'someone joined a household meanwhile' using errcode = '40001';
  end if;
  return query
    select p.id, p.born, s.kind::text, s.household, s.relation, s.office, lower(s.valid), h.kind, null::int, s.cause
      from person p
      join standing s on s.person = p.id and upper_inf(s.known) and upper_inf(s.valid)
      left join household h on h.id = s.household
     where p.id = any (held)
    union all
    select null, null, null, h.id, null, a.office, lower(a.valid), h.kind, a.address, null
      from household h join household_address a on a.household = h.id and upper_inf(a.known) and upper_inf(a.valid)
     where h.id = any (into_households || whole);
end $$;

drop function register_act(int, text, int[], bytea, bigint, text, text, int, date, bigint[], date[], text[], bigint[], text[], int[]);
drop function register_stand(bigint, bigint[], date[], text[], bigint[], text[], int[]);
create function register_stand(n bigint, persons bigint[], days date[], kinds text[], households bigint[],
                               relations text[], offices int[], causes text[]) returns void
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  update standing set known = int8range(lower(known), n)
   where person = any (persons) and upper_inf(known) and upper_inf(valid);
  insert into standing (person, valid, known, kind, household, relation, office, cause)
  select s.person, daterange(lower(s.valid), c.day), int8range(n, null), s.kind, s.household, s.relation, s.office,
         s.cause
    from unnest(persons, days) as c (person, day)
    join standing s on s.person = c.person and upper(s.known) = n and lower(s.valid) < c.day
  union all
  select c.person, daterange(c.day, null), int8range(n, null), c.kind::standing_kind, c.household, c.relation, c.office,
         c.cause
    from unnest(persons, days, kinds, households, relations, offices, causes)
         as c (person, day, kind, household, relation, office, cause);
end $$;

create function register_act(at_office int, act text, all_offices int[], body bytea,
                             founded bigint, founded_kind text, founded_sort text, founded_address int, founded_day date,
                             persons bigint[], days date[], kinds text[], households bigint[], relations text[],
                             offices int[], causes text[]) returns bigint
language plpgsql as $$
declare n bigint;
begin
  n := register_enter(at_office, act, all_offices, body);
  if founded is not null then
    insert into household (id, kind, sort, created_entry) values (founded, founded_kind, founded_sort, n);
    insert into household_address (household, address, office, valid, known)
    values (founded, founded_address, at_office, daterange(founded_day, null), int8range(n, null));
  end if;
  if cardinality(persons) > 0 then
    perform register_stand(n, persons, days, kinds, households, relations, offices, causes);
  end if;
  return n;
end $$;

-- Restating: of everyone in `whole`, exactly the beliefs that differ from what is stated are closed by entry `n`,
-- and what is stated and was not believed is believed from it on. `stated` is a list of rows without `known`;
-- one of `whole` of whom nothing is stated is believed nothing of any more.
create function register_restate_seats(n bigint, whole bigint[], stated jsonb) returns void
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  update household_address s set known = int8range(lower(s.known), n)
   where s.household = any (whole) and upper_inf(s.known) and not exists (
     select from jsonb_populate_recordset(null::household_address, stated) t
      where (t.household, t.valid, t.address, t.office) = (s.household, s.valid, s.address, s.office));
  insert into household_address (household, valid, known, address, office)
  select t.household, t.valid, int8range(n, null), t.address, t.office
    from jsonb_populate_recordset(null::household_address, stated) t
   where not exists (select from household_address s where s.household = t.household and s.valid = t.valid
                        and upper_inf(s.known));
end $$;

create function register_restate_lives(n bigint, whole bigint[], stated jsonb) returns void
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  update standing s set known = int8range(lower(s.known), n)
   where s.person = any (whole) and upper_inf(s.known) and not exists (
     select from jsonb_populate_recordset(null::standing, stated) t
      where (t.person, t.valid, t.kind, t.office) = (s.person, s.valid, s.kind, s.office)
        and row(t.household, t.relation, t.cause) is not distinct from row(s.household, s.relation, s.cause));
  insert into standing (person, valid, known, kind, household, relation, office, cause)
  select t.person, t.valid, int8range(n, null), t.kind, t.household, t.relation, t.office, t.cause
    from jsonb_populate_recordset(null::standing, stated) t
   where not exists (select from standing s where s.person = t.person and s.valid = t.valid and upper_inf(s.known));
end $$;

create function register_restate_items(n bigint, whole bigint[], stated jsonb) returns void
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  update particulars s set known = int8range(lower(s.known), n)
   where s.person = any (whole) and upper_inf(s.known) and not exists (
     select from jsonb_populate_recordset(null::particulars, stated) t
      where t.person = s.person and t.valid = s.valid
        and to_jsonb(t) - 'known' = to_jsonb(s) - 'known');
  insert into particulars
  select (jsonb_populate_record(t, jsonb_build_object('known', int8range(n, null)))).*
    from jsonb_populate_recordset(null::particulars, stated) t
   where not exists (select from particulars s where s.person = t.person and s.valid = t.valid and upper_inf(s.known));
end $$;

create function register_restate_numbers(n bigint, whole bigint[], stated jsonb) returns void
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  update citizen_number s set known = int8range(lower(s.known), n)
   where s.person = any (whole) and upper_inf(s.known) and not exists (
     select from jsonb_populate_recordset(null::citizen_number, stated) t
      where (t.person, t.valid, t.number) = (s.person, s.valid, s.number));
  insert into citizen_number (person, number, valid, known)
  select t.person, t.number, t.valid, int8range(n, null)
    from jsonb_populate_recordset(null::citizen_number, stated) t
   where not exists (select from citizen_number s where s.person = t.person and s.valid = t.valid
                        and upper_inf(s.known));
end $$;

-- A timeline of kinship is that of two persons and a kind: three arrays name them.
create function register_restate_ties(n bigint, persons bigint[], relatives bigint[], kinds text[], stated jsonb)
returns void
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  update kinship s set known = int8range(lower(s.known), n)
   where s.person = any (persons) and upper_inf(s.known)
     and (s.person, s.relative, s.kind) in (select * from unnest(persons, relatives, kinds))
     and not exists (
       select from jsonb_populate_recordset(null::kinship, stated) t
        where (t.person, t.relative, t.kind, t.valid) = (s.person, s.relative, s.kind, s.valid));
  insert into kinship (person, relative, kind, valid, known)
  select t.person, t.relative, t.kind, t.valid, int8range(n, null)
    from jsonb_populate_recordset(null::kinship, stated) t
   where not exists (select from kinship s where s.person = t.person and s.relative = t.relative and s.kind = t.kind
                        and s.valid = t.valid and upper_inf(s.known));
end $$;

create function register_restate_births(n bigint, persons bigint[], days date[]) returns void
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  update person p set born = t.born, born_entry = n
    from unnest(persons, days) as t (id, born) where p.id = t.id and p.born <> t.born;
end $$;

drop function register_history(bigint);
create function register_history(who bigint)
returns table (entry bigint, act text, recorded timestamptz, at_office int, officer bigint, on_day date, basis text,
               case_number text, kind text, since date, until date, kept_by int, household bigint, relation text,
               address int, cause text, superseded bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select e.entry, e.act, e.recorded, e.office, (b.body ->> 'officer')::bigint, (b.body ->> 'on')::date,
         b.body ->> 'basis', b.body ->> 'case', s.kind::text, lower(s.valid), upper(s.valid), s.office, s.household,
         s.relation, (select a.address from household_address a where a.household = s.household
                        and a.valid @> lower(s.valid) and a.known @> lower(s.known)),
         s.cause, upper(s.known)
    from standing s
    join ledger_entry e on e.entry = lower(s.known),
    lateral (select convert_from(e.body, 'UTF8')::jsonb as body) b
   where s.person = who
     and (current_setting('role') <> 'huji_web' or register_everywhere() or register_keeps(who))
   order by e.entry, s.valid
$$;

revoke all on function
  person_born_corrected(), register_entry_body(bigint), register_history(bigint),
  register_hold(bigint[], bigint[], bigint[], bigint[]),
  register_stand(bigint, bigint[], date[], text[], bigint[], text[], int[], text[]),
  register_act(int, text, int[], bytea, bigint, text, text, int, date, bigint[], date[], text[], bigint[], text[], int[],
               text[]),
  register_restate_seats(bigint, bigint[], jsonb), register_restate_lives(bigint, bigint[], jsonb),
  register_restate_items(bigint, bigint[], jsonb), register_restate_numbers(bigint, bigint[], jsonb),
  register_restate_ties(bigint, bigint[], bigint[], text[], jsonb), register_restate_births(bigint, bigint[], date[])
from public;
grant execute on function
  register_entry_body(bigint), register_hold(bigint[], bigint[], bigint[], bigint[]),
  register_stand(bigint, bigint[], date[], text[], bigint[], text[], int[], text[]),
  register_act(int, text, int[], bytea, bigint, text, text, int, date, bigint[], date[], text[], bigint[], text[], int[],
               text[]),
  register_restate_seats(bigint, bigint[], jsonb), register_restate_lives(bigint, bigint[], jsonb),
  register_restate_items(bigint, bigint[], jsonb), register_restate_numbers(bigint, bigint[], jsonb),
  register_restate_ties(bigint, bigint[], bigint[], text[], jsonb), register_restate_births(bigint, bigint[], date[])
to huji_writer;
grant execute on function register_history(bigint) to huji_web, huji_writer, huji_auditor;
