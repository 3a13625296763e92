-- People, households and papers of a move are made by the entry being made, under ids that were drawn.
create trigger entered_now after insert on person referencing new table as added
  for each statement execute function ledger_entered_now('created_entry', 'person_id_seq');
create trigger entered_now after insert on household referencing new table as added
  for each statement execute function ledger_entered_now('created_entry', 'household_id_seq');

-- A paper is issued, used and made void by entries of their own, each once.
do $$
declare t text;
begin
  foreach t in array array['move_in_permit', 'migration_certificate'] loop
    execute format('create trigger entered_now after insert on %I referencing new table as added
      for each statement execute function ledger_entered_now(%L)', t, 'entry');
  end loop;
end $$;
create trigger changed_now after update on move_in_permit referencing new table as added
  for each statement execute function ledger_entered_now('coalesce(void_entry, used_entry)');
create trigger changed_now after update on migration_certificate referencing new table as added
  for each statement execute function ledger_entered_now('void_entry');
