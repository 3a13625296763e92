-- The acts' few statements: hold, then enter and change. They are planned once a session, for indexes: left to
-- itself the planner thinks an array long and plans each call anew, which costs more than the call.

-- Lock persons, then households, in id order, and tell what they are now. `movers` change standing; of a
-- household in `whole`, and of one that a mover heads, all members are held, since their relations may change.
-- `others` are held only so that they stay as they are (a newborn's parents). `into` are households that people come to. Rows: every person held with the last standing believed; then,
-- with person null, every household of `into` and `whole` that exists. Raises 40001 when someone was faster.
create function register_hold(movers bigint[], into_households bigint[], whole bigint[], others bigint[])
returns table (person bigint, born date, kind text, household bigint, relation text, office int, since date,
               household_kind text, address int)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  held bigint[];
  again bigint[];
  houses bigint[];
begin
  perform pg_current_xact_id();
  held := register_concerned(movers, whole) || others;
  perform from person p where p.id = any (held) order by p.id for no key update;
  select array_agg(s.household) into houses from standing s
   where s.person = any (held) and upper_inf(s.known) and upper_inf(s.valid) and s.household is not null;
  perform from household h where h.id = any (houses || into_households || whole) order by h.id for no key update;
  again := register_concerned(movers, whole);
  if not again <@ held then
    raise exception 'someone joined a household meanwhile' using errcode = '40001';
  end if;
  return query
    select p.id, p.born, s.kind::text, s.household, s.relation, s.office, lower(s.valid), h.kind, null::int
      from person p
      join standing s on s.person = p.id and upper_inf(s.known) and upper_inf(s.valid)
      left join household h on h.id = s.household
     where p.id = any (held)
    union all
    select null, null, null, h.id, null, a.office, lower(a.valid), h.kind, a.address
      from household h join household_address a on a.household = h.id and upper_inf(a.known) and upper_inf(a.valid)
     where h.id = any (into_households || whole);
end $$;

create function register_concerned(movers bigint[], whole bigint[]) returns bigint[]
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  select array(
    select unnest(movers)
    union
    select m.person from standing m where m.household = any (whole) and upper_inf(m.known) and upper_inf(m.valid)
    union
    select m.person
      from standing s join standing m on m.household = s.household and upper_inf(m.known) and upper_inf(m.valid)
     where s.person = any (movers) and s.relation = '02' and upper_inf(s.known) and upper_inf(s.valid))
$$;

-- Announce, before the entry is numbered, that one greater than the sequence's present value may be under way:
-- a shared lock keyed by that value. register_settled() reads these locks, so that `as_of` never answers about
-- an entry whose transaction, or one numbered before it, is still open.
create function register_announce() returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare least bigint;
begin
  select case when is_called then last_value else 0 end into least from ledger_entry_number;
  perform pg_advisory_xact_lock_shared((4713::bigint << 48) | least);
end $$;

create function register_enter(at_office int, act text, all_offices int[], body bytea) returns bigint
language plpgsql as $$
declare n bigint;
begin
  perform register_announce();
  insert into ledger_entry (office, act, offices, body) values (at_office, act, all_offices, body) returning entry into n;
  return n;
end $$;

-- Give each of `persons` the standing of the same index from its day on. What was believed from an earlier day
-- is cut there; what was believed from that same day is superseded.
create function register_stand(n bigint, persons bigint[], days date[], kinds text[], households bigint[],
                               relations text[], offices int[]) returns void
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  update standing set known = int8range(lower(known), n)
   where person = any (persons) and upper_inf(known) and upper_inf(valid);
  insert into standing (person, valid, known, kind, household, relation, office)
  select s.person, daterange(lower(s.valid), c.day), int8range(n, null), s.kind, s.household, s.relation, s.office
    from unnest(persons, days) as c (person, day)
    join standing s on s.person = c.person and upper(s.known) = n and lower(s.valid) < c.day
  union all
  select c.person, daterange(c.day, null), int8range(n, null), c.kind::standing_kind, c.household, c.relation, c.office
    from unnest(persons, days, kinds, households, relations, offices)
         as c (person, day, kind, household, relation, office);
end $$;

-- One act: its entry, a household it founds (id drawn beforehand, or null), and the standings it gives.
create function register_act(at_office int, act text, all_offices int[], body bytea,
                             founded bigint, founded_kind text, founded_sort text, founded_address int, founded_day date,
                             persons bigint[], days date[], kinds text[], households bigint[], relations text[],
                             offices int[]) returns bigint
language plpgsql as $$
declare n bigint;
begin
  n := register_enter(at_office, act, all_offices, body);
  if founded is not null then
    insert into household (id, kind, sort, created_entry) values (founded, founded_kind, founded_sort, n);
    insert into household_address (household, address, office, valid, known)
    values (founded, founded_address, at_office, daterange(founded_day, null), int8range(n, null));
  end if;
  if cardinality(persons) > 0 then
    perform register_stand(n, persons, days, kinds, households, relations, offices);
  end if;
  return n;
end $$;

revoke all on function
  register_hold(bigint[], bigint[], bigint[], bigint[]), register_concerned(bigint[], bigint[]), register_announce(),
  register_enter(int, text, int[], bytea),
  register_stand(bigint, bigint[], date[], text[], bigint[], text[], int[]),
  register_act(int, text, int[], bytea, bigint, text, text, int, date, bigint[], date[], text[], bigint[], text[], int[])
from public;
grant execute on function
  register_hold(bigint[], bigint[], bigint[], bigint[]), register_announce(),
  register_enter(int, text, int[], bytea),
  register_stand(bigint, bigint[], date[], text[], bigint[], text[], int[]),
  register_act(int, text, int[], bytea, bigint, text, text, int, date, bigint[], date[], text[], bigint[], text[], int[])
to huji_writer;
