-- The two statements of every act, made lighter: what an act changes is held with one look before the locks and one
-- after them, and what it does is read from its own entry, so that the two cannot say different things.

-- What is believed of a person or a household, without what was believed before; the whole of a person's history is
-- found through the constraint that keeps it from overlapping.
create index standing_believed_person on standing (person) where upper_inf(known);
create index standing_believed_household on standing (household) where upper_inf(known);
drop index standing_person;

-- Persons are locked by id, then households by id. Held are the movers and `others`, everybody in the households of
-- `whole`, and everybody in a household that a mover heads; households are theirs, `whole`, and those gone to.
create or replace function register_hold(movers bigint[], into_households bigint[], whole bigint[], others bigint[])
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
                           where m.household = any (emptied) and upper_inf(m.known) and upper_inf(m.valid));
  end if;
  perform from person p where p.id = any (held) order by p.id for no key update;

  select array_agg(s.household), whole || array_agg(s.household) filter (where s.relation = '02' and s.person = any (movers))
    into houses, emptied
    from standing s where s.person = any (movers || others) and upper_inf(s.known) and upper_inf(s.valid);
  perform from household h where h.id = any (houses || into_households || whole) order by h.id for no key update;
  if cardinality(emptied) > 0 and exists (
    select from standing m where m.household = any (emptied) and upper_inf(m.known) and upper_inf(m.valid)
       and not m.person = any (held))
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
drop function register_concerned(bigint[], bigint[]);

-- `moves` is a list of [person, day, kind, household, relation, office, cause]: from its day on, that is how the
-- person stands. What was believed from an earlier day is cut there; what was believed from that day, superseded.
drop function register_stand(bigint, bigint[], date[], text[], bigint[], text[], int[], text[]);
create function register_stand(n bigint, moves jsonb) returns void
language plpgsql set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  update standing set known = int8range(lower(known), n)
   where person = any (array(select (m ->> 0)::bigint from jsonb_array_elements(moves) m))
     and upper_inf(known) and upper_inf(valid);
  insert into standing (person, valid, known, kind, household, relation, office, cause)
  select s.person, daterange(lower(s.valid), (m ->> 1)::date), int8range(n, null), s.kind, s.household, s.relation,
         s.office, s.cause
    from jsonb_array_elements(moves) m
    join standing s on s.person = (m ->> 0)::bigint and upper(s.known) = n and lower(s.valid) < (m ->> 1)::date
  union all
  select (m ->> 0)::bigint, daterange((m ->> 1)::date, null), int8range(n, null), (m ->> 2)::standing_kind,
         (m ->> 3)::bigint, m ->> 4, (m ->> 5)::int, m ->> 6
    from jsonb_array_elements(moves) m;
end $$;

-- One act: its entry, and what the entry says of a household founded and of standings given.
drop function register_act(int, text, int[], bytea, bigint, text, text, int, date, bigint[], date[], text[], bigint[],
                           text[], int[], text[]);
create function register_act(at_office int, act text, all_offices int[], body bytea) returns bigint
language plpgsql as $$
declare
  told jsonb := convert_from(body, 'UTF8')::jsonb -> 'results';
  house jsonb := told -> 'household';
  n bigint;
begin
  n := register_enter(at_office, act, all_offices, body);
  if house is not null then
    insert into household (id, kind, sort, created_entry)
    values ((house ->> 'id')::bigint, house ->> 'kind', house ->> 'sort', n);
    insert into household_address (household, address, office, valid, known)
    values ((house ->> 'id')::bigint, (house ->> 'address')::int, (house ->> 'office')::int,
            daterange((house ->> 'since')::date, null), int8range(n, null));
  end if;
  if told ? 'standings' then
    perform register_stand(n, told -> 'standings');
  end if;
  return n;
end $$;

revoke all on function register_stand(bigint, jsonb), register_act(int, text, int[], bytea) from public;
grant execute on function register_stand(bigint, jsonb), register_act(int, text, int[], bytea) to huji_writer;
