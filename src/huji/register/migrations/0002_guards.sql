-- What must never be false, held against every writer.

-- Whether an entry was made by the transaction that runs. A row that we see although its transaction is still
-- in progress is our own; xmin alone would miss entries made under a savepoint.
create function register_entry_is_ours(which bigint) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from ledger_entry e where e.entry = which
    and pg_xact_status((pg_current_xact_id()::text::bigint - age(e.xmin))::text::xid8) = 'in progress')
$$;

create function register_refuse() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  raise exception 'a belief of % is closed once, by the entry that ends it, and never rewritten', tg_table_name
    using errcode = '23514', constraint = 'register_append_only', table = tg_table_name;
end $$;

-- New beliefs begin with an entry of this transaction and stay open: the past cannot be contradicted.
create function register_believed_now() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from added where not upper_inf(known))
     or exists (select from (select distinct lower(known) as entry from added) a where not register_entry_is_ours(a.entry))
  then
    raise exception 'a belief of % must begin with the entry being made', tg_table_name
      using errcode = '23514', constraint = 'register_past', table = tg_table_name;
  end if;
  return null;
end $$;

-- A belief is closed by an entry of this transaction. (Only `known` may be updated at all: a column grant.)
create function register_closed_now() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from (select distinct upper(known) as entry from closed) c where not register_entry_is_ours(c.entry))
  then
    raise exception 'a belief of % must be closed by the entry being made', tg_table_name
      using errcode = '23514', constraint = 'register_past', table = tg_table_name;
  end if;
  return null;
end $$;

do $$
declare t text;
begin
  foreach t in array array['citizen_number', 'particulars', 'household_address', 'standing', 'kinship'] loop
    execute format('create trigger append_only before update on %I for each row
      when (not (upper_inf(old.known) and lower(new.known) = lower(old.known) and not upper_inf(new.known)))
      execute function register_refuse()', t);
    execute format('create trigger believed_now after insert on %I referencing new table as added
      for each statement execute function register_believed_now()', t);
    execute format('create trigger closed_now after update on %I referencing new table as closed
      for each statement execute function register_closed_now()', t);
  end loop;
end $$;

-- A paper is used once.
create trigger append_only before update on move_in_permit for each row
  when (old.used_entry is not null or new.used_entry is null) execute function register_refuse();

-- No standing before birth; none in a household that did not stand yet, or under another office than keeps it.
create function standing_rests() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from added a join person p on p.id = a.person where lower(a.valid) < p.born) then
    raise exception 'a standing begins before birth' using errcode = '23514', constraint = 'standing_from_birth', table = 'standing';
  end if;
  if exists (select from added a where a.household is not null and not exists (
       select from household_address h where h.household = a.household and upper_inf(h.known)
          and h.valid @> lower(a.valid) and h.office = a.office)) then
    raise exception 'a standing is in a household that this office does not keep on that day'
      using errcode = '23514', constraint = 'standing_household_stands', table = 'standing';
  end if;
  return null;
end $$;
create trigger standing_rests after insert on standing referencing new table as added
  for each statement execute function standing_rests();

-- A life is tiled, from birth without end, by what is believed at commit. Overlaps are excluded already and an
-- insert can only fill, so a gap can come from two things alone: a new person, and a belief that was closed.
create function life_is_tiled(who bigint) returns void
language plpgsql as $$
begin
  if (select range_agg(valid) from standing where person = who and upper_inf(known))
     is distinct from (select datemultirange(daterange(born, null)) from person where id = who)
  then
    raise exception 'person % is lost on some day', who
      using errcode = '23514', constraint = 'standing_life_is_tiled', table = 'standing';
  end if;
end $$;
create function person_life_is_tiled() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin perform life_is_tiled(new.id); return null; end $$;
create function standing_life_is_tiled() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin perform life_is_tiled(old.person); return null; end $$;
create constraint trigger tiled after insert on person
  deferrable initially deferred for each row execute function person_life_is_tiled();
create constraint trigger tiled after update on standing
  deferrable initially deferred for each row execute function standing_life_is_tiled();

-- A family household with members has its head every day (two at once are excluded). It can lose it by two
-- things alone: a member who is not the head comes, or the belief in a head is closed. Locked before it is
-- looked at: of two racing commits the later sees what the earlier did.
create function household_is_headed(which bigint) returns void
language plpgsql as $$
begin
  perform from household where id = which and kind = 'family' for no key update;
  if found and exists (
    select from (select range_agg(valid) filter (where relation = '02') as headed, range_agg(valid) as lived
                   from standing where household = which and upper_inf(known)) s
     where s.lived is not null and s.headed is distinct from s.lived)
  then
    raise exception 'household % has no head on some day', which
      using errcode = '23514', constraint = 'household_has_head', table = 'standing';
  end if;
end $$;
create function standing_comes_headed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin perform household_is_headed(new.household); return null; end $$;
create function standing_leaves_headed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin perform household_is_headed(old.household); return null; end $$;
create constraint trigger comes_headed after insert on standing deferrable initially deferred
  for each row when (new.relation <> '02') execute function standing_comes_headed();
create constraint trigger leaves_headed after update on standing deferrable initially deferred
  for each row when (old.relation = '02') execute function standing_leaves_headed();

-- A function that anyone may call, anyone could hang on a table of his own.
revoke all on function register_entry_is_ours(bigint), life_is_tiled(bigint), household_is_headed(bigint),
  register_refuse(), register_believed_now(), register_closed_now(), standing_rests(), person_life_is_tiled(),
  standing_life_is_tiled(), standing_comes_headed(), standing_leaves_headed() from public;
