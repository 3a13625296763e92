-- A conversion is rolled back by emptying the register. Of what it did not load nothing is ever emptied, whatever
-- the command believes: each table is asked, and this trigger stays on while the others are off.
create function conversion_empties_its_own() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  genesis bigint;
  others boolean;
begin
  select (s.detail ->> 'entry')::bigint into genesis
    from conversion c join conversion_step s on s.conversion = c.id and s.step = 'enter' and s.done is not null
   where c.state <> 'rolled_back';
  execute format('select exists (select from %I where %s is distinct from $1)', tg_table_name, tg_argv[0])
     into others using genesis;
  if others then
    raise exception '% holds what no conversion has loaded', tg_table_name
      using errcode = '23514', constraint = 'conversion_empties_its_own', table = tg_table_name;
  end if;
  return null;
end $$;
revoke all on function conversion_empties_its_own() from public;

do $$
declare t text;
begin
  foreach t in array array['person', 'household'] loop
    execute format('create trigger empties_its_own before truncate on %I
      for each statement execute function conversion_empties_its_own(''created_entry'')', t);
  end loop;
  foreach t in array array['household_address', 'citizen_number', 'particulars', 'standing', 'kinship'] loop
    execute format('create trigger empties_its_own before truncate on %I
      for each statement execute function conversion_empties_its_own(''case when upper_inf(known) then lower(known) end'')', t);
  end loop;
end $$;
