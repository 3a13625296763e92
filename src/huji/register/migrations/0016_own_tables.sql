-- As before (0008_follow), from the table that huji.places made and from no other. What follows asks this first.
create or replace function register_moving_seats() returns table (household bigint, days daterange, office int)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform places_worked_out('places_moving');
  return query
    select h.household, h.valid * daterange(m.day, null), m.office
      from pg_temp.places_moving m join household_address h on h.address = m.address
     where upper_inf(h.known) and h.valid && daterange(m.day, null) and h.office <> m.office;
end $$;
