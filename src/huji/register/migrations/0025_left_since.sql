-- A head's leaving may be entered late: whoever has left the household since that day is held as well, because
-- somebody else headed it on the days between.
drop function register_hold(bigint[], bigint[], bigint[], bigint[]);

-- Persons are locked by id, then households by id. Held are the movers and `others`, everybody in the households of
-- `whole`, and everybody in a household that a mover heads, with `left_after` those too who have left one of either after that
-- day; households are theirs, but for those who have left, `whole`, and those gone to.
create function register_hold(movers bigint[], into_households bigint[], whole bigint[], others bigint[],
                              left_after date default null)
returns table (person bigint, born date, kind text, household bigint, relation text, office int, since date,
               household_kind text, address int, cause text)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  held bigint[];
  emptied bigint[];
  houses bigint[];
begin
  perform pg_current_xact_id();
  select array_agg(s.person), whole || array_agg(s.household) filter (where s.relation = '02' and s.person = any (movers))
    into held, emptied
    from standing s where s.person = any (movers || others) and upper_inf(s.known) and upper_inf(s.valid);
  if cardinality(emptied) > 0 then
    held := held || array(select m.person from standing m
                           where m.household = any (emptied) and upper_inf(m.known)
                             and (upper_inf(m.valid) or upper(m.valid) > left_after));
  end if;
  perform from person p where p.id = any (held) order by p.id for no key update;

  select array_agg(s.household), whole || array_agg(s.household) filter (where s.relation = '02' and s.person = any (movers))
    into houses, emptied
    from standing s where s.person = any (movers || others) and upper_inf(s.known) and upper_inf(s.valid);
  perform from household h where h.id = any (houses || into_households || whole) order by h.id for no key update;
  if cardinality(emptied) > 0 and exists (
    select from standing m where m.household = any (emptied) and upper_inf(m.known)
       and (upper_inf(m.valid) or upper(m.valid) > left_after) and not m.person = any (held))
  then
    raise exception 'someone joined a household meanwhile' using errcode = '40001';
  end if;
  return query
    select p.id, p.born, s.kind::text, s.household, s.relation, s.office, lower(s.valid), h.kind, null::int, s.cause
      from person p
      join standing s on s.person = p.id and upper_inf(s.known) and upper_inf(s.valid)
      left join household h on h.id = s.household
     where p.id = any (held)
    union all
    select null, null, null, h.id, null, a.office, lower(a.valid), h.kind, a.address, null
      from household h join household_address a on a.household = h.id and upper_inf(a.known) and upper_inf(a.valid)
     where h.id = any (into_households || whole);
end $$;
revoke all on function register_hold(bigint[], bigint[], bigint[], bigint[], date) from public;
grant execute on function register_hold(bigint[], bigint[], bigint[], bigint[], date) to huji_writer;
