-- What a booklet tells: who is of its household and as what, where the household is, and of those whom the booklet
-- names their items, number and birth; as believed just after an entry, or now (null). The booklet of one member is
-- no household's: it tells where that member is registered.
create function documents_told(which bigint, as_of bigint) returns setof jsonb
  language sql stable set search_path = pg_catalog, public, pg_temp as $$
  with named as (select array_agg(person) as persons from documents_bearer where paper = which),
  here as (
    select s.person, s.household, s.relation
      from documents_paper p, named n, standing s
     where p.id = which and (s.household = p.household or s.person = any (n.persons))
       and upper_inf(s.valid)
       and case when as_of is null then upper_inf(s.known) else s.known @> as_of end)
  select to_jsonb(h) from here h
  union all
  select jsonb_build_array(a.household, a.address) from household_address a
   where a.household in (select household from here) and upper_inf(a.valid)
     and case when as_of is null then upper_inf(a.known) else a.known @> as_of end
  union all
  select to_jsonb(i) - '{valid,known,name_sort_key}'::text[] from named n, particulars i
   where i.person = any (n.persons) and upper_inf(i.valid)
     and case when as_of is null then upper_inf(i.known) else i.known @> as_of end
  union all
  select jsonb_build_array(c.person, c.number) from named n, citizen_number c
   where c.person = any (n.persons) and upper_inf(c.valid)
     and case when as_of is null then upper_inf(c.known) else c.known @> as_of end
  union all
  select jsonb_build_array(p.id, coalesce(
           (select f.born from former_birth f where f.person = p.id and f.known @> as_of), p.born))
    from named n, person p where p.id = any (n.persons)
$$;
revoke all on function documents_told(bigint, bigint) from public;

-- As before (0001_initial), and whether the register tells otherwise by now than a booklet in force. A paper's own entry
-- comes after all it was filled from and, as its household was held, before whatever became otherwise.
drop function documents_verify(text, text);
create function documents_verify(of_number text, by_code text)
  returns table (kind text, number text, issuer text, issued_on date, last_day date, status text, holder text,
                 outdated boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.kind, p.number, p.issuer, p.issued_on, p.last_day, p.status, p.holder,
         case when p.kind = 'booklet' and p.status = 'issued' then exists (
           (select public.documents_told(p.id, p.entry) except select public.documents_told(p.id, null))
           union all
           (select public.documents_told(p.id, null) except select public.documents_told(p.id, p.entry)))
         else false end
    from public.documents_paper p
   where p.number = of_number
     and sha256(convert_to(p.code, 'UTF8')) = sha256(convert_to(by_code, 'UTF8'))  -- takes as long right or wrong
$$;
revoke all on function documents_verify(text, text) from public;
grant execute on function documents_verify(text, text) to huji_web, huji_writer;
