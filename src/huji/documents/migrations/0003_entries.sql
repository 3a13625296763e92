-- What a paper says of the acts it rests on: which, on which day, by whom, whither. No person is named.
create function documents_entries(which bigint[])
  returns table (entry bigint, act text, office int, officer bigint, on_day date, destination text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e.entry, e.act, e.office, (b.body ->> 'officer')::bigint, (b.body ->> 'on')::date,
         b.body -> 'statement' ->> 'destination'
    from public.ledger_entry e,
    lateral (select convert_from(e.body, 'UTF8')::jsonb as body) b
   where e.entry = any (which)
$$;
revoke all on function documents_entries(bigint[]) from public;
grant execute on function documents_entries(bigint[]) to huji_web, huji_writer;
