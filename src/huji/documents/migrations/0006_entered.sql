-- A paper is issued, and its state moved on, by the entry being made.
create trigger entered_now after insert on documents_paper referencing new table as added
  for each statement execute function ledger_entered_now('entry');
create trigger changed_now after update on documents_paper referencing new table as added
  for each statement execute function ledger_entered_now('status_entry');
