-- Places through time. The id of an address is the place itself; what it is called may change. `places_address`
-- holds the present reading, so that nothing that reads or loads addresses pays for the few that ever changed;
-- of those, `places_reading` holds every reading on both axes, the present one among them.
create table places_reading (
  address  integer   not null references places_address,
  valid    daterange not null check (not isempty(valid) and not lower_inf(valid)),
  known    int8range not null check (not isempty(known) and not lower_inf(known)),
  division text      collate "C" not null check (division ~ '^[0-9]{12}$'),
  road     text,
  number   text,
  compound text,
  "group"  text,
  building text,
  unit     text,
  room     text,
  local    text      collate "C" not null check (local <> ''),
  constraint places_reading_one_at_a_time exclude using gist (address with =, valid with &&, known with &&));
create index places_reading_address on places_reading (address);
create index places_reading_local on places_reading (local);

-- Renumbering a street gives one house the number that the next one leaves: alike at the end, not on the way.
alter table places_address drop constraint places_address_is_one_place;
alter table places_address add constraint places_address_is_one_place
  unique nulls not distinct (division, road, number, compound, "group", building, unit, room) deferrable;

-- Towns, communities and villages that an act made, renamed or ended; of all others the standards tell. A code
-- with rows here is told by them alone. `became`: what took its place at the end of `valid`.
create table places_division (
  code   text      collate "C" not null check (code ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
  name   text      not null check (name <> ''),
  became text[]    not null default '{}',
  valid  daterange not null check (not isempty(valid)),
  known  int8range not null check (not isempty(known) and not lower_inf(known)),
  constraint places_division_one_name exclude using gist (code with =, valid with &&, known with &&));
create index places_division_code on places_division (code);
create index places_division_since on places_division (lower(known));

-- The floor area of a dwelling in square metres, a fact of the address.
create table places_dwelling (
  address    integer      not null references places_address,
  valid      daterange    not null check (not isempty(valid) and not lower_inf(valid)),
  known      int8range    not null check (not isempty(known) and not lower_inf(known)),
  floor_area numeric(9,2) not null check (floor_area > 0),
  basis      text         not null check (basis <> ''),
  constraint places_dwelling_one_area exclude using gist (address with =, valid with &&, known with &&));
create index places_dwelling_address on places_dwelling (address);

-- The parts of an address as printed, without the division (huji.places.addresses.Parts.local).
create function places_local(road text, "group" text, number text, compound text, building text, unit text, room text)
returns text language sql immutable parallel safe set search_path = pg_catalog as $$
  select concat(road, "group" || '组', number || '号', compound, building || '幢', unit || '单元', room || '室')
$$;

-- Work out, before the entry is written, what a change of places does: temporary tables of the addresses that get
-- another reading, and of those that another office keeps from then on. Definer: the writer makes no tables and
-- rewrites no address. `map`: {old, new} of villages; `rules`: addresses by some of their parts, with what they get.
create function places_work_out(day date, always boolean, map jsonb, rules jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  shape record;
  part text;
  matches text;
begin
  drop table if exists pg_temp.places_rule, pg_temp.places_map, pg_temp.places_hit, pg_temp.places_changing;
  create temporary table places_rule on commit drop as
    select r.*, length(r.from_division) as digits,
           (select count(*) from jsonb_each(e) f where f.key like 'from\_%' and f.value <> 'null') as weight,
           concat_ws(',', length(r.from_division), r.from_road is null, r.from_number is null, r.from_compound is null,
             r.from_group is null, r.from_building is null, r.from_unit is null, r.from_room is null) as shape
      from jsonb_array_elements(rules) e,
           jsonb_to_record(e) as r (line int, from_division text, from_road text, from_number text, from_compound text,
             from_group text, from_building text, from_unit text, from_room text, to_division text, to_road text,
             to_number text, to_compound text, to_group text, to_building text, to_unit text, to_room text);
  create temporary table places_map on commit drop as
    select m.old collate "C" as old, m.new collate "C" as new from jsonb_to_recordset(map) as m (old text, new text);
  create temporary table places_hit (address int, line int) on commit drop;
  for shape in select min(line) as line, places_rule.shape, digits from places_rule group by places_rule.shape, digits loop
    matches := case when shape.digits = 12 then 'a.division = r.from_division'
                    else 'a.division between r.from_division and r.from_division || ''~''' end;
    foreach part in array array['road', 'number', 'compound', 'group', 'building', 'unit', 'room'] loop
      if exists (select from places_rule r where r.line = shape.line and to_jsonb(r) ->> ('from_' || part) is not null) then
        matches := matches || format(' and a.%I = r.%I', part, 'from_' || part);
      end if;
    end loop;
    execute 'insert into places_hit select a.id, r.line from places_rule r join places_address a on ' || matches
      || ' where r.shape = $1 and (a.until is null or a.until > $2)' using shape.shape, day;
  end loop;
  create index on places_hit (address);
  analyze places_hit, places_map;

  create temporary table places_changing on commit drop as
  with top as (
    select h.address,
           (array_agg(r.to_division order by r.weight desc) filter (where r.to_division is not null))[1] as division,
           (array_agg(r.to_road order by r.weight desc) filter (where r.to_road is not null))[1] as road,
           (array_agg(r.to_number order by r.weight desc) filter (where r.to_number is not null))[1] as number,
           (array_agg(r.to_compound order by r.weight desc) filter (where r.to_compound is not null))[1] as compound,
           (array_agg(r.to_group order by r.weight desc) filter (where r.to_group is not null))[1] as "group",
           (array_agg(r.to_building order by r.weight desc) filter (where r.to_building is not null))[1] as building,
           (array_agg(r.to_unit order by r.weight desc) filter (where r.to_unit is not null))[1] as unit,
           (array_agg(r.to_room order by r.weight desc) filter (where r.to_room is not null))[1] as room
      from places_hit h join places_rule r using (line) group by h.address),
  concerned as (
    select a.id from places_address a join places_map m on m.old = a.division where a.until is null or a.until > day
    union select address from top),
  read as (
    select a.id as address, a.entry, a.division as old,
           coalesce(top.division, m.new, a.division) collate "C" as division,
           case when top.road is null then a.road else nullif(top.road, '') end as road,
           case when top.number is null then a.number else nullif(top.number, '') end as number,
           case when top.compound is null then a.compound else nullif(top.compound, '') end as compound,
           case when top."group" is null then a."group" else nullif(top."group", '') end as "group",
           case when top.building is null then a.building else nullif(top.building, '') end as building,
           case when top.unit is null then a.unit else nullif(top.unit, '') end as unit,
           case when top.room is null then a.room else nullif(top.room, '') end as room,
           coalesce(lower(now.valid), a.since) as since,
           case when always then coalesce(lower(now.valid), a.since) else greatest(day, a.since) end as day,
           now.address is not null as changed_before
      from concerned c join places_address a on a.id = c.id
      left join places_map m on m.old = a.division
      left join top on top.address = a.id
      left join places_reading now on now.address = a.id and upper_inf(now.known) and upper_inf(now.valid))
  select r.*, places_local(r.road, r."group", r.number, r.compound, r.building, r.unit, r.room) collate "C" as local
    from read r join places_address a on a.id = r.address
   where (r.division, r.road, r.number, r.compound, r."group", r.building, r.unit, r.room)
         is distinct from (a.division, a.road, a.number, a.compound, a."group", a.building, a.unit, a.room);
  alter table places_changing add primary key (address);
  analyze places_changing;
  grant select on places_rule, places_hit, places_changing to huji_writer;
end $$;

-- Give the addresses worked out their new readings: the present belief is closed, what was so before the day is
-- believed on, and the row itself says what is so now. Returns how many.
create function places_read_anew(n bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare done bigint;
begin
  if not exists (select from ledger_entry e where e.entry = n
       and pg_xact_status((pg_current_xact_id()::text::bigint - age(e.xmin))::text::xid8) = 'in progress') then
    raise exception 'a reading must begin with the entry being made'
      using errcode = '23514', constraint = 'places_past', table = 'places_reading';
  end if;
  update places_reading r set known = int8range(lower(r.known), n) from places_changing c
   where r.address = c.address and upper_inf(r.known) and upper_inf(r.valid);
  insert into places_reading (address, valid, known, division, road, number, compound, "group", building, unit, room, local)
  select a.id, daterange(a.since, null), int8range(least(a.entry, n - 1), n),
         a.division, a.road, a.number, a.compound, a."group", a.building, a.unit, a.room, a.local
    from places_changing c join places_address a on a.id = c.address where not c.changed_before
  union all
  select a.id, daterange(c.since, c.day), int8range(n, null),
         a.division, a.road, a.number, a.compound, a."group", a.building, a.unit, a.room, a.local
    from places_changing c join places_address a on a.id = c.address where c.since < c.day
  union all
  select c.address, daterange(c.day, null), int8range(n, null),
         c.division, c.road, c.number, c.compound, c."group", c.building, c.unit, c.room, c.local
    from places_changing c;
  update places_address a
     set division = c.division, road = c.road, number = c.number, compound = c.compound, "group" = c."group",
         building = c.building, unit = c.unit, room = c.room, local = c.local
    from places_changing c where a.id = c.address;
  get diagnostics done = row_count;
  return done;
end $$;

grant select on places_reading, places_division, places_dwelling to huji_web, huji_writer, huji_auditor;
grant insert on places_division, places_dwelling to huji_writer;
grant update (known) on places_division, places_dwelling to huji_writer;
revoke all on function places_work_out(date, boolean, jsonb, jsonb), places_read_anew(bigint),
  places_local(text, text, text, text, text, text, text) from public;
grant execute on function places_work_out(date, boolean, jsonb, jsonb), places_read_anew(bigint) to huji_writer;
grant execute on function places_local(text, text, text, text, text, text, text) to huji_web, huji_writer, huji_auditor;
