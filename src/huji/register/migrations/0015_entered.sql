-- People, households and papers of a move are made by the entry being made, under ids that were drawn.
create trigger entered_now after insert on person referencing new table as added
  for each statement execute function ledger_entered_now('created_entry', 'person_id_seq');
create trigger entered_now after insert on household referencing new table as added
  for each statement execute function ledger_entered_now('created_entry', 'household_id_seq');

-- A paper is issued, used and made void by entries of their own, each once. One that was made void and is good again
-- (what made it void was undone) stands again under the entry that issued it.
create function register_paper_entered() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare others int;
begin
  execute format('select count(*) from added a where not ledger_entry_is_ours(a.entry) and not exists (
    select from %I former where former.number = a.number and former.entry = a.entry and former.void_entry is not null)',
    tg_table_name) into others;
  if others > 0 then
    raise exception 'a row of % must name the entry being made', tg_table_name
      using errcode = '23514', constraint = 'ledger_entered_now', table = tg_table_name;
  end if;
  return null;
end $$;

-- As above for a permit used again: the use that was undone stands anew.
create function register_permit_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from added a where not coalesce(ledger_entry_is_ours(coalesce(a.void_entry, a.used_entry)), false)
      and not exists (select from move_in_permit former where former.number = a.number
        and former.used_entry = a.used_entry and former.void_entry is not null)) then
    raise exception 'a row of % must name the entry being made', tg_table_name
      using errcode = '23514', constraint = 'ledger_entered_now', table = tg_table_name;
  end if;
  return null;
end $$;
revoke all on function register_paper_entered(), register_permit_changed() from public;
create trigger entered_now after insert on move_in_permit referencing new table as added
  for each statement execute function register_paper_entered();
create trigger entered_now after insert on migration_certificate referencing new table as added
  for each statement execute function register_paper_entered();
create trigger changed_now after update on move_in_permit referencing new table as added
  for each statement execute function register_permit_changed();
create trigger changed_now after update on migration_certificate referencing new table as added
  for each statement execute function ledger_entered_now('void_entry');
