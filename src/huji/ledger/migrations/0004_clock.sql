-- A clock that is set back does not turn a chain's times around: no entry is recorded before the one it follows.
-- Acts go on meanwhile, at the time of the last entry, until the clock has caught up (docs/decisions/0021).

create or replace function ledger_chain() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  last_seq      bigint;
  last_hash     bytea;
  last_recorded timestamptz;
begin
  perform pg_advisory_xact_lock(1213549129, new.office);    -- 'HUJI': one act of an office after the other
  select seq, hash, recorded into last_seq, last_hash, last_recorded
    from public.ledger_entry where office = new.office order by seq desc limit 1;
  new.seq      := coalesce(last_seq, 0) + 1;
  new.prev     := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
  new.entry    := nextval('public.ledger_entry_number');
  new.recorded := greatest(clock_timestamp(), last_recorded);
  if array_position(new.offices, null) is not null then
    raise exception 'offices of an entry are known' using errcode = '23502';
  end if;
  new.offices  := array(select distinct o from unnest(new.offices || new.office) o order by o);
  new.hash     := sha256(new.prev || convert_to(
    'huji-ledger-1' || E'\n' || new.office || E'\n' || new.seq || E'\n' || new.entry || E'\n' || new.act || E'\n'
    || to_char(new.recorded, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\n'
    || array_to_string(new.offices, ',') || E'\n', 'UTF8') || new.body);
  return new;
end $$;
