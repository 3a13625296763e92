-- The last entry such that it and all before it were recorded by an instant: one before the least of the first
-- entries that the chains have after it. Along a chain neither numbers nor moments go back, so its first is found
-- by index; across chains a clock set back may turn moments around, which this answers as it stands.
create or replace function register_entry_at(instant timestamptz) returns bigint
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with recursive chain (office) as (
    select min(office) from ledger_entry
    union all
    select (select min(e.office) from ledger_entry e where e.office > c.office) from chain c where c.office is not null)
  select coalesce(
    (select min(later.entry) - 1 from chain c,
       lateral (select e.entry from ledger_entry e where e.office = c.office and e.recorded > instant
                 order by e.recorded, e.entry limit 1) later
      where c.office is not null),
    (select case when is_called then last_value else 0 end from ledger_entry_number))
$$;
