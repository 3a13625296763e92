-- The queue has two hands: an act queues a job with itself, and the worker does what is queued. The worker's own role
-- touches nothing but the queue; what its jobs do, they do as huji_web and huji_writer like everybody else.
do $$
declare f regprocedure;
begin
  for f in select p.oid from pg_proc p
            where p.pronamespace = 'public'::regnamespace and p.proname like 'procrastinate\_%' loop
    execute format('revoke all on function %s from huji_writer', f);
  end loop;
end $$;
revoke all on procrastinate_jobs, procrastinate_events, procrastinate_workers, procrastinate_periodic_defers
  from huji_writer;
revoke all on sequence procrastinate_jobs_id_seq, procrastinate_events_id_seq, procrastinate_periodic_defers_id_seq
  from huji_writer;

-- An act: a job and, by the queue's trigger, the event that it was queued.
grant execute on function procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[]) to huji_writer, huji_worker;
grant select, insert on procrastinate_jobs to huji_writer;
grant insert on procrastinate_events to huji_writer;
grant usage on sequence procrastinate_jobs_id_seq, procrastinate_events_id_seq to huji_writer;

-- The worker: takes, ends and takes up again; says that it lives; queues what is due by the clock; tidies.
grant execute on function
  procrastinate_fetch_job_v2(varchar[], bigint),
  procrastinate_finish_job_v1(bigint, procrastinate_job_status, boolean),
  procrastinate_retry_job_v2(bigint, timestamptz, integer, varchar, varchar),
  procrastinate_defer_periodic_job_v2(varchar, varchar, varchar, varchar, integer, varchar, bigint, jsonb),
  procrastinate_register_worker_v1(), procrastinate_unregister_worker_v1(bigint),
  procrastinate_update_heartbeat_v1(bigint), procrastinate_prune_stalled_workers_v1(float)
  to huji_worker;
grant select, insert, update, delete on procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers
  to huji_worker;
grant select, insert on procrastinate_events to huji_worker;
grant usage on sequence procrastinate_jobs_id_seq, procrastinate_events_id_seq, procrastinate_periodic_defers_id_seq
  to huji_worker;
