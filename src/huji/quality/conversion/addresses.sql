-- Matching address texts to standard addresses (the first two DuckDB, the others PostgreSQL).

-- name: join
select s.text, s.length, s.former, s.written, p.* exclude (former), p.former as old
  from splits s join addresses p on length(s.code) = {length} and p.local = s.local and left(p.division, {length}) = s.code

-- name: match
-- Of the runs of names under which an address is found the longest counts: a road may be called like a village.
with found as (
  select text, length, id, office, bool_and(former or old) as former, bool_and(written) as written,
         bool_and(accepts) as accepts, bool_and(until is not null and until <= {on}::date) as ended
    from ({joined}) group by text, length, id, office),
best as (
  select text, arg_max(ids, length) as ids, arg_max(office, length) as office, arg_max(former, length) as former,
         arg_max(written, length) as written, arg_max(accepts, length) as accepts, arg_max(ended, length) as ended
    from (select text, length, list(distinct id) as ids, any_value(office) as office, bool_and(former) as former,
                 bool_and(written) as written, bool_and(accepts) as accepts, bool_and(ended) as ended
            from found group by text, length)
   group by text),
-- An address that is none still tells whose business it is.
whose as (
  select s.text, min(o.office) as office
    from (select distinct text, code from splits where length(code) >= 9 and text not in (select text from best)) s
    join (select distinct unnest([division, left(division, 9)]) as code, office from addresses where office is not null) o
      on o.code = s.code
   group by s.text)
select t.address as text,
       case when b.text is null or len(b.ids) <> 1 or b.ended or b.office is null then null else b.ids[1] end as address,
       coalesce(b.office, w.office) as office,
       case when b.text is null then 'address_unknown' when len(b.ids) <> 1 then 'address_ambiguous'
            when b.ended then 'address_ended' when b.office is null then 'address_office' end as reason,
       list_filter([case when b.former then 'address_former_name' end, case when b.written then 'address_written' end,
                    case when not b.accepts then 'address_no_registration' end], lambda x: x is not null) as flags
  from (select distinct address from {rows} where address <> '') t
  left join best b on b.text = t.address
  left join whose w on w.text = t.address

-- name: on_file
select a.id, a.division, a.local, a.accepts_registration as accepts, a.since, a.until, o.office, false as former
       from places_address a
       left join places_office_area o on o.division = a.division and upper_inf(o.known) and o.valid @> '{on}'::date

-- name: as_before
     select a.id, r.division, r.local, a.accepts_registration, a.since, a.until, o.office, true
       from places_reading r join places_address a on a.id = r.address
       left join places_office_area o on o.division = a.division and upper_inf(o.known) and o.valid @> '{on}'::date
      where upper_inf(r.known) and not upper_inf(r.valid)
