-- Who may read what of a conversion: rows and old household numbers by area, the sealed archive by its archivist.
do $$
declare t text;
begin
  foreach t in array array['conversion_row', 'conversion_household', 'archive_old_kind', 'archive_quarantined_kind'] loop
    execute format('alter table %I enable row level security', t);
  end loop;
  foreach t in array array['conversion_row', 'conversion_household'] loop
    execute format('create policy writes on %I for select to huji_writer using (true)', t);
    execute format('create policy audits on %I for select to huji_auditor using (true)', t);
  end loop;
  foreach t in array array['archive_old_kind', 'archive_quarantined_kind'] loop
    execute format('create policy archives on %I for select to huji_archivist using (true)', t);
  end loop;
end $$;
create policy reads on conversion_household for select to huji_web using ((select register_everywhere())
  or exists (select from household_address a where a.household = conversion_household.household
                and a.office = any ((select register_area())::int[])));
