-- Where a number is registered: also asked by one that was given up, or that turned out wrong. It stays its
-- bearer's for ever, and leads to where the bearer is now.
create or replace function register_whereabouts(asked text, by_officer bigint, by_office int, purpose text)
returns table (kind text, office int)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare found bigint[];
begin
  found := array(select distinct n.person from citizen_number n where n.number = asked);
  insert into access_line (who, office, purpose, persons, what)
  values (by_officer, by_office, purpose, found, 'whereabouts ' || asked);
  return query select s.kind::text, s.office from standing s
    where s.person = any (found) and upper_inf(s.known) and upper_inf(s.valid);
end $$;
