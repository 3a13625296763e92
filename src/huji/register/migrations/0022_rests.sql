-- Who comes to a household waits for whoever moves it, acts and every other writer alike: the lock that an act holds
-- already is taken before its seat is looked at.
create or replace function standing_rests() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from added a join person p on p.id = a.person where lower(a.valid) < p.born) then
    raise exception 'a standing begins before birth' using errcode = '23514', constraint = 'standing_from_birth', table = 'standing';
  end if;
  perform from household h where h.id = any (array(select a.household from added a)) order by h.id for no key update;
  if exists (select from added a where a.household is not null and not coalesce((
       select range_agg(h.valid) @> a.valid from household_address h
        where h.household = a.household and upper_inf(h.known) and h.office = a.office), false)) then
    raise exception 'a standing is in a household that this office does not keep on that day'
      using errcode = '23514', constraint = 'standing_household_stands', table = 'standing';
  end if;
  return null;
end $$;
