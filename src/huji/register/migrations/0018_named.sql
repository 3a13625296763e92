-- Whom a reader's area keeps of those who bear a name now. The policies of particulars ask twice for each
-- bearer, two functions that cannot be inlined: 65 ms for the commonest name among a million people, most of
-- whom other offices keep. Definer, for the same reason as register_keeps; it tells ids of the area alone, and
-- what is read of them is read under the policies.
create function register_named(what text) returns setof bigint
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select i.person from particulars i
   where i.name = what and upper_inf(i.known) and upper_inf(i.valid)
     and exists (select from standing s where s.person = i.person and upper_inf(s.known) and upper_inf(s.valid)
                    and ((select register_everywhere()) or s.office = any ((select register_area())::int[])))
$$;
revoke all on function register_named(text) from public;
grant execute on function register_named(text) to huji_web;
