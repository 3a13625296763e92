-- Nobody has more than two parents on any day: those by birth, or those of one adoption. Asked once of each statement,
-- and only of whom it ties to a parent; who has no third tie in all is not looked at day by day.
create function kinship_two_parents() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp set enable_seqscan = off as $$
begin
  if exists (
    with child as (
      select k.person from kinship k
       where k.person in (select a.person from added a where a.kind = 'parent' and upper_inf(a.known))
         and k.kind = 'parent' and upper_inf(k.known)
       group by k.person having count(*) > 2)
    select from child
      join kinship one on one.person = child.person and one.kind = 'parent' and upper_inf(one.known)
      join kinship other on other.person = child.person and other.kind = 'parent' and upper_inf(other.known)
       and other.valid @> lower(one.valid)
     group by one.person, one.relative, one.valid having count(*) > 2)
  then
    raise exception 'somebody has three parents on one day'
      using errcode = '23514', constraint = 'kinship_two_parents', table = 'kinship';
  end if;
  return null;
end $$;
create trigger two_parents after insert on kinship referencing new table as added
  for each statement execute function kinship_two_parents();

revoke all on function kinship_two_parents() from public;
