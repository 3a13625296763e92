-- As before (0005_acts); the variable bears no column's name.
create or replace function matter_act_is_ours() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare made bigint := (new.data ->> 'act_entry')::bigint; begin
  if made is null or not register_entry_is_ours(made)
     or exists (select from ledger_entry e where e.entry = made and e.act like 'matter\_%') then
    raise exception 'matter % has no act of its own', new.matter
      using errcode = '23514', constraint = 'matter_done_by_its_act', table = 'matter';
  end if;
  return null;
end $$;
