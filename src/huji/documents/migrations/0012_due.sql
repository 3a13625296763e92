-- One reading of whether a booklet is still so, for the public check, the counter and the list of what is due; and
-- papers that fell void through an act of the register, which are good again once it is undone.

-- The entry of the act through which a paper is as it is; null where an officer made it so by itself.
alter table documents_paper add column through bigint references ledger_entry (entry),
  add constraint documents_paper_through_before check (through < status_entry);
create index documents_paper_through on documents_paper (through) where status = 'cancelled';
create index documents_paper_booklets on documents_paper (household, id) where kind = 'booklet';
grant update (through) on documents_paper to huji_writer;

-- As before (0001_initial), and one way back: void through an act alone, good again through its undoing. What was handed
-- in (used, replaced) stays so.
create or replace function documents_moves_on() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (to_jsonb(new) - '{status,status_on,status_entry,through}'::text[])
      is distinct from (to_jsonb(old) - '{status,status_on,status_entry,through}'::text[]) then
    raise exception 'what was printed stays' using errcode = '23514', constraint = 'documents_stays';
  end if;
  if (old.status, new.status) = ('cancelled', 'issued') and new.status_entry > old.status_entry
      and new.status_on >= old.status_on and exists (
        select from ledger_entry e
         where e.entry = new.through and e.act = 'undo' and register_undoes(e.body) = old.through) then
    return new;
  end if;
  if not (old.status = 'issued' or (old.status, new.status) = ('expired', 'replaced'))
      or new.status = 'issued' or new.status_entry <= old.status_entry or new.status_on < old.status_on then
    raise exception 'a paper that is % does not become %', old.status, new.status
      using errcode = '23514', constraint = 'documents_moves_on';
  end if;
  return new;
end $$;

create function documents_agrees(which bigint, one bigint, other bigint) returns boolean
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select not exists (
    (select documents_told(which, one) except select documents_told(which, other))
    union all
    (select documents_told(which, other) except select documents_told(which, one)))
$$;

-- The entry since which, without a break until now, the register tells otherwise than a booklet in force; null where it
-- tells the same. A paper's own entry comes after all it was filled from and, as its household was held, before whatever
-- became otherwise.
create function documents_outgrown(which bigint) returns bigint
  language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  mine documents_paper;
  turn bigint;
  since bigint;
begin
  select * into mine from documents_paper p where p.id = which and p.kind = 'booklet' and p.status = 'issued';
  if mine.id is null or documents_agrees(which, mine.entry, null) then
    return null;
  end if;
  for turn in
    with named as (select person from documents_bearer where paper = which),
    lives as (select household, known from standing
               where household = mine.household or person in (select person from named)),
    beliefs as (
      select known from lives
      union all select known from household_address
        where household = mine.household or household in (select household from lives)
      union all select known from particulars where person in (select person from named)
      union all select known from citizen_number where person in (select person from named)
      union all select known from former_birth where person in (select person from named)),
    turns as (select lower(known) as entry from beliefs union select upper(known) from beliefs)
    select entry from turns where entry > mine.entry order by entry desc
  loop
    exit when documents_agrees(which, mine.entry, turn);
    since := turn;
  end loop;
  return since;
end $$;

