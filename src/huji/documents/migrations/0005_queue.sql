-- The queue's functions are the writer's alone, and what its triggers call finds nothing of anybody else's.
do $$
declare f record;
begin
  for f in select p.oid::regprocedure as name, p.prorettype = 'trigger'::regtype as fired
             from pg_proc p
            where p.pronamespace = 'public'::regnamespace and p.proname like 'procrastinate\_%' loop
    execute format('alter function %s set search_path = pg_catalog, public, pg_temp', f.name);
    execute format('revoke all on function %s from public', f.name);
    if not f.fired then
      execute format('grant execute on function %s to huji_writer', f.name);
    end if;
  end loop;
end $$;
revoke delete on procrastinate_events from huji_writer;
