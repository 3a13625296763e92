-- The old kind is told to the office that keeps the person, and to nobody else; whoever asks leaves a line even so.
create or replace function archive_of_old_kind(who bigint, by_officer bigint, by_office int, purpose text, why text)
returns table (kind text, written text, conversion int, on_day date)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if coalesce(why, '') = '' then
    raise exception 'the sealed archive is opened for a stated reason' using errcode = '23514', constraint = 'archive_reason';
  end if;
  insert into access_line (who, office, purpose, persons, what)
  values (by_officer, by_office, purpose, array[who], left('old kind of registration: ' || why, 500));
  return query select a.kind, a.written, a.conversion, c."on" from archive_old_kind a join conversion c on c.id = a.conversion
    where a.person = who and (register_everywhere() or register_keeps(who));
end $$;

-- The bytes of a row, in which the old kind stands, are no more the auditor's than the archive is.
revoke select on quarantine_row from huji_auditor;
grant select (conversion, row, office, whole, digest, reasons, understood, number, name, old_household, state, proposal,
              proposed_by, decided_by, reason, person, entry) on quarantine_row to huji_auditor;

-- A row is registered as it was proposed, by whom it was proposed, and by the act of this very transaction: whoever
-- could name another person would hang the old kind of one on the other.
create function quarantine_registers() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if old.state <> 'proposed' or row(new.proposal, new.proposed_by, new.office)
       is distinct from row(old.proposal, old.proposed_by, old.office) then
    raise exception 'a row is registered as it was proposed' using errcode = '23514', constraint = 'quarantine_row_as_proposed';
  end if;
  if not register_entry_is_ours(new.entry)
     or not exists (select from ledger_entry e join standing s on lower(s.known) = e.entry
                     where e.entry = new.entry and e.act = 'take_over' and s.person = new.person) then
    raise exception 'a row is registered by its own act' using errcode = '23514', constraint = 'quarantine_row_own_act';
  end if;
  return new;
end $$;
create trigger registers before update on quarantine_row for each row
  when (new.state = 'registered' and old.state <> 'registered') execute function quarantine_registers();
revoke all on function quarantine_registers() from public;