create or replace function documents_verify(of_number text, by_code text)
  returns table (kind text, number text, issuer text, issued_on date, last_day date, status text, holder text,
                 outdated boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.kind, p.number, p.issuer, p.issued_on, p.last_day, p.status, p.holder,
         public.documents_outgrown(p.id) is not null
    from public.documents_paper p
   where p.number = of_number
     and sha256(convert_to(p.code, 'UTF8')) = sha256(convert_to(by_code, 'UTF8'))  -- takes as long right or wrong
$$;

-- The same for the reader's area: since which entry, of which act, at which office.
create function documents_since(which bigint)
  returns table (entry bigint, act text, at_office int, recorded timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select e.entry, e.act, e.office, e.recorded
    from documents_paper p join ledger_entry e on e.entry = documents_outgrown(p.id)
   where p.id = which and (register_told_all() or p.office = any (register_area()))
$$;

-- Households that an act left with a booklet to be issued anew: which, and by which act first. A note is no more than
-- where to look; what is so is looked at whenever it is shown.
create table documents_due (
  household bigint primary key references household,
  entry     bigint not null references ledger_entry (entry));

-- What is to be issued anew of a household, and since which entry: its booklet in force that the register has outgrown,
-- or the last one where it fell void through an act and somebody is in the household.
create function documents_stale(of_household bigint, out paper bigint, out since bigint)
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select p.id, s.since
    from (select * from documents_paper b where b.household = of_household and b.kind = 'booklet'
           order by b.status = 'issued' desc, b.id desc limit 1) p,
    lateral (select case
      when p.status = 'issued' then documents_outgrown(p.id)
      when p.status = 'cancelled' and exists (
        select from standing t where t.household = of_household and upper_inf(t.known) and upper_inf(t.valid))
      then p.through end as since) s
   where s.since is not null
$$;

-- Notes, after an act, which households it left so: those named, and those whose booklet names the persons.
create function documents_note_due(persons bigint[], households bigint[], by_entry bigint) returns void
  language sql set search_path = pg_catalog, public, pg_temp as $$
  insert into documents_due
  select h.id, by_entry
    from (select unnest(households) as id
          union
          select p.household from documents_bearer b join documents_paper p on p.id = b.paper
           where b.person = any (persons) and p.kind = 'booklet' and p.status = 'issued'
             and p.household is not null) h,
    lateral documents_stale(h.id) s
   where s.since is not null
   order by h.id
  on conflict (household) do update set household = excluded.household  -- held: not forgotten meanwhile
$$;

-- Forgets notes of households whose booklet is so again, or was issued anew. Locked first and looked at afterwards: an act
-- that notes one of them meanwhile waits, and notes it again.
create function documents_forget_due() returns int
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  noted bigint[];
  forgotten int;
begin
  select array_agg(household) into noted from (select household from documents_due for update skip locked) d;
  delete from documents_due d
   where d.household = any (noted) and (select s.since from documents_stale(d.household) s) is null;
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;

-- What is due at the offices of the reader's area, the longest first, or of one household, noted or not: nobody is named.
create function documents_reissues(of_household bigint, most int)
  returns table (household bigint, address int, office int, number text, status text, issued_on date,
                 entry bigint, act text, at_office int, recorded timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.household, a.address, a.office, p.number, p.status, p.issued_on, e.entry, e.act, e.office, e.recorded
    from (select of_household as id, null::bigint as noted where of_household is not null
          union all
          select d.household, d.entry from documents_due d where of_household is null) h
    join household_address a on a.household = h.id and upper_inf(a.known) and upper_inf(a.valid)
     and (register_told_all() or a.office = any (register_area())),
    lateral documents_stale(h.id) s
    join documents_paper p on p.id = s.paper
    join ledger_entry e on e.entry = s.since
   order by h.noted, h.id limit most
$$;

alter table documents_due enable row level security;
create policy reads on documents_due for select to huji_web using ((select register_everywhere()) or exists (
  select from household_address a where a.household = documents_due.household
     and upper_inf(a.known) and upper_inf(a.valid) and a.office = any ((select register_area())::int[])));
create policy writes on documents_due to huji_writer using (true) with check (true);
create policy audits on documents_due for select to huji_auditor using (true);
grant select on documents_due to huji_web, huji_writer, huji_auditor;
grant insert, update (household) on documents_due to huji_writer;

revoke all on function documents_agrees(bigint, bigint, bigint), documents_outgrown(bigint), documents_since(bigint),
  documents_stale(bigint), documents_note_due(bigint[], bigint[], bigint), documents_forget_due(),
  documents_reissues(bigint, int) from public;
grant execute on function documents_since(bigint), documents_reissues(bigint, int) to huji_web, huji_writer;
grant execute on function documents_note_due(bigint[], bigint[], bigint), documents_forget_due(), documents_stale(bigint),
  documents_outgrown(bigint), documents_agrees(bigint, bigint, bigint), documents_told(bigint, bigint) to huji_writer;
