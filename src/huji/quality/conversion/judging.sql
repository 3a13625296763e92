-- Judging every row of an old register (DuckDB). Names in braces are filled in by judging.py.

-- name: items
-- What stands in a row, narrowed to what judging takes.
create table items as
select row, trim(household) as h, trim(name) as name, trim(former_name) as former_name, trim(number) as written,
       case when regexp_matches(trim(number), '^[0-9]{{17}}[0-9Xx]$') then upper(trim(number))
            when regexp_matches(trim(number), '^[0-9]{{15}}$') then left(trim(number), 6) || '19' || substr(trim(number), 7)
       end as digits,
       trim(born) as born_written, {born} as born,
       trim(arrived) in ({since_ever}) as since_ever, trim(arrived) as arrived_written, {arrived} as arrived,
       address, trim(relation) as relation, trim(sex) as sex, trim(ethnic) as ethnic, trim(marital) as marital,
       trim(education) as education, trim(old_kind) as old_kind, trim(household_type) as household_type,
       trim(collective_sort) as collective_sort, trim(height) as height,
       upper(trim(father)) as father, upper(trim(mother)) as mother, upper(trim(spouse)) as spouse
  from {rows}

-- name: alone
create table alone as
with read as (
  select i.*, try_cast(left(digits, 17) as bigint) as seventeen, try_strptime(substr(digits, 7, 8), '%Y%m%d')::date as number_born,
         r.code as rel, s.code as sx, e.code as eth, m.code as mar, d.code as edu,
         case when k.code <> {not_registered} then split_part(k.code, '/', 1) end as kind, k.code is not null as kind_known,
         k.code = {not_registered} as never,
         coalesce(t.code, case when i.household_type = '' then nullif(split_part(k.code, '/', 2), '') end) as type,
         nullif(split_part(k.code, '/', 2), '') as kind_type, t.code as said_type,
         cs.code as sort, n.name as accepted, f.name as former_accepted,
         a.address as address_id, a.office, a.reason as address_reason, a.flags as address_flags,
         c.prefix as county, c.since as county_since, c.until as county_until
    from items i
    left join map_relation r on r.value = i.relation
    left join map_sex s on s.value = i.sex
    left join map_ethnic e on e.value = i.ethnic
    left join map_marital m on m.value = i.marital
    left join map_education d on d.value = i.education
    left join map_old_kind k on k.value = i.old_kind
    left join map_household_type t on t.value = i.household_type
    left join map_collective_sort cs on cs.value = i.collective_sort
    left join {names} n on n.written = i.name
    left join {names} f on f.written = i.former_name
    left join {matched} a on a.text = i.address
    left join county c on c.prefix = left(i.digits, 6)),
checked as (
  select *, case when length(digits) = 18 then digits else digits || {check} end as number,
         digits like '99%' as synthetic, accepted <> name or former_accepted <> former_name as renamed,
         case when regexp_full_match(height, '[0-9]{{1,3}}') and try_cast(height as int) between {least_cm} and {most_cm}
              then try_cast(height as int) end as cm
    from read)
select row, h, number, born, rel, sx, eth, coalesce(mar, '90') as mar, coalesce(edu, '90') as edu, kind, type,
       sort, collective_sort <> '' as sort_said, accepted as name, address_id, office, old_kind as kind_written,
       case when since_ever then born else arrived end as since, father, mother, spouse,
       cm as height,
       list_filter([
         case when h = '' then 'household_missing' when length(h) > {longest} then 'household_long' end,
         case when accepted is null then 'name' end,
         case when rel is null then 'relation_unknown' end,
         case when sx is null then 'sex_unknown' end,
         case when eth is null then 'ethnic_unknown' end,
         case when born is null or year(born) < 1850 then 'birth_date' end,
         case when born > {on}::date then 'birth_in_future' end,
         case when written = '' then 'number_missing' when digits is null then 'number_form' end,
         case when digits is not null and (number_born is null or year(number_born) < 1850) then 'number_form' end,
         case when length(written) = 15 and digits is not null and not {fifteen} then 'number_fifteen_refused' end,
         case when length(written) = 18 and digits is not null and number <> left(number, 17) || {check}
              then 'number_check_digit' end,
         case when synthetic and not {demonstration} then 'number_synthetic' end,
         case when not synthetic and county is null then 'number_division' end,
         case when not synthetic and (county_until <= number_born or county_since > {on}::date) then 'number_division_ended' end,
         case when number_born <> born then 'birth_differs' end,
         case when digits is not null and sx <> case when substr(digits, 17, 1)::int % 2 = 1 then '1' else '2' end
              then 'sex_differs' end,
         case when address = '' then 'address_missing' else address_reason end,
         case when not since_ever and arrived is null then 'arrival_date' end,
         case when arrived > {on}::date then 'arrival_in_future' end,
         case when arrived < born then 'registered_before_birth' end,
         case when never then 'not_registered' end,
         case when not coalesce(never, false) and type is null then 'type_unknown' end,
         case when kind_type <> said_type then 'type_differs' end
       ], lambda x: x is not null) as reasons,
       list_concat(coalesce(address_flags, []::varchar[]), list_filter([
         case when length(written) = 15 then 'number_fifteen' end,
         case when written like '%x' then 'number_small_x' end,
         case when since_ever and arrived_written = '' then 'arrival_unstated' end,
         case when not kind_known then 'old_kind_unknown' end,
         case when mar is null and marital <> '' then 'marital_unknown' end,
         case when edu is null and education <> '' then 'education_unknown' end,
         case when renamed then 'name_written' end,
         case when former_name <> '' and former_accepted is null then 'former_name' end,
         case when height <> '' and cm is null then 'height' end
       ], lambda x: x is not null)) as flags
  from checked

