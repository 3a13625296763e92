-- Who is taken over, with the ids given in the order of the source, and who is whose relative (DuckDB).

-- name: house
create table house as
select h, {household} + row_number() over (order by min(row)) as id, any_value(type) as type,
       any_value(sort) as sort, any_value(home) as home, min(office) as office, min(house_since) as since
  from {judged} where len(reasons) = 0 group by h

-- name: taken
create table taken as
select j.row, {person} + row_number() over (order by j.row) as id, o.id as house, j.number, j.born, j.rel, j.sx,
       j.father, j.mother, j.spouse, j.since, o.office, j.kind, j.kind_written
  from {judged} j join house o on o.h = j.h where len(j.reasons) = 0

-- name: named
create table named as
select row, id, born, sx, number, 'parent' as kind, '1' as must, father as other, father = spouse as both
  from taken where father <> ''
union all select row, id, born, sx, number, 'parent', '2', mother, mother = spouse from taken where mother <> ''
union all select row, id, born, sx, number, 'spouse', null, spouse, spouse in (father, mother)
  from taken where spouse <> ''

-- name: tie
-- A marriage is one where both name each other; that it holds is known since the day of the conversion. Of one who is
-- named parent and spouse nobody knows which is right: there is neither tie.
create table tie as
select n.row, n.id, r.id as relative, n.kind, n.other,
       case when n.kind = 'spouse' then 'spouse' when n.must = '1' then 'father' else 'mother' end as role,
       case when n.kind = 'parent' then n.born else greatest({on}::date, n.born, r.born) end as since,
       case when r.id is null then 'relative_unknown'
            when r.id = n.id or n.both or (n.kind = 'parent' and (r.sx <> n.must or r.born >= n.born))
                 or (n.kind = 'spouse' and n.number in (r.father, r.mother)) then 'relative_unfit'
            when n.kind = 'spouse' and r.spouse <> n.number then 'spouse_one_sided' end as flag
  from named n left join taken r on r.number = n.other
