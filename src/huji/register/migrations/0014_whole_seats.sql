-- Two truths that were asked of the acts alone, and of the doctor afterwards, are held against every writer.

-- Nobody is registered in a household on a day on which it has no seat, or under another office than keeps it then:
-- not on the first day of the standing only, nor when the household is moved away from its members.
create or replace function standing_rests() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from added a join person p on p.id = a.person where lower(a.valid) < p.born) then
    raise exception 'a standing begins before birth' using errcode = '23514', constraint = 'standing_from_birth', table = 'standing';
  end if;
  if exists (select from added a where a.household is not null and not coalesce((
       select range_agg(h.valid) @> a.valid from household_address h
        where h.household = a.household and upper_inf(h.known) and h.office = a.office), false)) then
    raise exception 'a standing is in a household that this office does not keep on that day'
      using errcode = '23514', constraint = 'standing_household_stands', table = 'standing';
  end if;
  return null;
end $$;

create function household_keeps_its_members() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from household where id = old.household for no key update;
  if exists (select from standing s where s.household = old.household and upper_inf(s.known) and not coalesce((
       select range_agg(h.valid) @> s.valid from household_address h
        where h.household = s.household and upper_inf(h.known) and h.office = s.office), false)) then
    raise exception 'household % is moved away from its members', old.household
      using errcode = '23514', constraint = 'standing_household_stands', table = 'household_address';
  end if;
  return null;
end $$;
create constraint trigger keeps_its_members after update on household_address
  deferrable initially deferred for each row execute function household_keeps_its_members();

-- A marriage is held from both sides, so that nobody has two spouses at once, seen from either.
create function marriage_has_both_sides() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (
    select from kinship k where k.person in (new.person, new.relative) and k.relative in (new.person, new.relative)
       and k.kind = 'spouse' and upper_inf(k.known) and not exists (
         select from kinship o where o.person = k.relative and o.relative = k.person and o.kind = 'spouse'
            and o.valid = k.valid and upper_inf(o.known)))
  then
    raise exception 'the marriage of % and % is held from one side', new.person, new.relative
      using errcode = '23514', constraint = 'kinship_both_sides', table = 'kinship';
  end if;
  return null;
end $$;
create constraint trigger both_sides after insert or update on kinship
  deferrable initially deferred for each row when (new.kind = 'spouse') execute function marriage_has_both_sides();

revoke all on function household_keeps_its_members(), marriage_has_both_sides() from public;
