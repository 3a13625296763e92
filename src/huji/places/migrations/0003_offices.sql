-- Which addresses another office keeps from the day of a change on: a temporary table for what must follow
-- (`huji.register`). After places_work_out; `areas` tells who keeps which communities from then on.
create function places_work_out_offices(day date, areas jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  drop table if exists pg_temp.places_moving;
  create temporary table places_moving on commit drop as
  with keeps as (
    select g.division collate "C" as division, g.office from jsonb_to_recordset(areas) as g (division text, office int)),
  held as (
    select division, office from places_office_area where upper_inf(known) and upper_inf(valid)),
  concerned as (
    select c.address, c.old, c.division, c.day from places_changing c where c.old <> c.division
       or c.division in (select division from keeps)
    union all
    select a.id, a.division, a.division, greatest(places_work_out_offices.day, a.since)
      from keeps k join places_address a on a.division = k.division
     where not exists (select from places_changing c where c.address = a.id)
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
revoke all on function places_work_out_offices(date, jsonb) from public;
grant execute on function places_work_out_offices(date, jsonb) to huji_writer;
