-- Why a paper of the reader's area was made void or issued anew, as the officer said it.
create function documents_because(which bigint) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select convert_from(e.body, 'UTF8')::jsonb ->> 'because'
    from documents_paper p join ledger_entry e on e.entry = p.status_entry
   where p.id = which and p.status in ('cancelled', 'replaced')
     and (register_everywhere() or p.office = any (register_area()))
$$;
revoke all on function documents_because(bigint) from public;
grant execute on function documents_because(bigint) to huji_web, huji_writer;
