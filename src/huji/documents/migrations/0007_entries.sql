-- As before (0003_entries), now of the reader's area: acts that concerned it, and what was entered of those among
-- `people` whom it keeps, as register_told has it.
drop function documents_entries(bigint[]);
create function documents_entries(which bigint[], people bigint[])
  returns table (entry bigint, act text, office int, officer bigint, on_day date, destination text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with everyone as (select register_told_all() as told),
  kept as (select p.id from everyone v, unnest(people) p (id) where not v.told and register_keeps(p.id)),
  beliefs as (
    select known from standing where person in (select id from kept)
    union all select known from particulars where person in (select id from kept)
    union all select known from citizen_number where person in (select id from kept)
    union all select known from former_birth where person in (select id from kept)),
  own as (select lower(known) as entry from beliefs union select upper(known) from beliefs)
  select e.entry, e.act, e.office, (b.body ->> 'officer')::bigint, (b.body ->> 'on')::date,
         b.body -> 'statement' ->> 'destination'
    from everyone v, ledger_entry e,
    lateral (select convert_from(e.body, 'UTF8')::jsonb as body) b
   where e.entry = any (which)
     and (v.told or e.offices && register_area() or e.entry in (select own.entry from own))
$$;
revoke all on function documents_entries(bigint[], bigint[]) from public;
grant execute on function documents_entries(bigint[], bigint[]) to huji_web, huji_writer;
