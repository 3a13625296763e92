-- Rows of places are entered, closed and numbered by the entry being made. Of the writer alone: the owner sets up
-- and mends.
do $$
declare t text;
begin
  foreach t in array array['places_office_area', 'places_zone', 'places_division', 'places_dwelling'] loop
    execute format($trigger$create trigger entered_now after insert on %I referencing new table as added
      for each statement when (current_user = 'huji_writer')
      execute function ledger_entered_now('case when upper_inf(known) then lower(known) end')$trigger$, t);
    execute format($trigger$create trigger closed_now after update on %I referencing new table as added
      for each statement when (current_user = 'huji_writer')
      execute function ledger_entered_now('upper(known)')$trigger$, t);
    execute format($trigger$create trigger only_closed before update on %I for each row
      when (current_user = 'huji_writer' and not (upper_inf(old.known) and lower(new.known) = lower(old.known)
            and not upper_inf(new.known)))
      execute function ledger_only_closed()$trigger$, t);
  end loop;
  foreach t in array array['places_office', 'places_address'] loop
    execute format($trigger$create trigger entered_now after insert on %I referencing new table as added
      for each statement when (current_user = 'huji_writer')
      execute function ledger_entered_now('entry', %L)$trigger$, t, t || '_id_seq');
  end loop;
end $$;
