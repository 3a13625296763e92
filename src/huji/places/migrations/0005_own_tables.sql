-- What a definer reads from a temporary table it made itself: of nobody else's it reads nothing.
create function places_worked_out(what text) returns void
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from pg_class c where c.relnamespace = pg_my_temp_schema() and c.relname = what
                    and c.relkind = 'r' and pg_get_userbyid(c.relowner) = current_user) then
    raise exception 'nothing was worked out here: % is not ours', what
      using errcode = '42501', table = what;
  end if;
end $$;
revoke all on function places_worked_out(text) from public;

-- As before (0003_offices), from our own table.
create or replace function places_work_out_offices(day date, areas jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform places_worked_out('places_changing');
  drop table if exists pg_temp.places_moving;
  create temporary table places_moving on commit drop as
  with keeps as (
    select g.division collate "C" as division, g.office from jsonb_to_recordset(areas) as g (division text, office int)),
  held as (
    select division, office from places_office_area where upper_inf(known) and upper_inf(valid)),
  concerned as (
    select c.address, c.old, c.division, c.day from pg_temp.places_changing c where c.old <> c.division
       or c.division in (select division from keeps)
    union all
    select a.id, a.division, a.division, greatest(places_work_out_offices.day, a.since)
      from keeps k join places_address a on a.division = k.division
     where not exists (select from pg_temp.places_changing c where c.address = a.id)
       and (a.until is null or a.until > places_work_out_offices.day))
  select c.address, coalesce(k.office, h.office) as office, c.day, c.division
    from concerned c
    left join keeps k on k.division = c.division
    left join held h on h.division = c.division
    left join held o on o.division = c.old
   where coalesce(k.office, h.office) is distinct from o.office;
  alter table places_moving add primary key (address);
  analyze places_moving;
  grant select on places_moving to huji_writer;
end $$;

-- As before (0002_readings), from our own table.
create or replace function places_read_anew(n bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare done bigint;
begin
  perform places_worked_out('places_changing');
  if not exists (select from ledger_entry e where e.entry = n
       and pg_xact_status((pg_current_xact_id()::text::bigint - age(e.xmin))::text::xid8) = 'in progress') then
    raise exception 'a reading must begin with the entry being made'
      using errcode = '23514', constraint = 'places_past', table = 'places_reading';
  end if;
  update places_reading r set known = int8range(lower(r.known), n) from pg_temp.places_changing c
   where r.address = c.address and upper_inf(r.known) and upper_inf(r.valid);
  insert into places_reading (address, valid, known, division, road, number, compound, "group", building, unit, room, local)
  select a.id, daterange(a.since, null), int8range(least(a.entry, n - 1), n),
         a.division, a.road, a.number, a.compound, a."group", a.building, a.unit, a.room, a.local
    from pg_temp.places_changing c join places_address a on a.id = c.address where not c.changed_before
  union all
  select a.id, daterange(c.since, c.day), int8range(n, null),
         a.division, a.road, a.number, a.compound, a."group", a.building, a.unit, a.room, a.local
    from pg_temp.places_changing c join places_address a on a.id = c.address where c.since < c.day
  union all
  select c.address, daterange(c.day, null), int8range(n, null),
         c.division, c.road, c.number, c.compound, c."group", c.building, c.unit, c.room, c.local
    from pg_temp.places_changing c;
  update places_address a
     set division = c.division, road = c.road, number = c.number, compound = c.compound, "group" = c."group",
         building = c.building, unit = c.unit, room = c.room, local = c.local
    from pg_temp.places_changing c where a.id = c.address;
  get diagnostics done = row_count;
  return done;
end $$;
