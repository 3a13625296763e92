-- Who may read what. An office sees the people it registers now, whole; of those it once registered, what it
-- held of them then (registers are kept for ever). `huji.area` unset or empty shows nothing, `*` everything.
create function register_area() returns int[] language sql stable as $$
  select case when nullif(current_setting('huji.area', true), '') = '*' then null
              else string_to_array(nullif(current_setting('huji.area', true), ''), ',')::int[] end
$$;
create function register_everywhere() returns boolean language sql stable as $$
  select coalesce(nullif(current_setting('huji.area', true), '') = '*', false)
$$;

-- Definer: the policies of standing may not ask standing under the same policies.
create function register_keeps(who bigint) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from standing s where s.person = who and upper_inf(s.known) and upper_inf(s.valid)
                    and s.office = any (register_area()))
$$;
create function register_kept(who bigint, days daterange, entries int8range) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from standing s where s.person = who and s.office = any (register_area())
                    and s.valid && days and s.known && entries)
$$;

do $$
declare t text;
begin
  foreach t in array array['person', 'citizen_number', 'particulars', 'household', 'household_address', 'standing',
                           'kinship', 'move_in_permit', 'migration_certificate'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy writes on %I to huji_writer using (true) with check (true)', t);
    execute format('create policy audits on %I for select to huji_auditor using (true)', t);
    execute format('grant select on %I to huji_web, huji_writer, huji_auditor', t);
    execute format('grant insert on %I to huji_writer', t);
  end loop;
  foreach t in array array['citizen_number', 'particulars', 'household_address', 'standing', 'kinship'] loop
    execute format('grant update (known) on %I to huji_writer', t);
  end loop;
  foreach t in array array['citizen_number', 'particulars', 'kinship'] loop
    execute format('create policy reads on %I for select to huji_web using ((select register_everywhere())
      or register_keeps(person) or register_kept(person, valid, known))', t);
  end loop;
  foreach t in array array['household_address', 'move_in_permit', 'migration_certificate'] loop
    execute format('create policy reads on %I for select to huji_web using ((select register_everywhere())
      or office = any ((select register_area())::int[]))', t);
  end loop;
end $$;
create policy reads on standing for select to huji_web using ((select register_everywhere())
  or office = any ((select register_area())::int[]) or register_keeps(person));
create policy reads on person for select to huji_web using ((select register_everywhere())
  or register_kept(id, daterange(null, null), int8range(null, null)));
create policy reads on household for select to huji_web using ((select register_everywhere())
  or exists (select from household_address a where a.household = id));
grant update (used_entry) on move_in_permit to huji_writer;
grant usage on sequence person_id_seq, household_id_seq to huji_writer;

revoke all on function register_area(), register_everywhere(), register_keeps(bigint),
  register_kept(bigint, daterange, int8range) from public;
grant execute on function register_area(), register_everywhere(), register_keeps(bigint),
  register_kept(bigint, daterange, int8range) to huji_web;
grant execute on function register_entry_is_ours(bigint) to huji_writer;
