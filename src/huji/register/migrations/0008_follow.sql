-- Registrations follow their addresses to another office. `places_moving` (huji.places, temporary) says which
-- addresses another office keeps, and from which day on.

-- The seats that come under another office: which household, on which of its days.
create function register_moving_seats() returns table (household bigint, days daterange, office int)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return query
    select h.household, h.valid * daterange(m.day, null), m.office
      from places_moving m join household_address h on h.address = m.address
     where upper_inf(h.known) and h.valid && daterange(m.day, null) and h.office <> m.office;
end $$;

-- Those who are registered nowhere now, and were last in one of these households: in transit, elsewhere,
-- unregistered. Their business goes with the household.
create function register_moving_absent(houses bigint[]) returns table (person bigint, household bigint)
language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.person, l.household
    from (select distinct person from standing where household = any (houses) and upper_inf(known)) p
    join standing t on t.person = p.person and upper_inf(t.known) and upper_inf(t.valid)
         and t.kind in ('in_transit', 'elsewhere', 'unregistered')
    join lateral (select s.household from standing s
                   where s.person = p.person and s.kind = 'registered' and upper_inf(s.known)
                   order by s.valid desc limit 1) l on l.household = any (houses)
$$;

-- Hold all whom a change of places concerns, in the order of every act: persons, households, then the addresses,
-- which nobody founding a household there can hold at the same time (its foreign key does). Rows as the entry
-- tells them: by office and day, the households and those absent who follow. Raises 40001 when someone was faster.
create function register_follow_hold() returns table (office int, since date, until date, households bigint[], absent bigint[])
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  houses bigint[];
  people bigint[];
begin
  perform pg_current_xact_id();
  houses := array(select distinct household from register_moving_seats());
  people := array(select s.person from standing s where s.household = any (houses) and upper_inf(s.known)
                  union select person from register_moving_absent(houses));
  perform from person p where p.id = any (people) order by p.id for no key update;
  perform from household h where h.id = any (houses) order by h.id for no key update;
  perform from places_address a where a.id in (select address from places_moving) order by a.id for update;
  if not array(select distinct household from register_moving_seats()) <@ houses
     or not array(select s.person from standing s where s.household = any (houses) and upper_inf(s.known)
                  union select person from register_moving_absent(houses)) <@ people then
    raise exception 'someone came to these addresses meanwhile' using errcode = '40001';
  end if;
  return query
    with seats as (select * from register_moving_seats()),
    absent_of as (select a.person, s.office, min(lower(s.days)) as since
                    from register_moving_absent(houses) a join seats s on s.household = a.household and upper_inf(s.days)
                   group by 1, 2)
    select g.office, g.since, g.until, array_agg(distinct g.household order by g.household) filter (where g.household is not null),
           array_agg(distinct g.person order by g.person) filter (where g.person is not null)
      from (select s.office, lower(s.days) as since, upper(s.days) as until, s.household, null::bigint as person
              from seats s
            union all select a.office, a.since, null, null, a.person from absent_of a) g
     group by 1, 2, 3 order by 1, 2, 3;
end $$;

-- Make them follow: from the day on the seats, and every standing within them, are of the new office.
create function register_follow(n bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  done bigint;
  houses bigint[];
begin
  create temporary table register_seats on commit drop as select * from register_moving_seats();
  create temporary table register_absent on commit drop as
    select a.person, s.office, min(lower(s.days)) as since
      from register_moving_absent(array(select household from register_seats)) a
      join register_seats s on s.household = a.household and upper_inf(s.days) group by 1, 2;
  analyze register_seats;
  houses := array(select distinct household from register_seats);
  done := cardinality(houses);

  update household_address h set known = int8range(lower(h.known), n) from register_seats s
   where h.household = s.household and upper_inf(h.known) and h.valid @> s.days and h.office <> s.office;
  insert into household_address (household, address, office, valid, known)
  select h.household, h.address, h.office, rest, int8range(n, null)
    from household_address h join register_seats s on s.household = h.household and h.valid @> s.days,
         unnest(datemultirange(h.valid) - datemultirange(s.days)) rest
   where upper(h.known) = n
  union all
  select h.household, h.address, s.office, s.days, int8range(n, null)
    from household_address h join register_seats s on s.household = h.household and h.valid @> s.days
   where upper(h.known) = n;

  create temporary table register_stood on commit drop as
    select s.*, g.days as parts from standing s
      join (select household, range_agg(days) as days from register_seats group by household) g on g.household = s.household
     where upper_inf(s.known) and g.days && s.valid;
  update standing s set known = int8range(lower(s.known), n) from register_stood g
   where s.person = g.person and s.valid = g.valid and upper_inf(s.known);
  insert into standing (person, valid, known, kind, household, relation, office, cause)
  select g.person, rest, int8range(n, null), g.kind, g.household, g.relation, g.office, g.cause
    from register_stood g, unnest(datemultirange(g.valid) - g.parts) rest
  union all
  select g.person, part, int8range(n, null), g.kind, g.household, g.relation, s.office, g.cause
    from register_stood g join register_seats s on s.household = g.household and s.days && g.valid,
         unnest(datemultirange(g.valid) * datemultirange(s.days)) part;

  create temporary table register_gone on commit drop as
    select s.*, daterange(a.since, null) as days, a.office as new_office
      from standing s join register_absent a on a.person = s.person
     where upper_inf(s.known) and upper_inf(s.valid) and s.kind in ('in_transit', 'elsewhere', 'unregistered')
       and s.office <> a.office;
  update standing s set known = int8range(lower(s.known), n) from register_gone g
   where s.person = g.person and s.valid = g.valid and upper_inf(s.known);
  insert into standing (person, valid, known, kind, office, cause)
  select g.person, rest, int8range(n, null), g.kind, g.office, g.cause
    from register_gone g, unnest(datemultirange(g.valid) - datemultirange(g.days)) rest
  union all
  select g.person, g.valid * g.days, int8range(n, null), g.kind, g.new_office, g.cause from register_gone g;
  drop table register_seats, register_absent, register_stood, register_gone;
  return done;
end $$;

-- Whoever founds a household holds its address by the foreign key. Had a change of places come in between, the
-- address would be another office's by now: then all over again.
create function register_founded_here() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from added h where upper_inf(h.valid) and exists (
       select from places_address a join places_office_area o on o.division = a.division
              and upper_inf(o.known) and upper_inf(o.valid)
        where a.id = h.address and o.office <> h.office)) then
    raise exception 'the address has come under another office' using errcode = '40001';
  end if;
  return null;
end $$;
create trigger founded_here after insert on household_address referencing new table as added
  for each statement execute function register_founded_here();

revoke all on function register_moving_seats(), register_moving_absent(bigint[]), register_follow_hold(),
  register_follow(bigint), register_founded_here() from public;
grant execute on function register_follow_hold(), register_follow(bigint) to huji_writer;
