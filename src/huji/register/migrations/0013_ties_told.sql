-- As before (0007_told), and what was entered of a person's ties is what was entered of the person.
create or replace function register_told(who bigint, entries bigint[])
returns table (entry bigint, act text, recorded timestamptz, at_office int, officer bigint, on_day date, basis text,
               case_number text, body text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with everything as (
    select current_setting('role') <> 'huji_web' or register_everywhere() as may),
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
