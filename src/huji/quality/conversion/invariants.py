"""What must be true of the whole register, asked of all of it at once: what the triggers ask act by act.

Each query counts those of whom it is not true.
"""

INVARIANTS = {
    "life_is_tiled": """
      select count(*) from person p left join (select person, range_agg(valid) as life from standing
         where upper_inf(known) group by person) s on s.person = p.id
       where s.life is distinct from datemultirange(daterange(p.born, null))""",
    "household_has_head": """
      select count(*) from (select s.household, range_agg(s.valid) filter (where s.relation = '02') as headed,
                                   range_agg(s.valid) as lived
         from standing s join household h on h.id = s.household and h.kind = 'family'
        where upper_inf(s.known) group by s.household) x where headed is distinct from lived""",
    "household_stands": """
      select count(*) from standing s where s.household is not null and upper_inf(s.known) and not exists (
        select from household_address a where a.household = s.household and upper_inf(a.known)
           and a.valid @> lower(s.valid) and a.office = s.office)""",
    "household_has_a_seat": """
      select count(*) from household h where not exists (select from household_address a
       where a.household = h.id and upper_inf(a.known))""",
    "person_has_a_number": """
      select count(*) from (select p.id from person p left join citizen_number n on n.person = p.id and
      upper_inf(n.known)
       group by p.id having count(n.number) <> 1) x""",
    "person_has_particulars": """
      select count(*) from (select p.id from person p left join particulars i on i.person = p.id and
      upper_inf(i.known)
        and i.valid @> p.born group by p.id having count(i.name) <> 1) x""",
    "marriage_has_both_sides": """
      select count(*) from kinship k where k.kind = 'spouse' and upper_inf(k.known) and not exists (
        select from kinship o where o.kind = 'spouse' and o.person = k.relative and o.relative = k.person
           and o.valid = k.valid and upper_inf(o.known))""",
}  # fmt: skip
