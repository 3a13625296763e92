-- Since when a household is at an address without a break, under whichever office: the stay that holds `days`. A community
-- that came under another office has not moved; told to whom the household is told.
create function register_seated_since(which bigint, at_address int, days daterange, as_of bigint) returns date
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select lower(r.stay)
    from (select unnest(range_agg(a.valid)) as stay from household_address a
           where a.household = which and a.address = at_address
             and case when as_of is null then upper_inf(a.known) else a.known @> as_of end) r
   where r.stay @> days
     and (register_told_all() or exists (
       select from household_address o where o.household = which and o.office = any (register_area())))
$$;
revoke all on function register_seated_since(bigint, int, daterange, bigint) from public;
grant execute on function register_seated_since(bigint, int, daterange, bigint) to huji_web, huji_writer, huji_auditor;
