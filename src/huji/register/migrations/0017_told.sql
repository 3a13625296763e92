-- Who is told of everyone: by name, so that whoever is not named is told of his area. Within definers the session
-- keeps its role; without one it is the owner's, or a login that has the auditor's rights.
create function register_told_all() returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select register_everywhere()
      or case current_setting('role')
           when 'huji_writer' then true
           when 'huji_auditor' then true
           when 'none' then session_user = current_user or pg_has_role(session_user, 'huji_auditor', 'usage')
           else false
         end
$$;
revoke all on function register_told_all() from public;

-- As before (0006_beliefs).
create or replace function register_history(who bigint)
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
     and (register_told_all() or register_keeps(who))
   order by e.entry, s.valid
$$;

-- As before (0013_ties_told).
create or replace function register_told(who bigint, entries bigint[])
returns table (entry bigint, act text, recorded timestamptz, at_office int, officer bigint, on_day date, basis text,
               case_number text, body text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with everything as (
    select register_told_all() as may),
  of_person as (
    select known from standing where person = who and register_keeps(who)
    union all select known from particulars where person = who and register_keeps(who)
    union all select known from citizen_number where person = who and register_keeps(who)
    union all select known from former_birth where person = who and register_keeps(who)
    union all select known from kinship where who in (person, relative) and register_keeps(who)),
  own as (
    select lower(known) as entry from of_person union select upper(known) from of_person)
  select e.entry, e.act, e.recorded, e.office,
         case when t.told then (b.body ->> 'officer')::bigint end, case when t.told then (b.body ->> 'on')::date end,
         case when t.told then b.body ->> 'basis' end, case when t.told then b.body ->> 'case' end,
         case when t.party then convert_from(e.body, 'UTF8') end
    from everything v, ledger_entry e,
    lateral (select v.may or coalesce(e.offices && register_area(), false) as party) p,
    lateral (select p.party, p.party or e.entry in (select own.entry from own) as told) t,
    lateral (select case when t.told then convert_from(e.body, 'UTF8')::jsonb end as body) b
   where e.entry = any (entries)
$$;

-- Who looked at a person is shown to whom the person is shown (0003_security).
create or replace function access_of(person bigint, at_most integer default 200)
  returns table (at timestamptz, who bigint, office integer, purpose text, what text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.at, l.who, l.office, l.purpose, l.what
    from public.access_line l
   where l.persons @> array[person]
     and (public.register_told_all() or public.register_kept(person, daterange(null, null), int8range(null, null)))
   order by l.at desc, l.id desc limit at_most
$$;
