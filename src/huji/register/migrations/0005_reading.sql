-- What the reading application may ask beyond its rows, each a definer function that answers one question.

-- The last entry such that neither it nor an earlier one can still be changed by an act under way (see
-- register_announce). Ask in a statement before the one that reads.
create function register_settled() returns bigint
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  select least(
    (select case when is_called then last_value else 0 end from ledger_entry_number),
    (select min(((l.classid::bigint << 32) | l.objid::bigint) & ((1::bigint << 48) - 1)) from pg_locks l
      where l.locktype = 'advisory' and l.objsubid = 1 and l.classid::bigint >> 16 = 4713
        and l.database = (select oid from pg_database where datname = current_database())))
$$;

-- The last entry such that it and all before it were recorded by an instant.
create function register_entry_at(instant timestamptz) returns bigint
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce((select min(entry) - 1 from ledger_entry where recorded > instant),
                  (select case when is_called then last_value else 0 end from ledger_entry_number))
$$;

-- Everything ever held of a person's standing, with who entered it; nothing for a person of another area.
create function register_history(who bigint)
returns table (entry bigint, act text, recorded timestamptz, at_office int, officer bigint, on_day date, basis text,
               case_number text, kind text, since date, until date, kept_by int, household bigint, relation text,
               address int, superseded bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select e.entry, e.act, e.recorded, e.office, (b.body ->> 'officer')::bigint, (b.body ->> 'on')::date,
         b.body ->> 'basis', b.body ->> 'case', s.kind::text, lower(s.valid), upper(s.valid), s.office, s.household,
         s.relation, (select a.address from household_address a where a.household = s.household
                        and a.valid @> lower(s.valid) and a.known @> lower(s.known)),
         upper(s.known)
    from standing s
    join ledger_entry e on e.entry = lower(s.known),
    lateral (select convert_from(e.body, 'UTF8')::jsonb as body) b
   where s.person = who
     and (current_setting('role') <> 'huji_web' or register_everywhere() or register_keeps(who))
   order by e.entry, s.valid
$$;

-- Where a number is registered, whatever the area of the officer who asks: the office, and no more. It writes
-- the access line itself, so that nobody can ask without leaving one.
create function register_whereabouts(asked text, by_officer bigint, by_office int, purpose text)
returns table (kind text, office int)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare found bigint[];
begin
  found := array(select distinct n.person from citizen_number n where n.number = asked and upper_inf(n.known));
  insert into access_line (who, office, purpose, persons, what)
  values (by_officer, by_office, purpose, found, 'whereabouts ' || asked);
  return query select s.kind::text, s.office from standing s
    where s.person = any (found) and upper_inf(s.known) and upper_inf(s.valid);
end $$;

revoke all on function register_settled(), register_entry_at(timestamptz), register_history(bigint),
  register_whereabouts(text, bigint, int, text) from public;
grant execute on function register_settled(), register_entry_at(timestamptz), register_history(bigint),
  register_whereabouts(text, bigint, int, text) to huji_web, huji_writer;
grant execute on function register_settled(), register_entry_at(timestamptz), register_history(bigint) to huji_auditor;
