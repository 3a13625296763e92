-- As before (0001_tables), and a step's own entry is no act: it changes nothing in the register.
create or replace function matter_act_is_ours() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare act bigint := (new.data ->> 'act_entry')::bigint; begin
  if act is null or not register_entry_is_ours(act)
     or exists (select from ledger_entry e where e.entry = act and e.act like 'matter\_%') then
    raise exception 'matter % has no act of its own', new.matter
      using errcode = '23514', constraint = 'matter_done_by_its_act', table = 'matter';
  end if;
  return null;
end $$;