-- name: numbers
-- One number, several rows: the same person twice, or two persons with one number. Nobody guesses which is right.
create table twice as
with many as (
  select number, count(distinct name || '/' || born::varchar) > 1 as persons, count(distinct h) > 1 as households,
         min(row) as first
    from alone where number is not null and not list_contains(reasons, 'number_check_digit')
   group by number having count(*) > 1)
select a.row, case when m.persons then 'number_shared' when m.households then 'person_twice'
                   when a.row <> m.first then 'row_repeated_again' end as reason,
       not m.persons and not m.households and a.row = m.first as first
  from alone a join many m on m.number = a.number
 where not list_contains(a.reasons, 'number_check_digit')

-- name: households
create table houses as
select h, count(*) filter (where a.rel = '02' and coalesce(t.reason, '') <> 'row_repeated_again') as heads,
       count(distinct a.type) > 1 as torn, any_value(a.type) as type,
       min(a.row) filter (where a.rel = '02' and coalesce(t.reason, '') <> 'row_repeated_again') as head,
       list(f.single) filter (where f.single is not null and t.reason is null and len(a.reasons) = 0) as singles
  from alone a left join twice t on t.row = a.row left join fits f on f.code = a.rel
 where h <> '' group by h

-- name: in_household
-- The members of a collective household are taken over whoever is its head; of two who say so neither is.
create table placed as
with told as (
  select a.row, a.h, list_concat(a.reasons, list_filter([t.reason,
           case when o.torn then 'type_differs' end,
           case when o.type = 'family' and not o.torn and o.heads = 0 then 'no_head' end,
           case when not o.torn and o.heads > 1 and (o.type = 'family' or a.rel = '02') then 'two_heads' end],
           lambda x: x is not null)) as reasons,
         coalesce(t.first, false) as repeated, o.head, o.type, a.address_id, a.since, a.office, a.sort, a.sort_said,
         a.rel, a.sx, a.born, o.singles
    from alone a left join twice t on t.row = a.row left join houses o on o.h = a.h),
heads as (
  select t.h, t.row, t.reasons, t.address_id, t.since, t.office, t.sx, t.born from told t where t.row = t.head and t.type = 'family'),
halls as (
  select h, mode({{'address': address_id, 'office': office}} order by row) as seat, min(since) as since,
         mode(sort order by row) as sort
    from told where type = 'collective' and len(reasons) = 0 group by h)
select t.row,
       case when len(d.reasons) > 0 and t.row <> d.row then list_append(t.reasons, 'head_rejected') else t.reasons end as reasons,
       t.repeated, coalesce(d.address_id, l.seat.address) as home, coalesce(d.office, l.seat.office, t.office) as office,
       coalesce(l.sort, 'unit') as sort,
       case when t.type = 'family' then greatest(t.since, d.since) else t.since end as since,
       case when t.type = 'family' then d.since else l.since end as house_since,
       list_filter([case when t.repeated then 'row_repeated' end,
                    case when t.address_id <> coalesce(d.address_id, l.seat.address) then 'address_differs' end,
                    case when t.type = 'collective' and l.sort is null then 'sort_assumed' end,
                    case when t.sort is distinct from l.sort and coalesce(t.sort, case when t.sort_said then l.sort end)
                         is not null then 'sort_differs' end,
                    case when t.type = 'family' and t.since < d.since then 'since_head' end,
                    case when t.sx <> f.sex or d.sx <> f.heads_sex or (f.spouse and t.sx = d.sx) then 'relation_sex' end,
                    case when (f.wedded and full_years(t.born, {on}::date) < {wedded})
                           or t.born <= d.born and f.younger is not null or full_years(d.born, t.born) < f.younger
                           or d.born <= t.born and f.older is not null or full_years(t.born, d.born) < f.older
                           or (f.elder and t.born > d.born) or (f.junior and t.born < d.born) then 'relation_age' end,
                    case when len(list_filter(t.singles, lambda x: x = f.single)) > 1 then 'relation_twice' end
                   ], lambda x: x is not null) as flags
  from told t left join heads d on d.h = t.h left join halls l on l.h = t.h and t.type = 'collective'
  left join fits f on f.code = t.rel and t.type = 'family'

-- name: judged
select a.row, a.h, a.number, a.born, a.rel, a.sx, a.eth, a.mar, a.edu, a.kind, a.kind_written, a.type, p.sort, a.name,
       a.height, a.father, a.mother, a.spouse, p.home, p.office, p.since, p.house_since,
       list_distinct(p.reasons) as reasons, list_concat(a.flags, p.flags) as flags
  from alone a join placed p on p.row = a.row
