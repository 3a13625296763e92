-- Of those whom an office registers no more it reads what it held of them then: what was believed of days under it, and
-- already while it kept them. What the office of now enters of those days since is not the former one's to read. While an
-- office keeps somebody, and at no other time, the open end of their life is believed to be under it.
create or replace function register_kept(who bigint, days daterange, entries int8range) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from standing s join standing k on k.person = s.person and k.office = any (register_area())
                    and upper_inf(k.valid) and k.known && s.known and k.known && entries
                  where s.person = who and s.office = any (register_area())
                    and s.valid && days and s.known && entries)
$$;

-- Whom an office registers now is asked first, as everywhere: the row of a person is read with every other.
alter policy reads on person using ((select register_everywhere())
  or register_keeps(id) or register_kept(id, daterange(null, null), int8range(null, null)));
