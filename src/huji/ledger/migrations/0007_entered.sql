-- Every row that names an entry names one of its own transaction, whoever writes it.

-- As before (0001), for databases that were copied or restored since: rights on a database do not travel with it.
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

create function ledger_entry_is_ours(which bigint) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from ledger_entry e where e.entry = which
    and pg_xact_status((pg_current_xact_id()::text::bigint - age(e.xmin))::text::xid8) = 'in progress')
$$;

-- For statements, over the transition table `added`. Arguments: what names the entry (null where nothing good does),
-- and the sequence that ids were drawn from: one ahead of it would meet a row that is made later.
create function ledger_entered_now() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  entries bigint[];
  ahead boolean;
begin
  execute format('select array_agg(distinct %s) from added', tg_argv[0]) into entries;
  if exists (select from unnest(entries) n where n is null or not ledger_entry_is_ours(n)) then
    raise exception 'a row of % must name the entry being made', tg_table_name
      using errcode = '23514', constraint = 'ledger_entered_now', table = tg_table_name;
  end if;
  if tg_nargs > 1 then
    execute format('select (select max(id) from added) > last_value - (not is_called)::int from %I', tg_argv[1]) into ahead;
    if ahead then
      raise exception 'an id of % was never drawn', tg_table_name
        using errcode = '23514', constraint = 'ledger_drawn', table = tg_table_name;
    end if;
  end if;
  return null;
end $$;

-- For rows of a belief: closed once, and otherwise left as it was.
create function ledger_only_closed() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  raise exception 'a belief of % is closed once, and never rewritten', tg_table_name
    using errcode = '23514', constraint = 'ledger_only_closed', table = tg_table_name;
end $$;
revoke all on function ledger_entry_is_ours(bigint), ledger_entered_now(), ledger_only_closed() from public;
