-- What the counter does with a row in quarantine. Its bytes, in which the old kind stands, are read through one
-- function that leaves a line; the old kind of one who is registered later goes to the archive by itself.

create table archive_quarantined_kind (
  conversion int    not null,
  row        bigint not null,
  kind       text   collate "C" not null check (kind in ('agricultural', 'non_agricultural', 'self_supplied_grain', 'none')),
  written    text   not null,
  primary key (conversion, row),
  foreign key (conversion, row) references quarantine_row on delete cascade);
grant select on archive_quarantined_kind to huji_archivist;

revoke select on quarantine_row from huji_web, huji_writer;
grant select (conversion, row, office, whole, digest, reasons, understood, number, name, old_household, state, proposal,
              proposed_by, decided_by, reason, person, entry) on quarantine_row to huji_web, huji_writer;
grant update (office) on quarantine_row to huji_writer;

create function quarantine_original(of_conversion int, of_row bigint, by_officer bigint, by_office int, purpose text)
returns bytea language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare found bytea;
begin
  select q.original into found from quarantine_row q where q.conversion = of_conversion and q.row = of_row
     and (register_everywhere() or q.office = any (register_area()));
  if found is not null then
    insert into access_line (who, office, purpose, persons, what)
    values (by_officer, by_office, purpose, '{}', 'quarantine row ' || of_row || ', original');
  end if;
  return found;
end $$;

create function quarantine_archives() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into archive_old_kind (person, conversion, kind, written)
  select new.person, k.conversion, k.kind, k.written from archive_quarantined_kind k
   where k.conversion = new.conversion and k.row = new.row
  on conflict do nothing;
  return null;
end $$;
create trigger archives after update on quarantine_row for each row
  when (new.state = 'registered' and old.state <> 'registered') execute function quarantine_archives();

-- What was registered, or who proposed it, is never rewritten.
create function quarantine_stays() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'a row once registered stays so' using errcode = '23514', constraint = 'quarantine_row_stays';
end $$;
create trigger stays before update on quarantine_row for each row
  when (old.state = 'registered') execute function quarantine_stays();

revoke all on function quarantine_original(int, bigint, bigint, int, text), quarantine_archives(), quarantine_stays()
  from public;
grant execute on function quarantine_original(int, bigint, bigint, int, text) to huji_web;
