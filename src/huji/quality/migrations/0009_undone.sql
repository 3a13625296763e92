-- A row whose registration is undone is open again, and registered again where that undoing is undone: whoever of the
-- old register is not in the new one is worked on here, and counted once.
alter table quarantine_row add column undone bigint;     -- the entry that had registered it, while the row is open again
grant select (undone) on quarantine_row to huji_web, huji_writer, huji_auditor;
grant update (undone) on quarantine_row to huji_writer;
alter table quarantine_row add constraint quarantine_row_undone check (undone is null or state = 'open');

create function quarantine_follows() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  root bigint := register_undoes(new.body);
  act_of text;
  made jsonb;
begin
  loop
    select e.act, convert_from(e.body, 'UTF8')::jsonb into act_of, made from ledger_entry e where e.entry = root;
    exit when act_of is distinct from 'undo';
    root := (made #>> '{results,undone,entry}')::bigint;
  end loop;
  if act_of is distinct from 'take_over' then
    return null;
  end if;
  if register_undoing(root) is not null then
    update quarantine_row set state = 'open', person = null, entry = null, undone = root
     where conversion = (made #>> '{statement,conversion}')::int and row = (made #>> '{statement,row}')::bigint
       and state = 'registered' and entry = root;
    return null;
  end if;
  update quarantine_row set state = 'registered', entry = root, undone = null,
         person = coalesce(made #>> '{results,persons,0,id}', made #>> '{results,lives,0,0}')::bigint
   where conversion = (made #>> '{statement,conversion}')::int and row = (made #>> '{statement,row}')::bigint
     and undone = root;
  if not found and exists (select from quarantine_row
       where conversion = (made #>> '{statement,conversion}')::int and row = (made #>> '{statement,row}')::bigint) then
    raise exception 'row % was worked on since its registration was undone', made #>> '{statement,row}'
      using errcode = '23514', constraint = 'quarantine_row_worked_on', table = 'quarantine_row';
  end if;
  return null;
end $$;
create trigger quarantine_follows after insert on ledger_entry for each row
  when (new.act = 'undo') execute function quarantine_follows();

-- What was registered, or who proposed it, is never rewritten: it is open again by an undoing, and otherwise the same.
create or replace function quarantine_stays() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.state = 'open' and new.undone = old.entry and register_undoing(old.entry) is not null
     and row(new.proposal, new.proposed_by, new.decided_by, new.office)
         is not distinct from row(old.proposal, old.proposed_by, old.decided_by, old.office) then
    return new;
  end if;
  raise exception 'a row once registered stays so' using errcode = '23514', constraint = 'quarantine_row_stays';
end $$;

create or replace function quarantine_registers() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare again boolean := coalesce(old.undone = new.entry and register_undoing(new.entry) is null, false);
begin
  if not (again or old.state = 'proposed') or row(new.proposal, new.proposed_by, new.office)
       is distinct from row(old.proposal, old.proposed_by, old.office) then
    raise exception 'a row is registered as it was proposed' using errcode = '23514', constraint = 'quarantine_row_as_proposed';
  end if;
  if not (again or register_entry_is_ours(new.entry))
     or not exists (select from ledger_entry e join standing s on lower(s.known) = e.entry
                     where e.entry = new.entry and e.act = 'take_over' and s.person = new.person) then
    raise exception 'a row is registered by its own act' using errcode = '23514', constraint = 'quarantine_row_own_act';
  end if;
  return new;
end $$;
revoke all on function quarantine_follows(), quarantine_stays(), quarantine_registers() from public;
