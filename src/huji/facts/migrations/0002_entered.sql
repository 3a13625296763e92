-- Facts, papers handed in and figures are recorded, and closed, by the entry being made.
create trigger entered_now after insert on evidence referencing new table as added
  for each statement execute function ledger_entered_now('entry');
do $$
declare t text;
begin
  foreach t in array array['fact', 'place_figure'] loop
    execute format('create trigger entered_now after insert on %I referencing new table as added
      for each statement execute function ledger_entered_now(%L)', t, 'case when upper_inf(known) then lower(known) end');
    execute format('create trigger closed_now after update on %I referencing new table as added
      for each statement execute function ledger_entered_now(%L)', t, 'upper(known)');
  end loop;
end $$;
