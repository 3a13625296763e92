-- A community with households cannot simply be given to another office: its registrations follow in the same
-- transaction (register_follow), or nothing changes.
create function register_follows_area() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (
    select from places_office_area o
      join places_address a on a.division = o.division
      join household_address h on h.address = a.id and upper_inf(h.known) and upper_inf(h.valid)
     where o.division = new.division and upper_inf(o.known) and upper_inf(o.valid) and h.office <> o.office)
  then
    raise exception 'households of % are registered with another office', new.division
      using errcode = '23514', constraint = 'register_follows_area', table = 'places_office_area';
  end if;
  return null;
end $$;
revoke all on function register_follows_area() from public;
create constraint trigger register_follows after insert on places_office_area
  deferrable initially deferred for each row execute function register_follows_area();
