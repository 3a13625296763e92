-- Which entry undid which is told by the one that undoes, and found from the one undone.
create function register_undoes(body bytea) returns bigint
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
  select (convert_from(body, 'UTF8')::jsonb #>> '{results,undone,entry}')::bigint
$$;
create index ledger_entry_undoes on ledger_entry (register_undoes(body)) where act = 'undo';

-- An entry is undone by the last undoing of it that was not undone itself.
create function register_undoing(which bigint) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare undoing bigint;
begin
  for undoing in
    select e.entry from ledger_entry e
     where e.act = 'undo' and register_undoes(e.body) = which
     order by e.entry desc
  loop
    if register_undoing(undoing) is null then
      return undoing;
    end if;
  end loop;
  return null;
end $$;

-- Day and case of the undoing are told to offices that it concerned.
create function register_undone(entries bigint[])
returns table (entry bigint, undone_by bigint, at_office int, on_day date, case_number text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select u.which, e.entry, e.office, case when t.told then (b.body ->> 'on')::date end,
         case when t.told then b.body ->> 'case' end
    from (select which, register_undoing(which) as undoing from unnest(entries) which) u
    join ledger_entry e on e.entry = u.undoing,
    lateral (select register_told_all() or coalesce(e.offices && register_area(), false) as told) t,
    lateral (select case when t.told then convert_from(e.body, 'UTF8')::jsonb end as body) b
$$;

-- Whoever adds an entry evaluates the index; it reads nothing but what it is given.
revoke all on function register_undoes(bytea), register_undoing(bigint), register_undone(bigint[]) from public;
grant execute on function register_undoes(bytea) to huji_writer;
grant execute on function register_undone(bigint[]) to huji_web, huji_writer, huji_auditor;
