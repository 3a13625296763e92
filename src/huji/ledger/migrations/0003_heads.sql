-- What a seal binds, for the nightly job: ends of chains and hashes, no bodies. The job holds no owner's login.

create function ledger_heads() returns table (office int, seq bigint, hash bytea, count bigint)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.office, c.seq, e.hash, c.n
    from (select l.office, max(l.seq) as seq, count(*) as n from public.ledger_entry l group by l.office) c
    join public.ledger_entry e on e.office = c.office and e.seq = c.seq
   order by c.office
$$;

create function ledger_hashes(offices int[], seqs bigint[]) returns table (office int, seq bigint, hash bytea)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select e.office, e.seq, e.hash
    from unnest(offices, seqs) as asked (office, seq)
    join public.ledger_entry e on e.office = asked.office and e.seq = asked.seq
$$;

revoke all on function ledger_heads(), ledger_hashes(int[], bigint[]) from public;
grant execute on function ledger_heads(), ledger_hashes(int[], bigint[]) to huji_writer, huji_auditor;
