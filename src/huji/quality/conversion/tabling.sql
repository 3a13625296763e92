-- The rows of each table that a conversion fills (DuckDB); `known` and `created_entry` come with the load.

-- name: person
select id, born from taken order by id

-- name: household
select id, type as kind, case when type = 'collective' then sort end as sort from house order by id

-- name: household_address
select id as household, home as address, office, since as from_day, null::date as to_day from house order by id

-- name: citizen_number
select id as person, number, born as from_day, null::date as to_day from taken order by id

-- name: particulars
select t.id as person, t.born as from_day, null::date as to_day, j.name,
              n.sort_key as name_sort_key, j.sx as sex, j.eth as ethnic, coalesce(f.name, '') as former_name,
              j.mar as marital, j.edu as education, trim(r.birthplace) as birthplace,
              trim(r.native_place) as native_place, trim(r.military) as military, trim(r.occupation) as occupation,
              trim(r.workplace) as workplace, j.height as height_cm, trim(r.blood_type) as blood_type,
              trim(r.arrived_city) as arrived_city, concat_ws(' ', nullif(trim(r.arrived), ''),
              nullif(trim(r.arrived_from), '')) as arrived_address
         from taken t join {judged} j on j.row = t.row join {rows} r on r.row = t.row
         left join {names} n on n.written = trim(r.name)
         left join {names} f on f.written = trim(r.former_name) order by t.id

-- name: standing
select person, from_day, to_day, kind, household, relation, office from (
          select id as person, born as from_day, since as to_day, 'elsewhere' as kind, null::bigint as household,
                 null::varchar as relation, office from taken where since > born
          union all select id, greatest(since, born), null, 'registered', house, rel, office from taken)
         order by person, from_day

-- name: kinship
select distinct id as person, relative, kind, since as from_day, null::date as to_day
          from tie where flag is null order by 1, 2

-- name: conversion_row
          with flags as (
            select row, list(distinct flag) as flags,
                   string_agg(role || ' ' || other, '; ' order by role)
                     filter (where flag <> 'relative_unknown' or length(other) > {longest}) as note
              from tie where flag is not null group by row)
          select {conversion} as conversion, j.row,
                 case when len(j.reasons) > 0 then 'rejected'
                      when len(j.flags) > 0 or f.row is not null then 'flagged' else 'loaded' end as outcome,
                 t.id as person, t.house as household,
                 case when len(j.reasons) > 0 then j.reasons
                      when len(j.flags) > 0 or f.row is not null then list_concat(j.flags, coalesce(f.flags, [])) end
                   as reasons,
                 case when t.id is not null and (len(j.flags) > 0 or f.row is not null) then concat_ws('; ',
                   case when list_contains(j.flags, 'number_fifteen') or list_contains(j.flags, 'number_small_x')
                        then 'number ' || r.number end,
                   case when list_contains(j.flags, 'marital_unknown') then 'marital ' || r.marital end,
                   case when list_contains(j.flags, 'education_unknown') then 'education ' || r.education end,
                   case when list_contains(j.flags, 'name_written') then 'name ' || trim(r.name) end,
                   case when list_has_any(j.flags, ['former_name', 'name_written'])
                        then 'former_name ' || nullif(trim(r.former_name), '') end,
                   case when list_contains(j.flags, 'height') then 'height ' || r.height end,
                   case when list_has_any(j.flags, ['address_differs', 'address_written', 'address_former_name'])
                        then 'address ' || r.address end,
                   case when list_has_any(j.flags, ['sort_differs', 'sort_assumed'])
                        then 'collective_sort ' || nullif(trim(r.collective_sort), '') end,
                   case when list_contains(j.flags, 'since_head') then 'arrived ' || r.arrived end, f.note) end as note
            from {judged} j join {rows} r on r.row = j.row left join taken t on t.row = j.row
            left join flags f on f.row = j.row and len(j.reasons) = 0
          union all
          select {conversion}, row, 'rejected', null, null, [reason], null from {unread}
          order by 2

-- name: conversion_household
select id as household, {conversion} as conversion, h as number from house order by id

-- name: conversion_relative
select {conversion} as conversion, row, id as person, role, left(other, {longest}) as number
  from tie where flag = 'relative_unknown' order by row

-- name: archive_old_kind
select id as person, {conversion} as conversion, kind, kind_written as written
          from taken where kind <> '' order by id
